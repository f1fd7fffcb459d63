"""A document is nearly due."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="piece-bientot",
    libelle="Rappel\xa0: un document est à envoyer bientôt",
    titre="Document à envoyer",
    texte="Rappel\xa0: {libelle}, avant le {date}.",
    lien="/demarches/a-transmettre",
    ecran="Rappel\xa0: un document est à envoyer.",
    rubrique=Rubrique.DEMARCHES,
    importante=True,
    a_faire=True,
    suit="piece",
    rappel=True,
)
