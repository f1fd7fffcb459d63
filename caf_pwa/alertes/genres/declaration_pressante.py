"""A declaration is to be made within three days or so."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="declaration-pressante",
    libelle="Rappel\xa0: une déclaration est à faire, quelques jours avant",
    titre="{titre}",
    texte="Rappel\xa0: il reste peu de jours. À faire avant le {date}.",
    lien="/demarches/a-transmettre",
    ecran="Rappel\xa0: il reste peu de jours pour une déclaration.",
    rubrique=Rubrique.DEMARCHES,
    importante=True,
    a_faire=True,
    suit="declaration",
    rappel=True,
)
