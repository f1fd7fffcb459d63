"""A document was refused, and why."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="piece-refusee",
    libelle="Un document est refusé",
    titre="Document refusé",
    texte="{libelle}\xa0: {motif}",
    lien="/demarches/a-transmettre",
    ecran="Un document est refusé. Il est à envoyer de nouveau.",
    rubrique=Rubrique.DEMARCHES,
    coupable=False,
    importante=True,
    evolue=True,
    a_faire=True,
    suit="piece",
)
