"""What is to be sent and what was sent: the household's for whoever manages it, one's own for the others."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import service
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.modele import EtatDemarche, EtatPiece
from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import autorisation, compte, declaration, demarche, foyer, identite_de, importer, personne, piece

# The addresses that stay put.
SLUGS = (
    "declaration-trimestrielle maintien-dans-les-lieux bourse certificat-de-scolarite grossesse naissance "
    "situation-familiale situation-professionnelle coordonnees coordonnees-bancaires enfants-et-personnes-a-charge "
    "document"
)


@pytest.fixture
def karim(app: Flask) -> Identite:
    """Karim and Julie, with a document, a declaration and a démarche for the household and for each of them."""
    importer(
        app,
        foyer("karim", personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant")),
        *(compte(nom) for nom in ("karim", "julie", "hugo")),
        *(
            fabrique("karim", nom, personne=None if nom == "foyer" else nom)
            for fabrique in (piece, declaration, demarche)
            for nom in ("foyer", "karim", "julie")
        ),
    )
    return identite_de(app, "karim")


def _noms(genre: str, objets: Sequence[ObjetDuFoyer]) -> set[str]:
    noms = {interne(genre, nom): nom for nom in ("foyer", "karim", "julie")}
    return {noms[objet.id] for objet in objets}


def _vus(session: Session, identite: Identite) -> list[set[str]]:
    return [
        _noms("piece", service.pieces_attendues(session, identite)),
        _noms("declaration", service.declarations_attendues(session, identite, AUJOURDHUI)),
        _noms("demarche", service.envoyees(session, identite, AUJOURDHUI)),
    ]


def test_the_responsible_person_sees_all_that_the_household_has_to_send(session: Session, karim: Identite) -> None:
    assert _vus(session, karim) == [{"foyer", "karim", "julie"}] * 3


def test_a_spouse_without_authorisation_sees_only_what_names_her(app: Flask, session: Session, karim: Identite) -> None:
    julie = identite_de(app, "julie")
    assert _vus(session, julie) == [{"julie"}] * 3
    with pytest.raises(Introuvable):
        service.demarche(session, julie, interne("demarche", "foyer"), AUJOURDHUI)
    assert service.demarche(session, julie, interne("demarche", "julie"), AUJOURDHUI).numero == "COO-1"


def test_a_spouse_with_an_authorisation_sees_all(app: Flask, session: Session, karim: Identite) -> None:
    importer(app, autorisation("karim", "julie"))
    assert _vus(session, identite_de(app, "julie")) == [{"foyer", "karim", "julie"}] * 3


def test_a_child_sees_nothing_that_does_not_name_them(app: Flask, session: Session, karim: Identite) -> None:
    assert _vus(session, identite_de(app, "hugo")) == [set()] * 3


def test_a_person_who_left_sees_only_what_names_them(app: Flask, session: Session, karim: Identite) -> None:
    importer(app, autorisation("karim", "julie"), foyer("karim", personne("karim"), version=2))
    assert _vus(session, identite_de(app, "julie")) == [{"julie"}] * 3


def test_bob_finds_no_demarche_of_another_household(session: Session, karim: Identite, bob: Identite) -> None:
    assert _vus(session, bob) == [set()] * 3
    with pytest.raises(Introuvable):
        service.demarche(session, bob, interne("demarche", "foyer"), AUJOURDHUI)


@pytest.mark.parametrize("etat", EtatPiece)
def test_a_document_is_awaited_until_it_arrives_and_again_when_it_is_refused(
    app: Flask, session: Session, alice: Identite, etat: EtatPiece
) -> None:
    motif = "Le document est illisible." if etat is EtatPiece.REFUSEE else None
    importer(app, piece("alice", etat=etat.value, motif_refus=motif))
    attendues = service.pieces_attendues(session, alice)
    assert [piece.motif_refus for piece in attendues] == ([motif] if etat.attendue else [])
    assert etat.attendue is (etat in (EtatPiece.DEMANDEE, EtatPiece.REFUSEE))


def test_the_most_pressing_document_comes_first_and_those_without_limit_last(
    app: Flask, session: Session, alice: Identite
) -> None:
    limites = {"sans": None, "demain": "2026-11-24", "passee": "2026-11-20"}
    importer(app, *(piece("alice", nom, libelle=nom, limite=limite) for nom, limite in limites.items()))
    assert [piece.libelle for piece in service.pieces_attendues(session, alice)] == ["passee", "demain", "sans"]


def test_a_declaration_is_due_from_the_day_it_opens_until_it_is_received(
    app: Flask, session: Session, alice: Identite
) -> None:
    importer(app, declaration("alice", ouverte_le="2026-11-23"))
    assert service.declarations_attendues(session, alice, date(2026, 11, 22)) == []
    assert len(service.declarations_attendues(session, alice, date(2026, 11, 23))) == 1
    assert len(service.declarations_attendues(session, alice, date(2027, 3, 1))) == 1  # late is still due
    importer(app, declaration("alice", ouverte_le="2026-11-23", recue=True, version=2))
    assert service.declarations_attendues(session, alice, date(2026, 11, 23)) == []


def test_demarches_of_the_last_twenty_four_months_come_newest_first(
    app: Flask, session: Session, alice: Identite
) -> None:
    jours = ("2024-11-01", "2026-10-01", "2024-10-31")
    importer(app, *(demarche("alice", f"d-{jour}", deposee_le=jour) for jour in jours))
    envoyees = service.envoyees(session, alice, AUJOURDHUI)
    assert [str(envoyee.deposee_le) for envoyee in envoyees] == ["2026-10-01", "2024-11-01"]
    with pytest.raises(Introuvable):
        service.demarche(session, alice, interne("demarche", "d-2024-10-31"), AUJOURDHUI)


def test_the_history_of_a_demarche_says_who_did_what_and_when(app: Flask, session: Session, alice: Identite) -> None:
    historique = [
        {"date": "2026-10-01", "auteur": "Vous", "texte": "Changement déclaré."},
        {"date": "2026-10-08", "auteur": "Votre Caf", "texte": "Changement enregistré."},
    ]
    importer(app, demarche("alice", historique=historique))
    assert service.demarche(session, alice, interne("demarche", "demarche"), AUJOURDHUI).historique == historique


def test_every_state_of_a_demarche_has_its_words() -> None:
    libelles = [etat.libelle for etat in EtatDemarche]
    assert libelles == [
        "Reçue",
        "En cours de traitement",
        "En attente d’information",
        "Traitée",
        "Refusée",
        "Annulée",
    ]


def test_the_catalogue_keeps_its_addresses() -> None:
    assert list(catalogue()) == SLUGS.split()
    for slug, proposee in catalogue().items():
        assert proposee.slug == slug
        assert proposee.titre
        assert proposee.objet.endswith(".")


@pytest.mark.parametrize(
    ("enregistrement", "champ"),
    [
        (piece("alice", etat="refusee"), "donnees.motif_refus"),
        (piece("alice", etat="perdue"), "donnees.etat"),
        (declaration("alice", demarche="declaration-annuelle"), "donnees.demarche"),
        (declaration("alice", limite="2026-11-14"), "donnees.limite"),
        (demarche("alice", etat="brouillon"), "donnees.etat"),
        (demarche("alice", historique=[{"date": "2026-10-01", "auteur": "Vous"}]), "donnees.historique[0].texte"),
        (demarche("alice", personne="bob"), "donnees.personne"),
    ],
)
def test_what_cannot_be_asked_of_a_person_is_refused_with_the_field(
    app: Flask, alice: Identite, bob: Identite, enregistrement: dict[str, Any], champ: str
) -> None:
    (recue,) = importer(app, enregistrement)
    assert recue.issue is Issue.REFUSE
    assert [motif.champ for motif in recue.motifs] == [champ]
