"""Reading what the environment says, or refusing it with a sentence: which setting, and what is expected."""

import base64
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit


class ReglageInvalide(Exception):
    """A setting is missing or makes no sense; the message names it and says what is expected."""


def choix(environ: Mapping[str, str], nom: str, defaut: str, permis: tuple[str, ...]) -> str:
    valeur = environ.get(nom) or defaut
    if valeur not in permis:
        raise ReglageInvalide(f"{nom}={valeur!r}: expected one of {', '.join(permis)}.")
    return valeur


def entier(environ: Mapping[str, str], nom: str, defaut: int) -> int:
    texte = environ.get(nom)
    if not texte:
        return defaut
    if not texte.isascii() or not texte.isdigit():
        raise ReglageInvalide(f"{nom}={texte!r}: expected a whole number.")
    return int(texte)


def jour(environ: Mapping[str, str], nom: str) -> date | None:
    texte = environ.get(nom)
    if not texte:
        return None
    try:
        return date.fromisoformat(texte)
    except ValueError:
        raise ReglageInvalide(f"{nom}={texte!r}: expected a date such as 2026-11-23.") from None


def motif(environ: Mapping[str, str], nom: str, defaut: str) -> re.Pattern[str]:
    texte = environ.get(nom) or defaut
    try:
        return re.compile(texte)
    except re.error as erreur:
        raise ReglageInvalide(f"{nom}={texte!r}: not a regular expression ({erreur}).") from None


def exiger_https(nom: str, url: str, production: bool) -> None:
    """http for this machine alone, and never in production."""
    adresse = urlsplit(url)
    local = adresse.scheme == "http" and adresse.hostname in ("localhost", "127.0.0.1", "::1") and not production
    if adresse.scheme != "https" and not local:
        raise ReglageInvalide(f"{nom}: expected https://…; http:// is for localhost, not for production.")


def cle(environ: Mapping[str, str], nom: str) -> bytes | None:
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


def cle_vapid(environ: Mapping[str, str], nom: str) -> str:
    """A key is never quoted in a refusal."""
    texte = environ.get(nom, "").strip()
    if texte and not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", texte):
        raise ReglageInvalide(f"{nom}: expected a private key, 32 bytes in base64url.")
    return texte


def contact(environ: Mapping[str, str], nom: str, defaut: str) -> str:
    texte = environ.get(nom) or defaut
    if not texte.startswith(("mailto:", "https://")):
        raise ReglageInvalide(f"{nom}={texte!r}: expected mailto:… or https://….")
    return texte


_HOTE = r"\.?[a-z0-9-]+(\.[a-z0-9-]+)+"  # with a dot before it: and all that end so


def hotes(environ: Mapping[str, str], nom: str, defaut: str, production: bool) -> tuple[str, ...]:
    """Names of hosts; outside production an origin too, for a service of tests: http://localhost:8446."""
    permis = _HOTE if production else rf"{_HOTE}|https?://[a-z0-9.-]+(:\d+)?"
    lus = liste(environ.get(nom) or defaut)
    for hote in lus:
        if not re.fullmatch(permis, hote):
            raise ReglageInvalide(f"{nom}: {hote!r} is not the name of a host.")
    return lus


def liste(texte: str) -> tuple[str, ...]:
    return tuple(partie.strip() for partie in texte.split(",") if partie.strip())


def database_url(url: str) -> str:
    """Hosting services write ``postgres://``; SQLAlchemy wants the driver named."""
    for prefixe in ("postgres://", "postgresql://"):
        if url.startswith(prefixe):
            return "postgresql+psycopg://" + url.removeprefix(prefixe)
    return url
