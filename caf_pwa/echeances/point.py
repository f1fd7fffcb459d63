"""Sentences that remove doubt: nothing to do, or what; a payment that stops, why, who decides, what to do, by when.

Pure. No cause is made up: where the Caf gave none, that is what is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caf_pwa.allocations import prestations
from caf_pwa.allocations.calendrier import date_de_paiement
from caf_pwa.echeances.lecture import Ligne, Sorte
from caf_pwa.socle.formats import jour as en_jour
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.parametres import parametre

_A_TRANSMETTRE, _AIDE = "/demarches/a-transmettre", "/assistant"
_DUS = (Sorte.PIECE, Sorte.DECLARATION, Sorte.QUESTION)

# What each benefit waits for, where it is a declaration.
_DECLARATIONS = {
    "declaration-trimestrielle": ("RSA", "PPA"),
    "maintien-dans-les-lieux": ("ALS", "ALF", "APL"),
    "bourse": ("ALS", "ALF", "APL"),
    "certificat-de-scolarite": ("ARS",),
}


@dataclass(frozen=True)
class Arret:
    """A payment that does not come. ``droit_id``: the right that is suspended, None for a payment that is missing."""

    titre: str
    cause: str
    qui_decide: str
    que_faire: str
    avant_quand: str
    lien: str
    droit_id: str | None = None


@dataclass(frozen=True)
class Point:
    """Where a dossier is. ``depuis``: the day since which nothing is to be done, where it is known."""

    dus: tuple[Ligne, ...]
    arrets: tuple[Arret, ...]
    depuis: date | None

    @property
    def tranquille(self) -> bool:
        """Nothing is due and no payment has stopped."""
        return not self.dus and not self.arrets


def faire_le_point(lignes: Sequence[Ligne], aujourdhui: date) -> Point:
    """What these lines of a dossier say on that day."""
    dus = tuple(sorted((une for une in lignes if _du(une, aujourdhui)), key=lambda une: une.jour or date.max))
    arrets = [_suspendu(une, dus, aujourdhui) for une in lignes if une.sorte is Sorte.DROIT]
    if _manque(lignes, aujourdhui):
        arrets.append(_manquant(dus, aujourdhui))
    calme = next((une.moment for une in lignes if une.sorte is Sorte.CALME), None)
    return Point(dus, tuple(arrets), calme.astimezone(PARIS).date() if calme else None)


def _du(ligne: Ligne, aujourdhui: date) -> bool:
    return ligne.sorte in _DUS and (ligne.ouverte_le is None or ligne.ouverte_le <= aujourdhui)


def _suspendu(droit: Ligne, dus: Sequence[Ligne], aujourdhui: date) -> Arret:
    attendu = _attendu(droit.code or "", dus)
    faire = droit.a_faire or (f"Envoyez ce que la Caf attend\xa0: {attendu.titre}." if attendu else None)
    return Arret(
        titre=f"{prestations.nom(droit.code or '', droit.titre)}\xa0: versement suspendu",
        cause=droit.detail or "Votre Caf ne nous en a pas dit la cause.",
        qui_decide="Votre Caf, pour le département." if droit.code == "RSA" else "Votre Caf.",
        que_faire=faire or "Rien n’est demandé dans votre dossier. Appelez votre Caf au 3230.",
        avant_quand=_avant(attendu, aujourdhui),
        lien=_A_TRANSMETTRE if attendu else _AIDE,
        droit_id=droit.id,
    )


def _attendu(prestation: str, dus: Sequence[Ligne]) -> Ligne | None:
    """What this benefit waits for: the declaration it depends on, or a document."""
    declarations = (une for une in dus if prestation in _DECLARATIONS.get(une.code or "", ()))
    return next(declarations, None) or next((une for une in dus if une.sorte is Sorte.PIECE), None)


def _avant(attendu: Ligne | None, aujourdhui: date) -> str:
    if attendu is None or attendu.jour is None:
        return "Dès que possible\xa0: il n’y a pas de date limite."
    if attendu.jour < aujourdhui:
        return f"Dès que possible\xa0: la date limite était le {en_jour(attendu.jour)}."
    return f"Avant le {en_jour(attendu.jour)}."


def _manque(lignes: Sequence[Ligne], aujourdhui: date) -> bool:
    """The bank has had its days, and the payment of the month is not there. A household never paid yet misses none."""
    mois = aujourdhui.replace(day=1)
    recu = date_de_paiement(mois) + timedelta(days=int(parametre("paiement.jours_bancaires", mois)))
    jours = {une.sorte: une.jour for une in lignes if une.jour}
    depuis, paye = jours.get(Sorte.ATTENDU), jours.get(Sorte.PAYE)
    return depuis is not None and paye is not None and depuis < mois and paye < mois and aujourdhui > recu


def _manquant(dus: Sequence[Ligne], aujourdhui: date) -> Arret:
    prevu = en_jour(date_de_paiement(aujourdhui.replace(day=1)))
    retard = next((une for une in dus if une.jour is not None and une.jour < aujourdhui), None)
    cause = "Votre Caf ne nous en a pas dit la cause."
    if retard is not None:
        cause += f" Il lui manque ceci, qui était attendu le {en_jour(retard.jour or aujourdhui)}\xa0: {retard.titre}."
    return Arret(
        titre=f"Le paiement du {prevu} n’apparaît pas",
        cause=cause,
        qui_decide="Votre Caf.",
        que_faire="Envoyez ce qui manque." if retard else "Regardez votre compte bancaire, puis appelez le 3230.",
        avant_quand="Dès que possible\xa0: la banque a eu le temps de le recevoir.",
        lien=_A_TRANSMETTRE if retard else _AIDE,
    )
