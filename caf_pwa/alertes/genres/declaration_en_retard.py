"""A declaration has not come in time: it can still be made."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="declaration-en-retard",
    libelle="Une déclaration est en retard",
    titre="{titre}",
    texte="En retard depuis le {date}. Vous pouvez encore l’envoyer\xa0: faites-le dès que possible.",
    lien="/demarches/a-transmettre",
    ecran="Une déclaration est en retard. Vous pouvez encore l’envoyer.",
    rubrique=Rubrique.DEMARCHES,
    coupable=False,
    importante=True,
    a_faire=True,
    suit="declaration",
    rappel=True,
)
