"""An answer to what was asked about a debt."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="demande-de-creance",
    libelle="Une réponse sur une dette",
    titre="{titre}",
    texte="Votre demande est {etat}.",
    lien="/dettes/demandes/{objet}",
    ecran="Vous avez une réponse sur une dette.",
    rubrique=Rubrique.DETTES,
    importante=True,
)
