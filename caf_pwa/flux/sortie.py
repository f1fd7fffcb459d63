"""Telling the institution what people sent: by lots, oldest first, each line once, each proving itself."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import Select, bindparam, or_, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from caf_pwa.flux.importation import verrouiller

_LOT = 100

_Trouvee = Sequence[Any]


@dataclass(frozen=True)
class Source:
    """A table whose rows are told: ``requete`` reads each row first, then what is told with it.

    Its model has ``revision`` and ``revision_exportee``, what the other side was last told. ``ordre``: the columns that
    say which row is older, no two alike. ``lignes`` makes of a lot what is written, in its order.
    """

    modele: Any
    ordre: tuple[InstrumentedAttribute[Any], ...]
    requete: Select[*tuple[Any, ...]]
    lignes: Callable[[Session, Sequence[_Trouvee], bool], Iterator[dict[str, Any]]]


def raconter(session: Session, sortie: BinaryIO, source: Source, tout: bool) -> int:
    """Write what has not been told yet, oldest first, or everything; return how many lines.

    A lot is noted as told once it has been written and flushed: stopped in between, it is told again.
    """
    nombre = 0
    apres: tuple[Any, ...] = ()
    while lot := _lot(session, source, apres, tout):
        for objet in source.lignes(session, lot, tout):
            sortie.write(ecrire(objet))
            nombre += 1
        sortie.flush()
        apres = tuple(getattr(lot[-1][0], colonne.key) for colonne in source.ordre)
        _noter(session, source, [trouvee[0] for trouvee in lot])
        session.commit()
    return nombre


def _lot(session: Session, source: Source, apres: tuple[Any, ...], tout: bool) -> list[_Trouvee]:
    verrouiller(session)
    requete = source.requete.order_by(*source.ordre).limit(_LOT).execution_options(populate_existing=True)
    if not tout:
        dite = source.modele.revision_exportee
        requete = requete.where(or_(dite.is_(None), dite != source.modele.revision))
    if apres:
        requete = requete.where(tuple_(*source.ordre) > apres)
    return list(session.execute(requete).all())


def ecrire(objet: dict[str, Any]) -> bytes:
    """The line with the SHA-256 of itself, without that."""
    empreinte = hashlib.sha256(_canonique(objet)).hexdigest()
    return _canonique(objet | {"empreinte_ligne": empreinte}) + b"\n"


def _canonique(objet: dict[str, Any]) -> bytes:
    return json.dumps(objet, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _noter(session: Session, source: Source, dits: Sequence[Any]) -> None:
    """What was told is the revision read, whatever it has become meanwhile."""
    valeurs = [{"laquelle": un.id, "dite": un.revision} for un in dits]
    ordre = update(source.modele).where(source.modele.id == bindparam("laquelle"))
    session.connection().execute(ordre.values(revision_exportee=bindparam("dite")), valeurs)
