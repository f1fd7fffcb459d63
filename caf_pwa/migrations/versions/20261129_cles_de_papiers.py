"""the public halves of the keys that sign papers"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_cles_de_papiers"
down_revision = "20261127_acces"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cles_de_papiers",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("certificats", sa.String(), nullable=False),
        sa.Column("depuis", sa.BigInteger(), nullable=False),
        sa.Column("retiree_le", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cles_de_papiers")),
    )


def downgrade() -> None:
    op.drop_table("cles_de_papiers")
