"""The last day of a declaration."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="declaration-dernier-jour",
    libelle="Rappel\xa0: dernier jour d’une déclaration",
    titre="{titre}",
    texte="Dernier jour\xa0: le {date}. Sans elle, un paiement peut être suspendu.",
    lien="/demarches/a-transmettre",
    ecran="Dernier jour pour une déclaration.",
    rubrique=Rubrique.DEMARCHES,
    urgence=Urgence.HAUTE,
    coupable=False,
    importante=True,
    a_faire=True,
    suit="declaration",
    rappel=True,
)
