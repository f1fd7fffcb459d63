"""The account that benefits are paid to has changed."""

from caf_pwa.alertes.genre import Genre, Rubrique, Urgence

GENRE = Genre(
    slug="compte-bancaire",
    libelle="Vos coordonnées bancaires changent",
    titre="Coordonnées bancaires",
    texte="Le compte où vos aides sont versées a changé le {date}. Ce n’est pas vous\u202f? Appelez votre Caf au 3230.",
    lien="/profil",
    ecran="Vos coordonnées bancaires ont changé.",
    rubrique=Rubrique.COMPTE,
    urgence=Urgence.HAUTE,
    coupable=False,
    importante=True,
    evolue=True,
)
