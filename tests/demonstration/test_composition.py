"""The demonstration is a feed like any other: right on any day, wholly invented, and the same twice."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.fr import nir

from caf_pwa.demonstration.commandes import enregistrements
from caf_pwa.demonstration.personas import hugo, tous
from caf_pwa.flux import lecture
from caf_pwa.flux.genres.creance import DonneesCreance
from caf_pwa.flux.genres.foyer import DonneesFoyer
from caf_pwa.flux.genres.paiement import DonneesPaiement
from caf_pwa.flux.lecture import Enregistrement
from caf_pwa.socle.dates import DatePartielle

JOURS = st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 12, 31))


def _lus(aujourdhui: date) -> list[Enregistrement]:
    return [lecture.lire(json.dumps(enregistrement).encode()) for enregistrement in enregistrements(aujourdhui)]


@settings(max_examples=3)
@given(JOURS)
@example(date(2028, 2, 29))
@example(date(2026, 12, 31))
@example(date(2027, 1, 1))
@example(date(2027, 1, 4))
@example(date(2027, 1, 6))
def test_every_record_is_right_on_any_day(aujourdhui: date) -> None:
    lus = _lus(aujourdhui)
    noms = {lu.nom for lu in lus}
    assert len(noms) == len(lus)
    assert {lu.version for lu in lus} == {aujourdhui.toordinal()}
    donnees = [lu.donnees for lu in lus if lu.donnees is not None]
    personnes = {
        f"personne:{personne.id}" for de in donnees if isinstance(de, DonneesFoyer) for personne in de.personnes
    }
    for lu in lus:
        assert set(lu.genre.references(lu.donnees)) <= noms | personnes, lu.nom
    dette = next(de for de in donnees if isinstance(de, DonneesCreance) and de.foyer == "demo-ines")
    retenues = [
        retenue
        for de in donnees
        if isinstance(de, DonneesPaiement) and de.foyer == dette.foyer
        for retenue in de.retenues
    ]
    assert dette.rembourse == sum(retenue.montant for retenue in retenues) > 0


def test_the_same_day_makes_the_same_feed_to_the_byte() -> None:
    premier, second = (json.dumps(enregistrements(date(2026, 11, 23)), sort_keys=True) for _ in range(2))
    assert premier == second


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31)))
@example(date(2028, 2, 29))
@example(date(2026, 12, 31))
@example(date(2027, 1, 1))
def test_hugo_is_sixteen_every_day(aujourdhui: date) -> None:
    fils = hugo(aujourdhui)
    assert DatePartielle.lire(fils.naissance.isoformat()).age_le(aujourdhui) == 16
    assert fils.identifiant[1:5] == f"{fils.naissance:%y%m}"


@pytest.fixture(scope="module")
def donnees() -> dict[str, list[dict[str, Any]]]:
    """Kind → the data of its records."""
    par_genre: dict[str, list[dict[str, Any]]] = {}
    for enregistrement in enregistrements(date(2026, 11, 23)):
        par_genre.setdefault(enregistrement["genre"], []).append(enregistrement["donnees"])
    return par_genre


def test_no_number_of_the_demonstration_can_be_a_real_person_s() -> None:
    for persona in tous(date(2026, 11, 23)):
        if persona.identifiant[0].isdigit():
            assert len(persona.identifiant) == 13
            assert persona.identifiant[5:7] == "00"  # no département has this number
            assert nir.calc_check_digits(persona.identifiant)
        assert persona.email.endswith(".invalid")


def test_no_bank_account_of_the_demonstration_can_be_a_real_one(donnees: dict[str, list[dict[str, Any]]]) -> None:
    for foyer in donnees["foyer"]:
        numero = foyer["compte_bancaire"]["iban"]
        assert numero[4:9] == "00000"  # no bank has this code
        assert not iban.is_valid(numero)


def test_money_of_the_demonstration_is_written_to_the_cent(donnees: dict[str, list[dict[str, Any]]]) -> None:
    for paiement in donnees["paiement"]:
        au_foyer = sum(round(part["montant"] * 100) for part in paiement["lignes"] if not part["tiers"])
        retenu = sum(round(part["montant"] * 100) for part in paiement["retenues"])
        assert round(paiement["montant"] * 100) == au_foyer - retenu


def test_the_steps_of_every_calculation_add_up_to_the_right(donnees: dict[str, list[dict[str, Any]]]) -> None:
    for droit in donnees["droit"]:
        if droit.get("calcul"):
            total = sum(round(etape["montant"] * 100) for etape in droit["calcul"])
            assert total == round(droit["montant"] * 100), droit["prestation"]
