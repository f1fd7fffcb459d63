"""Sending a draft: once, whole, with its receipt; withdrawing what nobody has taken up. Knows no request."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.demarches import recu
from caf_pwa.demarches.brouillons import exiger_ouverte
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.modele import Brouillon, DeclarationAttendue, Demarche, EtatDemarche, Evenement
from caf_pwa.demarches.moteur import Point
from caf_pwa.demarches.recapitulatif import recapituler
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import modifier_une
from caf_pwa.socle import recepisses
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.parametres import parametre

_CLE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_ALERTES = ("declaration", "envoi-en-attente")  # about a declaration that is due
_OUVERTS = [etat for etat in EtatDemarche if etat.ouverte]


class Incomplete(ErreurMetier):
    """A page has no answer that holds, or a required document is missing."""

    def __init__(self, point: Point | None = None) -> None:
        super().__init__("Il manque une réponse.")
        self.point = point


class DejaOuverte(ErreurMetier):
    """The same démarche for the same period is being dealt with: which one."""

    def __init__(self, demarche: Demarche | None) -> None:
        super().__init__("Vous avez déjà envoyé cette démarche.")
        self.demarche = demarche


def deja_deposee(session: Session, personne_id: str, cle: str) -> Demarche | None:
    """What this key has sent already."""
    return session.scalar(select(Demarche).where(Demarche.personne_id == personne_id, Demarche.cle == cle))


def deja_ouverte(session: Session, travail: Travail) -> Demarche | None:
    """The same démarche for the same period, sent and not answered yet."""
    return session.scalar(
        select(Demarche).where(
            Demarche.personne_id == travail.identite.personne_id,
            Demarche.slug == travail.fiche.slug,
            Demarche.periode == travail.periode.cle,
            Demarche.etat.in_(_OUVERTS),
        )
    )


def deposer(session: Session, travail: Travail, cle: str, empreintes: Sequence[str], maintenant: datetime) -> Demarche:
    """Send the draft, which stays: freeze the answers, close what was awaited. The same key gives the same démarche.

    Raises Incomplete, DejaOuverte, Fermee; Introuvable for a key of another form or when there is no draft.
    """
    if not _CLE.fullmatch(cle):
        raise Introuvable(cle)
    deja = deja_deposee(session, travail.identite.personne_id, cle)
    if deja is not None:
        return deja
    exiger_ouverte(travail)
    if travail.brouillon is None:
        raise Incomplete
    a_revoir = travail.passage.a_revoir()
    if a_revoir:
        raise Incomplete(a_revoir[0])
    demarche = _figer(travail, cle, empreintes, maintenant)
    try:
        _remplacer(session, travail.brouillon, demarche)
        _inserer(session, travail, demarche)
    except (Introuvable, DejaOuverte):
        deja = deja_deposee(session, travail.identite.personne_id, cle)  # the same tap, a moment earlier
        if deja is None:
            raise
        return deja
    _ne_plus_attendre(session, demarche, maintenant)
    dossier.marquer_modifie(session, travail.identite.foyer_id)
    return demarche


def retirer(session: Session, demarche: Demarche, maintenant: datetime) -> None:
    """Withdraw what nobody has taken up yet; what was awaited is awaited again. Raises Introuvable afterwards."""
    if demarche.etat is EtatDemarche.ANNULEE:
        return
    _annuler(session, demarche, "Démarche annulée.", maintenant)
    session.execute(
        update(DeclarationAttendue).where(DeclarationAttendue.id == demarche.attendue_id).values(recue=False)
    )
    if demarche.attendue_id:
        alertes.rouvrir(session, "declaration", demarche.attendue_id)
    dossier.marquer_modifie(session, demarche.foyer_id)


def evenement(maintenant: datetime, auteur: str, texte: str) -> Evenement:
    """A line of the history, on its day in Paris."""
    return {"date": maintenant.astimezone(PARIS).date().isoformat(), "auteur": auteur, "texte": texte}


def _figer(travail: Travail, cle: str, empreintes: Sequence[str], maintenant: datetime) -> Demarche:
    fiche, passage, jour = travail.fiche, travail.passage, travail.situation.aujourdhui
    reponses, mots = passage.utiles(), recapituler(passage)
    attente = timedelta(hours=int(parametre(fiche.attente, jour))) if fiche.attente else None
    identifiant = uuid.uuid4().hex
    return Demarche(
        id=identifiant,
        foyer_id=travail.identite.foyer_id,
        personne_id=travail.identite.personne_id,
        titre=fiche.titre,
        numero=recepisses.numero(),
        deposee_le=jour,
        etat=EtatDemarche.RECUE,
        historique=[evenement(maintenant, travail.identite.prenom, "Envoyée depuis l’application.")],
        slug=fiche.slug,
        periode=identifiant if fiche.repetable else travail.periode.cle,
        cle=cle,
        version_formulaire=fiche.version,
        reponses=reponses,
        recapitulatif=mots,
        empreinte=recu.empreinte(fiche.slug, fiche.version, reponses, mots, empreintes),
        deposee_a=maintenant,
        reponse_avant=jour + timedelta(days=int(parametre(fiche.delai, jour))),
        pas_avant=maintenant + attente if attente else None,
        confidentielle=fiche.confidentielle(passage),
        au_nom_du_foyer=travail.identite.gere_le_dossier,
        attendue_id=travail.situation.attendue.id if travail.situation.attendue else None,
        revision=0,
    )


def _remplacer(session: Session, brouillon: Brouillon, nouvelle: Demarche) -> None:
    """A correction takes the place of what it corrects, unless somebody has taken that up meanwhile."""
    if brouillon.corrige_id is None:
        return
    ancienne = session.get_one(Demarche, brouillon.corrige_id)
    if ancienne.etat is not EtatDemarche.ANNULEE:
        maintenant = nouvelle.deposee_a
        assert maintenant is not None
        _annuler(session, ancienne, f"Remplacée par la démarche {nouvelle.numero}.", maintenant)
    nouvelle.remplace_id = ancienne.id
    nouvelle.attendue_id = nouvelle.attendue_id or ancienne.attendue_id


def _annuler(session: Session, demarche: Demarche, texte: str, maintenant: datetime) -> None:
    """Decided by the database: an adviser who takes it up at the same moment wins or loses whole."""
    telle_quelle = update(Demarche).where(
        Demarche.id == demarche.id, Demarche.etat == EtatDemarche.RECUE, Demarche.revision == demarche.revision
    )
    valeurs = {
        "etat": EtatDemarche.ANNULEE,
        "revision": demarche.revision + 1,
        "historique": [*demarche.historique, evenement(maintenant, "Vous", texte)],
    }
    if not modifier_une(session, telle_quelle.values(valeurs)):
        raise Introuvable(demarche.id)
    session.refresh(demarche)


def _inserer(session: Session, travail: Travail, demarche: Demarche) -> None:
    """One open démarche for a person and a period: whoever comes second is shown the first."""
    try:
        with session.begin_nested():
            session.add(demarche)
    except IntegrityError:
        deja = deja_ouverte(session, travail)
        raise DejaOuverte(deja) from None


def _ne_plus_attendre(session: Session, demarche: Demarche, maintenant: datetime) -> None:
    if demarche.attendue_id is None:
        return
    session.execute(
        update(DeclarationAttendue)
        .where(DeclarationAttendue.id == demarche.attendue_id, DeclarationAttendue.foyer_id == demarche.foyer_id)
        .values(recue=True)
    )
    for genre in _ALERTES:
        alertes.clore(session, genre, demarche.attendue_id, maintenant)
