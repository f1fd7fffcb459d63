"""A payment was made."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="paiement",
    libelle="Un paiement est fait",
    titre="Paiement effectué",
    texte="{montant} le {date}.",
    lien="/allocations/paiements/{objet}",
    ecran="Votre Caf a fait un paiement.",
    rubrique=Rubrique.PAIEMENTS,
)
