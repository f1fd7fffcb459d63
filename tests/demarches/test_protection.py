"""What a stolen telephone, or a recovered password, cannot do: change the bank account, the mail, the telephone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes import mots_de_passe, service
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Compte, Connexion, Moyen
from caf_pwa.demarches.modele import CodeEnvoye, Demarche
from caf_pwa.socle.horloge import instant
from tests.courrier import courriels, lien_pas_moi, texte
from tests.demarches.parcours import Parcours
from tests.demarches.test_vues_questionnaire import RIB
from tests.fabriques import compte, connecter, foyer, identite_de, importer, personne
from tests.gestion.conftest import Bureau, NouveauBureau, nouveau_bureau

__all__ = ["nouveau_bureau"]

MOT_DE_PASSE = "correct cheval pile agrafe"
EMPREINTE = mots_de_passe.hacher(MOT_DE_PASSE)
ANCIENNE, NOUVELLE = "ancienne@exemple.invalid", "nouvelle@exemple.invalid"
MAIL: dict[str, str | list[str]] = {"quoi": "mail", "courriel": NOUVELLE}


@pytest.fixture
def alice(app: Flask) -> Identite:
    importer(
        app,
        foyer("alice", personne("alice", courriel=ANCIENNE)),
        compte("alice", empreinte_mot_de_passe=EMPREINTE),
    )
    return identite_de(app, "alice")


def _envoyees(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Demarche)) or 0


def _prouver(session: Session, il_y_a: timedelta) -> None:
    session.execute(update(Connexion).values(confirmee_le=instant() - il_y_a))
    session.commit()


def test_t12_coming_by_franceconnect_is_no_proof_for_the_bank_account(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    session.execute(update(Compte).values(empreinte_mot_de_passe=None))
    client.set_cookie("caf", service.ouvrir(session, alice.compte_id, instant(), Moyen.FRANCECONNECT))
    session.commit()
    parcours = Parcours(client, "coordonnees-bancaires", RIB)
    refus = parcours.envoyer()
    assert refus.status_code == 422
    assert "/compte/confirmer?suite=/demarches/coordonnees-bancaires/verifier" in refus.text
    assert _envoyees(session) == 0
    _prouver(session, timedelta(minutes=6))
    assert parcours.envoyer().status_code == 422
    assert _envoyees(session) == 0
    _prouver(session, timedelta(minutes=4))
    assert parcours.envoyer().status_code == 303
    assert _envoyees(session) == 1


@pytest.mark.parametrize("demande", [MAIL, {"quoi": "tel", "telephone": "06 12 34 56 78"}], ids=["mail", "tel"])
def test_t12_a_contact_changes_only_with_the_password_which_then_holds_five_minutes(
    client: FlaskClient, session: Session, alice: Identite, demande: dict[str, str | list[str]]
) -> None:
    parcours = Parcours(connecter(client, alice), "coordonnees", demande)
    refus = parcours.envoyer()
    assert (refus.status_code, "Ce mot de passe n’est pas le bon" in refus.text) == (422, True)
    assert _envoyees(session) == 0
    avant = client.get_cookie("caf")
    assert parcours.envoyer(mot_de_passe=MOT_DE_PASSE).status_code == 303
    assert _envoyees(session) == 1
    assert client.get_cookie("caf") != avant
    assert "Votre mot de passe" not in Parcours(client, "coordonnees-bancaires", RIB).remplir().racine.itertext()


def test_moving_house_asks_for_no_password(client: FlaskClient, session: Session, alice: Identite) -> None:
    adresse: dict[str, str | list[str]] = {"quoi": "adresse", "code_postal": "87000", "nature": "autre"}
    page = Parcours(connecter(client, alice), "coordonnees", adresse).remplir()
    assert [champ for champ in page.tous("input") if champ.get("type") == "password"] == []


def test_t15_the_bank_account_stays_shut_for_three_days_after_a_recovery(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    parcours = Parcours(connecter(client, alice, confirmee=True), "coordonnees-bancaires", RIB)
    page = parcours.remplir()
    session.execute(update(Compte).values(recupere_le=instant() - timedelta(hours=71)))
    session.commit()
    refus = client.post("/demarches/coordonnees-bancaires/envoyer", data=parcours._saisie(page))
    assert (refus.status_code, "ne peut pas être changé avant le" in refus.text) == (409, True)
    assert "ne peut pas être changé avant le" in client.get("/demarches/coordonnees-bancaires").text
    assert _envoyees(session) == 0
    session.execute(update(Compte).values(recupere_le=instant() - timedelta(hours=73)))
    session.commit()
    assert parcours.envoyer().status_code == 303


def test_the_former_address_is_warned_when_it_is_asked_and_when_it_is_done_and_may_stop_it(
    app: Flask, client: FlaskClient, session: Session, alice: Identite, nouveau_bureau: NouveauBureau
) -> None:
    assert Parcours(connecter(client, alice, confirmee=True), "coordonnees", MAIL).envoyer().status_code == 303
    (demande,) = [mail for mail in courriels(app, ANCIENNE) if "a été demandé" in texte(mail)]
    assert lien_pas_moi(demande)
    session.execute(update(CodeEnvoye).values(confirme_le=instant()))
    session.commit()
    camille: Bureau = nouveau_bureau("Camille")
    demarche_id = session.scalars(select(Demarche.id)).one()
    camille.ouvrir(demarche_id)
    assert camille.agir(demarche_id, "prise-en-charge", 0) == 303
    assert camille.client.get(f"/gestion/demarches/{demarche_id}/acceptation").status_code == 200
    assert len(courriels(app, ANCIENNE)) == 1, "looking at what it would change tells nobody"
    assert camille.agir(demarche_id, "acceptation", 1) == 303
    fait = courriels(app, ANCIENNE)[-1]
    assert "a été changé" in texte(fait)
    assert "3230" in client.post(lien_pas_moi(fait)).text
    assert client.get("/accueil").status_code == 302
    session.rollback()
    assert session.scalar(select(Compte.contacts_contestes)) is True
