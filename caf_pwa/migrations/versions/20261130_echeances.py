"""reminders over the whole base: what is due by its date; private addresses of calendars"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_echeances"
down_revision = "20261130_alertes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_declarations_attendues_limite", "declarations_attendues", ["limite", "id"])
    op.create_index("ix_pieces_demandees_limite", "pieces_demandees", ["limite", "id"])
    op.create_index("ix_creances_notifiee_le", "creances", ["notifiee_le", "id"])
    ouvertes = sa.text("close_le IS NULL")
    op.create_index("ix_alertes_ouvertes", "alertes", ["genre"], sqlite_where=ouvertes, postgresql_where=ouvertes)
    op.create_table(
        "calendriers_prives",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("detaille", sa.Boolean(), nullable=False),
        sa.Column("ouvert_le", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f("fk_calendriers_prives_compte_id_comptes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendriers_prives")),
        sa.UniqueConstraint("compte_id", name=op.f("uq_calendriers_prives_compte_id")),
    )


def downgrade() -> None:
    op.drop_table("calendriers_prives")
    op.drop_index("ix_alertes_ouvertes", "alertes")
    op.drop_index("ix_creances_notifiee_le", "creances")
    op.drop_index("ix_pieces_demandees_limite", "pieces_demandees")
    op.drop_index("ix_declarations_attendues_limite", "declarations_attendues")
