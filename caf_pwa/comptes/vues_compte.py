"""« Gérer mon compte »: its list, the history of what was done, proving again that it is really the person."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import seance, service, traces
from caf_pwa.comptes.blueprint import bp
from caf_pwa.comptes.cles import service as cles
from caf_pwa.comptes.confirmation import mot_de_passe_juste
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.formulaires import FormulaireMotDePasse
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import adresse_interne, portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre, saisie


@bp.get("/compte")
@portee(Portee.PERSONNE)
def compte() -> ResponseReturnValue:
    return rendre("comptes/compte.html", fait=request.args.get("fait"))


@bp.get("/compte/historique")
@portee(Portee.PERSONNE)
@laisse_une_trace  # its lines come without the dossier changing
def historique() -> ResponseReturnValue:
    return rendre("comptes/historique.html", traces=traces.historique(db.session(), moi(), horloge.aujourdhui()))


@bp.route("/compte/confirmer", methods=["GET", "POST"])
@portee(Portee.PERSONNE)
@laisse_une_trace  # what it shows is never kept by a device
def confirmer() -> ResponseReturnValue:
    """Before what matters: the person may have left their phone on the table."""
    suite = adresse_interne(request.args.get("suite", "")) or url_for("comptes.compte")
    formulaire = FormulaireMotDePasse(saisie())
    if request.method == "GET":
        return _page(formulaire, suite)
    if not formulaire.validate():
        return _page(formulaire, suite, 422)
    if not mot_de_passe_juste(formulaire.mot_de_passe.data or ""):
        formulaire.mot_de_passe.errors = ["Ce n’est pas votre mot de passe. Vérifiez-le, puis réessayez."]
        return _page(formulaire, suite, 422)
    return seance.confirmer(suite)


def _page(formulaire: FormulaireMotDePasse, suite: str, statut: int = 200) -> Response:
    session, compte_id = db.session(), moi().compte_id
    moyens = {
        "avec_mot_de_passe": service.a_un_mot_de_passe(session, compte_id),
        "avec_cle": bool(cles.identifiants(session, compte_id)),
    }
    return rendre("comptes/confirmer.html", statut, formulaire=formulaire, suite=suite, **moyens)
