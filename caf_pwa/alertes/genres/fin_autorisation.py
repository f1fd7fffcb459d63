"""An authorisation ended."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="fin-autorisation",
    libelle="Une autorisation de gestion prend fin",
    titre="Autorisation de gestion",
    texte="Elle a pris fin le {date}.",
    lien="/compte/procuration",
    ecran="Une autorisation de gestion a pris fin.",
    rubrique=Rubrique.COMPTE,
    coupable=False,
    personnel=True,
)
