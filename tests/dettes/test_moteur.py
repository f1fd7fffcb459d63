"""The money of a payment, whatever its gateway says and in whatever order: not a cent made, not a cent lost."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from caf_pwa.dettes.reglements.moteur import Compte, EtatReglement, Nouvelle, appliquer, resserrer

MONTANT = Decimal("540.00")
SOMMES = st.integers(1, 54_000).map(lambda centimes: Decimal(centimes).scaleb(-2))
SANS_ARGENT = st.sampled_from([Nouvelle.REFUSE, Nouvelle.ABANDONNE, Nouvelle.EXPIRE, Nouvelle.EN_COURS])
QUI = st.integers(0, 3)
# What may happen: a payment begun, news of one of them, or the Caf that counts what it took back otherwise.
FAITS = st.one_of(
    st.tuples(st.just("commencer"), SOMMES),
    st.tuples(st.just("paye"), QUI),
    st.tuples(st.just("rendu"), QUI, SOMMES),
    st.tuples(st.just("autre"), QUI, SANS_ARGENT),
    st.tuples(st.just("flux"), SOMMES),
)
EXEMPLES = 3_000


class Dette:
    """A debt and its payments, kept by the machine alone."""

    def __init__(self) -> None:
        self.rembourse = Decimal()
        self.comptes: list[Compte] = []
        self.entre = self.sorti = Decimal()  # what really moved

    @property
    def reste(self) -> Decimal:
        return MONTANT - self.rembourse - sum((compte.credite for compte in self.comptes), Decimal())

    def commencer(self, somme: Decimal) -> None:
        if len(self.comptes) < 4 and somme <= self.reste:
            self.comptes.append(Compte(somme))

    def paye(self, qui: int) -> None:
        montant = self.comptes[qui].montant
        self.entre += montant
        self._appliquer(qui, Nouvelle.PAYE, montant)

    def rendu(self, qui: int, somme: Decimal) -> None:
        self.sorti += somme
        self._appliquer(qui, Nouvelle.RENDU, somme)

    def autre(self, qui: int, nouvelle: Nouvelle) -> None:
        avant = self.comptes[qui]
        self._appliquer(qui, nouvelle, avant.montant)
        assert replace(self.comptes[qui], etat=avant.etat) == avant

    def flux(self, rembourse: Decimal) -> None:
        self.rembourse = rembourse
        for qui, compte in enumerate(self.comptes):
            self.comptes[qui] = resserrer(compte, max(-self.reste, Decimal()))

    def _appliquer(self, qui: int, nouvelle: Nouvelle, montant: Decimal) -> None:
        self.comptes[qui] = appliquer(self.comptes[qui], nouvelle, montant, self.reste)

    def verifier(self) -> None:
        assert 0 <= self.reste <= MONTANT
        assert sum(compte.recu for compte in self.comptes) == self.entre
        assert sum(compte.rendu for compte in self.comptes) == self.sorti
        for compte in self.comptes:
            rendu = min(compte.rendu, compte.recu)
            assert compte.recu == compte.credite + compte.a_rendre + rendu
            assert min(compte.credite, compte.a_rendre) >= 0
            assert compte.credite <= compte.montant
            assert (compte.etat is EtatReglement.PAYE) is (compte.recu > 0)


@settings(max_examples=EXEMPLES)
@given(st.lists(FAITS, max_size=25))
def test_t26_whatever_happens_in_whatever_order_no_cent_is_made_or_lost(faits: list[tuple[object, ...]]) -> None:
    dette = Dette()
    for quoi, *avec in faits:
        if quoi in ("commencer", "flux") or int(str(avec[0])) < len(dette.comptes):
            getattr(dette, str(quoi))(*avec)
        dette.verifier()


@settings(max_examples=500)
@given(st.permutations([(Nouvelle.PAYE, "20.00"), (Nouvelle.RENDU, "5.00"), (Nouvelle.REFUSE, "20.00")]))
def test_t26_a_refund_told_before_its_payment_ends_as_one_told_after(avis: list[tuple[Nouvelle, str]]) -> None:
    compte = Compte(Decimal("20.00"))
    for nouvelle, montant in avis:
        compte = appliquer(compte, nouvelle, Decimal(montant), MONTANT)
    assert (compte.etat, compte.credite, compte.a_rendre) == (EtatReglement.PAYE, Decimal("15.00"), Decimal())


def test_what_the_debt_cannot_take_is_to_be_given_back() -> None:
    compte = appliquer(Compte(Decimal("20.00")), Nouvelle.PAYE, Decimal("20.00"), Decimal("12.50"))
    assert (compte.credite, compte.a_rendre) == (Decimal("12.50"), Decimal("7.50"))


def test_a_gateway_that_takes_twice_is_to_give_back_the_second() -> None:
    compte = Compte(Decimal("20.00"))
    for _ in range(2):
        compte = appliquer(compte, Nouvelle.PAYE, Decimal("20.00"), MONTANT)
    assert (compte.recu, compte.credite, compte.a_rendre) == (Decimal("40.00"), Decimal("20.00"), Decimal("20.00"))


def test_what_is_given_back_comes_first_from_what_was_too_much() -> None:
    compte = Compte(Decimal("20.00"), EtatReglement.PAYE, recu=Decimal("20.00"), credite=Decimal("12.50"))
    compte = appliquer(compte, Nouvelle.RENDU, Decimal("7.50"), Decimal())
    assert (compte.credite, compte.a_rendre) == (Decimal("12.50"), Decimal())
