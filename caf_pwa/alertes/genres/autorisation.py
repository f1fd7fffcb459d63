"""An authorisation was given."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="autorisation",
    libelle="Une autorisation de gestion vous est donnée",
    titre="Autorisation de gestion",
    texte="{prenom} vous laisse gérer tout le dossier depuis le {date}.",
    lien="/compte/procuration",
    ecran="Une autorisation de gestion vous est donnée.",
    rubrique=Rubrique.COMPTE,
    coupable=False,
    personnel=True,
)
