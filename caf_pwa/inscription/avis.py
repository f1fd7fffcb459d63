"""The mail that tells the responsible person of a new account in their household. Pure."""

from datetime import datetime, timedelta

from caf_pwa.socle.formats import moment

OBJET = "Un compte a été créé dans votre foyer"
DUREE = timedelta(days=30)  # how long its link serves


def en_courriel(quand: datetime, lien: str) -> str:
    """Names nobody: a mail is read over a shoulder."""
    return (
        f"Bonjour,\n\nUne personne de votre foyer a créé son compte, le {moment(quand)}. Votre historique dit "
        "laquelle. Elle n’y voit que ce qui la concerne.\n\nVous le saviez ? Vous n’avez rien à faire.\n\n"
        "Ce n’est pas nous ? Ouvrez ce lien. Il bloque ce nouveau compte et déconnecte ses appareils :\n"
        f"{lien}\n\nCe lien sert une fois, pendant {DUREE.days} jours. Nous ne demandons jamais un mot de passe ni un "
        "code par mail.\n\nVotre Caf"
    )
