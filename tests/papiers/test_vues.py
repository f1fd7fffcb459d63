"""The papers on screen and on paper: the same words, the exact sums, and a sentence when there is none."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Personne, Role
from tests.fabriques import connecter, foyer, importer, ligne, paiement, personne, quotient, retenue
from tests.lecteur import mots
from tests.papiers.feuille import pages, texte, tout_dire
from tests.papiers.guichet import PAIEMENT, QUOTIENT, RELEVE, demander, papiers
from tests.regles.document import Document


@pytest.fixture
def chez_alice(app: Flask, client: FlaskClient, alice: Identite) -> FlaskClient:
    """Alice signed in, paid in March, October and November."""
    bailleur = ligne("388.00", "APL", tiers="Logis du Port")
    importer(
        app,
        paiement("alice", "octobre", [ligne("1041.59", "AAH"), bailleur], [retenue("41.59")], date="2026-10-05"),
        paiement("alice", "novembre", [ligne("100.01")], date="2026-11-05"),
        paiement("alice", "mars", [ligne("77.00")], date="2026-03-05"),
    )
    return connecter(client, alice)


def _article(client: FlaskClient, slug: str, **demande: str) -> str:
    reponse = client.get(f"/attestations/{slug}", query_string=demande)
    assert reponse.status_code == 200
    return mots(Document(reponse.text).un("article"))


def _sommes(client: FlaskClient, slug: str, **demande: str) -> dict[str, str]:
    """The table of a paper: head of each row, without its details → its amount."""
    rangees = Document(client.get(f"/attestations/{slug}", query_string=demande).text).un("article").iter("tr")
    return {(rangee[0].text or "").strip(): mots(rangee[-1]) for rangee in rangees}


def test_the_statement_sums_what_reached_the_household(chez_alice: FlaskClient) -> None:
    assert _sommes(chez_alice, RELEVE) == {
        "Mouvement": "Montant",
        "Paiement du 5 octobre 2026": "1 000,00 €",
        "Allocation aux adultes handicapés": "1 041,59 €",
        "Aide personnalisée au logement": "388,00 €",
        "Remboursement d’une dette": "−41,59 €",
        "Paiement du 5 novembre 2026": "100,01 €",
        "Allocations familiales": "100,01 €",
        "Total reçu": "1 100,01 €",
    }
    assert "Période : de septembre 2026 à novembre 2026." in _article(chez_alice, RELEVE)


def test_a_paper_covers_the_months_asked_for(chez_alice: FlaskClient) -> None:
    assert _sommes(chez_alice, RELEVE, mois="2026-03")["Total reçu"] == "77,00 €"
    assert "Période : mars 2026." in _article(chez_alice, RELEVE, mois="2026-03")
    assert "Aucun paiement sur cette période." in _article(chez_alice, RELEVE, du="2025-01", au="2025-02")
    assert "Total reçu 77,00 €" in texte(demander(chez_alice, RELEVE, du="2026-01", au="2026-04"))


def test_the_certificate_says_what_was_paid_to_whom_and_for_which_children(app: Flask, chez_alice: FlaskClient) -> None:
    enfant = personne("lina", "enfant", prenoms="Lina", naissance="2017-03-09")
    adresse = {"voie": "4 rue des Lilas", "code_postal_ville": "33000 BORDEAUX"}
    importer(app, foyer("alice", personne("alice"), enfant, adresse=adresse, numero_allocataire="1234501", version=2))
    page, feuille = _article(chez_alice, PAIEMENT), texte(demander(chez_alice, PAIEMENT))
    for phrase in (
        "De septembre 2026 à novembre 2026, la Caf a payé ce qui suit au foyer.",
        "Numéro allocataire : 1234501",
        "33000 BORDEAUX",
        "Logis du Port",
        "Lina MOREAU, naissance : 9 mars 2017",
        "1 100,01 €",
    ):
        assert phrase in page
        assert phrase in feuille
    sommes = _sommes(chez_alice, PAIEMENT)
    assert (sommes["Versé à d’autres (bailleur)"], sommes["Retenues"]) == ("388,00 €", "−41,59 €")


def test_a_month_without_payment_has_a_certificate_that_says_so(chez_alice: FlaskClient) -> None:
    assert "En mai 2026, la Caf n’a rien payé au foyer." in texte(demander(chez_alice, PAIEMENT, mois="2026-05"))


def test_the_certificate_of_the_quotient_says_the_last_one_or_that_of_a_month(
    app: Flask, chez_alice: FlaskClient
) -> None:
    importer(app, quotient("alice", valeur=1234), quotient("alice", "2026-10", valeur=99))
    assert "Le quotient familial du foyer est de 1 234 pour novembre 2026." in _article(chez_alice, QUOTIENT)
    assert "est de 1 234 pour novembre 2026." in texte(demander(chez_alice, QUOTIENT))
    assert "est de 99 pour octobre 2026." in texte(demander(chez_alice, QUOTIENT, mois="2026-10"))


def test_a_quotient_that_cannot_be_computed_gives_no_paper_but_a_sentence(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    importer(app, quotient("alice", valeur=None, motif="Vos ressources ne sont pas connues."))
    raison = "non calculable pour novembre 2026. Vos ressources ne sont pas connues."
    for adresse, statut in ((f"/attestations/{QUOTIENT}", 200), (f"/documents/{QUOTIENT}.pdf", 422)):
        reponse = chez_alice.get(adresse)
        assert (reponse.status_code, reponse.mimetype) == (statut, "text/html")
        page = mots(Document(reponse.text).un("main"))
        assert raison in page
        assert "Vérifiez vos ressources" in page
    assert papiers(session) == []


def test_a_household_without_quotient_is_not_told_zero(chez_alice: FlaskClient) -> None:
    phrase = "Aucun quotient familial n’est connu pour ce foyer. Ce n’est pas un quotient de zéro."
    assert phrase in chez_alice.get(f"/attestations/{QUOTIENT}").text


@pytest.mark.parametrize("chemin", [f"/attestations/{RELEVE}", f"/documents/{PAIEMENT}.pdf"])
@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        ("du=2026-11&au=2026-10", "Le premier mois vient après le dernier. Choisissez-les dans l’ordre."),
        ("du=2020-01&au=2026-10", "Choisissez une période dans les 24 derniers mois."),
        ("du=2026-10&au=2027-01", "Choisissez une période dans les 24 derniers mois."),
        ("mois=2026-13", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("au=%00", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("du=<script>alert(1)</script>", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
    ],
)
def test_months_that_make_no_sense_are_told_beside_their_fields_and_nothing_is_issued(
    client: FlaskClient, alice: Identite, session: Session, chemin: str, demande: str, phrase: str
) -> None:
    reponse = connecter(client, alice).get(f"{chemin}?{demande}")
    assert reponse.status_code == 422
    document = Document(reponse.text)
    (erreur,) = (un for un in document.racine.iter() if un.get("id") == "periode-erreur")
    assert mots(erreur).endswith(phrase)
    assert [choix.get("aria-describedby") for choix in document.tous("select")] == ["periode-erreur"] * 2
    assert "<script>alert" not in reponse.text
    assert papiers(session) == []


def test_the_months_offered_are_the_last_twenty_four_and_this_one(client: FlaskClient, alice: Identite) -> None:
    document = Document(connecter(client, alice).get(f"/attestations/{RELEVE}").text)
    offerts = [option.get("value") for option in next(document.tous("select")).iter("option")]
    assert (len(offerts), offerts[0], offerts[-1]) == (25, "2026-11", "2024-11")


def test_the_file_opens_in_the_application_under_a_name_that_tells_nothing(chez_alice: FlaskClient) -> None:
    """T41."""
    reponse = chez_alice.get(f"/documents/{PAIEMENT}.pdf?du=2026-09&au=2026-11")
    assert reponse.headers["Content-Disposition"] == f'inline; filename="{PAIEMENT}.pdf"'
    assert reponse.headers["Cache-Control"] == "no-store"


def test_pages_are_numbered_and_each_bears_the_code(app: Flask, chez_alice: FlaskClient) -> None:
    importer(app, *(paiement("alice", f"p{rang}", date=f"2026-0{1 + rang % 9}-05") for rang in range(36)))
    feuilles = pages(demander(chez_alice, RELEVE, du="2025-12", au="2026-11"))
    code = demander_le_code(feuilles[-1])
    assert len(feuilles) > 1
    for rang, feuille in enumerate(feuilles, 1):
        assert f"code {code} Page {rang} sur {len(feuilles)}" in feuille


def demander_le_code(feuille: str) -> str:
    return feuille.partition("Vérifier ce document ")[2].split()[0]


def test_t38_what_people_are_called_is_printed_as_text(app: Flask, chez_alice: FlaskClient) -> None:
    noms = ('<img src="http://127.0.0.1:9/x">', "{{7*7}}", "<pdf:nextpage>", "file:///etc/passwd", "&amp;<b>x</b>")
    gens = [personne("alice"), *(personne(f"e{rang}", "enfant", prenoms=nom) for rang, nom in enumerate(noms))]
    importer(app, foyer("alice", *gens, adresse={"voie": "<style>@import url(http://127.0.0.1:9/)</style>"}, version=2))
    page, feuille = _article(chez_alice, PAIEMENT), texte(demander(chez_alice, PAIEMENT))
    for nom in (*noms, "<style>@import"):
        assert nom in page
        assert nom.replace(" ", "") in feuille.replace(" ", "")
    assert "root:" not in tout_dire(demander(chez_alice, PAIEMENT))


def test_t39_five_hundred_children_and_an_endless_address_still_make_a_paper(
    chez_alice: FlaskClient, alice: Identite, session: Session
) -> None:
    """The feed takes no such household: whatever is in the base, a paper is made of it, in bounded time."""
    un_foyer = dossier.foyer(session, alice.foyer_id)
    un_foyer.adresse = {"destinataire": "x" * 10_000, "voie": "y " * 5_000}
    session.add_all(_enfant(un_foyer.id, rang) for rang in range(500))
    dossier.marquer_modifie(session, un_foyer.id)
    session.commit()
    feuilles = pages(demander(chez_alice, PAIEMENT))
    assert 5 < len(feuilles) < 40
    assert "Enfant499" in " ".join(feuilles)
    assert "Enfant499" in _article(chez_alice, PAIEMENT)


def _enfant(foyer_id: str, rang: int) -> Personne:
    return Personne(
        id=f"{rang:032}",
        foyer_id=foyer_id,
        rang=rang,
        role=Role.ENFANT,
        naissance="2017-00-00",
        prenoms=f"Enfant{rang:03}",
    )


def test_t39_a_word_too_long_for_a_row_is_cut_or_told(app: Flask, chez_alice: FlaskClient) -> None:
    longue = ligne("1.00", libelle="y" * 300, tiers="z" * 300)
    importer(app, paiement("alice", "long", [longue], date="2026-11-06"))
    assert "zzzz" in texte(demander(chez_alice, PAIEMENT))


def test_the_list_leads_to_each_paper_and_says_what_was_issued(chez_alice: FlaskClient) -> None:
    demander(chez_alice, RELEVE)
    page = mots(Document(chez_alice.get("/attestations").text).un("main"))
    for titre in ("Attestation de paiement", "Attestation de quotient familial", "Relevé de compte"):
        assert titre in page
    assert "Relevé de compte Valable Fait le 23 novembre 2026" in page
