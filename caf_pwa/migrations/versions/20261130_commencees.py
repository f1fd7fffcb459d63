"""declarations begun on a device, which may have to be reminded of"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_commencees"
down_revision = "20261130_cle_des_envois"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commencees",
        sa.Column("declaration_id", sa.String(32), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("dite_le", sa.BigInteger(), nullable=False),
        sa.Column("rappelee_le", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declarations_attendues.id"],
            name=op.f("fk_commencees_declaration_id_declarations_attendues"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"],
            ["comptes.id"],
            name=op.f("fk_commencees_compte_id_comptes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("declaration_id", name=op.f("pk_commencees")),
    )
    op.create_index(op.f("ix_commencees_compte_id"), "commencees", ["compte_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_commencees_compte_id"), "commencees")
    op.drop_table("commencees")
