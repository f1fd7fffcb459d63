"""The feed's way out for money: each payment of a debt made online, told when its money has moved, in whole cents."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload

from caf_pwa.dettes.reglements.modele import Reglement
from caf_pwa.dossier.modele import Foyer
from caf_pwa.flux.importation import verrouiller
from caf_pwa.flux.sortie import ecrire
from caf_pwa.socle.horloge import PARIS

_LOT = 100


def exporter(session: Session, sortie: BinaryIO, tout: bool = False) -> int:
    """Write what has moved since it was told, oldest first, or everything; return how many lines.

    A lot is noted as told once it has been written and flushed: stopped in between, it is told again.
    """
    nombre, apres = 0, ""
    while lot := _lot(session, apres, tout):
        for reglement, foyer in lot:
            sortie.write(ecrire(_ligne(reglement, foyer)))
        sortie.flush()
        nombre, apres = nombre + len(lot), lot[-1][0].reference
        _noter(session, [reglement for reglement, _ in lot])
        session.commit()
    return nombre


def _lot(session: Session, apres: str, tout: bool) -> Sequence[tuple[Reglement, str | None]]:
    """The next ones, with the name of their household in the feed: references begin with their day."""
    verrouiller(session)
    requete = (
        select(Reglement, Foyer.reference)
        .join(Foyer, Foyer.id == Reglement.foyer_id)
        .options(joinedload(Reglement.creance))
        .where(Reglement.reference > apres)
        .where(Reglement.revision > (0 if tout else Reglement.revision_exportee))
        .order_by(Reglement.reference)
        .limit(_LOT)
        .execution_options(populate_existing=True)
    )
    return [(reglement, foyer) for reglement, foyer in session.execute(requete)]


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


def _noter(session: Session, reglements: Sequence[Reglement]) -> None:
    """What was told is the revision read, whatever it has become meanwhile."""
    dites = [{"lequel": un.id, "dite": un.revision} for un in reglements]
    ordre = update(Reglement).where(Reglement.id == bindparam("lequel"))
    session.connection().execute(ordre.values(revision_exportee=bindparam("dite")), dites)
