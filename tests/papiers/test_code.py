"""The code that somebody copies from a paper: tolerant to how it is written, never to what it says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.papiers import code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = st.builds(code.nouveau)


def test_a_code_is_five_groups_of_four_without_letters_that_look_like_others() -> None:
    assert re.fullmatch(f"(?:[{ALPHABET}]{{4}}-){{4}}[{ALPHABET}]{{4}}", code.en_groupes(code.nouveau()))


def test_no_two_papers_have_the_same_code_and_none_follows_from_another() -> None:
    codes = {code.nouveau() for _ in range(2_000)}
    assert len(codes) == 2_000
    for place in range(19):
        assert len({un[place] for un in codes}) == 32


@given(CODES)
def test_it_may_be_typed_in_small_letters_with_spaces_and_lookalikes(neuf: str) -> None:
    tape = code.en_groupes(neuf).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert code.lire(f"  {tape}\n") == neuf
    assert code.juste(code.lire(tape))


@given(CODES, st.integers(0, 19), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_seen(neuf: str, place: int, lettre: str) -> None:
    faux = neuf[:place] + lettre + neuf[place + 1 :]
    assert code.juste(faux) == (faux == neuf)


@given(CODES, st.integers(0, 19), st.integers(0, 19))
def test_two_characters_swapped_are_seen(neuf: str, un: int, autre: int) -> None:
    lettres = list(neuf)
    lettres[un], lettres[autre] = lettres[autre], lettres[un]
    faux = "".join(lettres)
    assert code.juste(faux) == (faux == neuf)


@pytest.mark.parametrize("tape", ["", "0", "A" * 19, "A" * 10_000, "../../etc", "<script>", "é\x00"])
def test_whatever_is_typed_is_read_without_fault(tape: str) -> None:
    assert not code.juste(code.lire(tape))
