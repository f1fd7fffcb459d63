"""papers as they were issued"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_papiers"
down_revision = "20261129_dettes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "papiers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.Column("personne_id", sa.String(32), nullable=False),
        sa.Column("genre", sa.String(48), nullable=False),
        sa.Column("titre", sa.String(), nullable=False),
        sa.Column("demande", sa.String(200), nullable=False),
        sa.Column("marque", sa.String(64), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.Column("scelle", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("cle_id", sa.String(64), nullable=False),
        sa.Column("fichier", sa.String(64), nullable=False),
        sa.Column("empreinte_fichier", sa.String(64), nullable=False),
        sa.Column("fait_le", sa.Date(), nullable=False),
        sa.Column("emis_le", sa.BigInteger(), nullable=False),
        sa.Column("retire_le", sa.BigInteger(), nullable=True),
        sa.Column("motif_retrait", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_papiers_foyer_id_foyers")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_papiers_personne_id_personnes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papiers")),
        sa.UniqueConstraint("code", name=op.f("uq_papiers_code")),
    )
    for colonne in ("foyer_id", "personne_id", "empreinte_fichier"):
        op.create_index(op.f(f"ix_papiers_{colonne}"), "papiers", [colonne])
    en_cours = sa.text("retire_le IS NULL")
    for nom, colonnes in (("marque", ["marque"]), ("contenu", ["genre", "demande", "empreinte"])):
        op.create_index(
            f"uq_papiers_{nom}",
            "papiers",
            ["personne_id", *colonnes],
            unique=True,
            sqlite_where=en_cours,
            postgresql_where=en_cours,
        )


def downgrade() -> None:
    op.drop_table("papiers")
