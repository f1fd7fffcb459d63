"""Threats that concern every address at once: cutting URLs, other people's objects, forged headers, open redirects.

Each test bears the number of the threat it proves something about.
"""

import itertools
import random
import re
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.socle.gardes import adresse_interne
from caf_pwa.socle.identifiants import interne
from tests.conftest import NouvelleApp
from tests.fabriques import compte, foyer, importer, numero_de, ouvrir_session
from tests.regles.adresses import LECTRICE
from tests.regles.compteur import requetes
from tests.regles.maisonnee import PERSONNES, entrer
from tests.regles.matrice import MATRICE
from tests.regles.routes import FRAGMENT, NAVIGATION, Route, adresse, des_agents, nom, routes

SITE = "http://localhost"


def _coupees(chemin: str) -> set[str]:
    """The ways to write an address a little otherwise, in the hope that the guard reads it otherwise."""
    lettres = chemin.replace("gestion", "GESTION"), chemin.replace("gestion", "Gestion")
    encodees = chemin.replace("/gestion", "/%67estion"), chemin.replace("/", "/%2e/", 1), chemin.replace("/", "%2F")
    devant = f"/{chemin}", f"/.{chemin}", f"/accueil/..{chemin}", f"/static/..{chemin}", f"/x/%2e%2e{chemin}"
    derriere = (
        f"{chemin}/",
        f"{chemin}//",
        f"{chemin}.",
        f"{chemin}/.",
        f"{chemin};",
        f"{chemin};.css",
        f"{chemin}%00",
        f"{chemin}%20",
        f"{chemin}.json",
        f"{chemin}?x=1",
        f"{chemin}#x",
    )
    debuts = {"/".join(chemin.split("/")[:rang]) or "/gestion" for rang in range(2, len(chemin.split("/")) + 1)}
    return {*lettres, *encodees, *devant, *derriere, *debuts}


@pytest.mark.parametrize("route", des_agents(), ids=nom)
def test_t31_an_allocataire_reaches_no_page_of_advisers_however_its_address_is_cut(
    maisonnee: Flask, route: Route
) -> None:
    client = entrer(maisonnee, "responsible")
    for coupee in _coupees(adresse(route[1])):
        statut = client.open(coupee, method=route[0], headers=NAVIGATION).status_code
        # Signing in as an adviser is a page of everybody's; everything else is nobody's.
        assert statut in (302, 303, 308, 400, 403, 404, 405), f"{route[0]} {coupee} answered {statut}"
        if statut in (302, 303, 308):
            suite = client.open(coupee, method=route[0], headers=NAVIGATION).headers["Location"]
            assert client.open(suite, method=route[0], headers=NAVIGATION).status_code in (302, 400, 403, 404, 405)


_NOM_D_OBJET = re.compile("[0-9a-f]{32}")


def _objets() -> list[tuple[str, str]]:
    """Every address of the matrix that names an object of the household, with its method."""
    inconnu = "0" * 32
    return [
        (methode, cas.adresse)
        for (methode, endpoint), tous in MATRICE.items()
        for cas in tous
        if cas.adresse != adresse(endpoint)
        and inconnu not in cas.adresse
        and any(_NOM_D_OBJET.fullmatch(p) for p in cas.adresse.split("/"))
    ]


@pytest.mark.parametrize(("methode", "chemin"), _objets(), ids=lambda valeur: valeur.replace("/", "_"))
def test_t32_somebody_else_s_object_is_answered_like_one_that_does_not_exist(
    maisonnee: Flask, methode: str, chemin: str
) -> None:
    """The same status, the same page, the same work: the address of an object tells a stranger nothing."""
    client = entrer(maisonnee, "stranger")
    morceaux = [("f" * 32 if _NOM_D_OBJET.fullmatch(morceau) else morceau) for morceau in chemin.split("/")]
    client.open("/".join(morceaux), method=methode, headers=NAVIGATION)  # warms up
    with requetes(maisonnee) as pour_l_autre:
        autre = client.open(chemin, method=methode, headers=NAVIGATION, buffered=True)
    with requetes(maisonnee) as pour_rien:
        rien = client.open("/".join(morceaux), method=methode, headers=NAVIGATION, buffered=True)
    assert (autre.status_code, autre.data) == (404, rien.data)
    assert pour_l_autre == pour_rien


HOTES = (
    "exemple.invalid",
    "localhost.exemple.invalid",
    "exemple.invalid:8000",
    "exemple.invalid#localhost",
    "exemple.invalid/localhost",
    "localhost@exemple.invalid",
    "localhost:80@exemple.invalid",
    "localhost, exemple.invalid",
    "localhost exemple.invalid",
    "xn--localhost",
    "[::2]",
    "169.254.169.254",
    "LOCALHOST.",
)


@pytest.mark.parametrize("hote", HOTES)
def test_t50_a_page_asked_for_under_another_name_is_refused(demonstration: Flask, hote: str) -> None:
    reponse = demonstration.test_client().get("/connexion", headers={"Host": hote})
    assert reponse.status_code == 400
    assert "exemple.invalid" not in reponse.text
    assert "Location" not in reponse.headers


ENTETES = [
    "X-Forwarded-Host",
    "X-Host",
    "X-Forwarded-Server",
    "X-HTTP-Host-Override",
    "Forwarded",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Forwarded-Prefix",
    "X-Forwarded-Port",
    "X-Original-Host",
    "True-Client-Host",
    "X-Forwarded-Proto",
]


@pytest.mark.parametrize("entete", ENTETES)
def test_t50_no_header_makes_an_address_of_ours_point_elsewhere(demonstration: Flask, entete: str) -> None:
    valeur = "host=exemple.invalid;proto=https" if entete == "Forwarded" else "exemple.invalid"
    client = demonstration.test_client()
    for chemin in ("/connexion", "/accueil", "/", "/inconnue"):
        sans, avec = client.get(chemin), client.get(chemin, headers={entete: valeur})
        assert (avec.status_code, avec.data, avec.headers.get("Location")) == (
            sans.status_code,
            sans.data,
            sans.headers.get("Location"),
        )


@pytest.mark.parametrize("proxys", ["0", "1"])
def test_t51_an_address_that_a_browser_invents_for_itself_gives_no_more_tries(
    nouvelle_app: NouvelleApp, proxys: str
) -> None:
    """Each try says that it comes from somewhere else; behind a proxy, what the proxy saw comes last."""
    empreinte = hachage.hacher("correct cheval pile agrafe")
    with nouvelle_app(CAF_PROXYS=proxys) as app:
        gens = [f"personne{rang}" for rang in range(21)]
        importer(app, *(foyer(une) for une in gens), *(compte(une, empreinte_mot_de_passe=empreinte) for une in gens))
        client, statuts = app.test_client(), []
        for rang, une in enumerate(gens):
            invente = f"198.51.100.{rang}, 203.0.113.7" if proxys == "1" else f"198.51.100.{rang}"
            essai = {"identifiant": numero_de(une), "mot_de_passe": "faux"}
            statuts.append(client.post("/connexion", data=essai, headers={"X-Forwarded-For": invente}).status_code)
    assert statuts == [422] * 20 + [429]


_DEBUTS = (
    *("//", "/\\", "\\\\", "\\/", "///", "/\t/", "/\n/", "/\r/", "\t//", " //", "//\t", "/.//", "/..//"),
    *("http://", "https:", "https:/", "HTTPS://", "http:\\\\", "ftp://", "javascript:", "data:text/html,", "//user@"),
    *("/%09/", "/%5c", "%2f%2f", "//%00", "\u3000//", "／／", "/／", "\u2028//"),
)
AILLEURS = [
    f"{debut}{fin}" for debut, fin in itertools.product(_DEBUTS, ("exemple.invalid", "exemple.invalid/accueil"))
]


@pytest.mark.parametrize("ailleurs", AILLEURS, ids=ascii)
def test_t53_no_address_typed_sends_a_person_to_another_site(demonstration: Flask, ailleurs: str) -> None:
    client = demonstration.test_client()
    client.set_cookie("caf", ouvrir_session(demonstration, interne("compte", LECTRICE)))
    reponse = client.get(f"/connexion?suite={quote(ailleurs, safe='')}")
    assert reponse.status_code == 302
    assert urlsplit(_suivi_par_un_navigateur(reponse.headers["Location"])).netloc == "localhost"


@given(st.text(alphabet=st.sampled_from("/\\.:@%?#\t\n\r \u3000／ aexmplhtps1"), max_size=24))
def test_t53_whatever_is_typed_stays_on_the_site_or_is_refused(texte: str) -> None:
    interne_ = adresse_interne(texte)
    assert interne_ is None or urlsplit(_suivi_par_un_navigateur(interne_)).netloc == "localhost"


def _suivi_par_un_navigateur(suite: str) -> str:
    """Where a browser goes: it drops tabs and line breaks, and reads a backslash as a slash."""
    lue = suite.strip().replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/")
    return urljoin(f"{SITE}/connexion", lue)


# What htmx says of itself, and what a forger could say in its name.
_HX = [
    "HX-Request",
    "HX-Boosted",
    "HX-Current-URL",
    "HX-Prompt",
    "HX-Target",
    "HX-Trigger",
    "HX-Trigger-Name",
    "HX-Source",
    "HX-History-Restore-Request",
    "HX-Redirect",
    "HX-Location",
    "HX-Push-Url",
    "HX-Retarget",
]


@pytest.mark.parametrize("route", routes("GET"), ids=nom)
def test_t54_headers_of_htmx_choose_a_fragment_and_open_nothing(maisonnee: Flask, route: Route) -> None:
    hasard = random.Random(nom(route))
    for genre in ("anonymous", "spouse", "child", "stranger"):
        client = entrer(maisonnee, genre)
        rang = PERSONNES.index(genre)
        for cas in MATRICE[route]:
            forges = {entete: hasard.choice(("true", "https://forge.invalid/", "#onglet")) for entete in _HX}
            reponse = client.get(cas.adresse, headers=forges, buffered=True)
            attendu = cas.ligne[rang]
            permis = (attendu, 401) if attendu == 302 else (attendu,)
            assert reponse.status_code in permis, f"{genre}: {cas.adresse}"
            assert "forge.invalid" not in str(reponse.headers), "A header of the request came back in the answer."
            assert "forge.invalid" not in reponse.get_data().decode(errors="replace")


def test_t54_a_fragment_asks_for_the_same_right_as_its_page(maisonnee: Flask) -> None:
    client = entrer(maisonnee, "spouse")
    for chemin in ("/allocations/paiements", "/dettes", "/attestations"):
        assert (
            client.get(chemin, headers=NAVIGATION).status_code
            == client.get(chemin, headers=FRAGMENT).status_code
            == 403
        )
