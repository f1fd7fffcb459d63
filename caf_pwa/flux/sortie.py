"""Telling the institution what people sent: by lots, oldest first, each line once, each proving itself."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, update
from sqlalchemy.orm import Session

from caf_pwa.flux.importation import verrouiller

_LOT = 100

_Trouvee = Sequence[Any]
_Rang = tuple[datetime | None, str]


@dataclass(frozen=True)
class Source:
    """A table whose rows are told: ``requete`` reads each row first, then what is told with it.

    Its model has ``deposee_a``, ``revision``, ``exportee_le`` and ``revision_exportee``. ``lignes`` makes of a lot what
    is written, in its order.
    """

    modele: Any
    requete: Select[*tuple[Any, ...]]
    lignes: Callable[[Session, Sequence[_Trouvee], bool], Iterator[dict[str, Any]]]


def raconter(session: Session, sortie: BinaryIO, source: Source, maintenant: datetime, tout: bool) -> int:
    """Write what has not been told yet, oldest first, or everything; return how many lines.

    A lot is noted as told once it has been written and flushed: stopped in between, it is told again.
    """
    nombre, apres = 0, None
    while lot := _lot(session, source, apres, tout):
        for objet in source.lignes(session, lot, tout):
            sortie.write(ecrire(objet))
            nombre += 1
        sortie.flush()
        apres = (lot[-1][0].deposee_a, lot[-1][0].id)
        _noter(session, source, [trouvee[0] for trouvee in lot], maintenant)
        session.commit()
    return nombre


def _lot(session: Session, source: Source, apres: _Rang | None, tout: bool) -> list[_Trouvee]:
    verrouiller(session)
    modele = source.modele
    requete = source.requete.order_by(modele.deposee_a, modele.id).limit(_LOT).execution_options(populate_existing=True)
    if not tout:
        requete = requete.where(_a_dire(modele))
    if apres is not None:
        depose_a, dernier = apres
        meme_moment = and_(modele.deposee_a == depose_a, modele.id > dernier)
        requete = requete.where(or_(modele.deposee_a > depose_a, meme_moment))
    return list(session.execute(requete).all())


def _a_dire(modele: Any) -> ColumnElement[bool]:
    """Never told, or changed since."""
    return or_(
        modele.exportee_le.is_(None), modele.revision_exportee.is_(None), modele.revision != modele.revision_exportee
    )


def ecrire(objet: dict[str, Any]) -> bytes:
    """The line with the SHA-256 of itself, without that."""
    empreinte = hashlib.sha256(_canonique(objet)).hexdigest()
    return _canonique(objet | {"empreinte_ligne": empreinte}) + b"\n"


def _canonique(objet: dict[str, Any]) -> bytes:
    return json.dumps(objet, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _noter(session: Session, source: Source, dits: Sequence[Any], maintenant: datetime) -> None:
    """What was told is the revision read, whatever it has become meanwhile."""
    valeurs = [{"laquelle": un.id, "dite": un.revision} for un in dits]
    ordre = update(source.modele).where(source.modele.id == bindparam("laquelle"))
    session.connection().execute(ordre.values(exportee_le=maintenant, revision_exportee=bindparam("dite")), valeurs)
