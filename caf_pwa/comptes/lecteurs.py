"""Who of a household may read what is about it, whether or not they are signed in now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import portees_de
from caf_pwa.comptes.modele import Compte
from caf_pwa.comptes.service import AUTORISE
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.portee import Portee


@dataclass(frozen=True)
class Lecteur:
    """An account, and how far it sees. ``courriel``, ``telephone``: where it is told, when it may be."""

    compte_id: str
    personne_id: str
    gere_le_dossier: bool
    courriel: str | None
    telephone: str | None


_DU_FOYER = (
    select(
        Compte.id,
        Compte.contacts_contestes,
        Personne.id.label("personne_id"),
        Personne.role,
        Personne.sortie,
        Personne.courriel,
        Personne.telephone,
        AUTORISE.label("autorise"),
    )
    .join(Personne, Personne.id == Compte.personne_id)
    .where(Personne.foyer_id == bindparam("foyer_id"), Compte.bloque_le.is_(None))
    .order_by(Compte.id)
)


def du_foyer(session: Session, foyer_id: str, aujourdhui: date) -> list[Lecteur]:
    """The accounts of a household that are not blocked. Contacts that their person contests are told nothing."""
    lignes = session.connection().execute(_DU_FOYER, {"foyer_id": foyer_id, "aujourdhui": aujourdhui})
    return [
        Lecteur(
            compte_id=ligne.id,
            personne_id=ligne.personne_id,
            gere_le_dossier=Portee.FOYER in portees_de(ligne.role, ligne.sortie, ligne.autorise),
            courriel=None if ligne.contacts_contestes else ligne.courriel,
            telephone=None if ligne.contacts_contestes else ligne.telephone,
        )
        for ligne in lignes
    ]
