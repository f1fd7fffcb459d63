"""paying debts back online: payments, what their gateway said, what the feed has counted; names of debts in the feed"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "20261129_reglements"
down_revision = "20261129_papiers"
branch_labels = None
depends_on = None

_ESPACE = uuid.UUID("6c1f6a0e-55a3-5f0b-9a55-8f3d8a2b7c11")


def upgrade() -> None:
    op.add_column("creances", sa.Column("nom", sa.String(64), nullable=True))
    op.add_column("creances", sa.Column("regle", sa.BigInteger(), nullable=False, server_default="0"))
    _nommer_les_creances()
    op.create_table(
        "reglements",
        sa.Column("creance_id", sa.String(32), nullable=False),
        sa.Column("personne_id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("etat", sa.String(16), nullable=False),
        sa.Column("recu", sa.BigInteger(), nullable=False),
        sa.Column("rendu", sa.BigInteger(), nullable=False),
        sa.Column("credite", sa.BigInteger(), nullable=False),
        sa.Column("reste_apres", sa.BigInteger(), nullable=True),
        sa.Column("commence_le", sa.BigInteger(), nullable=False),
        sa.Column("expire_le", sa.BigInteger(), nullable=False),
        sa.Column("paye_le", sa.BigInteger(), nullable=True),
        sa.Column("compte", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revision_exportee", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["creance_id"], ["creances.id"], name=op.f("fk_reglements_creance_id_creances")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_reglements_personne_id_personnes")),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_reglements_foyer_id_foyers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reglements")),
        sa.UniqueConstraint("reference", name=op.f("uq_reglements_reference")),
    )
    op.create_index(op.f("ix_reglements_foyer_id"), "reglements", ["foyer_id"])
    op.create_index(op.f("ix_reglements_creance_id"), "reglements", ["creance_id"])
    commence = sa.text("etat = 'COMMENCE'")
    op.create_index(
        "uq_reglements_commence",
        "reglements",
        ["creance_id"],
        unique=True,
        sqlite_where=commence,
        postgresql_where=commence,
    )
    op.create_table(
        "reglements_cles",
        sa.Column("creance_id", sa.String(32), nullable=False),
        sa.Column("cle", sa.String(32), nullable=False),
        sa.Column("reglement_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["creance_id"], ["creances.id"], name=op.f("fk_reglements_cles_creance_id_creances")),
        sa.ForeignKeyConstraint(
            ["reglement_id"], ["reglements.id"], name=op.f("fk_reglements_cles_reglement_id_reglements")
        ),
        sa.PrimaryKeyConstraint("creance_id", "cle", name=op.f("pk_reglements_cles")),
    )
    op.create_index(op.f("ix_reglements_cles_reglement_id"), "reglements_cles", ["reglement_id"])
    op.create_table(
        "avis_de_paiement",
        sa.Column("guichet", sa.String(16), nullable=False),
        sa.Column("transaction", sa.String(64), nullable=False),
        sa.Column("nouvelle", sa.String(16), nullable=False),
        sa.Column("reglement_id", sa.String(32), nullable=False),
        sa.Column("montant", sa.BigInteger(), nullable=False),
        sa.Column("recu_le", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reglement_id"], ["reglements.id"], name=op.f("fk_avis_de_paiement_reglement_id_reglements")
        ),
        sa.PrimaryKeyConstraint("guichet", "transaction", "nouvelle", name=op.f("pk_avis_de_paiement")),
    )
    op.create_index(op.f("ix_avis_de_paiement_reglement_id"), "avis_de_paiement", ["reglement_id"])


def _nommer_les_creances() -> None:
    connexion = op.get_bind()
    recus = connexion.execute(sa.text("SELECT id FROM flux_recus WHERE genre = 'creance'")).scalars()
    noms = [{"nom": nom, "id": uuid.uuid5(_ESPACE, f"creance:{nom}").hex} for nom in recus]
    if noms:
        connexion.execute(sa.text("UPDATE creances SET nom = :nom WHERE id = :id"), noms)


def downgrade() -> None:
    op.drop_table("avis_de_paiement")
    op.drop_table("reglements_cles")
    op.drop_table("reglements")
    op.drop_column("creances", "regle")
    op.drop_column("creances", "nom")
