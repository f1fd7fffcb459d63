"""The lies that the provider can tell: one entry of a table each. What is said here must be believed by nobody."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Response
from joserfc.jwk import OctKey, RSAKey

from outils.franceconnect.jetons import Jeton, nouvelle_cle

Objet = dict[str, Any]


_Chose = TypeVar("_Chose")


def tel_quel(chose: _Chose) -> _Chose:
    """The truth."""
    return chose


@dataclass(frozen=True)
class Mensonge:
    """What it changes: the two tokens before they are signed or after, the answers, what goes back to the client."""

    id_token: Callable[[Jeton], Jeton] = tel_quel
    userinfo: Callable[[Jeton], Jeton] = tel_quel
    ecrit: dict[str, Callable[[str], str]] = field(default_factory=dict)  # "id_token", "userinfo": the signed text
    reponses: dict[str, Callable[[Response], Response]] = field(default_factory=dict)  # by endpoint
    retour: Callable[[dict[str, str]], dict[str, str]] = tel_quel
    annonce: Callable[[Objet], Objet] = tel_quel
    sans_pkce: bool = False


_ETRANGERE = nouvelle_cle()
_RSA = RSAKey.generate_key(2048, {"kid": "rsa"})


def _dit(**valeurs: Any) -> Callable[[Jeton], Jeton]:
    return lambda jeton: replace(jeton, dit=jeton.dit | valeurs)


def _sans(nom: str) -> Callable[[Jeton], Jeton]:
    return lambda jeton: replace(jeton, dit={cle: valeur for cle, valeur in jeton.dit.items() if cle != nom})


def _decale(**secondes: int) -> Callable[[Jeton], Jeton]:
    return lambda jeton: replace(jeton, dit=jeton.dit | {nom: int(time.time()) + s for nom, s in secondes.items()})


def _par_une_autre_cle(jeton: Jeton) -> Jeton:
    return replace(jeton, cle=_ETRANGERE)


def _apporte(**entete: Any) -> Callable[[Jeton], Jeton]:
    """A foreign key that the token itself recommends."""
    return lambda jeton: replace(jeton, cle=_ETRANGERE, entete=jeton.entete | entete)


def _entete(**entete: Any) -> Callable[[Jeton], Jeton]:
    return lambda jeton: replace(jeton, entete=jeton.entete | entete)


def _sans_kid(jeton: Jeton) -> Jeton:
    return replace(jeton, entete={"alg": "ES256"})


def _hs256(jeton: Jeton) -> Jeton:
    """The public key taken for a shared secret."""
    secret = OctKey.import_key(jeton.cle.as_pem(private=False))  # type: ignore[union-attr]
    return replace(jeton, entete=jeton.entete | {"alg": "HS256"}, cle=secret)


def _none(texte: str) -> str:
    return f"eyJhbGciOiJub25lIn0.{texte.split('.')[1]}."


def _corps(corps: bytes, genre: str | None = None) -> Callable[[Response], Response]:
    return lambda reponse: Response(corps, reponse.status, content_type=genre or reponse.content_type)


def _statut(statut: int) -> Callable[[Response], Response]:
    return lambda _: Response("Une panne.", statut)


def _genre(genre: str) -> Callable[[Response], Response]:
    return lambda reponse: Response(reponse.data, content_type=genre)


def _ailleurs(_: Response) -> Response:
    """The same answer, at another address."""
    return Response(status=307, headers={"Location": "/api/v2/ailleurs"})


def _long(reponse: Response) -> Response:
    return Response(reponse.data + b" " * 10_000_000, content_type=reponse.content_type)


def _long_entete(reponse: Response) -> Response:
    reponse.headers["X-Long"] = "x" * 10_000_000
    return reponse


def _tronquee(reponse: Response) -> Response:
    return Response(reponse.data[: len(reponse.data) // 2], content_type=reponse.content_type)


def _json_de(**valeurs: Any) -> Callable[[Response], Response]:
    def changer(reponse: Response) -> Response:
        objet = {cle: valeur for cle, valeur in (reponse.get_json() | valeurs).items() if valeur is not None}
        return Response(json.dumps(objet), content_type="application/json")

    return changer


def _avec_les_cles_d_un_autre(annonce: Objet) -> Objet:
    return annonce | {"jwks_uri": annonce["jwks_uri"].replace(urlsplit(annonce["issuer"]).netloc, "exemple.invalid")}


AUTRE_SUB = "f" * 64 + "v1"

MENSONGES: dict[str, Mensonge] = {
    # Who signs.
    "cle-etrangere": Mensonge(id_token=_par_une_autre_cle),
    "alg-none": Mensonge(ecrit={"id_token": _none}),
    "sans-signature": Mensonge(ecrit={"id_token": lambda texte: texte.rpartition(".")[0] + "."}),
    "hs256-avec-la-cle-publique": Mensonge(id_token=_hs256),
    "jwk-apportee": Mensonge(id_token=_apporte(jwk=_ETRANGERE.as_dict(private=False))),
    "jku-apportee": Mensonge(id_token=_apporte(jku="https://exemple.invalid/jwks")),
    "x5u-apportee": Mensonge(id_token=_apporte(x5u="https://exemple.invalid/x5u")),
    "x5c-apportee": Mensonge(id_token=_apporte(x5c=["MIIB"])),
    "jku-sous-la-bonne-cle": Mensonge(id_token=_entete(jku="https://exemple.invalid/jwks")),
    "kid-inconnu": Mensonge(id_token=_entete(kid="inconnu")),
    "kid-etrange": Mensonge(id_token=_entete(kid="../../etc/passwd\n")),
    "sans-kid": Mensonge(id_token=_sans_kid),
    "rsa-non-publiee": Mensonge(id_token=lambda jeton: replace(jeton, cle=_RSA, entete={"alg": "RS256", "kid": "rsa"})),
    "dit-change-apres": Mensonge(
        ecrit={"id_token": lambda texte: ".".join((texte.split(".")[0], "e30", texte.split(".")[2]))}
    ),
    "id_token-tronque": Mensonge(ecrit={"id_token": lambda texte: texte[:-20]}),
    "id_token-vide": Mensonge(ecrit={"id_token": lambda _: ""}),
    "id_token-n-importe-quoi": Mensonge(ecrit={"id_token": lambda _: "pas un jeton"}),
    "id_token-non-ascii": Mensonge(ecrit={"id_token": lambda texte: "é" + texte}),
    # What it says.
    "autre-iss": Mensonge(id_token=_dit(iss="https://exemple.invalid/api/v2")),
    "autre-aud": Mensonge(id_token=_dit(aud="un-autre-service")),
    "aud-avec-un-autre": Mensonge(id_token=lambda jeton: _dit(aud=[jeton.dit["aud"], "un-autre-service"])(jeton)),
    "autre-azp": Mensonge(id_token=_dit(azp="un-autre-service")),
    "autre-nonce": Mensonge(id_token=_dit(nonce="x" * 43)),
    "autre-sub": Mensonge(id_token=_dit(sub=AUTRE_SUB)),
    "sub-nombre": Mensonge(id_token=_dit(sub=1), userinfo=_dit(sub=1)),
    "autre-at_hash": Mensonge(id_token=_dit(at_hash="x" * 22)),
    "sans-iss": Mensonge(id_token=_sans("iss")),
    "sans-aud": Mensonge(id_token=_sans("aud")),
    "sans-exp": Mensonge(id_token=_sans("exp")),
    "sans-iat": Mensonge(id_token=_sans("iat")),
    "sans-sub": Mensonge(id_token=_sans("sub")),
    "sans-nonce": Mensonge(id_token=_sans("nonce")),
    "sans-acr": Mensonge(id_token=_sans("acr")),
    "acr-inferieur": Mensonge(id_token=_dit(acr="eidas0")),
    "acr-liste": Mensonge(id_token=_dit(acr=["eidas1"])),
    "expire": Mensonge(id_token=_decale(iat=-120, exp=-60)),
    "exp-texte": Mensonge(id_token=_dit(exp="demain")),
    "iat-futur": Mensonge(id_token=_decale(iat=600, exp=660)),
    "nbf-futur": Mensonge(id_token=_decale(nbf=600)),
    # The identity.
    "userinfo-autre-sub": Mensonge(userinfo=_dit(sub=AUTRE_SUB)),
    "userinfo-sans-sub": Mensonge(userinfo=_sans("sub")),
    "userinfo-autre-aud": Mensonge(userinfo=_dit(aud="un-autre-service")),
    "userinfo-autre-iss": Mensonge(userinfo=_dit(iss="https://exemple.invalid/api/v2")),
    "userinfo-expiree": Mensonge(userinfo=_decale(iat=-120, exp=-60)),
    "userinfo-cle-etrangere": Mensonge(userinfo=_par_une_autre_cle),
    "userinfo-non-signee": Mensonge(ecrit={"userinfo": _none}),
    "userinfo-json": Mensonge(reponses={"userinfo": _corps(b'{"sub": "x"}', "application/json")}),
    "userinfo-json-dit-jwt": Mensonge(reponses={"userinfo": _corps(b'{"sub": "x"}')}),
    "userinfo-tronquee": Mensonge(reponses={"userinfo": _tronquee}),
    "userinfo-genre": Mensonge(reponses={"userinfo": _genre("text/html")}),
    "userinfo-ailleurs": Mensonge(reponses={"userinfo": _ailleurs}),
    "userinfo-longue": Mensonge(reponses={"userinfo": _long}),
    "userinfo-refusee": Mensonge(reponses={"userinfo": _statut(401)}),
    "userinfo-en-panne": Mensonge(reponses={"userinfo": _statut(500)}),
    "sans-nom": Mensonge(userinfo=_sans("family_name")),
    "sans-naissance": Mensonge(userinfo=_sans("birthdate")),
    "naissance-impossible": Mensonge(userinfo=_dit(birthdate="1991-13-45")),
    "nom-objet": Mensonge(userinfo=_dit(family_name={"x": 1})),
    # The answers.
    "token-entete-longue": Mensonge(reponses={"token": _long_entete}),
    "token-longue": Mensonge(reponses={"token": _long}),
    "token-genre": Mensonge(reponses={"token": _genre("text/html")}),
    "token-tronquee": Mensonge(reponses={"token": _tronquee}),
    "token-ailleurs": Mensonge(reponses={"token": _ailleurs}),
    "token-en-panne": Mensonge(reponses={"token": _statut(500)}),
    "token-liste": Mensonge(reponses={"token": _corps(b"[]")}),
    "token-type": Mensonge(reponses={"token": _json_de(token_type="mac")}),  # noqa: S106
    "sans-id_token": Mensonge(reponses={"token": _json_de(id_token=None)}),
    "sans-access_token": Mensonge(reponses={"token": _json_de(access_token=None)}),
    "jwks-vide": Mensonge(reponses={"jwks": _corps(b'{"keys": []}')}),
    "jwks-en-panne": Mensonge(reponses={"jwks": _statut(500)}),
    "jwks-illisible": Mensonge(reponses={"jwks": _corps(b'{"keys": 3}')}),
    "jwks-ailleurs": Mensonge(reponses={"jwks": _ailleurs}),
    "jwks-secret-partage": Mensonge(
        id_token=_hs256, reponses={"jwks": _corps(b'{"keys": [{"kty": "oct", "kid": "x", "k": "eHh4"}]}')}
    ),
    "annonce-d-un-autre": Mensonge(annonce=lambda annonce: annonce | {"issuer": "https://exemple.invalid"}),
    "annonce-ailleurs": Mensonge(annonce=_avec_les_cles_d_un_autre),
    "annonce-incomplete": Mensonge(annonce=lambda annonce: {"issuer": annonce["issuer"]}),
    # On the way back.
    "autre-state": Mensonge(retour=lambda valeurs: valeurs | {"state": "x" * 43}),
    "sans-state": Mensonge(retour=lambda valeurs: {"code": valeurs["code"]}),
    "retour-autre-iss": Mensonge(retour=lambda valeurs: valeurs | {"iss": "https://exemple.invalid"}),
    "autre-code": Mensonge(retour=lambda valeurs: valeurs | {"code": "x" * 43}),
    "sans-code": Mensonge(retour=lambda valeurs: {"state": valeurs["state"]}),
}
