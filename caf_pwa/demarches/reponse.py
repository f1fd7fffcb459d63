"""What an adviser does with a démarche: take it up, ask, accept, refuse. Decided by the database, once.

Each function takes the ``revision`` that the adviser had before their eyes: when somebody has acted since, it raises
DejaChangee and nothing happens.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.demarches import confirmation, rupture
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.depot import evenement
from caf_pwa.demarches.lecture import situation_de_l_auteur
from caf_pwa.demarches.modele import Demarche, EtatDemarche, EtatPiece, Evenement, PieceDemandee
from caf_pwa.demarches.moteur import Passage
from caf_pwa.dossier import changements
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.effets import ChangerFoyer
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.formats import jour, moment
from caf_pwa.socle.horloge import PARIS


class DejaChangee(ErreurMetier):
    """Somebody else has acted on this démarche meanwhile."""

    phrase = "Cette démarche a changé entre-temps. Rouvrez-la pour voir où elle en est."


class PasPossible(ErreurMetier):
    """This cannot be done to a démarche in this state; the message says why."""


def prendre_en_charge(session: Session, demarche: Demarche, agent_id: str, revision: int, maintenant: datetime) -> None:
    """From now on the person can no longer correct it: somebody is at work."""
    _exiger(demarche, EtatDemarche.RECUE)
    if demarche.pas_avant is not None and maintenant < demarche.pas_avant:
        raise PasPossible(f"La personne peut encore annuler : pas avant le {moment(demarche.pas_avant)}.")
    if confirmation.en_attente(session, demarche):
        raise PasPossible("La personne n’a pas encore saisi le code envoyé à son nouveau contact.")
    texte = "Un conseiller étudie votre démarche."
    _dire(session, demarche, revision, EtatDemarche.EN_COURS, (maintenant, texte), agent_id=agent_id)


def demander(session: Session, demarche: Demarche, question: str, revision: int, maintenant: datetime) -> None:
    """Ask the person for an information; they answer on the page of their démarche."""
    _exiger(demarche, EtatDemarche.EN_COURS)
    etat, texte = EtatDemarche.EN_ATTENTE_D_INFORMATION, f"Question de votre Caf : {question}"
    _dire(session, demarche, revision, etat, (maintenant, texte), question=question)


def demander_un_document(
    session: Session, demarche: Demarche, piece: tuple[str, str, date], revision: int, maintenant: datetime
) -> PieceDemandee:
    """Ask for a document: (what, why, before when). It appears in « À transmettre »."""
    _exiger(demarche, EtatDemarche.EN_COURS, EtatDemarche.EN_ATTENTE_D_INFORMATION)
    libelle, raison, limite = piece
    etat, texte = EtatDemarche.EN_ATTENTE_D_INFORMATION, f"Document demandé : {libelle}. {raison}"
    _dire(session, demarche, revision, etat, (maintenant, texte))
    demandee = PieceDemandee(
        id=uuid.uuid4().hex,
        foyer_id=demarche.foyer_id,
        personne_id=demarche.personne_id,
        libelle=libelle,
        raison=raison,
        demandee_le=maintenant.astimezone(PARIS).date(),
        limite=limite,
        etat=EtatPiece.DEMANDEE,
        demarche_id=demarche.id,
        confidentielle=demarche.confidentielle,
    )
    session.add(demandee)
    if demarche.confidentielle:
        return demandee  # its author alone has been told, by the démarche itself
    valeurs = {"libelle": libelle, "limite": f"avant le {jour(limite)}"}
    alertes.publier(session, (demarche.foyer_id, demarche.personne_id), "piece", demandee.id, valeurs, maintenant)
    return demandee


def repondre(session: Session, demarche: Demarche, auteur: str, texte: str, maintenant: datetime) -> None:
    """The person's answer to what was asked: the démarche goes on."""
    _exiger(demarche, EtatDemarche.EN_ATTENTE_D_INFORMATION)
    ligne = evenement(maintenant, auteur, texte)
    _passer(session, demarche, demarche.revision, EtatDemarche.EN_COURS, ligne, question=None)


def recevoir(session: Session, demarche: Demarche, auteur: str, texte: str, maintenant: datetime) -> None:
    """What the person sends to an open démarche: it goes on where it waited for that."""
    if demarche.etat is EtatDemarche.EN_ATTENTE_D_INFORMATION:
        return repondre(session, demarche, auteur, texte, maintenant)
    return _passer(session, demarche, demarche.revision, demarche.etat, evenement(maintenant, auteur, texte))


def accepter(session: Session, demarche: Demarche, agent: str, revision: int, maintenant: datetime) -> None:
    """Answered: what was declared changes the dossier, in the same transaction. ``agent``: who, in words."""
    _exiger(demarche, EtatDemarche.EN_COURS)
    etat, texte = EtatDemarche.TRAITEE, "Votre démarche est acceptée. Votre dossier est à jour."
    _dire(session, demarche, revision, etat, (maintenant, texte))
    cause = changements.Cause(
        demarche_id=demarche.id,
        titre=demarche.titre,
        auteur=agent,
        personne_id=demarche.personne_id,
        confidentielle=demarche.confidentielle,
    )
    effets = _effets(session, demarche)
    if rupture.dite_par(session, demarche):
        rupture.a_l_acceptation(session, demarche, maintenant)
    changements.appliquer(session, demarche.foyer_id, effets, cause, maintenant)
    if any(isinstance(effet, ChangerFoyer) and effet.champ == "compte_bancaire" for effet in effets):
        ou = (demarche.foyer_id, None)
        date = jour(maintenant.astimezone(PARIS).date())
        alertes.publier(session, ou, "compte-bancaire", demarche.foyer_id, {"date": date}, maintenant)
    _ne_plus_demander(session, demarche, maintenant)


def refuser(session: Session, demarche: Demarche, motif: str, revision: int, maintenant: datetime) -> None:
    """Answered no, with the reason in plain words."""
    _exiger(demarche, EtatDemarche.EN_COURS, EtatDemarche.EN_ATTENTE_D_INFORMATION)
    texte = f"Votre démarche est refusée : {motif}"
    _dire(session, demarche, revision, EtatDemarche.REFUSEE, (maintenant, texte), motif_refus=motif)
    _ne_plus_demander(session, demarche, maintenant)


def _ne_plus_demander(session: Session, demarche: Demarche, maintenant: datetime) -> None:
    """Once it is answered, the documents still awaited for it are awaited no more."""
    pour_elle = (
        PieceDemandee.demarche_id == demarche.id,
        PieceDemandee.etat.in_([un for un in EtatPiece if un.attendue]),
    )
    for piece_id in session.scalars(select(PieceDemandee.id).where(*pour_elle)).all():
        session.execute(
            update(PieceDemandee).where(PieceDemandee.id == piece_id, *pour_elle).values(etat=EtatPiece.ANNULEE)
        )
        alertes.clore(session, "piece", piece_id, maintenant)


def _effets(session: Session, demarche: Demarche) -> list[Any]:
    """What the frozen answers do, read through the questions they were given to."""
    if not demarche.reponses:
        return []  # a document, sent because it was asked for
    fiche = catalogue().get(demarche.slug or "")
    if fiche is None or fiche.version != demarche.version_formulaire:
        raise PasPossible(
            "Les questions de cette démarche ont changé depuis son envoi. Refusez-la en demandant de la refaire, "
            "ou mettez le dossier à jour par le flux."
        )
    return list(fiche.effets(Passage(fiche, situation_de_l_auteur(session, demarche), demarche.reponses)))


def _exiger(demarche: Demarche, *etats: EtatDemarche) -> None:
    if demarche.etat not in etats:
        raise DejaChangee


def _passer(
    session: Session, demarche: Demarche, revision: int, etat: EtatDemarche, ligne: Evenement, **valeurs: Any
) -> None:
    """Change the state if nobody has since ``revision``, and tell the household's devices."""
    telle_quelle = update(Demarche).where(
        Demarche.id == demarche.id, Demarche.revision == revision, Demarche.etat == demarche.etat
    )
    historique = [*demarche.historique, ligne]
    if not modifier_une(
        session, telle_quelle.values(etat=etat, revision=revision + 1, historique=historique, **valeurs)
    ):
        raise DejaChangee
    session.refresh(demarche)
    dossier.marquer_modifie(session, demarche.foyer_id)


def _dire(
    session: Session, demarche: Demarche, revision: int, etat: EtatDemarche, dit: tuple[datetime, str], **valeurs: Any
) -> None:
    """The Caf speaks: change the state, and tell the person."""
    maintenant, texte = dit
    _passer(session, demarche, revision, etat, evenement(maintenant, "Votre Caf", texte), **valeurs)
    _alerter(session, demarche, maintenant)


def _alerter(session: Session, demarche: Demarche, maintenant: datetime) -> None:
    concernes = (demarche.foyer_id, demarche.personne_id)
    valeurs: Mapping[str, str] = {"titre": demarche.titre, "etat": demarche.etat.libelle}
    alertes.publier(session, concernes, "demarche", demarche.id, dict(valeurs), maintenant)
