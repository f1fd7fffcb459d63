"""Mail and text messages that leave the house. Where none can leave, they are written to a folder to be read there."""

import smtplib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType
from typing import Protocol
from urllib.parse import unquote, urlsplit

AUCUN: Mapping[str, str] = MappingProxyType({})
_SANS_PLI = policy.default.clone(max_line_length=998)  # folded, an address in a header is no address any more
_DELAI = 10.0  # seconds to reach the mail server: a person is waiting


class NonParti(Exception):
    """The message could not leave now; trying again later may work."""


class Messagerie(Protocol):
    """What the rest of the house knows of it. Both raise NonParti."""

    def courriel(
        self, destinataire: str, objet: str, texte: str, html: str = "", entetes: Mapping[str, str] = AUCUN
    ) -> None: ...

    def sms(self, numero: str, texte: str) -> None: ...


@dataclass(frozen=True)
class Dossiers:
    """Messages as files: ``courriels/*.eml`` and ``sms/*.txt``. For development, demonstration and tests."""

    racine: Path
    expediteur: str

    def courriel(
        self, destinataire: str, objet: str, texte: str, html: str = "", entetes: Mapping[str, str] = AUCUN
    ) -> None:
        message = _composer((self.expediteur, destinataire, objet), texte, html, entetes)
        self._ecrire("courriels", "eml", message.as_bytes())

    def sms(self, numero: str, texte: str) -> None:
        self._ecrire("sms", "txt", f"{numero}\n{texte}\n".encode())

    def _ecrire(self, dossier: str, extension: str, contenu: bytes) -> None:
        ou = self.racine / dossier
        ou.mkdir(parents=True, exist_ok=True)
        provisoire = ou / f".{uuid.uuid4().hex}"
        provisoire.write_bytes(contenu)
        provisoire.replace(ou / f"{uuid.uuid4().hex}.{extension}")


@dataclass(frozen=True)
class Smtp:
    """Mail by ``smtp://user:password@server:587``, over TLS; nothing leaves by an empty address.

    There is no way for text messages to leave yet.
    """

    url: str
    expediteur: str

    def courriel(
        self, destinataire: str, objet: str, texte: str, html: str = "", entetes: Mapping[str, str] = AUCUN
    ) -> None:
        if not self.url:
            raise NonParti
        ou = urlsplit(self.url)
        try:
            with smtplib.SMTP(ou.hostname or "", ou.port or 587, timeout=_DELAI) as serveur:
                serveur.starttls()
                if ou.username:
                    serveur.login(unquote(ou.username), unquote(ou.password or ""))
                serveur.send_message(_composer((self.expediteur, destinataire, objet), texte, html, entetes))
        except (OSError, smtplib.SMTPException) as erreur:
            raise NonParti from erreur

    def sms(self, numero: str, texte: str) -> None:
        raise NonParti


def _composer(tete: tuple[str, str, str], texte: str, html: str, entetes: Mapping[str, str]) -> EmailMessage:
    """``tete``: from whom, to whom, about what. ``html``: the same words, for who reads mail as pages."""
    message = EmailMessage(policy=_SANS_PLI)
    message["From"], message["To"], message["Subject"] = tete
    for nom, valeur in entetes.items():
        message[nom] = valeur
    message.set_content(texte)
    if html:
        message.add_alternative(html, subtype="html")
    return message
