"""« Empreinte ou visage » in « Gérer mon compte »: the keys of a person, one of them, and a page to add one."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.appareils import description
from caf_pwa.comptes.avis.avertissement import avertir
from caf_pwa.comptes.blueprint import bp
from caf_pwa.comptes.cles import service as cles
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.modele import Cle
from caf_pwa.extensions import db
from caf_pwa.socle.champs import ChampTexte
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.gardes import confirmation_recente, portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre, saisie


class FormulaireCle(Formulaire):
    """The name of a key, which its person recognises the device by."""

    nom = ChampTexte(
        "Nom de l’appareil",
        longueur=cles.LONGUEUR_DU_NOM,
        manque="Donnez un nom, par exemple « Mon téléphone ».",
        aide="Pour le reconnaître plus tard. Exemple : Mon téléphone.",
    )


@bp.get("/compte/cles", endpoint="cles")
@portee(Portee.PERSONNE)
@laisse_une_trace  # keys come and go without the dossier changing
def liste() -> ResponseReturnValue:
    return rendre("comptes/cles.html", cles=cles.lister(db.session(), moi().compte_id))


@bp.get("/compte/cles/nouvelle")
@portee(Portee.PERSONNE)
@confirmation_recente()
@laisse_une_trace
def nouvelle_cle() -> ResponseReturnValue:
    return rendre("comptes/nouvelle_cle.html", formulaire=_formulaire(description.decrire(request.user_agent.string)))


@bp.get("/compte/cles/<reference>")
@portee(Portee.PERSONNE)
@laisse_une_trace
def cle(reference: str) -> ResponseReturnValue:
    trouvee = _trouver(reference)
    return rendre("comptes/cle.html", cle=trouvee, formulaire=_formulaire(trouvee.nom))


@bp.post("/compte/cles/<reference>/nom")
@portee(Portee.PERSONNE)
def renommer_cle(reference: str) -> ResponseReturnValue:
    trouvee = _trouver(reference)
    formulaire = FormulaireCle(saisie())
    if not formulaire.validate():
        return rendre("comptes/cle.html", 422, cle=trouvee, formulaire=formulaire)
    cles.renommer(trouvee, formulaire.nom.data or "")
    return redirect(url_for("comptes.cles"), 303)


@bp.post("/compte/cles/<reference>/retrait")
@portee(Portee.PERSONNE)
@confirmation_recente("comptes.cle")
def retirer_cle(reference: str) -> ResponseReturnValue:
    trouvee = _trouver(reference)
    cles.retirer(db.session(), trouvee)
    avertir(moi().compte_id, "cle-retiree", "Retrait d’une clé «\xa0empreinte ou visage\xa0» de votre compte")
    return redirect(url_for("comptes.cles"), 303)


def _trouver(reference: str) -> Cle:
    return cles.trouver(db.session(), moi().compte_id, reference)


def _formulaire(nom: str) -> FormulaireCle:
    return FormulaireCle({"nom": [nom]})
