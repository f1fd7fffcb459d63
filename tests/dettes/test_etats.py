"""The life of a debt: it goes only where the list says, and nothing is recovered while it is frozen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.dettes import moteur, service
from caf_pwa.dettes.modele import Creance, DemandeDeCreance, EtatCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.dettes.moteur import Acte, Impossible
from tests.conftest import AUJOURDHUI

E = EtatCreance
DEMAIN = AUJOURDHUI + timedelta(days=1)
RESTE = Decimal("540.00")

etats = st.sampled_from(EtatCreance)
genres = st.sets(st.sampled_from(GenreDeDemande))


@pytest.mark.parametrize("etat", EtatCreance)
@pytest.mark.parametrize("acte", Acte)
def test_what_is_not_in_the_list_is_refused(etat: EtatCreance, acte: Acte) -> None:
    if (etat, acte) in moteur.TRANSITIONS:
        assert moteur.passer(etat, acte) is moteur.TRANSITIONS[etat, acte]
        return
    with pytest.raises(Impossible):
        moteur.passer(etat, acte)


@given(st.lists(st.sampled_from(Acte)), etats)
def test_whatever_is_tried_a_closed_debt_stays_closed_and_a_frozen_one_is_not_recovered(
    actes: list[Acte], etat: EtatCreance
) -> None:
    for acte in actes:
        avant = etat
        if moteur.peut(etat, acte):
            etat = moteur.passer(etat, acte)
        if avant.close:
            assert etat is avant
        if avant.gelee:
            assert etat not in (E.EN_RECOUVREMENT, E.ECHEANCIER), "out of a freeze, a person owes; nothing is taken yet"


@given(etats, genres)
def test_whatever_the_feed_says_a_request_freezes_what_is_open(dit: EtatCreance, ouvertes: set[GenreDeDemande]) -> None:
    etat = moteur.etat_le(dit, AUJOURDHUI, RESTE, ouvertes, AUJOURDHUI)
    if dit.close:
        assert etat is dit
    elif any(genre.conteste for genre in ouvertes):
        assert etat is E.CONTESTEE
    elif GenreDeDemande.REMISE in ouvertes:
        assert etat is (E.CONTESTEE if dit is E.CONTESTEE else E.REMISE_DEMANDEE)
    else:
        assert etat is dit


def test_a_notified_debt_is_due_by_itself_once_the_days_have_passed() -> None:
    assert moteur.etat_le(E.NOTIFIEE, AUJOURDHUI, RESTE, (), AUJOURDHUI) is E.NOTIFIEE
    assert moteur.etat_le(E.NOTIFIEE, AUJOURDHUI, RESTE, (), DEMAIN) is E.EXIGIBLE
    assert moteur.etat_le(E.CONTESTEE, AUJOURDHUI, RESTE, (), DEMAIN) is E.CONTESTEE


@pytest.mark.parametrize("dit", EtatCreance)
def test_a_debt_of_which_nothing_is_left_is_paid_back(dit: EtatCreance) -> None:
    etat = moteur.etat_le(dit, AUJOURDHUI, Decimal(), (GenreDeDemande.RECOURS,), AUJOURDHUI)
    assert etat is (E.ANNULEE if dit is E.ANNULEE else E.SOLDEE)


@given(st.lists(st.one_of(etats, st.sampled_from(GenreDeDemande), st.sampled_from(EtatDeDemande)), max_size=12))
def test_feed_and_requests_in_any_order_never_lose_a_freeze(suite: list[object]) -> None:
    """The feed sends the debt anew, the person asks, somebody answers: the freeze lasts as long as a request does."""
    creance = Creance(
        montant=RESTE, rembourse=Decimal(), retenue_mensuelle=Decimal("45.00"), notifiee_le=AUJOURDHUI, etat=E.EXIGIBLE
    )
    demandes: list[DemandeDeCreance] = []
    for fait in suite:
        ouvertes = [une for une in demandes if une.ouverte]
        if isinstance(fait, EtatCreance):
            creance.etat = fait
        elif isinstance(fait, GenreDeDemande):
            if service.decrire(creance, demandes, AUJOURDHUI).peut_demander(fait):
                demandes.append(DemandeDeCreance(genre=fait, etat=EtatDeDemande.RECUE))
        elif ouvertes and fait is not EtatDeDemande.RECUE:
            assert isinstance(fait, EtatDeDemande)
            ouvertes[0].etat = fait
        dette = service.decrire(creance, demandes, AUJOURDHUI)
        tenue = any(une.ouverte and une.genre.gele for une in demandes)
        assert dette.etat.gelee or dette.etat.close or not tenue
        if tenue or dette.etat.gelee or dette.etat.close:
            assert (dette.plan, dette.echeances.fin) == ([], None), "frozen, nothing is foretold"


@pytest.mark.parametrize("retenue", [True, False])
def test_once_it_is_answered_no_recovery_goes_on_as_before(retenue: bool) -> None:
    for gelee in (E.CONTESTEE, E.REMISE_DEMANDEE):
        assert moteur.sans_gel(gelee, retenue) is (E.EN_RECOUVREMENT if retenue else E.EXIGIBLE)
    assert moteur.sans_gel(E.ECHEANCIER, retenue) is E.ECHEANCIER


def test_what_is_just_notified_is_not_deducted_before_the_person_could_answer() -> None:
    creance = Creance(
        montant=RESTE,
        rembourse=Decimal(),
        retenue_mensuelle=Decimal("45.00"),
        notifiee_le=date(2026, 11, 20),
        etat=E.NOTIFIEE,
    )
    assert service.decrire(creance, [], AUJOURDHUI).plan[0].mois == date(2027, 1, 1)
