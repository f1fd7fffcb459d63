"""Applying a feed: each record once, in any order, whole or not at all.

Idempotent by (kind, id, version): killed anywhere and started again, an import ends in the same state.
"""

import enum
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Personne
from caf_pwa.flux import lecture
from caf_pwa.flux.genre import Contexte, DonneesRefusees
from caf_pwa.flux.lecture import Enregistrement, LigneRefusee, Motif
from caf_pwa.flux.modele import EnAttente, Recu
from caf_pwa.socle.identifiants import interne

# Records committed together; each is still all or nothing by its own savepoint.
_LOT = 100
_VERROU_POSTGRESQL = 4_201_811


class Issue(enum.Enum):
    """What became of a record."""

    APPLIQUE = "appliqué"
    INCHANGE = "inchangé"
    PERIME = "périmé"
    EN_ATTENTE = "en attente"
    REFUSE = "refusé"


@dataclass(frozen=True)
class Ligne:
    """The outcome of one line; ``numero`` is 0 for a record that had been waiting."""

    numero: int
    nom: str
    issue: Issue
    motifs: list[Motif] = field(default_factory=list)
    attend: str | None = None


def importer(contexte: Contexte, flux: BinaryIO) -> Iterator[Ligne]:
    """Apply a feed and tell of every line, after it is durably stored. Raises nothing for a wrong line."""
    suite = lecture.lignes(flux)
    while lot := list(islice(suite, _LOT)):
        _verrouiller(contexte.session)
        rapport = [ligne for numero, brute in lot for ligne in _traiter(contexte, numero, brute)]
        contexte.session.commit()
        yield from rapport


def _verrouiller(session: Session) -> None:
    """One import at a time; the lock is taken before reading, so nothing read here can have moved."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:cle)"), {"cle": _VERROU_POSTGRESQL})
    else:
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")


def _traiter(contexte: Contexte, numero: int, brute: bytes | None) -> Iterable[Ligne]:
    try:
        enregistrement = lecture.lire(brute)
    except LigneRefusee as refus:
        return [Ligne(numero, refus.nom, Issue.REFUSE, refus.motifs)]
    return _avec_ceux_qui_attendaient(contexte, numero, enregistrement)


def _avec_ceux_qui_attendaient(contexte: Contexte, numero: int, premier: Enregistrement) -> Iterator[Ligne]:
    """The record, then those that waited for it, then those that waited for these."""
    file: deque[tuple[int, Enregistrement]] = deque([(numero, premier)])
    while file:
        rang, enregistrement = file.popleft()
        ligne = _un(contexte, rang, enregistrement)
        yield ligne
        if ligne.issue is Issue.APPLIQUE and enregistrement.donnees is not None:
            arrives = [enregistrement.nom, *enregistrement.genre.fournit(enregistrement.donnees)]
            file.extend((0, attendu) for attendu in _liberer(contexte.session, arrives))


def _un(contexte: Contexte, numero: int, enregistrement: Enregistrement) -> Ligne:
    session = contexte.session
    deja = _deja_vu(session, enregistrement)
    if deja is not None:
        return Ligne(numero, enregistrement.nom, *deja)
    manque = _manque(session, enregistrement)
    if manque is not None:
        session.merge(
            EnAttente(
                genre=enregistrement.genre.nom,
                id=enregistrement.id,
                version=enregistrement.version,
                empreinte=enregistrement.empreinte,
                attend=manque,
                contenu=enregistrement.ligne,
            )
        )
        session.flush()
        return Ligne(numero, enregistrement.nom, Issue.EN_ATTENTE, attend=manque)
    try:
        with session.begin_nested():
            _appliquer(contexte, enregistrement)
    except DonneesRefusees as refus:
        return Ligne(numero, enregistrement.nom, Issue.REFUSE, [Motif(refus.champ, refus.raison)])
    return Ligne(numero, enregistrement.nom, Issue.APPLIQUE)


def _deja_vu(session: Session, nouveau: Enregistrement) -> tuple[Issue, list[Motif]] | None:
    """What is known of this record already makes it unchanged, too old, or contradictory; None when it is news."""
    cle = (nouveau.genre.nom, nouveau.id)
    recu, attente = session.get(Recu, cle), session.get(EnAttente, cle)
    version = max(connu.version for connu in (recu, attente) if connu) if recu or attente else 0
    if nouveau.version > version:
        return None
    if nouveau.version < version:
        return Issue.PERIME, []
    connu = recu if recu and recu.version == version else attente
    if connu is None or connu.empreinte != nouveau.empreinte:
        return Issue.REFUSE, [Motif("version", "cette version a déjà été reçue avec un autre contenu")]
    return (Issue.INCHANGE, []) if connu is recu else None


def _manque(session: Session, enregistrement: Enregistrement) -> str | None:
    """The first reference that is not here yet."""
    if enregistrement.donnees is None:
        return None
    references: list[str] = enregistrement.genre.references(enregistrement.donnees)
    return next((reference for reference in references if not _est_la(session, reference)), None)


def _est_la(session: Session, reference: str) -> bool:
    genre, _, identifiant = reference.partition(":")
    if genre == "personne":
        return session.get(Personne, interne("personne", identifiant)) is not None
    return session.get(Recu, (genre, identifiant)) is not None


def _appliquer(contexte: Contexte, enregistrement: Enregistrement) -> None:
    session, genre = contexte.session, enregistrement.genre
    if enregistrement.donnees is None:
        _retirer(contexte, enregistrement)
    else:
        genre.appliquer(contexte, enregistrement.id, enregistrement.donnees)
    session.merge(
        Recu(
            genre=genre.nom,
            id=enregistrement.id,
            version=enregistrement.version,
            empreinte=enregistrement.empreinte,
        )
    )
    attente = session.get(EnAttente, (genre.nom, enregistrement.id))
    if attente is not None:
        session.delete(attente)


def _retirer(contexte: Contexte, enregistrement: Enregistrement) -> None:
    assert enregistrement.genre.retirable is not None
    objet_id = interne(enregistrement.genre.nom, enregistrement.id)
    objet = contexte.session.get(enregistrement.genre.retirable, objet_id)
    if objet is not None:
        dossier.marquer_modifie(contexte.session, objet.foyer_id)  # type: ignore[attr-defined]
        contexte.session.delete(objet)
    alertes.clore(contexte.session, enregistrement.genre.nom, objet_id, contexte.maintenant)


def _liberer(session: Session, arrives: list[str]) -> list[Enregistrement]:
    """The records that waited for one of these, read again from what was kept of them."""
    attendaient = session.scalars(
        select(EnAttente).where(EnAttente.attend.in_(arrives)).order_by(EnAttente.genre, EnAttente.id)
    )
    return [lecture.lire(attente.contenu.encode()) for attente in attendaient]
