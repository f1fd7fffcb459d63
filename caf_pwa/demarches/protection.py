"""What stands between a stolen telephone, or a recovered password, and the changes that matter most."""

from collections.abc import Sequence
from datetime import timedelta

from caf_pwa.comptes import titulaire
from caf_pwa.comptes.avis.avertissement import avertir
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.mot_de_passe import recuperation
from caf_pwa.demarches.brouillons import Fermee
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.moteur import Contact, Passage
from caf_pwa.extensions import db
from caf_pwa.socle.formats import moment
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.parametres import parametre


def a_prouver(passage: Passage) -> bool:
    """Sending this asks for a proof that it is really the person, and they have not just given one."""
    return passage.sensible and not moi().confirmee(instant())


def prevenir(nouveaux: Sequence[Contact]) -> None:
    """The contacts on file learn that a change was asked, and may stop it."""
    anciens = titulaire.contacts(db.session(), moi().compte_id)
    for contact in nouveaux:
        quoi = "votre adresse mail" if contact.canal == "courriel" else "votre numéro de téléphone"
        avertir(moi().compte_id, "contact", f"Un changement de {quoi} a été demandé", anciens)


def exiger_pas_recuperee(travail: Travail) -> None:
    """Raises Fermee for as long as what was recovered may have been by somebody else."""
    fiche, maintenant = travail.fiche, instant()
    if fiche.apres_recuperation is None:
        return
    heures = int(parametre(fiche.apres_recuperation, travail.situation.aujourdhui))
    fin = recuperation.fermee_jusqu_a(db.session(), moi().compte_id, timedelta(hours=heures), maintenant)
    if fin is not None:
        raise Fermee(
            fiche,
            "Vous venez de choisir un nouveau mot de passe avec « Mot de passe oublié ». Pour vous protéger, "
            f"le compte bancaire ne peut pas être changé avant le {moment(fin)}. C’est urgent ? Appelez votre Caf au "
            "3230.",
        )
