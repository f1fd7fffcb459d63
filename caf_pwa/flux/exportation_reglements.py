"""The feed's way out for money: each payment of a debt made online, told when its money has moved, in whole cents."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from caf_pwa.dettes.reglements.modele import Reglement
from caf_pwa.dossier.modele import Foyer
from caf_pwa.flux.sortie import Source
from caf_pwa.socle.horloge import PARIS


def _lignes(_session: Session, lot: Sequence[Any], _tout: bool) -> Iterator[dict[str, Any]]:
    return (_ligne(reglement, foyer) for reglement, foyer in lot)


def _ligne(reglement: Reglement, foyer: str | None) -> dict[str, Any]:
    return {
        "genre": "reglement",
        "reference": reglement.reference,
        "revision": reglement.revision,
        "foyer": foyer or reglement.foyer_id,
        "creance": reglement.creance.nom or reglement.creance_id,
        "montant": _centimes(reglement.montant),
        "recu": _centimes(reglement.recu),
        "credite": _centimes(reglement.credite),
        "rendu": _centimes(reglement.rendu),
        "a_rendre": _centimes(reglement.argent.a_rendre),
        "commence_a": _moment(reglement.commence_le),
        "paye_a": _moment(reglement.paye_le),
    }


def _centimes(montant: Decimal) -> int:
    return int(montant * 100)


def _moment(quand: datetime | None) -> str | None:
    return quand.astimezone(PARIS).isoformat(timespec="seconds") if quand else None


# Those whose money has moved, with the name of their household in the feed; references begin with their day.
REGLEMENTS = Source(
    Reglement,
    (Reglement.reference,),
    select(Reglement, Foyer.reference)
    .join(Foyer, Foyer.id == Reglement.foyer_id)
    .options(joinedload(Reglement.creance))
    .where(Reglement.revision > 0),
    _lignes,
)
