"""A document is asked for."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="piece",
    libelle="Un document est demandé",
    titre="Document à envoyer",
    texte="{libelle}, {limite}.",
    lien="/demarches/a-transmettre",
    ecran="Un document vous est demandé.",
    rubrique=Rubrique.DEMARCHES,
    coupable=False,
    importante=True,
    a_faire=True,
)
