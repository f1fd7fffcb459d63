"""Somebody of the household opened an account."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="compte-cree",
    libelle="Un compte est créé dans votre foyer",
    titre="Nouveau compte dans votre foyer",
    texte="{prenom} a créé son compte le {date}. Ce n’est pas {prenom}\u202f? Appelez votre Caf au 3230.",
    lien="/compte/historique",
    ecran="Un compte a été créé dans votre foyer.",
    rubrique=Rubrique.COMPTE,
    coupable=False,
    importante=True,
    personnel=True,
)
