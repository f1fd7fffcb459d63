"""Applying a feed: each record once, in any order, whole or not at all.

Idempotent by (kind, id, version): killed anywhere and started again, an import ends in the same state.
"""

import enum
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import BinaryIO

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Personne
from caf_pwa.extensions import travailler_seul
from caf_pwa.flux import lecture
from caf_pwa.flux.genre import Contexte, DonneesRefusees, PasEncore
from caf_pwa.flux.lecture import Enregistrement, LigneRefusee, Motif
from caf_pwa.flux.modele import EnAttente, Recu
from caf_pwa.socle.identifiants import interne

# Records committed together; each is still all or nothing by its own savepoint.
_LOT = 100
_VERROU = 4_201_811


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
        verrouiller(contexte.session)
        rapport = [ligne for numero, brute in lot for ligne in _traiter(contexte, numero, brute)]
        contexte.session.commit()
        yield from rapport


def appliquer_un(contexte: Contexte, brute: bytes) -> Ligne:
    """Apply one record in the caller's transaction, who commits it, or rolls it back."""
    verrouiller(contexte.session)
    ligne, *_ = list(_traiter(contexte, 1, brute))
    return ligne


def verrouiller(session: Session) -> None:
    """One import at a time; the lock is taken before reading, so nothing read here can have moved."""
    travailler_seul(session, _VERROU)


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
        if ligne.issue in (Issue.APPLIQUE, Issue.PERIME):
            file.extend((0, attendu) for attendu in _liberer(contexte, enregistrement))


def _un(contexte: Contexte, numero: int, enregistrement: Enregistrement) -> Ligne:
    contexte = replace(contexte, version=enregistrement.version)
    deja = _deja_vu(contexte.session, enregistrement)
    if deja is None:
        return _nouveau(contexte, numero, enregistrement)
    issue, motifs = deja
    if issue is Issue.PERIME:
        _completer(contexte, enregistrement)
        _ne_plus_attendre(contexte.session, enregistrement)
    return Ligne(numero, enregistrement.nom, issue, motifs)


def _nouveau(contexte: Contexte, numero: int, enregistrement: Enregistrement) -> Ligne:
    try:
        with contexte.session.begin_nested():
            _exiger_les_references(contexte.session, enregistrement)
            _appliquer(contexte, enregistrement)
    except PasEncore as manque:
        _attendre(contexte.session, enregistrement, manque.attend)
        return Ligne(numero, enregistrement.nom, Issue.EN_ATTENTE, attend=manque.attend)
    except DonneesRefusees as refus:
        _ne_plus_attendre(contexte.session, enregistrement)
        return Ligne(numero, enregistrement.nom, Issue.REFUSE, [Motif(refus.champ, refus.raison)])
    _ne_plus_attendre(contexte.session, enregistrement)
    return Ligne(numero, enregistrement.nom, Issue.APPLIQUE)


def _deja_vu(session: Session, nouveau: Enregistrement) -> tuple[Issue, list[Motif]] | None:
    """What is known of this record already makes it unchanged, too old, or contradictory; None when it is news."""
    cle = (nouveau.genre.nom, nouveau.id)
    recu, attente = session.get(Recu, cle), session.get(EnAttente, (*cle, nouveau.version))
    if recu and nouveau.version < recu.version:
        return Issue.PERIME, []
    connu = recu if recu and nouveau.version == recu.version else attente
    if connu and connu.empreinte != nouveau.empreinte:
        return Issue.REFUSE, [Motif("version", "cette version a déjà été reçue avec un autre contenu")]
    return (Issue.INCHANGE, []) if connu and connu is recu else None


def _completer(contexte: Contexte, enregistrement: Enregistrement) -> None:
    """Keep what an overtaken version still brings; a wrong one brings nothing."""
    if enregistrement.donnees is not None:
        with suppress(DonneesRefusees), contexte.session.begin_nested():
            enregistrement.genre.completer(contexte, enregistrement.id, enregistrement.donnees)


def _attendre(session: Session, enregistrement: Enregistrement, attend: str) -> None:
    session.merge(
        EnAttente(
            genre=enregistrement.genre.nom,
            id=enregistrement.id,
            version=enregistrement.version,
            empreinte=enregistrement.empreinte,
            attend=attend,
            contenu=enregistrement.contenu,
        )
    )
    session.flush()


def _ne_plus_attendre(session: Session, enregistrement: Enregistrement) -> None:
    attente = session.get(EnAttente, (enregistrement.genre.nom, enregistrement.id, enregistrement.version))
    if attente is not None:
        session.delete(attente)
        session.flush()


def _exiger_les_references(session: Session, enregistrement: Enregistrement) -> None:
    """Raises PasEncore for the first reference that is not here."""
    if enregistrement.donnees is not None:
        for reference in enregistrement.genre.references(enregistrement.donnees):
            if not _est_la(session, reference):
                raise PasEncore(reference)


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


def _retirer(contexte: Contexte, enregistrement: Enregistrement) -> None:
    assert enregistrement.genre.retirable is not None
    objet_id = interne(enregistrement.genre.nom, enregistrement.id)
    objet = contexte.session.get(enregistrement.genre.retirable, objet_id)
    if objet is not None:
        dossier.marquer_modifie(contexte.session, objet.foyer_id)  # type: ignore[attr-defined]
        contexte.session.delete(objet)
    alertes.clore(contexte.session, enregistrement.genre.nom, objet_id, contexte.maintenant)


def _liberer(contexte: Contexte, arrive: Enregistrement) -> list[Enregistrement]:
    """The records that waited for this one, and its own older versions, read again from what was kept of them."""
    arrives = [arrive.nom]
    if arrive.donnees is not None:
        arrives += arrive.genre.fournit(contexte, arrive.id, arrive.donnees)
    depassees = and_(EnAttente.genre == arrive.genre.nom, EnAttente.id == arrive.id, EnAttente.version < arrive.version)
    attendaient = contexte.session.scalars(
        select(EnAttente)
        .where(or_(EnAttente.attend.in_(arrives), depassees))
        .order_by(EnAttente.genre, EnAttente.id, EnAttente.version)
    )
    return [replace(lecture.lire(attente.contenu.encode()), empreinte=attente.empreinte) for attente in attendaient]
