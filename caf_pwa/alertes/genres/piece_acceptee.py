"""A document was accepted."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="piece-acceptee",
    libelle="Un document est accepté",
    titre="Document accepté",
    texte="{libelle}.",
    lien="/demarches/a-transmettre",
    ecran="Un document est accepté.",
    rubrique=Rubrique.DEMARCHES,
    urgence=Urgence.BASSE,
)
