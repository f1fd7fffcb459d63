"""The adviser answers: each act once, told to the person, and what was accepted changes the dossier."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import reponse, service
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.modele import Demarche, EtatDemarche
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI
from tests.demarches.envois import deposer, travail_de

TRAVAIL: dict[str, Any] = {
    "metier": {"metier": ["Boulangère"]},
}


@pytest.fixture
def recue(session: Session, alice: Identite) -> Demarche:
    return deposer(session, alice)


@pytest.fixture
def en_cours(session: Session, recue: Demarche, agent: str) -> Demarche:
    reponse.prendre_en_charge(session, recue, agent, recue.revision, instant())
    return recue


def test_taken_up_it_says_so_to_the_person(session: Session, alice: Identite, en_cours: Demarche) -> None:
    assert en_cours.etat is EtatDemarche.EN_COURS
    assert not en_cours.corrigeable
    session.flush()
    (alerte,) = alertes.recues(session, alice)
    assert alerte.texte == "Votre démarche est maintenant : En cours de traitement."


def test_two_advisers_on_one_demarche_the_second_is_told(session: Session, recue: Demarche, agent: str) -> None:
    vue = recue.revision
    reponse.prendre_en_charge(session, recue, agent, vue, instant())
    with pytest.raises(reponse.DejaChangee):
        reponse.prendre_en_charge(session, recue, agent, vue, instant())
    with pytest.raises(reponse.DejaChangee):
        reponse.refuser(session, recue, "Motif", vue, instant())
    assert (recue.etat, len(recue.historique)) == (EtatDemarche.EN_COURS, 2)


Acte = Callable[[Session, Demarche], object]
ACTES: dict[str, Acte] = {
    "accepter": lambda session, une: reponse.accepter(session, une, "Conseiller", une.revision, instant()),
    "demander": lambda session, une: reponse.demander(session, une, "Quel jour ?", une.revision, instant()),
    "refuser": lambda session, une: reponse.refuser(session, une, "Double.", une.revision, instant()),
}


@pytest.mark.parametrize("acte", ACTES)
def test_nothing_is_answered_before_it_is_taken_up(session: Session, recue: Demarche, acte: str) -> None:
    with pytest.raises(reponse.DejaChangee):
        ACTES[acte](session, recue)
    assert recue.etat is EtatDemarche.RECUE


@pytest.mark.parametrize("acte", ACTES)
@pytest.mark.parametrize("finie", ["accepter", "refuser"])
def test_what_is_answered_is_answered(session: Session, en_cours: Demarche, finie: str, acte: str) -> None:
    ACTES[finie](session, en_cours)
    etat = en_cours.etat
    with pytest.raises(reponse.DejaChangee):
        ACTES[acte](session, en_cours)
    assert en_cours.etat is etat


def test_a_question_waits_for_its_answer_then_it_goes_on(session: Session, en_cours: Demarche) -> None:
    reponse.demander(session, en_cours, "Quel jour ?", en_cours.revision, instant())
    assert (en_cours.etat, en_cours.question) == (EtatDemarche.EN_ATTENTE_D_INFORMATION, "Quel jour ?")
    reponse.repondre(session, en_cours, "Alice", "Le 3 mai.", instant())
    assert (en_cours.etat, en_cours.question) == (EtatDemarche.EN_COURS, None)
    assert en_cours.historique[-1]["texte"] == "Le 3 mai."


def test_a_document_asked_for_appears_among_what_is_to_be_sent(
    session: Session, alice: Identite, en_cours: Demarche
) -> None:
    quoi = ("Acte de naissance", "Pour vérifier.", AUJOURDHUI + timedelta(days=30))
    reponse.demander_un_document(session, en_cours, quoi, en_cours.revision, instant())
    (piece,) = service.pieces_attendues(session, alice)
    assert (piece.libelle, piece.limite, piece.demarche_id) == (quoi[0], quoi[2], en_cours.id)
    session.flush()
    assert [alerte.titre for alerte in alertes.recues(session, alice) if alerte.a_faire] == ["Document à envoyer"]


def test_a_refusal_says_why(session: Session, en_cours: Demarche) -> None:
    reponse.refuser(session, en_cours, "L’examen date d’avant la grossesse.", en_cours.revision, instant())
    assert en_cours.etat is EtatDemarche.REFUSEE
    assert en_cours.motif_refus == "L’examen date d’avant la grossesse."
    assert "L’examen date" in en_cours.historique[-1]["texte"]


def test_what_is_accepted_changes_the_dossier(session: Session, alice: Identite, agent: str, essai: None) -> None:
    demarche = deposer(session, alice, "essai", depart={"change": ["oui"]}, **TRAVAIL)
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    reponse.accepter(session, demarche, "Conseiller de la Caf", 1, instant())
    activite = session.scalars(select(Personne.activite).where(Personne.id == alice.personne_id)).one()
    assert (demarche.etat, activite) == (EtatDemarche.TRAITEE, "Boulangère")


def test_answers_to_questions_that_have_changed_are_not_applied(
    session: Session, alice: Identite, agent: str, essai: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    demarche = deposer(session, alice, "essai", depart={"change": ["oui"]}, **TRAVAIL)
    demarche.version_formulaire = 0
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    with pytest.raises(reponse.PasPossible, match="Les questions de cette démarche ont changé"):
        reponse.accepter(session, demarche, "Conseiller", 1, instant())


def test_nothing_is_done_while_the_person_may_still_cancel(session: Session, recue: Demarche, agent: str) -> None:
    recue.pas_avant = instant() + timedelta(hours=48)
    with pytest.raises(reponse.PasPossible, match="La personne peut encore annuler"):
        reponse.prendre_en_charge(session, recue, agent, recue.revision, instant())
    reponse.prendre_en_charge(session, recue, agent, recue.revision, instant() + timedelta(hours=49))


def test_the_draft_of_a_form_that_changed_keeps_what_it_can(session: Session, alice: Identite, essai: None) -> None:
    travail = travail_de(session, alice, "essai", depart={"change": ["oui"]})
    assert travail.brouillon is not None
    travail.brouillon.version_formulaire = 0
    travail.brouillon.reponses = travail.brouillon.reponses | {"disparue": {"x": ["y"]}}
    session.flush()
    assert set(travail_de(session, alice, "essai").passage.reponses) == {"depart"}
    assert catalogue()["essai"].version == 1


def test_the_deadline_of_an_answer_is_told(recue: Demarche) -> None:
    assert recue.reponse_avant is not None
    assert recue.reponse_avant > date(2026, 11, 23)


def test_another_person_reads_nothing_of_it(app: Flask, bob: Identite, session: Session, recue: Demarche) -> None:
    assert service.envoyees(session, bob, AUJOURDHUI) == []
