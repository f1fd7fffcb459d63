"""Alerts by mail and by text message: the second ways, discreet as a locked screen is.

A mail leads nowhere that asks for a code: people learn that no message of the Caf does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from caf_pwa.alertes import arret
from caf_pwa.alertes.canal import Envoi, Issue
from caf_pwa.socle.messagerie import Messagerie, NonParti

OBJET = "Une alerte dans votre espace Mon Compte"
_OUVRIR = "Pour la lire, ouvrez votre application Caf – Mon Compte comme d’habitude."
_PRUDENCE = (
    "Ce message ne contient aucun lien pour vous connecter. "
    "Nous ne demandons jamais un mot de passe ni un code par mail."
)
_ARRET = "Ne plus recevoir ce genre de message"


@dataclass(frozen=True)
class Courriel:
    """``site``: its address, for the link that stops this kind of mail; ``secret``: what that link is signed with."""

    messagerie: Messagerie
    site: str
    secret: str = field(repr=False)

    def commencer(self, envoi: Envoi) -> Callable[[], Issue]:
        entetes = {"Message-ID": f"<{envoi.cle}@{urlsplit(self.site).hostname}>", "Auto-Submitted": "auto-generated"}
        lien = ""
        if envoi.genre.coupable:
            lien = f"{self.site}/alertes/arret/{arret.jeton(self.secret, envoi.compte_id, envoi.genre.slug)}"
            entetes |= {"List-Unsubscribe": f"<{lien}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        dit = ("Bonjour,", envoi.genre.ecran, _OUVRIR, _PRUDENCE, "Votre Caf")
        try:
            self.messagerie.courriel(envoi.adresse["contact"], OBJET, _texte(dit, lien), _html(dit, lien), entetes)
        except NonParti:
            return Issue.plus_tard
        return Issue.partie

    def fermer(self) -> None:
        pass


@dataclass(frozen=True)
class Sms:
    messagerie: Messagerie

    def commencer(self, envoi: Envoi) -> Callable[[], Issue]:
        try:
            self.messagerie.sms(envoi.adresse["contact"], f"Caf\xa0: {envoi.genre.ecran} {_OUVRIR}")
        except NonParti:
            return Issue.plus_tard
        return Issue.partie

    def fermer(self) -> None:
        pass


def _texte(dit: tuple[str, ...], lien: str) -> str:
    pied = f"\n\n{_ARRET}\xa0:\n{lien}" if lien else ""
    return "\n\n".join(dit) + pied


def _html(dit: tuple[str, ...], lien: str) -> str:
    paragraphes = [f"<p>{escape(phrase)}</p>" for phrase in dit]
    if lien:
        paragraphes.append(f'<p><a href="{escape(lien)}">{_ARRET}</a></p>')
    corps = "\n".join(paragraphes)
    tete = f'<head><meta charset="utf-8"><title>{OBJET}</title></head>'
    return f'<!doctype html>\n<html lang="fr">{tete}\n<body>\n{corps}\n</body></html>'
