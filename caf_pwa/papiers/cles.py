"""The keys of the papers: the one of the day, which signs, and all those that papers are checked with."""

import base64
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.extensions import inserer_si_absent
from caf_pwa.papiers.modele import CleDePapiers
from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.socle.chiffrement import signatures
from caf_pwa.socle.chiffrement.signatures import Signataire
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable


class CleRetiree(ErreurMetier):
    """The key that would sign was retired: nobody would believe the paper."""

    phrase = "Les documents ne peuvent pas être faits pour le moment. Réessayez plus tard."


@dataclass(frozen=True)
class ClePublique:
    """What anybody checks a paper with. ``spki``: a DER SubjectPublicKeyInfo in base64, as WebCrypto imports it."""

    id: str
    spki: str
    depuis: datetime
    retiree_le: datetime | None


def du_jour(session: Session, trousseau: Trousseau) -> Signataire:
    """Who signs now; whoever keeps what it signs writes its public half down: see ``inscrire``. Raises CleRetiree,
    CleIllisible.

    What it signs must not begin with ``1``: only what stands for a whole PDF does (see ``imprimerie``).
    """
    signataire = trousseau.signataire()
    connue = session.get(CleDePapiers, signataire.cle_id)
    if connue is not None and connue.retiree_le is not None:
        raise CleRetiree
    return signataire


def inscrire(session: Session, signataire: Signataire, maintenant: datetime) -> CleDePapiers:
    """The row of a key, written down if it is new."""
    cle = session.get(CleDePapiers, signataire.cle_id)
    if cle is None:
        valeurs = {"id": signataire.cle_id, "certificats": signataire.certificats, "depuis": maintenant}
        inserer_si_absent(session.connection(), CleDePapiers, valeurs)
        cle = session.get_one(CleDePapiers, signataire.cle_id)
    return cle


def verifier(session: Session, cle_id: str, contenu: bytes, signature: bytes, le: datetime) -> bool:
    """Whether one of our keys signed these bytes, and was not retired yet at that moment.

    The moment must come from the base, not from what is checked: whoever stole a key writes the date they like.
    """
    cle = session.get(CleDePapiers, cle_id)
    if cle is None or (cle.retiree_le is not None and le >= cle.retiree_le):
        return False
    return signatures.verifier(cle.certificats, contenu, signature)


def publiques(session: Session) -> list[ClePublique]:
    """All of them, newest first."""
    return [
        ClePublique(cle.id, base64.b64encode(signatures.spki(cle.certificats)).decode(), cle.depuis, cle.retiree_le)
        for cle in _toutes(session)
    ]


def certificats(session: Session) -> list[str]:
    """In PEM, what ``verifier_pdf`` judges by."""
    return [cle.certificats for cle in _toutes(session)]


def retirer(session: Session, cle_id: str, maintenant: datetime) -> CleDePapiers:
    """From now on it signs nothing; what it signed before stays good. The first time is what counts.

    Raises Introuvable.
    """
    cle = session.get(CleDePapiers, cle_id)
    if cle is None:
        raise Introuvable(cle_id)
    if cle.retiree_le is None:
        cle.retiree_le = maintenant
    return cle


def _toutes(session: Session) -> list[CleDePapiers]:
    return list(session.scalars(select(CleDePapiers).order_by(CleDePapiers.depuis.desc(), CleDePapiers.id)))
