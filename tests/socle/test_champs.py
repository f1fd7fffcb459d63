"""What a person types is read as they mean it, or gets a sentence that says what to do."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.socle.champs import ChampChoix, ChampChoixMultiples, ChampConfirmation, ChampDate, ChampMontant, ChampTexte
from caf_pwa.socle.champs_speciaux import ChampEntier
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.saisies import lire_jour, lire_montant


class Questionnaire(Formulaire):
    nom = ChampTexte("Nom", longueur=20)
    surnom = ChampTexte("Surnom", exige=False)
    salaire = ChampMontant("Salaire", exige=False)
    depuis = ChampDate("Depuis", exige=False)
    enfants = ChampEntier("Enfants", 1, 6, exige=False)
    logement = ChampChoix("Logement", (("garde", "Je le garde"), ("quitte", "Je le quitte")), exige=False)
    qui = ChampChoixMultiples("Qui", (("a", "Lina"), ("b", "Adam")), exige=False)
    confirmation = ChampConfirmation()

    def preparer(self) -> None:
        self.depuis.borner(date(2020, 1, 1), date(2026, 11, 23))

    def verifier(self) -> None:
        if self.salaire.montant and self.salaire.montant > 5000:
            self.confirmation.demander("Ce montant est élevé.")


def remplir(**reponses: str | list[str]) -> Questionnaire:
    saisie = {nom: valeur if isinstance(valeur, list) else [valeur] for nom, valeur in reponses.items()}
    formulaire = Questionnaire({"nom": ["Inès"], **saisie})
    formulaire.validate()
    return formulaire


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("1234,56", "1234.56"),
        ("1 234,56 €", "1234.56"),
        ("1\u202f234.5", "1234.50"),
        ("0", "0.00"),
        ("12", "12.00"),
    ],
)
def test_an_amount_is_read_as_french_keyboards_type_it(ecrit: str, lu: str) -> None:
    formulaire = remplir(salaire=ecrit)
    assert (formulaire.salaire.montant, formulaire.errors) == (Decimal(lu), {})


@pytest.mark.parametrize("ecrit", ["-3", "1e9", "douze", "1,234,56", "12,345", "１２", "NaN", "--", "1 23", "1000000"])
def test_an_amount_that_is_none_gets_a_sentence(ecrit: str) -> None:
    (phrase,) = remplir(salaire=ecrit).salaire.errors
    assert "montant" in phrase


@given(st.decimals(0, 999_999, places=2))
def test_an_amount_as_it_is_shown_reads_as_itself(montant: Decimal) -> None:
    assert lire_montant(euros(montant)) == montant


@pytest.mark.parametrize("ecrit", ["29/02/2023", "31/04/2025", "2026-13-01", "hier", "1/1/26", "0000-00-00"])
def test_a_day_that_does_not_exist_gets_a_sentence(ecrit: str) -> None:
    assert remplir(depuis=ecrit).depuis.errors[0].startswith("Cette date n’existe pas.")


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_read_in_both_its_forms(jour: date) -> None:
    assert lire_jour(jour.isoformat()) == jour == lire_jour(f"{jour:%d/%m/%Y}")


@pytest.mark.parametrize(
    ("ecrit", "faux"), [("2019-12-31", True), ("2020-01-01", False), ("2026-11-23", False), ("24/11/2026", True)]
)
def test_a_day_stays_within_its_bounds(ecrit: str, faux: bool) -> None:
    assert bool(remplir(depuis=ecrit).depuis.errors) is faux


@pytest.mark.parametrize("ecrit", ["0", "7", "-1", "deux", "1.5", "²"])
def test_a_number_out_of_its_bounds_gets_a_sentence(ecrit: str) -> None:
    assert remplir(enfants=ecrit).enfants.errors == ["Écrivez un nombre entre 1 et 6, en chiffres."]


@pytest.mark.parametrize("nom", ["D’Angelo-Ÿsé", "O'Neill", "王小明", "عائشة", "Zoë"])
def test_a_name_is_kept_as_it_is_written(nom: str) -> None:
    formulaire = remplir(nom=nom)
    assert (formulaire.nom.data, formulaire.errors) == (nom, {})


@pytest.mark.parametrize("nom", ["a\x00b", "\u202etxt.exe", "a\u200bb", "x\x1b[31m"])
def test_a_character_that_nobody_sees_is_refused(nom: str) -> None:
    assert "invisible" in remplir(nom=nom).nom.errors[0]


def test_a_text_too_long_says_how_long_it_may_be() -> None:
    assert remplir(nom="x" * 10_000).nom.errors == [
        "C’est trop long : 20 caractères au plus. Raccourcissez votre réponse."
    ]


def test_a_required_answer_left_out_says_so_and_an_optional_one_does_not() -> None:
    formulaire = remplir(nom="   ")
    assert formulaire.errors == {"nom": ["Remplissez ce champ."]}


def test_an_answer_that_was_not_offered_is_refused() -> None:
    assert remplir(logement="vendu").logement.errors == ["Choisissez une des réponses proposées."]
    assert remplir(qui=["a", "c"]).qui.errors == ["Choisissez parmi les réponses proposées."]


def test_something_odd_is_asked_once_and_lets_through_once_confirmed() -> None:
    assert "cochez la case" in remplir(salaire="6000").confirmation.errors[0]
    assert not remplir(salaire="6000", confirmation="oui").errors


def test_only_the_fields_of_the_form_are_kept_and_one_answer_of_each() -> None:
    formulaire = remplir(nom=["Inès", "Autre"], qui=["a", "b"], **{f"champ{rang}": "x" for rang in range(40)})
    assert formulaire.reponses() == {"nom": ["Inès"], "qui": ["a", "b"]}


def test_answers_are_said_in_words() -> None:
    formulaire = remplir(salaire="1234,5", depuis="05/03/2026", logement="garde", qui=["a", "b"])
    assert [mot.replace("\u202f", " ").replace("\xa0", " ") for _, mot in formulaire.lignes()] == [
        "Inès",
        "1 234,50 €",
        "5 mars 2026",
        "Je le garde",
        "Lina, Adam",
    ]


@given(st.dictionaries(st.sampled_from(list(Questionnaire()._fields)), st.lists(st.text(), max_size=3)))
def test_whatever_is_posted_a_form_answers_with_sentences(saisie: dict[str, list[str]]) -> None:
    formulaire = Questionnaire(saisie)
    assert formulaire.validate() is not bool(formulaire.errors)
    assert all(isinstance(phrase, str) and phrase for fautes in formulaire.errors.values() for phrase in fautes)
