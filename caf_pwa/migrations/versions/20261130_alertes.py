"""alerts that leave: the outbox, the queue, the phones that are rung, what people have chosen"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_alertes"
down_revision = "20261129_envois"
branch_labels = None
depends_on = None

_CANAUX = ("PUSH", "COURRIEL", "SMS")
_ETATS = ("A_PARTIR", "PARTIE", "RECUE", "ABANDONNEE", "INUTILE")


def upgrade() -> None:
    op.create_table(
        "annonces",
        sa.Column("genre", sa.String(32), nullable=False),
        sa.Column("objet_id", sa.String(32), nullable=False),
        sa.Column("publiee_le", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("genre", "objet_id", name=op.f("pk_annonces")),
    )
    op.create_index(op.f("ix_annonces_publiee_le"), "annonces", ["publiee_le"])
    op.create_table(
        "abonnements",
        sa.Column("connexion", sa.String(32), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.Column("adresse", sa.LargeBinary(), nullable=False),
        sa.Column("abonne_le", sa.BigInteger(), nullable=False),
        sa.Column("recue_le", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["connexion"],
            ["connexions.reference"],
            name=op.f("fk_abonnements_connexion_connexions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("connexion", name=op.f("pk_abonnements")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_abonnements_empreinte")),
    )
    op.create_table(
        "livraisons",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("genre", sa.String(32), nullable=False),
        sa.Column("objet_id", sa.String(32), nullable=False),
        sa.Column("canal", sa.Enum(*_CANAUX, name="canal", native_enum=False, length=16), nullable=False),
        sa.Column("abonnement", sa.String(32), nullable=True),
        sa.Column("etat", sa.Enum(*_ETATS, name="etatlivraison", native_enum=False, length=16), nullable=False),
        sa.Column("creee_le", sa.BigInteger(), nullable=False),
        sa.Column("pas_avant", sa.BigInteger(), nullable=False),
        sa.Column("expire_le", sa.BigInteger(), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("bail", sa.String(32), nullable=True),
        sa.Column("finie_le", sa.BigInteger(), nullable=True),
        _du_compte("livraisons"),
        sa.ForeignKeyConstraint(
            ["abonnement"],
            ["abonnements.connexion"],
            name=op.f("fk_livraisons_abonnement_abonnements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_livraisons")),
    )
    op.create_index(op.f("ix_livraisons_abonnement"), "livraisons", ["abonnement"])
    op.create_index("ix_livraisons_etat_pas_avant", "livraisons", ["etat", "pas_avant"])
    op.create_index("ix_livraisons_compte_id", "livraisons", ["compte_id", "genre", "objet_id"])
    op.create_table(
        "preferences_alertes",
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("silence_de", sa.Integer(), nullable=False),
        sa.Column("silence_a", sa.Integer(), nullable=False),
        sa.Column("refus", sa.JSON(), nullable=False),
        _du_compte("preferences_alertes"),
        sa.PrimaryKeyConstraint("compte_id", name=op.f("pk_preferences_alertes")),
    )


def _du_compte(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["compte_id"], ["comptes.id"], name=op.f(f"fk_{table}_compte_id_comptes"), ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in ("preferences_alertes", "livraisons", "abonnements", "annonces"):
        op.drop_table(table)
