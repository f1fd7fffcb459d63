"""Saving a draft page by page, on the server: leaving and coming back finds the same place. Knows no request."""

import uuid
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.modele import Brouillon, Demarche
from caf_pwa.demarches.moteur import Fiche, Point
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.formulaires import Formulaire, Reponses


class ModifieAilleurs(ErreurMetier):
    """Another device saved this draft meanwhile: nothing was written, the person chooses."""

    phrase = "Cette démarche a été modifiée sur un autre appareil. Rouvrez-la pour voir ce qui a changé."


class Fermee(ErreurMetier):
    """This démarche is not open to this person today; the message says why, and what to do."""

    def __init__(self, fiche: Fiche, raison: str) -> None:
        super().__init__(raison)
        self.fiche = fiche


def exiger_ouverte(travail: Travail) -> None:
    """Raises Fermee with the reason when this person cannot do this démarche now."""
    raison = travail.fiche.fermee(travail.situation)
    if raison is not None:
        raise Fermee(travail.fiche, raison)


def enregistrer(
    session: Session, travail: Travail, point: Point, saisie: Reponses, revision: int, maintenant: datetime
) -> Formulaire:
    """Save one page when its answers hold, and return its form, which says what is wrong otherwise.

    Raises ModifieAilleurs when ``revision`` is not the draft's own; Fermee.
    """
    exiger_ouverte(travail)
    formulaire = travail.passage.formulaire(point, saisie)
    if not formulaire.validate():
        return formulaire
    reponses = dict(travail.brouillon.reponses if travail.brouillon else {})
    if revision != travail.revision:
        if reponses.get(point.cle) == formulaire.reponses():
            return formulaire  # the same tap, twice
        raise ModifieAilleurs
    reponses[point.cle] = formulaire.reponses()
    _ecrire(session, travail, reponses, maintenant)
    return formulaire


def commencer(session: Session, travail: Travail, maintenant: datetime) -> Brouillon:
    """The draft of this démarche, made when there is none: documents may be added before any answer."""
    exiger_ouverte(travail)
    if travail.brouillon is not None:
        return travail.brouillon
    brouillon = _nouveau(travail, {}, maintenant)
    _ajouter(session, brouillon)
    return brouillon


def corriger(session: Session, travail: Travail, demarche: Demarche, maintenant: datetime) -> Brouillon:
    """Open again what was sent, as a draft, which takes the place of one already there.

    Raises Introuvable once somebody has taken it up.
    """
    if not demarche.corrigeable or demarche.slug != travail.fiche.slug:
        raise Introuvable(demarche.id)
    abandonner(session, travail)
    session.flush()
    brouillon = _nouveau(travail, demarche.reponses, maintenant)
    brouillon.periode = demarche.periode or ""
    brouillon.corrige_id = demarche.id
    _ajouter(session, brouillon)
    return brouillon


def abandonner(session: Session, travail: Travail) -> None:
    """Throw the draft away. Twice is once."""
    if travail.brouillon is not None:
        session.execute(delete(Brouillon).where(Brouillon.id == travail.brouillon.id))
        dossier.marquer_modifie(session, travail.identite.foyer_id)


def _ecrire(session: Session, travail: Travail, reponses: dict[str, Reponses], maintenant: datetime) -> None:
    """Write the draft unless another device did meanwhile, down to the last moment."""
    if travail.brouillon is None:
        return _ajouter(session, _nouveau(travail, reponses, maintenant))
    tel_quel = update(Brouillon).where(Brouillon.id == travail.brouillon.id, Brouillon.revision == travail.revision)
    valeurs = {"reponses": reponses, "revision": travail.revision + 1, "modifie_le": maintenant}
    if not modifier_une(session, tel_quel.values(valeurs)):
        raise ModifieAilleurs
    session.refresh(travail.brouillon)
    dossier.marquer_modifie(session, travail.identite.foyer_id)
    return None


def _nouveau(travail: Travail, reponses: dict[str, Reponses], maintenant: datetime) -> Brouillon:
    return Brouillon(
        id=uuid.uuid4().hex,
        foyer_id=travail.identite.foyer_id,
        personne_id=travail.identite.personne_id,
        slug=travail.fiche.slug,
        periode=travail.periode.cle,
        version_formulaire=travail.fiche.version,
        reponses=reponses,
        revision=1,
        modifie_le=maintenant,
    )


def _ajouter(session: Session, brouillon: Brouillon) -> None:
    try:
        with session.begin_nested():
            session.add(brouillon)
    except IntegrityError:
        raise ModifieAilleurs from None
    dossier.marquer_modifie(session, brouillon.foyer_id)
