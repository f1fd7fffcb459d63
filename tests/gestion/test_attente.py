"""What waits for an adviser: in which order, sorted how, found by which words."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import Demarche, EtatDemarche
from caf_pwa.gestion import attente
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from caf_pwa.socle.recherche import cle_de_recherche
from tests.fabriques import demarche as demarche_du_flux
from tests.fabriques import foyer, importer, personne
from tests.gestion.conftest import Bureau, NouveauBureau
from tests.lecteur import lire


def envoyee(
    session: Session, qui: str, rang: int = 0, etat: EtatDemarche = EtatDemarche.RECUE, **valeurs: object
) -> str:
    """A démarche of that person, sent ``rang`` hours after the first."""
    id_ = interne("demarche", f"{qui}-{rang}")
    moment = instant() - timedelta(days=3) + timedelta(hours=rang)
    defauts = {
        "titre": "Déclarer une grossesse",
        "numero": f"K7RW-{qui.upper()}-{rang}",
        "deposee_le": moment.date(),
        "reponse_avant": moment.date() + timedelta(days=30),
        "slug": "grossesse",
        "periode": str(rang),
        "deposee_a": moment,
    }
    lieux = {"foyer_id": interne("foyer", qui), "personne_id": interne("personne", qui)}
    session.add(Demarche(id=id_, etat=etat, **{**defauts, **lieux, **valeurs}))
    session.commit()
    return id_


def _chercher(bureau: Bureau, texte: str, **autres: str) -> str:
    reponse = bureau.client.post("/gestion/recherche", data={"texte": texte, "vue": "toutes", **autres})
    assert reponse.status_code == 200
    return reponse.text


@pytest.mark.usefixtures("alice", "bob")
def test_the_oldest_comes_first_with_who_what_and_until_when(session: Session, camille: Bureau) -> None:
    envoyee(session, "bob", 5)
    envoyee(session, "alice", 1)
    page = lire(camille.client, "/gestion")
    assert page.index("Alice MOREAU") < page.index("Bob MOREAU")
    assert "Déclarer une grossesse" in page
    assert "Avant le" in page
    assert "dans " in page
    assert "2 démarches, la plus ancienne d’abord." in page


@pytest.mark.usefixtures("alice")
def test_each_state_has_its_own_list(session: Session, camille: Bureau) -> None:
    envoyee(session, "alice", 1)
    envoyee(session, "alice", 2, EtatDemarche.EN_COURS, agent_id=camille.agent_id)
    envoyee(session, "alice", 3, EtatDemarche.TRAITEE)
    vus = {
        vue: [f"ALICE-{rang}" in lire(camille.client, f"/gestion/file/{vue}/toutes/1") for rang in (1, 2, 3)]
        for vue in attente.VUES
    }
    assert vus == {
        "a-traiter": [True, True, False],
        "recues": [True, False, False],
        "en-cours": [False, True, False],
        "en-attente": [False, False, False],
        "a-moi": [False, True, False],
        "toutes": [True, True, True],
    }


@pytest.mark.usefixtures("alice")
def test_mine_are_mine_alone(session: Session, camille: Bureau, nouveau_bureau: NouveauBureau) -> None:
    envoyee(session, "alice", 2, EtatDemarche.EN_COURS, agent_id=camille.agent_id)
    assert "ALICE-2" not in lire(nouveau_bureau("Dominique").client, "/gestion/file/a-moi/toutes/1")


@pytest.mark.usefixtures("alice")
def test_one_kind_alone_has_an_address(session: Session, camille: Bureau) -> None:
    envoyee(session, "alice", 1)
    envoyee(session, "alice", 2, slug="document", titre="Document envoyé")
    reponse = camille.client.post("/gestion/recherche", data={"texte": " ", "vue": "recues", "genre": "document"})
    assert (reponse.status_code, reponse.location) == (303, "/gestion/file/recues/document/1")
    page = lire(camille.client, reponse.location)
    assert "ALICE-2" in page
    assert "ALICE-1" not in page


@pytest.mark.parametrize("texte", ["zoe", "ZOÉ", "le goff", "Zoe Le-Goff", "goff zoé", "l’œuf", "oeuf", " Zoé  LE "])
def test_a_name_is_found_without_its_accents_its_hyphens_and_its_order(
    app: Flask, session: Session, camille: Bureau, texte: str
) -> None:
    une = personne("zoe", prenoms="Zoé", nom_naissance="LE-GOFF", nom_usage="L'ŒUF")
    importer(app, foyer("zoe", une), foyer("zora", personne("zora", prenoms="Zora", nom_naissance="GIRARD")))
    envoyee(session, "zoe")
    envoyee(session, "zora")
    page = _chercher(camille, texte)
    assert "Zoé L&#39;ŒUF" in page
    assert "Zora" not in page


@pytest.mark.usefixtures("bob")
def test_a_number_is_found_however_it_is_typed(app: Flask, session: Session, camille: Bureau) -> None:
    importer(app, foyer("zoe", numero_allocataire="7654321"))
    envoyee(session, "zoe", numero="K7RW-42XM-D")
    envoyee(session, "bob")
    for texte in ("k7rw-42xm-d", "K7RW-42XM-D ", "7654321", "765 43 21"):
        page = _chercher(camille, texte)
        assert "Zoe MOREAU" in page, texte
        assert "Bob MOREAU" not in page, texte


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("texte", ["%", "_", "'", "zzz", "\\"])
def test_signs_find_nothing(session: Session, camille: Bureau, texte: str) -> None:
    envoyee(session, "alice")
    assert "Rien à montrer ici" in _chercher(camille, texte)


@pytest.mark.usefixtures("alice")
def test_the_queue_is_read_page_by_page(session: Session, camille: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attente, "PAR_PAGE", 2)
    for rang in range(5):
        envoyee(session, "alice", rang)
    assert "Page 1 sur 3" in lire(camille.client, "/gestion")
    assert "ALICE-4" in lire(camille.client, "/gestion/file/a-traiter/toutes/3")
    assert "ALICE-2" in _chercher(camille, "alice", page="2")
    for perdue in ("a-traiter/toutes/4", "a-traiter/toutes/0", "perdue/toutes/1", "a-traiter/perdue/1"):
        assert camille.client.get(f"/gestion/file/{perdue}").status_code == 404, perdue


def test_what_was_sent_by_another_way_is_not_for_the_console(app: Flask, alice: Identite, camille: Bureau) -> None:
    importer(app, demarche_du_flux("alice", personne="alice", etat="recue"))
    assert "0 démarche," in lire(camille.client, "/gestion/file/toutes/toutes/1")
    assert camille.client.get(f"/gestion/demarches/{interne('demarche', 'demarche')}").status_code == 404


def test_a_name_that_changes_is_looked_for_as_it_is_now(app: Flask, session: Session, camille: Bureau) -> None:
    importer(app, foyer("zoe", personne("zoe", nom_naissance="PETIT")))
    importer(app, foyer("zoe", personne("zoe", nom_naissance="PETIT", nom_usage="GRAND"), version=2))
    envoyee(session, "zoe")
    assert "Zoe GRAND" in _chercher(camille, "grand")


@pytest.mark.parametrize(
    ("texte", "cle"), [("Zoé LE-GOFF", "zoe le goff"), ("Cœur d’Aÿ", "coeur d ay"), ("  ", ""), ("Straße", "strasse")]
)
def test_words_as_one_looks_for_them(texte: str, cle: str) -> None:
    assert cle_de_recherche(texte) == cle
