"""Households known before the console keep their names in the feed, and persons are found at once."""

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.dossier.modele import Foyer, Personne
from tests.fabriques import foyer, importer, moteur_de, personne


def test_a_household_of_before_is_named_and_its_persons_are_found(app: Flask) -> None:
    importer(app, foyer("zoe", personne("zoe", prenoms="Zoé", nom_naissance="LE-GOFF")))
    with app.app_context():
        downgrade(revision="20261124_demarches")
        upgrade(revision="20261124_gestion")
    with Session(moteur_de(app)) as session:
        assert session.scalars(select(Foyer.reference)).one() == "zoe"
        assert session.execute(select(Personne.reference, Personne.recherche)).one() == (None, "zoe le goff")
