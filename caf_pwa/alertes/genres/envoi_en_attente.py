"""A declaration waits on the person's own phone, its limit nears, and nothing has come."""

from caf_pwa.alertes.genre import Genre, Rubrique

GENRE = Genre(
    slug="envoi-en-attente",
    libelle="Une déclaration attend sur votre téléphone",
    titre="Votre déclaration attend sur votre téléphone",
    texte="{titre}, à envoyer avant le {date}. Ouvrez l’application sur ce téléphone, là où il y a du réseau.",
    lien="/demarches/a-consulter",
    ecran="Une déclaration attend sur votre téléphone.",
    rubrique=Rubrique.DEMARCHES,
    importante=True,
    a_faire=True,
    personnel=True,
)
