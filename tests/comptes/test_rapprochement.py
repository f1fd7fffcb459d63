"""From the identity that FranceConnect gives to one person, and never to another."""

import logging
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.franceconnect.rapprochement import (
    IdentiteIncomplete,
    IdentitePivot,
    Issue,
    correspond,
    rapprocher,
    relier,
)
from caf_pwa.comptes.modele import Attente, Compte, Connexion, LienFranceConnect
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from outils.franceconnect.mensonges import Mensonge
from tests.comptes.conftest import INES
from tests.comptes.federation import FauxFranceConnect
from tests.fabriques import compte, connecter, foyer, identite_de, importer, moteur_de, numero_de, personne

EMETTEUR = "https://exemple.invalid/api/v2"
SUB, AUTRE_SUB = "a" * 64 + "v1", "b" * 64 + "v1"
DIT = {
    "family_name": "D’ARC-LE GOFF",
    "given_name": "Zoé Marie-Ève Œdipe",
    "birthdate": "1985-11-03",
    "gender": "female",
    "birthplace": "2A004",
    "birthcountry": "99100",
}


@dataclass(frozen=True)
class Etat:
    """What the registers say."""

    nom_naissance: str | None = "D'ARC LE GOFF"
    prenoms: str | None = "ZOE, MARIE EVE, OEDIPE"
    naissance: str = "1985-11-03"
    sexe: str | None = "F"
    commune_naissance: str | None = "2A004"
    pays_naissance: str | None = "99100"


def _pivot(**dit: Any) -> IdentitePivot:
    return IdentitePivot.lire(DIT | dit)


# Alone: names and dates as both sides write them.


def test_accents_capitals_hyphens_and_apostrophes_make_nobody_else() -> None:
    assert correspond(_pivot(), Etat())


def test_what_one_side_does_not_know_separates_nobody() -> None:
    assert correspond(_pivot(), Etat(sexe=None, commune_naissance=None, pays_naissance=None))
    assert correspond(IdentitePivot.lire({nom: DIT[nom] for nom in ("family_name", "given_name", "birthdate")}), Etat())


@pytest.mark.parametrize(
    "autre",
    [
        {"family_name": "DARC"},
        {"family_name": "LE GOFF"},
        {"given_name": "Zoé"},
        {"given_name": "Marie-Ève Zoé Œdipe"},
        {"birthdate": "1985-11-04"},
        {"birthdate": "1985-11-00"},
        {"birthdate": "1984-11-03"},
        {"gender": "male"},
        {"birthplace": "2B004"},
        {"birthplace": ""},
        {"birthcountry": "99318"},
    ],
)
def test_t13_whoever_differs_in_one_thing_is_somebody_else(autre: dict[str, str]) -> None:
    assert not correspond(_pivot(**autre), Etat())


@pytest.mark.parametrize(
    ("dite", "connue", "meme"),
    [
        ("1981-00-00", "1981-00-00", True),
        ("1981-00-00", "1981-01-01", True),
        ("1981-01-01", "1981-00-00", True),
        ("1981-11-00", "1981-11-01", True),
        ("1981-11-01", "1981-11-00", True),
        ("1981-11-00", "1981-11-12", False),
        ("1981-00-00", "1981-11-12", False),
        ("1981-00-00", "1981-11-00", False),
        ("1981-00-00", "1982-00-00", False),
    ],
)
def test_an_unknown_day_is_written_00_or_01(dite: str, connue: str, meme: bool) -> None:
    assert correspond(_pivot(birthdate=dite), Etat(naissance=connue)) is meme


def test_born_abroad_the_birthplace_is_empty_on_both_sides() -> None:
    ailleurs = _pivot(birthplace="", birthcountry="99318")
    assert correspond(ailleurs, Etat(commune_naissance="", pays_naissance="99318"))
    assert not correspond(ailleurs, Etat(commune_naissance="", pays_naissance="99206"))


def test_a_register_that_gives_one_string_recognises_nobody() -> None:
    assert not correspond(_pivot(), Etat(nom_naissance=None, prenoms=None))


@pytest.mark.parametrize(
    "faux",
    [
        {"family_name": ""},
        {"family_name": "…"},
        {"given_name": None},
        {"given_name": ["Zoé"]},
        {"birthdate": "03/11/1985"},
        {"birthdate": "0000-11-03"},
        {"birthdate": 1985},
        {"family_name": "x" * 301},
    ],
)
def test_an_identity_that_says_too_little_is_refused(faux: dict[str, Any]) -> None:
    with pytest.raises(IdentiteIncomplete):
        _pivot(**faux)


_LETTRES = st.text("abcdeéèêëïîôöùûüçñ", min_size=1, max_size=12)
_NOMS = st.lists(_LETTRES, min_size=1, max_size=4)
_DATES = st.tuples(st.integers(1900, 2030), st.integers(0, 12), st.integers(0, 28))


@given(_NOMS, _NOMS, _DATES, st.sampled_from(" -’'"), st.sampled_from(" ,-"), st.booleans())
def test_however_it_is_written_a_name_is_the_same(
    nom: list[str], prenoms: list[str], date: tuple[int, int, int], tiret: str, virgule: str, grandes: bool
) -> None:
    naissance = DatePartielle(*date)
    dit = {"family_name": " ".join(nom), "given_name": " ".join(prenoms), "birthdate": str(naissance)}
    ecrit = tiret.join(nom), virgule.join(prenoms)
    ecrits = [mot.upper() if grandes else mot.title() for mot in ecrit]
    etat = Etat(ecrits[0], ecrits[1], str(naissance), None, None, None)
    assert correspond(IdentitePivot.lire(dit), etat)


@given(_NOMS, _NOMS)
def test_two_names_of_other_letters_are_two_persons(nom: list[str], autre: list[str]) -> None:
    pivot = IdentitePivot.lire(DIT | {"family_name": " ".join(nom) + "x"})
    assert not correspond(pivot, Etat(nom_naissance=" ".join(autre)))


@given(_DATES, _DATES)
def test_two_dates_agree_both_ways_or_not_at_all(une: tuple[int, int, int], autre: tuple[int, int, int]) -> None:
    premiere, seconde = (str(DatePartielle(*date)) for date in (une, autre))
    assert correspond(_pivot(birthdate=premiere), Etat(naissance=seconde)) is correspond(
        _pivot(birthdate=seconde), Etat(naissance=premiere)
    )


# With the registers.


@pytest.fixture
def ines(app: Flask, session: Session) -> Session:
    importer(app, foyer("ines", personne("ines", **INES)), compte("ines"))
    return session


PIVOT = IdentitePivot("MOREAU", "Inès", DatePartielle(1991, 7, 12), "F", "33063", "99100")


def _liens(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(LienFranceConnect)) or 0


def test_one_match_links_the_account_and_the_link_is_known_next_time(ines: Session) -> None:
    relie = rapprocher(ines, EMETTEUR, SUB, PIVOT, instant())
    assert (relie.issue, relie.compte_id) == (Issue.RELIE, interne("compte", "ines"))
    # Married meanwhile, moved, spelt otherwise: the link stays.
    autre_nom = replace(PIVOT, nom_naissance="AUTREMENT")
    assert rapprocher(ines, EMETTEUR, SUB, autre_nom, instant()).issue is Issue.CONNU


def test_t13_another_person_of_the_same_name_and_birth_does_not_take_the_account(ines: Session) -> None:
    rapprocher(ines, EMETTEUR, SUB, PIVOT, instant())
    assert rapprocher(ines, EMETTEUR, AUTRE_SUB, PIVOT, instant()).issue is Issue.DEJA_LIE
    assert relier(ines, interne("compte", "ines"), EMETTEUR, AUTRE_SUB, instant()) is Issue.DEJA_LIE
    assert _liens(ines) == 1


def test_the_same_sub_of_another_provider_is_somebody_else(ines: Session) -> None:
    rapprocher(ines, EMETTEUR, SUB, PIVOT, instant())
    inconnu = replace(PIVOT, nom_naissance="AUTREMENT")
    assert rapprocher(ines, "https://autre.invalid", SUB, inconnu, instant()).issue is Issue.INCONNU


def test_one_franceconnect_opens_one_account(app: Flask, ines: Session) -> None:
    importer(app, foyer("bob"), compte("bob"))
    rapprocher(ines, EMETTEUR, SUB, PIVOT, instant())
    assert relier(ines, interne("compte", "bob"), EMETTEUR, SUB, instant()) is Issue.DEJA_LIE


def test_t13_of_twenty_homonyms_none_is_linked(app: Flask, session: Session) -> None:
    for rang in range(20):
        importer(app, foyer(f"ines{rang}", personne(f"ines{rang}", **INES)), compte(f"ines{rang}"))
    assert rapprocher(session, EMETTEUR, SUB, PIVOT, instant()).issue is Issue.PLUSIEURS
    assert _liens(session) == 0


def test_t13_twenty_who_are_nearly_the_same_are_not_found(ines: Session) -> None:
    presque = [
        *(replace(PIVOT, nom_naissance=nom) for nom in ("MOREAUX", "MORO", "MOREAU DUPONT", "LEMOREAU", "MOREA")),
        *(replace(PIVOT, prenoms=nom) for nom in ("Inès Marie", "Ines-Lou", "Agnès", "Iness", "Marie Inès")),
        *(replace(PIVOT, naissance=DatePartielle(1991, *jour)) for jour in ((7, 13), (7, 0), (0, 0), (12, 7), (1, 1))),
        replace(PIVOT, naissance=DatePartielle(1990, 7, 12)),
        replace(PIVOT, sexe="M"),
        replace(PIVOT, commune="33064"),
        replace(PIVOT, commune="", pays="99318"),
        replace(PIVOT, pays="99109"),
    ]
    assert len(presque) == 20
    assert {rapprocher(ines, EMETTEUR, SUB, un, instant()).issue for un in presque} == {Issue.INCONNU}
    assert _liens(ines) == 0


def test_a_homonym_of_whom_less_is_known_leaves_a_doubt(app: Flask, ines: Session) -> None:
    importer(app, foyer("autre", personne("autre", nom_naissance="Moreau", prenoms="INES")), compte("autre"))
    assert rapprocher(ines, EMETTEUR, SUB, PIVOT, instant()).issue is Issue.PLUSIEURS


def test_never_by_an_address_of_mail(app: Flask, session: Session) -> None:
    importer(app, foyer("ines", personne("ines", **INES, courriel="ines@exemple.invalid")), compte("ines"))
    autre = IdentitePivot.lire(DIT | {"email": "ines@exemple.invalid"})
    assert rapprocher(session, EMETTEUR, SUB, autre, instant()).issue is Issue.INCONNU


def test_a_blocked_account_stays_closed_linked_or_not(ines: Session) -> None:
    ines.execute(update(Compte).values(bloque_le=instant()))
    assert rapprocher(ines, EMETTEUR, SUB, PIVOT, instant()).issue is Issue.BLOQUE
    assert _liens(ines) == 0
    ines.execute(update(Compte).values(bloque_le=None))
    rapprocher(ines, EMETTEUR, SUB, PIVOT, instant())
    ines.execute(update(Compte).values(bloque_le=instant()))
    assert rapprocher(ines, EMETTEUR, SUB, PIVOT, instant()).issue is Issue.BLOQUE


def test_somebody_without_an_account_is_recognised_as_such(app: Flask, session: Session) -> None:
    importer(app, foyer("ines", personne("ines", **INES)))
    trouve = rapprocher(session, EMETTEUR, SUB, PIVOT, instant())
    assert (trouve.issue, trouve.personne_id) == (Issue.SANS_COMPTE, interne("personne", "ines"))
    assert _liens(session) == 0


# In the browser.

BON = "correct cheval pile agrafe"
EMPREINTE = hachage.hacher(BON)


@pytest.fixture
def client(app_federee: Flask) -> FlaskClient:
    importer(app_federee, compte("ines", version=2, empreinte_mot_de_passe=EMPREINTE))
    return app_federee.test_client()


def _se_connecter(client: FlaskClient) -> str:
    suite = {"suite": "/connexion/franceconnect/relier"}
    champs = {"identifiant": numero_de("ines"), "mot_de_passe": BON}
    return client.post("/connexion", query_string=suite, data=champs).headers["Location"]


def test_somebody_unknown_gives_number_and_password_once_and_enters_directly_afterwards(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    assert franceconnect.entrer(client, "inconnue", "/courriers").location == "/connexion/franceconnect/relier"
    page = client.get("/connexion/franceconnect/relier").text
    assert "TROIS-DUPRÉ" in page
    assert 'action="/connexion?suite=/connexion/franceconnect/relier"' in page
    assert _se_connecter(client) == "/connexion/franceconnect/relier"
    assert "Relier à FranceConnect" in client.get("/connexion/franceconnect/relier").text
    with Session(moteur_de(app_federee)) as session:
        assert _liens(session) == 0, "signing in links nothing: the person says so"
    assert client.post("/connexion/franceconnect/relier").location == "/courriers"
    autre = app_federee.test_client()
    assert franceconnect.entrer(autre, "inconnue").location == "/accueil"
    assert "Bonjour Inès" in autre.get("/accueil").text


def test_a_sign_in_opened_before_is_not_a_proof(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    """A phone left on a table, a cookie copied: neither gives somebody else a way in that lasts."""
    franceconnect.entrer(client, "inconnue")
    connecter(client, identite_de(app_federee, "ines"))
    with Session(moteur_de(app_federee)) as session:
        session.execute(update(Connexion).values(ouverte_le=instant().fromtimestamp(0, instant().tzinfo)))
        session.commit()
    reponse = client.post("/connexion/franceconnect/relier")
    assert reponse.location == "/compte/confirmer?suite=/connexion/franceconnect/relier"
    with Session(moteur_de(app_federee)) as session:
        assert _liens(session) == 0


def test_t13_an_account_linked_to_another_is_told_to_see_an_adviser(
    client: FlaskClient, franceconnect: FauxFranceConnect, app_federee: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    franceconnect.entrer(client, "ines")
    autre_sub = Mensonge(
        id_token=lambda jeton: replace(jeton, dit=jeton.dit | {"sub": AUTRE_SUB}),
        userinfo=lambda jeton: replace(jeton, dit=jeton.dit | {"sub": AUTRE_SUB}),
    )
    franceconnect.mentir(autre_sub)
    with caplog.at_level(logging.WARNING):
        reponse = franceconnect.entrer(app_federee.test_client(), "ines")
    assert reponse.status_code == 409
    assert "3230" in reponse.text
    assert "FranceConnect GET comptes.retour_de_franceconnect: deja-lie" in caplog.messages
    with Session(moteur_de(app_federee)) as session:
        assert _liens(session) == 1


def test_homonyms_are_sent_to_an_adviser(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    importer(app_federee, foyer("autre", personne("autre", **INES)), compte("autre"))
    reponse = franceconnect.entrer(client, "ines")
    assert reponse.status_code == 409
    assert "Plusieurs personnes portent votre identité" in reponse.text
    assert "3230" in reponse.text
    assert client.get("/accueil").status_code == 302


def test_somebody_without_an_account_begins_to_make_one(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    karim = {
        "naissance": "1985-05-03",
        "nom_naissance": "BENALI",
        "prenoms": "Karim",
        "commune_naissance": "69123",
    }
    importer(app_federee, foyer("karim", personne("karim", **karim)))
    reponse = franceconnect.entrer(client, "karim")
    assert (reponse.status_code, reponse.location) == (303, "/inscription")
    assert client.get_cookie("caf-inscription") is not None
    with Session(moteur_de(app_federee)) as session:
        attente = session.scalars(select(Attente).where(Attente.genre == "inscription")).one()
        assert attente.donnees["personne_id"] == interne("personne", "karim")
        assert attente.donnees["preuve"] == "franceconnect"
