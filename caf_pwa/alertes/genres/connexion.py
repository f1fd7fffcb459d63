"""A sign-in on a device that the account does not know."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="connexion",
    libelle="Une nouvelle connexion",
    titre="Nouvelle connexion à votre compte",
    texte="{appareil}, le {date}. Ce n’est pas vous\u202f? Mettez-y fin.",
    lien="/compte/appareils",
    ecran="Quelqu’un s’est connecté à votre compte depuis un nouvel appareil.",
    rubrique=Rubrique.COMPTE,
    urgence=Urgence.HAUTE,
    coupable=False,
    evolue=True,
    personnel=True,
)
