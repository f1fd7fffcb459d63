"""Where a dossier is today, and its dates to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.allocations.calendrier import prochains_paiements
from caf_pwa.demarches.lecture import Qui
from caf_pwa.dettes import service as dettes
from caf_pwa.dettes.modele import EtatCreance, GenreDeDemande
from caf_pwa.dettes.service import CreanceResume, Dette
from caf_pwa.echeances import lecture, point
from caf_pwa.echeances.lecture import Ligne, Sorte
from caf_pwa.echeances.point import Arret, Point

PAIEMENTS_ANNONCES = 6

# A debt in these waits for its person: to pay, or to say that they do not agree.
_A_REGLER = (EtatCreance.NOTIFIEE, EtatCreance.EXIGIBLE)


def faire_le_point(session: Session, qui: Qui, aujourdhui: date) -> Point:
    """What is due, what has stopped, and since when nothing is to be done. One statement."""
    return point.faire_le_point(lecture.lire(session, qui), aujourdhui)


def arrets(session: Session, qui: Qui, aujourdhui: date) -> Sequence[Arret]:
    """The payments that do not come, each with its cause, who decides, what to do and by when."""
    return faire_le_point(session, qui, aujourdhui).arrets


def attend_un_reglement(creances: Sequence[CreanceResume]) -> bool:
    """One of these debts waits for its person: nothing is deducted for it, and nothing was asked about it."""
    return any(creance.etat in _A_REGLER for creance in creances)


@dataclass(frozen=True)
class Date:
    """A day to keep in mind. ``cle`` names it, the same every time; ``genre``: what it is, without saying of what."""

    jour: date
    genre: str
    titre: str
    lien: str
    cle: str
    a_faire: bool = True


def dates(session: Session, qui: Qui, aujourdhui: date) -> list[Date]:
    """The next payments and every deadline, the late ones included, in the order of days."""
    trouvees = [une for ligne in lecture.lire(session, qui) for une in _d_une_ligne(ligne, aujourdhui)]
    if qui.gere_le_dossier:
        trouvees += [_d_un_paiement(jour) for jour in prochains_paiements(aujourdhui, PAIEMENTS_ANNONCES)]
        for dette in dettes.liste(session, qui.foyer_id, aujourdhui):
            trouvees += _d_une_dette(dette, aujourdhui)
    return sorted(trouvees, key=lambda une: (une.jour, une.cle))


def _d_un_paiement(jour: date) -> Date:
    return Date(jour, "Paiement", "Paiement de la Caf", "/allocations/paiements", f"paiement {jour:%Y-%m}", False)


def _d_une_ligne(ligne: Ligne, aujourdhui: date) -> list[Date]:
    """A declaration that is still to open has two days: the first and the last."""
    if ligne.sorte not in (Sorte.PIECE, Sorte.DECLARATION) or ligne.jour is None:
        return []
    nom, lien, titre = f"{ligne.sorte.value} {ligne.id}", "/demarches/a-transmettre", ligne.titre or ""
    fin = Date(ligne.jour, "Dernier jour", titre, lien, nom)
    if ligne.ouverte_le is None or ligne.ouverte_le <= aujourdhui:
        return [fin]
    return [Date(ligne.ouverte_le, "Ouverture", titre, lien, f"{nom} ouverture", False), fin]


def _d_une_dette(dette: Dette, aujourdhui: date) -> list[Date]:
    """Until when one may say that one does not agree."""
    lien, nom = f"/dettes/{dette.creance.id}", f"creance {dette.creance.id}"
    delais = (
        (GenreDeDemande.RECTIFICATION, dette.echeances.rectification, "Demander une rectification"),
        (GenreDeDemande.RECOURS, dette.echeances.recours, "Contester"),
    )
    return [
        Date(jour, "Dernier jour", f"{titre}\xa0: {dette.creance.prestation}", lien, f"{nom} {genre.value}", False)
        for genre, jour, titre in delais
        if jour >= aujourdhui and dette.peut_demander(genre)
    ]
