"""The quarterly declaration: nothing changed is one answer, and a correction cannot be made by mistake."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.demarches.catalogue.declaration_trimestrielle import FICHE
from caf_pwa.demarches.moteur import Passage
from caf_pwa.demarches.questions.corrections import Corrections
from caf_pwa.demarches.questions.revenus import RevenusDuMois
from caf_pwa.demarches.questions.revenus_connus import genre, provenance
from caf_pwa.demarches.questions.trimestre import les_trois_mois
from caf_pwa.demarches.recapitulatif import recapituler
from caf_pwa.demarches.situation import Attendue, Situation
from caf_pwa.dossier.effets import DeclarerRessource
from caf_pwa.dossier.modele import Role
from caf_pwa.dossier.service import FigureDUnMois
from caf_pwa.socle.horloge import mois_avant
from tests.demarches.catalogue.fabrique import des_registres, enfant, fautes, notes, personne, repondre, situation

INES = personne("Inès", sexe="F", naissance="1991-07-12")
RIEN: dict[str, str | list[str]] = {"changement": "non", "sejour": "non", "gratuit": "non"}


def connue(mois: int, montant: str, libelle: str = "Montant net social", **donnees: str) -> FigureDUnMois:
    """A figure of Inès, for a month of 2026."""
    defauts = {"personne_id": "inès", "origine": "employeur", "payeur": "Cantine des Remparts", **donnees}
    return FigureDUnMois(
        defauts["personne_id"],
        date(2026, mois, 1),
        libelle,
        Decimal(montant),
        defauts["origine"],
        defauts["payeur"] or None,
    )


def attendue(ouverte_le: date) -> Attendue:
    return Attendue("attendue", "", ouverte_le, ouverte_le)


NOVEMBRE = attendue(date(2026, 11, 18))  # asks July to September
PAIES = (connue(6, "580.10"), connue(7, "612.40"), connue(8, "598.12"), connue(9, "640.75"))


def ines(**donnees: object) -> Situation:
    defauts = {"moi": INES, "droits": {"RSA"}, "ressources": PAIES, "attendue": NOVEMBRE}
    return situation(**{**defauts, **donnees})  # type: ignore[arg-type]


def corriger_aout(depart: Situation | None = None, **montants: str) -> Passage:
    """Inès ticks August and types these amounts over what is proposed."""
    coche: dict[str, str | list[str]] = {"mois": ["inès/2026-08"], **RIEN}
    passage = repondre(FICHE, depart or ines(), revenus={"juste": "non"}, corrections=coche)
    proposes = passage.formulaire(passage.points[-1]).reponses()
    dits = {**{nom: textes[0] for nom, textes in proposes.items()}, **montants}
    return repondre(FICHE, passage.situation, revenus={"juste": "non"}, corrections=coche, mois=dits)


def mois_proposes(passage: Passage) -> dict[str, str]:
    """The persons and months that may be ticked."""
    corrections = passage.formulaire(passage.points[1])
    assert isinstance(corrections, Corrections)
    return dict(corrections.mois.choices)


@pytest.mark.parametrize(
    ("ouverte_le", "cle", "texte"),
    [
        (date(2026, 3, 1), "2025-11", "novembre 2025 à janvier 2026"),
        (date(2026, 6, 1), "2026-02", "février à avril 2026"),
        (date(2026, 9, 1), "2026-05", "mai à juillet 2026"),
        (date(2026, 12, 31), "2026-08", "août à octobre 2026"),
        (date(2026, 11, 18), "2026-07", "juillet à septembre 2026"),
        (date(2025, 2, 28), "2024-11", "novembre 2024 à janvier 2025"),  # the last one of the former rule
    ],
)
def test_the_three_months_follow_from_the_opening_month(ouverte_le: date, cle: str, texte: str) -> None:
    periode = FICHE.periode(ines(attendue=attendue(ouverte_le)))
    assert (periode.cle, periode.texte) == (cle, texte)


@pytest.mark.parametrize(
    ("aujourdhui", "cle"),
    [
        (date(2026, 11, 30), "2026-05"),
        (date(2026, 12, 1), "2026-08"),
        (date(2027, 2, 28), "2026-08"),
        (date(2027, 3, 1), "2026-11"),
    ],
)
def test_without_a_declaration_waited_for_it_is_the_one_of_the_current_quarter(aujourdhui: date, cle: str) -> None:
    assert FICHE.periode(ines(attendue=None, aujourdhui=aujourdhui)).cle == cle


@given(ouverte_le=st.dates(date(2025, 3, 1), date(2060, 12, 31)))
def test_the_months_follow_each_other_and_end_two_months_before_the_opening(ouverte_le: date) -> None:
    mois = les_trois_mois(ines(attendue=attendue(ouverte_le)))
    assert [mois_avant(ouverte_le, rang) for rang in (4, 3, 2)] == mois


def test_a_person_of_whom_nothing_changed_answers_one_question_and_changes_nothing() -> None:
    passage = repondre(FICHE, ines(), revenus={"juste": "oui"})
    assert passage.a_repondre() is None
    assert not passage.a_revoir()
    assert notes(FICHE.effets(passage)) == [("Ressources, juillet à septembre 2026", "Montants confirmés")]
    assert passage.pieces == []


def test_the_first_page_shows_each_figure_with_its_month_and_its_employer() -> None:
    karim = personne("Karim", Role.CONJOINT)
    passage = repondre(FICHE, ines(conjoint=karim), revenus={"juste": "oui"})
    [rubrique] = recapituler(passage)
    figures = rubrique["lignes"][0][1]
    assert "Inès, juillet 2026, Montant net social (Cantine des Remparts) : 612,40" in figures
    assert "580,10" not in figures, "June is not asked"
    assert "Karim, juillet à septembre 2026, Aucun montant connu" in figures


def test_nobody_writes_the_figures_that_are_shown() -> None:
    passage = repondre(FICHE, ines(), revenus={"juste": "oui", "figures": "1 000 000"})
    formulaire = passage.formulaire(passage.points[0])
    assert "figures" not in formulaire.reponses()
    assert "1 000 000" not in str(recapituler(passage))


def test_a_month_is_proposed_as_it_is_known_and_says_where_it_comes_from() -> None:
    passage = repondre(
        FICHE, ines(), revenus={"juste": "non"}, corrections={"mois": ["inès/2026-07", "inès/2026-09"], **RIEN}
    )
    assert [point.titre for point in passage.points[2:]] == [
        "Revenus reçus : Inès, juillet 2026",
        "Revenus reçus : Inès, septembre 2026",
    ]
    formulaire = passage.formulaire(passage.points[-1])
    assert isinstance(formulaire, RevenusDuMois)
    assert formulaire.salaire.data == "640,75"
    assert "Bulletin de salaire payé en septembre 2026 par Cantine des Remparts" in formulaire.salaire.description
    assert "Net payé" in formulaire.salaire.description


def test_a_month_looked_at_and_left_as_it_was_declares_nothing() -> None:
    passage = corriger_aout()
    assert not fautes(passage)
    assert des_registres(FICHE.effets(passage)) == []
    assert passage.pieces == []


def test_a_correction_needs_a_reason() -> None:
    assert fautes(corriger_aout(salaire="700")).keys() == {"motif"}
    assert fautes(corriger_aout(salaire="700", motif="autre")).keys() == {"precision"}
    corrige = corriger_aout(salaire="700", motif="autre", precision="J’ai rendu l’avance d’août")
    assert not fautes(corrige)
    assert des_registres(FICHE.effets(corrige)) == [
        DeclarerRessource("inès", 2026, 8, "Salaire (montant net social)", Decimal("700.00"))
    ]
    assert [piece.titre for piece in corrige.pieces] == ["Bulletin de salaire – Inès, août 2026"]
    assert not any(piece.exigee for piece in corrige.pieces)


def test_a_figure_that_is_known_is_not_wiped_by_an_empty_box() -> None:
    assert "0" in fautes(corriger_aout(salaire=""))["salaire"][0]
    efface = corriger_aout(salaire="0", motif="non-recu")
    assert not fautes(efface)
    assert FICHE.effets(efface)[0].montant == 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("montant", "mots"),
    [("612,40", "juillet 2026"), ("640,75", "septembre 2026"), ("592,10", "Net payé"), ("478,50", "Net payé")],
)
def test_the_two_usual_mistakes_are_asked_about_and_may_be_confirmed(montant: str, mots: str) -> None:
    assert mots in fautes(corriger_aout(salaire=montant, motif="erreur"))["confirmation"][0]
    assert not fautes(corriger_aout(salaire=montant, motif="erreur", confirmation="oui"))


@pytest.mark.parametrize("montant", ["478,49", "592,15", "900"])
def test_a_correction_that_looks_like_nothing_known_is_not_questioned(montant: str) -> None:
    assert not fautes(corriger_aout(salaire=montant, motif="erreur"))


def test_an_income_that_is_added_needs_no_reason() -> None:
    passage = corriger_aout(pension_recue="150", micro_vente="1 200,50")
    assert not fautes(passage)
    assert des_registres(FICHE.effets(passage)) == [
        DeclarerRessource("inès", 2026, 8, "Pension alimentaire reçue", Decimal(150)),
        DeclarerRessource("inès", 2026, 8, "Chiffre d’affaires de micro-entreprise (ventes)", Decimal("1200.50")),
    ]
    assert [piece.titre for piece in passage.pieces] == ["Justificatif – Inès, août 2026"]


def test_where_nothing_is_known_no_reason_is_asked() -> None:
    passage = corriger_aout(ines(ressources=()), salaire="612,40")
    assert not fautes(passage)
    assert "motif" not in passage.formulaire(passage.points[-1])


def test_two_employers_of_a_month_are_added_up() -> None:
    passage = corriger_aout(ines(ressources=(*PAIES, connue(8, "100.00", payeur="Librairie de la Place"))))
    formulaire = passage.formulaire(passage.points[-1])
    assert isinstance(formulaire, RevenusDuMois)
    assert formulaire.salaire.data == "698,12"
    assert "Librairie de la Place" in formulaire.salaire.description


def test_what_was_corrected_before_stands_for_the_figure_it_corrects() -> None:
    avant = connue(8, "700.00", "Salaire (montant net social)", origine="vous", payeur="")
    passage = corriger_aout(ines(ressources=(*PAIES, avant)))
    formulaire = passage.formulaire(passage.points[-1])
    assert isinstance(formulaire, RevenusDuMois)
    assert formulaire.salaire.data == "700,00"


def test_each_figure_says_who_gave_it_as_people_call_them() -> None:
    assert provenance(connue(8, "1200.50")) == (
        "Bulletin de salaire payé en août 2026 par Cantine des Remparts\u00a0: 1\u202f200,50\u00a0€."
    )
    assert "par votre employeur" in provenance(connue(8, "1", payeur=""))
    assert "Versé en août 2026 par France Travail" in provenance(connue(8, "1", origine="france-travail", payeur=""))
    assert "Vous avez déclaré pour août 2026" in provenance(connue(8, "1", origine="vous", payeur=""))


def test_nothing_ticked_and_nothing_changed_is_sent_back() -> None:
    passage = repondre(FICHE, ines(), revenus={"juste": "non"}, corrections=RIEN)
    assert fautes(passage).keys() == {"mois"}


def test_each_thing_that_changed_has_its_own_page() -> None:
    passage = repondre(
        FICHE,
        ines(),
        revenus={"juste": "non"},
        corrections={"changement": "oui", "sejour": "oui", "gratuit": "oui"},
        changement={"quoi": ["travail", "logement"], "depuis": "2026-08-31"},
        sejour={"qui": ["inès"], "depart": "2026-08-02", "retour": "2026-08-01"},
        logement={"depuis": "2026-11-25"},
    )
    assert passage.a_repondre() is None
    assert fautes(passage).keys() == {"retour", "depuis"}, "back before leaving, and a date that is tomorrow"


@pytest.mark.parametrize(
    ("page", "champ", "jour", "juste"),
    [
        ("changement", "depuis", "2026-06-30", False),
        ("changement", "depuis", "2026-07-01", True),
        ("changement", "depuis", "2026-11-24", True),
        ("sejour", "retour", "2026-06-30", False),
        ("sejour", "depart", "2025-07-01", True),
        ("sejour", "depart", "2026-02-29", False),
        ("logement", "depuis", "1991-07-11", False),
        ("logement", "depuis", "1991-07-12", True),
    ],
)
def test_a_change_has_a_date_that_can_be(page: str, champ: str, jour: str, juste: bool) -> None:
    dits: dict[str, dict[str, str | list[str]]] = {
        "changement": {"quoi": ["travail"], "depuis": "2026-08-31"},
        "sejour": {"qui": ["inès"], "depart": "2026-06-01"},
        "logement": {"depuis": "2026-01-01"},
    }
    dits[page][champ] = jour
    oui: dict[str, str | list[str]] = {"changement": "oui", "sejour": "oui", "gratuit": "oui"}
    passage = repondre(FICHE, ines(), revenus={"juste": "non"}, corrections=oui, **dits)
    assert fautes(passage).keys() == (set() if juste else {champ})


def test_a_child_is_asked_about_from_fifteen_or_when_they_earn() -> None:
    lina, adam = enfant("Lina", "2011-09-01"), enfant("Adam", "2011-09-02")
    hugo = enfant("Hugo", "2012-01-01")
    paie = connue(8, "430.00", personne_id="hugo")
    passage = repondre(FICHE, ines(enfants=[lina, adam, hugo], ressources=(paie,)), revenus={"juste": "non"})
    proposes = {valeur.split("/")[0] for valeur in mois_proposes(passage)}
    assert proposes == {"inès", "lina", "hugo"}, "Adam is fourteen on 1 September"


def test_a_child_whose_birth_date_is_unknown_may_earn() -> None:
    passage = repondre(FICHE, ines(enfants=[enfant("Ayşe", "0000-00-00")]), revenus={"juste": "non"})
    assert mois_proposes(passage)["ayşe/2026-07"] == "Ayşe – juillet 2026"


def test_two_persons_of_the_same_first_name_are_told_apart() -> None:
    autre = personne("Inès", Role.CONJOINT, id="autre", nom_naissance="D’ARC")
    moi = personne("Inès", nom_naissance="MOREAU")
    passage = repondre(FICHE, situation(moi=moi, conjoint=autre, attendue=NOVEMBRE), revenus={"juste": "oui"})
    assert "Inès D’ARC, juillet à septembre 2026" in str(recapituler(passage))


@pytest.mark.parametrize("droit", ["RSA", "PPA"])
def test_it_is_open_to_who_manages_a_dossier_with_one_of_the_two_benefits(droit: str) -> None:
    assert FICHE.fermee(ines(attendue=None, droits={droit})) is None


def test_it_is_closed_to_others_with_a_reason() -> None:
    assert "aucun des deux" in (FICHE.fermee(ines(attendue=None, droits={"AF", "APL"})) or "")
    assert "responsable" in (FICHE.fermee(ines(attendue=None, gere=False)) or "")


def test_it_is_open_to_whom_the_caf_asks_it_of() -> None:
    assert FICHE.fermee(ines(droits=(), gere=False)) is None


def test_a_spouse_who_does_not_manage_the_dossier_sees_their_own_figures_alone() -> None:
    karim = personne("Karim", Role.CONJOINT)
    passage = repondre(FICHE, ines(moi=karim, conjoint=INES, gere=False), revenus={"juste": "non"})
    proposes = {valeur.split("/")[0] for valeur in mois_proposes(passage)}
    assert proposes == {"karim"}
    assert "Inès" not in str(recapituler(passage))


def test_a_figure_declared_under_its_question_comes_back_to_that_question() -> None:
    passage = corriger_aout()
    formulaire = passage.formulaire(passage.points[-1])
    assert isinstance(formulaire, RevenusDuMois)
    for nom, champ in formulaire.montants():
        assert genre(connue(8, "1", champ.label.text, origine="vous")) == nom


@pytest.mark.parametrize(
    ("libelle", "origine", "nom"),
    [
        ("Montant net social", "employeur", "salaire"),
        ("Allocation d’aide au retour à l’emploi", "france-travail", "chomage"),
        ("ARE", "france-travail", "chomage"),
        ("Indemnités journalières", "cpam", "maladie"),
        ("Indemnités journalières de maternité", "cpam", "maternite"),
        ("Versement du mois", "cpam", "maladie"),
        ("Pension alimentaire versée", "vous", "pension_versee"),
        ("Tout autre chose", "impots", "autre"),
    ],
)
def test_a_known_figure_goes_to_the_question_that_asks_it(libelle: str, origine: str, nom: str) -> None:
    assert genre(connue(8, "1", libelle, origine=origine)) == nom


@given(montant=st.decimals("0", "999999.99", places=2))
def test_any_amount_is_declared_to_the_cent_or_left_as_it_was(montant: Decimal) -> None:
    texte = str(montant).replace(".", ",")
    passage = corriger_aout(salaire=texte, motif="erreur", confirmation="oui")
    assert not fautes(passage)
    declares = [effet.montant for effet in FICHE.effets(passage) if isinstance(effet, DeclarerRessource)]
    assert declares == ([] if montant == Decimal("598.12") else [montant])
