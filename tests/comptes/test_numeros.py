"""Numbers that change: all that hangs on an account stays, and the former number opens nothing for anybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes import attentes
from caf_pwa.comptes.appareils import connus
from caf_pwa.comptes.modele import AppareilConnu, Attente, Autorisation, Cle, Compte
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.demarches.modele import Brouillon
from caf_pwa.flux.importation import Issue, Ligne
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.demarches.parcours import Parcours
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, personne
from tests.inscription.maison import HUGO, MOT_DE_PASSE, creer, emmenager

PROVISOIRES = {"identifiant provisoire": "PRV0000042", "temporary number": "8870300000013"}
DEFINITIF = "2870300000013"
DEMARCHES = ("grossesse", "situation-familiale", "coordonnees", "situation-professionnelle", "document")
SECRET = "girafe tuba lavande ponton"


def _importer(app: Flask, ligne: dict[str, object]) -> Issue:
    (recue,) = importer(app, ligne)
    return recue.issue


def _entrer(app: Flask, numero: str, mot_de_passe: str = SECRET) -> tuple[FlaskClient, int]:
    client = app.test_client()
    return client, client.post("/connexion", data={"identifiant": numero, "mot_de_passe": mot_de_passe}).status_code


@pytest.mark.parametrize("provisoire", PROVISOIRES.values(), ids=list(PROVISOIRES))
def test_t09_a_definitive_number_keeps_all_and_ends_the_provisional_one(
    app: Flask, session: Session, provisoire: str
) -> None:
    empreinte = hachage.hacher(SECRET)
    julie = personne("julie", "conjoint", sexe="F")
    avec = {"identifiant": provisoire, "empreinte_mot_de_passe": empreinte}
    importer(app, foyer("karim", personne("karim"), julie), compte("julie", **avec), autorisation("karim", "julie"))
    telephone = connecter(app.test_client(), identite_de(app, "julie"))
    compte_id = interne("compte", "julie")
    cle = {"id": "c", "reference": "c", "identifiant": b"c", "cle_publique": b"c", "nom": "T", "creee_le": instant()}
    session.add(Cle(compte_id=compte_id, **cle))
    connus.faire_connaitre(session, compte_id, instant())
    attentes.ouvrir(session, "essai", {"x": 1}, instant(), timedelta(minutes=5), compte_id)
    session.commit()
    for slug in DEMARCHES:
        parcours = Parcours(telephone, slug)
        page = parcours.ouvrir()
        parcours.client.post(parcours._action(page), data=parcours._saisie(page))
    avant = _tout(session)
    assert avant[Brouillon] == 5

    assert _importer(app, compte("julie", version=2, identifiant=DEFINITIF)) is Issue.APPLIQUE

    assert _tout(session) == avant
    assert telephone.get("/allocations/droits").status_code == 200  # the sign-in that was open, the authorisation
    assert _entrer(app, DEFINITIF)[1] == 303
    assert _entrer(app, provisoire)[1] == 422


def _tout(session: Session) -> dict[type, int | None]:
    session.rollback()
    tables = (Compte, Cle, AppareilConnu, Attente, Autorisation, Brouillon)
    return {table: session.scalar(select(func.count()).select_from(table)) for table in tables}


def test_t09_a_new_holder_of_the_old_number_gets_nothing_of_the_former_one(app: Flask) -> None:
    empreinte = hachage.hacher(SECRET)
    importer(app, foyer("julie"), compte("julie", identifiant="PRV0000042", empreinte_mot_de_passe=empreinte))
    importer(app, compte("julie", version=2, identifiant=DEFINITIF))
    autre = {"identifiant": "PRV0000042", "empreinte_mot_de_passe": hachage.hacher("cactus rameur vitrail")}
    importer(app, foyer("bob"), compte("bob", **autre))
    client, statut = _entrer(app, "PRV0000042", "cactus rameur vitrail")
    assert statut == 303
    assert "Bonjour Bob" in client.get("/accueil").text
    assert _entrer(app, "PRV0000042")[1] == 422
    assert _entrer(app, DEFINITIF)[1] == 303


def test_t09_the_number_that_another_account_holds_is_refused_and_nothing_changes(app: Flask, session: Session) -> None:
    importer(app, foyer("julie"), compte("julie", identifiant="PRV0000042"), foyer("bob"), compte("bob"))
    du_bob = session.scalars(select(Compte.identifiant).where(Compte.id == interne("compte", "bob"))).one()
    session.rollback()
    assert _importer(app, compte("julie", version=2, identifiant=du_bob)) is Issue.REFUSE
    assert session.get_one(Compte, interne("compte", "julie")).identifiant == "PRV0000042"


Inscrit = Callable[[], FlaskClient]


@pytest.fixture
def inscrit(app: Flask, client: FlaskClient) -> FlaskClient:
    """Hugo, who has just opened his account by himself."""
    emmenager(app)
    assert creer(client).status_code == 303
    return client


def _de_hugo(app: Flask, **donnees: object) -> Ligne:
    (ligne,) = importer(app, compte("hugo", **donnees))
    return ligne


def test_the_record_that_comes_later_adopts_the_account_and_keeps_its_password(
    app: Flask, session: Session, inscrit: FlaskClient
) -> None:
    avec = {"identifiant": "1100900000099", "empreinte_mot_de_passe": hachage.hacher("celui du guichet")}
    assert _de_hugo(app, **avec).issue is Issue.APPLIQUE
    assert session.scalar(select(func.count()).where(Compte.personne_id == interne("personne", "hugo"))) == 1
    assert inscrit.get("/accueil").status_code == 200
    assert _entrer(app, "1100900000099", MOT_DE_PASSE)[1] in (302, 303)
    assert _entrer(app, "1100900000099", "celui du guichet")[1] == 422
    assert _entrer(app, HUGO, MOT_DE_PASSE)[1] == 422
    assert _de_hugo(app, version=2, identifiant=HUGO).issue is Issue.APPLIQUE
    assert _entrer(app, HUGO, MOT_DE_PASSE)[1] in (302, 303)


def test_two_records_for_one_person_are_still_one_too_many(app: Flask) -> None:
    importer(app, foyer("julie"), compte("julie"))
    second = compte("julie", identifiant="PRV0000077")
    second["id"] = "autre"
    (ligne,) = importer(app, second)
    assert ligne.issue is Issue.REFUSE
    assert "déjà un compte" in ligne.motifs[0].raison


def test_the_desk_opens_no_second_account(app: Flask, inscrit: FlaskClient) -> None:
    issue = app.test_cli_runner().invoke(args=["flux", "ouvrir-compte", "hugo"])
    assert issue.exit_code == 1
    assert "has an account already" in issue.output
