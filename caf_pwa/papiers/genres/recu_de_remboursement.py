"""The receipt of a payment made online: how much, of which debt, when, and what was left of it then."""

from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.dettes.reglements import service as reglements
from caf_pwa.dossier import service as dossier
from caf_pwa.papiers import foyers
from caf_pwa.papiers.contenu import Contenu
from caf_pwa.papiers.demandes import Demande, sur_un_objet
from caf_pwa.papiers.genre import Genre, Qui
from caf_pwa.socle import formats
from caf_pwa.socle.portee import Portee

_TITRE = "Reçu de paiement"


def _composer(session: Session, qui: Qui, demande: Demande, aujourdhui: date) -> Contenu:
    recu = reglements.recu(session, qui.foyer_id, demande["reglement"])
    foyer, payeur = dossier.foyer(session, qui.foyer_id), dossier.personne(session, qui.foyer_id, recu.personne_id)
    quand = f"{formats.jour(recu.paye_le.date())} à {formats.heure(recu.paye_le)}"
    rendu = (("Rendu depuis", formats.euros(recu.rendu)),) if recu.rendu else ()
    return Contenu(
        titre=_TITRE,
        demande=dict(demande),
        fait_le=formats.jour(aujourdhui),
        emetteur=foyers.emetteur(foyer),
        destinataire=foyers.destinataire(foyer),
        phrase="La Caf a reçu votre paiement en ligne.",
        chiffre=("Montant reçu", formats.euros(recu.montant)),
        faits=(
            ("Numéro du paiement", recu.numero),
            ("Reçu le", quand),
            ("Payé par", payeur.nom_affiche),
            ("Dette", f"{recu.prestation}, référence {recu.reference}"),
            ("Il restait alors à rembourser", formats.euros(recu.reste_apres)),
            *rendu,
        ),
        resume=(
            ("Document", _TITRE),
            ("Pour", foyers.en_bref(payeur)),
            ("Numéro du paiement", recu.numero),
            ("Montant reçu", formats.euros(recu.montant)),
            ("Reçu le", quand),
            *rendu,
            ("Fait le", formats.jour(aujourdhui)),
        ),
    )


GENRE = Genre(
    slug="recu-de-remboursement",
    rang=91,
    titre=_TITRE,
    phrase="",
    portee=Portee.FOYER,
    choix=sur_un_objet("reglement"),
    composer=_composer,
)
