"""The catalogue as a whole: each démarche opens, refuses nothing and nonsense, is checked, is sent and is answered."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import reponse
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.modele import Brouillon, CodeEnvoye, Demarche, EtatDemarche
from caf_pwa.demarches.moteur import Fiche
from caf_pwa.socle.horloge import Horloge, instant
from tests.demarches.parcours import Parcours
from tests.fabriques import compte, connecter, declaration, droit, foyer, identite_de, importer, personne, ressources
from tests.lecteur import mots

FICHES = list(catalogue().values())
toutes = pytest.mark.parametrize("fiche", FICHES, ids=lambda fiche: fiche.slug)

IBAN = "FR76 3000 6000 0112 3456 7890 189"
# What the first answer offered, or a plausible one, does not say right.
REPONSES: dict[str, dict[str, str | list[str]]] = {
    "situation-professionnelle": {"fin": ""},
    "enfants-et-personnes-a-charge": {"genre": "adoption", "naissance": "2020-05-01", "sexe": "F"},
    "coordonnees": {"quoi": "adresse", "code_postal": "33000", "pays": "France"},
    "coordonnees-bancaires": {"nom": "Mme Ines MOREAU", "iban": IBAN},
}
ABSURDES = {
    "vide": "",
    "long": "x" * 10_000,
    "negatif": "-1",
    "enorme": "1e9",
    "bissextile": "2025-02-29",
    "lointain": "9999-12-31",
    "ancien": "0001-01-01",
    "script": "<script>alert(1)</script>",
    "apostrophe": "D’Angelo'; DROP TABLE demarches;--",
    "droite à gauche": "\u202eexe.txt",
    "arabe": "عائشة",
    "nul": "a\x00b",
    "gabarit": "{{ 7 * 7 }}",
}


@pytest.fixture
def ines(app: Flask, client: FlaskClient, horloge: Horloge) -> Identite:
    """A household to whom every démarche is open: a student with RSA and ALS, a spouse, children of 16 and 2."""
    etudiante: dict[str, Any] = {
        "activite": {"nature": "Étudiante", "depuis": "2024-09-01"},
        "courriel": "ines@exemple.invalid",
    }
    importer(
        app,
        foyer(
            "ines",
            personne("ines", naissance="1998-07-12", **etudiante),
            personne("karim", "conjoint", naissance="1997-01-02"),
            personne("lina", "enfant", naissance="2010-03-09"),
            personne("adam", "enfant", naissance="2024-10-22"),
            situation={"nature": "Mariée", "depuis": "2020-01-01"},
        ),
        compte("ines"),
        droit("ines", "rsa", prestation="RSA"),
        droit("ines", "als", prestation="ALS"),
        ressources(
            "ines",
            "ines",
            2026,
            lignes=[{"libelle": "Montant net social", "montant": "600", "origine": "employeur", "mois": 8}],
        ),
        declaration("ines"),
        declaration("ines", "ete", demarche="maintien-dans-les-lieux", titre="Votre logement pendant l’été"),
    )
    identite = identite_de(app, "ines")
    connecter(client, identite)
    return identite


def parcours(client: FlaskClient, fiche: Fiche) -> Parcours:
    return Parcours(client, fiche.slug, REPONSES.get(fiche.slug, {}))


@toutes
def test_it_opens_with_its_title_why_it_is_asked_and_a_way_back(
    client: FlaskClient, ines: Identite, fiche: Fiche
) -> None:
    page = parcours(client, fiche).ouvrir()
    assert mots(page.un("h1")) == fiche.titre
    boutons = [mots(bouton) for bouton in page.tous("button")]
    assert {"Continuer", "Vérifier"} & set(boutons)
    assert "Revenir" in boutons
    assert "Pourquoi nous vous le demandons" in mots(page.un("main"))


@toutes
def test_it_refuses_to_go_on_without_answers_and_keeps_nothing(
    client: FlaskClient, session: Session, ines: Identite, fiche: Fiche
) -> None:
    premier = parcours(client, fiche)
    action = premier._action(premier.ouvrir())
    reponse_vide = client.post(action, data={"revision": "0"})
    assert reponse_vide.status_code == 422
    assert premier.fautes(reponse_vide)
    assert session.scalar(select(func.count()).select_from(Brouillon)) == 0


@toutes
@pytest.mark.parametrize("absurde", ABSURDES)
def test_nonsense_in_every_field_is_answered_by_sentences_or_kept_as_words(
    client: FlaskClient, session: Session, ines: Identite, fiche: Fiche, absurde: str
) -> None:
    premier = parcours(client, fiche)
    page = premier.ouvrir()
    champs: set[str] = {champ.get("name", "") for champ in [*page.tous("input"), *page.tous("textarea")]} - {
        "",
        "revision",
    }
    saisie: dict[str, str | list[str]] = dict.fromkeys(champs, [ABSURDES[absurde]] * 2)
    saisie |= {f"champ{rang}": "x" for rang in range(40)} | {"revision": "0"}
    repondu = client.post(premier._action(page), data=saisie)
    assert repondu.status_code in (303, 422)
    assert "<script>alert" not in repondu.text
    for brouillon in session.scalars(select(Brouillon)):
        assert set(next(iter(brouillon.reponses.values()))) <= champs


@toutes
def test_bytes_that_are_no_text_are_answered_by_sentences(client: FlaskClient, ines: Identite, fiche: Fiche) -> None:
    premier = parcours(client, fiche)
    page = premier.ouvrir()
    corps = b"&".join(champ.get("name", "").encode() + b"=%ff%fe%00" for champ in page.tous("input"))
    type_ = "application/x-www-form-urlencoded"
    assert client.post(premier._action(page), data=corps, content_type=type_).status_code == 422


@toutes
def test_it_is_checked_before_it_is_sent(client: FlaskClient, session: Session, ines: Identite, fiche: Fiche) -> None:
    page = parcours(client, fiche).remplir()
    assert fiche.bouton in [mots(bouton) for bouton in page.tous("button")]
    assert " ".join(fiche.change.split()) in mots(page.un("main"))
    assert session.scalar(select(func.count()).select_from(Demarche)) == 0


@toutes
def test_it_is_sent_then_answered(
    app: Flask, client: FlaskClient, session: Session, ines: Identite, fiche: Fiche
) -> None:
    if fiche.sensible:
        pytest.skip("its password is asked for: told in test_vues_questionnaire")
    recue = parcours(client, fiche).envoyer()
    assert recue.status_code == 303, recue.text
    demarche = session.scalars(select(Demarche)).one()
    assert recue.location == f"/demarches/suivi/{demarche.id}"
    suivi = client.get(recue.location).text
    assert demarche.numero in suivi
    assert demarche.empreinte is not None
    assert demarche.empreinte in suivi
    session.add(Agent(id="a" * 32, email="a@exemple.invalid", nom="Camille", empreinte_mot_de_passe="x", actif=True))
    session.flush()
    _confirmer_les_contacts(session)
    reponse.prendre_en_charge(session, demarche, "a" * 32, 0, instant())
    reponse.accepter(session, demarche, "Conseiller de la Caf", 1, instant())
    session.commit()
    assert demarche.etat is EtatDemarche.TRAITEE
    assert "Traitée" in client.get(recue.location).text
    assert client.get("/profil").status_code == 200


def _confirmer_les_contacts(session: Session) -> None:
    for ligne in session.scalars(select(CodeEnvoye)):
        ligne.confirme_le = instant()
    session.flush()


@toutes
def test_its_words_are_whole_sentences(fiche: Fiche) -> None:
    for phrase in (fiche.objet, fiche.change, fiche.suite, *(etape.pourquoi for etape in fiche.etapes)):
        assert phrase.endswith((".", "?", "!"))
        assert phrase[0].isupper()


@toutes
def test_every_question_says_what_it_asks(fiche: Fiche) -> None:
    assert fiche.etapes
    assert len({etape.nom for etape in fiche.etapes}) == len(fiche.etapes)
    assert all("-" not in etape.nom for etape in fiche.etapes)


def test_adding_a_demarche_is_adding_one_file(client: FlaskClient, ines: Identite, essai: None) -> None:
    assert list(catalogue())[-1] == "essai"
    assert "Démarche d’essai" in client.get("/demarches/nouvelle").text
    assert client.get("/demarches/essai").status_code == 200


def test_the_list_is_in_the_order_of_the_leaflet() -> None:
    assert [fiche.rang for fiche in FICHES] == sorted({fiche.rang for fiche in FICHES})
