"""What is published rings on the phones of those who may read it: in time, once, and saying nothing of anybody."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.alertes import abonnements, preferences, service
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Abonnement, Annonce, Canal, EtatLivraison
from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from tests.alertes.conftest import Rue
from tests.fabriques import autorisation, compte, foyer, identite_de, importer, moteur_de, paiement, personne, piece

HEURE = timedelta(hours=1)


def test_t43_a_payment_rings_and_a_locked_screen_reads_nothing_of_it(app: Flask, alice: Identite, rue: Rue) -> None:
    rue.poste.vapid = rue.cle
    telephone = rue.abonner("alice")
    importer(
        app, paiement("alice", montant="777.77", lignes=[{"prestation": "AF", "mois": "2026-10", "montant": "777.77"}])
    )
    rue.distribuer()
    (recu,) = rue.poste.attendre(telephone)
    assert recu.dit["texte"] == "Votre Caf a fait un paiement."
    assert set(recu.dit) == {"genre", "texte", "sujet", "cle"}
    assert "777" not in json.dumps(recu.dit)
    assert (recu.entetes["urgency"], recu.entetes["ttl"]) == ("normal", "86400")
    assert recu.entetes["topic"] == recu.dit["sujet"]
    rue.poste.vapid = None


def test_nothing_rings_for_what_was_rolled_back(app: Flask, alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    with Session(moteur_de(app)) as session:
        service.publier(session, (alice.foyer_id, None), "paiement", "un", {}, rue.maintenant)
        session.rollback()
    rue.distribuer()
    assert not telephone.recus


def test_the_same_alert_rings_once_however_often_it_is_rewritten(app: Flask, alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    for version in (1, 2, 3):
        importer(app, piece("alice", libelle=f"Version {version}", version=version))
        rue.distribuer()
    assert len(telephone.recus) == 1


def test_a_demarche_rings_each_time_it_goes_on(alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    for etat in ("En cours de traitement", "En cours de traitement", "Traitée"):
        with Session(moteur_de(rue.app)) as session:
            concernes = (alice.foyer_id, alice.personne_id)
            service.publier(session, concernes, "demarche", "une", {"titre": "X", "etat": etat}, rue.maintenant)
            session.commit()
        rue.distribuer()
    premier, second = telephone.recus
    assert premier.dit["sujet"] == second.dit["sujet"]  # the second takes the place of the first on the phone
    assert premier.dit["cle"] != second.dit["cle"]


def test_it_rings_for_those_who_may_read_it_and_for_nobody_else(app: Flask, bob: Identite, rue: Rue) -> None:
    personnes = (personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant"))
    importer(app, foyer("karim", *personnes), *(compte(nom) for nom in ("karim", "julie", "hugo")))
    telephones = {nom: rue.abonner(nom) for nom in ("karim", "julie", "hugo", "bob")}
    rue.publier("karim")
    rue.distribuer()
    assert {nom for nom, un in telephones.items() if un.recus} == {"karim"}
    importer(app, autorisation("karim", "julie"))
    rue.publier("karim", objet="deux")
    rue.distribuer()
    assert [len(telephones[nom].recus) for nom in ("karim", "julie", "hugo", "bob")] == [2, 1, 0, 0]


def test_t34_what_waits_for_morning_does_not_ring_for_who_may_no_longer_read_it(app: Flask, rue: Rue) -> None:
    personnes = (personne("karim"), personne("julie", "conjoint"))
    importer(app, foyer("karim", *personnes), compte("karim"), compte("julie"), autorisation("karim", "julie"))
    telephone = rue.abonner("julie")
    rue.maintenant += 11 * HEURE  # midnight in Paris
    rue.publier("karim")
    rue.distribuer()
    importer(app, autorisation("karim", "julie", fin="2026-11-01") | {"version": 2})
    rue.distribuer(8 * HEURE)
    assert not telephone.recus
    assert [une.etat for une in rue.livraisons()] == [EtatLivraison.INUTILE]


def test_at_night_a_phone_is_quiet_until_morning_unless_the_account_is_in_danger(alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    rue.maintenant += 11 * HEURE
    rue.publier("alice")
    rue.publier("alice", "compte-bancaire")
    rue.distribuer()
    assert [recu.dit["genre"] for recu in telephone.recus] == ["compte-bancaire"]
    rue.distribuer(6 * HEURE)
    assert len(telephone.recus) == 1
    rue.distribuer(HEURE)
    assert [recu.dit["genre"] for recu in telephone.recus] == ["compte-bancaire", "paiement"]


def test_a_kind_turned_off_does_not_ring_and_one_that_matters_too_much_cannot_be(alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    with Session(moteur_de(rue.app)) as session:
        preferences.choisir(session, alice.compte_id, Canal.PUSH, [], (0, 0))
        session.commit()
    rue.publier("alice")
    rue.publier("alice", "piece", libelle="Bail", limite="dès que possible")
    rue.distribuer()
    assert [recu.dit["genre"] for recu in telephone.recus] == ["piece"]


@pytest.mark.parametrize("fin", ["lue", "close"])
def test_what_was_read_or_done_meanwhile_does_not_ring(alice: Identite, rue: Rue, fin: str) -> None:
    telephone = rue.abonner("alice")
    rue.publier("alice")
    with Session(moteur_de(rue.app)) as session:
        if fin == "lue":
            service.marquer_lues(session, identite_de(rue.app, "alice"), rue.maintenant)
        else:
            service.clore(session, "paiement", "un", rue.maintenant)
        session.commit()
    rue.distribuer()
    assert not telephone.recus


@pytest.mark.parametrize("statut", [404, 410])
def test_a_phone_that_is_gone_is_rung_no_more(alice: Identite, rue: Rue, statut: int) -> None:
    telephone = rue.abonner("alice")
    telephone.reponses.append((statut, {}))
    rue.publier("alice")
    rue.publier("alice", objet="deux")
    rue.distribuer()
    with Session(moteur_de(rue.app)) as session:
        assert session.scalars(select(Abonnement)).all() == []
    assert len(telephone.recus) <= 1


def test_a_service_that_asks_for_time_is_left_alone_until_then(alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    telephone.reponses.append((429, {"Retry-After": "600"}))
    rue.publier("alice")
    rue.distribuer()
    rue.distribuer(timedelta(seconds=590))
    assert not telephone.recus
    rue.distribuer(timedelta(seconds=20))
    assert len(telephone.recus) == 1


def test_a_service_that_fails_is_asked_again_later_and_later_then_no_more(alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    telephone.reponses = [(503, {})] * 100
    rue.publier("alice")
    essais = []
    for _ in range(60):
        rue.distribuer(timedelta(minutes=30))
        essais.append(100 - len(telephone.reponses))
    assert 10 < essais[-1] < 40
    assert essais[-1] == essais[-6]
    assert [une.etat for une in rue.livraisons()] == [EtatLivraison.ABANDONNEE]


def test_t44_signing_out_silences_the_phone_and_the_next_person_there_hears_nothing(
    app: Flask, alice: Identite, bob: Identite, rue: Rue
) -> None:
    telephone = rue.poste.telephone()
    with Session(moteur_de(app)) as session:
        abonnements.abonner(session, alice, telephone.adresse, [rue.poste.origine], rue.maintenant)
        session.commit()
        comptes.fermer(session, alice.connexion_id)
        session.commit()
    rue.publier("alice")
    rue.distribuer()
    assert not telephone.recus
    rue.abonner("bob", telephone)
    rue.publier("alice", objet="deux")
    rue.publier("bob", "courrier", objet_du_courrier="x", date="y")
    rue.distribuer()
    assert [recu.dit["genre"] for recu in telephone.recus] == ["courrier"]


def test_t44_a_phone_that_somebody_else_subscribes_stops_ringing_for_the_first(
    alice: Identite, bob: Identite, rue: Rue
) -> None:
    telephone = rue.abonner("alice")
    rue.abonner("bob", telephone)
    rue.publier("alice")
    rue.distribuer()
    assert not telephone.recus


def test_a_phone_confirms_and_the_mail_does_not_leave(alice_jointe: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    rue.publier("alice", "courrier", objet_du_courrier="x", date="y")
    rue.distribuer()
    assert rue.app.test_client().post(f"/alertes/recues/{telephone.recus[0].dit['cle']}").status_code == 204
    rue.distribuer(HEURE)
    assert [une.etat for une in rue.livraisons()] == [EtatLivraison.RECUE]
    assert [une.etat for une in rue.livraisons(Canal.COURRIEL)] == [EtatLivraison.INUTILE]


def test_a_phone_that_stays_silent_is_made_up_for_by_a_mail(alice_jointe: Identite, rue: Rue) -> None:
    rue.abonner("alice")
    rue.publier("alice", "courrier", objet_du_courrier="x", date="y")
    rue.distribuer()
    assert [une.etat for une in rue.livraisons(Canal.COURRIEL)] == [EtatLivraison.A_PARTIR]
    rue.distribuer(HEURE)
    assert [une.etat for une in rue.livraisons(Canal.COURRIEL)] == [EtatLivraison.PARTIE]


def test_what_was_loaded_at_once_is_no_news(alice: Identite, rue: Rue) -> None:
    rue.publier("alice")
    with Session(moteur_de(rue.app)) as session:
        service.taire(session)
        session.commit()
        assert session.scalars(select(Annonce)).all() == []


def test_every_kind_can_be_rung_for(alice: Identite, rue: Rue) -> None:
    telephone = rue.abonner("alice")
    for slug in genres():
        with Session(moteur_de(rue.app)) as session:
            service.publier(session, (alice.foyer_id, alice.personne_id), slug, "un", {}, rue.maintenant)
            session.commit()
    rue.distribuer()
    assert sorted(recu.dit["genre"] for recu in telephone.recus) == sorted(genres())
