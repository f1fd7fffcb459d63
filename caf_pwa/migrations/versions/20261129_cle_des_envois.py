"""a key of each account for what waits on its devices to be sent"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "20261129_cle_des_envois"
down_revision = "20261130_exportees"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comptes", sa.Column("cle_envois", sa.LargeBinary(), nullable=True))
    comptes = sa.table("comptes", sa.column("id", sa.String), sa.column("cle_envois", sa.LargeBinary))
    liaison = op.get_bind()
    cles = [{"qui": qui, "cle": secrets.token_bytes(32)} for qui in liaison.scalars(sa.select(comptes.c.id))]
    if cles:
        ordre = sa.update(comptes).where(comptes.c.id == sa.bindparam("qui")).values(cle_envois=sa.bindparam("cle"))
        liaison.execute(ordre, cles)


def downgrade() -> None:
    op.drop_column("comptes", "cle_envois")
