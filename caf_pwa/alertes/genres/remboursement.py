"""A repayment came."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="remboursement",
    libelle="Un remboursement est reçu",
    titre="Remboursement reçu",
    texte="{montant} reçus. Reste à rembourser\xa0: {reste}.",
    lien="/dettes/reglements/{objet}",
    ecran="Votre remboursement est bien reçu.",
    rubrique=Rubrique.DETTES,
    urgence=Urgence.BASSE,
)
