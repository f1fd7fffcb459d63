"""« Créer Mon Compte »: whoever is of the household opens their own account; everybody else reads the same page."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import attentes, numeros, traces
from caf_pwa.comptes.modele import Attente, Compte, Essais
from caf_pwa.dossier import changements
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.courrier import courriels, lien_pas_moi, texte
from tests.fabriques import compte, identite_de, importer, personne
from tests.inscription.maison import (
    FILS,
    HUGO,
    JULIE,
    MAIL,
    MOT_DE_PASSE,
    SARAH,
    chez_karim,
    creer,
    emmenager,
    identite,
    jusqu_au_contact,
    jusqu_au_mot_de_passe,
)


@pytest.fixture(autouse=True)
def _maison(app: Flask) -> None:
    emmenager(app, compte_bancaire={"iban": "FR7600000000000000000001282", "titulaire": "M. Benali"})


def _comptes(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Compte)) or 0


def _compte_de_hugo(session: Session) -> Compte:
    session.rollback()
    return session.scalars(select(Compte).where(Compte.personne_id == interne("personne", "hugo"))).one()


def test_hugo_opens_his_account_and_is_signed_in(client: FlaskClient, session: Session) -> None:
    reponse = creer(client)
    assert (reponse.status_code, reponse.location) == (303, "/accueil")
    assert "Bonjour Hugo" in client.get("/accueil").text
    compte = _compte_de_hugo(session)
    assert compte.identifiant == HUGO
    client.post("/deconnexion")
    assert client.post("/connexion", data={"identifiant": HUGO, "mot_de_passe": MOT_DE_PASSE}).status_code == 303


def test_the_contact_is_written_to_the_person_and_told_in_the_history(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    creer(client)
    compte = _compte_de_hugo(session)
    assert session.get_one(Personne, compte.personne_id).courriel == MAIL
    mien = client.get("/compte/historique").text
    assert "Compte créé pour Hugo" in mien
    assert MAIL in client.get("/profil").text
    karim = identite_de(app, "karim")
    assert [trace.texte for trace in traces.historique(session, karim, AUJOURDHUI)] == ["Compte créé pour Hugo"]
    assert not changements.recents(session, karim, AUJOURDHUI)  # where Hugo is reached is his own


def test_the_responsible_person_is_told_and_may_block_the_new_account(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    creer(client)
    (alerte,) = alertes.recues(session, identite_de(app, "karim"))
    assert "Hugo a créé son compte" in alerte.texte
    (avis,) = courriels(app, "karim@exemple.invalid")
    assert not [dit for dit in ("Hugo", "BENALI", HUGO, MAIL) if dit in texte(avis)]
    assert "Ce n’est pas nous" in texte(avis)
    app.test_client().post(lien_pas_moi(avis))
    assert client.get("/accueil").status_code == 302
    assert _compte_de_hugo(session).bloque_le is not None


@pytest.mark.parametrize(
    "autres",
    [
        {"nom": "BÉNALI"},
        {"nom": " be-nali "},
        {"prenoms": "HUGO Karim"},
        {"naissance": "2010-09-14"},
        {"naissance": "14.09.2010"},
        {"allocataire": "01234502"},
        {"allocataire": "1234502 K"},
        {"identifiant": "1 10 09 00 000 014"},
    ],
    ids=str,
)
def test_spelling_is_no_obstacle(client: FlaskClient, autres: dict[str, str]) -> None:
    assert jusqu_au_contact(client, **autres).status_code == 303


@pytest.mark.parametrize("prenoms", ["zoe", "Zoé", "ZOE JULIE", "Zoé-Julie"])
@pytest.mark.parametrize("nom", ["Le Goff d'Arc", "LE-GOFF-D’ARC", "legoff darc"])
def test_a_name_in_several_words_is_recognised(client: FlaskClient, nom: str, prenoms: str) -> None:
    assert (
        jusqu_au_contact(
            client, nom=nom, prenoms=prenoms, naissance="21/03/1987", identifiant="2870300000013"
        ).status_code
        == 303
    )


@pytest.mark.parametrize("naissance", ["00/00/2010", "01/01/2010", "31/12/2010", "0/0/2010"])
def test_a_birth_date_that_nobody_knows_whole_is_not_held_against_anybody(
    app: Flask, client: FlaskClient, naissance: str
) -> None:
    importer(app, chez_karim(FILS | {"naissance": "2010-00-00"}, version=2))
    assert jusqu_au_contact(client, naissance=naissance, identifiant="1102000000014").status_code == 303


def test_a_day_that_the_register_knows_must_be_said(client: FlaskClient) -> None:
    assert jusqu_au_contact(client, naissance="00/09/2010").status_code == 422


AUTRES = {
    "wrong name": {"nom": "DURAND"},
    "wrong first name": {"prenoms": "Huguette"},
    "wrong day": {"naissance": "15/09/2010"},
    "wrong household": {"allocataire": "7654321"},
    "wrong postcode": {"code_postal": "69004"},
    "a girl's number": {"identifiant": "2100900000014"},
    "another month": {"identifiant": "1101000000014"},
    "an unknown identifiant provisoire": {"identifiant": "PRV1234567"},
    "the responsible person": {
        "prenoms": "Karim",
        "naissance": "03/05/1985",
        "identifiant": "1850500000012",
    },
    "a child of 12": {"prenoms": "Sarah", "naissance": "30/01/2014", "identifiant": "2140100000014"},
    "nothing is like an empty name": {"nom": "محمد", "prenoms": "محمد"},
}


def _sans_la_saisie(page: str, donnees: dict[str, str]) -> str:
    for dit in donnees.values():
        page = page.replace(f'value="{dit}"', "")
    return re.sub(r'value="\d{4}-\d\d-\d\d"', "", page)


def test_t04_every_refusal_is_the_same_page_whatever_was_wrong(app: Flask, session: Session) -> None:
    """Nothing tells which part was wrong, nor that somebody has an account already."""
    importer(app, compte("hugo", identifiant=HUGO))
    pages = set()
    for autres in ({}, *AUTRES.values()):
        session.execute(delete(Essais))  # the brakes have a test of their own
        session.commit()
        reponse = jusqu_au_contact(app.test_client(), **autres)
        assert reponse.status_code == 422, autres
        pages.add(_sans_la_saisie(reponse.text, identite(**autres)))
    assert len(pages) == 1
    (page,) = pages
    for quoi_faire in ("Mot de passe oublié", "3230", "responsable du dossier"):
        assert quoi_faire in page


@pytest.mark.parametrize("autres", AUTRES.values(), ids=list(AUTRES))
def test_whoever_is_not_that_person_gets_no_further(
    client: FlaskClient, session: Session, autres: dict[str, str]
) -> None:
    assert jusqu_au_contact(client, **autres).status_code == 422
    assert client.get_cookie("caf-inscription") is None
    assert session.scalar(select(func.count()).select_from(Attente)) == 0


def test_whoever_has_left_the_household_opens_nothing(app: Flask, client: FlaskClient) -> None:
    importer(app, chez_karim(JULIE, SARAH, version=2))
    assert jusqu_au_contact(client).status_code == 422


@pytest.mark.parametrize(("naissance", "statut"), [("2011-11-23", 303), ("2011-11-24", 422), ("2011-00-00", 422)])
def test_a_child_opens_an_account_from_fifteen_on(app: Flask, client: FlaskClient, naissance: str, statut: int) -> None:
    importer(app, chez_karim(FILS | {"naissance": naissance}, version=2))
    annee, mois, jour = naissance.split("-")
    dite = {"naissance": f"{jour}/{mois}/{annee}", "identifiant": f"1112000000{mois.replace('00', '11')}1"}
    assert jusqu_au_contact(client, **dite).status_code == statut


def test_two_persons_alike_are_told_apart_by_all_their_first_names(app: Flask, client: FlaskClient) -> None:
    jumeau = FILS | {"id": "jean", "prenoms": "Hugo Jean"}
    importer(app, chez_karim(FILS, jumeau, version=2))
    assert jusqu_au_contact(app.test_client(), prenoms="Hugo").status_code == 303
    assert jusqu_au_contact(app.test_client(), prenoms="Hugo Jean").status_code == 303
    importer(app, chez_karim(FILS | {"prenoms": "Hugo Paul"}, jumeau, version=3))
    assert jusqu_au_contact(app.test_client(), prenoms="Hugo").status_code == 422


def test_the_same_number_allocataire_in_another_departement_is_another_household(
    app: Flask, client: FlaskClient
) -> None:
    ailleurs = chez_karim(FILS | {"id": "autre-hugo"}, adresse={"code_postal_ville": "33000 BORDEAUX"})
    ailleurs["id"] = "bob"
    ailleurs["donnees"]["personnes"][0] = personne("bob")
    importer(app, ailleurs)
    creer(client, code_postal="33000")
    assert client.get("/accueil").status_code == 200


@pytest.mark.parametrize(("typed", "statut"), [(HUGO, 422), ("1100900000099", 303), ("PRV0000042", 422)])
def test_the_number_that_the_register_knows_is_the_only_one(
    app: Flask, client: FlaskClient, typed: str, statut: int
) -> None:
    importer(app, chez_karim(FILS | {"identifiant": "1100900000099"}, version=2))
    assert jusqu_au_contact(client, identifiant=typed).status_code == statut


def test_an_identifiant_provisoire_that_the_register_knows_opens(app: Flask, client: FlaskClient) -> None:
    importer(app, chez_karim(FILS | {"identifiant": "PRV0000042"}, version=2))
    assert creer(client, identifiant="prv 0000042").status_code == 303


def test_the_register_keeps_a_keyed_hash_of_the_number_and_nothing_else(app: Flask, session: Session) -> None:
    importer(app, chez_karim(FILS | {"identifiant": HUGO}, version=2))
    hugo = session.get_one(Personne, interne("personne", "hugo"))
    assert hugo.empreinte_numero == numeros.empreinte(app.config["REGLAGES"].cle_numeros, HUGO)
    assert hugo.empreinte_numero != numeros.empreinte(b"another key", HUGO)


def test_a_number_that_opens_another_account_opens_no_second_one(app: Flask, client: FlaskClient) -> None:
    importer(app, compte("julie", identifiant=HUGO))
    assert jusqu_au_contact(client).status_code == 422


def test_tries_are_counted_for_the_household_whoever_makes_them(app: Flask) -> None:
    for rang in range(5):
        client = app.test_client()
        tente = client.post(
            "/inscription", data=identite(nom=f"X{rang}"), environ_base={"REMOTE_ADDR": f"10.0.0.{rang}"}
        )
        assert tente.status_code == 422
    assert jusqu_au_contact(app.test_client()).status_code == 429


def test_the_page_is_left_for_the_mail_and_found_again(app: Flask, client: FlaskClient) -> None:
    jusqu_au_contact(client)
    assert client.get("/inscription").location == "/inscription/contact"
    client.post("/inscription/contact", data={"courriel": MAIL})
    for ailleurs in ("/inscription", "/inscription/mot-de-passe"):
        assert client.get(ailleurs).location == "/inscription/code"
    assert MAIL in client.get("/inscription/code").text
    assert "rien en cours" in app.test_client().get("/inscription/code").text  # another browser knows nothing of it


def test_no_page_is_skipped(client: FlaskClient, session: Session) -> None:
    avant = _comptes(session)
    for page in ("contact", "code", "code/renvoi", "mot-de-passe"):
        assert client.post(f"/inscription/{page}", data={"nouveau": MOT_DE_PASSE}).status_code == 409
    jusqu_au_contact(client)
    assert client.post("/inscription/mot-de-passe", data={"nouveau": MOT_DE_PASSE}).status_code == 303
    assert _comptes(session) == avant


def test_a_wrong_code_is_counted_and_five_are_too_many(client: FlaskClient, app: Flask, session: Session) -> None:
    jusqu_au_contact(client)
    client.post("/inscription/contact", data={"courriel": MAIL})
    for _ in range(5):
        assert "n’est pas le bon" in client.post("/inscription/code", data={"code": "0000000"}).text
    from_mail = re.findall(r"\b\d{6}\b", texte(courriels(app, MAIL)[-1]))[0]
    reponse = client.post("/inscription/code", data={"code": from_mail})
    assert reponse.status_code == 429
    _une_heure_passe(session)
    assert client.post("/inscription/code/renvoi").status_code == 303
    nouveau = re.findall(r"\b\d{6}\b", texte(courriels(app, MAIL)[-1]))[0]
    assert client.post("/inscription/code", data={"code": nouveau}).location == "/inscription/mot-de-passe"


def _une_heure_passe(session: Session) -> None:
    session.execute(update(Attente).values(envoye_le=instant() - timedelta(hours=1)))
    session.execute(delete(Essais))
    session.commit()


def test_a_mistyped_address_is_put_right_at_once_and_the_same_one_waits(client: FlaskClient, app: Flask) -> None:
    jusqu_au_contact(client)
    client.post("/inscription/contact", data={"courriel": "faute@exemple.invalid"})
    assert "vient de partir" in client.post("/inscription/code/renvoi").text
    assert client.post("/inscription/contact", data={"courriel": MAIL}).status_code == 303
    juste = re.findall(r"\b\d{6}\b", texte(courriels(app, MAIL)[-1]))[0]
    assert client.post("/inscription/code", data={"code": juste}).location == "/inscription/mot-de-passe"


def test_a_code_too_old_is_refused(client: FlaskClient, app: Flask, session: Session) -> None:
    jusqu_au_contact(client)
    client.post("/inscription/contact", data={"courriel": MAIL})
    session.execute(update(Attente).values(envoye_le=instant() - timedelta(minutes=16)))
    session.commit()
    recu = re.findall(r"\b\d{6}\b", texte(courriels(app, MAIL)[-1]))[0]
    assert "15 minutes" in client.post("/inscription/code", data={"code": recu}).text


def test_codes_are_sent_four_times_at_most_to_whatever_address(client: FlaskClient, app: Flask) -> None:
    jusqu_au_contact(client)
    for rang in range(4):
        assert client.post("/inscription/contact", data={"courriel": f"x{rang}@exemple.invalid"}).status_code == 303
    assert client.post("/inscription/contact", data={"courriel": MAIL}).status_code == 422
    assert client.post("/inscription/code/renvoi").status_code == 422
    assert len(courriels(app)) == 4


def test_after_thirty_minutes_it_starts_again(client: FlaskClient, session: Session) -> None:
    jusqu_au_mot_de_passe(client)
    session.execute(update(Attente).values(expire_le=instant()))
    session.commit()
    avant = _comptes(session)
    reponse = client.post("/inscription/mot-de-passe", data={"nouveau": MOT_DE_PASSE})
    assert (reponse.status_code, _comptes(session)) == (409, avant)
    assert "trop de temps a passé" in reponse.text


@pytest.mark.parametrize("faible", ["", "court", "motdepasse123", "Hugo Benali 2010", HUGO, "x" * 10_000])
def test_t05_a_password_that_would_be_guessed_is_refused_beside_its_field(
    client: FlaskClient, session: Session, faible: str
) -> None:
    jusqu_au_mot_de_passe(client)
    avant = _comptes(session)
    reponse = client.post("/inscription/mot-de-passe", data={"nouveau": faible})
    assert (reponse.status_code, _comptes(session)) == (422, avant)
    assert 'id="nouveau-erreur"' in reponse.text


def test_what_changed_meanwhile_is_seen_at_the_end(app: Flask, client: FlaskClient, session: Session) -> None:
    jusqu_au_mot_de_passe(client)
    importer(app, chez_karim(JULIE, SARAH, version=2))
    avant = _comptes(session)
    reponse = client.post("/inscription/mot-de-passe", data={"nouveau": MOT_DE_PASSE})
    assert (reponse.status_code, _comptes(session)) == (422, avant)


def test_two_windows_make_one_account(app: Flask, client: FlaskClient, session: Session) -> None:
    jusqu_au_mot_de_passe(client)
    autre = app.test_client()
    jusqu_au_mot_de_passe(autre)
    assert client.post("/inscription/mot-de-passe", data={"nouveau": MOT_DE_PASSE}).status_code == 303
    assert autre.post("/inscription/mot-de-passe", data={"nouveau": MOT_DE_PASSE}).status_code == 422
    assert _compte_de_hugo(session).identifiant == HUGO


def test_whom_franceconnect_proved_is_asked_for_the_number_alone(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    donnees = {"personne_id": interne("personne", "hugo"), "preuve": "franceconnect"}
    jeton, _ = attentes.ouvrir(session, "inscription", donnees, instant(), timedelta(minutes=30))
    session.commit()
    client.set_cookie("caf-inscription", jeton)
    page = client.get("/inscription").text
    assert "FranceConnect nous a dit qui vous êtes" in page
    assert 'name="nom"' not in page
    assert client.post("/inscription", data={"identifiant": "2100900000014"}).status_code == 422
    assert client.post("/inscription", data={"identifiant": HUGO}).location == "/inscription/contact"


def test_t33_the_child_sees_what_is_their_own_and_nothing_else(client: FlaskClient) -> None:
    creer(client)
    assert client.get("/allocations/droits").status_code == 403
    assert client.get("/dettes").status_code == 403
    for mienne in ("/ressources", "/profil", "/compte", "/courriers"):
        assert client.get(mienne).status_code == 200
    assert "FR76" not in client.get("/profil").text


HOSTILES = (
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{7*7}}",
    "\u202egnp.exe",
    "a\x00b",
    "\u200b",
    "🙃" * 50,
    "x" * 10_000,
    "../../etc/passwd",
    "\ud83d",
    "",
)


@pytest.mark.parametrize("mot", HOSTILES, ids=range(len(HOSTILES)))
def test_hostile_words_are_refused_in_a_sentence_and_stored_nowhere(
    client: FlaskClient, session: Session, mot: str
) -> None:
    brut = mot.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for champ in identite():
        reponse = jusqu_au_contact(client, **{champ: brut})
        assert reponse.status_code in (422, 429)
        assert "<script>alert" not in reponse.text
    jeton = client.get_cookie("caf-inscription")
    assert jeton is None
    assert session.scalar(select(func.count()).select_from(Attente)) == 0


@pytest.mark.parametrize(
    "naissance", ["31/02/2010", "14/13/2010", "14/09/10", "hier", "14/09/1066", "99/99/9999", "2010-9-14"]
)
def test_a_date_that_is_none_is_refused_beside_its_field(client: FlaskClient, naissance: str) -> None:
    reponse = jusqu_au_contact(client, naissance=naissance)
    assert reponse.status_code == 422
    assert 'id="naissance-erreur"' in reponse.text


def test_fields_that_nobody_asked_for_change_nothing(client: FlaskClient, session: Session) -> None:
    """T27."""
    intrus = {"role": "responsable", "foyer_id": "x", "personne_id": interne("personne", "karim"), "confirme": "1"}
    assert client.post("/inscription", data=identite() | intrus).status_code == 303
    attente = session.scalars(select(Attente)).one()
    assert set(attente.donnees) == {"personne_id", "preuve", "numero"}
    assert attente.donnees["personne_id"] == interne("personne", "hugo")


@pytest.mark.parametrize("mot", ["pas une adresse", "a@b", "x" * 10_000, "a\r\nBcc: x@y.fr", "<b>@exemple.fr", ""])
def test_an_address_that_is_none_receives_nothing(client: FlaskClient, app: Flask, mot: str) -> None:
    jusqu_au_contact(client)
    reponse = client.post("/inscription/contact", data={"courriel": mot})
    assert reponse.status_code == 422
    assert 'id="courriel-erreur"' in reponse.text
    assert not courriels(app)
