"""The receipt of a démarche, for the person who sent it: what was sent, when, and the hash that proves it."""

from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.demarches import service as demarches
from caf_pwa.demarches.modele import Demarche
from caf_pwa.dossier import service as dossier
from caf_pwa.papiers import foyers
from caf_pwa.papiers.contenu import Contenu
from caf_pwa.papiers.demandes import Demande, sur_un_objet
from caf_pwa.papiers.genre import Genre, Qui
from caf_pwa.socle import formats
from caf_pwa.socle.portee import Portee

_TITRE = "Accusé de réception"


def _composer(session: Session, qui: Qui, demande: Demande, aujourdhui: date) -> Contenu:
    envoyee = demarches.envoyee_par(session, qui.foyer_id, qui.personne_id, demande["demarche"])
    auteur, foyer = dossier.personne(session, qui.foyer_id, qui.personne_id), dossier.foyer(session, qui.foyer_id)
    return Contenu(
        titre=_TITRE,
        demande=dict(demande),
        fait_le=formats.jour(aujourdhui),
        emetteur=(foyer.caisse or "Caf",),  # its number is for those who manage the dossier
        destinataire=(auteur.nom_affiche,),
        phrase=f"La Caf a reçu votre démarche « {envoyee.titre} ».",
        chiffre=("Numéro de la démarche", envoyee.numero),
        faits=(
            ("Reçue le", _quand(envoyee)),
            ("Envoyée par", auteur.nom_affiche),
            ("Empreinte de ce qui a été envoyé", envoyee.empreinte or "–"),
        ),
        notes=("L’empreinte prouve que rien n’a été changé depuis l’envoi.",),
        resume=(
            ("Document", _TITRE),
            ("Démarche", envoyee.titre),
            ("Pour", foyers.en_bref(auteur)),
            ("Numéro", envoyee.numero),
            ("Reçue le", _quand(envoyee)),
            ("Fait le", formats.jour(aujourdhui)),
        ),
    )


def _quand(envoyee: Demarche) -> str:
    jour = formats.jour(envoyee.deposee_le)
    return f"{jour} à {formats.heure(envoyee.deposee_a)}" if envoyee.deposee_a else jour


GENRE = Genre(
    slug="recu-de-demarche",
    rang=90,
    titre=_TITRE,
    phrase="",
    portee=Portee.PERSONNE,
    choix=sur_un_objet("demarche"),
    composer=_composer,
    corrigeable=False,
)
