"""What an adviser puts into a dossier goes the feed's own way: a record like any other, checked as any other."""

import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from caf_pwa.comptes import traces
from caf_pwa.demarches.modele import Demarche
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.flux.genre import Contexte
from caf_pwa.flux.importation import Issue, appliquer_un
from caf_pwa.flux.lecture import Motif
from caf_pwa.gestion.service import Conseiller

_TEXTES = {
    "courrier": "Courrier envoyé : {}",
    "creance": "Dette enregistrée : {}",
    "droit": "Droit enregistré : {}",
    "paiement": "Paiement enregistré : {}",
}
GENRES = tuple(_TEXTES)


@dataclass(frozen=True)
class References:
    """The names of a household and of a person in the feed. None: the feed has not told them."""

    foyer: str | None
    personne: str | None
    compte_bancaire: str | None = None


def references(session: Session, demarche: Demarche) -> References:
    """How the feed calls the household of that démarche, and its author."""
    assert demarche.personne_id is not None
    foyer = session.get_one(Foyer, demarche.foyer_id)
    auteur = session.get_one(Personne, demarche.personne_id)
    la = auteur.foyer_id == foyer.id and not auteur.sortie
    return References(foyer.reference, auteur.reference if la else None, foyer.compte_bancaire)


def poser(
    contexte: Contexte, qui: Conseiller, demarche: Demarche, record: tuple[str, str, dict[str, Any]], mots: str
) -> list[Motif]:
    """Apply a record, (kind, key, data), in this transaction. What the feed refuses comes back; nothing is to be kept.

    ``mots``: what it is, for the trace. The same key twice is once.
    """
    genre, cle, donnees = record
    enregistrement = {"genre": genre, "id": f"gestion-{cle}", "version": 1, "donnees": donnees}
    ligne = appliquer_un(replace(contexte, version=1), json.dumps(enregistrement, ensure_ascii=False).encode())
    if ligne.issue is Issue.EN_ATTENTE:
        return [Motif("", f"il manque {ligne.attend} dans le dossier")]
    if ligne.issue is Issue.APPLIQUE:
        _tracer(contexte.session, qui, demarche, genre, mots, "personne" in donnees)
    return ligne.motifs


def _tracer(
    session: Session, qui: Conseiller, demarche: Demarche, genre: str, mots: str, pour_la_personne: bool
) -> None:
    """What is for one person alone is told to them alone."""
    personne_id = demarche.personne_id if pour_la_personne else None
    acte = traces.Acte(genre, _TEXTES[genre].format(mots), None, personne_id, pour_la_personne)
    traces.tracer(session, demarche.foyer_id, acte, qui.maintenant, agent_id=qui.agent_id)
