"""What an adviser puts into a dossier goes the feed's way, and the person finds it where it belongs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from caf_pwa.allocations.modele import Paiement
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Trace
from caf_pwa.demarches.modele import Demarche
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.flux.modele import EnAttente, Recu
from tests.demarches.envois import deposer
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, personne
from tests.gestion.conftest import Bureau
from tests.lecteur import lire, mots
from tests.regles.document import Document

COURRIER = {"pour": "personne", "objet": "Votre prime à la naissance", "texte": "Bonjour,\n\nElle arrive."}
CREANCE = {
    "reference": "INK 002 2026",
    "prestation": "Prime d’activité",
    "motif": "Un salaire n’avait pas été compté.",
    "mois_debut": "03/2026",
    "mois_fin": "2026-05",
    "montant": "1 240,50",
    "notifiee_le": "20/11/2026",
}
DROIT = {"prestation": "PAJE-AB", "etat": "ouvert", "montant": "199,18", "depuis": "2026-11-01"}
PAIEMENT = {
    "date": "2026-11-20",
    "montant": "300",
    "lignes_1_prestation": "AF",
    "lignes_1_mois": "10/2026",
    "lignes_1_montant": "150",
    "lignes_3_prestation": "PPA",
    "lignes_3_mois": "10/2026",
    "lignes_3_montant": "200",
    "retenues_2_libelle": "Remboursement d’une dette",
    "retenues_2_montant": "50",
}

Poser = Callable[..., tuple[int, str]]


@pytest.fixture
def poser(grossesse: Demarche, camille: Bureau) -> Poser:
    """``poser(genre, …)``: fill in the form of that kind and send it; the status and what the page says."""
    camille.ouvrir(grossesse.id)

    def remplir(genre: str, **donnees: Any) -> tuple[int, str]:
        reponse = camille.client.post(f"/gestion/demarches/{grossesse.id}/dossier/{genre}", data=donnees)
        return reponse.status_code, "" if reponse.status_code == 303 else mots(Document(reponse.text).un("main"))

    return remplir


def test_a_letter_is_in_the_person_s_letters(client: FlaskClient, alice: Identite, poser: Poser) -> None:
    assert poser("courrier", **COURRIER) == (303, "")
    connecter(client, alice)
    assert "Votre prime à la naissance" in lire(client, "/courriers")
    assert "« Votre prime à la naissance », le 23 novembre 2026." in lire(client, "/alertes")
    assert "Courrier envoyé : Votre prime à la naissance" in lire(client, "/compte/historique")


def test_a_letter_leads_to_the_demarche_that_answers_it(client: FlaskClient, alice: Identite, poser: Poser) -> None:
    assert poser("courrier", **COURRIER, demarche="naissance") == (303, "")
    connecter(client, alice)
    courrier = re.findall(r'href="(/courriers/[0-9a-f]{32})"', client.get("/courriers").text)[0]
    assert 'href="/demarches/naissance"' in client.get(courrier).text
    assert poser("courrier", **COURRIER, demarche="inconnue")[0] == 422


def test_a_letter_to_one_person_is_read_by_them_alone(
    app: Flask, session: Session, client: FlaskClient, camille: Bureau
) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    demarche = deposer(session, identite_de(app, "julie"))
    session.commit()
    camille.ouvrir(demarche.id)
    reponse = camille.client.post(f"/gestion/demarches/{demarche.id}/dossier/courrier", data=COURRIER)
    assert reponse.status_code == 303
    importer(app, autorisation("karim", "julie"))
    for qui, lit in (("julie", True), ("karim", False)):
        connecter(client, identite_de(app, qui))
        assert ("Votre prime" in lire(client, "/courriers")) is lit
        assert ("Votre prime" in lire(client, "/compte/historique")) is lit


def test_a_debt_is_among_the_debts(client: FlaskClient, alice: Identite, poser: Poser) -> None:
    assert poser("creance", **CREANCE) == (303, "")
    page = lire(connecter(client, alice), "/dettes")
    assert "Prime d’activité" in page
    assert "1 240,50 €" in page
    assert "Dette enregistrée : Prime d’activité, 1 240,50 €" in lire(client, "/compte/historique")


def test_a_right_is_among_the_rights(client: FlaskClient, alice: Identite, poser: Poser) -> None:
    assert poser("droit", **DROIT) == (303, "")
    page = lire(connecter(client, alice), "/allocations/droits")
    assert "Allocation de base de la Paje" in page
    assert "199,18 €" in page
    assert "Droit enregistré : Allocation de base de la Paje" in lire(client, "/compte/historique")


def test_a_payment_is_among_the_payments_with_its_lines_and_deductions(
    session: Session, client: FlaskClient, alice: Identite, poser: Poser
) -> None:
    assert poser("paiement", **PAIEMENT) == (303, "")
    paiement = session.scalars(select(Paiement)).one()
    page = lire(connecter(client, alice), f"/allocations/paiements/{paiement.id}")
    for dit in ("300,00 €", "Allocations familiales", "Prime d’activité", "Remboursement d’une dette", "50,00 €"):
        assert dit in page
    assert "Paiement enregistré : 300,00 € le 20 novembre 2026" in lire(client, "/compte/historique")


@pytest.mark.parametrize(
    ("genre", "donnees", "champ", "phrase"),
    [
        ("creance", {**CREANCE, "mois_fin": "01/2026"}, "mois_fin", "Le dernier mois vient avant le premier."),
        ("creance", {**CREANCE, "mois_debut": "mars"}, "mois_debut", "Écrivez le mois puis l’année."),
        ("creance", {**CREANCE, "mois_debut": "13/2026"}, "mois_debut", "Un mois s’écrit AAAA-MM."),
        ("creance", {**CREANCE, "reference": ""}, "reference", "Remplissez ce champ."),
        ("droit", {**DROIT, "etat": "clos"}, "motif", "Un droit suspendu ou clos dit pourquoi."),
        ("droit", {**DROIT, "prestation": "XYZ"}, "prestation-1", "Choisissez une des réponses proposées."),
        ("paiement", {**PAIEMENT, "montant": "299"}, "montant", "mais les lignes moins les retenues font 300.00."),
        ("paiement", {**PAIEMENT, "lignes_3_mois": "13/2026"}, "lignes_3_mois", "Un mois s’écrit AAAA-MM."),
        ("paiement", {**PAIEMENT, "lignes_3_mois": ""}, "lignes_3_mois", "Remplissez ce champ, ou videz"),
        ("paiement", {"date": "2026-11-20", "montant": "0"}, "lignes_1_montant", "Remplissez au moins une ligne."),
        ("courrier", {**COURRIER, "objet": ""}, "objet", "Remplissez ce champ."),
    ],
)
def test_what_the_feed_refuses_is_said_beside_the_field_and_nothing_is_kept(
    session: Session,
    grossesse: Demarche,
    camille: Bureau,
    genre: str,
    donnees: dict[str, str],
    champ: str,
    phrase: str,
) -> None:
    camille.ouvrir(grossesse.id)
    recus = session.scalar(select(func.count()).select_from(Recu))
    reponse = camille.client.post(f"/gestion/demarches/{grossesse.id}/dossier/{genre}", data=donnees)
    assert reponse.status_code == 422
    page = Document(reponse.text)
    (boite,) = [element for element in page.racine.iter() if element.get("id") == champ]
    assert boite.get("aria-invalid") == "true"
    assert phrase in mots(page.un("main"))
    assert session.scalar(select(func.count()).select_from(Recu)) == recus
    assert session.scalar(select(func.count()).select_from(EnAttente)) == 0
    assert session.scalars(select(Trace.acte).where(Trace.agent_id.is_not(None))).all() == ["consultation"]


def test_the_same_form_sent_twice_is_one_record(
    session: Session, grossesse: Demarche, camille: Bureau, poser: Poser
) -> None:
    page = camille.client.get(f"/gestion/demarches/{grossesse.id}/dossier/paiement").text
    trouvee = re.search('name="cle" value="([0-9a-f]{32})"', page)
    assert trouvee is not None
    for _ in range(2):
        assert poser("paiement", cle=trouvee[1], **PAIEMENT)[0] == 303
    assert session.scalar(select(func.count()).select_from(Paiement)) == 1
    assert len(session.scalars(select(Trace.id).where(Trace.acte == "paiement")).all()) == 1
    statut, dit = poser("paiement", cle=trouvee[1], **{**PAIEMENT, "date": "2026-11-19"})
    assert statut == 422
    assert "Cette version a déjà été reçue avec un autre contenu." in dit


def test_a_household_that_the_feed_has_not_named_must_be_sent_again(
    session: Session, grossesse: Demarche, camille: Bureau, poser: Poser
) -> None:
    session.execute(update(Foyer).values(reference=None))
    session.commit()
    page = lire(camille.client, f"/gestion/demarches/{grossesse.id}/dossier/droit")
    assert "Ce dossier doit d’abord être envoyé de nouveau par le flux." in page
    assert poser("droit", **DROIT)[0] == 422


def test_a_letter_is_never_sent_to_others_instead_of_the_person(
    session: Session, grossesse: Demarche, camille: Bureau, poser: Poser
) -> None:
    session.execute(update(Personne).values(reference=None))
    session.commit()
    statut, dit = poser("courrier", **COURRIER)
    assert statut == 422
    assert "Choisissez une des réponses proposées." in dit


def test_other_kinds_are_not_put_by_hand(grossesse: Demarche, camille: Bureau, poser: Poser) -> None:
    assert camille.client.get(f"/gestion/demarches/{grossesse.id}/dossier/foyer").status_code == 404
    assert poser("compte")[0] == 404


@pytest.mark.parametrize("genre", ["courrier", "creance", "droit", "paiement"])
def test_each_form_is_a_page_without_fault(grossesse: Demarche, camille: Bureau, genre: str) -> None:
    camille.ouvrir(grossesse.id)
    page = Document(camille.client.get(f"/gestion/demarches/{grossesse.id}/dossier/{genre}").text)
    assert not page.erreurs
    assert len(page.ids) == len(set(page.ids))
    nommes = {label.get("for") for label in page.tous("label")}
    boites = [boite for boite in page.tous("input", "select", "textarea") if boite.get("type") != "hidden"]
    assert all(boite.get("id") in nommes for boite in boites)
