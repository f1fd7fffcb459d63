"""A letter arrived."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="courrier",
    libelle="Un courrier arrive",
    titre="Nouveau courrier",
    texte="«\xa0{objet_du_courrier}\xa0», le {date}.",
    lien="/courriers/{objet}",
    ecran="Vous avez un nouveau courrier.",
    rubrique=Rubrique.COURRIERS,
    importante=True,
    personnel=True,
)
