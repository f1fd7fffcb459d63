"""A payment did not come, and why."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="paiement-absent",
    libelle="Un paiement n’a pas été fait",
    titre="Un paiement n’a pas été fait",
    texte="{cause}",
    lien="/allocations/droits",
    ecran="Un paiement attendu n’a pas été fait. Nous vous disons pourquoi.",
    rubrique=Rubrique.PAIEMENTS,
    urgence=Urgence.HAUTE,
    coupable=False,
    importante=True,
)
