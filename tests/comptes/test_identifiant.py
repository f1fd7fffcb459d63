"""The number a person signs in with: refusing a legal one locks them out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.comptes.identifiant import IdentifiantInvalide, lire

MOTIF = re.compile(r"[A-Z]{3}[0-9]{7}")

# Numbers and their keys, computed by hand from the rule: 97 − (number mod 97), Corsica as 19 and 18.
CLES = {
    "1850578006084": "91",
    "253072A073004": "43",
    "253072B073004": "70",
    "7851299351123": "05",
    "8900175056789": "24",
    "2951099126111": "93",
}


@st.composite
def numeros(tirer: st.DrawFn) -> str:
    """A social-security number as the registers make them, Corsica and unknown months included."""
    mois = tirer(st.sampled_from([*range(1, 13), *range(20, 43), *range(50, 100)]))
    departement = tirer(st.one_of(st.integers(1, 99).map("{:02}".format), st.sampled_from(["2A", "2B"])))
    return (
        f"{tirer(st.sampled_from('123478'))}{tirer(st.integers(0, 99)):02}{mois:02}"
        f"{departement}{tirer(st.integers(0, 999)):03}{tirer(st.integers(0, 999)):03}"
    )


def _cle(numero: str) -> str:
    chiffres = numero.replace("2A", "19").replace("2B", "18") if numero[5:7] in ("2A", "2B") else numero
    return f"{97 - int(chiffres) % 97:02}"


@given(numeros())
def test_anybody_signs_in_with_the_thirteen_characters_of_their_card(numero: str) -> None:
    assert lire(numero, MOTIF) == numero


@given(numeros(), st.sampled_from([" ", "\u00a0", "\u202f", ".", "-", "\u200b"]), st.data())
def test_a_number_is_taken_however_it_is_spaced(numero: str, espace: str, data: st.DataObject) -> None:
    coupes = data.draw(st.lists(st.booleans(), min_size=13, max_size=13))
    saisie = "".join(caractere + espace * coupe for caractere, coupe in zip(numero, coupes, strict=True))
    assert lire(f" {saisie.lower()}\t", MOTIF) == numero


@given(numeros())
def test_the_fifteen_characters_of_the_card_are_taken_when_their_key_is_right(numero: str) -> None:
    assert lire(numero + _cle(numero), MOTIF) == numero


@given(numeros(), st.integers(0, 99))
def test_a_mistyped_key_is_told_before_any_password_is_tried(numero: str, cle: int) -> None:
    saisie = f"{numero}{cle:02}"
    if f"{cle:02}" == _cle(numero):
        assert lire(saisie, MOTIF) == numero
        return
    with pytest.raises(IdentifiantInvalide, match="ne correspondent pas aux 13 premiers"):
        lire(saisie, MOTIF)


@pytest.mark.parametrize(("numero", "cle"), CLES.items())
def test_known_numbers_keep_their_known_keys(numero: str, cle: str) -> None:
    assert lire(numero + cle, MOTIF) == numero


@pytest.mark.parametrize("premier", "123478")
def test_nobody_is_locked_out_by_their_first_digit(premier: str) -> None:
    assert lire(f"{premier}910733063011", MOTIF) == f"{premier}910733063011"


@pytest.mark.parametrize("premier", "0569")
def test_a_first_digit_that_nobody_has_is_told(premier: str) -> None:
    with pytest.raises(IdentifiantInvalide, match="n’existe pas sous cette forme"):
        lire(f"{premier}910733063011", MOTIF)


@pytest.mark.parametrize("saisie", ["２９１０７３３０６３０１１", "٢٩١٠٧٣٣٠٦٣٠١١", "291073306301１"])
def test_digits_of_another_keyboard_are_read_as_digits(saisie: str) -> None:
    assert lire(saisie, MOTIF) == "2910733063011"


@pytest.mark.parametrize(
    ("saisie", "raison"),
    [
        ("", "Saisissez votre numéro"),
        (" .-\u200b", "Saisissez votre numéro"),
        ("291073306301", "Le numéro compte 13 chiffres. Vous en avez saisi 12"),
        ("29107330630112", "Le numéro compte 13 chiffres. Vous en avez saisi 14"),
        ("2910733063011111", "Le numéro compte 13 chiffres. Vous en avez saisi 16"),
        ("29107330630 1l", "ne contient que des chiffres"),
        ("2910733063O11", "ne contient que des chiffres"),
        ("291072C073004", "ne contient que des chiffres"),
        ("291073A073004", "ne contient que des chiffres"),
        ("2.91e12", "ne contient que des chiffres"),
        ("2911333063011", "n’existe pas sous cette forme"),
        ("2910033063011", "n’existe pas sous cette forme"),
        ("2914333063011", "n’existe pas sous cette forme"),
        ("AB1234567", "n’a pas la forme attendue"),
        ("' OR 1=1 --", "n’a pas la forme attendue"),
        ("💳", "n’a pas la forme attendue"),
        ("½910733063011", "ne contient que des chiffres"),
    ],
)
def test_a_person_who_mistypes_is_told_what_is_wrong(saisie: str, raison: str) -> None:
    with pytest.raises(IdentifiantInvalide, match=re.escape(raison)):
        lire(saisie, MOTIF)


@given(st.text(max_size=64))
def test_whatever_is_typed_is_a_number_or_a_sentence(saisie: str) -> None:
    try:
        reponse = lire(saisie, MOTIF)
    except IdentifiantInvalide as refus:
        reponse = str(refus)
    assert re.fullmatch(r"[0-9A-Z]{10,13}|[A-Z].+\.", reponse)


def test_a_person_without_number_signs_in_with_an_identifiant_provisoire() -> None:
    assert lire("prv 0000019", MOTIF) == "PRV0000019"


def test_the_form_of_the_identifiant_provisoire_is_a_setting() -> None:
    autre = re.compile(r"P[0-9]{4}")
    assert lire("p-1234", autre) == "P1234"
    with pytest.raises(IdentifiantInvalide):
        lire("PRV0000019", autre)


def test_an_identifiant_provisoire_is_matched_whole() -> None:
    with pytest.raises(IdentifiantInvalide):
        lire("PRV00000190", MOTIF)
