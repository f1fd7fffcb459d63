"""The phones that are rung: one for each sign-in, which goes when the sign-in does."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes import destinations
from caf_pwa.alertes.modele import Abonnement, Canal, EtatLivraison, Livraison
from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Connexion
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import Introuvable

ESSAI = "essai"  # in place of a kind: a ring that a person asked for, to hear it
_PATIENCE, _ATTENTE = timedelta(minutes=2), timedelta(minutes=1)


def abonner(
    session: Session, identite: Identite, adresse: dict[str, str], hotes: Sequence[str], maintenant: datetime
) -> None:
    """Ring this phone from now on. ``adresse``: endpoint, p256dh, auth. The same again changes nothing.

    Whoever holds the address holds the phone: another person's sign-in there is rung no more. Raises
    AbonnementRefuse.
    """
    destinations.controler(adresse["endpoint"], hotes)
    destinations.controler_cles(adresse["p256dh"], adresse["auth"])
    connexion = comptes.reference(session, identite.connexion_id)
    empreinte = hashlib.sha256(adresse["endpoint"].encode()).hexdigest()
    actuel = session.get(Abonnement, connexion)
    if actuel is not None and (actuel.empreinte, actuel.adresse) == (empreinte, adresse):
        return
    session.execute(
        delete(Abonnement).where(Abonnement.empreinte == empreinte, Abonnement.connexion != connexion),
        execution_options={"synchronize_session": False},
    )
    session.merge(Abonnement(connexion=connexion, empreinte=empreinte, adresse=adresse, abonne_le=maintenant))


def de(session: Session, identite: Identite) -> Abonnement | None:
    """That of the sign-in that asks."""
    return session.get(Abonnement, comptes.reference(session, identite.connexion_id))


def desabonner(session: Session, identite: Identite) -> None:
    """Ring this phone no more. Twice is once."""
    connexion = comptes.reference(session, identite.connexion_id)
    session.execute(delete(Abonnement).where(Abonnement.connexion == connexion))


def du_compte(session: Session, compte_id: str) -> list[str]:
    """The phones of an account, by the names of their sign-ins."""
    requete = select(Abonnement.connexion).join(Connexion, Connexion.reference == Abonnement.connexion)
    return list(session.scalars(requete.where(Connexion.compte_id == compte_id).order_by(Abonnement.connexion)))


def essayer(session: Session, identite: Identite, maintenant: datetime) -> Livraison:
    """Ring this phone now, whatever the hour. Raises Introuvable when it is not one that is rung."""
    abonnement = de(session, identite)
    if abonnement is None:
        raise Introuvable(ESSAI)
    livraison = Livraison(
        id=uuid.uuid4().hex,
        compte_id=identite.compte_id,
        genre=ESSAI,
        objet_id=abonnement.connexion,
        canal=Canal.PUSH,
        abonnement=abonnement.connexion,
        etat=EtatLivraison.A_PARTIR,
        creee_le=maintenant,
        pas_avant=maintenant,
        expire_le=maintenant + _PATIENCE,
    )
    session.add(livraison)
    return livraison


def essai(session: Session, identite: Identite, livraison_id: str) -> Livraison:
    """What became of a test of theirs. Raises Introuvable."""
    le_leur = (Livraison.compte_id == identite.compte_id, Livraison.genre == ESSAI)
    livraison = session.scalar(select(Livraison).where(Livraison.id == livraison_id, *le_leur))
    if livraison is None:
        raise Introuvable(livraison_id)
    return livraison


def etat_d_essai(livraison: Livraison, maintenant: datetime) -> str:
    """``recu``, ``refuse``, ``en-route`` for a minute, then ``muet``."""
    if livraison.etat is EtatLivraison.RECUE:
        return "recu"
    if livraison.etat is EtatLivraison.ABANDONNEE:
        return "refuse"
    return "en-route" if maintenant - livraison.creee_le < _ATTENTE else "muet"


def confirmer(session: Session, livraison_id: str, maintenant: datetime) -> None:
    """The phone says that it has shown it. Unknown or twice: nothing."""
    partie = update(Livraison).where(
        Livraison.id == livraison_id,
        Livraison.canal == Canal.PUSH,
        Livraison.etat.in_((EtatLivraison.A_PARTIR, EtatLivraison.PARTIE)),
    )
    if not modifier_une(session, partie.values(etat=EtatLivraison.RECUE, bail=None, finie_le=maintenant)):
        return
    sonne = select(Livraison.abonnement).where(Livraison.id == livraison_id).scalar_subquery()
    session.execute(
        update(Abonnement).where(Abonnement.connexion == sonne).values(recue_le=maintenant),
        execution_options={"synchronize_session": False},
    )
