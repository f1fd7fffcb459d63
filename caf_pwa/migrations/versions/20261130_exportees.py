"""what was told to the other side is known by its revision alone"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_exportees"
down_revision = "20261129_envois"
branch_labels = None
depends_on = None

_TABLES = ("demarches", "demandes_de_creance")


def upgrade() -> None:
    for nom in _TABLES:
        with op.batch_alter_table(nom) as table:
            table.drop_column("exportee_le")


def downgrade() -> None:
    for nom in _TABLES:
        with op.batch_alter_table(nom) as table:
            table.add_column(sa.Column("exportee_le", sa.BigInteger(), nullable=True))
