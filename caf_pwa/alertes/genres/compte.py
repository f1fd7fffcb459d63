"""Something happened to the account: a contact, a password, a key."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="compte",
    libelle="Un changement sur votre compte",
    titre="Sécurité de votre compte",
    texte="{texte}, le {date}.",
    lien="/compte/historique",
    ecran="Il y a un changement sur votre compte.",
    rubrique=Rubrique.COMPTE,
    urgence=Urgence.HAUTE,
    coupable=False,
    evolue=True,
    personnel=True,
)
