"""Why a line changed: what the feed tells is certain, what only coincides is possible, and nothing is made up."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from caf_pwa.allocations.modele import Droit, EtatDroit
from caf_pwa.comparaison.causes import Acceptee, Cause, Contexte, Explication, expliquer
from caf_pwa.comparaison.postes import LigneLue, RetenueLue, Versements, postes
from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.socle.horloge import mois_avant


def verse(
    jour: date, *lignes: tuple[str, str], retenue: str | None = None, creance: Creance | None = None
) -> Versements:
    """A payment of these benefits for the month before."""
    du = mois_avant(jour, 1)
    lues = tuple(LigneLue(code, None, du, False, Decimal(montant), None) for code, montant in lignes)
    retenues = (RetenueLue("Dette", Decimal(retenue), creance),) if retenue else ()
    return Versements(jour, lues, retenues)


def droit(prestation: str = "RSA", **valeurs: Any) -> Droit:
    defauts = {"etat": EtatDroit.OUVERT, "depuis": date(2020, 1, 1)}
    return Droit(**{"prestation": prestation, **defauts, **valeurs})


def creance(**valeurs: Any) -> Creance:
    defauts = {
        "montant": Decimal(540),
        "prestation": "RSA",
        "motif": "Un salaire.",
        "etat": EtatCreance.EN_RECOUVREMENT,
    }
    return Creance(**{"id": "dette", **defauts, **valeurs})


OCTOBRE, NOVEMBRE = date(2026, 10, 5), date(2026, 11, 5)


def rsa(avant: str, apres: str, **contexte: Any) -> Explication:
    """What is said of an RSA that goes from ``avant`` to ``apres``, paid in October and in November."""
    return seul(verse(OCTOBRE, ("RSA", avant)), verse(NOVEMBRE, ("RSA", apres)), **contexte)


def seul(avant: Versements, apres: Versements, **contexte: Any) -> Explication:
    (poste,) = postes(avant, apres)
    return expliquer(poste, Contexte(avant, apres, **contexte))


def certaine(explication: Explication) -> str:
    (cause,) = explication.causes
    assert cause.certaine
    return cause.texte


def possible(explication: Explication) -> str:
    (cause,) = explication.causes
    assert not cause.certaine
    return cause.texte


def test_what_does_not_change_needs_no_cause() -> None:
    recalcule = droit(change_le=date(2026, 10, 1), motif="Vos ressources.")
    assert not rsa("700", "700", droits=[recalcule]).causes


def test_where_nothing_explains_no_cause_is_made_up() -> None:
    loin = droit(change_le=date(2026, 3, 1), motif="Vos ressources.", a_faire="Appelez-nous.")
    explication = rsa("742.10", "703.20", droits=[loin, droit("APL", change_le=date(2026, 10, 1))])
    assert explication.causes == []
    assert explication.a_faire == "Appelez-nous."


def test_a_right_recalculated_with_these_very_amounts_is_the_cause() -> None:
    change = droit(change_le=date(2026, 10, 1), motif="Vos ressources ont augmenté.", montant=Decimal("703.20"),
                   montant_avant=Decimal("742.10"))  # fmt: skip
    texte = certaine(rsa("742.10", "703.20", droits=[change]))
    assert texte == "Ce droit a changé le 1er octobre 2026. Vos ressources ont augmenté."


@pytest.mark.parametrize(("montant", "avant"), [("700.00", "742.10"), ("703.20", "750.00")])
def test_a_right_recalculated_with_other_amounts_is_a_possible_cause(montant: str, avant: str) -> None:
    change = droit(change_le=date(2026, 10, 1), motif="Vos ressources.", montant=Decimal(montant),
                   montant_avant=Decimal(avant))  # fmt: skip
    assert possible(rsa("742.10", "703.20", droits=[change])).startswith("Ce droit a changé")


@pytest.mark.parametrize(
    ("le", "explique"),
    [(date(2026, 8, 31), False), (date(2026, 10, 1), True), (date(2026, 10, 31), True), (date(2026, 11, 1), False)],
)
def test_a_change_counts_for_the_month_that_is_paid_and_not_for_that_of_the_payment(le: date, explique: bool) -> None:
    change = droit(change_le=le, motif="Vos ressources.", montant=Decimal(780), montant_avant=Decimal(742))
    assert bool(rsa("742", "780", droits=[change]).causes) is explique


def test_a_new_right_says_since_when() -> None:
    ouvert = droit("PPA", depuis=date(2026, 10, 1))
    explication = seul(Versements(OCTOBRE), verse(NOVEMBRE, ("PPA", "187.64")), droits=[ouvert])
    assert certaine(explication) == "C’est un nouveau droit, depuis le 1er octobre 2026."


def test_a_right_that_ended_says_why() -> None:
    clos = droit("PAJE-AB", etat=EtatDroit.CLOS, fin=date(2026, 9, 30), motif="Adam a eu 3 ans.")
    explication = seul(verse(OCTOBRE, ("PAJE-AB", "198.16")), Versements(NOVEMBRE), droits=[clos])
    assert certaine(explication) == "Ce droit s’est terminé le 30 septembre 2026. Adam a eu 3 ans."


def test_a_right_suspended_says_why_and_what_to_do() -> None:
    suspendu = droit(etat=EtatDroit.SUSPENDU, motif="Il manque une déclaration.", a_faire="Déclarez vos ressources.",
                     change_le=date(2026, 10, 1))  # fmt: skip
    explication = seul(verse(OCTOBRE, ("RSA", "703.20")), Versements(NOVEMBRE), droits=[suspendu])
    assert certaine(explication) == "Ce droit est suspendu. Il manque une déclaration."
    assert explication.a_faire == "Déclarez vos ressources."


def test_a_right_suspended_on_a_day_that_is_not_told_is_a_possible_cause() -> None:
    suspendu = droit(etat=EtatDroit.SUSPENDU, motif="Il manque une déclaration.")
    assert possible(seul(verse(OCTOBRE, ("RSA", "703.20")), Versements(NOVEMBRE), droits=[suspendu]))


AVRIL, MAI = date(2026, 4, 7), date(2026, 5, 5)


def test_the_yearly_revaluation_explains_the_amount_that_it_gives() -> None:
    explication = seul(verse(AVRIL, ("AF", "151.05")), verse(MAI, ("AF", "152.25")))
    texte = certaine(explication).replace("\u00a0", " ")
    assert texte == "Les montants ont été revalorisés de 0,8 % le 1er avril 2026."


@pytest.mark.parametrize(("code", "apres"), [("AF", "160.00"), ("RSA", "152.25")])
def test_the_revaluation_is_a_possible_cause_of_another_amount(code: str, apres: str) -> None:
    texte = possible(seul(verse(AVRIL, (code, "151.05")), verse(MAI, (code, apres))))
    assert texte.endswith("Cela n’explique peut-être qu’une partie.")


@pytest.mark.parametrize(
    ("avant", "apres", "code"),
    [
        (date(2026, 3, 5), AVRIL, "AF"),  # paid in April for March
        (MAI, date(2026, 6, 5), "AF"),
        (AVRIL, MAI, "APL"),
    ],
)
def test_the_revaluation_explains_no_other_month_and_no_other_benefit(avant: date, apres: date, code: str) -> None:
    assert not seul(verse(avant, (code, "151.05")), verse(apres, (code, "152.25"))).causes


def test_a_year_whose_rate_is_not_known_is_told_without_rate() -> None:
    texte = possible(seul(verse(date(2027, 4, 5), ("AF", "152.25")), verse(date(2027, 5, 5), ("AF", "153.50"))))
    assert "%" not in texte


@pytest.mark.parametrize(
    ("code", "naissance", "avant", "apres", "age"),
    [
        ("PAJE-AB", date(2023, 10, 12), "198.16", "0", 3),
        ("CF", date(2023, 10, 12), "0", "198.16", 3),
        ("AF", date(2006, 10, 12), "347.31", "152.25", 20),
        ("AF", date(2008, 10, 12), "152.25", "228.37", None),  # 14 before March 2026: the increase came then
        ("RSA", date(2001, 10, 12), "977", "651", 25),
        ("APL", date(2005, 10, 12), "388", "350", 21),
        ("APL", date(2006, 10, 12), "388", "350", None),
        ("CF", date(2023, 10, 12), "198.16", "0", None),  # three years open it, they do not close it
    ],
)
def test_a_birthday_that_changes_a_benefit_is_a_possible_cause(
    code: str, naissance: date, avant: str, apres: str, age: int | None
) -> None:
    deux = (verse(OCTOBRE, (code, avant)), verse(NOVEMBRE, (code, apres)))
    explication = seul(*deux, naissances=[("Adam", naissance)])
    if age is None:
        assert not explication.causes
    else:
        assert possible(explication) == f"Adam a eu {age} ans le 12 octobre 2026."


@pytest.mark.parametrize(("naissance", "annee", "age"), [(date(2012, 2, 28), 2026, 14), (date(2012, 3, 1), 2030, 18)])
def test_the_increase_of_family_allowance_comes_at_the_age_of_the_rule_of_their_fourteenth_birthday(
    naissance: date, annee: int, age: int
) -> None:
    avant, apres = verse(date(annee, 3, 5), ("AF", "152.25")), verse(date(annee, 5, 5), ("AF", "228.37"))
    causes = seul(avant, apres, naissances=[("Lina", naissance)]).causes
    assert f"Lina a eu {age} ans" in " ".join(cause.texte for cause in causes)


def test_a_demarche_accepted_between_the_payments_is_a_possible_cause_with_its_page() -> None:
    acceptee = Acceptee("d1", "Déclarer une naissance", date(2026, 10, 20))
    (cause,) = rsa("742.10", "703.20", acceptees=[acceptee]).causes
    texte = "Une démarche a changé votre dossier le 20 octobre 2026 : Déclarer une naissance."
    assert cause == Cause(texte.replace(" :", "\u00a0:"), certaine=False, demarche_id="d1")


def test_what_is_certain_hides_what_is_only_possible() -> None:
    change = droit(change_le=date(2026, 10, 1), motif="Vos ressources.", montant=Decimal("703.20"))
    acceptee = Acceptee("d1", "Déclarer une naissance", date(2026, 10, 20))
    assert certaine(rsa("742.10", "703.20", droits=[change], acceptees=[acceptee]))


def test_several_possible_causes_are_all_told() -> None:
    deux = [Acceptee(nom, nom, date(2026, 10, 20)) for nom in ("d1", "d2")]
    assert len(rsa("742.10", "703.20", acceptees=deux, naissances=[("Adam", date(2001, 10, 1))]).causes) == 3


def test_what_is_paid_once_a_year_says_so() -> None:
    deux = verse(date(2026, 8, 5), ("ARS", "426.86")), Versements(date(2026, 9, 4))
    assert certaine(seul(*deux)) == "Cette aide est versée une fois par an."


def test_a_back_payment_names_its_months_and_is_made_once() -> None:
    rappels = tuple(LigneLue("AF", None, date(2026, un, 1), True, Decimal(20), None) for un in (8, 7))
    vide, avec = Versements(OCTOBRE), Versements(NOVEMBRE, rappels)
    assert certaine(seul(vide, avec)) == "Versé une fois, pour juillet 2026, août 2026."
    apres = certaine(seul(avec, Versements(date(2026, 12, 4))))
    assert apres == "Ce rappel a été versé une fois en novembre 2026, pour juillet 2026, août 2026."


def _apl(jour: date, montant: str, tiers: str | None) -> Versements:
    return Versements(jour, (LigneLue("APL", None, mois_avant(jour, 1), False, Decimal(montant), tiers),))


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        (("388", "Logis"), ("370", "Logis"), "Suit le montant de cette allocation : Aide personnalisée au logement."),
        (("388", None), ("388", "Logis"), "Depuis ce mois, cette allocation est versée directement à Logis : "),
        (("388", "Logis"), ("388", None), "Rien n’est plus versé directement à Logis : "),
    ],
)
def test_what_goes_to_a_third_party_follows_the_benefit_or_says_that_it_moved(
    avant: tuple[str, str | None], apres: tuple[str, str | None], dit: str
) -> None:
    deux = _apl(OCTOBRE, *avant), _apl(NOVEMBRE, *apres)
    poste = next(poste for poste in postes(*deux) if poste.nom == "Logis")
    assert certaine(expliquer(poste, Contexte(*deux))).replace("\u00a0", " ").startswith(dit)


@pytest.mark.parametrize(
    ("avant", "apres", "etat", "dit"),
    [
        (None, "45", EtatCreance.EN_RECOUVREMENT, "Une retenue rembourse votre dette de 540,00 € : RSA. Un salaire."),
        ("45", None, EtatCreance.SOLDEE, "Cette dette est remboursée."),
        ("45", None, EtatCreance.CONTESTEE, "Vous avez contesté cette dette : son remboursement est suspendu."),
        ("45", "60", EtatCreance.EN_RECOUVREMENT, "La retenue de chaque mois est maintenant de 60,00 €."),
        ("45", "12", EtatCreance.SOLDEE, "C’était la fin de cette dette : il restait moins à rembourser."),
        ("45", None, EtatCreance.EN_RECOUVREMENT, None),
    ],
)
def test_a_deduction_says_what_became_of_its_debt(
    avant: str | None, apres: str | None, etat: EtatCreance, dit: str | None
) -> None:
    dette = creance(etat=etat, retenue_mensuelle=Decimal(60))
    deux = verse(OCTOBRE, retenue=avant, creance=dette), verse(NOVEMBRE, retenue=apres, creance=dette)
    explication = seul(*deux)
    if dit is None:
        assert not explication.causes
    else:
        assert certaine(explication).replace("\u00a0", " ") == dit
        assert explication.causes[0].creance_id == (None if etat.close else "dette")
