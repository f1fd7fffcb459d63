"""What is paid changes, and why."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="paiement-change",
    libelle="Un montant change",
    titre="Un montant change",
    texte="{cause}",
    lien="/allocations/droits",
    ecran="Le montant d’une de vos aides change. Nous vous disons pourquoi.",
    rubrique=Rubrique.PAIEMENTS,
    importante=True,
    evolue=True,
    suit="droit",
)
