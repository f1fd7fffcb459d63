"""Killed at any moment, what a person or an adviser was doing is done whole, or not at all; again, it is done once."""

import io
import multiprocessing
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import brouillons, jointes, reponse
from caf_pwa.demarches.modele import (
    Brouillon,
    DeclarationAttendue,
    Demarche,
    EtatDemarche,
    EtatPiece,
    PieceDemandee,
    PieceJointe,
)
from caf_pwa.documents import service as documents
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.dossier.modele import Changement, Foyer, Personne
from caf_pwa.socle.horloge import instant
from tests.demarches.condamne import TUE, obeir
from tests.demarches.envois import GROSSESSE, deposer, travail_de
from tests.documents import fichiers
from tests.fabriques import declaration, importer, piece
from tests.flux.condamne import environnement

# A clean process that has read the application already; each one that dies is a copy of a copy of it.
PROCESSUS = multiprocessing.get_context("forkserver")
PROCESSUS.set_forkserver_preload(["tests.demarches.condamne"])
JAMAIS = 0

METIER: dict[str, Any] = {
    "activite": {"nature": ["salarie"], "depuis": ["2026-11-02"]},
    "emploi": {"employeur": ["L’Atelier"], "contrat": ["cdi"], "temps": ["plein"]},
    "revenus": {"change": ["pareil"]},
}

Tuer = Callable[[str, Identite, str, int], bool]
Etat = tuple[Any, ...]


@pytest.fixture
def tuer(app: Flask) -> Iterator[Tuer]:
    """``tuer(what, who, which, when)``: whether it was killed before it could end."""
    ici, la_bas = PROCESSUS.Pipe()
    processus = PROCESSUS.Process(target=obeir, args=(environnement(app), la_bas))
    processus.start()

    def un(quoi: str, qui: Identite, lequel: str, coup: int) -> bool:
        ici.send((quoi, qui, lequel, coup))
        fin = ici.recv()
        assert fin in (0, TUE)
        return bool(fin == TUE)

    yield un
    ici.send(None)
    processus.join()
    processus.close()


@pytest.fixture
def a_chaque_moment(session: Session, tuer: Tuer) -> Callable[..., None]:
    """Kill it at one moment after the other: nothing is left, then the whole; done again, no more than that."""

    def essayer(quoi: str, qui: Identite, lequel: str, etat: Callable[[], Etat], pas: int = 1) -> None:
        def lu() -> Etat:
            session.rollback()
            session.expire_all()
            return etat()

        rien = lu()
        for coup in count(1, pas):
            tue = tuer(quoi, qui, lequel, coup)
            trouve = lu()
            if trouve != rien or not tue:
                break
        assert coup > 5 * pas, "killed at many moments before it could end"
        assert trouve != rien, "it ended"
        version = session.scalars(select(Foyer.version).where(Foyer.id == qui.foyer_id)).one()
        session.rollback()
        if quoi != "accepter":  # an answer given is refused the second time: see test_reponse.py
            assert not tuer(quoi, qui, lequel, JAMAIS)
            assert lu()[:-1] == trouve[:-1]
        assert version > rien[-1], "the devices are told"

    return essayer


def _version(session: Session, qui: Identite) -> int:
    return session.scalars(select(Foyer.version).where(Foyer.id == qui.foyer_id)).one()


def _ajouter(app: Flask, session: Session, document: Document) -> None:
    feuille = io.BytesIO(fichiers.octets(fichiers.papier(300, 400)))
    documents.ajouter(session, app.extensions["documents"], document, feuille, instant())


@pytest.mark.parametrize("page", GROSSESSE)
def test_a_page_saved_is_saved_whole(
    session: Session, alice: Identite, a_chaque_moment: Callable[..., None], page: str
) -> None:
    if page == "praticien":
        travail_de(session, alice, grossesse=GROSSESSE["grossesse"])
    session.commit()

    def etat() -> Etat:
        lignes = session.scalars(select(Brouillon)).all()
        assert all(len(un.reponses) == un.revision for un in lignes), "one page for each revision"
        return [(un.revision, un.reponses) for un in lignes], _version(session, alice)

    depart = _version(session, alice)
    session.rollback()
    a_chaque_moment("enregistrer", alice, page, etat)
    assert etat() == ([(2, GROSSESSE)] if page == "praticien" else [(1, {page: GROSSESSE[page]})], depart + 1)


def _envoi(session: Session, qui: Identite) -> Etat:
    """What is there of a sending: all of it holds together, or this fails."""
    demarches = session.scalars(select(Demarche)).all()
    recue = bool([une for une in demarches if une.etat.ouverte])
    assert len(demarches) <= 2
    assert session.scalars(select(Brouillon.id)).all() == [] if recue else True, "no draft is left behind"
    for jointe, document in session.execute(
        select(PieceJointe, Document).join(Document, Document.id == PieceJointe.document_id)
    ):
        assert (document.etat is EtatDocument.RECU) is recue
        assert (document.fichier is not None) is recue
        assert (jointe.demarche_id is not None) is recue
    for attendue in session.scalars(select(DeclarationAttendue)):
        assert attendue.recue is recue
    etats = sorted((une.etat.value, une.revision) for une in demarches)
    brouillons_ = session.scalars(select(Brouillon.revision)).all()
    return etats, brouillons_, _version(session, qui)


@pytest.mark.parametrize("avec_document", [True, False])
def test_a_demarche_is_sent_whole_with_its_document(
    app: Flask, session: Session, alice: Identite, a_chaque_moment: Callable[..., None], avec_document: bool
) -> None:
    importer(app, declaration("alice", demarche="grossesse", titre="Grossesse"))
    travail = travail_de(session, alice, **GROSSESSE)
    if avec_document:
        place = jointes.Place(brouillon=travail.brouillon, emplacement="preuve")
        _ajouter(app, session, jointes.joindre(session, alice, place, "Preuve", "/demarches", instant()))
    session.commit()
    a_chaque_moment("envoyer", alice, "grossesse", lambda: _envoi(session, alice), 2 if avec_document else 1)
    assert session.scalars(select(Demarche.etat)).all() == [EtatDemarche.RECUE]


def test_a_correction_is_sent_whole(session: Session, alice: Identite, a_chaque_moment: Callable[..., None]) -> None:
    ancienne = deposer(session, alice)
    brouillons.corriger(session, travail_de(session, alice), ancienne, instant())
    session.commit()

    def etat() -> Etat:
        etats = sorted(session.scalars(select(Demarche.etat)), key=lambda un: un.value)
        assert etats in ([EtatDemarche.RECUE], [EtatDemarche.ANNULEE, EtatDemarche.RECUE])
        assert len(session.scalars(select(Brouillon.id)).all()) == 2 - len(etats)
        return etats, _version(session, alice)

    a_chaque_moment("envoyer", alice, "grossesse", etat)


def test_documents_asked_for_are_sent_whole(
    app: Flask, session: Session, alice: Identite, a_chaque_moment: Callable[..., None]
) -> None:
    importer(app, piece("alice"), piece("alice", "bail", libelle="Bail"))
    for demandee in session.scalars(select(PieceDemandee)).all():
        place = jointes.Place(piece=demandee)
        _ajouter(app, session, jointes.joindre(session, alice, place, demandee.libelle, "/demarches", instant()))
    session.commit()

    def etat() -> Etat:
        pieces_ = set(session.scalars(select(PieceDemandee.etat)))
        papiers = set(session.scalars(select(Document.etat)))
        jointes_ = session.scalars(select(PieceJointe.demarche_id)).all()
        demarches = set(session.scalars(select(Demarche.id)))
        if pieces_ == {EtatPiece.RECUE}:
            assert (papiers, len(demarches), set(jointes_)) == ({EtatDocument.RECU}, 2, demarches)
        else:
            assert (pieces_, papiers) == ({EtatPiece.DEMANDEE}, {EtatDocument.BROUILLON})
            assert (demarches, set(jointes_)) == (set(), {None})
        return len(demarches), _version(session, alice)

    a_chaque_moment("envoyer les pieces", alice, "", etat, 3)


def test_an_answer_is_given_whole_with_its_effects(
    session: Session, alice: Identite, agent: str, a_chaque_moment: Callable[..., None]
) -> None:
    demarche = deposer(session, alice, "situation-professionnelle", **METIER)
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    session.commit()

    def etat() -> Etat:
        traitee = session.scalars(select(Demarche.etat)).one() is EtatDemarche.TRAITEE
        changements = session.scalars(select(Changement.cause_id)).all()
        activite = session.scalars(select(Personne.activite).where(Personne.id == alice.personne_id)).one()
        assert bool(changements) is traitee
        assert (activite is not None) is traitee
        return traitee, _version(session, alice)

    a_chaque_moment("accepter", alice, demarche.id, etat)
