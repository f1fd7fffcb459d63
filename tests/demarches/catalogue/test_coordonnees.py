"""A new address, mail or telephone: asked one by one, read in their many forms, and for whom."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.demarches.catalogue.coordonnees import AIDE_ARRETEE, FICHE
from caf_pwa.demarches.moteur import Contact
from caf_pwa.dossier.effets import ChangerFoyer, ChangerPersonne
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import AUJOURDHUI, enfant, fautes, page, personne, repondre, situation

ADRESSE = {
    "voie": "3 rue de l’Église",
    "code_postal": "69 003",
    "commune": "L’Haÿ-les-Roses",
    "pays": "France",
}
ENREGISTREE = {"voie": "3 rue de l’Église", "code_postal_ville": "69003 L’HAŸ-LES-ROSES", "pays": "FRANCE"}
JOUR = {"jour": "2026-12-01", "qui": ["karim"]}
BAIL = {"bailleur": "Agence d’Été", "loyer": "612,50"}
JULIE = personne("Julie", Role.CONJOINT)


def _mail(texte: str, **moi: Any) -> list[str]:
    passage = repondre(
        FICHE, situation(moi=personne("Karim", **moi)), choix={"quoi": ["mail"]}, mail={"courriel": texte}
    )
    return fautes(passage).get("courriel", [])


def _telephone(texte: str, **moi: Any) -> str:
    """The number as the dossier keeps it, or what is wrong with it."""
    moi_meme = situation(moi=personne("Karim", **moi))
    passage = repondre(FICHE, moi_meme, choix={"quoi": ["tel"]}, telephone={"telephone": texte})
    trouvees = fautes(passage).get("telephone")
    if trouvees:
        return trouvees[0]
    (effet,) = FICHE.effets(passage)
    assert isinstance(effet, ChangerPersonne)
    return str(effet.valeur)


def test_a_household_that_moves_changes_its_address() -> None:
    passage = repondre(
        FICHE,
        situation(adresse={"destinataire": "M. Karim BENALI", "voie": "27 cours de la Liberté"}),
        choix={"quoi": ["adresse"]},
        demenagement=JOUR,
        adresse=ADRESSE,
        logement={"nature": "location"},
        bail=BAIL,
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == [ChangerFoyer("adresse", {"destinataire": "M. Karim BENALI", **ENREGISTREE})]
    assert [(piece.nom, piece.exigee) for piece in passage.pieces] == [("bail", False)]


def test_one_is_told_that_the_housing_aid_stops() -> None:
    passage = repondre(FICHE, situation(), choix={"quoi": ["adresse"]})
    assert AIDE_ARRETEE in page(passage, "demenagement").jour.description


def test_a_child_who_moves_alone_leaves_the_address_of_the_dossier() -> None:
    passage = repondre(
        FICHE,
        situation(enfants=[enfant("Hugo", "2008-01-01")]),
        choix={"quoi": ["adresse"]},
        demenagement={"jour": "2026-12-01", "qui": ["hugo"]},
        adresse=ADRESSE,
        logement={"nature": "heberge"},
        hebergement={"chez": "Inès O’Brien"},
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == []
    assert [piece.nom for piece in passage.pieces] == ["hebergement"]


def test_everybody_moves_unless_one_says_otherwise() -> None:
    passage = repondre(FICHE, situation(conjoint=JULIE), choix={"quoi": ["adresse"]})
    assert page(passage, "demenagement").reponses() == {"qui": ["karim", "julie"]}


@pytest.mark.parametrize(("jours", "juste"), [(-400, True), (0, True), (92, True), (93, False)])
def test_a_move_is_told_up_to_three_months_before(jours: int, juste: bool) -> None:
    jour = {"jour": (AUJOURDHUI + timedelta(days=jours)).isoformat(), "qui": ["karim"]}
    passage = repondre(FICHE, situation(), choix={"quoi": ["adresse"]}, demenagement=jour)
    assert bool(fautes(passage)) is not juste


def test_nobody_moved_before_they_were_born() -> None:
    jour = {"jour": "1988-03-13", "qui": ["karim"]}
    passage = repondre(FICHE, situation(), choix={"quoi": ["adresse"]}, demenagement=jour)
    assert "trop ancienne" in fautes(passage)["jour"][0]


@pytest.mark.parametrize(
    ("code", "pays", "juste"),
    [
        ("69003", "FRANCE", True),
        ("2A004", "FRANCE", False),
        ("6900", "France", False),
        ("690033", "FRANCE", False),
        ("６９００３", "FRANCE", False),
        ("1210", "BELGIQUE", True),
        ("SW1A 1AA", "ROYAUME-UNI", True),
    ],
)
def test_a_postcode_has_five_digits_in_france_only(code: str, pays: str, juste: bool) -> None:
    nouvelle = {**ADRESSE, "code_postal": code, "pays": pays}
    passage = repondre(FICHE, situation(), choix={"quoi": ["adresse"]}, demenagement=JOUR, adresse=nouvelle)
    assert bool(fautes(passage)) is not juste


def test_the_address_of_today_is_no_new_address() -> None:
    ici = situation(adresse=ENREGISTREE)
    passage = repondre(FICHE, ici, choix={"quoi": ["adresse"]}, demenagement=JOUR, adresse=ADRESSE)
    assert "que nous avons déjà" in fautes(passage)["voie"][0]


@pytest.mark.parametrize(
    "juste", ["zoe.d'arc+caf@exemple.fr", "Z@EXEMPLE.FR", "zoé@exemple.fr", "z@école.fr", "a_b-c@d.e-f.gouv.fr"]
)
def test_a_mail_address_is_taken_with_its_accents_and_signs(juste: str) -> None:
    assert not _mail(juste)


@pytest.mark.parametrize(
    "faux",
    [
        "zoe",
        "zoe@",
        "@exemple.fr",
        "zoe@exemple",
        "zoe@@exemple.fr",
        "zo e@exemple.fr",
        "zoe@exemple..fr",
        ".zoe@exemple.fr",
        "zoe.@exemple.fr",
        "zoe@-exemple.fr",
        "zoe@exemple.f",
        "<zoe@exemple.fr>",
        "zoe@exemple.fr,tom@exemple.fr",
        f"{'z' * 65}@exemple.fr",
        "zoe@127.0.0.1",
        "zoe\u202e@exemple.fr",
    ],
)
def test_a_wrong_mail_address_is_refused(faux: str) -> None:
    assert _mail(faux)


def test_the_domain_of_a_mail_address_is_kept_in_small_letters() -> None:
    passage = repondre(FICHE, situation(), choix={"quoi": ["mail"]}, mail={"courriel": "Zoe.Benali@EXEMPLE.fr"})
    assert FICHE.effets(passage) == [ChangerPersonne("karim", "courriel", "Zoe.Benali@exemple.fr")]


def test_the_mail_address_of_today_is_no_new_one() -> None:
    assert "que nous avons déjà" in _mail("Karim@Exemple.fr", courriel="karim@exemple.fr")[0]


@pytest.mark.parametrize(
    ("tape", "garde"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("06.12.34-56 78", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("0033612345678", "06 12 34 56 78"),
        ("+33 06 12 34 56 78", "06 12 34 56 78"),
        ("+262 692 12 34 56", "06 92 12 34 56"),
        ("０６１２３４５６７８", "06 12 34 56 78"),
        ("+32 470 12 34 56", "+32470123456"),
        ("00212 612-345678", "+212612345678"),
    ],
)
def test_a_telephone_number_is_read_in_its_many_forms(tape: str, garde: str) -> None:
    assert _telephone(tape) == garde


@pytest.mark.parametrize(
    "faux", ["061234567", "06123456789", "0012", "+33 6 12", "allô", "0812345678", "+0612345678", "3230"]
)
def test_a_wrong_telephone_number_is_refused(faux: str) -> None:
    assert "pas complet" in _telephone(faux)


def test_the_telephone_of_today_is_no_new_one() -> None:
    assert "que nous avons déjà" in _telephone("+33612345678", telephone="06 12 34 56 78")


@given(st.decimals(0, 999999, places=2))
def test_a_rent_is_said_back_to_the_cent(loyer: Decimal) -> None:
    passage = repondre(
        FICHE,
        situation(),
        choix={"quoi": ["adresse"]},
        demenagement=JOUR,
        adresse=ADRESSE,
        logement={"nature": "location"},
        bail={**BAIL, "loyer": str(loyer).replace(".", ",")},
    )
    assert not fautes(passage)
    assert page(passage, "bail").loyer.montant == loyer


def test_all_three_may_change_at_once() -> None:
    passage = repondre(FICHE, situation(), choix={"quoi": ["adresse", "mail", "tel"]})
    assert [point.etape.nom for point in passage.points] == [
        "choix",
        "demenagement",
        "adresse",
        "logement",
        "mail",
        "telephone",
    ]


def test_a_new_mail_and_telephone_are_confirmed_by_a_code_and_the_former_ones_told() -> None:
    karim = personne("Karim", courriel="k@exemple.fr")
    passage = repondre(
        FICHE,
        situation(moi=karim),
        choix={"quoi": ["mail", "tel"]},
        mail={"courriel": "karim@exemple.fr"},
        telephone={"telephone": "0612345678"},
    )
    assert FICHE.contacts(passage) == [
        Contact("courriel", "karim@exemple.fr", "k@exemple.fr"),
        Contact("telephone", "06 12 34 56 78", None),
    ]


def test_nothing_to_change_is_asked_again() -> None:
    assert fautes(repondre(FICHE, situation(), choix={"quoi": []}))["quoi"]


def test_whoever_does_not_manage_the_dossier_changes_their_own_mail_and_telephone_only() -> None:
    julie = situation(moi=JULIE, gere=False)
    assert fautes(repondre(FICHE, julie, choix={"quoi": ["adresse"]}))["quoi"]
    passage = repondre(FICHE, julie, choix={"quoi": ["tel"]}, telephone={"telephone": "0612345678"})
    assert FICHE.effets(passage) == [ChangerPersonne("julie", "telephone", "06 12 34 56 78")]
    assert FICHE.confidentielle(passage)
