"""FranceConnect's dialect of OpenID Connect: the way there, what it says of a person, the way out.

Everything a token says is checked here: nothing of it is believed before. No request here.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core.util import create_half_hash
from joserfc import jwe, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from caf_pwa.comptes.franceconnect.appels import SansReponse, appeler
from caf_pwa.comptes.franceconnect.oidc.annonce import Annonce
from caf_pwa.comptes.franceconnect.oidc.refus import Injoignable, Refus
from caf_pwa.config import FranceConnect
from caf_pwa.socle.environnement import ReglageInvalide

NIVEAUX = ("eidas1", "eidas2", "eidas3")
PORTEE = "openid given_name family_name birthdate gender birthplace birthcountry"
_SIGNATURES = {"eidas1": ["ES256", "RS256"], "eidas2": ["ES256"], "eidas3": ["ES256"]}
_CHIFFREMENTS = ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "A256GCM"]
_DERIVE = 5  # seconds by which two clocks may differ: a token lives for 60


@dataclass(frozen=True)
class Depart:
    """What one way there is recognised by, 256 bits each: it goes with the browser, and serves once."""

    state: str
    nonce: str
    verificateur: str

    @classmethod
    def nouveau(cls) -> "Depart":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True)
class Federe:
    """Somebody whom the provider knows: ``sub`` is their name there for us alone, ``identite`` their civil status."""

    emetteur: str
    sub: str
    identite: Mapping[str, Any]
    id_token: str  # for leaving


class Fournisseur:
    """The provider of identities, as this client knows it. One for the application, whatever the threads."""

    def __init__(self, reglages: FranceConnect) -> None:
        self._reglages = reglages
        self._cle_privee = lire_cle(reglages.cle) if reglages.acr != "eidas1" else None
        self._annonce = Annonce(reglages.emetteur)

    @property
    def emetteur(self) -> str:
        return self._reglages.emetteur

    @property
    def plus(self) -> bool:
        """FranceConnect+: a higher level, with a name of its own on the button."""
        return self._reglages.acr != "eidas1"

    def adresse_de_depart(self, retour: str, depart: Depart) -> str:
        """Where to send the person. Raises Injoignable."""
        adresse: str = prepare_grant_uri(
            self._annonce.adresse("authorization_endpoint"),
            client_id=self._reglages.client_id,
            response_type="code",
            redirect_uri=retour,
            scope=PORTEE,
            state=depart.state,
            nonce=depart.nonce,
            acr_values=self._reglages.acr,
            code_challenge=create_s256_code_challenge(depart.verificateur),
            code_challenge_method="S256",
        )
        return adresse

    def adresse_de_sortie(self, id_token: str, retour: str, state: str) -> str:
        """Where to send the person to leave the provider too. Raises Injoignable."""
        valeurs = {"id_token_hint": id_token, "post_logout_redirect_uri": retour, "state": state}
        return f"{self._annonce.adresse('end_session_endpoint')}?{urlencode(valeurs)}"

    def identifier(self, code: str, retour: str, depart: Depart) -> Federe:
        """Who came back with this code. Raises Refus, Injoignable."""
        jetons = self._echanger(code, retour, depart)
        id_token, jeton, dit = self._ouvrir("id_token", jetons["id_token"])
        self._controler("id_token", dit, nonce={"essential": True, "value": depart.nonce})
        if dit.get("acr") not in NIVEAUX[NIVEAUX.index(self._reglages.acr) :]:
            raise Refus("id_token-acr")
        if dit.get("azp", self._reglages.client_id) != self._reglages.client_id:
            raise Refus("id_token-azp")
        attendu = create_half_hash(jetons["access_token"], jeton.header["alg"])
        if "at_hash" in dit and not hmac.compare_digest(str(dit["at_hash"]).encode(), attendu):
            raise Refus("id_token-at_hash")
        infos = self._informations(jetons["access_token"])
        if infos["sub"] != dit["sub"]:
            raise Refus("userinfo-sub")
        return Federe(self.emetteur, dit["sub"], infos, id_token)

    def _echanger(self, code: str, retour: str, depart: Depart) -> dict[str, str]:
        """The tokens that the code stands for."""
        demande = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": retour,
            "client_id": self._reglages.client_id,
            "client_secret": self._reglages.client_secret,
            "code_verifier": depart.verificateur,
        }
        try:
            reponse = appeler("POST", self._annonce.adresse("token_endpoint"), demande)
            if 400 <= reponse.statut < 500:
                raise Refus("code")
            jetons = reponse.objet()
        except SansReponse as panne:
            raise Injoignable(f"token-{panne}") from panne
        if str(jetons.get("token_type")).lower() != "bearer":
            raise Refus("token-type")
        if not all(isinstance(jetons.get(nom), str) and jetons[nom] for nom in ("access_token", "id_token")):
            raise Refus("token-incomplet")
        return jetons

    def _informations(self, access_token: str) -> dict[str, Any]:
        """The identity, which is believed when it is signed for us alone."""
        try:
            reponse = appeler("GET", self._annonce.adresse("userinfo_endpoint"), autorisation=f"Bearer {access_token}")
        except SansReponse as panne:
            raise Injoignable(f"userinfo-{panne}") from panne
        if reponse.statut >= 500:
            raise Injoignable("userinfo-5xx")
        if reponse.statut != 200 or reponse.genre != "application/jwt":
            raise Refus("userinfo-genre")
        _, _, dit = self._ouvrir("userinfo", reponse.corps.decode("ascii", "replace").strip())
        self._controler("userinfo", dit)
        return dit

    def _ouvrir(self, quoi: str, texte: str) -> tuple[str, jwt.Token, dict[str, Any]]:
        """A token that is what it says: decrypted where it must have been encrypted, its signature verified."""
        try:
            if self._cle_privee:
                clair = jwe.decrypt_compact(texte, self._cle_privee, _CHIFFREMENTS).plaintext
                texte = (clair or b"").decode("ascii")
            jeton = jwt.decode(texte, self._annonce.cle_de, algorithms=_SIGNATURES[self._reglages.acr])
        except (JoseError, ValueError, TypeError, KeyError) as faute:
            raise Refus(f"{quoi}-{type(faute).__name__}") from faute
        return texte, jeton, jeton.claims

    def _controler(self, quoi: str, dit: dict[str, Any], **autres: Any) -> None:
        """It comes from the provider, is for us, is of this moment and names somebody."""
        if dit.get("aud") not in (self._reglages.client_id, [self._reglages.client_id]):
            raise Refus(f"{quoi}-aud")
        essentiel = {"essential": True}
        regles: Any = {
            "iss": essentiel | {"value": self.emetteur},
            "sub": essentiel,
            "exp": essentiel,
            "iat": essentiel,
        }
        try:
            jwt.JWTClaimsRegistry(leeway=_DERIVE, **regles, **autres).validate(dit)
        except JoseError as faute:
            raise Refus(f"{quoi}-{type(faute).__name__}") from faute


def lire_cle(pem: str | None) -> Key:
    """The private key that opens what is encrypted for us: RSA or elliptic. Raises ReglageInvalide."""
    for genre in ("RSA", "EC"):
        try:
            return import_key(pem or "", genre)
        except (JoseError, ValueError, TypeError):
            continue
    raise ReglageInvalide("FRANCECONNECT_CLE: not a private key in PEM.")
