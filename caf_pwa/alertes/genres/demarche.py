"""A démarche went on."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="demarche",
    libelle="Une démarche avance",
    titre="{titre}",
    texte="Votre démarche est maintenant\xa0: {etat}.",
    lien="/demarches/suivi/{objet}",
    ecran="Une de vos démarches avance.",
    rubrique=Rubrique.DEMARCHES,
    importante=True,
    evolue=True,
    personnel=True,
)
