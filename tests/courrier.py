"""The mail that the application has sent, read where it is written instead of leaving."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from flask import Flask

from caf_pwa.socle.expedition import attendre


def courriels(app: Flask, destinataire: str | None = None) -> list[EmailMessage]:
    """All of them, or those to one address, oldest first."""
    attendre()
    dossier: Path = app.config["REGLAGES"].instance / "courriels"
    fichiers = sorted(dossier.glob("*.eml"), key=lambda fichier: fichier.stat().st_mtime_ns)
    lus = [email.message_from_bytes(fichier.read_bytes(), policy=email.policy.default) for fichier in fichiers]
    return [lu for lu in lus if destinataire in (None, lu["To"])]


def texte(message: EmailMessage) -> str:
    return str(message.get_content())


def lien_pas_moi(message: EmailMessage) -> str:
    """The path of the link « Ce n’est pas moi »."""
    trouve = re.search(r"https?://[^/\s]+(/compte/pas-moi/[\w-]+)", texte(message))
    assert trouve, texte(message)
    return trouve[1]


def code(message: EmailMessage) -> str:
    (trouve,) = re.findall(r"\b\d{6}\b", texte(message))
    return str(trouve)
