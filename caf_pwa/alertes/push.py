"""Web push: a message that its phone alone can read (RFC 8291), from us and nobody else (RFC 8292).

The only importer of pywebpush, which encrypts. A token serves a service for half its life instead of one message, and
connections stay open: see ``reseau``.
"""

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from pywebpush import WebPusher

from caf_pwa.alertes.canal import Envoi, Issue
from caf_pwa.alertes.destinations import AbonnementRefuse, controler, origine_de
from caf_pwa.alertes.reseau import Liaisons, Reponse, SansReponse
from caf_pwa.socle.chiffrement.vapid import CleVapid

_VIE = 12 * 3600  # seconds of a token; services refuse more than a day
_REPIT = 24 * 3600  # the longest Retry-After that is believed


@dataclass
class Push:
    """Sends to phones. ``hotes``: see ``destinations``; ``sujet``: whom a push service may write to."""

    cle: CleVapid
    sujet: str
    hotes: Sequence[str]
    liaisons: Liaisons
    _jetons: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)
    _repos: dict[str, float] = field(default_factory=dict, repr=False)  # services that asked to be left alone
    _verrou: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def commencer(self, envoi: Envoi) -> Callable[[], Issue]:
        adresse = envoi.adresse["endpoint"]
        origine = origine_de(adresse)
        repos = self._repos.get(origine, 0) - time.monotonic()
        if repos > 0:
            return partial(Issue.plus_tard, timedelta(seconds=repos))
        try:
            controler(adresse, self.hotes)
            attendre = self.liaisons.poster(adresse, self._chiffrer(envoi), self._entetes(envoi, origine))
        except AbonnementRefuse:
            return Issue.perdue
        except SansReponse:
            return Issue.plus_tard
        return partial(self._finir, origine, attendre)

    def _finir(self, origine: str, attendre: Callable[[], Reponse]) -> Issue:
        try:
            reponse = attendre()
        except SansReponse:
            return Issue.plus_tard()
        issue = _issue(reponse.statut, reponse.reessayer_dans)
        if issue.dans:
            self._repos[origine] = time.monotonic() + issue.dans.total_seconds()
        return issue

    def fermer(self) -> None:
        self.liaisons.fermer()

    def _chiffrer(self, envoi: Envoi) -> bytes:
        """The kind and its sentence; nothing of anybody."""
        dit = {"genre": envoi.genre.slug, "texte": envoi.genre.ecran, "sujet": envoi.sujet, "cle": envoi.cle}
        cles = {nom: envoi.adresse[nom] for nom in ("p256dh", "auth")}
        message = WebPusher({"endpoint": envoi.adresse["endpoint"], "keys": cles})
        corps: bytes = message.encode(json.dumps(dit, ensure_ascii=False).encode())["body"]
        return corps

    def _entetes(self, envoi: Envoi, origine: str) -> dict[str, str]:
        return {
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(max(0, int(envoi.reste.total_seconds()))),
            "Urgency": envoi.genre.urgence.en_tete,
            "Topic": envoi.sujet,  # one that has not been delivered yet gives way to the newer
            "Authorization": f"vapid t={self._jeton(origine)}, k={self.cle.publique}",
        }

    def _jeton(self, origine: str) -> str:
        maintenant = time.time()
        with self._verrou:
            jeton, expire = self._jetons.get(origine, ("", 0.0))
            if expire - maintenant < _VIE / 2:
                expire = maintenant + _VIE
                jeton = self.cle.jeton(origine, self.sujet, int(expire))
                self._jetons[origine] = (jeton, expire)
        return jeton


def _issue(statut: int, reessayer_dans: int | None) -> Issue:
    if 200 <= statut < 300:
        return Issue.partie()
    if statut in (404, 410):
        return Issue.perdue()
    if statut == 429 or statut >= 500:
        return Issue.plus_tard(timedelta(seconds=min(reessayer_dans, _REPIT)) if reessayer_dans else None)
    return Issue.refusee()
