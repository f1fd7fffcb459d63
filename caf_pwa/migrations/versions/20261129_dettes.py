"""debts: how they were calculated, and what people ask about them"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_dettes"
down_revision = "20261129_courriers"
branch_labels = None
depends_on = None

_GENRES = ("RECTIFICATION", "RECOURS", "REMISE", "ECHEANCIER")
_ETATS = ("RECUE", "ACCEPTEE", "REFUSEE", "RETIREE")


def upgrade() -> None:
    op.add_column("creances", sa.Column("calcul", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "demandes_de_creance",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.Column("creance_id", sa.String(32), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("genre", sa.Enum(*_GENRES, name="genrededemande", native_enum=False, length=16), nullable=False),
        sa.Column("reponses", sa.LargeBinary(), nullable=True),
        sa.Column("mensualite", sa.BigInteger(), nullable=True),
        sa.Column("cle", sa.String(32), nullable=False),
        sa.Column("numero", sa.String(), nullable=False),
        sa.Column("deposee_le", sa.Date(), nullable=False),
        sa.Column("deposee_a", sa.BigInteger(), nullable=False),
        sa.Column("etat", sa.Enum(*_ETATS, name="etatdedemande", native_enum=False, length=16), nullable=False),
        sa.Column("accorde", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("close_le", sa.Date(), nullable=True),
        sa.Column("agent_id", sa.String(32), nullable=True),
        sa.Column("exportee_le", sa.BigInteger(), nullable=True),
        sa.Column("revision_exportee", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _vers("foyer_id", "foyers"),
        _vers("creance_id", "creances"),
        _vers("compte_id", "comptes"),
        _vers("agent_id", "agents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demandes_de_creance")),
        sa.UniqueConstraint("compte_id", "cle", name="uq_demandes_de_creance_compte_cle"),
    )
    op.create_index(op.f("ix_demandes_de_creance_foyer_id"), "demandes_de_creance", ["foyer_id"])
    op.create_index(op.f("ix_demandes_de_creance_creance_id"), "demandes_de_creance", ["creance_id"])
    op.create_index("ix_demandes_de_creance_etat_deposee_a", "demandes_de_creance", ["etat", "deposee_a"])
    op.create_index(
        "uq_demandes_de_creance_ouverte",
        "demandes_de_creance",
        ["creance_id", "genre"],
        unique=True,
        sqlite_where=sa.text("etat = 'RECUE'"),
        postgresql_where=sa.text("etat = 'RECUE'"),
    )


def _vers(colonne: str, table: str) -> sa.ForeignKeyConstraint:
    nom = op.f(f"fk_demandes_de_creance_{colonne}_{table}")
    return sa.ForeignKeyConstraint([colonne], [f"{table}.id"], name=nom)


def downgrade() -> None:
    op.drop_table("demandes_de_creance")
    op.drop_column("creances", "calcul")
