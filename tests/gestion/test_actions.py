"""What an adviser does with a démarche, and what the person then reads; two advisers never both win."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Trace
from caf_pwa.demarches import reponse
from caf_pwa.demarches.modele import Demarche, EtatDemarche, PieceDemandee
from caf_pwa.dossier.effets import SortirPersonne
from caf_pwa.dossier.modele import Changement, Personne
from tests.fabriques import connecter
from tests.gestion.conftest import Bureau, NouveauBureau
from tests.lecteur import lire, mots
from tests.regles.document import Document

PIECE = {"libelle": "Quittance de loyer", "raison": "Le loyer a changé.", "limite": "2026-12-15"}


@pytest.fixture
def en_cours(session: Session, grossesse: Demarche, camille: Bureau) -> Demarche:
    """Camille has taken it up."""
    camille.ouvrir(grossesse.id)
    assert camille.agir(grossesse.id, "prise-en-charge", 0) == 303
    session.refresh(grossesse)
    return grossesse


@pytest.fixture
def suivi(client: FlaskClient, alice: Identite) -> Callable[[Demarche], str]:
    """What Alice reads of her démarche."""
    return lambda demarche: lire(connecter(client, alice), f"/demarches/suivi/{demarche.id}")


def _traces(session: Session) -> list[tuple[str, str | None]]:
    requete = select(Trace.texte, Trace.motif).where(Trace.agent_id.is_not(None)).order_by(Trace.a, Trace.id)
    return [(texte, motif) for texte, motif in session.execute(requete)]


def _page(bureau: Bureau, demarche: Demarche) -> str:
    return lire(bureau.client, f"/gestion/demarches/{demarche.id}")


def test_taken_up_it_is_mine_and_the_person_knows(
    session: Session, en_cours: Demarche, camille: Bureau, suivi: Callable[[Demarche], str]
) -> None:
    assert (en_cours.etat, en_cours.agent_id) == (EtatDemarche.EN_COURS, camille.agent_id)
    assert "Un conseiller étudie votre démarche." in suivi(en_cours)
    assert "À moi" in _page(camille, en_cours)
    assert (f"Démarche {en_cours.numero} prise en charge", None) in _traces(session)


def test_a_question_is_read_by_the_person(
    session: Session, en_cours: Demarche, camille: Bureau, suivi: Callable[[Demarche], str]
) -> None:
    assert camille.agir(en_cours.id, "question", 1, question="Quel est le nom de l’hôpital ?") == 303
    assert "Quel est le nom de l’hôpital ?" in suivi(en_cours)
    assert "En attente d’information" in _page(camille, en_cours)
    assert (f"Question posée sur la démarche {en_cours.numero}", "Quel est le nom de l’hôpital ?") in _traces(session)


def test_a_document_asked_for_waits_for_the_person(
    session: Session, client: FlaskClient, alice: Identite, en_cours: Demarche, camille: Bureau
) -> None:
    assert camille.agir(en_cours.id, "piece", 1, **PIECE) == 303
    page = lire(connecter(client, alice), "/demarches/a-transmettre")
    assert "Quittance de loyer" in page
    assert "15 décembre 2026" in page
    assert session.scalars(select(PieceDemandee.demarche_id)).one() == en_cours.id
    assert ("Document demandé : Quittance de loyer", "Le loyer a changé.") in _traces(session)


def test_a_refusal_gives_its_reason(
    session: Session, en_cours: Demarche, camille: Bureau, suivi: Callable[[Demarche], str]
) -> None:
    assert camille.agir(en_cours.id, "refus", 1, motif="La date ne correspond pas.") == 303
    assert "Votre démarche est refusée. La date ne correspond pas." in suivi(en_cours)
    assert (f"Démarche {en_cours.numero} refusée", "La date ne correspond pas.") in _traces(session)
    assert "Ce que vous pouvez faire" not in _page(camille, en_cours)


def test_what_an_acceptance_changes_is_shown_before_and_is_in_the_profile_after(
    session: Session, client: FlaskClient, alice: Identite, metier: Demarche, camille: Bureau
) -> None:
    camille.ouvrir(metier.id)
    camille.agir(metier.id, "prise-en-charge", 0)
    avant = lire(camille.client, f"/gestion/demarches/{metier.id}/acceptation")
    assert "Situation professionnelle Avant : rien → Après : Boulangère" in avant
    session.refresh(metier)
    assert (metier.etat, metier.revision) == (EtatDemarche.EN_COURS, 1)
    assert session.scalar(select(Changement.id)) is None
    page = camille.client.get(f"/gestion/demarches/{metier.id}/acceptation").text
    assert 'name="revision" value="1"' in page  # nothing of the trial is left
    assert camille.agir(metier.id, "acceptation", 1) == 303
    session.refresh(metier)
    assert metier.etat is EtatDemarche.TRAITEE
    page = lire(connecter(client, alice), "/profil")
    assert "Boulangère" in page
    assert "Conseiller de la Caf" in page
    assert (f"Démarche {metier.numero} acceptée", None) in _traces(session)


def test_a_demarche_of_which_somebody_has_left_cannot_be_accepted(
    app: Flask, session: Session, alice: Identite, metier: Demarche, camille: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    camille.ouvrir(metier.id)
    camille.agir(metier.id, "prise-en-charge", 0)
    monkeypatch.setattr(reponse, "_effets", lambda *_: [SortirPersonne("0" * 32)])
    for refus in (
        camille.client.get(f"/gestion/demarches/{metier.id}/acceptation"),
        camille.client.post(f"/gestion/demarches/{metier.id}/acceptation", data={"revision": "1"}),
    ):
        assert refus.status_code == 422
        assert "Une personne nommée dans cette démarche n’est plus dans ce dossier." in refus.text
        assert "En cours de traitement" in refus.text
    session.refresh(metier)
    assert metier.etat is EtatDemarche.EN_COURS


@pytest.mark.parametrize(
    ("quoi", "donnees", "phrase"),
    [
        ("question", {}, "Écrivez votre question."),
        ("refus", {"motif": " "}, "Dites pourquoi."),
        ("piece", {**PIECE, "limite": "2026-11-23"}, "Cette date est trop ancienne"),
        ("piece", {**PIECE, "raison": ""}, "Remplissez ce champ."),
    ],
)
def test_what_is_not_filled_in_is_said_beside_its_field_and_does_nothing(
    session: Session, en_cours: Demarche, camille: Bureau, quoi: str, donnees: dict[str, str], phrase: str
) -> None:
    recue = camille.client.post(f"/gestion/demarches/{en_cours.id}/{quoi}", data={"revision": "1", **donnees})
    assert recue.status_code == 422
    page = Document(recue.text)
    assert phrase in mots(page.un("main"))
    assert any(pli.get("open") is not None for pli in page.tous("details"))
    session.refresh(en_cours)
    assert en_cours.revision == 1


@pytest.mark.parametrize(
    ("quoi", "donnees"),
    [
        ("prise-en-charge", {}),
        ("question", {"question": "Et alors ?"}),
        ("piece", PIECE),
        ("acceptation", {}),
        ("refus", {"motif": "Non."}),
    ],
)
def test_the_second_of_two_advisers_is_told_and_nothing_changes(
    session: Session,
    grossesse: Demarche,
    camille: Bureau,
    nouveau_bureau: NouveauBureau,
    quoi: str,
    donnees: dict[str, str],
) -> None:
    dominique = nouveau_bureau("Dominique")
    camille.ouvrir(grossesse.id)
    dominique.ouvrir(grossesse.id)
    camille.agir(grossesse.id, "prise-en-charge", 0)
    camille.agir(grossesse.id, "question", 1, question="Quel hôpital ?")
    traces = _traces(session)
    recue = dominique.client.post(f"/gestion/demarches/{grossesse.id}/{quoi}", data={"revision": "0", **donnees})
    assert recue.status_code == 409
    page = mots(Document(recue.text).un("main"))
    assert "Un autre conseiller a agi sur cette démarche" in page
    assert "En attente d’information" in page
    assert "Question de votre Caf : Quel hôpital ?" in page
    session.refresh(grossesse)
    assert (grossesse.revision, grossesse.agent_id) == (2, camille.agent_id)
    assert sorted(_traces(session)) == sorted(traces)


def test_it_cannot_be_taken_up_while_the_person_may_cancel(
    session: Session, grossesse: Demarche, camille: Bureau
) -> None:
    grossesse.pas_avant = grossesse.deposee_a and grossesse.deposee_a.replace(year=2099)
    session.commit()
    camille.ouvrir(grossesse.id)
    page = _page(camille, grossesse)
    assert "La personne peut encore annuler" in page
    assert "Prendre en charge" not in page
    recue = camille.client.post(f"/gestion/demarches/{grossesse.id}/prise-en-charge", data={"revision": "0"})
    assert recue.status_code == 422
    assert "La personne peut encore annuler" in recue.text


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_a_revision_that_is_none_does_nothing(
    session: Session, grossesse: Demarche, camille: Bureau, revision: str
) -> None:
    camille.ouvrir(grossesse.id)
    recue = camille.client.post(f"/gestion/demarches/{grossesse.id}/prise-en-charge", data={"revision": revision})
    assert recue.status_code == 409


def test_a_person_of_the_dossier_is_left_as_she_was_by_a_preview(
    session: Session, alice: Identite, metier: Demarche, camille: Bureau
) -> None:
    camille.ouvrir(metier.id)
    camille.agir(metier.id, "prise-en-charge", 0)
    camille.client.get(f"/gestion/demarches/{metier.id}/acceptation")
    assert session.scalars(select(Personne.activite).where(Personne.id == alice.personne_id)).one() is None
