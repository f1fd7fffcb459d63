"""The history of the schema leads to the schema of the models, and brings along what was there."""

import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from caf_pwa.extensions import db
from tests.fabriques import moteur_de


def test_the_migrations_make_exactly_what_the_models_say(app: Flask) -> None:
    with moteur_de(app).connect() as connexion, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # alembic cannot compare every default, and says so
        ecarts = compare_metadata(MigrationContext.configure(connexion), db.metadata)
    assert ecarts == []


def test_alerts_of_before_stay_in_the_inbox_of_their_household_read_where_they_were_read(app: Flask) -> None:
    moteur = moteur_de(app)
    db.metadata.drop_all(moteur)
    with moteur.begin() as connexion:
        connexion.execute(text("DROP TABLE alembic_version"))
    with app.app_context():
        upgrade(revision="bc810ae6546a")
    with moteur.begin() as connexion:
        for ordre in (
            "INSERT INTO foyers (id, version) VALUES ('f', 1)",
            "INSERT INTO personnes (id, foyer_id, rang, role, sortie, naissance) VALUES "
            "('karim', 'f', 0, 'RESPONSABLE', false, '1985-05-03'), ('julie', 'f', 1, 'CONJOINT', false, '1987-03-21')",
            "INSERT INTO comptes (id, personne_id, identifiant, version, cle_hors_connexion) VALUES "
            "('ck', 'karim', 'PRV0000001', 1, 'x'), ('cj', 'julie', 'PRV0000002', 1, 'y')",
            "INSERT INTO courriers (id, foyer_id, personne_id, date, nature, objet) VALUES "
            "('l', 'f', 'julie', '2026-11-01', 'courrier', 'Pour Julie')",
            "INSERT INTO alertes (compte_id, genre, objet_id, publiee_le, lue_le, close_le, valeurs) VALUES "
            "('ck', 'paiement', 'p', 10, 20, NULL, '{}'), ('cj', 'paiement', 'p', 10, NULL, NULL, '{}'), "
            "('cj', 'courrier', 'l', 11, 21, NULL, '{}'), ('ck', 'piece', 'x', 12, NULL, 30, '{}')",
        ):
            connexion.execute(text(ordre))
    with app.app_context():
        upgrade()
    with moteur.connect() as connexion:
        alertes = connexion.execute(text("SELECT genre, foyer_id, personne_id, close_le FROM alertes ORDER BY genre"))
        vues = connexion.execute(text("SELECT compte_id, genre, vue_le FROM alertes_vues ORDER BY genre"))
        assert [tuple(alerte) for alerte in alertes] == [
            ("courrier", "f", "julie", None),
            ("paiement", "f", None, None),
            ("piece", "f", None, 30),
        ]
        assert [tuple(vue) for vue in vues] == [("cj", "courrier", 21), ("ck", "paiement", 20)]
