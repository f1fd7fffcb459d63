"""Receiving what a device had kept: once for each key, with a receipt that says so. Knows no request."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import brouillons, depot, envoi, jointes, lecture
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.modele import Brouillon, Demarche
from caf_pwa.demarches.moteur import Passage
from caf_pwa.documents import service as documents
from caf_pwa.documents.atelier import Atelier
from caf_pwa.documents.refus import FichierRefuse
from caf_pwa.envois import transferts
from caf_pwa.envois.contenu import Contenu, Fichier
from caf_pwa.envois.flux import en_fichier
from caf_pwa.envois.modele import Envoi, Transfert
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.chiffrement.signatures import Signataire
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable

Cause = Literal["cle", "retiree", "fermee", "deja-envoyee", "brouillon", "version", "traitee"]
Faute = dict[str, str]


class Conflit(ErreurMetier):
    """What was written stays on the device, and the person chooses: the cause says what changed meanwhile."""

    def __init__(self, cause: Cause, phrase: str) -> None:
        super().__init__(phrase)
        self.cause: Cause = cause


class ACorriger(ErreurMetier):
    """Answers that do not hold, or files that cannot be taken: where, and what to do."""

    def __init__(self, fautes: Sequence[Faute]) -> None:
        super().__init__("Il y a quelque chose à corriger.")
        self.fautes = list(fautes)


@dataclass(frozen=True)
class Ateliers:
    """Where files on their way are, and where documents are kept."""

    transferts: Atelier
    documents: Atelier


def deja_recu(session: Session, compte_id: str, cle: str, empreinte: str) -> dict[str, Any] | None:
    """The receipt of what came before under this key; None when nothing did. Raises Conflit."""
    trouve = session.get(Envoi, (compte_id, cle), populate_existing=True)
    if trouve is None:
        return None
    if trouve.demarche_id is None:
        raise Conflit("retiree", "Vous avez abandonné cet envoi.")
    if trouve.empreinte != empreinte:
        raise Conflit("cle", "Autre chose est déjà arrivé sous le même nom.")
    return trouve.recu


def travail(session: Session, identite: Identite, contenu: Contenu, aujourdhui: date) -> Travail:
    """The person in front of that démarche as it is today. Raises Conflit, Introuvable."""
    try:
        trouve = lecture.travail(session, identite, contenu.demarche, aujourdhui)
    except Introuvable:
        raise Conflit("version", "Cette démarche ne se fait plus dans l’application.") from None
    if contenu.version != trouve.fiche.version:
        raise Conflit("version", "Les questions ont changé depuis. Relisez vos réponses, puis envoyez.")
    if trouve.brouillon is not None and trouve.revision != contenu.revision and not contenu.avant:
        raise Conflit("brouillon", "Vous avez commencé cette démarche ailleurs depuis. Choisissez ce qui compte.")
    return trouve


def passage(ou: Travail, contenu: Contenu) -> Passage:
    """The way that these answers lead."""
    return Passage(ou.fiche, ou.situation, contenu.reponses)


def a_signer(recu: dict[str, Any]) -> bytes:
    """The bytes that a receipt's signature is over: the same on a device, from the same receipt."""
    champs = ("cle", "empreinte", "numero", "demarche", "recu_le")
    return "\n".join(["caf:recu:1", *(str(recu[nom]) for nom in champs)]).encode()


def recevoir(
    session: Session, ateliers: Ateliers, ou: Travail, contenu: Contenu, cle: str, maintenant: datetime
) -> Demarche:
    """All of it, or nothing. Raises Conflit, ACorriger, Occupe."""
    identite = ou.identite
    try:
        remplacees = _anciennes(session, identite, contenu.avant)
        if not remplacees:
            brouillons.exiger_ouverte(ou)  # what has closed is told as that, not as answers to correct
        exiger_juste(passage(ou, contenu))
        brouillon = _brouillon(session, ou, contenu, remplacees, maintenant)
        complet = replace(ou, brouillon=brouillon)
        for fichier in contenu.fichiers:
            _joindre(session, ateliers, complet, fichier, maintenant)
        demarche = envoi.envoyer(session, ateliers.documents, complet, cle, maintenant)
    except brouillons.Fermee as refus:
        raise Conflit("fermee", str(refus)) from None
    except depot.DejaOuverte:
        raise Conflit("deja-envoyee", "Vous avez déjà envoyé cette démarche.") from None
    except depot.Incomplete:
        raise ACorriger([{"ou": "documents", "quoi": "Il manque un document."}]) from None
    _ne_plus_attendre(session, identite.compte_id, [fichier.cle for fichier in contenu.fichiers])
    return demarche


def prendre(session: Session, compte_id: str, cle: str, maintenant: datetime) -> bool:
    """Whether nothing has come under this key: whoever sends the same meanwhile waits for what becomes of it."""
    return _fermer(session, compte_id, cle, maintenant)


def acquitter(
    session: Session, compte_id: str, cle: str, contenu: Contenu, demarche: Demarche, signataire: Signataire
) -> dict[str, Any]:
    """The signed receipt, written in the same transaction as what it acknowledges."""
    maintenant = demarche.deposee_a
    assert maintenant is not None
    recu = {
        "cle": cle,
        "empreinte": contenu.empreinte,
        "numero": demarche.numero,
        "demarche": demarche.id,
        "recu_le": maintenant.isoformat(),
    }
    signature = base64.b64encode(signataire.signer(a_signer(recu))).decode()
    recu |= {"signe_par": signataire.cle_id, "signature": signature}
    envoi_ = session.get_one(Envoi, (compte_id, cle), populate_existing=True)
    envoi_.empreinte, envoi_.demarche_id, envoi_.recu = contenu.empreinte, demarche.id, recu
    session.flush()
    for ancienne in contenu.avant:
        _fermer(session, compte_id, ancienne, maintenant)
    return recu


def retirer(
    session: Session, compte_id: str, cles: Sequence[str], fichiers: Sequence[str], maintenant: datetime
) -> dict[str, Any] | None:
    """Given up: what has not come never will, and its files go. The receipt of what had come already, or None."""
    _ne_plus_attendre(session, compte_id, fichiers)
    for cle in cles:
        _fermer(session, compte_id, cle, maintenant)
    arrivees = [session.get_one(Envoi, (compte_id, cle)) for cle in cles]
    return next((arrivee.recu for arrivee in arrivees if arrivee.demarche_id is not None), None)


def exiger_juste(passage: Passage) -> None:
    """Raises ACorriger with every answer that does not hold, and every page that has none."""
    fautes: list[Faute] = []
    for point in passage.a_revoir():
        formulaire = passage.formulaire(point)
        formulaire.validate()
        erreurs = [(nom, phrase) for nom, phrases in formulaire.errors.items() for phrase in phrases]
        fautes += [{"ou": point.cle, "champ": nom or "", "quoi": str(phrase)} for nom, phrase in erreurs]
        fautes += [{"ou": point.cle, "quoi": "Cette page n’a pas de réponse."}] if not erreurs else []
    if fautes:
        raise ACorriger(fautes)


def _anciennes(session: Session, identite: Identite, cles: Sequence[str]) -> list[Demarche]:
    """What former versions became, when they came. Raises Conflit once somebody has taken one up."""
    trouvees = session.scalars(
        select(Demarche)
        .join(Envoi, Envoi.demarche_id == Demarche.id)
        .where(Envoi.compte_id == identite.compte_id, Envoi.cle.in_(cles))
        .order_by(Demarche.deposee_a)
    ).all()
    vivantes = [une for une in trouvees if une.etat.ouverte]
    if any(not une.corrigeable for une in vivantes):
        raise Conflit("traitee", "Votre Caf étudie déjà ce que vous aviez envoyé.")
    return list(vivantes)


def _brouillon(
    session: Session, ou: Travail, contenu: Contenu, remplacees: Sequence[Demarche], maintenant: datetime
) -> Brouillon:
    """The draft that is sent: what is written here takes the place of what was there."""
    brouillons.abandonner(session, ou)
    session.flush()
    vierge = replace(ou, brouillon=None)
    if remplacees:
        brouillon = brouillons.corriger(session, vierge, remplacees[-1], maintenant)
    else:
        brouillon = brouillons.commencer(session, vierge, maintenant)
    brouillon.reponses = contenu.reponses
    session.flush()
    return brouillon


def _joindre(session: Session, ateliers: Ateliers, ou: Travail, fichier: Fichier, maintenant: datetime) -> None:
    """What the device asked for in excess is taken too. Raises ACorriger."""
    assert ou.brouillon is not None
    possibles = (*ou.passage.pieces, *ou.fiche.pieces(ou.situation))
    piece = next((piece for piece in possibles if piece.nom == fichier.emplacement), None)
    recu = session.get(Transfert, (ou.identite.compte_id, fichier.cle))
    if piece is None or recu is None or not transferts.entier(ateliers.transferts, recu):
        raise ACorriger([{"ou": "documents", "fichier": fichier.cle, "quoi": "Ce fichier n’est pas arrivé en entier."}])
    deja = dict(jointes.du_brouillon(session, ou.brouillon)).get(piece.nom)
    place = jointes.Place(
        brouillon=ou.brouillon, emplacement=piece.nom, confidentiel=ou.fiche.confidentielle(ou.passage)
    )
    document = deja or jointes.joindre(session, ou.identite, place, piece.titre, "/demarches/a-consulter", maintenant)
    try:
        documents.ajouter(
            session, ateliers.documents, document, en_fichier(transferts.lire(ateliers.transferts, recu)), maintenant
        )
    except FichierRefuse as refus:
        quoi = f"{refus.refus.phrase} {refus.refus.conseil}"
        raise ACorriger([{"ou": "documents", "fichier": fichier.cle, "quoi": quoi}]) from None


def _ne_plus_attendre(session: Session, compte_id: str, cles: Sequence[str]) -> None:
    session.execute(delete(Transfert).where(Transfert.compte_id == compte_id, Transfert.cle.in_(cles)))


def _fermer(session: Session, compte_id: str, cle: str, maintenant: datetime) -> bool:
    """Nothing may come any more under this key. False when it was so, or when something has come."""
    return inserer_si_absent(session.connection(), Envoi, {"compte_id": compte_id, "cle": cle, "recu_le": maintenant})
