"""T49: a code, a number, a name: refused where they are typed, never kept."""

import pytest

from caf_pwa.assistant.confidentiel import contient_un_secret, epurer


@pytest.mark.parametrize(
    "texte",
    [
        "mon code est 123456",
        "123 456",
        "code : 12-34-56",
        "FR76 3000 6000 0112 3456 7890 189 c'est mon rib",
        "ma carte 4970 1012 3456 7890 expire 12/28",
        "2 89 05 49 588 157 80",
        "le numéro de ma voisine 289054958815780",
        "1850 52A 006 084",
        "mot de passe : Soleil2026",
        "mdp=azerty12",
        "１２３４５６",
        "mon numéro allocataire 1234567",
    ],
)
def test_a_secret_is_seen_however_it_is_typed(texte: str) -> None:
    assert contient_un_secret(texte)
    assert epurer(texte, []) is None


@pytest.mark.parametrize(
    "texte",
    [
        "j'ai perdu mon mot de passe",
        "code à 6 chiffres pas reçu",
        "payé le 05/12/2026 ?",
        "je gagne 1500 euros et lui 2000",
        "déclaration d'août 2026 à octobre 2026",
        "mon mot de passe est oublié",
        "né le 5.12.2026",
    ],
)
def test_an_ordinary_question_is_none(texte: str) -> None:
    assert not contient_un_secret(texte)


def test_what_is_kept_has_no_number_no_address_and_no_name() -> None:
    question = "Bonjour, alice ou Kevin Dupont (kevin@exemple.fr) a droit au bonus vélo de 250 € dans le 75011 ?"
    assert epurer(question, ["Alice MOREAU"]) == "bonjour ou a droit au bonus velo de dans le"


def test_a_long_story_is_not_kept() -> None:
    assert epurer("mot " * 40, []) is None
    assert epurer("zut", []) is None
