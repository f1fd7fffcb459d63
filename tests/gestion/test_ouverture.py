"""Opening a dossier: for a reason, asked once a day, which the person reads; by advisers alone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Trace
from caf_pwa.demarches.modele import Demarche
from tests.demarches.envois import deposer
from tests.fabriques import autorisation, compte, connecter, droit, foyer, identite_de, importer, personne
from tests.gestion.conftest import Bureau, NouveauBureau
from tests.lecteur import lire, mots
from tests.regles.document import Document


def test_a_reason_is_asked_before_anything_is_shown(grossesse: Demarche, camille: Bureau) -> None:
    page = lire(camille.client, f"/gestion/demarches/{grossesse.id}")
    assert page.startswith("Espace conseiller Pourquoi ouvrez-vous ce dossier ?")
    assert "D’Angelo" not in page
    assert "Alice" not in page


@pytest.mark.parametrize("saisie", [{}, {"raison": "autre"}, {"raison": "curiosite"}, {"raison": "autre", "mots": " "}])
def test_without_a_reason_the_dossier_stays_closed(
    session: Session, grossesse: Demarche, camille: Bureau, saisie: dict[str, str]
) -> None:
    reponse = camille.client.post(f"/gestion/demarches/{grossesse.id}/motif", data=saisie)
    assert reponse.status_code == 422
    assert "Pourquoi ouvrez-vous" in lire(camille.client, f"/gestion/demarches/{grossesse.id}")
    assert session.scalar(select(Trace.id).where(Trace.agent_id.is_not(None))) is None


def test_the_dossier_is_read_with_its_answers_and_its_household(
    app: Flask, grossesse: Demarche, camille: Bureau
) -> None:
    importer(app, foyer("alice", version=2, adresse={"voie": "3 rue des Lilas"}), droit("alice"))
    camille.ouvrir(grossesse.id)
    page = lire(camille.client, f"/gestion/demarches/{grossesse.id}")
    for dit in (
        "Dr D’Angelo",
        "Alice MOREAU",
        grossesse.numero,
        "3 rue des Lilas",
        "Allocations familiales",
        "152,25 €",
    ):
        assert dit in page
    assert "Envoyée depuis l’application." in page


def test_the_person_reads_who_opened_their_dossier_and_why(
    client: FlaskClient, alice: Identite, grossesse: Demarche, camille: Bureau
) -> None:
    camille.ouvrir(grossesse.id, "autre", "vérification du loyer")
    page = lire(connecter(client, alice), "/compte/historique")
    assert f"Démarche {grossesse.numero} et dossier consultés" in page
    assert "Conseiller de la Caf — motif : vérification du loyer" in page
    assert "Camille" not in page


def test_the_reason_is_asked_once_a_day_of_each_adviser_for_each_demarche(
    app: Flask, session: Session, alice: Identite, grossesse: Demarche, camille: Bureau, nouveau_bureau: NouveauBureau
) -> None:
    adresse = f"/gestion/demarches/{grossesse.id}"
    camille.ouvrir(grossesse.id, "appel")
    camille.ouvrir(grossesse.id, "controle")
    traces = select(Trace).where(Trace.acte == "consultation")
    (trace,) = session.scalars(traces)
    assert trace.motif == "appel ou visite de la personne"
    assert "Pourquoi ouvrez-vous" not in lire(camille.client, adresse)
    assert "Pourquoi ouvrez-vous" in lire(nouveau_bureau("Dominique").client, adresse)
    session.execute(update(Trace).values(a=trace.a - timedelta(days=1)))
    session.commit()
    assert "Pourquoi ouvrez-vous" in lire(camille.client, adresse)


def test_every_action_asks_for_the_reason_first(session: Session, grossesse: Demarche, camille: Bureau) -> None:
    adresse = f"/gestion/demarches/{grossesse.id}"
    for quoi in ("prise-en-charge", "question", "piece", "refus", "acceptation", "dossier/courrier"):
        reponse = camille.client.post(f"{adresse}/{quoi}", data={"revision": "0"})
        assert (reponse.status_code, reponse.location) == (303, adresse), quoi
    for lue in ("acceptation", "dossier/courrier"):
        assert camille.client.get(f"{adresse}/{lue}").location == adresse, lue
    session.refresh(grossesse)
    assert grossesse.revision == 0


def test_a_confidential_demarche_is_told_to_its_author_alone(
    app: Flask, session: Session, client: FlaskClient, camille: Bureau
) -> None:
    ensemble = [personne("karim"), personne("julie", "conjoint", prenoms="Julie")]
    importer(app, foyer("karim", *ensemble), compte("karim"), compte("julie"))
    demarche = deposer(session, identite_de(app, "julie"))
    session.commit()
    assert demarche.confidentielle
    camille.ouvrir(demarche.id)
    assert "Seule cette personne lit cette démarche" in lire(camille.client, f"/gestion/demarches/{demarche.id}")
    camille.agir(demarche.id, "prise-en-charge", 0)
    assert "prise en charge" in lire(connecter(client, identite_de(app, "julie")), "/compte/historique")
    assert "émarche" not in lire(connecter(client, identite_de(app, "karim")), "/compte/historique")
    importer(app, autorisation("karim", "julie"))


def test_an_allocataire_learns_nothing_of_the_console(
    client: FlaskClient, alice: Identite, grossesse: Demarche, camille: Bureau
) -> None:
    camille.ouvrir(grossesse.id)
    connecter(client, alice)
    adresse = f"/gestion/demarches/{grossesse.id}"
    for lue in (
        "/gestion",
        "/gestion/file/toutes/toutes/1",
        adresse,
        f"{adresse}/acceptation",
        f"{adresse}/dossier/droit",
    ):
        assert client.get(lue).status_code == 404, lue
    for postee in ("/gestion/recherche", f"{adresse}/motif", f"{adresse}/prise-en-charge", f"{adresse}/dossier/droit"):
        assert client.post(postee).status_code == 404, postee


def test_an_adviser_never_reads_the_pages_of_allocataires(grossesse: Demarche, camille: Bureau) -> None:
    for adresse in ("/accueil", "/profil", "/compte/historique", f"/demarches/suivi/{grossesse.id}"):
        reponse = camille.client.get(adresse)
        assert (reponse.status_code, reponse.location.partition("?")[0]) == (302, "/connexion"), adresse


def test_what_does_not_exist_is_not_found(camille: Bureau) -> None:
    perdue = "0" * 32
    for adresse in (f"demarches/{perdue}", f"demarches/{perdue}/acceptation", f"documents/{perdue}/fichier"):
        assert camille.client.get(f"/gestion/{adresse}").status_code == 404
    assert camille.client.post(f"/gestion/demarches/{perdue}/motif", data={"raison": "etude"}).status_code == 404


def test_the_page_is_one_page_with_one_title(grossesse: Demarche, camille: Bureau) -> None:
    camille.ouvrir(grossesse.id)
    page = Document(camille.client.get(f"/gestion/demarches/{grossesse.id}").text)
    assert not page.erreurs
    assert [mots(titre) for titre in page.tous("h1")] == ["Déclarer une grossesse"]
    assert len(page.ids) == len(set(page.ids))
