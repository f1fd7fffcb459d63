"""The keys of an account (« empreinte ou visage »): listing, adding, naming, removing, and finding whose answers.

Knows no request. What is proved with them is in ``passkeys``.
"""

import hashlib
import hmac
import uuid
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.cles import passkeys
from caf_pwa.comptes.cles.passkeys import CleRefusee, NouvelleCle, Reponse, Site
from caf_pwa.comptes.modele import Cle, Compte
from caf_pwa.extensions import inserer_si_absent, modifier_une
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable

MAXIMUM = 20  # more than anybody has devices; a list that a browser still reads
LONGUEUR_DU_NOM = 40


class CleInconnue(ErreurMetier):
    """No account has this key: never added, removed since, or of an account that its person has blocked."""


class CompteurEnArriere(ErreurMetier):
    """The key has counted less than it had before: somebody else may have a copy of it."""

    def __init__(self, cle: Cle) -> None:
        super().__init__()
        self.compte_id = cle.compte_id


class TropDeCles(ErreurMetier):
    phrase = "Vous avez déjà beaucoup de clés. Retirez celles qui ne servent plus, puis recommencez."


def lister(session: Session, compte_id: str) -> list[Cle]:
    """Those used last come first."""
    derniere = func.coalesce(Cle.utilisee_le, Cle.creee_le)
    return list(session.scalars(select(Cle).where(Cle.compte_id == compte_id).order_by(derniere.desc(), Cle.id)))


def identifiants(session: Session, compte_id: str) -> list[bytes]:
    return list(session.scalars(select(Cle.identifiant).where(Cle.compte_id == compte_id).order_by(Cle.id)))


def trouver(session: Session, compte_id: str, reference: str) -> Cle:
    """This person's key of that name. Raises Introuvable."""
    cle = session.scalar(select(Cle).where(Cle.compte_id == compte_id, Cle.reference == reference))
    if cle is None:
        raise Introuvable
    return cle


def ajouter(
    session: Session, compte_id: str, nouvelle: NouvelleCle, nom: str, transports: str, maintenant: datetime
) -> None:
    """Add a key just proved. Raises CleRefusee when somebody has it already, TropDeCles."""
    if len(identifiants(session, compte_id)) >= MAXIMUM:
        raise TropDeCles
    valeurs = {
        "id": _empreinte(nouvelle.identifiant),
        "compte_id": compte_id,
        "reference": uuid.uuid4().hex,
        "identifiant": nouvelle.identifiant,
        "cle_publique": nouvelle.cle_publique,
        "compteur": nouvelle.compteur,
        "nom": _nom(nom),
        "transports": transports,
        "creee_le": maintenant,
        "utilisee_le": None,
    }
    if not inserer_si_absent(session.connection(), Cle, valeurs):
        raise CleRefusee


def renommer(cle: Cle, nom: str) -> None:
    cle.nom = _nom(nom)


def retirer(session: Session, cle: Cle) -> None:
    """It opens nothing any more. What the device keeps of it is the device's own to forget."""
    session.execute(delete(Cle).where(Cle.id == cle.id))


def reconnaitre(
    session: Session, site: Site, defi: bytes, reponse: Reponse, maintenant: datetime, compte_id: str | None = None
) -> Cle:
    """The key that answered, proved and counted. ``compte_id``: whose it must be; None: it says whose it is.

    Raises CleInconnue, CleRefusee, CompteurEnArriere.
    """
    requete = select(Cle).join(Compte, Compte.id == Cle.compte_id)
    cle = session.scalar(requete.where(Cle.id == _empreinte(reponse.identifiant), Compte.bloque_le.is_(None)))
    if cle is None:
        raise CleInconnue
    compteur = passkeys.verifier_reponse(site, defi, reponse, cle.cle_publique)
    if not _est_a(cle, reponse.titulaire, compte_id):
        raise CleRefusee
    _compter(session, cle, compteur, maintenant)
    return cle


def cle_protegee(cle: bytes, secret: str) -> bytes:
    """The key of a dossier that a passkey protects on a device, made from the account's and from ours.

    Devices that protect nothing keep the account's as it is: from that one alone, nobody finds this one.
    """
    return hmac.new(secret.encode(), b"dossier protege par une cle\n" + cle, hashlib.sha256).digest()


def _est_a(cle: Cle, titulaire: bytes | None, compte_id: str | None) -> bool:
    """Whoever is signed in answers with a key of their own; whoever signs in, with one that says the same as we do."""
    if titulaire is not None and titulaire != cle.compte_id.encode():
        return False
    return cle.compte_id == compte_id if compte_id else titulaire is not None


def _compter(session: Session, cle: Cle, compteur: int, maintenant: datetime) -> None:
    """Keys that travel between devices do not count: 0 then stays 0. Of two answers at once, one counts."""
    if compteur <= cle.compteur and (compteur or cle.compteur):
        raise CompteurEnArriere(cle)
    comptee = update(Cle).where(Cle.id == cle.id, Cle.compteur == cle.compteur)
    if not modifier_une(session, comptee.values(compteur=compteur, utilisee_le=maintenant)):
        raise CompteurEnArriere(cle)


def _nom(texte: str) -> str:
    propre = " ".join("".join(c if c.isprintable() else " " for c in texte).split())
    return propre[:LONGUEUR_DU_NOM] or "Mon appareil"


def _empreinte(identifiant: bytes) -> str:
    return hashlib.sha256(identifiant).hexdigest()
