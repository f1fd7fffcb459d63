"""The questionnaires on real pages: shown, answered, and checked before sending, in a browser without JavaScript."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from tests.fabriques import connecter

IBAN = "FR76 3000 6000 0112 3456 7890 189"
ZOE = {"prenoms": "Zoé", "nom": "D’Arc", "naissance": "2026-11-20"}
ADRESSE = {"voie": "3 rue de l’Église", "code_postal": "69003", "commune": "Lyon", "pays": "FRANCE"}

# Slug → what is typed page by page.
PARCOURS: dict[str, list[dict[str, str]]] = {
    "naissance": [
        {"quoi": "naissance"},
        {"enfants": "1"},
        {**ZOE, "sexe": "F", "lieu": "Lyon"},
        {"moi": "mere", "autre": "aucun"},
    ],
    "situation-familiale": [
        {"genre": "vie-commune", "jour": "2026-11-02"},
        {"prenoms": "Tom", "nom": "O’Brien", "naissance": "1990-02-28", "nir": "1850578006084"},
        {"nature": "salarie", "revenus": "1 234,56"},
        {"ou": "ici"},
    ],
    "coordonnees": [
        {"quoi": "adresse"},
        {"jour": "2026-12-01", "qui": "MOI"},
        ADRESSE,
        {"nature": "location"},
        {"bailleur": "Agence", "loyer": "600"},
    ],
    "coordonnees-bancaires": [{"qui": "MOI", "nom": "Mme Moreau"}, {"iban": IBAN}, {"jour": "2026-11-23"}],
    "enfants-et-personnes-a-charge": [
        {"genre": "adoption"},
        {**ZOE, "naissance": "2009-05-06", "sexe": "F", "arrivee": "2026-11-01"},
        {"nature": "etudes", "salaire": "0"},
    ],
    "document": [{"nature": "logement"}, {"qui": "MOI"}],
}


def _page(client: FlaskClient, slug: str) -> tuple[str, str, str]:
    """The page where the person stands: its text, where it is sent, the revision of the draft."""
    texte = client.get(f"/demarches/{slug}").text
    cible = re.search(rf'action="(/demarches/{slug}/etapes/[^"]+)"', texte)
    revision = re.search(r'name="revision" value="(\d+)"', texte)
    return texte, cible[1] if cible else "", revision[1] if revision else ""


@pytest.mark.parametrize("slug", PARCOURS)
def test_a_person_goes_from_the_first_question_to_the_check(client: FlaskClient, alice: Identite, slug: str) -> None:
    connecter(client, alice)
    for dit in PARCOURS[slug]:
        texte, cible, revision = _page(client, slug)
        mien = {champ: alice.personne_id if valeur == "MOI" else valeur for champ, valeur in dit.items()}
        vide = client.post(cible, data={"revision": revision})
        assert vide.status_code == 422, texte
        reponse = client.post(cible, data={**mien, "revision": revision})
        assert reponse.status_code == 303, unescape(reponse.text)
    page = unescape(client.get(f"/demarches/{slug}/verifier").text)
    assert "Relisez vos réponses" in page


def test_the_check_names_the_bank_and_nothing_shows_the_whole_account(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    pages = []
    for dit in PARCOURS["coordonnees-bancaires"]:
        _, cible, revision = _page(client, "coordonnees-bancaires")
        mien = {champ: alice.personne_id if valeur == "MOI" else valeur for champ, valeur in dit.items()}
        pages.append(client.post(cible, data={**mien, "revision": revision}).text)
    pages += [client.get(f"/demarches/coordonnees-bancaires/{page}").text for page in ("verifier", "etapes/compte")]
    assert "CREDIT AGRICOLE SA" in pages[-2]
    assert "FR76 •••• 0189" in pages[-2]
    assert "FR76 •••• 0189" in pages[-1]
    assert not any("1123456789" in re.sub(r"\s", "", page) for page in pages)
