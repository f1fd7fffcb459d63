"""The feed's way out: what people asked about their debts, and what became of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Compte
from caf_pwa.dettes.modele import Creance, DemandeDeCreance
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.flux.sortie import Source
from caf_pwa.socle.horloge import PARIS


def _lignes(_session: Session, lot: Sequence[Any], tout: bool) -> Iterator[dict[str, Any]]:
    for demande, foyer, personne, reference in lot:
        suite = demande.revision_exportee is not None and not tout
        objet = _commun(demande, foyer, reference)
        yield objet | (_suite(demande) if suite else _depot(demande, personne) | _reponse(demande))


def _commun(demande: DemandeDeCreance, foyer: str | None, reference: str) -> dict[str, Any]:
    return {
        "id": demande.id,
        "numero": demande.numero,
        "foyer": foyer or demande.foyer_id,
        "creance": reference,
        "demande": demande.genre.value,
        "etat": demande.etat.value,
        "revision": demande.revision,
    }


def _depot(demande: DemandeDeCreance, personne: str) -> dict[str, Any]:
    return {
        "genre": "demande-de-creance",
        "personne": personne,
        "deposee_a": demande.deposee_a.astimezone(PARIS).isoformat(timespec="seconds"),
        "reponses": demande.reponses,
        "mensualite": _euros(demande.mensualite),
    }


def _suite(demande: DemandeDeCreance) -> dict[str, Any]:
    return {"genre": "demande-de-creance-suite", **_reponse(demande)}


def _reponse(demande: DemandeDeCreance) -> dict[str, Any]:
    return {
        "accorde": _euros(demande.accorde),
        "decision": demande.decision,
        "close_le": demande.close_le.isoformat() if demande.close_le else None,
    }


def _euros(montant: Any) -> str | None:
    return None if montant is None else str(montant)


# With the names of their household and of their author in the feed, and the reference of their debt.
DEMANDES = Source(
    DemandeDeCreance,
    (DemandeDeCreance.deposee_a, DemandeDeCreance.id),
    select(DemandeDeCreance, Foyer.reference, func.coalesce(Personne.reference, Personne.id), Creance.reference)
    .join(Foyer, Foyer.id == DemandeDeCreance.foyer_id)
    .join(Compte, Compte.id == DemandeDeCreance.compte_id)
    .join(Personne, Personne.id == Compte.personne_id)
    .join(Creance, Creance.id == DemandeDeCreance.creance_id),
    _lignes,
)
