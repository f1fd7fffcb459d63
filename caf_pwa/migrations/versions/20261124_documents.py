"""documents: what people send, and the pages that it is made from"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_documents"
down_revision = "5d0c7e9a41f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("personne_id", sa.String(32), nullable=False),
        sa.Column("titre", sa.String(), nullable=False),
        sa.Column("retour", sa.String(), nullable=False),
        sa.Column("etat", sa.String(16), nullable=False),
        sa.Column("motif_refus", sa.String(), nullable=True),
        sa.Column("cree_le", sa.BigInteger(), nullable=False),
        sa.Column("modifie_le", sa.BigInteger(), nullable=False),
        sa.Column("recu_le", sa.BigInteger(), nullable=True),
        sa.Column("confidentiel", sa.Boolean(), nullable=False),
        sa.Column("fichier", sa.String(64), nullable=True),
        sa.Column("empreinte", sa.String(64), nullable=True),
        sa.Column("taille", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_documents_foyer_id_foyers")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_documents_personne_id_personnes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_foyer_id"), "documents", ["foyer_id"])
    op.create_index(op.f("ix_documents_personne_id"), "documents", ["personne_id"])
    op.create_table(
        "documents_pages",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(8), nullable=False),
        sa.Column("fichier", sa.String(64), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.Column("taille", sa.Integer(), nullable=False),
        sa.Column("feuilles", sa.Integer(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("avis", sa.String(16), nullable=True),
        sa.Column("vignette", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_documents_pages_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_pages")),
    )
    op.create_index(op.f("ix_documents_pages_document_id"), "documents_pages", ["document_id"])


def downgrade() -> None:
    op.drop_table("documents_pages")
    op.drop_table("documents")
