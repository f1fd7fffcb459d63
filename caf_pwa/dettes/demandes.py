"""Asking something about a debt: sent once, with its receipt; withdrawn while nobody has answered. Knows no request."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import traces
from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import moteur, service
from caf_pwa.dettes.modele import Creance, DemandeDeCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import modifier_une
from caf_pwa.socle import recepisses
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable

_CLE = re.compile(r"[0-9a-f]{32}", re.ASCII)


class DejaRepondue(ErreurMetier):
    """Somebody has answered or withdrawn this request meanwhile."""

    phrase = "Cette demande a changé entre-temps. Rouvrez-la pour voir où elle en est."


@dataclass(frozen=True)
class Saisie:
    """What a person asks, as they wrote it: question → answer. ``mensualite``: what they offer each month."""

    genre: GenreDeDemande
    reponses: dict[str, str]
    mensualite: Decimal | None = None


def deposer(
    session: Session,
    identite: Identite,
    creance_id: str,
    saisie: Saisie,
    cle: str,
    quand: tuple[date, datetime],
) -> DemandeDeCreance:
    """Send it. From now on nothing is recovered, unless instalments are all that is asked. The same key is once.

    ``quand``: the day of the trade and the moment. Raises Impossible; Introuvable for a key of another form or a debt
    of another household.
    """
    if not _CLE.fullmatch(cle):
        raise Introuvable(cle)
    dossier.marquer_modifie(session, identite.foyer_id)  # whoever sends the same now waits until this is done
    deja = deja_deposee(session, identite.compte_id, cle)
    if deja is not None:
        return deja
    jour, maintenant = quand
    dette = service.lire(session, identite.foyer_id, creance_id, jour)
    if not dette.peut_demander(saisie.genre):
        raise moteur.Impossible
    demande = _poser(session, identite, dette.creance, saisie, cle, quand)
    if saisie.genre.gele:
        alertes.clore(session, "creance", creance_id, maintenant)
    _tracer(session, identite, demande, "envoyé", maintenant)
    return demande


def deja_deposee(session: Session, compte_id: str, cle: str) -> DemandeDeCreance | None:
    """What this key has sent already."""
    return session.scalar(
        select(DemandeDeCreance).where(DemandeDeCreance.compte_id == compte_id, DemandeDeCreance.cle == cle)
    )


def retirer(session: Session, identite: Identite, demande: DemandeDeCreance, quand: tuple[date, datetime]) -> None:
    """Take it back: recovery goes on as before. Twice is once. Raises DejaRepondue once it is answered."""
    if demande.etat is EtatDeDemande.RETIREE:
        return
    jour, maintenant = quand
    clore(session, demande, demande.revision, EtatDeDemande.RETIREE, close_le=jour)
    degeler(session, demande)
    _tracer(session, identite, demande, "retiré", maintenant)


def lire(session: Session, foyer_id: str, demande_id: str) -> DemandeDeCreance:
    """One request of that household. Raises Introuvable."""
    trouvee = session.scalar(
        select(DemandeDeCreance).where(DemandeDeCreance.id == demande_id, DemandeDeCreance.foyer_id == foyer_id)
    )
    if trouvee is None:
        raise Introuvable(demande_id)
    return trouvee


def gelee(session: Session, foyer_id: str, creance_id: str) -> bool:
    """A request of that household holds this debt, whatever the feed says of it."""
    gelantes = [genre for genre in GenreDeDemande if genre.gele]
    requete = select(DemandeDeCreance.id).where(
        DemandeDeCreance.foyer_id == foyer_id,
        DemandeDeCreance.creance_id == creance_id,
        DemandeDeCreance.etat == EtatDeDemande.RECUE,
        DemandeDeCreance.genre.in_(gelantes),
    )
    return session.scalar(requete.limit(1)) is not None


def clore(session: Session, demande: DemandeDeCreance, revision: int, etat: EtatDeDemande, **valeurs: Any) -> None:
    """Answer or withdraw it if nobody has since ``revision``. Raises DejaRepondue."""
    telle_quelle = update(DemandeDeCreance).where(
        DemandeDeCreance.id == demande.id,
        DemandeDeCreance.revision == revision,
        DemandeDeCreance.etat == EtatDeDemande.RECUE,
    )
    if not modifier_une(session, telle_quelle.values(etat=etat, revision=revision + 1, **valeurs)):
        raise DejaRepondue
    session.refresh(demande)
    dossier.marquer_modifie(session, demande.foyer_id)


def degeler(session: Session, demande: DemandeDeCreance) -> None:
    """The institution may have noted the freeze too: without the request, that is over."""
    creance = session.get_one(Creance, demande.creance_id)
    if demande.genre.gele and not gelee(session, creance.foyer_id, creance.id):
        creance.etat = moteur.sans_gel(creance.etat, bool(creance.retenue_mensuelle))


def _poser(
    session: Session, identite: Identite, creance: Creance, saisie: Saisie, cle: str, quand: tuple[date, datetime]
) -> DemandeDeCreance:
    demande = DemandeDeCreance(
        id=uuid.uuid4().hex,
        foyer_id=identite.foyer_id,
        creance_id=creance.id,
        compte_id=identite.compte_id,
        genre=saisie.genre,
        reponses=saisie.reponses,
        mensualite=saisie.mensualite,
        cle=cle,
        numero=recepisses.numero(),
        deposee_le=quand[0],
        deposee_a=quand[1],
        etat=EtatDeDemande.RECUE,
        revision=0,
    )
    session.add(demande)
    session.flush()
    return demande


def _tracer(session: Session, identite: Identite, demande: DemandeDeCreance, fait: str, maintenant: datetime) -> None:
    texte = f"{demande.genre.titre} : {fait}, numéro {demande.numero}"
    acte = traces.Acte(f"dette-{demande.genre.value}", texte)
    traces.tracer(session, demande.foyer_id, acte, maintenant, personne_auteur_id=identite.personne_id)
