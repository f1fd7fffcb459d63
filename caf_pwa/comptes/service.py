"""Signing in and out. Knows no request: takes a database session, plain values and the moment."""

import hashlib
import secrets
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite, portees_de
from caf_pwa.comptes.modele import Autorisation, Compte, Connexion, Moyen
from caf_pwa.comptes.mot_de_passe import essai
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.formats import masquer_identifiant

# A sign-in in use is noted at most this often: reading a page writes nothing.
_PAS_DE_VUE_LE = timedelta(minutes=5)

# Whether the person holds an authorisation that runs on the day ``aujourdhui``.
AUTORISE = exists().where(
    and_(
        Autorisation.personne_id == Personne.id,
        Autorisation.foyer_id == Personne.foyer_id,
        Autorisation.retiree_le.is_(None),
        Autorisation.depuis <= bindparam("aujourdhui"),
        or_(Autorisation.fin.is_(None), Autorisation.fin > bindparam("aujourdhui")),
    )
)

# Who holds a token. Every request asks: built once, and read without the ORM.
_IDENTITE = (
    select(
        Connexion.id.label("connexion_id"),
        Connexion.vue_le,
        Connexion.appareil_personnel,
        Connexion.moyen,
        Connexion.confirmee_le,
        Compte.id.label("compte_id"),
        Compte.version.label("version_compte"),
        Personne.id.label("personne_id"),
        Personne.foyer_id,
        Personne.role,
        Personne.sortie,
        Personne.prenoms,
        Personne.nom_complet,
        Foyer.version.label("version_foyer"),
        AUTORISE.label("autorise"),
    )
    .join(Compte, Compte.id == Connexion.compte_id)
    .join(Personne, Personne.id == Compte.personne_id)
    .join(Foyer, Foyer.id == Personne.foyer_id)
    .where(Connexion.id == bindparam("connexion_id"))
)


class ConnexionRefusee(ErreurMetier):
    """The number or the password is wrong; which one is told to nobody."""


class AChanger(ConnexionRefusee):
    """The password is right and opens nothing any more. Whoever is signed in already proves by it that it is them."""


def verifier_mot_de_passe(
    session: Session,
    moteur: Engine,
    cles: dict[str, str],
    identifiant: str,
    mot_de_passe: str,
    maintenant: datetime,
) -> Compte:
    """The account of ``identifiant`` when the password is its own.

    Raises ConnexionRefusee, the same in the same time for an unknown number and for a wrong password;
    TropDEssais when the brakes hold; Occupe when too many sign in at once: that is no try, and is not counted.
    """
    par_numero = select(Compte).where(Compte.identifiant == identifiant)
    compte = essai.juger(moteur, cles, lambda: session.scalar(par_numero), mot_de_passe, maintenant)
    if compte is None or compte.bloque_le is not None:  # a blocked one opens nothing any more: not told either
        raise ConnexionRefusee
    if compte.mot_de_passe_a_changer:
        raise AChanger
    essai.reussir(moteur, cles, compte, mot_de_passe)
    return compte


def ouvrir(
    session: Session,
    compte_id: str,
    maintenant: datetime,
    moyen: Moyen = Moyen.MOT_DE_PASSE,
    appareil: str = "",
    federation: dict[str, Any] | None = None,
) -> str:
    """Open a sign-in and return its token, which is kept nowhere else than on the device.

    ``appareil``: what the browser says of the device, in words. ``federation``: what leaving FranceConnect asks for.
    """
    jeton = secrets.token_urlsafe(32)
    session.add(
        Connexion(
            id=_empreinte(jeton),
            reference=uuid.uuid4().hex,
            compte_id=compte_id,
            ouverte_le=maintenant,
            vue_le=maintenant,
            moyen=moyen,
            appareil=appareil,
            federation=federation or {},
        )
    )
    return jeton


def renouveler(session: Session, connexion_id: str, maintenant: datetime) -> str:
    """The person has just proved again that it is them: the same sign-in under a new token, the old one is dead."""
    jeton = secrets.token_urlsafe(32)
    valeurs = {"id": _empreinte(jeton), "confirmee_le": maintenant, "vue_le": maintenant}
    session.execute(update(Connexion).where(Connexion.id == connexion_id).values(valeurs))
    return jeton


def fermer_toutes(session: Session, compte_id: str, sauf: str | None = None) -> None:
    """Close every sign-in of an account, but ``sauf`` where it is given."""
    session.execute(delete(Connexion).where(Connexion.compte_id == compte_id, Connexion.id != (sauf or "")))


def fermer_du_jeton(session: Session, jeton: str | None) -> None:
    """Close the sign-in of this token, were it too old to open anything: somebody else comes in on its device."""
    if jeton:
        fermer(session, _empreinte(jeton))


def fermer(session: Session, connexion_id: str) -> None:
    """Close a sign-in: its token opens nothing any more, on any worker."""
    session.execute(delete(Connexion).where(Connexion.id == connexion_id))


def connexions(session: Session, compte_id: str) -> list[Connexion]:
    """The sign-ins open on that account, the last seen first. Those unused for too long are still there: all end."""
    requete = select(Connexion).where(Connexion.compte_id == compte_id)
    return list(session.scalars(requete.order_by(Connexion.vue_le.desc(), Connexion.ouverte_le.desc())))


def fermer_une(session: Session, compte_id: str, reference: str) -> str:
    """Close the sign-in of that name, and say on which device it was. Raises Introuvable unless it is the account's."""
    la_leur = (Connexion.reference == reference, Connexion.compte_id == compte_id)
    appareil = session.scalar(select(Connexion.appareil).where(*la_leur))
    if appareil is None:
        raise Introuvable(reference)
    session.execute(delete(Connexion).where(*la_leur))
    return appareil or "appareil inconnu"


def declarer_appareil(session: Session, connexion_id: str, personnel: bool) -> None:
    """Note whether the device of this sign-in is the person's own: it then stays signed in for longer."""
    session.execute(update(Connexion).where(Connexion.id == connexion_id).values(appareil_personnel=personnel))


def federation(session: Session, connexion_id: str) -> dict[str, Any]:
    """What leaving FranceConnect asks for; empty when this sign-in did not come from there."""
    return session.scalar(select(Connexion.federation).where(Connexion.id == connexion_id)) or {}


def reference(session: Session, connexion_id: str) -> str:
    """The name of this sign-in, which stays when its token changes."""
    return session.execute(select(Connexion.reference).where(Connexion.id == connexion_id)).scalar_one()


def ouverte_depuis(session: Session, connexion_id: str, moment: int) -> bool:
    """Whether this sign-in was opened after ``moment``, in seconds since 1970."""
    ouverte_le = session.scalar(select(Connexion.ouverte_le).where(Connexion.id == connexion_id))
    return ouverte_le is not None and ouverte_le.timestamp() >= moment


def a_un_mot_de_passe(session: Session, compte_id: str) -> bool:
    """False for a person who has only ever come by FranceConnect or by a key."""
    return session.scalar(select(Compte.empreinte_mot_de_passe).where(Compte.id == compte_id)) is not None


def identifiant(session: Session, compte_id: str) -> str:
    """The number this account signs in with."""
    return session.execute(select(Compte.identifiant).where(Compte.id == compte_id)).scalar_one()


def identifiant_masque(session: Session, compte_id: str) -> str:
    """The same, as it is shown."""
    return masquer_identifiant(identifiant(session, compte_id))


def marquer_modifie(session: Session, compte_id: str) -> None:
    """What this person alone sees has changed: what their devices hold is asked for again."""
    session.execute(update(Compte).where(Compte.id == compte_id).values(version=Compte.version + 1))


def retrouver(
    session: Session,
    jeton: str,
    maintenant: datetime,
    aujourdhui: date,
    inactivite: timedelta,
    inactivite_appareil_personnel: timedelta,
) -> Identite | None:
    """Who holds this token, or None: unknown, closed or unused for too long. One statement."""
    valeurs = {"connexion_id": _empreinte(jeton), "aujourdhui": aujourdhui}
    ligne = session.connection().execute(_IDENTITE, valeurs).one_or_none()
    if ligne is None:
        return None
    limite = inactivite_appareil_personnel if ligne.appareil_personnel else inactivite
    return None if maintenant - ligne.vue_le > limite else _identite(ligne)


def noter_vue(session: Session, identite: Identite, maintenant: datetime) -> bool:
    """They are there: their sign-in goes on. False, most of the time, when that was noted a moment ago."""
    if maintenant - identite.vue_le <= _PAS_DE_VUE_LE:
        return False
    session.execute(update(Connexion).where(Connexion.id == identite.connexion_id).values(vue_le=maintenant))
    return True


def _identite(ligne: Any) -> Identite:
    return Identite(
        connexion_id=ligne.connexion_id,
        compte_id=ligne.compte_id,
        personne_id=ligne.personne_id,
        foyer_id=ligne.foyer_id,
        prenom=ligne.prenoms or ligne.nom_complet or "",
        role=ligne.role,
        appareil_personnel=ligne.appareil_personnel,
        moyen=ligne.moyen,
        confirmee_le=ligne.confirmee_le,
        vue_le=ligne.vue_le,
        portees=portees_de(ligne.role, ligne.sortie, ligne.autorise),
        versions=(ligne.version_foyer, ligne.version_compte),
    )


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()
