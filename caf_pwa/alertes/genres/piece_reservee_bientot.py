"""A document that is between one person and the Caf is nearly due: nobody else reads it."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="piece-reservee-bientot",
    libelle="Rappel\xa0: un document confidentiel est à envoyer bientôt",
    titre="Document à envoyer",
    texte="Rappel\xa0: {libelle}, avant le {date}.",
    lien="/demarches/a-transmettre",
    ecran="Rappel\xa0: un document est à envoyer.",
    rubrique=Rubrique.DEMARCHES,
    importante=True,
    a_faire=True,
    personnel=True,
    suit="piece",
    rappel=True,
)
