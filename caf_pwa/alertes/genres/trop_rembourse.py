"""More was paid back than was owed."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="trop-rembourse",
    libelle="Vous avez payé trop",
    titre="Vous avez payé trop",
    texte="{montant} en trop\xa0: votre Caf vous les rend.",
    lien="/dettes/reglements/{objet}",
    ecran="Vous avez remboursé plus que votre dette.",
    rubrique=Rubrique.DETTES,
)
