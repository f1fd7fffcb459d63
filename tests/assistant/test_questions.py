"""Everyday questions find their answer first; what the help knows nothing of, it says so.

The search was tuned on the questions of one half. Those of the other are counted, never looked at one by one: the
figure is printed by ``pytest -s``.
"""

from tests.assistant.banc import HORS_SUJET, QUESTIONS, justes, premiere

PART = 0.9
INCONNUES = 0.8


def test_everyday_questions_find_their_answer_first() -> None:
    reglees = [question for question in QUESTIONS if question.reglee]
    autres = [question for question in QUESTIONS if not question.reglee]
    etrangeres = [question for question in autres if question.autre_main]
    assert len(QUESTIONS) >= 120
    for nom, questions in (("tuned", reglees), ("untuned", autres), ("… of another hand", etrangeres)):
        print(f"\nright answer first, {nom}: {justes(questions)} of {len(questions)}", end="")
    part = justes(autres) / len(autres)
    assert part >= PART, f"{part:.1%} of the untuned half: add ways to ask to the entries, and leave the questions."


def test_what_the_help_knows_nothing_of_has_no_answer() -> None:
    inconnues = [question for question in HORS_SUJET if premiere(question) is None]
    print(f"\nsaid to be unknown: {len(inconnues)} of {len(HORS_SUJET)}", end="")
    assert len(inconnues) / len(HORS_SUJET) >= INCONNUES


def test_a_question_is_found_with_its_typing_errors() -> None:
    for tapee, attendue in (
        ("attestaton de quotien familial", "attestation-qf"),
        ("mot de passse oubliée", "mot-de-passe-oublie"),
        ("declartion trimestriele quand", "declaration-quand"),
        ("DÉMÉNAGEMENT !!!", "logement-demenagement"),
    ):
        assert premiere(tapee) == attendue
