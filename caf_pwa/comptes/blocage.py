"""« Ce n’est pas moi »: closing an account that somebody else may hold, until its person has proved who they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes import attentes, calendrier_prive, service
from caf_pwa.comptes.appareils import connus
from caf_pwa.comptes.modele import Cle, Compte, LienFranceConnect
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import ErreurMetier


class CompteBloque(ErreurMetier):
    """Its person has said that somebody else was in it."""

    phrase = (
        "Votre compte est bloqué, parce que vous nous avez dit « Ce n’est pas moi ». Pour le rouvrir, choisissez "
        "« Mot de passe oublié » sur la page de connexion, ou appelez votre Caf au 3230."
    )


def bloquer(session: Session, compte_id: str, maintenant: datetime, contacts_contestes: bool = False) -> None:
    """Every sign-in ends; no way in works, whoever added it.

    ``contacts_contestes``: it was said from a contact that has been replaced. The one on file may be the intruder's:
    no code goes there, the person calls their Caf.
    """
    valeurs = {"bloque_le": maintenant} | ({"contacts_contestes": True} if contacts_contestes else {})
    session.execute(update(Compte).where(Compte.id == compte_id).values(valeurs))
    tout_fermer(session, compte_id)
    for facon in (Cle, LienFranceConnect):
        session.execute(delete(facon).where(facon.compte_id == compte_id))


def rouvrir(session: Session, identifiant: str) -> bool:
    """An adviser knows that it is the person, and that the contact on file is theirs. False for no blocked account.

    The password may be known to somebody else: another one is chosen first.
    """
    bloque = update(Compte).where(Compte.identifiant == identifiant, Compte.bloque_le.is_not(None))
    valeurs = {"bloque_le": None, "contacts_contestes": False, "mot_de_passe_a_changer": True}
    return modifier_une(session, bloque.values(valeurs))


def tout_fermer(
    session: Session, compte_id: str, sauf_connexion: str | None = None, sauf_appareil: Sequence[str] = ()
) -> None:
    """End every sign-in and all that was begun, forget every device; but this sign-in, and the device of a token.

    The private address of the calendar goes too: nobody knows who reads there.
    """
    service.fermer_toutes(session, compte_id, sauf_connexion)
    connus.oublier(session, compte_id, sauf_appareil)
    attentes.oublier_celles_de(session, compte_id)
    calendrier_prive.oublier(session, compte_id)


def exiger_ouvert(session: Session, compte_id: str) -> None:
    """Raises CompteBloque."""
    if session.scalar(select(Compte.bloque_le).where(Compte.id == compte_id)) is not None:
        raise CompteBloque
