"""What an answer adds from the person's own dossier: sentences with their figures and their dates.

Each is asked with the rights of whoever asks; what is the household's is told to those who manage the dossier alone.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.allocations import service as allocations
from caf_pwa.allocations.calendrier import prochain_paiement
from caf_pwa.comparaison import service as comparaison
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import service as demarches
from caf_pwa.dettes import service as dettes
from caf_pwa.dossier import service as dossier
from caf_pwa.socle.formats import euros, euros_signes, jour, jour_semaine, mois, nombre

Phrases = list[str]
Reponse = Callable[[Session, Identite, date], Phrases]

RESERVE = "Vos chiffres sont dans le dossier du foyer. Seules les personnes qui le gèrent peuvent les lire."
MONTREES = 3


def du_dossier(session: Session, identite: Identite, nom: str, aujourdhui: date) -> Phrases:
    """What ``nom`` tells of the dossier that this person may read."""
    if nom in DU_FOYER:
        return DU_FOYER[nom](session, identite, aujourdhui) if identite.gere_le_dossier else [RESERVE]
    return DE_LA_PERSONNE[nom](session, identite, aujourdhui)


def _prochain_paiement(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    if not allocations.prestations_ouvertes(session, identite.foyer_id):
        return [
            "Aucun droit n’est ouvert aujourd’hui : aucun paiement n’est prévu.",
            *_dernier(session, identite, aujourdhui),
        ]
    prochain = jour_semaine(prochain_paiement(aujourdhui))
    return [f"Votre prochain paiement est prévu le {prochain}.", *_dernier(session, identite, aujourdhui)]


def _dernier(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    derniers = allocations.paiements(session, identite.foyer_id, aujourdhui, limite=1)
    if not derniers:
        return ["Vous n’avez reçu aucun paiement ces vingt-quatre derniers mois."]
    dernier = derniers[0]
    phrases = [f"Votre dernier paiement est de {euros(dernier.montant)}, le {jour(dernier.date)}."]
    if dernier.retenues:
        phrases.append(f"{euros(dernier.retenues)} ont été retenus sur ce paiement.")
    if dernier.montant_tiers:
        phrases.append(f"{euros(dernier.montant_tiers)} sont versés à un tiers, par exemple à votre bailleur.")
    return phrases


def _comparaison(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    deux = comparaison.comparer(session, identite, None, None, aujourdhui)
    if deux is None:
        return ["Il n’y a pas encore deux paiements à comparer."]
    avant, apres = mois(deux.avant.mois), mois(deux.apres.mois)
    if not deux.ecart:
        return [f"Vous avez reçu la même somme en {avant} et en {apres} : {euros(deux.apres.recu)}."]
    phrases = [
        f"Vous avez reçu {euros(deux.apres.recu)} en {apres} et {euros(deux.avant.recu)} en {avant} : "
        f"{euros_signes(deux.ecart)}."
    ]
    changees = sorted((une for une in deux.lignes if une.poste.ecart), key=lambda une: -abs(une.poste.ecart))
    for une in changees[:MONTREES]:
        phrases.append(f"{une.poste.nom} : {euros_signes(une.poste.ecart)}.")
        phrases += [cause.texte for cause in une.causes if cause.certaine][:1]
    return phrases


def _echeances(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    declarations = demarches.declarations_attendues(session, identite, aujourdhui)
    pieces = demarches.pieces_attendues(session, identite)
    phrases = [f"{une.titre}, {une.periode} : avant le {jour(une.limite)}." for une in declarations]
    for piece in pieces:
        avant = f" : avant le {jour(piece.limite)}" if piece.limite else ""
        phrases.append(f"Document à envoyer, {piece.libelle}{avant}.")
    return phrases or [f"Au {jour(aujourdhui)}, vous n’avez rien à faire."]


def _demarches(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    envoyees = demarches.envoyees(session, identite, aujourdhui)
    if not envoyees:
        return ["Vous n’avez envoyé aucune démarche ces vingt-quatre derniers mois."]
    phrases = []
    for une in envoyees[:MONTREES]:
        avant = f" Réponse avant le {jour(une.reponse_avant)}." if une.etat.ouverte and une.reponse_avant else ""
        phrases.append(f"{une.titre}, reçue le {jour(une.deposee_le)} : {une.etat.libelle.lower()}.{avant}")
    return phrases


def _dettes(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    ouvertes = dettes.resumees(session, identite.foyer_id, aujourdhui)
    if not ouvertes:
        return [f"Au {jour(aujourdhui)}, vous ne devez rien à la Caf."]
    total = sum(une.reste for une in ouvertes)
    phrases = [f"Au {jour(aujourdhui)}, il vous reste {euros(total)} à rembourser."] if len(ouvertes) > 1 else []
    return phrases + [f"{une.prestation} : reste {euros(une.reste)}, {une.etat.libelle.lower()}." for une in ouvertes]


def _quotient(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    dernier = next(iter(dossier.quotients(session, identite.foyer_id, aujourdhui)), None)
    if dernier is None:
        return ["Votre quotient familial n’est pas connu."]
    if dernier.valeur is None:
        return [f"Votre quotient familial de {mois(dernier.mois)} n’est pas calculable. {dernier.motif or ''}".strip()]
    return [f"Votre quotient familial est de {nombre(dernier.valeur)}, en {mois(dernier.mois)}."]


def _numero_allocataire(session: Session, identite: Identite, _aujourdhui: date) -> Phrases:
    numero = dossier.foyer(session, identite.foyer_id).numero_allocataire
    return [f"Votre numéro allocataire est le {numero}."] if numero else []


def _ma_caf(session: Session, identite: Identite, _aujourdhui: date) -> Phrases:
    caisse = dossier.foyer(session, identite.foyer_id).caisse
    return [f"Votre Caf : {caisse}."] if caisse else []


def _alertes(session: Session, identite: Identite, aujourdhui: date) -> Phrases:
    recues = alertes.recues(session, identite)
    a_faire = [une for une in recues if une.a_faire]
    if not a_faire:
        return [f"Au {jour(aujourdhui)}, aucune alerte ne vous demande quelque chose."]
    return [f"{une.titre} : {une.texte}" for une in a_faire[:MONTREES]]


DU_FOYER: dict[str, Reponse] = {
    "prochain_paiement": _prochain_paiement,
    "dernier_paiement": _dernier,
    "comparaison": _comparaison,
    "dettes": _dettes,
    "quotient": _quotient,
    "numero_allocataire": _numero_allocataire,
    "ma_caf": _ma_caf,
}
DE_LA_PERSONNE: dict[str, Reponse] = {"echeances": _echeances, "demarches": _demarches, "alertes": _alertes}
