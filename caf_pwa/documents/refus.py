"""Why a file is refused: what happened, then what to do, in the words of the person who sends it."""

import enum

from caf_pwa.socle.erreurs import ErreurMetier


class Refus(enum.Enum):
    AUCUN = "aucun"
    VIDE = "vide"
    TROP_GROS = "trop-gros"
    GENRE = "genre"
    MELANGE = "melange"
    DANGEREUX = "dangereux"
    MOT_DE_PASSE = "mot-de-passe"
    FORMULAIRE = "formulaire"
    ABIME = "abime"
    TROP_GRAND = "trop-grand"
    TROP_DE_FEUILLES = "trop-de-feuilles"
    TROP_DE_PAGES = "trop-de-pages"
    TROP_LONG = "trop-long"

    @property
    def phrase(self) -> str:
        """What happened."""
        return _TEXTES[self][0]

    @property
    def conseil(self) -> str:
        """What to do."""
        return _TEXTES[self][1]


_PHOTO = "Prenez le papier en photo avec votre téléphone."
_TEXTES = {
    Refus.AUCUN: ("Vous n’avez pas choisi de fichier.", "Prenez une photo, ou choisissez un fichier."),
    Refus.VIDE: ("Ce fichier est vide.", "Choisissez-en un autre, ou prenez le papier en photo."),
    Refus.TROP_GROS: (
        "Ce fichier pèse plus de 10 Mo.",
        "Envoyez-le en plusieurs fichiers, ou prenez les pages en photo.",
    ),
    Refus.GENRE: (
        "Nous ne lisons pas ce genre de fichier.",
        "Envoyez un PDF ou une photo (JPEG, PNG, WebP, HEIC). Un texte Word s’enregistre en PDF.",
    ),
    Refus.MELANGE: (
        "Ce fichier en contient un autre : ce n’est pas une simple photo ni un simple PDF.",
        _PHOTO,
    ),
    Refus.DANGEREUX: (
        "Ce fichier est dangereux : il ressemble à un virus.",
        "Ne l’ouvrez pas. " + _PHOTO,
    ),
    Refus.MOT_DE_PASSE: (
        "Ce PDF est protégé par un mot de passe.",
        "Enregistrez-en une copie sans protection, ou prenez les pages en photo.",
    ),
    Refus.FORMULAIRE: (
        "Ce PDF est un formulaire animé : ses réponses ne se voient pas partout.",
        "Ouvrez-le, choisissez Imprimer puis Enregistrer en PDF, et envoyez cette copie.",
    ),
    Refus.ABIME: (
        "Ce fichier est abîmé : nous n’arrivons pas à le lire en entier.",
        "Téléchargez-le de nouveau, ou prenez le papier en photo.",
    ),
    Refus.TROP_GRAND: (
        "Cette image est trop grande : plus de 50 millions de points.",
        "Prenez une photo ordinaire du papier, ou réduisez l’image.",
    ),
    Refus.TROP_DE_FEUILLES: (
        "Ce PDF a plus de 30 pages.",
        "Envoyez seulement les pages demandées, ou plusieurs fichiers.",
    ),
    Refus.TROP_DE_PAGES: (
        "Ce document a déjà 20 fichiers : c’est le plus que nous prenons.",
        "Retirez-en un, ou envoyez la suite dans un autre document.",
    ),
    Refus.TROP_LONG: (
        "Ce fichier est trop compliqué : nous n’arrivons pas à l’ouvrir.",
        "Enregistrez-en une copie plus simple, ou prenez les pages en photo.",
    ),
}


class FichierRefuse(ErreurMetier):
    """This file is not taken, and nothing of it is kept."""

    def __init__(self, refus: Refus) -> None:
        super().__init__(f"{refus.phrase} {refus.conseil}")
        self.refus = refus
