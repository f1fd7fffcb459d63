"""letters: the démarche or the document they are answered by, and how many sheets their PDF has"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_courriers"
down_revision = "20261129_cles_de_papiers"
branch_labels = None
depends_on = None

PIECE = "fk_courriers_piece_id_pieces_demandees"


def upgrade() -> None:
    with op.batch_alter_table("courriers") as courriers:
        courriers.add_column(sa.Column("demarche", sa.String(48), nullable=True))
        courriers.add_column(sa.Column("piece_id", sa.String(32), nullable=True))
        courriers.add_column(sa.Column("feuilles", sa.Integer(), nullable=True))
        courriers.create_foreign_key(op.f(PIECE), "pieces_demandees", ["piece_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("courriers") as courriers:
        courriers.drop_constraint(op.f(PIECE), type_="foreignkey")
        for colonne in ("feuilles", "piece_id", "demarche"):
            courriers.drop_column(colonne)
