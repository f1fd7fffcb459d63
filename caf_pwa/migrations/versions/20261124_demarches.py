"""démarches: drafts, what was sent and frozen, documents in their place"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_demarches"
down_revision = "20261124_agents"
branch_labels = None
depends_on = None

_OUVERTE = sa.text("etat IN ('RECUE', 'EN_COURS', 'EN_ATTENTE_D_INFORMATION') AND slug IS NOT NULL")


def upgrade() -> None:
    op.add_column("ressources", sa.Column("payeur", sa.String(), nullable=True))
    op.add_column("pieces_demandees", sa.Column("demarche_id", sa.String(32), nullable=True))
    op.add_column("pieces_demandees", sa.Column("confidentielle", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("demarches") as table:
        table.add_column(sa.Column("slug", sa.String(48), nullable=True))
        table.add_column(sa.Column("periode", sa.String(64), nullable=True))
        table.add_column(sa.Column("cle", sa.String(32), nullable=True))
        table.add_column(sa.Column("version_formulaire", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reponses", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("recapitulatif", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("empreinte", sa.String(64), nullable=True))
        table.add_column(sa.Column("deposee_a", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("reponse_avant", sa.Date(), nullable=True))
        table.add_column(sa.Column("pas_avant", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("confidentielle", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("au_nom_du_foyer", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("attendue_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("remplace_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("agent_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("question", sa.String(), nullable=True))
        table.add_column(sa.Column("motif_refus", sa.String(), nullable=True))
        table.add_column(sa.Column("exportee_le", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        table.create_foreign_key(op.f("fk_demarches_agent_id_agents"), "agents", ["agent_id"], ["id"])
        table.create_unique_constraint("uq_demarches_personne_cle", ["personne_id", "cle"])
    op.create_index(op.f("ix_demarches_agent_id"), "demarches", ["agent_id"])
    op.create_index("ix_demarches_etat_deposee_a", "demarches", ["etat", "deposee_a"])
    op.create_index(
        "uq_demarches_ouverte",
        "demarches",
        ["personne_id", "slug", "periode"],
        unique=True,
        sqlite_where=_OUVERTE,
        postgresql_where=_OUVERTE,
    )
    op.create_table(
        "brouillons",
        sa.Column("personne_id", sa.String(32), nullable=False),
        sa.Column("slug", sa.String(48), nullable=False),
        sa.Column("periode", sa.String(64), nullable=False),
        sa.Column("version_formulaire", sa.Integer(), nullable=False),
        sa.Column("reponses", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("modifie_le", sa.BigInteger(), nullable=False),
        sa.Column("corrige_id", sa.String(32), nullable=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_brouillons_foyer_id_foyers")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_brouillons_personne_id_personnes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brouillons")),
        sa.UniqueConstraint("personne_id", "slug", "periode", name="uq_brouillons_personne_slug_periode"),
    )
    op.create_index(op.f("ix_brouillons_foyer_id"), "brouillons", ["foyer_id"])
    op.create_table(
        "pieces_jointes",
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("emplacement", sa.String(48), nullable=False),
        sa.Column("brouillon_id", sa.String(32), nullable=True),
        sa.Column("demarche_id", sa.String(32), nullable=True),
        sa.Column("piece_id", sa.String(32), nullable=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_pieces_jointes_foyer_id_foyers")),
        *(
            sa.ForeignKeyConstraint(
                [colonne], [f"{table}.id"], name=op.f(f"fk_pieces_jointes_{colonne}_{table}"), ondelete="CASCADE"
            )
            for colonne, table in (
                ("document_id", "documents"),
                ("brouillon_id", "brouillons"),
                ("demarche_id", "demarches"),
                ("piece_id", "pieces_demandees"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pieces_jointes")),
    )
    for colonne in ("foyer_id", "document_id", "brouillon_id", "demarche_id", "piece_id"):
        op.create_index(op.f(f"ix_pieces_jointes_{colonne}"), "pieces_jointes", [colonne])
    op.create_table(
        "codes_envoyes",
        sa.Column("demarche_id", sa.String(32), nullable=False),
        sa.Column("canal", sa.String(16), nullable=False),
        sa.Column("destinataire", sa.String(), nullable=False),
        sa.Column("empreinte", sa.String(64), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("envois", sa.Integer(), nullable=False),
        sa.Column("envoye_le", sa.BigInteger(), nullable=False),
        sa.Column("confirme_le", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_codes_envoyes_foyer_id_foyers")),
        sa.ForeignKeyConstraint(
            ["demarche_id"], ["demarches.id"], name=op.f("fk_codes_envoyes_demarche_id_demarches"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes_envoyes")),
    )
    op.create_index(op.f("ix_codes_envoyes_foyer_id"), "codes_envoyes", ["foyer_id"])
    op.create_index(op.f("ix_codes_envoyes_demarche_id"), "codes_envoyes", ["demarche_id"])
