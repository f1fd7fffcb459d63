"""Every link leads somewhere the person who sees it may go, and its address tells nothing about them."""

import re
from urllib.parse import parse_qsl, urldefrag, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from caf_pwa.assistant.savoir import sujets
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.papiers.genres import genres
from tests.regles.conftest import VISITEURS, Visites
from tests.regles.document import texte
from tests.regles.routes import carte
from tests.regles.visite import INCONNU

pytestmark = pytest.mark.parametrize("personne", VISITEURS)

# The bottom bar is the same for everybody: somebody who does not manage the dossier finds « Mes allocations »
# there and is told, by a page for people, who may open it and where their own information is.
MONTRE_A_TOUS = "/allocations/droits"

ID = re.compile(r"[0-9a-f]{32}")
# A page of questions: the name of its step, and of its turn where it is asked several times.
NOMS = "|".join(etape.nom for fiche in catalogue().values() for etape in fiche.etapes)
ETAPE = re.compile(rf"(?:{NOMS})(?:-[0-9a-f]{{8}})?")
# What a link may carry after "?": where to go once signed in; a month to compare with another; what a receipt is
# of, by its id.
PARAMETRES = {"suite", "avant", "apres", "demarche", "reglement"}
# What is counted within an object, whose own name stands before it: the sheet of a letter.
RANGS = {"numero"}


def test_every_link_answers_the_person_who_sees_it(visites: Visites, personne: str) -> None:
    for page in visites(personne):
        if page.formulaire_refuse:
            continue
        if page.adresse == MONTRE_A_TOUS and page.statut == 403:
            assert "Cette page ne vous est pas ouverte" in page.texte_entier
            continue
        assert page.statut < 400, (
            f"{page.depuis} shows {personne} a link to {page.adresse}, which answers {page.statut}. "
            "Show a link only to those who may follow it: {% if visiteur.gere_le_dossier %}."
        )


def test_only_the_bottom_bar_leads_to_a_section_out_of_reach(visites: Visites, personne: str) -> None:
    fermees = {page.adresse for page in visites(personne) if page.statut == 403}
    for page in visites(personne):
        if page.en_html:
            menent = [lien for lien in page.fragment.adresses() if urldefrag(lien).url in fermees]
            assert not menent, f"{page.adresse} itself leads {personne} to {menent}, which is closed to them."


def test_a_link_to_a_part_of_a_page_finds_that_part(visites: Visites, personne: str) -> None:
    pages = {page.adresse: page for page in visites(personne)}
    for page in pages.values():
        for lien in page.liens() if page.en_html else ():
            adresse, partie = urldefrag(lien)
            assert not partie or partie in pages[adresse].entiere.ids, (
                f"{page.adresse} leads {personne} to {lien}: that page has nothing called {partie}."
            )


def test_every_form_is_sent_to_a_route_that_takes_it(demonstration: Flask, visites: Visites, personne: str) -> None:
    portier = demonstration.url_map.bind("localhost")
    for page in visites(personne):
        for formulaire in page.entiere.tous("form") if page.en_html else ():
            action, methode = urlsplit(formulaire.get("action", page.adresse)).path, formulaire.get("method", "get")
            try:
                portier.match(action, method=methode.upper())
            except HTTPException as refus:
                pytest.fail(f"{page.adresse}: the form {methode} {action} would answer {refus.code}")


def test_an_address_names_objects_by_ids_that_tell_nothing(visites: Visites, personne: str) -> None:
    portier = carte().url_map.bind("localhost")
    for page in visites(personne):
        for lien in page.liens() if page.en_html else ():
            endpoint, valeurs = portier.match(urlsplit(lien).path, method="GET")
            for nom, valeur in valeurs.items():
                assert _tait(nom, valeur), (
                    f"{page.adresse} has the link {lien}: {nom} must be the name that interne() makes of an object "
                    "(32 hexadecimal characters), never a number, a date or a word of somebody's dossier."
                )
            assert endpoint in carte().view_functions


def _tait(nom: str, valeur: object) -> bool:
    """Whether this part of an address tells nothing."""
    texte = str(valeur)
    connu = (
        nom in RANGS
        or texte in sujets()
        or texte in catalogue()
        or texte in genres()
        or (nom == "cle" and ETAPE.fullmatch(texte))
    )
    return bool(connu or ID.fullmatch(texte))


def test_an_address_carries_no_data_after_its_question_mark(visites: Visites, personne: str) -> None:
    for page in visites(personne):
        for lien in page.entiere.adresses() if page.en_html else ():
            noms = {nom for nom, _ in parse_qsl(urlsplit(lien).query, keep_blank_values=True)}
            assert noms <= PARAMETRES, f"{page.adresse} has the link {lien}: logs and histories keep addresses."


def test_the_shell_leads_where_the_bottom_bar_leads(visites: Visites, personne: str) -> None:
    if personne == INCONNU:
        return  # the bar is for those who have signed in
    accueil = next(page for page in visites(personne) if page.adresse == "/accueil")
    barre = [texte(lien) for lien in accueil.entiere.tous("a") if lien.get("data-racine")]
    assert barre == ["Accueil", "Mes allocations", "Mes démarches", "Mon profil", "Menu"]
