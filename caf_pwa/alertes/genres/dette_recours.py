"""The months to appeal against a debt end soon."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="dette-recours",
    libelle="Rappel\xa0: fin du délai pour contester une dette",
    titre="Pas d’accord avec une dette\xa0?",
    texte="{prestation}\xa0: elle se conteste jusqu’au {date}.",
    lien="/dettes/{objet}",
    ecran="Rappel\xa0: un délai se termine bientôt.",
    rubrique=Rubrique.DETTES,
    importante=True,
    suit="creance",
    rappel=True,
)
