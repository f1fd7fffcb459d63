"""The words of a notice: what happened to an account, and what to do when it was somebody else. Pure."""

from datetime import datetime

from caf_pwa.socle.formats import moment

OBJET = "Un changement dans votre espace Mon Compte"
JOURS = 30  # how long the link of a notice serves


def en_courriel(texte: str, quand: datetime, lien: str) -> str:
    """Names nobody: a mail is read over a shoulder, on a shared computer, by whoever has the address now."""
    return (
        f"Bonjour,\n\n{texte}, le {moment(quand)}.\n\nC’est vous ? Vous n’avez rien à faire.\n\n"
        "Ce n’est pas vous ? Ouvrez ce lien. Il bloque votre compte et déconnecte tous les appareils :\n"
        f"{lien}\n\nCe lien sert une fois, pendant {JOURS} jours. Nous ne demandons jamais un mot de passe ni un code "
        "par mail.\n\nVotre Caf"
    )


def en_sms(texte: str, lien: str) -> str:
    return f"Caf : {texte}. Ce n’est pas vous ? Bloquez votre compte : {lien}"
