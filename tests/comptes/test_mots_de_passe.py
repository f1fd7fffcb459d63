"""Passwords are kept as argon2id hashes, and hashing never takes all the memory there is."""

import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.socle.erreurs import Occupe


@contextmanager
def toutes_les_places_prises() -> Iterator[None]:
    """As many people hashing or waiting as may: nobody else finds a place."""
    prises = 0
    while hachage._PLACES.acquire(blocking=False):
        prises += 1
    yield
    for _ in range(prises):
        hachage._PLACES.release()


def test_a_password_is_hashed_with_argon2id_in_46_mebibytes_at_least() -> None:
    parametres = extract_parameters(hachage.hacher("correct cheval pile agrafe"))
    assert parametres.type is Type.ID
    assert parametres.memory_cost >= 46 * 1024


def test_two_people_with_the_same_password_have_different_hashes() -> None:
    assert hachage.hacher("le même pour deux") != hachage.hacher("le même pour deux")


@pytest.mark.parametrize("saisie", ["é" * 12, "mot de passe avec espaces ", "🔑" * 12, "x" * 128])
def test_a_password_opens_with_itself_and_with_nothing_else(saisie: str) -> None:
    empreinte = hachage.hacher(saisie)
    assert hachage.verifier(empreinte, saisie)
    assert not hachage.verifier(empreinte, saisie + "x")


def test_an_accent_typed_on_another_keyboard_is_the_same_accent() -> None:
    empreinte = hachage.hacher(unicodedata.normalize("NFD", "élève à l’école"))
    assert hachage.verifier(empreinte, unicodedata.normalize("NFC", "élève à l’école"))


@pytest.mark.parametrize("empreinte", [None, "", "$argon2id$abîmée", "$2b$12$ancienne"])
def test_an_account_without_a_sound_hash_opens_with_no_password(empreinte: str | None) -> None:
    assert not hachage.verifier(empreinte, "personne")


def test_a_hash_made_with_other_parameters_is_made_again() -> None:
    ancienne = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash("ancien")
    assert hachage.a_rehacher(ancienne)
    assert not hachage.a_rehacher(hachage.hacher("ancien"))


def test_many_at_once_are_all_answered_as_long_as_there_are_places() -> None:
    empreinte = hachage.hacher("en même temps")
    with ThreadPoolExecutor(hachage.EN_TOUT) as gens:
        juste = list(gens.map(lambda _: hachage.verifier(empreinte, "en même temps"), range(hachage.EN_TOUT)))
    assert juste == [True] * hachage.EN_TOUT


def test_a_person_who_finds_every_place_taken_is_told_so() -> None:
    with toutes_les_places_prises():
        with pytest.raises(Occupe):
            hachage.verifier(None, "en même temps")
        with pytest.raises(Occupe):
            hachage.hacher("en même temps")
    assert not hachage.verifier(None, "après")
