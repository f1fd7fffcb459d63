"""A payment differs from the one before, and why."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="paiement-change",
    libelle="Un paiement a changé",
    titre="Votre paiement a changé",
    texte="{cause}",
    lien="/allocations/paiements/{objet}",
    ecran="Le montant d’un paiement a changé. Nous vous disons pourquoi.",
    rubrique=Rubrique.PAIEMENTS,
    importante=True,
)
