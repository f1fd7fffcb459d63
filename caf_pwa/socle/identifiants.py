"""Names of objects in our tables and addresses."""

import uuid

_ESPACE = uuid.UUID("6c1f6a0e-55a3-5f0b-9a55-8f3d8a2b7c11")


def interne(genre: str, identifiant: str) -> str:
    """The name of an object in our tables and addresses: always the same for a record, and telling nothing of it."""
    return uuid.uuid5(_ESPACE, f"{genre}:{identifiant}").hex
