"""Aide: a question and its answer, the subjects to read, the ways to reach somebody."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for

from caf_pwa.assistant import liens, service
from caf_pwa.assistant.formulaires import FormulaireQuestion
from caf_pwa.assistant.savoir import Fiche, sujet_de, sujets
from caf_pwa.assistant.savoir.textes import completer
from caf_pwa.comptes.courant import moi_peut_etre
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee, portee_de
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.recherche import cle_de_recherche
from caf_pwa.socle.statiques import statique
from caf_pwa.socle.web import rendre, saisie

bp = Blueprint("assistant", __name__, url_prefix="/assistant")


@bp.get("")
@portee(Portee.OUVERTE)
def page() -> Response:
    """The same for everybody: devices keep it."""
    return _page(FormulaireQuestion())


@bp.post("")
@portee(Portee.OUVERTE)
def demander() -> Response:
    """Answered at once: what somebody asks stays out of addresses, histories and logs."""
    formulaire, echecs = FormulaireQuestion(saisie()), _echecs()
    if not formulaire.validate():
        return _page(formulaire, 422, echecs=echecs)
    question = formulaire.question.data or ""
    reponse = service.repondre(db.session(), moi_peut_etre(), question, echecs, horloge.aujourdhui())
    if reponse.secret:
        formulaire = FormulaireQuestion()  # what was typed is not written again
    return _page(formulaire, reponse=reponse, echecs=reponse.echecs)


@bp.get("/sujets/<cle>")
@portee(Portee.OUVERTE)
def sujet(cle: str) -> Response:
    if cle not in sujets():
        abort(404)
    return rendre("assistant/sujet.html", sujet=sujets()[cle], **_outils())


@bp.get("/sommaire.json")
@portee(Portee.OUVERTE)
def sommaire() -> dict[str, list[Any]]:
    """What a device keeps to read and to search without network: each answer's address, title and words."""
    jour = horloge.aujourdhui()
    textes = [
        [url_for("assistant.sujet", cle=un.cle, _anchor=fiche.cle), completer(fiche.titre, jour), _mots(fiche)]
        for un in sujets().values()
        for fiche in un.fiches
    ]
    sujets_un_a_un = [url_for("assistant.sujet", cle=cle) for cle in sujets()]
    pages = [*sujets_un_a_un, url_for("assistant.page"), statique("js/assistant.js")]
    return {"pages": pages, "reponses": textes}


def _page(formulaire: FormulaireQuestion, statut: int = 200, **valeurs: Any) -> Response:
    defauts = {"reponse": None, "echecs": 0}
    return rendre(
        "assistant/aide.html", statut, formulaire=formulaire, sujets=sujets().values(), **defauts | valeurs, **_outils()
    )


def _outils() -> dict[str, Any]:
    """What templates draw an answer with."""
    jour = horloge.aujourdhui()
    return {"liens_de": _liens, "sujet_de": sujet_de, "completer": lambda texte: completer(texte, jour)}


def _liens(fiche: Fiche) -> list[tuple[str, str]]:
    """The pages it leads to, as words and addresses: those that this person may open."""
    personne = moi_peut_etre()
    ouvertes = {Portee.OUVERTE, *personne.portees} if personne else set(Portee)
    pages = [liens.page(nom) for nom in fiche.liens]
    return [
        (une.mots, url_for(une.endpoint, slug=une.slug, _anchor=une.partie))
        for une in pages
        if portee_de(current_app, une.endpoint) in ouvertes
    ]


def _echecs() -> int:
    """How many questions in a row had no answer, as the page says: whoever changes it is offered a phone."""
    dits = request.form.get("echecs", "")
    return int(dits) if dits in ("1", "2", "3") else 0


def _mots(fiche: Fiche) -> str:
    mots = cle_de_recherche(" ".join((fiche.titre, *fiche.dites))).split()
    return " ".join(dict.fromkeys(mot for mot in mots if len(mot) > 2))
