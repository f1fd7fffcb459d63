"""Which new passwords are refused, in which words, and which ones people may choose."""

import random
import string
import unicodedata

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.comptes.mot_de_passe.solidite import MotDePasseFaible, exiger_solide

ALICE = ("Alice", "D’ARC-MOREAU", "1991-07-12", "2910733063011", "alice@exemple.invalid")
COURANTS = FREQUENCY_LISTS["passwords"][:3000]


def _refus(mot_de_passe: str) -> str:
    try:
        exiger_solide(mot_de_passe, ALICE)
    except MotDePasseFaible as refus:
        return str(refus)
    return ""


def test_t05_three_thousand_common_passwords_are_refused_as_they_are_and_made_longer() -> None:
    assert not [mot for mot in COURANTS if not _refus(mot)]
    allonges = [f"{mot}2026!" for mot in COURANTS[::10] if len(mot) > 6] + [
        mot * (12 // len(mot) + 1) for mot in COURANTS[::10]
    ]
    assert not [mot for mot in allonges if not _refus(mot)]


def test_t05_five_hundred_passwords_drawn_at_random_are_accepted() -> None:
    tirage = random.Random(5)
    for _ in range(500):
        mot = "".join(tirage.choices(string.ascii_letters + string.digits, k=12))
        assert _refus(mot) == "", mot


@pytest.mark.parametrize("mot", ["Sojdlg123aljg", "sojdlg123aljg", "PolniyPizdec0211", "ghhh47hj7649"])
def test_t05_a_password_of_a_known_leak_is_refused_however_odd(mot: str) -> None:
    assert "déjà été volé" in _refus(mot)


@pytest.mark.parametrize(
    "mot",
    [
        "motdepasse2026",
        "MotDePasse!!!!",
        "caf-caf-caf-caf",
        "MonCompteCaf2026",
        "Alice.Moreau.1991",
        "darcmoreau12071991",
        "2910733063011",
        "2 91 07 33 063 011",
        "alice12/07/1991",
        "ÁLICE-darc-1991",
    ],
)
def test_t05_what_is_known_of_alice_or_of_the_service_makes_no_password(mot: str) -> None:
    assert "fait de vos nom" in _refus(mot)


@pytest.mark.parametrize(
    "mot",
    [
        "azertyuiop12",
        "qsdfghjklmwxcv",
        "wxcvbnqsdfgh",
        "&é\"'(-è_çàazer",
        "a" * 40,
        "19851986198719",
        "papillon2024!",
        "été-été-été-été",
    ],
)
def test_t05_walks_on_a_french_keyboard_years_and_repeats_are_refused(mot: str) -> None:
    assert _refus(mot)


@pytest.mark.parametrize(
    "mot",
    [
        "correct cheval pile agrafe",
        "un chat gris dort ici",
        "x7Gq2mVt9sLp",
        "moreau-du-matin-bleu",
        "🐘🦒🎈🪁🧦🫖🦔🪗🛶🧂🪜🌵",
        "żółw gęślą jaźń",
        ("correct cheval pile agrafe " * 3)[:64].strip() + "!",
        "".join(random.Random(7).choices(string.ascii_letters, k=128)),
    ],
)
def test_t05_long_ones_spaces_accents_and_emoji_are_welcome_and_open_the_account(mot: str) -> None:
    assert _refus(mot) == ""
    assert hachage.verifier(hachage.hacher(mot), mot)


def test_t05_the_same_accents_typed_on_two_keyboards_are_the_same_password() -> None:
    compose, decompose = (unicodedata.normalize(forme, "forêt éloignée à midi") for forme in ("NFC", "NFD"))
    assert compose != decompose
    assert (_refus(compose), _refus(decompose)) == ("", "")
    assert hachage.verifier(hachage.hacher(compose), decompose)
    onze = "éàùçêôîâûïü"
    assert "trop court" in _refus(unicodedata.normalize("NFD", onze))


def test_t05_the_bounds_are_12_and_128_characters() -> None:
    assert "12 caractères" in _refus("x7Gq2mVt9sL")
    assert "128 caractères" in _refus("x7Gq2mVt9sLp" * 11)
