"""A figure declared in the application, and the same one when the feed brings it: one figure, the feed's."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier.changements import Cause, appliquer
from caf_pwa.dossier.effets import DeclarerRessource
from caf_pwa.dossier.modele import Ressource
from caf_pwa.socle.horloge import instant
from tests.fabriques import importer, ressources

Figure = tuple[int | None, str, str, Decimal]


def _vous(montant: str = "650.00", **donnees: Any) -> dict[str, Any]:
    return {"libelle": "Salaires", "montant": montant, "origine": "vous", "mois": 10, **donnees}


@pytest.fixture
def declaree(session: Session, alice: Identite) -> None:
    """Alice has declared her wages of October, of September and of the year, and an adviser has accepted."""
    effets = [
        DeclarerRessource(alice.personne_id, 2026, mois, "Salaires", Decimal(montant))
        for mois, montant in ((10, "600.00"), (9, "500.00"), (None, "7000.00"))
    ]
    cause = Cause("d" * 32, "Déclaration trimestrielle", "Conseiller", alice.personne_id)
    appliquer(session, alice.foyer_id, effets, cause, instant())
    session.commit()


def _figures(session: Session) -> set[Figure]:
    session.expire_all()
    lignes = session.scalars(select(Ressource)).all()
    figures = {(ligne.mois, ligne.libelle, ligne.origine, ligne.montant) for ligne in lignes}
    assert len(figures) == len(lignes)
    return figures


OCTOBRE: Figure = (10, "Salaires", "vous", Decimal("600.00"))
SEPTEMBRE: Figure = (9, "Salaires", "vous", Decimal("500.00"))
ANNEE: Figure = (None, "Salaires", "vous", Decimal("7000.00"))


def test_the_figure_of_the_feed_replaces_the_same_one_declared_here(
    app: Flask, session: Session, declaree: None
) -> None:
    importer(app, ressources("alice", "alice", 2026, lignes=[_vous()]))
    assert _figures(session) == {(10, "Salaires", "vous", Decimal("650.00")), SEPTEMBRE, ANNEE}


def test_the_figure_of_a_year_is_replaced_as_well(app: Flask, session: Session, declaree: None) -> None:
    importer(app, ressources("alice", "alice", 2026, lignes=[_vous("8000.00", mois=None)]))
    assert _figures(session) == {OCTOBRE, SEPTEMBRE, (None, "Salaires", "vous", Decimal("8000.00"))}


@pytest.mark.parametrize(
    ("annee", "ligne"),
    [
        (2026, _vous(origine="employeur")),
        (2026, _vous(libelle="Pension")),
        (2026, _vous(mois=8)),
        (2025, _vous()),
    ],
)
def test_another_figure_stands_beside_it(
    app: Flask, session: Session, declaree: None, annee: int, ligne: dict[str, Any]
) -> None:
    importer(app, ressources("alice", "alice", annee, lignes=[ligne]))
    assert {OCTOBRE, SEPTEMBRE, ANNEE} < _figures(session)
    assert len(_figures(session)) == 4


def test_the_figure_of_somebody_else_stays(app: Flask, session: Session, declaree: None, bob: Identite) -> None:
    importer(app, ressources("bob", "bob", 2026, lignes=[_vous()]))
    assert {OCTOBRE, SEPTEMBRE, ANNEE} < _figures(session)


def test_another_record_of_the_feed_keeps_its_own(app: Flask, session: Session, alice: Identite) -> None:
    un, autre = (ressources("alice", "alice", 2026, lignes=[_vous(montant)]) for montant in ("1.00", "2.00"))
    importer(app, un, autre | {"id": "autre"})
    assert {montant for *_, montant in _figures(session)} == {Decimal("1.00"), Decimal("2.00")}
