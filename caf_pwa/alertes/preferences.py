"""What a person has chosen: which kinds, by which ways, and the hours when their phone stays quiet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from caf_pwa.alertes.genre import Genre, Urgence
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Canal, PreferencesAlertes
from caf_pwa.comptes import service as comptes
from caf_pwa.socle.horloge import PARIS

SILENCE = (22, 7)


@dataclass(frozen=True)
class Preferences:
    silence_de: int = SILENCE[0]
    silence_a: int = SILENCE[1]
    refus: frozenset[str] = frozenset()

    def accepte(self, genre: Genre, canal: Canal) -> bool:
        return not genre.coupable or _cle(genre.slug, canal) not in self.refus

    def attendre(self, genre: Genre, maintenant: datetime) -> datetime:
        """When a phone may ring for it: now, or at the end of the quiet hours."""
        ici = maintenant.astimezone(PARIS)
        if genre.urgence is Urgence.HAUTE or not self._silence(ici.hour):
            return maintenant
        reveil = datetime.combine(ici.date(), time(self.silence_a), PARIS)
        return reveil if reveil > ici else datetime.combine(ici.date() + timedelta(days=1), time(self.silence_a), PARIS)

    def _silence(self, heure: int) -> bool:
        if self.silence_de <= self.silence_a:
            return self.silence_de <= heure < self.silence_a
        return heure >= self.silence_de or heure < self.silence_a


def lire(session: Session, compte_id: str) -> Preferences:
    choisies = session.get(PreferencesAlertes, compte_id)
    if choisies is None:
        return Preferences()
    return Preferences(choisies.silence_de, choisies.silence_a, frozenset(choisies.refus))


def choisir(session: Session, compte_id: str, canal: Canal, voulus: Iterable[str], silence: tuple[int, int]) -> None:
    """``voulus``: the kinds wanted by that way; those that cannot be turned off stay whatever is said."""
    refuses = {_cle(slug, canal) for slug, genre in genres().items() if genre.coupable} - {
        _cle(slug, canal) for slug in voulus
    }
    autres = {un for un in lire(session, compte_id).refus if not un.startswith(f"{canal.value}:")}
    _ecrire(session, compte_id, autres | refuses, silence)


def refuser(session: Session, compte_id: str, canal: Canal, slug: str) -> None:
    """No more of this kind by that way. Twice is once; one that cannot be turned off stays."""
    actuelles = lire(session, compte_id)
    silence = (actuelles.silence_de, actuelles.silence_a)
    _ecrire(session, compte_id, actuelles.refus | {_cle(slug, canal)}, silence)


def _ecrire(session: Session, compte_id: str, refus: Iterable[str], silence: tuple[int, int]) -> None:
    valeurs = {"silence_de": silence[0], "silence_a": silence[1], "refus": sorted(refus)}
    session.merge(PreferencesAlertes(compte_id=compte_id, **valeurs))
    comptes.marquer_modifie(session, compte_id)


def _cle(slug: str, canal: Canal) -> str:
    return f"{canal.value}:{slug}"
