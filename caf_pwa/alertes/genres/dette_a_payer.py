"""A debt is to be paid from now on."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="dette-a-payer",
    libelle="Rappel\xa0: une dette est à rembourser",
    titre="Dette à rembourser",
    texte="{prestation}\xa0: {montant}. Vous pouvez payer en plusieurs fois.",
    lien="/dettes/{objet}",
    ecran="Rappel\xa0: un remboursement vous est demandé.",
    rubrique=Rubrique.DETTES,
    importante=True,
    a_faire=True,
    suit="creance",
    rappel=True,
)
