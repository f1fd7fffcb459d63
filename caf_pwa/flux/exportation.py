"""The feed's way out: what people sent through the application, one line each, told once; then what became of it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from caf_pwa.demarches.modele import Demarche, PieceJointe
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.flux.importation import verrouiller
from caf_pwa.socle.horloge import PARIS

_LOT = 100


def exporter(session: Session, sortie: BinaryIO, maintenant: datetime, tout: bool = False) -> int:
    """Write what has not been told yet, oldest first, or everything; return how many lines.

    A lot is noted as told once it has been written and flushed: stopped in between, it is told again.
    """
    nombre, apres = 0, None
    while lot := _lot(session, apres, tout):
        for ligne in _lignes(session, lot, tout):
            sortie.write(ligne)
            nombre += 1
        sortie.flush()
        apres = (lot[-1][0].deposee_a, lot[-1][0].id)
        _noter(session, [demarche for demarche, _, _ in lot], maintenant)
        session.commit()
    return nombre


_Rang = tuple[datetime | None, str]
_Trouvee = tuple[Demarche, str | None, str | None]


def _lot(session: Session, apres: _Rang | None, tout: bool) -> list[_Trouvee]:
    """The next ones with the names of their household and of their author in the feed."""
    verrouiller(session)
    requete = (
        select(Demarche, Foyer.reference, Personne.reference)
        .join(Foyer, Foyer.id == Demarche.foyer_id)
        .outerjoin(Personne, Personne.id == Demarche.personne_id)
        .where(Demarche.slug.is_not(None), Demarche.deposee_a.is_not(None))
        .order_by(Demarche.deposee_a, Demarche.id)
        .limit(_LOT)
        .execution_options(populate_existing=True)
    )
    if not tout:
        requete = requete.where(_a_dire())
    if apres is not None:
        depose_a, demarche_id = apres
        meme_moment = and_(Demarche.deposee_a == depose_a, Demarche.id > demarche_id)
        requete = requete.where(or_(Demarche.deposee_a > depose_a, meme_moment))
    return [(demarche, foyer, personne) for demarche, foyer, personne in session.execute(requete)]


def _a_dire() -> ColumnElement[bool]:
    """Never told, or changed since."""
    return or_(
        Demarche.exportee_le.is_(None),
        Demarche.revision_exportee.is_(None),
        Demarche.revision != Demarche.revision_exportee,
    )


def _lignes(session: Session, lot: Sequence[_Trouvee], tout: bool) -> Iterator[bytes]:
    documents = _documents(session, [demarche.id for demarche, _, _ in lot])
    for demarche, foyer, personne in lot:
        suite = demarche.exportee_le is not None and not tout
        objet = _commun(demarche, foyer, documents[demarche.id])
        objet |= _suite(demarche) if suite else _depot(demarche, personne)
        yield ecrire(objet)


def _commun(demarche: Demarche, foyer: str | None, documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": demarche.id,
        "numero": demarche.numero,
        "demarche": demarche.slug,
        "foyer": foyer or demarche.foyer_id,
        "etat": demarche.etat.value,
        "revision": demarche.revision,
        "documents": documents,
    }


def _depot(demarche: Demarche, personne: str | None) -> dict[str, Any]:
    assert demarche.deposee_a is not None
    return {
        "genre": "demarche-deposee",
        "personne": personne or demarche.personne_id,
        "periode": demarche.periode,
        "deposee_a": demarche.deposee_a.astimezone(PARIS).isoformat(timespec="seconds"),
        "version_formulaire": demarche.version_formulaire,
        "reponses": demarche.reponses,
        "recapitulatif": demarche.recapitulatif,
        "empreinte": demarche.empreinte,
    }


def _suite(demarche: Demarche) -> dict[str, Any]:
    return {
        "genre": "demarche-suite",
        "motif_refus": demarche.motif_refus,
        "historique": demarche.historique,
    }


def _documents(session: Session, demarches: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The documents sent with these démarches, or since."""
    requete = (
        select(PieceJointe.demarche_id, Document.id, Document.titre, Document.empreinte, Document.pages)
        .join(Document, Document.id == PieceJointe.document_id)
        .where(PieceJointe.demarche_id.in_(demarches), Document.etat != EtatDocument.BROUILLON)
        .order_by(Document.cree_le, Document.id)
    )
    trouves: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for demarche_id, *valeurs in session.execute(requete):
        trouves[demarche_id or ""].append(dict(zip(("id", "titre", "empreinte", "pages"), valeurs, strict=True)))
    return trouves


def ecrire(objet: dict[str, Any]) -> bytes:
    """The line with the SHA-256 of itself, without that."""
    empreinte = hashlib.sha256(_canonique(objet)).hexdigest()
    return _canonique(objet | {"empreinte_ligne": empreinte}) + b"\n"


def _canonique(objet: dict[str, Any]) -> bytes:
    return json.dumps(objet, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _noter(session: Session, demarches: Sequence[Demarche], maintenant: datetime) -> None:
    """What was told is the revision read, whatever it has become meanwhile."""
    dites = [{"laquelle": demarche.id, "dite": demarche.revision} for demarche in demarches]
    ordre = update(Demarche).where(Demarche.id == bindparam("laquelle"))
    session.connection().execute(ordre.values(exportee_le=maintenant, revision_exportee=bindparam("dite")), dites)
