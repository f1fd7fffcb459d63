"""Answering a question: what is known of it, and the person's own figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.assistant import chercheur, confidentiel, manques, personnel
from caf_pwa.assistant.savoir import Fiche
from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Personne

ECHECS = 2  # after so many questions without an answer, somebody is offered to speak to


@dataclass(frozen=True)
class Reponse:
    """``fiche`` is None where nothing is known. ``autres``: what may have been meant instead.

    ``personnelles``: sentences about the person's own dossier. ``echecs``: questions without an answer, in a row.
    """

    fiche: Fiche | None = None
    autres: Sequence[Fiche] = ()
    personnelles: Sequence[str] = ()
    secret: bool = False
    echecs: int = 0

    @property
    def passer_la_main(self) -> bool:
        return self.echecs >= ECHECS


def repondre(session: Session, identite: Identite | None, question: str, echecs: int, aujourdhui: date) -> Reponse:
    """What answers it, for this person; for nobody, what is the same for all. Raises Occupe.

    ``echecs``: how many before it had no answer. A question that holds a code or a number is not even looked for.
    """
    if confidentiel.contient_un_secret(question):
        return Reponse(secret=True, echecs=echecs)
    trouvees = chercheur.chercher(question)
    if not trouvees:
        manques.noter(session, question, _noms(session, identite), aujourdhui)
        return Reponse(echecs=echecs + 1)
    fiche, *autres = trouvees
    dites = personnel.du_dossier(session, identite, fiche.personnel, aujourdhui) if identite and fiche.personnel else ()
    return Reponse(fiche, autres, dites)


def _noms(session: Session, identite: Identite | None) -> list[str]:
    """What the persons of the household are called: it is not kept with a question."""
    if identite is None:
        return []
    return [nom for une in dossier.foyer(session, identite.foyer_id).personnes for nom in _appele(une)]


def _appele(personne: Personne) -> list[str]:
    return [nom for nom in (personne.prenoms, personne.nom_naissance, personne.nom_usage) if nom]
