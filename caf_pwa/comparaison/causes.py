"""Why a line differs from one month to another, as far as the feed and the law say. Pure: no Flask, no database.

A cause is certain when the feed tells it and the amounts or the dates agree; else it is a possible one, and said so.
No cause is made up: where nothing explains, the list is empty.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from caf_pwa.allocations import prestations
from caf_pwa.allocations.modele import Droit, EtatDroit
from caf_pwa.comparaison import ages
from caf_pwa.comparaison.postes import Famille, LigneLue, Poste, RetenueLue, Versements, du_poste
from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.socle.formats import euros, jour, mois, nombre
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

# Revalued with the base mensuelle des allocations familiales; those below it on the same day, by rates of their own.
SUR_LA_BMAF = ("AF", "AFF", "CF", "ASF", "PAJE-AB", "PREPARE", "AEEH")
AU_MEME_JOUR = ("RSA", "PPA", "AAH")
ARRONDI = Decimal("0.02")
UNE_FOIS = {"ARS": "une fois par an", "PAJE-PN": "une seule fois", "PAJE-PA": "une seule fois"}


@dataclass(frozen=True)
class Cause:
    """A sentence. ``creance_id``, ``demarche_id``: what it is about, where that has a page."""

    texte: str
    certaine: bool = True
    creance_id: str | None = None
    demarche_id: str | None = None


@dataclass(frozen=True)
class Acceptee:
    """A démarche that changed the dossier, on that day."""

    demarche_id: str
    titre: str
    jour: date


@dataclass(frozen=True)
class Contexte:
    """What is known besides the payments. ``naissances``: of the children, by first name."""

    avant: Versements
    apres: Versements
    droits: Sequence[Droit] = ()
    naissances: Sequence[tuple[str, date]] = ()
    acceptees: Sequence[Acceptee] = ()

    def entre(self, evenement: date, compris: bool = False) -> bool:
        """Whether it happened for the later month and not for the earlier one; ``compris``: nor after it began."""
        du_mois = evenement.replace(day=1)
        return self.avant.du < du_mois <= self.apres.du or (compris and du_mois == self.avant.du)


@dataclass(frozen=True)
class Explication:
    """``a_faire``: what the feed says that the person can do."""

    poste: Poste
    causes: Sequence[Cause] = ()
    a_faire: str | None = None


def expliquer(poste: Poste, contexte: Contexte) -> Explication:
    """The first certain cause; where there is none, every possible one."""
    if not poste.ecart:
        return Explication(poste)
    possibles: list[Cause] = []
    for regle in _REGLES[poste.famille]:
        for cause in regle(poste, contexte):
            if cause.certaine:
                return Explication(poste, [cause], _a_faire(poste, contexte))
            possibles.append(cause)
    return Explication(poste, possibles, _a_faire(poste, contexte))


def _droits(poste: Poste, contexte: Contexte) -> list[Droit]:
    return [droit for droit in contexte.droits if droit.prestation == poste.cle]


def _a_faire(poste: Poste, contexte: Contexte) -> str | None:
    if poste.famille is not Famille.ALLOCATION:
        return None
    return next((droit.a_faire for droit in _droits(poste, contexte) if droit.a_faire), None)


def _une_fois(poste: Poste, _: Contexte) -> Iterator[Cause]:
    if poste.cle in UNE_FOIS and not (poste.avant and poste.apres):
        yield Cause(f"Cette aide est versée {UNE_FOIS[poste.cle]}.")


def _ouverture(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    for droit in _droits(poste, contexte):
        if not poste.avant and contexte.entre(droit.depuis):
            yield Cause(f"C’est un nouveau droit, depuis le {jour(droit.depuis)}.")


def _fin(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    for droit in _droits(poste, contexte):
        if not poste.apres and droit.fin and contexte.entre(droit.fin, compris=True):
            yield Cause(f"Ce droit s’est terminé le {jour(droit.fin)}. {droit.motif or ''}".rstrip())


def _suspension(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    for droit in _droits(poste, contexte):
        if poste.ecart < 0 and droit.etat is EtatDroit.SUSPENDU:
            date_connue = droit.change_le is not None and contexte.entre(droit.change_le, compris=True)
            yield Cause(f"Ce droit est suspendu. {droit.motif or ''}".rstrip(), date_connue and not poste.apres)


def _recalcul(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    """The feed keeps the last change of a right: the amounts say whether it is this one."""
    for droit in _droits(poste, contexte):
        if droit.etat is EtatDroit.OUVERT and droit.change_le and contexte.entre(droit.change_le, poste.ecart < 0):
            certain = droit.montant == poste.apres and droit.montant_avant in (None, poste.avant)
            yield Cause(f"Ce droit a changé le {jour(droit.change_le)}. {droit.motif or ''}".rstrip(), certain)


def _revalorisation(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    """On 1 April: the rate that we know must give this very amount, to the cent of a rounding or two."""
    avril = date(contexte.apres.du.year, 4, 1)
    if poste.ecart < 0 or not poste.avant or not contexte.entre(avril):
        return
    taux = _taux(avril) if poste.cle in SUR_LA_BMAF else None
    if taux and abs(poste.avant * taux - poste.apres) <= ARRONDI:
        pour_cent = nombre(((taux - 1) * 100).quantize(Decimal("0.1")))
        yield Cause(f"Les montants ont été revalorisés de {pour_cent} % le {jour(avril)}.")
    elif poste.cle in SUR_LA_BMAF + AU_MEME_JOUR:
        texte = f"Les montants ont été revalorisés le {jour(avril)}. Cela n’explique peut-être qu’une partie."
        yield Cause(texte, certaine=False)


def _taux(avril: date) -> Decimal | None:
    """What the base was multiplied by on that day; None where we do not know it before and after."""
    try:
        avant, apres = (parametre("bmaf.montant", un) for un in (mois_avant(avril, 1), avril))
    except KeyError:
        return None
    return apres / avant if apres != avant else None


def _anniversaire(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    for prenom, naissance in contexte.naissances:
        seuil = ages.seuil(poste.cle, naissance, poste.ecart > 0)
        if seuil and contexte.entre(seuil[1], compris=True):
            yield Cause(f"{prenom} a eu {seuil[0]} ans le {jour(seuil[1])}.", certaine=False)


def _demarche(_: Poste, contexte: Contexte) -> Iterator[Cause]:
    """Any accepted between the two payments may have changed any benefit."""
    for acceptee in contexte.acceptees:
        texte = f"Une démarche a changé votre dossier le {jour(acceptee.jour)} : {acceptee.titre}."
        yield Cause(texte, certaine=False, demarche_id=acceptee.demarche_id)


def _rappel(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    """A back-payment explains itself: it is made once, for the months that it names."""
    if poste.apres:
        verbe = "Versé" if poste.apres > 0 else "Repris"
        yield Cause(f"{verbe} une fois, pour {_pour(contexte.apres, poste)}.")
    else:
        fait = "a été versé" if poste.avant > 0 else "a été repris"
        yield Cause(f"Ce rappel {fait} une fois en {mois(contexte.avant.mois)}, pour {_pour(contexte.avant, poste)}.")


def _pour(versements: Versements, poste: Poste) -> str:
    les_mois = sorted({ligne.mois for ligne in du_poste(versements, poste)})
    return ", ".join(mois(un_mois) for un_mois in les_mois)


def _tiers(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    """What is paid to others is a part of the benefits: they say why."""
    avant, apres = (du_poste(versements, poste) for versements in (contexte.avant, contexte.apres))
    quoi = _noms([*avant, *apres])
    if not poste.avant:
        yield Cause(f"Depuis ce mois, cette allocation est versée directement à {poste.nom} : {quoi}.")
    elif not poste.apres:
        yield Cause(f"Rien n’est plus versé directement à {poste.nom} : {quoi}.")
    else:
        yield Cause(f"Suit le montant de cette allocation : {quoi}.")


def _noms(lignes: Iterable[LigneLue]) -> str:
    return ", ".join(dict.fromkeys(prestations.nom(ligne.prestation, ligne.libelle) for ligne in lignes))


def _retenue(poste: Poste, contexte: Contexte) -> Iterator[Cause]:
    toutes: list[RetenueLue] = [*contexte.avant.retenues, *contexte.apres.retenues]
    creance = next((une.creance for une in toutes if une.creance and une.creance.id == poste.cle), None)
    if creance is None:
        return
    texte = _texte_de_la_retenue(poste, creance)
    if texte:
        yield Cause(texte, creance_id=None if creance.etat.close else creance.id)


def _texte_de_la_retenue(poste: Poste, creance: Creance) -> str | None:
    if not poste.avant:
        return f"Une retenue rembourse votre dette de {euros(creance.montant)} : {creance.prestation}. {creance.motif}"
    if not poste.apres:
        return _FINIES.get(creance.etat)
    if creance.retenue_mensuelle == -poste.apres:
        return f"La retenue de chaque mois est maintenant de {euros(creance.retenue_mensuelle)}."
    if creance.etat is EtatCreance.SOLDEE and poste.ecart > 0:
        return "C’était la fin de cette dette : il restait moins à rembourser."
    return None


_FINIES = {
    EtatCreance.SOLDEE: "Cette dette est remboursée.",
    EtatCreance.ANNULEE: "Cette dette est annulée.",
    EtatCreance.CONTESTEE: "Vous avez contesté cette dette : son remboursement est suspendu.",
    EtatCreance.REMISE_DEMANDEE: "Vous avez demandé une remise : le remboursement est suspendu.",
}

_REGLES: dict[Famille, tuple[Callable[[Poste, Contexte], Iterator[Cause]], ...]] = {
    Famille.ALLOCATION: (
        _une_fois,
        _ouverture,
        _fin,
        _suspension,
        _recalcul,
        _revalorisation,
        _anniversaire,
        _demarche,
    ),
    Famille.RAPPEL: (_rappel,),
    Famille.TIERS: (_tiers,),
    Famille.RETENUE: (_retenue,),
}
