"""Caf – Mon Compte: the family-benefit dossier as a progressive web app."""

import hashlib
import os

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from caf_pwa.accueil import vues as accueil
from caf_pwa.alertes import service as boite
from caf_pwa.alertes import vues as alertes
from caf_pwa.allocations import vues as allocations
from caf_pwa.assistant import vues as assistant
from caf_pwa.comparaison import vues as comparaison
from caf_pwa.comptes import vues as comptes
from caf_pwa.config import RACINE, Reglages
from caf_pwa.courriers import vues as courriers
from caf_pwa.demarches import vues as demarches
from caf_pwa.dettes import service as creances
from caf_pwa.dettes import vues as dettes
from caf_pwa.dettes.reglements import vues as reglements
from caf_pwa.documents import vues as documents
from caf_pwa.documents.stockage import Stockage
from caf_pwa.echeances import rappels
from caf_pwa.echeances import service as echeances
from caf_pwa.echeances import vues as calendrier
from caf_pwa.envois import vues as envois
from caf_pwa.extensions import compress, db, horloge, htmx, sceller
from caf_pwa.gestion import vues as gestion
from caf_pwa.hors_ligne import vues as hors_ligne
from caf_pwa.inscription import vues as inscription
from caf_pwa.menu import vues as menu
from caf_pwa.papiers import vues as papiers
from caf_pwa.papiers.imprimerie import Imprimerie
from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.procuration import vues as procuration
from caf_pwa.profil import vues as profil
from caf_pwa.ressources import vues as ressources
from caf_pwa.sante import vues as sante
from caf_pwa.socle import gardes, statiques, web
from caf_pwa.socle.application import Application
from caf_pwa.socle.messagerie import Dossiers, Messagerie, Smtp

# The bottom bar: endpoint, first part of the addresses it stands for, label, icon.
ONGLETS = (
    ("accueil.page", "/accueil", "Accueil", "house"),
    ("allocations.droits", "/allocations", "Mes allocations", "wallet"),
    ("demarches.a_transmettre", "/demarches", "Mes démarches", "clipboard-list"),
    ("profil.page", "/profil", "Mon profil", "user"),
    ("menu.page", "/menu", "Menu", "menu"),
)

# The slices a signed-in person reads, in the order a device fetches them for reading offline.
RUBRIQUES = (
    *(accueil, allocations, comparaison, demarches, profil, menu),
    *(alertes, calendrier, courriers, ressources, papiers, dettes, reglements),
)


def create_app(reglages: Reglages | None = None) -> Flask:
    """The application. Raises ReglageInvalide when the environment makes no sense."""
    reglages = reglages or Reglages.depuis(os.environ)
    app = Application(
        __name__,
        template_folder=str(RACINE / "templates"),
        static_folder=str(RACINE / "static"),
        instance_path=str(reglages.instance),
    )
    _configurer(app, reglages)
    db.init_app(app)
    with app.app_context():
        sceller(db.engine, reglages.cle_reponses)
    htmx.init_app(app)
    compress.init_app(app)
    horloge.regler(reglages.aujourdhui)
    app.extensions["stockage"] = Stockage(reglages.donnees)
    app.extensions["imprimerie"] = Imprimerie(Trousseau(reglages.cle_papiers, creer=not reglages.production))
    app.extensions["messagerie"] = _messagerie(reglages)
    app.extensions["alerter"] = boite.au_compte  # what happens to an account is told by « comptes », and lies below
    app.extensions["rappels"] = rappels.rappeler  # the worker of alerts, which lies below, does it every hour
    app.extensions["creances"] = creances.resumees  # « Mes paiements » shows them, and lies below
    app.extensions["arrets"] = echeances.arrets  # so do « Mes droits » and « Mes paiements » these
    comptes.init_app(app)
    documents.init_app(app)
    papiers.init_app(app)
    reglements.init_app(app)
    envois.init_app(app)
    for page in (assistant, inscription, procuration, gestion):
        app.register_blueprint(page.bp)
    sante.init_app(app)
    for rubrique in RUBRIQUES:
        app.register_blueprint(rubrique.bp)
    hors_ligne.init_app(app, [rubrique.adresses_hors_connexion for rubrique in RUBRIQUES])
    statiques.init_app(app)
    gardes.init_app(app)
    web.init_app(app)
    app.context_processor(lambda: {"ONGLETS": ONGLETS})
    return app


def _configurer(app: Flask, reglages: Reglages) -> None:
    app.config.update(
        REGLAGES=reglages,
        VERSION=_version(),
        SECRET_KEY=reglages.secret_key,
        SQLALCHEMY_DATABASE_URI=reglages.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_options_de_base(reglages.database_url),
        SESSION_COOKIE_SECURE=reglages.production,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(reglages.hotes),
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        MAX_FORM_PARTS=100,
        TEMPLATES_AUTO_RELOAD=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.undefined = StrictUndefined
    if reglages.proxys:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=reglages.proxys, x_proto=reglages.proxys)  # type: ignore[method-assign]


def _messagerie(reglages: Reglages) -> Messagerie:
    if reglages.courriels_en_fichiers:
        return Dossiers(reglages.instance, reglages.expediteur)
    return Smtp(reglages.smtp, reglages.expediteur)


def _options_de_base(url: str) -> dict[str, object]:
    """Errors quote no value of a row. SQLite: a write takes its lock at once, instead of failing half-way through."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"isolation_level": "IMMEDIATE"}}
    return {"hide_parameters": True, "pool_pre_ping": True}


def _version() -> str:
    """Names what is served: it changes when any template or static file does, and devices then renew their shell."""
    somme = hashlib.sha256()
    for dossier in ("static", "templates"):
        for fichier in sorted((RACINE / dossier).rglob("*")):
            if fichier.is_file():
                somme.update(fichier.read_bytes())
    return somme.hexdigest()[:12]
