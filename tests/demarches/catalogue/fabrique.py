"""A household and a day for the questionnaires, without a database; and somebody who answers them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from caf_pwa.demarches.moteur import Fiche, Passage
from caf_pwa.demarches.situation import Attendue, Situation
from caf_pwa.dossier.effets import Effet, NoterFait
from caf_pwa.dossier.modele import Foyer, Personne, Role
from caf_pwa.dossier.service import FigureDUnMois
from caf_pwa.socle.formulaires import Reponses

Tour = Mapping[str, str | Sequence[str]]  # what is typed in one page, by field

AUJOURDHUI = date(2026, 11, 24)


def personne(prenoms: str, role: Role = Role.RESPONSABLE, **donnees: Any) -> Personne:
    """Somebody whose id is their first name in small letters."""
    defauts = {"nom_naissance": "BENALI", "naissance": "1988-03-14", "sexe": None, "rang": 0, "sortie": False}
    return Personne(**{**defauts, "id": prenoms.lower(), "prenoms": prenoms, "role": role, **donnees})


def enfant(prenoms: str, naissance: str, **donnees: Any) -> Personne:
    return personne(prenoms, Role.ENFANT, naissance=naissance, **donnees)


def situation(
    aujourdhui: date = AUJOURDHUI,
    moi: Personne | None = None,
    conjoint: Personne | None = None,
    enfants: Sequence[Personne] = (),
    droits: Iterable[str] = (),
    ressources: Sequence[FigureDUnMois] = (),
    attendue: Attendue | None = None,
    gere: bool = True,
    **foyer: Any,
) -> Situation:
    """``moi`` is Karim, who is responsible for the dossier, unless said otherwise."""
    moi = moi or personne("Karim")
    tous = [moi, *([conjoint] if conjoint else []), *enfants]
    return Situation(
        aujourdhui=aujourdhui,
        moi=moi,
        foyer=Foyer(**{"id": "foyer", **foyer}),
        gere_le_dossier=gere,
        membres=tuple(tous) if gere else (moi,),
        droits=frozenset(droits),
        ressources=tuple(ressources),
        attendue=attendue,
    )


def repondre(fiche: Fiche, situation: Situation, **etapes: Tour | Sequence[Tour]) -> Passage:
    """Answer the steps by their names; a list answers the turns of a repeated one in order."""
    reponses: dict[str, Reponses] = {}
    for nom, tours in etapes.items():
        suite = [tours] if isinstance(tours, Mapping) else list(tours)
        passage = Passage(fiche, situation, reponses)
        points = [point for point in passage.points if point.etape.nom == nom]
        for point, tour in zip(points, suite, strict=False):
            reponses[point.cle] = {champ: [dit] if isinstance(dit, str) else list(dit) for champ, dit in tour.items()}
    return Passage(fiche, situation, reponses)


def page(passage: Passage, etape: str) -> Any:
    """The form of that step, as it is shown; of its first turn when it is repeated."""
    return next(passage.formulaire(point) for point in passage.points if point.etape.nom == etape)


def fautes(passage: Passage) -> dict[str, list[str]]:
    """What is wrong with the answers given, field by field."""
    trouvees: dict[str, list[str]] = {}
    for point in passage.points:
        if point.cle in passage.reponses:
            formulaire = passage.formulaire(point)
            formulaire.validate()
            trouvees |= {nom: list(phrases) for nom, phrases in formulaire.errors.items() if nom}
    return trouvees


def des_registres(effets: Iterable[Effet]) -> list[Effet]:
    """What changes the registers: persons, address, account, figures."""
    return [effet for effet in effets if not isinstance(effet, NoterFait)]


def notes(effets: Iterable[Effet]) -> list[tuple[str, str]]:
    """What is noted beside them, in words."""
    return [(effet.libelle, effet.valeur) for effet in effets if isinstance(effet, NoterFait)]
