"""Telephone and mail: one form for each, whatever is typed, and never a crash."""

from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.socle.champs_speciaux import courriel, telephone
from caf_pwa.socle.formulaires import Erreur


@given(st.from_regex(r"0[1-79][0-9]{8}", fullmatch=True), st.sampled_from(("", " ", ".", "-", "\u00a0")))
def test_a_french_number_has_one_form_however_it_is_spaced(numero: str, espace: str) -> None:
    ecrits = (
        espace.join(numero),
        f"+33{espace}{espace.join(numero[1:])}",
        f"0033{espace}{numero[1:]}",
        f"+33{espace}(0){numero[1:]}",
    )
    assert {telephone(ecrit).replace(" ", "") for ecrit in ecrits} == {numero}


@given(st.text(max_size=40))
def test_what_is_typed_as_a_telephone_is_read_or_refused(texte: str) -> None:
    try:
        garde = telephone(texte)
    except Erreur:
        return
    assert telephone(garde) == garde


@given(st.text(max_size=80) | st.from_regex(r"\A[^@]{1,70}@[^@]{1,70}\Z"))
def test_what_is_typed_as_a_mail_address_is_read_or_refused(texte: str) -> None:
    try:
        garde = courriel(texte)
    except Erreur:
        return
    assert courriel(garde) == garde
    assert garde.count("@") == 1


@given(st.emails())
def test_no_real_address_with_a_plain_domain_is_refused(adresse: str) -> None:
    avant = adresse.split("@")[0]
    if avant.isalnum():
        assert courriel(f"{avant}@exemple.fr") == f"{avant}@exemple.fr"
