"""The account that is paid: whose it is, whether it exists, and that nobody reads its number again."""

import re
from datetime import timedelta
from typing import Any

import pytest

from caf_pwa.demarches.catalogue.coordonnees_bancaires import FICHE, Banque
from caf_pwa.demarches.recapitulatif import recapituler
from caf_pwa.dossier.effets import ChangerFoyer
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import AUJOURDHUI, enfant, fautes, page, personne, repondre, situation
from tests.regles.routes import RACINE

IBAN = "FR76 3000 6000 0112 3456 7890 189"
KARIM = {"qui": "karim", "nom": "M. Karim Benali"}
JULIE = personne("Julie", Role.CONJOINT, nom_naissance="D’ÉTÉ", nom_usage="BENALI")


def _iban(texte: str, **foyer: Any) -> list[str]:
    return fautes(repondre(FICHE, situation(**foyer), titulaire=KARIM, compte={"iban": texte})).get("iban", [])


def test_the_new_account_is_kept_masked_with_its_holder() -> None:
    passage = repondre(
        FICHE, situation(), titulaire=KARIM, compte={"iban": IBAN}, depart={"jour": AUJOURDHUI.isoformat()}
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == [
        ChangerFoyer("compte_bancaire", "FR76 •••• 0189"),
        ChangerFoyer("titulaire_du_compte", "M. Karim Benali"),
    ]


def test_the_bank_is_named_back_and_the_number_masked() -> None:
    passage = repondre(FICHE, situation(), titulaire=KARIM, compte={"iban": IBAN})
    _, compte = recapituler(passage)
    assert compte["lignes"] == [["IBAN", "FR76 •••• 0189"], ["Banque", "CREDIT AGRICOLE SA"], ["BIC", "AGRIFRPPXXX"]]


def test_the_page_of_a_saved_account_never_shows_its_number() -> None:
    passage = repondre(FICHE, situation(), titulaire=KARIM, compte={"iban": IBAN})
    iban = page(passage, "compte").iban
    assert iban.affichee() == "FR76 •••• 0189"
    assert "0112" not in iban.attributs()


def test_going_on_without_touching_the_masked_account_keeps_it() -> None:
    passage = repondre(FICHE, situation(), titulaire=KARIM, compte={"iban": IBAN})
    formulaire = passage.formulaire(passage.points[1], {"iban": ["FR76 •••• 0189"]})
    assert formulaire.validate()
    assert formulaire.reponses() == {"iban": [IBAN]}


def test_a_masked_account_is_no_account_where_none_was_saved() -> None:
    assert _iban("FR76 •••• 0189")


@pytest.mark.parametrize(
    "texte",
    [IBAN, IBAN.lower(), IBAN.replace(" ", ""), IBAN.replace(" ", "\u00a0"), f"IBAN : {IBAN}", "DE89370400440532013000",
     "MC5811222000010123456789030", "FR1420041010050500013M02606"],
)  # fmt: skip
def test_an_account_is_read_however_it_is_copied(texte: str) -> None:
    assert not _iban(texte)


@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        ("FR76 3000 6000 0112 3456 7890 188", "erreur"),
        ("FR76 3000 6000 0112 3456 7890 18", "erreur"),
        ("30006000011234567890189", "ancien numéro"),
        ("FR76 3000 6000 0112 3456 7890 1 8 ９ 0", "erreur"),
        ("FR7ᴏ 3000", "deux lettres"),
        ("ФR7630006000011234567890189", "deux lettres"),
        ("bonjour", "deux lettres"),
        ("TN5910006035183598478831", "SEPA"),
        ("BR9700360305000010009795493P1", "SEPA"),
    ],
)
def test_a_wrong_account_is_refused_with_what_to_do(texte: str, mots: str) -> None:
    assert mots in _iban(texte)[0]


def test_an_impossible_bank_is_refused_though_its_keys_are_right() -> None:
    """The demonstration's accounts, with the keys they should have."""
    assert "Cette banque n’existe pas" in _iban("FR7600000000000000000000097")[0]


def test_every_account_of_the_demonstration_is_refused() -> None:
    foyers = (RACINE / "caf_pwa/demonstration/foyers").glob("*.py")
    ibans = [iban for fichier in foyers for iban in re.findall(r'"iban": "(\w+)"', fichier.read_text())]
    assert len(ibans) > 5
    assert all(_iban(iban) for iban in ibans)


def test_the_account_of_today_is_not_changed_for_itself() -> None:
    assert "déjà sur ce compte" in _iban(IBAN, compte_bancaire="FR76 •••• 0189")[0]
    assert not _iban(IBAN, compte_bancaire="FR76 •••• 1282")


def test_the_account_of_today_is_shown_masked() -> None:
    passage = repondre(FICHE, situation(compte_bancaire="FR76 •••• 1282"), titulaire=KARIM)
    assert "FR76 •••• 1282" in page(passage, "compte").iban.description


def test_only_the_adults_of_the_dossier_are_paid() -> None:
    couple = situation(conjoint=JULIE, enfants=[enfant("Hugo", "2010-01-01")])
    passage = repondre(FICHE, couple)
    assert list(dict(page(passage, "titulaire").qui.choices)) == ["karim", "julie", "commun", "autre"]


def test_a_guardian_s_account_goes_through_the_caf() -> None:
    passage = repondre(FICHE, situation(), titulaire={"qui": "autre", "nom": "Me Martin"})
    (phrase,) = fautes(passage)["qui"]
    assert "27 décembre 2022" in phrase
    assert "3230" in phrase


@pytest.mark.parametrize("nom", ["MME JULIE D'ETE", "Julie Benali", "BENALI Julie", "Mme d’été"])
def test_a_name_on_a_rib_is_known_by_either_name_whatever_its_accents(nom: str) -> None:
    assert not fautes(repondre(FICHE, situation(conjoint=JULIE), titulaire={"qui": "julie", "nom": nom}))


def test_another_name_is_asked_again_and_may_be_confirmed() -> None:
    dit = {"qui": "karim", "nom": "Société Martin"}
    assert "Karim BENALI" in fautes(repondre(FICHE, situation(), titulaire=dit))["confirmation"][0]
    assert not fautes(repondre(FICHE, situation(), titulaire={**dit, "confirmation": "oui"}))


def test_a_joint_account_bears_one_of_the_two_names() -> None:
    assert not fautes(
        repondre(FICHE, situation(conjoint=JULIE), titulaire={"qui": "commun", "nom": "M. ou Mme Benali"})
    )


@pytest.mark.parametrize(("jours", "juste"), [(-1, False), (0, True), (92, True), (93, False)])
def test_the_change_starts_today_at_the_earliest(jours: int, juste: bool) -> None:
    jour = (AUJOURDHUI + timedelta(days=jours)).isoformat()
    passage = repondre(FICHE, situation(), titulaire=KARIM, compte={"iban": IBAN}, depart={"jour": jour})
    assert bool(fautes(passage)) is not juste


def test_one_is_told_of_the_48_hours_and_of_the_payment_of_the_5th() -> None:
    passage = repondre(FICHE, situation(), titulaire=KARIM, compte={"iban": IBAN})
    mots = page(passage, "depart").jour.description
    assert "48 heures" in mots
    assert "avant le 20" in mots
    assert "paiement du 5" in mots


def test_the_password_is_asked_the_rib_is_required_and_48_hours_pass() -> None:
    passage = repondre(FICHE, situation())
    assert (FICHE.sensible, FICHE.attente) == (True, "rib.heures_attente")
    assert [piece.exigee for piece in passage.pieces] == [True]


def test_whoever_does_not_manage_the_dossier_is_sent_to_the_one_who_does() -> None:
    assert "3230" in (FICHE.fermee(situation(moi=JULIE, gere=False)) or "")
    assert FICHE.fermee(situation()) is None


def test_an_unknown_bank_is_said_so() -> None:
    passage = repondre(FICHE, situation(), titulaire=KARIM, compte={"iban": "MC5811222000010123456789030"})
    banque = passage.lu(Banque)
    assert banque is not None
    assert ("Banque", "Nous ne connaissons pas son nom") in list(banque.lignes())
