"""What the help knows: every entry is whole, its rules of law are named and not typed, its links exist."""

import re
from datetime import date

import pytest

from caf_pwa.assistant import liens, personnel
from caf_pwa.assistant.savoir import Fiche, fiches, sujets
from caf_pwa.assistant.savoir.textes import REGLE, completer
from caf_pwa.socle.parametres import regle
from tests.conftest import AUJOURDHUI
from tests.regles.routes import carte
from tests.regles.test_gabarits import fautes_de_francais

TOUTES = list(fiches().values())
# An amount, an age, a duration or a share that somebody typed instead of naming the rule.
CHIFFRE = re.compile(r"\d+(?:[.,]\d+)?[\s\u00a0\u202f]?(?:€|%|euros?\b|jours?\b|semaines?\b|heures?\b)")
MOTS_PAR_PHRASE = 35


def _nom(fiche: Fiche) -> str:
    return fiche.cle


def test_there_are_enough_of_them() -> None:
    assert len(TOUTES) == sum(len(sujet.fiches) for sujet in sujets().values()) >= 80
    assert len(sujets()) >= 12


@pytest.mark.parametrize("fiche", TOUTES, ids=_nom)
def test_an_entry_can_be_asked_for_and_says_where_it_comes_from(fiche: Fiche) -> None:
    assert len(fiche.dites) >= 5
    assert fiche.source.nom
    assert fiche.source.adresse.startswith("https://")
    assert date(2026, 1, 1) <= fiche.verifie_le <= AUJOURDHUI
    assert fiche.certitude in ("haute", "moyenne", "a-verifier")


@pytest.mark.parametrize("fiche", TOUTES, ids=_nom)
def test_an_answer_is_plain_french(fiche: Fiche) -> None:
    texte = completer(f"{fiche.titre} {fiche.reponse}", AUJOURDHUI)
    assert not fautes_de_francais(texte)
    for phrase in re.split(r"[.!?]\s", texte):
        assert len(phrase.split()) <= MOTS_PAR_PHRASE, f"Too long to be read at once: {phrase}"


@pytest.mark.parametrize("fiche", TOUTES, ids=_nom)
def test_a_rule_of_law_is_named_and_never_typed(fiche: Fiche) -> None:
    assert not CHIFFRE.search(f"{fiche.titre} {fiche.reponse}"), "Name a parameter: {rsa.seul:euros}."
    for nom, _ in REGLE.findall(fiche.titre + fiche.reponse):
        nommee = regle(nom, AUJOURDHUI)
        if nommee.certitude == "a-verifier" and not nommee.source.startswith("Choix de conception"):
            assert fiche.certitude == "a-verifier", f"{nom} is to be verified, and so is what names it."


@pytest.mark.parametrize("fiche", TOUTES, ids=_nom)
def test_an_entry_leads_to_pages_that_exist(fiche: Fiche) -> None:
    assert fiche.liens
    for nom in fiche.liens:
        assert liens.page(nom).endpoint in carte().view_functions
    assert fiche.personnel is None or fiche.personnel in personnel.DU_FOYER | personnel.DE_LA_PERSONNE


def test_no_page_is_named_for_nothing() -> None:
    nommees = {nom for fiche in TOUTES for nom in fiche.liens}
    assert liens.PAGES.keys() <= nommees


def test_a_rule_that_did_not_hold_yet_is_not_made_up() -> None:
    assert completer("{rsa.seul:euros}", date(2001, 1, 1)) == "(à vérifier)"
    assert completer("{rsa.seul:euros} {rsa.age}", AUJOURDHUI) == "651,69\u00a0€ 25"
