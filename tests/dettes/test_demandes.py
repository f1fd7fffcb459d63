"""Asking about a debt: sent once, recovery held at once, answered once, and the feed passing underneath."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import decisions, demandes, service
from caf_pwa.dettes.decisions import HorsBornes, Reponse
from caf_pwa.dettes.demandes import DejaRepondue
from caf_pwa.dettes.modele import DemandeDeCreance, EtatCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.dettes.moteur import Impossible
from caf_pwa.dettes.service import Dette
from caf_pwa.socle import recepisses
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import creance, importer, moteur_de

CREANCE = interne("creance", "creance")

Demander = Callable[..., DemandeDeCreance]
LireLaDette = Callable[[], Dette]

E, G = EtatCreance, GenreDeDemande
GELE = {G.RECOURS: E.CONTESTEE, G.REMISE: E.REMISE_DEMANDEE}


@pytest.fixture
def dette(app: Flask, session: Session, alice: Identite) -> LireLaDette:
    """``dette()``: 540 euros of RSA, 45 of which are deducted each month, as it is now."""
    importer(app, creance("alice", etat="en_recouvrement", retenue_mensuelle="45.00"))

    def lire() -> Dette:
        session.expire_all()
        return service.lire(session, alice.foyer_id, CREANCE, AUJOURDHUI)

    return lire


@pytest.fixture
def demander(session: Session, alice: Identite, dette: LireLaDette) -> Demander:
    """``demander(GenreDeDemande.RECOURS)``: Alice asks."""

    def poser(genre: GenreDeDemande, cle: str = "0" * 32) -> DemandeDeCreance:
        mensualite = Decimal("60.00") if genre is GenreDeDemande.ECHEANCIER else None
        saisie = demandes.Saisie(genre, {"Pourquoi": "Ce n’est pas moi."}, mensualite)
        une = demandes.deposer(session, alice, CREANCE, saisie, cle, (AUJOURDHUI, instant()))
        session.commit()
        return une

    return poser


@pytest.fixture
def reponse(session: Session) -> Reponse:
    """Camille answers, in a few words."""
    session.add(Agent(id="a" * 32, email="a@exemple.invalid", nom="Camille", empreinte_mot_de_passe="x", actif=True))
    session.commit()
    return Reponse("a" * 32, 0, "Après étude.", AUJOURDHUI, instant())


@pytest.mark.parametrize("genre", GELE)
def test_contesting_or_asking_for_a_remission_stops_every_deduction_at_once(
    genre: GenreDeDemande, dette: LireLaDette, demander: Demander
) -> None:
    assert dette().plan
    une = demander(genre)
    assert (dette().etat, dette().plan, dette().echeances.fin) == (GELE[genre], [], None)
    assert recepisses.juste(une.numero)


def test_asking_for_instalments_stops_nothing(dette: LireLaDette, demander: Demander) -> None:
    demander(G.ECHEANCIER)
    assert (dette().etat, bool(dette().plan)) == (E.EN_RECOUVREMENT, True)


@pytest.mark.parametrize("dit", ["notifiee", "exigible", "en_recouvrement", "echeancier", "contestee"])
def test_the_feed_sends_the_debt_anew_and_the_freeze_holds(
    app: Flask, session: Session, alice: Identite, dette: LireLaDette, demander: Demander, dit: str
) -> None:
    demander(G.RECOURS)
    importer(app, creance("alice", etat=dit, retenue_mensuelle="45.00", rembourse="90.00", version=2))
    assert (dette().etat, dette().creance.reste, dette().plan) == (E.CONTESTEE, Decimal("450.00"), [])
    (resumee,) = service.resumees(session, alice.foyer_id, AUJOURDHUI)
    assert (resumee.etat, resumee.reste) == (E.CONTESTEE, Decimal("450.00"))
    assert not [une for une in alertes.recues(session, alice) if une.titre == "Dette notifiée"]


def test_the_feed_closes_a_debt_whatever_is_asked(app: Flask, dette: LireLaDette, demander: Demander) -> None:
    demander(G.RECOURS)
    importer(app, creance("alice", etat="annulee", version=2))
    assert dette().etat is E.ANNULEE


def test_the_same_key_twice_is_one_request(session: Session, dette: LireLaDette, demander: Demander) -> None:
    assert demander(G.RECOURS).id == demander(G.RECOURS).id
    with pytest.raises(Impossible):
        demander(G.RECOURS, cle="1" * 32)
    session.rollback()
    assert len(dette().demandes) == 1


def test_two_taps_at_the_same_moment_are_one_request(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, creance("alice"))
    depart = Barrier(2)

    def envoyer(cle: str) -> bool:
        with Session(moteur_de(app)) as la:
            depart.wait()
            try:
                saisie = demandes.Saisie(G.REMISE, {"Pourquoi": "Je n’ai rien."})
                demandes.deposer(la, alice, CREANCE, saisie, cle, (AUJOURDHUI, instant()))
            except Impossible:
                return False
            la.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(envoyer, ("0" * 32, "1" * 32))) == [False, True]
    assert session.scalar(select(func.count()).select_from(DemandeDeCreance)) == 1


def test_a_rectification_is_asked_for_in_twenty_days_and_a_recours_at_any_time(
    app: Flask, session: Session, alice: Identite
) -> None:
    importer(app, creance("alice", notifiee_le=(AUJOURDHUI - timedelta(days=20)).isoformat()))
    possibles = service.lire(session, alice.foyer_id, CREANCE, AUJOURDHUI).possibles
    assert possibles == list(GenreDeDemande)
    plus_tard = service.lire(session, alice.foyer_id, CREANCE, AUJOURDHUI + timedelta(days=100)).possibles
    assert plus_tard == [G.RECOURS, G.REMISE, G.ECHEANCIER]


def test_taken_back_it_frees_the_debt_and_may_be_asked_again(
    session: Session, alice: Identite, dette: LireLaDette, demander: Demander
) -> None:
    une = demander(G.RECOURS)
    for _ in range(2):
        demandes.retirer(session, alice, une, (AUJOURDHUI, instant()))
    session.commit()
    assert (dette().etat, une.etat, une.close_le) == (E.EN_RECOUVREMENT, EtatDeDemande.RETIREE, AUJOURDHUI)
    demander(G.RECOURS, cle="1" * 32)
    assert dette().etat is E.CONTESTEE


def test_refused_recovery_goes_on_even_where_the_feed_had_noted_the_freeze(
    app: Flask, session: Session, alice: Identite, dette: LireLaDette, demander: Demander, reponse: Reponse
) -> None:
    une = demander(G.RECOURS)
    importer(app, creance("alice", etat="contestee", retenue_mensuelle="45.00", version=2))
    session.expire_all()
    decisions.refuser(session, une, reponse)
    session.commit()
    assert (dette().etat, bool(dette().plan)) == (E.EN_RECOUVREMENT, True)
    (alerte,) = (lue for lue in alertes.recues(session, alice) if lue.lien == f"/dettes/demandes/{une.id}")
    assert alerte.texte == "Votre demande est refusée."


def test_one_of_two_requests_refused_leaves_the_other_s_freeze(
    session: Session, dette: LireLaDette, demander: Demander, reponse: Reponse
) -> None:
    une = demander(G.RECOURS)
    demander(G.REMISE, cle="1" * 32)
    decisions.refuser(session, une, reponse)
    session.commit()
    assert dette().etat is E.REMISE_DEMANDEE


@pytest.mark.parametrize(
    ("genre", "accorde", "etat", "reste"),
    [
        (G.RECOURS, "0.00", E.ANNULEE, None),
        (G.RECOURS, "300.00", E.EN_RECOUVREMENT, "300.00"),
        (G.REMISE, "540.00", E.ANNULEE, None),
        (G.REMISE, "140.00", E.EN_RECOUVREMENT, "400.00"),
        (G.ECHEANCIER, "60.00", E.ECHEANCIER, "540.00"),
    ],
)
def test_what_is_granted_changes_the_debt(
    session: Session,
    dette: LireLaDette,
    demander: Demander,
    reponse: Reponse,
    genre: GenreDeDemande,
    accorde: str,
    etat: EtatCreance,
    reste: str | None,
) -> None:
    decisions.accepter(session, demander(genre), Decimal(accorde), reponse)
    session.commit()
    assert dette().etat is etat
    if reste is not None:
        assert dette().creance.reste == sum(mois.montant for mois in dette().plan) == Decimal(reste)
    if genre is G.ECHEANCIER:
        assert len(dette().plan) == 9


@pytest.mark.parametrize(
    ("genre", "accorde"),
    [
        (G.RECOURS, "540.00"),
        (G.RECOURS, "44.99"),
        (G.REMISE, "0.00"),
        (G.REMISE, "495.01"),
        (G.ECHEANCIER, "41.24"),
        (G.ECHEANCIER, "495.01"),
    ],
)
def test_what_makes_no_sense_is_not_granted(
    app: Flask,
    session: Session,
    dette: LireLaDette,
    demander: Demander,
    reponse: Reponse,
    genre: GenreDeDemande,
    accorde: str,
) -> None:
    une = demander(genre)
    importer(app, creance("alice", etat="en_recouvrement", rembourse="45.00", version=2))
    session.expire_all()
    with pytest.raises(HorsBornes):
        decisions.accepter(session, une, Decimal(accorde), reponse)
    session.rollback()
    assert dette().creance.reste == Decimal("495.00")


def test_the_second_of_two_answers_changes_nothing(
    session: Session, alice: Identite, dette: LireLaDette, demander: Demander, reponse: Reponse
) -> None:
    une = demander(G.RECOURS)
    decisions.refuser(session, une, reponse)
    session.commit()
    with pytest.raises(DejaRepondue):
        decisions.accepter(session, une, Decimal(), reponse)
    with pytest.raises(DejaRepondue):
        demandes.retirer(session, alice, une, (AUJOURDHUI, instant()))
    session.rollback()
    assert (dette().etat, une.etat) == (E.EN_RECOUVREMENT, EtatDeDemande.REFUSEE)


def test_t32_bob_asks_nothing_about_a_debt_of_alice(
    session: Session, bob: Identite, dette: LireLaDette, demander: Demander
) -> None:
    une = demander(G.RECOURS)
    with pytest.raises(Introuvable):
        demandes.deposer(session, bob, CREANCE, demandes.Saisie(G.REMISE, {}), "2" * 32, (AUJOURDHUI, instant()))
    with pytest.raises(Introuvable):
        demandes.lire(session, bob.foyer_id, une.id)


def test_what_was_written_is_not_readable_in_the_base(session: Session, demander: Demander) -> None:
    demander(G.RECOURS)
    (brut,) = session.execute(text("SELECT reponses FROM demandes_de_creance")).one()
    assert "Ce n’est pas moi".encode() not in bytes(brut)
