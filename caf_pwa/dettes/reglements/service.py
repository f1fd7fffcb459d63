"""Payments as a person meets them: beginning one, giving it up, reading them, their receipts."""

import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes.modele import Creance
from caf_pwa.dettes.reglements.modele import CleDeReglement, Reglement
from caf_pwa.dettes.reglements.moteur import EtatReglement
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.parametres import parametre

_CLE = re.compile(r"[0-9a-f]{32}")
_LETTRES = "ACDEFHJKMNPRTVWXY"
_ALPHABET = "234679" + _LETTRES  # none that looks or sounds like another one


class DejaCommence(ErreurMetier):
    """Another amount is being paid on this debt: it is to be ended first."""

    def __init__(self, reglement: Reglement) -> None:
        super().__init__("Un autre paiement de cette dette est déjà commencé.")
        self.reglement = reglement


class MontantRefuse(ErreurMetier):
    phrase = "Ce montant ne peut pas être payé. Revenez en arrière, puis recommencez."


@dataclass(frozen=True)
class Recu:
    """What a receipt says. ``montant``: what was paid; ``reste_apres``: of the debt, once it was credited.

    ``rendu``: what has been given back since.
    """

    numero: str
    reference: str  # of the debt
    prestation: str
    montant: Decimal
    paye_le: datetime
    reste_apres: Decimal
    rendu: Decimal
    personne_id: str  # who paid


def creance(session: Session, foyer_id: str, creance_id: str) -> Creance:
    """A debt of that household. Raises Introuvable."""
    trouvee = session.scalar(
        select(Creance)
        .where(Creance.id == creance_id, Creance.foyer_id == foyer_id)
        .execution_options(populate_existing=True)
    )
    if trouvee is None:
        raise Introuvable(creance_id)
    return trouvee


def reste_a_payer(creance: Creance) -> Decimal:
    """What can be paid on it: nothing once it is closed."""
    return Decimal() if creance.etat.close else creance.reste


def commence(session: Session, creance_id: str, maintenant: datetime) -> Reglement | None:
    """The payment of this debt that is under way."""
    return session.scalar(
        select(Reglement).where(
            Reglement.creance_id == creance_id,
            Reglement.etat == EtatReglement.COMMENCE,
            Reglement.expire_le > maintenant,
        )
    )


def commencer(
    session: Session, identite: Identite, creance_id: str, montant: Decimal, cle: str, maintenant: datetime
) -> Reglement:
    """Begin to pay ``montant`` euros; the same key, or the same amount under way, is the same payment.

    Raises Introuvable, DejaCommence, MontantRefuse.
    """
    if not _CLE.fullmatch(cle):
        raise Introuvable(cle)
    dossier.marquer_modifie(session, identite.foyer_id)  # and whoever does the same now waits until this is done
    dette = creance(session, identite.foyer_id, creance_id)
    deja = session.scalar(
        select(Reglement).join(CleDeReglement).where(CleDeReglement.creance_id == dette.id, CleDeReglement.cle == cle)
    )
    if deja is not None:
        return deja
    _noter_les_expires(session, dette.id, maintenant)
    reglement = commence(session, dette.id, maintenant)
    if reglement is None:
        if not 0 < montant <= reste_a_payer(dette):
            raise MontantRefuse
        reglement = _inserer(session, identite, dette, montant, maintenant)
    elif reglement.montant != montant:
        raise DejaCommence(reglement)
    session.add(CleDeReglement(creance_id=dette.id, cle=cle, reglement_id=reglement.id))
    return reglement


def abandonner(session: Session, foyer_id: str, reglement_id: str, maintenant: datetime) -> Reglement:
    """Give up a payment that has not been made; one that has is left alone. Raises Introuvable."""
    dossier.marquer_modifie(session, foyer_id)
    reglement = un(session, foyer_id, reglement_id)
    if reglement.etat_a(maintenant) is EtatReglement.COMMENCE:
        reglement.etat = EtatReglement.ABANDONNE
    return reglement


def un(session: Session, foyer_id: str, reglement_id: str) -> Reglement:
    """A payment of that household, with its debt. Raises Introuvable."""
    trouve = session.scalar(
        select(Reglement)
        .options(joinedload(Reglement.creance))
        .where(Reglement.id == reglement_id, Reglement.foyer_id == foyer_id)
        .execution_options(populate_existing=True)
    )
    if trouve is None:
        raise Introuvable(reglement_id)
    return trouve


def recu(session: Session, foyer_id: str, reglement_id: str) -> Recu:
    """The receipt of a payment that was made. Raises Introuvable."""
    reglement = un(session, foyer_id, reglement_id)
    if reglement.paye_le is None or reglement.reste_apres is None:
        raise Introuvable(reglement_id)
    dette = reglement.creance
    return Recu(
        reglement.reference,
        dette.reference,
        dette.prestation,
        reglement.montant,
        reglement.paye_le.astimezone(PARIS),
        reglement.reste_apres,
        reglement.rendu,
        reglement.personne_id,
    )


def payes(session: Session, foyer_id: str, creance_id: str | None = None) -> Sequence[Reglement]:
    """« Mes remboursements »: what was paid online, of one debt or of all, newest first, each with its debt."""
    requete = (
        select(Reglement)
        .options(joinedload(Reglement.creance))
        .where(Reglement.foyer_id == foyer_id, Reglement.paye_le.is_not(None))
        .order_by(Reglement.paye_le.desc(), Reglement.id)
    )
    return session.scalars(requete if creance_id is None else requete.where(Reglement.creance_id == creance_id)).all()


def _noter_les_expires(session: Session, creance_id: str, maintenant: datetime) -> None:
    session.execute(
        update(Reglement)
        .where(
            Reglement.creance_id == creance_id,
            Reglement.etat == EtatReglement.COMMENCE,
            Reglement.expire_le <= maintenant,
        )
        .values(etat=EtatReglement.EXPIRE)
    )


def _inserer(session: Session, identite: Identite, dette: Creance, montant: Decimal, maintenant: datetime) -> Reglement:
    """A new one. Two that would bear one reference are told apart by drawing again."""
    minutes = int(parametre("reglement.minutes", maintenant.astimezone(PARIS).date()))
    reglement_id = uuid.uuid4().hex
    valeurs = {
        "id": reglement_id,
        "foyer_id": identite.foyer_id,
        "creance_id": dette.id,
        "personne_id": identite.personne_id,
        "montant": montant,
        "etat": EtatReglement.COMMENCE,
        "commence_le": maintenant,
        "expire_le": maintenant + timedelta(minutes=minutes),
    }
    while not inserer_si_absent(session.connection(), Reglement, valeurs | {"reference": _reference(maintenant)}):
        pass
    return un(session, identite.foyer_id, reglement_id)


def _reference(maintenant: datetime) -> str:
    """``261129-K7RW42``: the day in UTC, then six characters that are unique that day, as gateways ask.

    They begin with a letter: the gateway keeps numbers for what it makes itself.
    """
    lettres = secrets.choice(_LETTRES) + "".join(secrets.choice(_ALPHABET) for _ in range(5))
    return f"{maintenant.astimezone(UTC):%y%m%d}-{lettres}"
