"""« Combien peut-on me retenir ? »: the scale of deductions applied to one's own figures. Nothing is sent."""

from decimal import Decimal

from flask import Response

from caf_pwa.comptes.courant import moi
from caf_pwa.dettes import bareme
from caf_pwa.dettes.blueprint import bp
from caf_pwa.dettes.formulaires import FormulaireBareme
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie


@bp.get("/retenues")
@portee(Portee.FOYER)
def simuler_les_retenues() -> Response:
    return _page(FormulaireBareme(_connu()))


@bp.post("/retenues")
@portee(Portee.FOYER)
def estimer_les_retenues() -> Response:
    formulaire = FormulaireBareme(saisie())
    if not formulaire.validate():
        return _page(formulaire, 422)
    return _page(formulaire, retenue=bareme.estimer(formulaire.menage(), horloge.aujourdhui()))


def _page(formulaire: FormulaireBareme, statut: int = 200, retenue: bareme.Retenue | None = None) -> Response:
    return rendre("dettes/retenues.html", statut, formulaire=formulaire, retenue=retenue)


def _connu() -> dict[str, list[str]]:
    """What the dossier knows, as one would type it: the figures of the last quotient familial, the household."""
    session, foyer_id = db.session(), moi().foyer_id
    quotient = next(iter(dossier.quotients(session, foyer_id, horloge.aujourdhui())), None)
    roles = [personne.role.value for personne in dossier.foyer(session, foyer_id).personnes]
    return {
        "ressources": _saisi(quotient.ressources if quotient else None),
        "prestations": _saisi(quotient.prestations if quotient else None),
        "couple": ["oui" if "conjoint" in roles else "non"],
        "enfants": [str(roles.count("enfant"))],
    }


def _saisi(montant: Decimal | None) -> list[str]:
    return [] if montant is None else [str(montant).replace(".", ",")]
