"""What a browser says of the device it runs on, in words that its owner recognises. Nothing else is noted of it."""

import re

# The first that fits. Every browser pretends to be others too: the most particular names come first.
_NAVIGATEURS = (
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Edg(A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"CriOS/|Chrome/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMES = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"CrOS", "Chromebook"),
    (r"Linux|X11", "Linux"),
)


def decrire(agent: str) -> str:
    """``Chrome sur Android``, from the User-Agent header; ``Appareil inconnu`` when it says nothing known."""
    navigateur, systeme = _premier(_NAVIGATEURS, agent), _premier(_SYSTEMES, agent)
    if navigateur and systeme:
        return f"{navigateur} sur {systeme}"
    return navigateur or systeme or "Appareil inconnu"


def _premier(table: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((nom for motif, nom in table if re.search(motif, agent[:512])), "")
