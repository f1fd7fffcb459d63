"""questions that the help could not answer, without anything of who asked"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_assistant"
down_revision = "20261130_echeances"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questions_sans_reponse",
        sa.Column("texte", sa.String(120), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("vue_le", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("texte", name=op.f("pk_questions_sans_reponse")),
    )
    op.create_index(op.f("ix_questions_sans_reponse_vue_le"), "questions_sans_reponse", ["vue_le"])


def downgrade() -> None:
    op.drop_table("questions_sans_reponse")
