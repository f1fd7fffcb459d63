"""Codes of six digits that prove that a mail address or a telephone is the person's. No request here."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from caf_pwa.socle.messagerie import Messagerie
from caf_pwa.socle.parametres import parametre


@dataclass(frozen=True)
class Codes:
    """What codes are made and sent with."""

    messagerie: Messagerie
    secret: str

    def nouveau(self, pour: str) -> tuple[str, str]:
        """A code, and the keyed hash of it that is kept. ``pour`` names what it opens, this time and no other."""
        code = f"{secrets.randbelow(10**6):06}"
        return code, self._empreinte(pour, code)

    def juste(self, pour: str, saisi: str, empreinte: str) -> bool:
        """Whether this is the code, however it was spaced. Takes the same time when it is not."""
        return hmac.compare_digest(self._empreinte(pour, "".join(saisi.split())), empreinte)

    def envoyer(self, canal: str, destinataire: str, objet: str, texte: str) -> None:
        """By mail, or by text message. Raises NonParti."""
        if canal == "courriel":
            self.messagerie.courriel(destinataire, objet, texte)
        else:
            self.messagerie.sms(destinataire, texte)

    def _empreinte(self, pour: str, code: str) -> str:
        return hmac.new(self.secret.encode(), f"code:{pour}:{code}".encode(), hashlib.sha256).hexdigest()


def encore_valable(envoye_le: datetime, maintenant: datetime) -> bool:
    return maintenant - envoye_le <= timedelta(minutes=int(parametre("code.minutes", maintenant.date())))


def essais_permis(maintenant: datetime) -> int:
    return int(parametre("code.essais", maintenant.date()))


def envois_permis(maintenant: datetime) -> int:
    return int(parametre("code.envois", maintenant.date()))
