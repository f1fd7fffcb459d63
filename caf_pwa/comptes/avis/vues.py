"""« Ce n’est pas moi »: the page that the link of a notice opens. Opening it changes nothing: mail scanners do too."""

from flask.typing import ResponseReturnValue

from caf_pwa.comptes import attentes, blocage, traces
from caf_pwa.comptes.blueprint import bp
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre


@bp.get("/compte/pas-moi/<jeton>")
@portee(Portee.OUVERTE)
def pas_moi(jeton: str) -> ResponseReturnValue:
    connu = attentes.lire(db.session(), attentes.PAS_MOI, jeton, instant()) is not None
    return rendre("comptes/pas_moi.html", jeton=jeton, etat="a-dire" if connu else "use")


@bp.post("/compte/pas-moi/<jeton>")
@portee(Portee.OUVERTE)
def bloquer(jeton: str) -> ResponseReturnValue:
    session = db.session()
    attente = attentes.prendre(session, attentes.PAS_MOI, jeton, instant())
    if attente is None or attente.compte_id is None:
        return rendre("comptes/pas_moi.html", jeton=jeton, etat="use")
    contestes = bool(attente.donnees.get("anciens"))
    blocage.bloquer(session, attente.compte_id, instant(), contestes)
    texte = "Compte bloqué : vous avez répondu « Ce n’est pas moi » à un message"
    traces.noter(session, attente.compte_id, "pas-moi", texte, horloge.maintenant())
    return rendre("comptes/pas_moi.html", jeton=jeton, etat="appeler" if contestes else "bloque")
