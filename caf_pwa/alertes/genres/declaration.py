"""A quarterly declaration is to be made."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="declaration",
    libelle="Une déclaration est à faire",
    titre="{titre}",
    texte="À faire avant le {date}.",
    lien="/demarches/a-transmettre",
    ecran="Une déclaration est à faire.",
    rubrique=Rubrique.DEMARCHES,
    coupable=False,
    importante=True,
    a_faire=True,
)
