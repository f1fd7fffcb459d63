"""faits: what was declared and accepted, where no other table has a place for it"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_faits"
down_revision = "20261124_gestion"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "faits",
        sa.Column("personne_id", sa.String(32), nullable=False),
        sa.Column("libelle", sa.String(), nullable=False),
        sa.Column("valeur", sa.String(), nullable=False),
        sa.Column("confidentiel", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_faits_foyer_id_foyers")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_faits_personne_id_personnes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faits")),
    )
    op.create_index(op.f("ix_faits_foyer_id"), "faits", ["foyer_id"])


def downgrade() -> None:
    op.drop_table("faits")
