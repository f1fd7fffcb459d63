"""What the provider says of itself: its addresses, and the keys that it signs with. Believed for an hour."""

import time
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key, KeySet

from caf_pwa.comptes.franceconnect.appels import SansReponse, appeler
from caf_pwa.comptes.franceconnect.oidc.refus import Injoignable, Refus

_MEMOIRE = 3600.0  # seconds
_REPIT = 10.0  # seconds for which a provider that did not answer is not asked again, while people wait
_ENTRE_DEUX_RELECTURES = 60.0  # an unknown key makes the keys be asked for again, not more often than this
_ADRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "end_session_endpoint", "jwks_uri")
_CLES_APPORTEES = frozenset({"jwk", "jku", "x5c", "x5u"})  # headers by which a token would bring its own key


class Annonce:
    """One for each provider, whatever the threads."""

    def __init__(self, emetteur: str) -> None:
        self._emetteur = emetteur
        self._verrou = Lock()
        self._dite: dict[str, Any] = {}
        self._cles = KeySet([])
        self._dite_le = self._cles_lues_le = self._relues_le = self._muette_le = float("-inf")

    def adresse(self, nom: str) -> str:
        """Raises Injoignable."""
        with self._verrou:
            adresse: str = self._lire()[nom]
        return adresse

    def cle_de(self, jeton: GuestProtocol) -> Key:
        """The key that a token names, of those published. Keys change: an unknown one makes them be asked for again.

        Raises Refus, Injoignable.
        """
        entete = jeton.headers()
        if _CLES_APPORTEES & entete.keys():
            raise Refus("cle-apportee")
        for relire in (False, True):
            for cle in self._jeu(relire):
                if cle.kid == entete.get("kid") and _sert_a_signer(cle, entete["alg"]):
                    return cle
        raise Refus("cle-inconnue")

    def _jeu(self, relire: bool) -> KeySet:
        with self._verrou:
            maintenant = time.monotonic()
            permis = relire and maintenant - self._relues_le >= _ENTRE_DEUX_RELECTURES
            if permis or maintenant - self._cles_lues_le >= _MEMOIRE:
                if relire:
                    self._relues_le = maintenant
                self._cles, self._cles_lues_le = self._lire_cles(), maintenant
            return self._cles

    def _lire_cles(self) -> KeySet:
        try:
            return KeySet.import_key_set(self._demander("jwks", self._lire()["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError) as faute:
            raise Injoignable(f"jwks-{type(faute).__name__}") from faute

    def _lire(self) -> dict[str, Any]:
        if time.monotonic() - self._dite_le < _MEMOIRE:
            return self._dite
        dite = self._demander("annonce", f"{self._emetteur}/.well-known/openid-configuration")
        origine = urlsplit(self._emetteur)[:2]
        ailleurs = [nom for nom in _ADRESSES if urlsplit(str(dite.get(nom)))[:2] != origine]
        if dite.get("issuer") != self._emetteur or ailleurs:
            raise Injoignable("annonce-ailleurs")
        self._dite, self._dite_le = dite, time.monotonic()
        return dite

    def _demander(self, quoi: str, adresse: str) -> dict[str, Any]:
        if time.monotonic() - self._muette_le < _REPIT:
            raise Injoignable(f"{quoi}-repit")
        try:
            return appeler("GET", adresse).objet()
        except SansReponse as panne:
            self._muette_le = time.monotonic()
            raise Injoignable(f"{quoi}-{panne}") from panne


def _sert_a_signer(cle: Key, algorithme: str) -> bool:
    """A key published for this use, and never a secret: what everybody reads cannot be one."""
    return cle.key_type != "oct" and cle.get("use", "sig") == "sig" and cle.get("alg", algorithme) == algorithme
