"""The requests about debts: those that wait, one opened for a reason, the answer; each with its trace."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes import traces
from caf_pwa.comptes.modele import Compte
from caf_pwa.dettes import decisions
from caf_pwa.dettes.modele import Creance, DemandeDeCreance, EtatDeDemande
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.gestion import service
from caf_pwa.gestion.service import Conseiller, HorsCaisse, MotifAttendu
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.formats import euros

PAR_PAGE = 50


@dataclass(frozen=True)
class Ligne:
    """A request, who sent it and about what."""

    demande: DemandeDeCreance
    nom: str
    prestation: str


def en_attente(session: Session, qui: Conseiller) -> list[Ligne]:
    """The requests to answer, the oldest first; the next ones come as these are answered."""
    requete = (
        select(DemandeDeCreance, Personne, Creance.prestation)
        .join(Compte, Compte.id == DemandeDeCreance.compte_id)
        .join(Personne, Personne.id == Compte.personne_id)
        .join(Creance, Creance.id == DemandeDeCreance.creance_id)
        .join(Foyer, Foyer.id == DemandeDeCreance.foyer_id)
        .where(DemandeDeCreance.etat == EtatDeDemande.RECUE)
        .order_by(DemandeDeCreance.deposee_a, DemandeDeCreance.id)
        .limit(PAR_PAGE)
    )
    if qui.caisse is not None:
        requete = requete.where(Foyer.caisse == qui.caisse)
    return [Ligne(une, auteur.nom_affiche, prestation) for une, auteur, prestation in session.execute(requete)]


def demande(session: Session, qui: Conseiller, demande_id: str) -> DemandeDeCreance:
    """A request sent to the adviser's Caf. Raises Introuvable, HorsCaisse."""
    requete = select(DemandeDeCreance, Foyer.caisse).join(Foyer, Foyer.id == DemandeDeCreance.foyer_id)
    trouvee = session.execute(requete.where(DemandeDeCreance.id == demande_id)).one_or_none()
    if trouvee is None:
        raise Introuvable(demande_id)
    une, caisse = trouvee
    if qui.caisse not in (None, caisse):
        raise HorsCaisse(demande_id)
    return une


def ouverte(session: Session, qui: Conseiller, demande_id: str) -> DemandeDeCreance:
    """The request, for an adviser who has said today why. Raises MotifAttendu, Introuvable."""
    une = demande(session, qui, demande_id)
    if not service.deja_dit(session, qui, une.foyer_id, _consultation(une)):
        raise MotifAttendu(demande_id)
    return une


def ouvrir(session: Session, qui: Conseiller, une: DemandeDeCreance, motif: str) -> None:
    """Say why, once a day. The household reads it."""
    if not service.deja_dit(session, qui, une.foyer_id, _consultation(une)):
        _tracer(session, qui, une, service.CONSULTATION, _consultation(une), motif)


def accepter(
    session: Session, qui: Conseiller, une: DemandeDeCreance, accorde: Decimal, reponse: decisions.Reponse
) -> None:
    decisions.accepter(session, une, accorde, reponse)
    texte = f"{une.genre.titre} {une.numero} : acceptée, {euros(accorde)}"
    _tracer(session, qui, une, "dette_acceptee", texte, reponse.mots or None)


def refuser(session: Session, qui: Conseiller, une: DemandeDeCreance, reponse: decisions.Reponse) -> None:
    decisions.refuser(session, une, reponse)
    _tracer(session, qui, une, "dette_refusee", f"{une.genre.titre} {une.numero} : refusée", reponse.mots)


def auteur(session: Session, une: DemandeDeCreance) -> Personne:
    """Who sent it."""
    requete = select(Personne).join(Compte, Compte.personne_id == Personne.id)
    return session.scalars(requete.where(Compte.id == une.compte_id)).one()


def _consultation(une: DemandeDeCreance) -> str:
    return f"{une.genre.titre} {une.numero} et dette consultées"


def _tracer(session: Session, qui: Conseiller, une: DemandeDeCreance, code: str, texte: str, motif: str | None) -> None:
    traces.tracer(session, une.foyer_id, traces.Acte(code, texte, motif), qui.maintenant, agent_id=qui.agent_id)
