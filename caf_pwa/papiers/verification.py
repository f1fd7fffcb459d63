"""Checking a paper, for anybody who holds it: what it said, and whether it still holds. Knows no request."""

import enum
import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.papiers import cles, imprimerie, sceau
from caf_pwa.papiers import code as codes
from caf_pwa.papiers.contenu import memes_chiffres
from caf_pwa.papiers.demandes import depuis_cle
from caf_pwa.papiers.genre import SansPapier
from caf_pwa.papiers.genres import genres
from caf_pwa.papiers.modele import Papier
from caf_pwa.papiers.places import CONTROLE, une_place
from caf_pwa.socle.erreurs import Introuvable


class Etat(enum.Enum):
    CONFORME = "conforme"
    RETIRE = "retire"
    CORRIGE = "corrige"  # the Caf has corrected its figures since


@dataclass(frozen=True)
class Reponse:
    """What anybody is told of a paper: no more than it shows itself. ``scelle``: the same, as the QR code has it."""

    code: str
    resume: list[tuple[str, str]]
    etat: Etat
    fait_le: date
    retire_le: datetime | None
    scelle: str


def par_code(session: Session, code: str) -> Reponse:
    """What is known under a code as it was read. Raises Introuvable, whatever is wrong with it.

    What could not have been given is not looked for: guessing at random costs the base nothing.
    """
    papier = session.scalar(select(Papier).where(Papier.code == code)) if codes.juste(code) else None
    if papier is None:
        raise Introuvable
    return _repondre(session, papier)


def par_fichier(session: Session, octets: bytes) -> Reponse | imprimerie.Etat:
    """The same, of the paper whose PDF this is to the last byte; else what is wrong with it. Raises Occupe."""
    somme = hashlib.sha256(octets).hexdigest()
    papier = session.scalar(select(Papier).where(Papier.empreinte_fichier == somme))
    if papier is not None:
        return _repondre(session, papier)
    with une_place(CONTROLE):
        return imprimerie.verifier_pdf(octets, cles.certificats(session)).etat


def _repondre(session: Session, papier: Papier) -> Reponse:
    """Raises Introuvable for what our key did not sign while it was in use: somebody has been in the base."""
    if not cles.verifier(session, papier.cle_id, papier.scelle, papier.signature, papier.emis_le):
        raise Introuvable(papier.id)
    return Reponse(
        codes.en_groupes(papier.code),
        sceau.resume(papier.scelle),
        _etat(session, papier),
        papier.fait_le,
        papier.retire_le,
        sceau.en_base64url(papier.scelle),
    )


def _etat(session: Session, papier: Papier) -> Etat:
    if papier.retire_le is not None:
        return Etat.RETIRE
    return Etat.CONFORME if _toujours_vrai(session, papier) else Etat.CORRIGE


def _toujours_vrai(session: Session, papier: Papier) -> bool:
    """Made again today for the same, it would have the same figures."""
    genre = genres()[papier.genre]
    if not genre.corrigeable:
        return True
    try:
        contenu = genre.composer(session, papier, depuis_cle(papier.demande), papier.fait_le)
    except (SansPapier, Introuvable):
        return False
    return memes_chiffres(papier.contenu, contenu)
