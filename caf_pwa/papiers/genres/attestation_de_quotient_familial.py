"""The certificate of the quotient familial of a month. One that cannot be computed gives no paper: absent, never 0."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import QuotientFamilial
from caf_pwa.papiers import foyers
from caf_pwa.papiers.contenu import Contenu
from caf_pwa.papiers.demandes import SUR_UN_MOIS, Demande, en_texte, mois_de
from caf_pwa.papiers.genre import Genre, Qui, SansPapier
from caf_pwa.socle import formats
from caf_pwa.socle.portee import Portee

_TITRE = "Attestation de quotient familial"
_QUE_FAIRE = "Vérifiez vos ressources dans « Mes ressources ». Il manque quelque chose ? Appelez votre Caf au 3230."
_AUTRE_MOIS = "Choisissez un autre mois. Celui d’un mois est connu après son premier week-end."


def _composer(session: Session, qui: Qui, demande: Demande, aujourdhui: date) -> Contenu:
    foyer = dossier.foyer(session, qui.foyer_id)
    quotient = _quotient(session, foyer.id, mois_de(demande), aujourdhui)
    mois, valeur = formats.mois(quotient.mois), formats.nombre(_calcule(quotient))
    return Contenu(
        titre=_TITRE,
        demande={"mois": en_texte(quotient.mois)},
        fait_le=formats.jour(aujourdhui),
        emetteur=foyers.emetteur(foyer),
        destinataire=foyers.destinataire(foyer),
        phrase=f"Le quotient familial du foyer est de {valeur} pour {mois}.",
        chiffre=(f"Quotient familial, {mois}", valeur),
        faits=_base(quotient),
        personnes=tuple(foyers.nommee(personne) for personne in foyer.personnes),
        resume=(
            ("Document", _TITRE),
            ("Pour", foyers.en_bref(foyer.personnes[0])),
            ("Mois", mois),
            ("Quotient familial", valeur),
            ("Fait le", formats.jour(aujourdhui)),
        ),
    )


def _quotient(session: Session, foyer_id: str, mois: date | None, aujourdhui: date) -> QuotientFamilial:
    """That of the month, or the last one known. Raises SansPapier."""
    connus = dossier.quotients(session, foyer_id, aujourdhui) if mois is None else _du_mois(session, foyer_id, mois)
    if connus:
        return connus[0]
    quand = f"pour {formats.mois(mois)}" if mois else "pour ce foyer"
    raison = f"Aucun quotient familial n’est connu {quand}. Ce n’est pas un quotient de zéro."
    raise SansPapier(raison, _AUTRE_MOIS if mois else _QUE_FAIRE)


def _du_mois(session: Session, foyer_id: str, mois: date) -> Sequence[QuotientFamilial]:
    """However old: a paper is checked long after it was made."""
    requete = select(QuotientFamilial).where(QuotientFamilial.foyer_id == foyer_id, QuotientFamilial.mois == mois)
    return session.scalars(requete).all()


def _calcule(quotient: QuotientFamilial) -> int:
    if quotient.valeur is None:
        raison = f"Le quotient familial du foyer est non calculable pour {formats.mois(quotient.mois)}."
        raise SansPapier(f"{raison} {quotient.motif or ''}".strip(), _QUE_FAIRE)
    return quotient.valeur


def _base(quotient: QuotientFamilial) -> tuple[tuple[str, str], ...]:
    """What it was computed from, as far as the register tells."""
    sommes = (("Ressources d’un mois", quotient.ressources), ("Prestations du mois", quotient.prestations))
    dites = [(libelle, formats.euros(somme)) for libelle, somme in sommes if somme is not None]
    return (*dites, ("Parts", _parts(quotient.parts))) if quotient.parts is not None else tuple(dites)


def _parts(parts: Decimal) -> str:
    return formats.nombre(parts.normalize())


def _disponible(session: Session, foyer_id: str, aujourdhui: date) -> bool:
    connus = dossier.quotients(session, foyer_id, aujourdhui)
    return bool(connus) and connus[0].valeur is not None


GENRE = Genre(
    slug="attestation-de-quotient-familial",
    rang=20,
    titre=_TITRE,
    phrase="Pour la cantine, la crèche ou la mairie",
    portee=Portee.FOYER,
    choix=SUR_UN_MOIS,
    composer=_composer,
    disponible=_disponible,
)
