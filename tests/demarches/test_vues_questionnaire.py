"""Going through a démarche on screen: coming back, two devices, correcting, the password asked again."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.demarches.modele import Brouillon, Demarche, EtatDemarche
from caf_pwa.socle.horloge import Horloge, instant
from tests.demarches.envois import GROSSESSE, deposer, travail_de
from tests.demarches.parcours import Parcours
from tests.fabriques import compte, connecter, foyer, identite_de, importer, ouvrir_session, personne
from tests.lecteur import lire

ETAPES = "/demarches/grossesse/etapes"
MOT_DE_PASSE = "un mot de passe assez long"
RIB: dict[str, str | list[str]] = {"nom": "Mme Ines MOREAU", "iban": "FR76 3000 6000 0112 3456 7890 189"}


def repondre(client: FlaskClient, page: str, revision: int) -> int:
    return client.post(f"{ETAPES}/{page}", data={**GROSSESSE[page], "revision": str(revision)}).status_code


def test_a_person_who_comes_back_is_where_they_left(app: Flask, client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    assert repondre(client, "grossesse", 0) == 303
    client.post("/deconnexion")
    ailleurs = connecter(app.test_client(), alice)
    assert "Démarches commencées" in lire(ailleurs, "/demarches/a-transmettre")
    assert "Qui a fait l’examen" in lire(ailleurs, "/demarches/grossesse")
    page = ailleurs.get(f"{ETAPES}/grossesse").text
    assert 'value="2026-08-01"' in page


def test_a_page_further_on_is_not_found_before_its_time(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    assert client.get(f"{ETAPES}/praticien").status_code == 404
    assert client.get(f"{ETAPES}/inconnue").status_code == 404
    assert client.get("/demarches/grossesse/verifier").location.endswith(f"{ETAPES}/grossesse")


def test_two_devices_end_in_a_choice_and_nothing_is_lost(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    connecter(client, alice)
    repondre(client, "grossesse", 0)
    assert repondre(client, "praticien", 1) == 303
    ecrit = {"nature": "hopital", "nom": "Maternité du Lac", "revision": "1"}
    conflit = client.post(f"{ETAPES}/praticien", data=ecrit)
    assert conflit.status_code == 409
    assert "modifiée sur un autre appareil" in conflit.text
    assert "Maternité du Lac" in conflit.text
    revision = re.search(r'name="revision" value="(\d+)"', conflit.text)
    assert revision is not None
    garde = client.post(f"{ETAPES}/praticien", data=ecrit | {"revision": revision[1]})
    assert garde.status_code == 303
    (brouillon,) = session.scalars(select(Brouillon))
    assert brouillon.reponses["praticien"]["nom"] == ["Maternité du Lac"]


@pytest.mark.parametrize("revision", ["", "-1", "x", "²", "99999999999", "1.0"])
def test_a_revision_that_is_none_writes_nothing(
    client: FlaskClient, session: Session, alice: Identite, revision: str
) -> None:
    connecter(client, alice)
    saisie = {**GROSSESSE["grossesse"], "revision": revision}
    assert client.post(f"{ETAPES}/grossesse", data=saisie).status_code == 409
    assert session.scalar(select(func.count()).select_from(Brouillon)) == 0


def test_a_double_tap_on_send_leads_to_one_receipt(client: FlaskClient, session: Session, alice: Identite) -> None:
    travail_de(session, alice, **GROSSESSE)
    session.commit()
    connecter(client, alice)
    page = client.get("/demarches/grossesse/verifier").text
    cle = re.search(r'name="cle" value="(\w+)"', page)
    assert cle is not None
    premiere, seconde = (client.post("/demarches/grossesse/envoyer", data={"cle": cle[1]}) for _ in range(2))
    assert premiere.status_code == seconde.status_code == 303
    assert premiere.location == seconde.location
    assert session.scalar(select(func.count()).select_from(Demarche)) == 1


def test_a_demarche_already_sent_says_so_and_leads_to_it(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    demarche = deposer(session, alice)
    session.commit()
    page = lire(connecter(client, alice), "/demarches/grossesse")
    assert "Vous avez déjà envoyé cette démarche." in page
    assert demarche.numero in page
    assert "corriger ou l’annuler" in page


def test_a_correction_shows_what_changes_before_it_is_sent(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    demarche = deposer(session, alice)
    session.commit()
    connecter(client, alice)
    assert client.post(f"/demarches/suivi/{demarche.id}/corriger").location == "/demarches/grossesse"
    assert "Vous n’avez encore rien changé." in lire(client, "/demarches/grossesse")
    jumeaux = {**GROSSESSE["grossesse"], "enfants": "2", "revision": "1"}
    assert client.post(f"{ETAPES}/grossesse", data=jumeaux).status_code == 303
    page = lire(client, "/demarches/grossesse/verifier")
    assert "Ce que vous corrigez Nombre d’enfants attendus Avant : 1 Maintenant : 2" in page
    cle = re.search(r'name="cle" value="(\w+)"', client.get("/demarches/grossesse/verifier").text)
    assert cle is not None
    assert client.post("/demarches/grossesse/envoyer", data={"cle": cle[1]}).status_code == 303
    session.refresh(demarche)
    assert demarche.etat is EtatDemarche.ANNULEE


def test_an_answer_changed_from_the_check_leads_back_to_the_check(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    travail_de(session, alice, **GROSSESSE)
    session.commit()
    saisie = {**GROSSESSE["grossesse"], "enfants": "3", "revision": "2"}
    changee = connecter(client, alice).post(f"{ETAPES}/grossesse", data=saisie)
    assert changee.location == "/demarches/grossesse/verifier"


def test_a_demarche_is_withdrawn_after_being_asked(client: FlaskClient, session: Session, alice: Identite) -> None:
    demarche = deposer(session, alice)
    session.commit()
    connecter(client, alice)
    adresse = f"/demarches/suivi/{demarche.id}/annuler"
    assert "ne sera pas étudiée" in lire(client, adresse)
    assert client.post(adresse).status_code == 303
    assert "Annulée" in lire(client, f"/demarches/suivi/{demarche.id}")


def test_a_stranger_finds_nothing_of_it(
    app: Flask, client: FlaskClient, bob: Identite, session: Session, alice: Identite
) -> None:
    demarche = deposer(session, alice)
    session.commit()
    connecter(client, bob)
    suivi = f"/demarches/suivi/{demarche.id}"
    assert client.get(suivi).status_code == 404
    for action in ("corriger", "annuler", "reponse", "documents", f"code/{'0' * 32}"):
        assert client.post(f"{suivi}/{action}").status_code == 404


def test_a_draft_thrown_away_is_gone(client: FlaskClient, session: Session, alice: Identite) -> None:
    connecter(client, alice)
    repondre(client, "grossesse", 0)
    for _ in range(2):
        assert client.post("/demarches/grossesse/abandon").status_code == 303
    assert session.scalar(select(func.count()).select_from(Brouillon)) == 0


@pytest.fixture
def ines(app: Flask, horloge: Horloge) -> Identite:
    empreinte = hachage.hacher(MOT_DE_PASSE)
    importer(app, foyer("ines", personne("ines")), compte("ines", empreinte_mot_de_passe=empreinte))
    return identite_de(app, "ines")


def test_the_bank_account_changes_only_with_the_password(client: FlaskClient, session: Session, ines: Identite) -> None:
    parcours = Parcours(connecter(client, ines), "coordonnees-bancaires", RIB)
    refus = parcours.envoyer(mot_de_passe="faux")
    assert refus.status_code == 422
    assert "Ce mot de passe n’est pas le bon. Rien n’a été envoyé." in refus.text
    assert session.scalar(select(func.count()).select_from(Demarche)) == 0
    assert parcours.envoyer(mot_de_passe=MOT_DE_PASSE).status_code == 303


def test_the_bank_account_waits_two_days_in_which_it_can_be_cancelled(
    client: FlaskClient, session: Session, ines: Identite
) -> None:
    recue = Parcours(connecter(client, ines), "coordonnees-bancaires", RIB).envoyer(mot_de_passe=MOT_DE_PASSE)
    (demarche,) = session.scalars(select(Demarche))
    assert demarche.pas_avant is not None
    assert timedelta(hours=47) < demarche.pas_avant - instant() <= timedelta(hours=48)
    page = client.get(recue.location).text
    assert "vous pouvez tout annuler" in page
    assert "FR76 3000" not in page
    assert client.post(f"{recue.location}/annuler").status_code == 303


def test_guessing_the_password_there_is_braked_as_at_the_door(client: FlaskClient, ines: Identite) -> None:
    parcours = Parcours(connecter(client, ines), "coordonnees-bancaires", RIB)
    parcours.remplir()
    codes = [
        client.post(
            "/demarches/coordonnees-bancaires/envoyer", data={"cle": "0" * 32, "mot_de_passe": "faux"}
        ).status_code
        for _ in range(6)
    ]
    assert codes == [422] * 5 + [429]


def test_a_session_ended_meanwhile_asks_to_sign_in_and_keeps_the_draft(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    connecter(client, alice)
    repondre(client, "grossesse", 0)
    client.post("/deconnexion")
    assert repondre(client, "praticien", 1) == 302
    client.set_cookie("caf", ouvrir_session(app, alice.compte_id))
    assert repondre(client, "praticien", 1) == 303
