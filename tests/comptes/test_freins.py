"""The brakes on guessing: per account, per address and in all, with the moment to try again."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update

from caf_pwa.comptes.freins import cles_de, compter_essai, rendre_essai
from caf_pwa.comptes.modele import Essais
from caf_pwa.socle.erreurs import TropDEssais
from tests.fabriques import moteur_de

DEBUT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _cles(compte: str = "alice", adresse: str = "192.0.2.1") -> dict[str, str]:
    return cles_de("secret", compte, adresse)


def _essayer(moteur: Engine, moment: datetime, cles: dict[str, str]) -> datetime | None:
    """Try once; the moment to try again when the brakes hold."""
    try:
        with moteur.begin() as connexion:
            compter_essai(connexion, cles, moment)
    except TropDEssais as refus:
        return refus.reessayer_a
    return None


def _reussir(moteur: Engine, cles: dict[str, str]) -> None:
    with moteur.begin() as connexion:
        rendre_essai(connexion, cles)


@pytest.fixture
def moteur(app: Flask) -> Engine:
    return moteur_de(app)


def test_a_person_may_mistype_five_times_then_waits_one_minute(moteur: Engine) -> None:
    assert [_essayer(moteur, DEBUT, _cles()) for _ in range(6)] == [None] * 5 + [DEBUT + MINUTE]


def test_the_wait_of_an_account_doubles_with_each_failure_up_to_an_hour(moteur: Engine) -> None:
    attentes, moment = [], DEBUT
    for _ in range(5):
        _essayer(moteur, moment, _cles())
    for _ in range(8):
        prochain = _essayer(moteur, moment, _cles())
        assert prochain is not None
        attentes.append(prochain - moment)
        moment = prochain
        assert _essayer(moteur, moment, _cles()) is None
    assert attentes == [MINUTE * minutes for minutes in (1, 2, 4, 8, 16, 32, 60, 60)]


def test_trying_while_one_must_wait_makes_the_wait_no_longer(moteur: Engine) -> None:
    for _ in range(5):
        _essayer(moteur, DEBUT, _cles())
    refus = [_essayer(moteur, DEBUT + timedelta(seconds=secondes), _cles()) for secondes in range(1, 60)]
    assert set(refus) == {DEBUT + MINUTE}


def test_a_stranger_never_gets_more_than_a_hundred_tries_a_day_on_an_account(moteur: Engine) -> None:
    essais, moment = 0, DEBUT
    while moment < DEBUT + timedelta(days=1):
        prochain = _essayer(moteur, moment, _cles(adresse=f"192.0.2.{essais}"))
        essais += prochain is None
        moment = prochain or moment
    assert essais <= 100


def test_a_person_who_succeeds_starts_afresh(moteur: Engine) -> None:
    for _ in range(5):
        _essayer(moteur, DEBUT, _cles())
    _reussir(moteur, _cles())
    assert [_essayer(moteur, DEBUT, _cles()) for _ in range(5)] == [None] * 5


def test_failures_are_forgotten_after_a_day_without_a_try(moteur: Engine) -> None:
    for _ in range(5):
        _essayer(moteur, DEBUT, _cles())
    lendemain = DEBUT + timedelta(days=1)
    assert [_essayer(moteur, lendemain, _cles()) for _ in range(5)] == [None] * 5


def test_another_account_does_not_wait_for_the_mistakes_of_alice(moteur: Engine) -> None:
    for _ in range(6):
        _essayer(moteur, DEBUT, _cles("alice"))
    assert _essayer(moteur, DEBUT, _cles("bob")) is None


def test_one_address_gets_twenty_failures_in_a_quarter_of_an_hour(moteur: Engine) -> None:
    reponses = [_essayer(moteur, DEBUT, _cles(f"compte-{rang}")) for rang in range(21)]
    assert reponses == [None] * 20 + [DEBUT + 15 * MINUTE]
    assert _essayer(moteur, DEBUT, _cles("compte-21", "192.0.2.2")) is None
    assert _essayer(moteur, DEBUT + 15 * MINUTE, _cles("compte-22")) is None


def test_success_does_not_count_against_an_address_that_many_share(moteur: Engine) -> None:
    for rang in range(50):
        assert _essayer(moteur, DEBUT, _cles(f"compte-{rang}")) is None
        _reussir(moteur, _cles(f"compte-{rang}"))


def test_everybody_together_gets_a_thousand_failures_in_five_minutes(moteur: Engine) -> None:
    assert _essayer(moteur, DEBUT, _cles("compte-0", "192.0.2.1")) is None
    with moteur.begin() as connexion:  # 998 others before
        connexion.execute(update(Essais).where(Essais.cle == _cles()["ensemble"]).values(nombre=999))
    assert _essayer(moteur, DEBUT, _cles("compte-1", "192.0.2.2")) is None
    assert _essayer(moteur, DEBUT + MINUTE, _cles("compte-2", "192.0.2.3")) == DEBUT + 5 * MINUTE
    assert _essayer(moteur, DEBUT + 5 * MINUTE, _cles("compte-2", "192.0.2.3")) is None


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 400)), min_size=1, max_size=60))
def test_the_moment_told_is_the_first_at_which_trying_is_allowed(
    moteur: Engine, tentatives: list[tuple[int, int, int]]
) -> None:
    with moteur.begin() as connexion:
        connexion.execute(delete(Essais))
    moment = DEBUT
    for compte, adresse, secondes in tentatives:
        moment += timedelta(seconds=secondes)
        cles = _cles(f"compte-{compte}", f"192.0.2.{adresse}")
        prochain = _essayer(moteur, moment, cles)
        if prochain is None:
            continue
        assert prochain > moment
        assert _essayer(moteur, prochain - timedelta(seconds=1), cles) == prochain
        assert _essayer(moteur, prochain, cles) is None
        moment = prochain


def test_a_hundred_tries_at_once_count_as_a_hundred(moteur: Engine) -> None:
    depart = threading.Barrier(8)
    passes: list[bool] = []

    def assaillir() -> None:
        depart.wait()
        passes.extend(_essayer(moteur, DEBUT, _cles()) is None for _ in range(3))

    fils = [threading.Thread(target=assaillir) for _ in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(passes) == 24
    assert sum(passes) == 5


def test_the_table_names_no_number_and_no_address(moteur: Engine) -> None:
    _essayer(moteur, DEBUT, _cles("2910733063011", "192.0.2.77"))
    with moteur.connect() as connexion:
        cles = list(connexion.execute(select(Essais.cle)).scalars())
    assert len(cles) == 3
    assert not any("2910733063011" in cle or "192.0.2.77" in cle for cle in cles)
    assert set(cles).isdisjoint(cles_de("another secret", "2910733063011", "192.0.2.77").values())
