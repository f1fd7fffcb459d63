"""« Ne plus recevoir »: what a mail's link says, signed, so that it works without signing in. Pure."""

import hmac

from caf_pwa.socle.erreurs import Introuvable

_SIGNATURE = 32  # hexadecimal digits: 128 bits


def jeton(secret: str, compte_id: str, slug: str) -> str:
    """Stops one kind of mail to one account, and does nothing else."""
    return f"{slug}.{compte_id}.{_signer(secret, compte_id, slug)}"


def lire(secret: str, texte: str) -> tuple[str, str]:
    """The account and the kind. Raises Introuvable."""
    slug, _, reste = texte.partition(".")
    compte_id, _, signature = reste.partition(".")
    if not hmac.compare_digest(signature.encode(), _signer(secret, compte_id, slug).encode()):
        raise Introuvable("arret")
    return compte_id, slug


def _signer(secret: str, compte_id: str, slug: str) -> str:
    return hmac.digest(secret.encode(), f"arret {compte_id} {slug}".encode(), "sha256").hex()[:_SIGNATURE]
