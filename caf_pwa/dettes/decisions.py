"""What an adviser answers to a request about a debt: yes, with what is granted, or no, with words. Once."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.dettes import demandes, moteur, plan
from caf_pwa.dettes.modele import Creance, DemandeDeCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.dettes.reglements import tenue
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.formats import euros
from caf_pwa.socle.parametres import parametre


class HorsBornes(ErreurMetier):
    """What is granted makes no sense for this debt; the message says why."""


@dataclass(frozen=True)
class Reponse:
    """Who answers, when, in which words. ``revision``: of what they had before their eyes."""

    agent_id: str
    revision: int
    mots: str
    jour: date
    maintenant: datetime


def accepter(session: Session, demande: DemandeDeCreance, accorde: Decimal, reponse: Reponse) -> None:
    """Grant ``accorde``: the new amount of the debt, what is remitted of it, or what is paid each month.

    Raises HorsBornes, DejaRepondue; Impossible when the debt has closed meanwhile.
    """
    creance = session.get_one(Creance, demande.creance_id)
    if creance.etat.close:
        raise moteur.Impossible
    exiger(demande.genre, creance, accorde, reponse.jour)
    _repondre(session, demande, EtatDeDemande.ACCEPTEE, reponse, accorde)
    if demande.genre is GenreDeDemande.ECHEANCIER:
        creance.etat = moteur.passer(creance.etat, moteur.Acte.ETALER)
        creance.retenue_mensuelle = accorde
        return
    nouveau = accorde if demande.genre.conteste else creance.montant - accorde
    deja = creance.montant - creance.reste
    demandes.degeler(session, demande)
    if nouveau == 0:
        creance.etat = moteur.passer(creance.etat, moteur.Acte.ANNULER)
    else:
        creance.montant = nouveau
    if nouveau == deja > 0:
        creance.etat = moteur.passer(creance.etat, moteur.Acte.SOLDER)
    tenue.recompter(session, creance.id, None, reponse.maintenant)  # what was paid online and is owed no more


def refuser(session: Session, demande: DemandeDeCreance, reponse: Reponse) -> None:
    """Answer no: recovery goes on as before. Raises DejaRepondue."""
    _repondre(session, demande, EtatDeDemande.REFUSEE, reponse, None)
    demandes.degeler(session, demande)


def exiger(genre: GenreDeDemande, creance: Creance, accorde: Decimal, jour: date) -> None:
    """What may be granted. Raises HorsBornes."""
    reste, deja = creance.reste, creance.montant - creance.reste
    if genre.conteste and not (accorde < creance.montant and (accorde == 0 or accorde >= deja)):
        paye = f", et au moins les {euros(deja)} déjà remboursés" if deja else ""
        raise HorsBornes(f"Écrivez moins de {euros(creance.montant)}{paye}. Écrivez 0 pour annuler la dette.")
    if genre is GenreDeDemande.REMISE and not 0 < accorde <= reste:
        raise HorsBornes(f"Écrivez une somme entre 0,01 € et {euros(reste)}.")
    if genre is GenreDeDemande.ECHEANCIER:
        au_moins = plan.mensualite_pour(reste, int(parametre("dette.mensualites_au_plus", jour)))
        if not au_moins <= accorde <= reste:
            raise HorsBornes(f"Écrivez une somme entre {euros(au_moins)} et {euros(reste)} par mois.")


def _repondre(
    session: Session, demande: DemandeDeCreance, etat: EtatDeDemande, reponse: Reponse, accorde: Decimal | None
) -> None:
    demandes.clore(
        session,
        demande,
        reponse.revision,
        etat,
        accorde=accorde,
        decision=reponse.mots or None,
        close_le=reponse.jour,
        agent_id=reponse.agent_id,
    )
    valeurs = {"titre": demande.genre.titre, "etat": etat.libelle.lower()}
    concernes = (demande.foyer_id, None)
    alertes.publier(session, concernes, "demande-de-creance", demande.id, valeurs, reponse.maintenant)
