"""Putting a letter, a debt, a right or a payment into the dossier, as a record of the feed."""

import re
import uuid

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.demarches.modele import Demarche
from caf_pwa.extensions import db, horloge
from caf_pwa.flux.contexte import contexte
from caf_pwa.gestion import enregistrements, service
from caf_pwa.gestion.blueprint import bp, conseiller
from caf_pwa.gestion.formulaires_dossier import FORMULAIRES, Cadre, FormulaireDuDossier
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie

_CLE = re.compile(r"[0-9a-f]{32}", re.ASCII)


@bp.get("/demarches/<demarche_id>/dossier/<genre>")
@portee(Portee.AGENT)
def nouveau(demarche_id: str, genre: str) -> Response:
    une = _ouverte(demarche_id)
    return _page(une, genre, _formulaire(une, genre))


@bp.post("/demarches/<demarche_id>/dossier/<genre>")
@portee(Portee.AGENT)
def poser(demarche_id: str, genre: str) -> ResponseReturnValue:
    une = _ouverte(demarche_id)
    formulaire = _formulaire(une, genre, saisie())
    if not formulaire.validate() or formulaire.contexte.references.foyer is None:
        return _page(une, genre, formulaire, 422)
    record = (genre, _cle(), formulaire.donnees())
    refus = enregistrements.poser(contexte(), conseiller(), une, record, formulaire.en_bref())
    for motif in refus:
        formulaire.signaler(motif.champ, motif.raison)
    if refus:
        return _page(une, genre, formulaire, 422)
    return redirect(url_for("gestion.demarche", demarche_id=une.id), 303)


def _ouverte(demarche_id: str) -> Demarche:
    return service.ouverte(db.session(), conseiller(), demarche_id)


def _formulaire(une: Demarche, genre: str, saisie: dict[str, list[str]] | None = None) -> FormulaireDuDossier:
    if genre not in FORMULAIRES:
        raise Introuvable(genre)
    references = enregistrements.references(db.session(), une)
    return FORMULAIRES[genre][1](saisie, Cadre(horloge.aujourdhui(), references))


def _cle() -> str:
    """Made with the page: the same form sent twice is one record."""
    cle = request.form.get("cle", "")
    return cle if _CLE.fullmatch(cle) else uuid.uuid4().hex


def _page(une: Demarche, genre: str, formulaire: FormulaireDuDossier, statut: int = 200) -> Response:
    return rendre(
        "gestion/dossier.html",
        statut,
        demarche=une,
        genre=genre,
        titre=FORMULAIRES[genre][0],
        formulaire=formulaire,
        cle=_cle(),
    )
