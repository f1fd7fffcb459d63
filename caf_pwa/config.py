"""The settings: one frozen object read from the environment, or a refusal to start that says why."""

import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Self, cast

from caf_pwa.socle import environnement
from caf_pwa.socle.environnement import ReglageInvalide

RACINE = Path(__file__).resolve().parent.parent

REQUIS = ("SECRET_KEY", "CAF_HOTES", "DATABASE_URL", "CAF_CLE_PAPIERS", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT")

# Those of Chrome and its cousins, Firefox, Safari, Edge.
PUSH_HOTES = "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,.notify.windows.com"

Mode = Literal["developpement", "production"]


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
class Push:
    """Web push. ``cle``: the private key, 32 bytes in base64url, or nothing and it is kept in ``fichier``."""

    cle: str
    fichier: Path
    sujet: str  # whom a push service may write to: mailto:… or https://…
    hotes: tuple[str, ...]


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
    cle_papiers: str  # what signs papers: the path of a PEM file, or the address of a key in a module (pkcs11:…)
    franceconnect: FranceConnect | None  # None: there is no such button
    paiement: Paiement | None  # None: debts are paid back by other means
    push: Push
    adresse: str  # of the site, as a mail writes it
    cle_metriques: str  # what /metrics is read with; empty in production: it is closed

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
        mode = environnement.choix(environ, "CAF_MODE", "developpement", ("developpement", "production"))
        production = mode == "production"
        instance = Path(environ.get("CAF_INSTANCE", str(RACINE / "instance"))).resolve()
        if production:
            for nom in REQUIS:
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
            database_url=environnement.database_url(
                environ.get("DATABASE_URL") or f"sqlite:///{instance / 'caf.sqlite3'}"
            ),
            donnees=environ.get("CAF_DONNEES") or str(instance / "donnees"),
            hotes=environnement.liste(environ.get("CAF_HOTES", "localhost,127.0.0.1,[::1]")),
            proxys=environnement.entier(environ, "CAF_PROXYS", 0),
            aujourdhui=environnement.jour(environ, "CAF_AUJOURDHUI"),
            # To verify: the leaflet names the "identifiant provisoire" but no source gives its form.
            motif_identifiant_provisoire=environnement.motif(
                environ, "CAF_MOTIF_IDENTIFIANT_PROVISOIRE", r"[A-Z]{3}[0-9]{7}"
            ),
            session_inactivite=environnement.entier(environ, "CAF_SESSION_INACTIVITE", 30 * 60),
            session_inactivite_appareil_personnel=environnement.entier(
                environ, "CAF_SESSION_INACTIVITE_APPAREIL_PERSONNEL", 15 * 86_400
            ),
            cle_hors_connexion_duree=environnement.entier(environ, "CAF_CLE_HORS_CONNEXION_DUREE", 7 * 86_400),
            courriels_en_fichiers=environnement.choix(
                environ, "CAF_EMAIL_CONSOLE", "0" if production else "1", ("0", "1")
            )
            == "1",
            smtp=_smtp(environ),
            expediteur=environ.get("CAF_EXPEDITEUR") or "nepasrepondre@exemple.invalid",
            cle_reponses=environnement.cle(environ, "CAF_CLE_REPONSES") or _derivee(secret_key, "reponses"),
            cle_documents=environnement.cle(environ, "CAF_CLE_DOCUMENTS") or _derivee(secret_key, "documents"),
            cle_papiers=_cle_papiers(environ, instance, production),
            franceconnect=_franceconnect(environ, production),
            paiement=_paiement(environ, production),
            push=_push(environ, instance, production),
            adresse=_adresse(environ, production),
            cle_metriques=environ.get("CAF_CLE_METRIQUES", ""),
        )


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
    environnement.exiger_https("FRANCECONNECT_ISSUER", emetteur, production)
    for nom in ("FRANCECONNECT_CLIENT_ID", "FRANCECONNECT_CLIENT_SECRET"):
        if not environ.get(nom):
            raise ReglageInvalide(f"{nom} is required with FRANCECONNECT_ISSUER.")
    acr = environnement.choix(environ, "FRANCECONNECT_ACR", "eidas1", ("eidas1", "eidas2", "eidas3"))
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
    environnement.exiger_https("PAIEMENT_URL", adresse, production)
    if not re.fullmatch(r"\d{8}", site, re.ASCII):
        raise ReglageInvalide("PAIEMENT_SITE: expected the eight digits of the shop, with PAIEMENT_URL.")
    if len(cle) < 16:
        raise ReglageInvalide("PAIEMENT_CLE: expected the key of the shop, 16 characters or more, with PAIEMENT_URL.")
    modes = ("PRODUCTION",) if production else ("TEST", "PRODUCTION")
    mode = environnement.choix(environ, "PAIEMENT_MODE", modes[0], modes)
    return Paiement(adresse=adresse, site=site, cle=cle, mode=cast("Literal['TEST', 'PRODUCTION']", mode))


def _push(environ: Mapping[str, str], instance: Path, production: bool) -> Push:
    return Push(
        cle=environnement.cle_vapid(environ, "VAPID_PRIVATE_KEY"),
        fichier=instance / "cle-vapid",
        sujet=environnement.contact(environ, "VAPID_SUBJECT", "mailto:exploitation@exemple.invalid"),
        hotes=environnement.hotes(environ, "PUSH_HOTES", PUSH_HOTES, production),
    )


def _adresse(environ: Mapping[str, str], production: bool) -> str:
    if production:
        return f"https://{environnement.liste(environ['CAF_HOTES'])[0]}"
    return f"http://localhost:{environ.get('PORT') or 8000}"


def _cle_papiers(environ: Mapping[str, str], instance: Path, production: bool) -> str:
    """In development a file may be missing: the key is made when the first paper is. A PIN is never quoted."""
    adresse = environ.get("CAF_CLE_PAPIERS") or str(instance / "cle-papiers.pem")
    if adresse.startswith("pkcs11:"):
        if "object=" not in adresse or "module-path=" not in adresse:
            raise ReglageInvalide("CAF_CLE_PAPIERS: expected pkcs11:token=…;object=…?module-path=…&pin-source=….")
        return adresse
    fichier = Path(adresse).resolve()
    if production and not _contient(fichier, b"PRIVATE KEY-----", b"BEGIN CERTIFICATE-----"):
        raise ReglageInvalide(f"CAF_CLE_PAPIERS={adresse}: expected a PEM file with a private key and its certificate.")
    return str(fichier)


def _contient(fichier: Path, *attendus: bytes) -> bool:
    try:
        lu = fichier.read_bytes()
    except OSError:
        return False
    return all(attendu in lu for attendu in attendus)


def _derivee(secret: str, usage: str) -> bytes:
    """A key of its own for one use: it tells nothing of the secret, nor of the other keys."""
    return hmac.digest(secret.encode(), usage.encode(), "sha256")


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
