"""The settings: one frozen object read from the environment, or a refusal to start that says why."""

import base64
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Self, cast
from urllib.parse import urlsplit

RACINE = Path(__file__).resolve().parent.parent

Mode = Literal["developpement", "production"]


class ReglageInvalide(Exception):
    """A setting is missing or makes no sense; the message names it and says what is expected."""


@dataclass(frozen=True, kw_only=True)
class FranceConnect:
    """The provider of identities. ``acr``: the level asked for; ``cle``: what opens tokens encrypted for us, in PEM."""

    emetteur: str
    client_id: str
    client_secret: str
    acr: Literal["eidas1", "eidas2", "eidas3"]
    cle: str | None


@dataclass(frozen=True, kw_only=True)
class Paiement:
    """The payment gateway: where its page is, the shop and the key that it knows this service by."""

    adresse: str
    site: str
    cle: str
    mode: Literal["TEST", "PRODUCTION"]


@dataclass(frozen=True, kw_only=True)
class Reglages:
    """What the environment decides. Durations are in seconds."""

    mode: Mode
    instance: Path
    secret_key: str
    database_url: str
    donnees: str
    hotes: tuple[str, ...]
    proxys: int
    aujourdhui: date | None
    motif_identifiant_provisoire: re.Pattern[str]
    session_inactivite: int
    session_inactivite_appareil_personnel: int
    cle_hors_connexion_duree: int
    courriels_en_fichiers: bool  # mail is written to the instance's folder instead of being sent
    smtp: str  # where mail leaves by; empty: it does not leave
    expediteur: str
    cle_reponses: bytes  # 32 bytes: what people answer is encrypted with keys made from it
    cle_documents: bytes  # 32 bytes: documents are encrypted with keys made from it
    franceconnect: FranceConnect | None  # None: there is no such button
    paiement: Paiement | None  # None: debts are paid back by other means

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def cle_numeros(self) -> bytes:
        """What the numbers that the register knows of people are hashed with."""
        return _derivee(self.secret_key, "numeros")

    @classmethod
    def depuis(cls, environ: Mapping[str, str]) -> Self:
        """Read the environment.

        Raises ReglageInvalide on a value that cannot be read, on what production refuses, and on what it lacks.
        """
        mode = _choix(environ, "CAF_MODE", "developpement", ("developpement", "production"))
        production = mode == "production"
        instance = Path(environ.get("CAF_INSTANCE", str(RACINE / "instance"))).resolve()
        if production:
            for nom in ("SECRET_KEY", "CAF_HOTES", "DATABASE_URL"):
                if not environ.get(nom):
                    raise ReglageInvalide(f"{nom} is required when CAF_MODE=production.")
            if environ.get("CAF_AUJOURDHUI"):
                raise ReglageInvalide("CAF_AUJOURDHUI moves the clock: refused when CAF_MODE=production.")
        instance.mkdir(parents=True, exist_ok=True)
        secret_key = environ.get("SECRET_KEY") or _secret_de_developpement(instance)
        if len(secret_key) < 32:
            raise ReglageInvalide("SECRET_KEY must have at least 32 characters.")
        return cls(
            mode="production" if production else "developpement",
            instance=instance,
            secret_key=secret_key,
            database_url=_database_url(environ.get("DATABASE_URL") or f"sqlite:///{instance / 'caf.sqlite3'}"),
            donnees=environ.get("CAF_DONNEES") or str(instance / "donnees"),
            hotes=_liste(environ.get("CAF_HOTES", "localhost,127.0.0.1,[::1]")),
            proxys=_entier(environ, "CAF_PROXYS", 0),
            aujourdhui=_jour(environ, "CAF_AUJOURDHUI"),
            # To verify: the leaflet names the "identifiant provisoire" but no source gives its form.
            motif_identifiant_provisoire=_motif(environ, "CAF_MOTIF_IDENTIFIANT_PROVISOIRE", r"[A-Z]{3}[0-9]{7}"),
            session_inactivite=_entier(environ, "CAF_SESSION_INACTIVITE", 30 * 60),
            session_inactivite_appareil_personnel=_entier(
                environ, "CAF_SESSION_INACTIVITE_APPAREIL_PERSONNEL", 15 * 86_400
            ),
            cle_hors_connexion_duree=_entier(environ, "CAF_CLE_HORS_CONNEXION_DUREE", 7 * 86_400),
            courriels_en_fichiers=_choix(environ, "CAF_EMAIL_CONSOLE", "0" if production else "1", ("0", "1")) == "1",
            smtp=_smtp(environ),
            expediteur=environ.get("CAF_EXPEDITEUR") or "nepasrepondre@exemple.invalid",
            cle_reponses=_cle(environ, "CAF_CLE_REPONSES") or _derivee(secret_key, "reponses"),
            cle_documents=_cle(environ, "CAF_CLE_DOCUMENTS") or _derivee(secret_key, "documents"),
            franceconnect=_franceconnect(environ, production),
            paiement=_paiement(environ, production),
        )


def _choix(environ: Mapping[str, str], nom: str, defaut: str, permis: tuple[str, ...]) -> str:
    valeur = environ.get(nom) or defaut
    if valeur not in permis:
        raise ReglageInvalide(f"{nom}={valeur!r}: expected one of {', '.join(permis)}.")
    return valeur


def _entier(environ: Mapping[str, str], nom: str, defaut: int) -> int:
    texte = environ.get(nom)
    if not texte:
        return defaut
    if not texte.isascii() or not texte.isdigit():
        raise ReglageInvalide(f"{nom}={texte!r}: expected a whole number.")
    return int(texte)


def _jour(environ: Mapping[str, str], nom: str) -> date | None:
    texte = environ.get(nom)
    if not texte:
        return None
    try:
        return date.fromisoformat(texte)
    except ValueError:
        raise ReglageInvalide(f"{nom}={texte!r}: expected a date such as 2026-11-23.") from None


def _motif(environ: Mapping[str, str], nom: str, defaut: str) -> re.Pattern[str]:
    texte = environ.get(nom) or defaut
    try:
        return re.compile(texte)
    except re.error as erreur:
        raise ReglageInvalide(f"{nom}={texte!r}: not a regular expression ({erreur}).") from None


def _smtp(environ: Mapping[str, str]) -> str:
    url = environ.get("CAF_SMTP", "")
    if url and not url.startswith("smtp://"):
        raise ReglageInvalide("CAF_SMTP: expected smtp://user:password@server:587.")
    return url


def _franceconnect(environ: Mapping[str, str], production: bool) -> FranceConnect | None:
    """Its issuer, a client id and a secret; http for this machine alone, and never in production."""
    emetteur = environ.get("FRANCECONNECT_ISSUER", "").rstrip("/")
    if not emetteur:
        return None
    _exiger_https("FRANCECONNECT_ISSUER", emetteur, production)
    for nom in ("FRANCECONNECT_CLIENT_ID", "FRANCECONNECT_CLIENT_SECRET"):
        if not environ.get(nom):
            raise ReglageInvalide(f"{nom} is required with FRANCECONNECT_ISSUER.")
    acr = _choix(environ, "FRANCECONNECT_ACR", "eidas1", ("eidas1", "eidas2", "eidas3"))
    cle = environ.get("FRANCECONNECT_CLE")
    if acr != "eidas1" and not cle:
        raise ReglageInvalide("FRANCECONNECT_CLE: the private key, in PEM, that opens the tokens of FranceConnect+.")
    return FranceConnect(
        emetteur=emetteur,
        client_id=environ["FRANCECONNECT_CLIENT_ID"],
        client_secret=environ["FRANCECONNECT_CLIENT_SECRET"],
        acr=cast("Literal['eidas1', 'eidas2', 'eidas3']", acr),
        cle=cle or None,
    )


def _paiement(environ: Mapping[str, str], production: bool) -> Paiement | None:
    """Its page, a shop and a key; production takes no pretended money, and this machine's gateway invents it."""
    adresse, site, cle = (environ.get(f"PAIEMENT_{nom}", "") for nom in ("URL", "SITE", "CLE"))
    if not adresse:
        return None
    _exiger_https("PAIEMENT_URL", adresse, production)
    if not re.fullmatch(r"\d{8}", site, re.ASCII):
        raise ReglageInvalide("PAIEMENT_SITE: expected the eight digits of the shop, with PAIEMENT_URL.")
    if len(cle) < 16:
        raise ReglageInvalide("PAIEMENT_CLE: expected the key of the shop, 16 characters or more, with PAIEMENT_URL.")
    modes = ("PRODUCTION",) if production else ("TEST", "PRODUCTION")
    mode = _choix(environ, "PAIEMENT_MODE", modes[0], modes)
    return Paiement(adresse=adresse, site=site, cle=cle, mode=cast("Literal['TEST', 'PRODUCTION']", mode))


def _exiger_https(nom: str, url: str, production: bool) -> None:
    """http for this machine alone, and never in production."""
    adresse = urlsplit(url)
    local = adresse.scheme == "http" and adresse.hostname in ("localhost", "127.0.0.1", "::1") and not production
    if adresse.scheme != "https" and not local:
        raise ReglageInvalide(f"{nom}: expected https://…; http:// is for localhost, not for production.")


def _cle(environ: Mapping[str, str], nom: str) -> bytes | None:
    """A key is never quoted in a refusal."""
    texte = environ.get(nom)
    if not texte:
        return None
    try:
        cle = base64.b64decode(texte, validate=True)
    except ValueError:
        cle = b""
    if len(cle) != 32:
        raise ReglageInvalide(f"{nom}: expected 32 bytes in base64.")
    return cle


def _derivee(secret: str, usage: str) -> bytes:
    """A key of its own for one use: it tells nothing of the secret, nor of the other keys."""
    return hmac.digest(secret.encode(), usage.encode(), "sha256")


def _liste(texte: str) -> tuple[str, ...]:
    return tuple(partie.strip() for partie in texte.split(",") if partie.strip())


def _database_url(url: str) -> str:
    """Hosting services write ``postgres://``; SQLAlchemy wants the driver named."""
    for prefixe in ("postgres://", "postgresql://"):
        if url.startswith(prefixe):
            return "postgresql+psycopg://" + url.removeprefix(prefixe)
    return url


def _secret_de_developpement(instance: Path) -> str:
    """A key of this checkout's own, kept between runs; two first starts at once end with the same key."""
    fichier = instance / "secret_key"
    try:
        descripteur = os.open(fichier, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return fichier.read_text()
    with os.fdopen(descripteur, "w") as sortie:
        sortie.write(secrets.token_urlsafe(48))
    return fichier.read_text()
