"""What is kept cannot be read without the key, and not one bit of it can change unseen."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.socle.chiffrement import MORCEAU, SCEAU, SEL, Chiffre, Falsifie

CHIFFRE = Chiffre(bytes(range(32)))
TETE = 1 + SEL
# Around the limits of chunks, where mistakes are made.
TAILLES = st.sampled_from([0, 1, MORCEAU - 1, MORCEAU, MORCEAU + 1, 2 * MORCEAU, 2 * MORCEAU + 7])


def _chiffrer(clair: bytes, nom: str = "nom") -> bytes:
    return b"".join(CHIFFRE.chiffrer(nom, [clair]))


def _dechiffrer(garde: bytes, nom: str = "nom") -> bytes:
    return b"".join(CHIFFRE.dechiffrer(nom, [garde]))


def _clair(taille: int) -> bytes:
    return bytes(rang % 251 for rang in range(taille))


def _par_bouts(octets: bytes, bout: int) -> Iterator[bytes]:
    for debut in range(0, len(octets), bout):
        yield octets[debut : debut + bout]


@given(taille=TAILLES, bout=st.integers(1_000, 200_000))
def test_what_was_kept_is_given_back_however_it_is_cut_on_the_way(taille: int, bout: int) -> None:
    clair = _clair(taille)
    garde = b"".join(CHIFFRE.chiffrer("nom", _par_bouts(clair, bout)))
    assert b"".join(CHIFFRE.dechiffrer("nom", _par_bouts(garde, bout))) == clair


@given(clair=st.binary(max_size=300), donnees=st.data())
def test_one_bit_changed_anywhere_is_refused(clair: bytes, donnees: st.DataObject) -> None:
    garde = bytearray(_chiffrer(clair))
    rang = donnees.draw(st.integers(0, len(garde) - 1))
    garde[rang] ^= 1 << donnees.draw(st.integers(0, 7))
    with pytest.raises(Falsifie):
        _dechiffrer(bytes(garde))


@given(taille=TAILLES, donnees=st.data())
def test_one_bit_changed_in_a_large_file_is_refused(taille: int, donnees: st.DataObject) -> None:
    garde = bytearray(_chiffrer(_clair(taille)))
    garde[donnees.draw(st.integers(0, len(garde) - 1))] ^= 0x80
    with pytest.raises(Falsifie):
        _dechiffrer(bytes(garde))


@given(taille=TAILLES, donnees=st.data())
def test_a_file_cut_short_anywhere_is_refused(taille: int, donnees: st.DataObject) -> None:
    garde = _chiffrer(_clair(taille))
    limites = [TETE + rang * (MORCEAU + SCEAU) for rang in range(len(garde) // MORCEAU + 1)]
    fin = donnees.draw(st.one_of(st.integers(0, len(garde) - 1), st.sampled_from(limites)))
    if fin < len(garde):
        with pytest.raises(Falsifie):
            _dechiffrer(garde[:fin])


@given(suite=st.binary(min_size=1, max_size=40))
def test_a_file_with_something_added_is_refused(suite: bytes) -> None:
    with pytest.raises(Falsifie):
        _dechiffrer(_chiffrer(b"quittance") + suite)


def test_parts_that_change_places_or_are_taken_out_are_refused() -> None:
    garde = _chiffrer(_clair(3 * MORCEAU))
    tete, (un, deux, trois) = garde[:TETE], _par_bouts(garde[TETE:], MORCEAU + SCEAU)
    for parts in ((deux, un, trois), (un, trois), (un, un, trois), (un, deux), (un, deux, deux)):
        with pytest.raises(Falsifie):
            _dechiffrer(tete + b"".join(parts))
    assert _dechiffrer(tete + un + deux + trois) == _clair(3 * MORCEAU)


def test_a_file_does_not_open_under_another_name_or_with_another_key() -> None:
    garde = _chiffrer(b"quittance", "un")
    with pytest.raises(Falsifie):
        _dechiffrer(garde, "deux")
    with pytest.raises(Falsifie):
        b"".join(Chiffre(bytes(32)).dechiffrer("un", [garde]))


def test_the_same_file_kept_twice_looks_different_and_shows_nothing() -> None:
    un, deux = _chiffrer(b"quittance" * 10), _chiffrer(b"quittance" * 10)
    assert un != deux
    assert b"quittance" not in un
    assert repr(CHIFFRE) == "Chiffre()", "a key is in no log"
