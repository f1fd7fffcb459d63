"""A debt is notified."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="creance",
    libelle="Une dette est notifiée",
    titre="Dette notifiée",
    texte="{montant} à rembourser\xa0: {prestation}.",
    lien="/dettes/{objet}",
    ecran="Votre Caf vous demande un remboursement. Vous pouvez le contester.",
    rubrique=Rubrique.DETTES,
    coupable=False,
    importante=True,
)
