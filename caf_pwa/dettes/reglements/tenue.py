"""Keeping the account of payments: what a gateway's notice does, what the feed has counted. The debt follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import traces
from caf_pwa.comptes.traces import Acte
from caf_pwa.dettes import demandes
from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.dettes.reglements import moteur
from caf_pwa.dettes.reglements.guichet import Avis, AvisRefuse
from caf_pwa.dettes.reglements.modele import AvisRecu, Reglement
from caf_pwa.dettes.reglements.moteur import Nouvelle
from caf_pwa.dettes.reglements.service import reste_a_payer
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Foyer
from caf_pwa.extensions import Centiemes, inserer_si_absent
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.formats import euros


def recevoir(session: Session, guichet: str, avis: Avis, maintenant: datetime) -> bool:
    """Believe a notice that was proved. True when it was new. Raises AvisRefuse for what no order allows.

    Late, twice, in any order: each transaction counts once, and what a debt cannot take is to be given back.
    """
    reglement = _vise(session, avis)
    if avis.nouvelle is Nouvelle.EN_COURS or not _noter(session, guichet, avis, avis.nouvelle, maintenant):
        return False
    nouvelle = avis.nouvelle
    if nouvelle is Nouvelle.ANNULE:
        # Not told yet that it was paid: noted as told, so that it never counts. Told already: given back.
        jamais_payee = _noter(session, guichet, avis, Nouvelle.PAYE, maintenant)
        nouvelle = Nouvelle.ABANDONNE if jamais_payee else Nouvelle.RENDU
    dossier.marquer_modifie(session, reglement.foyer_id)
    dette = _tenir(session, reglement.creance_id)
    session.refresh(reglement)
    avant = reglement.argent
    reglement.argent = moteur.appliquer(avant, nouvelle, avis.montant, reste_a_payer(dette))
    _reporter(session, dette)
    if nouvelle in (Nouvelle.PAYE, Nouvelle.RENDU):
        reglement.revision += 1
        _dire(session, reglement, dette, nouvelle, avis.montant, maintenant)
        _annoncer(session, dette, maintenant)
    return True


def recompter(session: Session, creance_id: str, comptes: Mapping[str, Decimal] | None, maintenant: datetime) -> None:
    """After the feed has told a debt anew: take off it what was paid online and is not in ``rembourse``.

    ``comptes``: how much of each payment, by reference, that figure includes; None: as was told before.
    Raises Introuvable for a reference that is not of this debt.
    """
    session.flush()
    dette = _tenir(session, creance_id)
    reglements = session.scalars(
        select(Reglement)
        .where(Reglement.creance_id == creance_id)
        .order_by(Reglement.commence_le.desc(), Reglement.id)
        .execution_options(populate_existing=True)
    ).all()
    if comptes is not None:
        _compter(reglements, comptes)
    _reporter(session, dette)
    trop = dette.deja_rembourse - (Decimal() if dette.etat is EtatCreance.ANNULEE else dette.montant)
    for reglement in reglements:
        part = min(trop, reglement.credite - reglement.compte)
        if part > 0:
            reglement.argent = moteur.resserrer(reglement.argent, part)
            reglement.revision += 1
            trop -= part
            _dire_le_trop(session, reglement, maintenant)
    _reporter(session, dette)
    _annoncer(session, dette, maintenant)


@dataclass(frozen=True)
class ARendre:
    """Money received beyond what was owed, for an adviser to give back."""

    reference: str
    numero_allocataire: str | None
    montant: Decimal
    paye_le: datetime


def a_rendre(session: Session, caisse: str | None) -> list[ARendre]:
    """What is to be given back to the people of that Caf, oldest first; of all where ``caisse`` is None."""
    requete = (
        select(Reglement, Foyer.numero_allocataire)
        .join(Foyer, Foyer.id == Reglement.foyer_id)
        .where(Reglement.recu > Reglement.rendu + Reglement.credite)
        .order_by(Reglement.paye_le, Reglement.id)
    )
    if caisse is not None:
        requete = requete.where(Foyer.caisse == caisse)
    return [
        ARendre(reglement.reference, numero, reglement.argent.a_rendre, reglement.paye_le or reglement.commence_le)
        for reglement, numero in session.execute(requete)
    ]


def _vise(session: Session, avis: Avis) -> Reglement:
    reglement = session.scalar(select(Reglement).where(Reglement.reference == avis.reference))
    if reglement is None:
        raise AvisRefuse("commande")
    juste = {
        Nouvelle.PAYE: avis.montant == reglement.montant,
        Nouvelle.ANNULE: avis.montant == reglement.montant,
        Nouvelle.RENDU: 0 < avis.montant <= reglement.montant,
    }
    if not juste.get(avis.nouvelle, True):
        raise AvisRefuse("montant")
    return reglement


def _noter(session: Session, guichet: str, avis: Avis, nouvelle: Nouvelle, maintenant: datetime) -> bool:
    """False when that was said before, whoever else is told it meanwhile."""
    reglement = select(Reglement.id).where(Reglement.reference == avis.reference).scalar_subquery()
    valeurs = {
        "guichet": guichet,
        "transaction": avis.transaction,
        "nouvelle": nouvelle,
        "reglement_id": reglement,
        "montant": avis.montant,
        "recu_le": maintenant,
    }
    return inserer_si_absent(session.connection(), AvisRecu, valeurs)


def _tenir(session: Session, creance_id: str) -> Creance:
    """The debt, held until this is done."""
    return session.scalars(
        select(Creance).where(Creance.id == creance_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _reporter(session: Session, dette: Creance) -> None:
    session.flush()
    total = type_coerce(func.sum(Reglement.credite - Reglement.compte), Centiemes)
    dette.regle = session.scalar(select(total).where(Reglement.creance_id == dette.id)) or Decimal()
    session.flush()


def _compter(reglements: Sequence[Reglement], comptes: Mapping[str, Decimal]) -> None:
    inconnues = comptes.keys() - {reglement.reference for reglement in reglements}
    if inconnues:
        raise Introuvable(min(inconnues))
    for reglement in reglements:
        reglement.compte = comptes.get(reglement.reference, Decimal())


def _dire(
    session: Session, reglement: Reglement, dette: Creance, nouvelle: Nouvelle, montant: Decimal, maintenant: datetime
) -> None:
    """What the person is told, in the same transaction: an alert, a line of « Mon historique »."""
    if nouvelle is Nouvelle.RENDU:
        texte = f"Remboursement en ligne rendu : {euros(montant)}"
        alertes.clore(session, "trop-rembourse", reglement.id, maintenant)
    else:
        texte = f"Remboursement en ligne reçu : {euros(montant)}"
        _dire_recu(session, reglement, dette, maintenant)
    acte = Acte("remboursement", texte, motif=f"Numéro {reglement.reference}")
    traces.tracer(session, reglement.foyer_id, acte, maintenant, personne_auteur_id=reglement.personne_id)
    if reglement.argent.a_rendre > 0:
        _dire_le_trop(session, reglement, maintenant)


def _dire_recu(session: Session, reglement: Reglement, dette: Creance, maintenant: datetime) -> None:
    reglement.paye_le = reglement.paye_le or maintenant
    reglement.reste_apres = reste_a_payer(dette)
    valeurs = {"montant": euros(reglement.montant), "reste": euros(reglement.reste_apres)}
    alertes.publier(session, (reglement.foyer_id, None), "remboursement", reglement.id, valeurs, maintenant)


def _annoncer(session: Session, dette: Creance, maintenant: datetime) -> None:
    """The alert of a debt just notified says what is left of it, as long as something is."""
    gelee = demandes.gelee(session, dette.foyer_id, dette.id)
    if dette.etat is EtatCreance.NOTIFIEE and dette.reste and not gelee:
        valeurs = {"montant": euros(dette.reste), "prestation": dette.prestation}
        alertes.publier(session, (dette.foyer_id, None), "creance", dette.id, valeurs, maintenant)
    else:
        alertes.clore(session, "creance", dette.id, maintenant)


def _dire_le_trop(session: Session, reglement: Reglement, maintenant: datetime) -> None:
    valeurs = {"montant": euros(reglement.argent.a_rendre)}
    alertes.publier(session, (reglement.foyer_id, None), "trop-rembourse", reglement.id, valeurs, maintenant)
