"""Where a push may go: the services of known browsers, and nowhere else. Pure.

The address of a subscription comes from a browser, so from anybody: what it may be is written here in full, and looked
at again before each send. What its name stands for is looked at by ``reseau``.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from caf_pwa.socle.chiffrement.vapid import est_un_point, lire_b64
from caf_pwa.socle.erreurs import ErreurMetier

LONGUEUR = 1000
_CHEMIN = re.compile(r"/[A-Za-z0-9._~:/?=&%+,;@!$'()*-]+")


class AbonnementRefuse(ErreurMetier):
    """What the browser gave is not a subscription that can be used."""


def controler(adresse: str, hotes: Sequence[str]) -> None:
    """Raises AbonnementRefuse unless it is that of an allowed service.

    ``hotes``: names (``fcm.googleapis.com``), families (``.notify.windows.com``), or whole origins for tests
    (``http://localhost:8446``). A name means https on its own port: nothing else can be written beside it.
    """
    if len(adresse) > LONGUEUR or not adresse.isascii():
        raise AbonnementRefuse("Ce navigateur a donné une adresse que nous ne pouvons pas utiliser.")
    origine, _, chemin = adresse.partition("//")[2].partition("/")
    schema = adresse.partition("//")[0]
    if not _CHEMIN.fullmatch(f"/{chemin}") or not _permise(schema, origine, hotes):
        raise AbonnementRefuse("Le service d’alertes de ce navigateur n’est pas connu de votre Caf.")


def _permise(schema: str, origine: str, hotes: Sequence[str]) -> bool:
    if f"{schema}//{origine}" in hotes:
        return True
    if schema != "https:" or len(origine) > 253 or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", origine):
        return False
    return any(origine == hote or (hote.startswith(".") and origine.endswith(hote)) for hote in hotes)


def controler_cles(p256dh: str, auth: str) -> None:
    """Raises AbonnementRefuse unless they are the keys of a subscription (RFC 8291, 2.1 and 3.2)."""
    try:
        point, secret = lire_b64(p256dh), lire_b64(auth)
    except ValueError:
        point, secret = b"", b""
    if not est_un_point(point) or len(secret) != 16:
        raise AbonnementRefuse("Ce navigateur a donné des clés illisibles. Recommencez, ou mettez-le à jour.")


def origine_de(adresse: str) -> str:
    """``https://host``: whom a token is for, whom a connection is with."""
    parties = urlsplit(adresse)
    return f"{parties.scheme}://{parties.netloc}"
