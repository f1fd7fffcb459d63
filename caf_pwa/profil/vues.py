"""Mon profil: identity, family, work, contact data and masked bank data, each with its pencil; what changed lately."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.courant import moi
from caf_pwa.dossier import changements
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import db, horloge
from caf_pwa.profil import service
from caf_pwa.profil.formulaires import FormulaireContestation
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie

bp = Blueprint("profil", __name__, url_prefix="/profil")


@bp.get("")
@portee(Portee.PERSONNE)
def page() -> Response:
    session, identite = db.session(), moi()
    gere = identite.gere_le_dossier
    foyer = dossier.foyer(session, identite.foyer_id) if gere else None
    ensemble = foyer.personnes if foyer else [dossier.personne(session, identite.foyer_id, identite.personne_id)]
    return rendre(
        "profil/profil.html",
        foyer=foyer,
        personne=next(une for une in ensemble if une.id == identite.personne_id),
        faits=dossier.faits(session, identite.foyer_id, identite.personne_id, gere),
        identifiant=comptes.identifiant_masque(session, identite.compte_id),
        changements=changements.recents(session, identite, horloge.aujourdhui()),
    )


@bp.get("/changements/<changement_id>")
@portee(Portee.PERSONNE)
def changement(changement_id: str) -> Response:
    return _page(changement_id, FormulaireContestation())


@bp.post("/changements/<changement_id>")
@portee(Portee.PERSONNE)
def contester(changement_id: str) -> ResponseReturnValue:
    formulaire = FormulaireContestation(saisie())
    if not formulaire.validate():
        return _page(changement_id, formulaire, 422)
    service.contester(db.session(), moi(), changement_id, formulaire.explication.data, horloge.maintenant())
    return redirect(url_for("profil.changement", changement_id=changement_id), 303)


def _page(changement_id: str, formulaire: FormulaireContestation, statut: int = 200) -> Response:
    lu = changements.changement(db.session(), moi(), changement_id)
    return rendre("profil/changement.html", statut, lu=lu, formulaire=formulaire)


def adresses_hors_connexion() -> list[str]:
    return [url_for("profil.page")]
