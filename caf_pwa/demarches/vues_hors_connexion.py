"""A démarche that a device keeps and asks alone, without network."""

import json

from flask import Response, get_template_attribute
from markupsafe import Markup

from caf_pwa.comptes.courant import moi
from caf_pwa.demarches import hors_connexion as service
from caf_pwa.demarches import jointes, lecture
from caf_pwa.demarches.blueprint import bp
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.vues_questionnaire import pas_maintenant
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre


@bp.get("/<slug>/hors-connexion")
@portee(Portee.PERSONNE)
def hors_connexion(slug: str) -> Response:
    """All of its pages at once: served in place of the others when there is no network."""
    travail = lecture.travail(db.session(), moi(), slug, horloge.aujourdhui())
    ailleurs = pas_maintenant(travail)
    if ailleurs is not None:
        return ailleurs
    return rendre(
        "demarches/hors_connexion.html",
        fiche=travail.fiche,
        travail=travail,
        parcours=json.dumps(service.parcours(travail), ensure_ascii=False),
        modeles=_modeles(travail),
        jointes=jointes.du_brouillon(db.session(), travail.brouillon),
    )


def _modeles(travail: Travail) -> list[tuple[Markup, str, str, list[str]]]:
    """Its pages as they are drawn, those that are drawn alike once: questions, why, rules, the names of the pages."""
    questions = get_template_attribute("_champ.html", "questions")
    pages: dict[tuple[Markup, str, str], list[str]] = {}
    for point, _ in service.points(travail.fiche, travail.situation):
        formulaire = service.vierge(travail, point)
        regles = json.dumps(service.regles(formulaire), ensure_ascii=False)
        pages.setdefault((questions(formulaire), point.etape.pourquoi, regles), []).append(point.cle)
    return [(*dessin, noms) for dessin, noms in pages.items()]
