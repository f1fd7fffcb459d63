"""Signing in: the right password opens, and a stranger learns nothing from a refusal."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes import service
from caf_pwa.comptes.freins import cles_de
from caf_pwa.comptes.modele import Compte, Essais
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.socle.erreurs import Occupe, TropDEssais
from tests.comptes.test_mots_de_passe import toutes_les_places_prises
from tests.fabriques import compte, foyer, importer, moteur_de, numero_de

MAINTENANT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BON = "correct cheval pile agrafe"
EMPREINTE = hachage.hacher(BON)


@pytest.fixture(autouse=True)
def _alice_a_un_mot_de_passe(app: Flask) -> None:
    importer(app, foyer("alice"), compte("alice", empreinte_mot_de_passe=EMPREINTE), foyer("bob"), compte("bob"))


def _verifier(
    app: Flask, session: Session, personne: str, mot_de_passe: str, maintenant: datetime = MAINTENANT
) -> Compte:
    cles = cles_de("secret", numero_de(personne), "192.0.2.1")
    moteur = moteur_de(app)
    return service.verifier_mot_de_passe(session, moteur, cles, numero_de(personne), mot_de_passe, maintenant)


def test_alice_signs_in_with_her_password(app: Flask, session: Session) -> None:
    assert _verifier(app, session, "alice", BON).identifiant == numero_de("alice")


@pytest.mark.parametrize(
    ("personne", "mot_de_passe"),
    [("alice", "faux"), ("alice", BON + "x" * 128), ("inconnue", BON), ("inconnue", "personne"), ("bob", BON)],
)
def test_a_refusal_is_the_same_whatever_is_wrong(
    app: Flask, session: Session, personne: str, mot_de_passe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifications = []
    verifier = PasswordHasher.verify

    def noter(hacheur: PasswordHasher, empreinte: str, saisie: str) -> bool:
        verifications.append(empreinte)
        return verifier(hacheur, empreinte, saisie)

    monkeypatch.setattr(PasswordHasher, "verify", noter)
    with pytest.raises(service.ConnexionRefusee) as refus:
        _verifier(app, session, personne, mot_de_passe)
    assert refus.value.args == ()
    assert len(verifications) == 1  # an unknown number costs the same work as a wrong password
    assert verifications[0].startswith("$argon2id$v=19$m=47104,t=1,p=1$")


def test_a_failed_try_stays_counted_when_the_request_is_rolled_back(app: Flask, session: Session) -> None:
    for _ in range(5):
        with pytest.raises(service.ConnexionRefusee):
            _verifier(app, session, "alice", "faux")
        session.rollback()
    with pytest.raises(TropDEssais) as frein:
        _verifier(app, session, "alice", BON)
    assert frein.value.reessayer_a == MAINTENANT + timedelta(minutes=1)
    assert _verifier(app, session, "alice", BON, frein.value.reessayer_a).identifiant == numero_de("alice")


def test_an_unknown_number_is_braked_like_a_known_one(app: Flask, session: Session) -> None:
    for _ in range(5):
        with pytest.raises(service.ConnexionRefusee):
            _verifier(app, session, "inconnue", "faux")
    with pytest.raises(TropDEssais):
        _verifier(app, session, "inconnue", "faux")


def test_the_right_password_forgets_the_mistakes_before_it(app: Flask, session: Session) -> None:
    for _ in range(4):
        with pytest.raises(service.ConnexionRefusee):
            _verifier(app, session, "alice", "faux")
    _verifier(app, session, "alice", BON)
    assert set(session.scalars(select(Essais.nombre))) == {4}  # her address and everybody; hers is gone


def test_whoever_finds_no_place_is_told_so_and_it_counts_as_no_try(app: Flask, session: Session) -> None:
    with toutes_les_places_prises(), pytest.raises(Occupe):
        _verifier(app, session, "alice", BON)
    assert session.scalars(select(Essais.nombre)).all() == []


def test_an_old_hash_is_renewed_when_its_owner_signs_in(app: Flask, session: Session) -> None:
    ancienne = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(BON)
    importer(app, foyer("carole"), compte("carole", empreinte_mot_de_passe=ancienne))
    trouve = _verifier(app, session, "carole", BON)
    session.commit()
    assert trouve.empreinte_mot_de_passe != ancienne
    assert not hachage.a_rehacher(trouve.empreinte_mot_de_passe or "")
    assert _verifier(app, session, "carole", BON) is trouve


def test_a_number_that_becomes_definitive_keeps_its_account_and_its_password(app: Flask, session: Session) -> None:
    avant = _verifier(app, session, "alice", BON).id
    session.commit()
    (ligne,) = importer(app, compte("alice", version=2, identifiant="2910733063011"))
    assert not ligne.motifs
    session.expire_all()
    cles = cles_de("secret", "2910733063011", "192.0.2.1")
    apres = service.verifier_mot_de_passe(session, moteur_de(app), cles, "2910733063011", BON, MAINTENANT)
    assert apres.id == avant
    with pytest.raises(service.ConnexionRefusee):
        _verifier(app, session, "alice", BON)
