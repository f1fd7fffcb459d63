"""Households for tests, as feed records: data has no other way in.

A household is named after its responsible person, an account after its person. ``version`` and any field of the
record can be given by name; the rest is a sensible default around the day of the tests, 23 November 2026.
"""

import json
import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Connexion
from caf_pwa.extensions import db, horloge
from caf_pwa.flux.genre import Contexte
from caf_pwa.flux.importation import Ligne
from caf_pwa.flux.importation import importer as importer_flux
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne

Enregistrement = dict[str, Any]

# For ``nouvelle_app``: production on the base of the test. Its key of papers is in a module that nobody opens.
PRODUCTION = {
    "CAF_MODE": "production",
    "SECRET_KEY": "k" * 32,
    "CAF_HOTES": "localhost",
    "CAF_AUJOURDHUI": "",
    "VAPID_PRIVATE_KEY": "k" * 43,
    "VAPID_SUBJECT": "mailto:exploitation@exemple.fr",
    "CAF_CLE_PAPIERS": "pkcs11:object=papiers?module-path=/absent.so",
}


def enregistrement(genre: str, id_: str, /, version: int = 1, **donnees: Any) -> Enregistrement:
    return {"genre": genre, "id": id_, "version": version, "donnees": donnees}


def retrait(genre: str, id_: str, /, version: int) -> Enregistrement:
    """The record that withdraws an object."""
    return {"genre": genre, "id": id_, "version": version, "retire": True}


def personne(id_: str, role: str = "responsable", **donnees: Any) -> dict[str, Any]:
    """A person of a household's record."""
    defauts = {"naissance": "1991-07-12", "nom_naissance": "MOREAU", "prenoms": id_.capitalize()}
    return {"id": id_, "role": role, **defauts, **donnees}


def foyer(id_: str, *personnes: dict[str, Any], **donnees: Any) -> Enregistrement:
    return enregistrement("foyer", id_, personnes=list(personnes or [personne(id_)]), **donnees)


def numero_de(id_: str) -> str:
    """The identifiant provisoire of that person's account."""
    return f"PRV{zlib.crc32(id_.encode()) % 10**7:07}"


def compte(id_: str, **donnees: Any) -> Enregistrement:
    return enregistrement("compte", id_, **{"personne": id_, "identifiant": numero_de(id_), **donnees})


def autorisation(foyer: str, personne: str, **donnees: Any) -> Enregistrement:
    return enregistrement(
        "autorisation", personne, **{"foyer": foyer, "personne": personne, "depuis": "2026-01-01", **donnees}
    )


def droit(foyer: str, id_: str = "droit", **donnees: Any) -> Enregistrement:
    defauts = {"prestation": "AF", "etat": "ouvert", "montant": "152.25", "depuis": "2024-01-01"}
    return enregistrement("droit", id_, **{"foyer": foyer, **defauts, **donnees})


def ligne(montant: str = "152.25", prestation: str = "AF", **donnees: Any) -> dict[str, Any]:
    """A line of a payment."""
    return {"prestation": prestation, "mois": "2026-10", "montant": montant, **donnees}


def retenue(montant: str, creance: str | None = None) -> dict[str, Any]:
    """A deduction from a payment."""
    return {"libelle": "Remboursement d’une dette", "montant": montant, "creance": creance}


def paiement(
    foyer: str,
    id_: str = "paiement",
    lignes: Sequence[dict[str, Any]] = (ligne(),),
    retenues: Sequence[dict[str, Any]] = (),
    **donnees: Any,
) -> Enregistrement:
    """A payment whose amount is its lines less its deductions, unless ``montant`` says otherwise."""
    net = sum((Decimal(part["montant"]) for part in lignes if not part.get("tiers")), Decimal())
    net -= sum((Decimal(part["montant"]) for part in retenues), Decimal())
    defauts = {"foyer": foyer, "date": "2026-11-05", "montant": str(net)}
    return enregistrement("paiement", id_, **{**defauts, "lignes": lignes, "retenues": retenues, **donnees})


def creance(foyer: str, id_: str = "creance", **donnees: Any) -> Enregistrement:
    defauts = {
        "reference": "INK 001 2026",
        "prestation": "Revenu de solidarité active",
        "motif": "Un salaire n’avait pas été compté.",
        "mois_debut": "2026-03",
        "mois_fin": "2026-05",
        "montant": "540.00",
        "rembourse": "0.00",
        "notifiee_le": "2026-11-02",
        "etat": "notifiee",
    }
    return enregistrement("creance", id_, **{"foyer": foyer, **defauts, **donnees})


def piece(foyer: str, id_: str = "piece", **donnees: Any) -> Enregistrement:
    defauts = {"libelle": "Quittance de loyer", "raison": "Le loyer a changé.", "demandee_le": "2026-11-10"}
    return enregistrement("piece", id_, **{"foyer": foyer, **defauts, **donnees})


def declaration(foyer: str, id_: str = "declaration", **donnees: Any) -> Enregistrement:
    defauts = {
        "demarche": "declaration-trimestrielle",
        "titre": "Déclaration trimestrielle de ressources",
        "periode": "juillet à septembre 2026",
        "ouverte_le": "2026-11-15",
        "limite": "2026-12-05",
    }
    return enregistrement("declaration", id_, **{"foyer": foyer, **defauts, **donnees})


def demarche(foyer: str, id_: str = "demarche", **donnees: Any) -> Enregistrement:
    defauts = {"titre": "Changement d’adresse", "numero": "COO-1", "deposee_le": "2026-10-01", "etat": "traitee"}
    return enregistrement("demarche", id_, **{"foyer": foyer, **defauts, **donnees})


def courrier(foyer: str, id_: str = "courrier", **donnees: Any) -> Enregistrement:
    defauts = {"date": "2026-11-12", "objet": "Votre RSA change", "texte": "Bonjour,\n\nVotre RSA change."}
    return enregistrement("courrier", id_, **{"foyer": foyer, **defauts, **donnees})


def quotient(foyer: str, mois: str = "2026-11", **donnees: Any) -> Enregistrement:
    return enregistrement(
        "quotient_familial", f"{foyer}-{mois}", **{"foyer": foyer, "mois": mois, "valeur": 877, **donnees}
    )


def ressources(foyer: str, personne: str, annee: int = 2024, **donnees: Any) -> Enregistrement:
    lignes = [{"libelle": "Salaires", "montant": "7446.00", "origine": "impots"}]
    defauts = {"foyer": foyer, "personne": personne, "annee": annee, "lignes": lignes}
    return enregistrement("ressources", f"{personne}-{annee}", **{**defauts, **donnees})


def octets(*lignes: Enregistrement | bytes) -> bytes:
    """The feed that these records make; bytes stand for a line as it is."""
    textes = (ligne if isinstance(ligne, bytes) else json.dumps(ligne, ensure_ascii=False).encode() for ligne in lignes)
    return b"\n".join(textes) + b"\n"


def importer(app: Flask, *lignes: Enregistrement | bytes) -> list[Ligne]:
    """Import a feed as the command does, and tell what became of each line."""
    with Session(moteur_de(app)) as session:
        cle = app.config["REGLAGES"].cle_numeros
        contexte = Contexte(session, app.extensions["stockage"], instant(), horloge.aujourdhui(), cle)
        return list(importer_flux(contexte, BytesIO(octets(*lignes))))


def moteur_de(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def ouvrir_session(app: Flask, compte_id: str, confirmee: bool = False) -> str:
    """The token of a new sign-in on that account. ``confirmee``: the person has just proved that it is them."""
    with Session(moteur_de(app)) as session:
        jeton = comptes.ouvrir(session, compte_id, instant())
        if confirmee:
            session.flush()
            session.execute(update(Connexion).values(confirmee_le=instant()))
        session.commit()
    return jeton


def identite_de(app: Flask, personne: str) -> Identite:
    """Who that person is today, once signed in."""
    jeton = ouvrir_session(app, interne("compte", personne))
    with Session(moteur_de(app)) as session:
        duree = timedelta(days=1)
        identite = comptes.retrouver(session, jeton, instant(), horloge.aujourdhui(), duree, duree)
    assert identite is not None
    return identite


def connecter(client: FlaskClient, identite: Identite, confirmee: bool = False) -> FlaskClient:
    """Sign that person in on this browser, as the right password would."""
    client.set_cookie("caf", ouvrir_session(client.application, identite.compte_id, confirmee))
    return client


def jour(texte: str) -> date:
    return date.fromisoformat(texte)
