"""A declaration is to be made within ten days or so."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="declaration-bientot",
    libelle="Rappel\xa0: une déclaration est à faire, une dizaine de jours avant",
    titre="{titre}",
    texte="Rappel\xa0: à faire avant le {date}.",
    lien="/demarches/a-transmettre",
    ecran="Rappel\xa0: une déclaration est à faire.",
    rubrique=Rubrique.DEMARCHES,
    a_faire=True,
    suit="declaration",
    rappel=True,
)
