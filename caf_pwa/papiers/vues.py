"""Mes attestations: each paper as an accessible page, and as a signed PDF of the same words."""

from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, url_for

from caf_pwa.comptes.courant import moi
from caf_pwa.config import Reglages
from caf_pwa.documents.stockage import Stockage
from caf_pwa.extensions import db, horloge
from caf_pwa.papiers import code as codes
from caf_pwa.papiers import emission, qr, vues_verification
from caf_pwa.papiers.contenu import Contenu
from caf_pwa.papiers.demandes import Demande, DemandeInvalide, cle, mois_proposes
from caf_pwa.papiers.emission import Atelier, Commande, Controle
from caf_pwa.papiers.genre import Genre, SansPapier
from caf_pwa.papiers.genres import genres
from caf_pwa.papiers.imprimerie import PapierTropLong
from caf_pwa.papiers.reserve import Reserve
from caf_pwa.socle.chiffrement import Chiffre
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import etiquette, laisse_une_trace, montrer_pdf, rendre

bp = Blueprint("papiers", __name__)
bp.add_app_template_filter(codes.en_groupes, "code_de_papier")


def init_app(app: Flask) -> None:
    reglages: Reglages = app.config["REGLAGES"]
    stockage = Stockage(f"{reglages.donnees.rstrip('/')}/papiers")  # apart: swept on its own
    app.extensions["papiers"] = Reserve(stockage, Chiffre(reglages.cle_documents))
    app.register_blueprint(vues_verification.bp)


@bp.get("/attestations")
@portee(Portee.FOYER)
@laisse_une_trace
def liste() -> Response:
    delivres = emission.delivres(db.session(), moi().foyer_id, moi().personne_id)
    return rendre("papiers/liste.html", genres=_de_la_liste(), delivres=delivres)


@bp.get("/attestations/<slug>")
@portee(Portee.PERSONNE)
@laisse_une_trace
def page(slug: str) -> Response:
    """Its code appears once its PDF has been made: the dossier has not changed meanwhile."""
    genre = _genre(slug)
    try:
        return _page(genre, _demande(genre))
    except DemandeInvalide as refus:
        return _page(genre, genre.choix.lire({}, horloge.aujourdhui()), str(refus))


@bp.get("/documents/<slug>.pdf")
@portee(Portee.PERSONNE)
def pdf(slug: str) -> Response:
    genre = _genre(slug)
    try:
        octets = _delivrer(genre, _demande(genre))
    except DemandeInvalide as refus:
        return _page(genre, genre.choix.lire({}, horloge.aujourdhui()), str(refus))
    except SansPapier:
        return _page(genre, _demande(genre), statut=422)
    except PapierTropLong as refus:
        return _page(genre, _demande(genre), refus.phrase)
    return montrer_pdf(octets, f"{slug}.pdf")


def adresses_hors_connexion() -> list[str]:
    """The pages, and the PDF of what they show without a choice, where there is one."""
    if not moi().gere_le_dossier:
        return []
    session, foyer_id, aujourdhui = db.session(), moi().foyer_id, horloge.aujourdhui()
    slugs = [genre.slug for genre in _de_la_liste()]
    faisables = [genre.slug for genre in _de_la_liste() if genre.disponible(session, foyer_id, aujourdhui)]
    return [
        url_for("papiers.liste"),
        *(url_for("papiers.page", slug=slug) for slug in slugs),
        *(url_for("papiers.pdf", slug=slug) for slug in faisables),
    ]


def _de_la_liste() -> list[Genre]:
    return [genre for genre in genres().values() if genre.dans_la_liste]


def _genre(slug: str) -> Genre:
    """Raises Introuvable. 403 for what is the household's, to whoever does not manage it."""
    if slug not in genres():
        raise Introuvable(slug)
    genre = genres()[slug]
    if genre.portee not in moi().portees:
        abort(403)
    return genre


def _demande(genre: Genre) -> Demande:
    return genre.choix.lire(request.args, horloge.aujourdhui())


def _marque(genre: Genre, demande: Demande) -> str:
    return etiquette(f"{genre.slug}?{cle(demande)}") or ""


def _delivrer(genre: Genre, demande: Demande) -> bytes:
    """What was issued already without any other work; else what it takes."""
    relue = "X-Prelecture" in request.headers
    marque, aujourdhui = _marque(genre, demande), horloge.aujourdhui()
    commande = Commande(moi(), genre, demande, marque, aujourdhui, instant(), relue)
    session, atelier = db.session(), _atelier()
    return emission.gardee(session, atelier.reserve, commande) or emission.delivrer(session, atelier, commande)


def _atelier() -> Atelier:
    return Atelier(current_app.extensions["papiers"], current_app.extensions["imprimerie"], _dessiner)


def _page(genre: Genre, demande: Demande, erreur: str | None = None, statut: int = 200) -> Response:
    contenu = controle = absence = None
    try:
        contenu = genre.composer(db.session(), moi(), demande, horloge.aujourdhui())
        controle = emission.controle(db.session(), moi().personne_id, _marque(genre, demande))
    except SansPapier as raison:
        absence = raison
    return rendre(
        "papiers/papier.html",
        422 if erreur else statut,
        genre=genre,
        contenu=contenu,
        absence=absence,
        erreur=erreur,
        demande=demande,
        parametres=_parametres(genre, demande),
        mois_proposes=mois_proposes(horloge.aujourdhui()),
        controle=controle,
        dessin=qr.trace(_adresse_de_controle(controle)) if controle else None,
    )


def _parametres(genre: Genre, demande: Demande) -> dict[str, str]:
    """What the address of the PDF says: nothing for what it gives without a word, which a device keeps."""
    defaut = genre.choix.lire({}, horloge.aujourdhui())
    return {} if demande == defaut and genre.dans_la_liste else dict(demande)


def _adresse_de_controle(controle: Controle) -> str:
    """What the QR code opens. What stands after # never leaves the phone that reads it."""
    adresse = url_for("verification.reponse", code=controle.code, _external=True)
    return f"{adresse}#{controle.jeton}"


def _dessiner(contenu: Contenu, controle: Controle) -> str:
    adresse = url_for("verification.page", _external=True)
    image = qr.image(_adresse_de_controle(controle))
    valeurs: dict[str, Any] = {"contenu": contenu, "controle": controle, "adresse": adresse, "image": image}
    return render_template("papiers/_impression.html", **valeurs)
