"""Payments stop, and why."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="paiement-absent",
    libelle="Un droit est suspendu",
    titre="Un droit est suspendu",
    texte="{cause}",
    lien="/allocations/droits",
    ecran="Un de vos droits est suspendu. Nous vous disons pourquoi.",
    rubrique=Rubrique.PAIEMENTS,
    urgence=Urgence.HAUTE,
    coupable=False,
    importante=True,
    evolue=True,
    suit="droit",
)
