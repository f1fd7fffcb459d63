"""Who imports whom: arrows only go down, and what is dangerous has one door."""

import graphlib

import pytest

from tests.regles.sources import bibliotheques, fichier, imports, modules, nos_imports, tranche

# The floors, from the ground up. A slice imports from floors below its own, and from itself.
ETAGES = (
    {"extensions", "socle", "config"},  # these three have rules of their own, below
    {"dossier"},
    {"comptes"},
    {"alertes"},
    {"inscription", "procuration"},
    {"documents"},
    {"allocations"},
    {"dettes"},
    {"comparaison", "demarches"},
    {"courriers", "papiers"},
    {"envois"},
    {"echeances"},
    {"accueil", "assistant", "flux", "hors_ligne", "menu", "profil", "ressources", "sante"},
    {"demonstration", "gestion"},
    {"commandes"},
    {"serveur", ""},  # "" is the package itself: create_app()
)
ETAGE = {nom: rang for rang, etage in enumerate(ETAGES) for nom in etage}

SANS_WEB = ("service", "moteur", "erreurs", "horloge", "catalogue", "modele")
LE_WEB = {"flask", "flask_login", "htmx_flask", "werkzeug", "wtforms"}
LE_WEB_DE_LA_MAISON = {"caf_pwa.comptes.courant", "caf_pwa.socle.gardes", "caf_pwa.socle.web"}

# Library → the only module, or the only folder of modules, that imports it.
UN_SEUL_IMPORTATEUR = {
    "PIL": "caf_pwa.documents.lecteur",
    "asn1crypto": "caf_pwa.papiers.presse",
    "Stemmer": "caf_pwa.assistant.recherche.mots",
    "authlib": "caf_pwa.comptes.franceconnect.oidc",
    "argon2": "caf_pwa.comptes.mot_de_passe.hachage",
    "cryptography": "caf_pwa.socle.chiffrement",
    "bm25s": "caf_pwa.assistant.recherche.index",
    "babel": "caf_pwa.socle.formats",
    "flask_compress": "caf_pwa.extensions",
    "flask_sqlalchemy": "caf_pwa.extensions",
    "flask_migrate": "caf_pwa.socle.base",
    "fsspec": "caf_pwa.documents.stockage",
    "holidays": "caf_pwa.allocations.calendrier",
    "htmx_flask": "caf_pwa.extensions",
    "joserfc": "caf_pwa.comptes.franceconnect.oidc",
    "numpy": "caf_pwa.assistant.recherche.index",
    "pikepdf": "caf_pwa.documents.lecteur",
    "pkcs11": "caf_pwa.papiers.hsm",
    "pyhanko": "caf_pwa.papiers.presse",
    "pillow_heif": "caf_pwa.documents.lecteur",
    "pydantic": "caf_pwa.flux",
    "pypdfium2": "caf_pwa.documents.lecteur",
    "rapidfuzz": "caf_pwa.assistant.recherche.orthographe",
    "reportlab": "caf_pwa.demonstration.lettre",
    "pywebpush": "caf_pwa.alertes.push",
    "requests": "caf_pwa.comptes.franceconnect.appels",
    "schwifty": "caf_pwa.socle.iban",
    "segno": "caf_pwa.papiers.qr",
    "stdnum": "caf_pwa.comptes.identifiant",
    "webauthn": "caf_pwa.comptes.cles.passkeys",
    "wtforms": "caf_pwa.socle",
    "xhtml2pdf": "caf_pwa.papiers.presse.page",
    "yaml": "caf_pwa.flux.api_particulier",
    "zxcvbn": "caf_pwa.comptes.mot_de_passe.solidite",
}


def test_what_knows_the_trade_knows_nothing_of_the_web() -> None:
    for module in modules():
        if fichier(module) not in SANS_WEB and not {"catalogue", "questions"} & set(module.split(".")):
            continue
        du_web = bibliotheques(module) & LE_WEB | {un.cible for un in nos_imports(module)} & LE_WEB_DE_LA_MAISON
        assert not du_web, (
            f"{module} imports {sorted(du_web)}. A service takes a session, plain values and a clock, and raises "
            "domain errors; the view reads the request, says who asks, and makes addresses."
        )


def test_arrows_only_go_down() -> None:
    for module in modules():
        assert tranche(module) in ETAGE, f"{module} is new: give its slice a floor in ETAGES, above all that it reads."
        for un in nos_imports(module):
            vers, depuis = tranche(un.cible), tranche(module)
            assert vers == depuis or ETAGE[vers] < ETAGE[depuis] or ETAGE[depuis] == 0, (
                f"{module}:{un.ligne} imports {un.cible}, which does not lie below it. Move what both need to a slice "
                "below, or let the caller hand it over."
            )


def test_a_slice_calls_the_service_of_another_and_never_its_views() -> None:
    for module in modules():
        for un in nos_imports(module):
            if tranche(un.cible) in ("socle", tranche(module)):
                continue
            if fichier(un.cible) in ("vues", "formulaires"):
                assert module == "caf_pwa", (
                    f"{module}:{un.ligne} imports {un.cible}. Only create_app() knows the views of a slice; "
                    "call a function of its service."
                )


def test_a_slice_of_tables_is_read_through_its_service() -> None:
    """A model is imported by other models (foreign keys), services and the feed: a view asks a service."""
    for module in modules():
        if fichier(module) not in ("vues", "commandes"):
            continue
        for un in nos_imports(module):
            ailleurs = fichier(un.cible) == "modele" and tranche(un.cible) != tranche(module)
            assert not ailleurs or module == "caf_pwa.demonstration.commandes", (
                f"{module}:{un.ligne} imports {un.cible}. A view calls one function of a service."
            )


def test_the_ground_floor_knows_no_slice() -> None:
    for module in modules():
        permis = {
            "extensions": {"caf_pwa.socle.horloge", "caf_pwa.socle.chiffrement"},
            "config": {"caf_pwa.socle.environnement"},
            "socle": {nom for nom in modules() if tranche(nom) in ("socle", "extensions")},
        }.get(tranche(module))
        if permis is None:
            continue
        trop = {un.cible for un in nos_imports(module)} - permis
        assert not trop, f"{module} imports {sorted(trop)}: all stands on the ground floor, which stands on nothing."


def test_imports_stand_at_the_top_of_the_file() -> None:
    for module in modules():
        for un in imports(module):
            assert not un.interne, (
                f"{module}:{un.ligne} imports {un.cible} inside a function: that hides a circle or a cost. "
                "Break the circle by moving what both need down."
            )


def test_no_module_needs_itself_to_be_imported() -> None:
    graphe = {module: {un.cible for un in nos_imports(module)} - {module} for module in modules()}
    try:
        graphlib.TopologicalSorter(graphe).prepare()
    except graphlib.CycleError as cercle:
        pytest.fail(f"These modules import each other in a circle, each the next: {cercle.args[1]}. Move the part "
                    "that two of them need into a module below both.")  # fmt: skip


def test_a_risky_library_has_one_importer() -> None:
    for module in modules():
        for bibliotheque in sorted(bibliotheques(module) & UN_SEUL_IMPORTATEUR.keys()):
            porte = UN_SEUL_IMPORTATEUR[bibliotheque]
            assert module == porte or module.startswith(f"{porte}."), (
                f"{module} imports {bibliotheque}, whose only door is {porte}: put a function there and call it, "
                "so that changing or upgrading the library touches one file."
            )


def test_every_door_of_the_table_is_in_use() -> None:
    for bibliotheque, porte in UN_SEUL_IMPORTATEUR.items():
        derriere = [nom for nom in modules() if nom.startswith(porte) and bibliotheque in bibliotheques(nom)]
        assert derriere, f"{porte} imports {bibliotheque} no more: take the line out of UN_SEUL_IMPORTATEUR."


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    for module in modules():
        assert fichier(module) not in ("utils", "util", "helpers", "misc", "tools", "common", "divers"), (
            f"{module} says nothing of what it does: name it by that, or put each function where it is used."
        )
