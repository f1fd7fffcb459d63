"""All that a feed has made of a database, as plain values: two imports ended alike when these are equal.

Left out: what counts or dates the import itself, secrets drawn at random, and alerts that are closed.
"""

from typing import Any

from flask import Flask
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from caf_pwa.alertes.modele import Alerte
from caf_pwa.extensions import db
from tests.fabriques import moteur_de

# What comes by another way than the feed.
SANS_OBJET = {
    *("agents", "connexions_agents", "connexions", "essais", "traces", "lectures", "alertes_vues"),
    *("appareils_connus", "attentes", "cles", "liens_franceconnect"),
    "demandes_de_creance",
    *("brouillons", "changements", "codes_envoyes", "faits", "documents", "documents_pages", "pieces_jointes"),
    *("reglements", "reglements_cles", "avis_de_paiement", "papiers", "cles_de_papiers"),
    *("envois", "transferts", "transferts_morceaux", "commencees"),
    *("annonces", "abonnements", "livraisons", "preferences_alertes"),
    *("calendriers_prives", "questions_sans_reponse"),
}
VOLATILES = {
    "foyers": {"version"},
    "comptes": {"version", "cle_hors_connexion", "cle_envois"},
    "alertes": {"publiee_le", "close_le"},
}


def etat(app: Flask) -> dict[str, list[str]]:
    """Table → its rows, in an order of their own."""
    with Session(moteur_de(app)) as session:
        return {
            table.name: sorted(map(repr, _lignes(session, table)))
            for table in db.metadata.sorted_tables
            if table.name not in SANS_OBJET
        }


def _lignes(session: Session, table: Table) -> list[tuple[Any, ...]]:
    colonnes = [colonne for colonne in table.columns if colonne.name not in VOLATILES.get(table.name, set())]
    requete = select(*colonnes)
    if table.name == Alerte.__tablename__:
        requete = requete.where(table.c.close_le.is_(None))
    return [tuple(ligne) for ligne in session.execute(requete)]
