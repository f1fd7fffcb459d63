"""what devices send having kept it: files that come in pieces, declarations received once for each key"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_envois"
down_revision = "20261129_reglements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "envois",
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("cle", sa.String(32), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=True),
        sa.Column("demarche_id", sa.String(32), nullable=True),
        sa.Column("recu", sa.LargeBinary(), nullable=True),
        sa.Column("recu_le", sa.BigInteger(), nullable=False),
        _du_compte("envois"),
        sa.ForeignKeyConstraint(["demarche_id"], ["demarches.id"], name=op.f("fk_envois_demarche_id_demarches")),
        sa.PrimaryKeyConstraint("compte_id", "cle", name=op.f("pk_envois")),
    )
    op.create_index(op.f("ix_envois_demarche_id"), "envois", ["demarche_id"])
    op.create_table(
        "transferts",
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("cle", sa.String(32), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.Column("taille", sa.Integer(), nullable=False),
        sa.Column("commence_le", sa.BigInteger(), nullable=False),
        _du_compte("transferts"),
        sa.PrimaryKeyConstraint("compte_id", "cle", name=op.f("pk_transferts")),
    )
    op.create_table(
        "transferts_morceaux",
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("transfert_cle", sa.String(32), nullable=False),
        sa.Column("debut", sa.Integer(), nullable=False),
        sa.Column("taille", sa.Integer(), nullable=False),
        sa.Column("fichier", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id", "transfert_cle"],
            ["transferts.compte_id", "transferts.cle"],
            name=op.f("fk_transferts_morceaux_compte_id_transferts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("compte_id", "transfert_cle", "debut", name=op.f("pk_transferts_morceaux")),
    )


def _du_compte(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["compte_id"], ["comptes.id"], name=op.f(f"fk_{table}_compte_id_comptes"), ondelete="CASCADE"
    )


def downgrade() -> None:
    op.drop_table("transferts_morceaux")
    op.drop_table("transferts")
    op.drop_index(op.f("ix_envois_demarche_id"), "envois")
    op.drop_table("envois")
