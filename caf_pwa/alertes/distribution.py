"""One round of the worker: ring for what is new, claim, look once more, send, note. Many workers at once, or none."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from sqlalchemy import Engine, and_, exists, select
from sqlalchemy.orm import Session, aliased

from caf_pwa.alertes import attente, repartition
from caf_pwa.alertes.abonnements import ESSAI
from caf_pwa.alertes.canal import Envoi, Issue, Voie
from caf_pwa.alertes.genre import Genre, Rubrique, Urgence
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Abonnement, Alerte, AlerteVue, Canal, EtatLivraison, Livraison
from caf_pwa.comptes import lecteurs
from caf_pwa.comptes.lecteurs import Lecteur

FILS = 2  # another machine takes its time to answer
ENSEMBLE = 4  # by one of them: all leave, then their answers are waited for
_MARGE = 80.0  # seconds before the end of the lease: nothing leaves any more

_ESSAI = Genre(
    slug=ESSAI,
    libelle="Essai",
    titre="Essai",
    texte="Essai",
    lien="/compte/alertes",
    ecran="Vos alertes arrivent bien sur ce téléphone.",
    rubrique=Rubrique.COMPTE,
    urgence=Urgence.HAUTE,
    coupable=False,
)


@dataclass
class Distribution:
    moteur: Engine
    voies: Mapping[Canal, Voie]
    fils: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(FILS, "alertes"))

    def tour(self, maintenant: datetime, aujourdhui: date) -> int:
        """How much there was to do: nothing means that one may rest."""
        with Session(self.moteur) as session:
            nouvelles = repartition.repartir(session, maintenant, aujourdhui)
            session.commit()
        limite = time.monotonic() + attente.BAIL.total_seconds() - _MARGE
        with Session(self.moteur, expire_on_commit=False) as session:
            prises = attente.reclamer(session, maintenant)
            session.commit()
            if prises:
                self._livrer(session, prises, (maintenant, aujourdhui), limite)
        return nouvelles + len(prises)

    def fermer(self) -> None:
        self.fils.shutdown()
        for voie in self.voies.values():
            voie.fermer()

    def _livrer(
        self, session: Session, prises: Sequence[Livraison], quand: tuple[datetime, date], limite: float
    ) -> None:
        """No transaction is open while something leaves."""
        maintenant, _ = quand
        envois = {livraison.id: _preparer(session, livraison, *quand) for livraison in prises}
        session.commit()
        lots = [prises[debut : debut + ENSEMBLE] for debut in range(0, len(prises), ENSEMBLE)]
        issues = list(chain.from_iterable(self.fils.map(lambda lot: self._envoyer(lot, envois, limite), lots)))
        for livraison, issue in zip(prises, issues, strict=True):
            if isinstance(issue, EtatLivraison):
                attente.terminer(session, livraison, issue, maintenant)
            elif issue is None:
                attente.rendre(session, livraison, maintenant)
            else:
                attente.conclure(session, livraison, issue, maintenant)
        session.commit()

    def _envoyer(
        self, lot: Sequence[Livraison], envois: Mapping[str, Envoi | EtatLivraison], limite: float
    ) -> list[Issue | EtatLivraison | None]:
        commences = [self._commencer(livraison, envois[livraison.id], limite) for livraison in lot]
        return [attendre() for attendre in commences]

    def _commencer(
        self, livraison: Livraison, envoi: Envoi | EtatLivraison, limite: float
    ) -> Callable[[], Issue | EtatLivraison | None]:
        if isinstance(envoi, EtatLivraison):
            return lambda: envoi
        if time.monotonic() > limite:
            return lambda: None
        return self.voies[livraison.canal].commencer(envoi)


def _preparer(session: Session, livraison: Livraison, maintenant: datetime, aujourdhui: date) -> Envoi | EtatLivraison:
    """What to send, or the state that says why not: much may have happened since it was written."""
    if livraison.expire_le <= maintenant:
        return EtatLivraison.ABANDONNEE
    if livraison.genre == ESSAI:
        return _envoi(session, livraison, None, maintenant)
    alerte = session.get(Alerte, (livraison.genre, livraison.objet_id))
    if alerte is None or alerte.close_le is not None or _deja_sue(session, livraison):
        return EtatLivraison.INUTILE
    du_foyer = lecteurs.du_foyer(session, alerte.foyer_id, aujourdhui)
    lecteur = next((un for un in du_foyer if un.compte_id == livraison.compte_id), None)
    if lecteur is None or not repartition.concerne(alerte, lecteur):
        return EtatLivraison.INUTILE
    return _envoi(session, livraison, lecteur, maintenant)


def _envoi(
    session: Session, livraison: Livraison, lecteur: Lecteur | None, maintenant: datetime
) -> Envoi | EtatLivraison:
    adresse = _adresse(session, livraison, lecteur)
    if adresse is None:
        return EtatLivraison.INUTILE
    objet = f"{livraison.compte_id} {livraison.genre} {livraison.objet_id}"
    return Envoi(
        cle=livraison.id,
        compte_id=livraison.compte_id,
        genre=_ESSAI if livraison.genre == ESSAI else genres()[livraison.genre],
        sujet=hashlib.sha256(objet.encode()).hexdigest()[:32],
        adresse=adresse,
        reste=livraison.expire_le - maintenant,
    )


def _adresse(session: Session, livraison: Livraison, lecteur: Lecteur | None) -> dict[str, str] | None:
    if livraison.canal is Canal.PUSH:
        return session.scalar(select(Abonnement.adresse).where(Abonnement.connexion == livraison.abonnement))
    contact = lecteur and (lecteur.courriel if livraison.canal is Canal.COURRIEL else lecteur.telephone)
    return {"contact": contact} if contact else None


def _deja_sue(session: Session, livraison: Livraison) -> bool:
    """Seen in the inbox; and for a message, shown by a phone."""
    vue = exists().where(
        AlerteVue.compte_id == livraison.compte_id,
        AlerteVue.genre == livraison.genre,
        AlerteVue.objet_id == livraison.objet_id,
    )
    sonnee = aliased(Livraison)
    montree = exists().where(
        and_(
            sonnee.compte_id == livraison.compte_id,
            sonnee.genre == livraison.genre,
            sonnee.objet_id == livraison.objet_id,
            sonnee.creee_le == livraison.creee_le,
            sonnee.etat == EtatLivraison.RECUE,
        )
    )
    sue = vue if livraison.canal is Canal.PUSH else vue | montree
    return bool(session.scalar(select(sue)))
