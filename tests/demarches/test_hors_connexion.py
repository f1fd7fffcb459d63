"""Every démarche of the catalogue as a device keeps it: its pages, its rules, and nothing that it must not hold."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import hors_connexion, lecture
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.moteur import Passage
from caf_pwa.socle.formulaires import Reponses
from tests.conftest import AUJOURDHUI
from tests.fabriques import connecter
from tests.regles.document import Document
from tests.regles.routes import FRAGMENT

SAISIES = (
    "1",
    "0",
    "12",
    "612,40",
    "1 234,56 €",
    "12,345",
    "-3",
    "2026-11-02",
    "02/11/2026",
    "31/02/2026",
    "1890-01-01",
)
SAISIES += ("2030-01-01", "Zoé D’Arc", "   ", "06 12 34 56 78", "a@exemple.fr", "FR76 3000 6000")
PARTIES = 8
IBAN = "FR76 3000 6000 0112 3456 7890 189"


def _fragment(client: FlaskClient, slug: str) -> tuple[Document, dict[str, Any]]:
    reponse = client.get(f"/demarches/{slug}/hors-connexion", headers=FRAGMENT)
    assert reponse.status_code == 200
    page = Document(f"<!doctype html><html><head></head><body>{reponse.text}</body></html>")
    racines = [un for un in page.tous("div") if un.get("data-parcours")]
    return page, json.loads(racines[0].get("data-parcours", "")) if racines else {}


@pytest.mark.parametrize("slug", catalogue())
def test_each_page_is_kept_with_its_questions_or_says_why_there_is_none(
    client: FlaskClient, session: Session, parent: Identite, slug: str
) -> None:
    page, parcours = _fragment(connecter(client, parent), slug)
    travail = lecture.travail(session, parent, slug, AUJOURDHUI)
    if travail.fiche.fermee(travail.situation):
        assert "Vous ne pouvez pas faire cette démarche maintenant" in page.source
        return
    modeles = {
        nom: {champ.get("name") for champ in modele.iter() if champ.get("name")}
        for modele in page.tous("template")
        for nom in modele.get("data-pages", "").split()
    }
    for point, _ in hors_connexion.points(travail.fiche, travail.situation):
        champs = {
            champ.name for champ in travail.passage.formulaire(point) if champ.aspect not in ("confirmation", "figures")
        }
        assert modeles[point.cle] == champs
    assert {une["cle"] for une in parcours["pages"]} == set(modeles)
    assert (parcours["slug"], parcours["version"], parcours["revision"]) == (slug, travail.fiche.version, 0)


@pytest.mark.parametrize("slug", catalogue())
def test_a_device_never_refuses_what_the_server_takes(
    session: Session, parent: Identite, appareil: Page, slug: str
) -> None:
    """And where it refuses, the server does too."""
    travail, hasard = lecture.travail(session, parent, slug, AUJOURDHUI), random.Random(slug)
    essais = [essai for _ in range(PARTIES) for essai in _essais(travail, hasard)]
    fautes = appareil.evaluate(
        "(essais) => essais.map(([regles, dites]) => Controles.fautes(regles, dites))", [essai[:2] for essai in essais]
    )
    for (_, dites, erreurs), siennes in zip(essais, fautes, strict=True):
        for faute in siennes:
            assert faute["quoi"] in erreurs.get(faute["champ"], ()), (faute, dites, erreurs)


def _essais(travail: lecture.Travail, hasard: random.Random) -> Iterator[tuple[Any, Reponses, dict[str, Any]]]:
    """A page, what is typed there, and what the server finds wrong with it."""
    passage = Passage(travail.fiche, travail.situation, {})
    for point, _ in hors_connexion.points(travail.fiche, travail.situation):
        vierge = hors_connexion.vierge(travail, point)
        dites = {champ.name: [_au_hasard(champ, hasard)] for champ in vierge}
        formulaire = passage.formulaire(point, dites)
        formulaire.validate()
        yield hors_connexion.regles(vierge), dites, {nom or "": list(dit) for nom, dit in formulaire.errors.items()}


def _au_hasard(champ: Any, hasard: random.Random) -> str:
    """One of the answers offered, or anything that its box can hold."""
    return hasard.choice([*getattr(champ, "proposees", ()), *SAISIES])[: champ.flags.maxlength]


def test_an_account_number_begun_elsewhere_is_asked_again_and_never_kept(client: FlaskClient, parent: Identite) -> None:
    connecter(client, parent)
    etapes = "/demarches/coordonnees-bancaires/etapes"
    client.post(f"{etapes}/titulaire", data={"qui": parent.personne_id, "nom": "Mme Moreau", "revision": "0"})
    assert client.post(f"{etapes}/compte", data={"iban": IBAN, "revision": "1"}).status_code == 303
    page, parcours = _fragment(client, "coordonnees-bancaires")
    assert "1123456789" not in page.source.replace(" ", "")
    assert (parcours["revision"], parcours["sensible"]) == (2, True)
    titulaire, compte = parcours["pages"][:2]
    assert titulaire["reponses"]["nom"] == ["Mme Moreau"]
    assert compte["reponses"] == {}


def test_the_list_of_what_is_kept_names_every_demarche(app: Flask, client: FlaskClient, parent: Identite) -> None:
    reponse = connecter(client, parent).get("/hors-ligne/dossier")
    adresses = {page["adresse"] for page in reponse.json["pages"]}  # type: ignore[index]
    assert {f"/demarches/{slug}/hors-connexion" for slug in catalogue()} <= adresses
