"""The days to ask for a correction of a debt end soon."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="dette-rectification",
    libelle="Rappel\xa0: fin du délai pour demander une rectification",
    titre="Pas d’accord avec une dette\xa0?",
    texte="{prestation}\xa0: une rectification se demande jusqu’au {date}.",
    lien="/dettes/{objet}",
    ecran="Rappel\xa0: un délai se termine bientôt.",
    rubrique=Rubrique.DETTES,
    importante=True,
    suit="creance",
    rappel=True,
)
