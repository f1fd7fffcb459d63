"""agents, traces and changes of the dossier: the advisers' door, what was done, what it changed"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_agents"
down_revision = "20261124_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("caisse", sa.String(), nullable=True),
        sa.Column("empreinte_mot_de_passe", sa.String(), nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("email", name=op.f("uq_agents_email")),
    )
    op.create_table(
        "connexions_agents",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("agent_id", sa.String(32), nullable=False),
        sa.Column("ouverte_le", sa.BigInteger(), nullable=False),
        sa.Column("vue_le", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_connexions_agents_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connexions_agents")),
    )
    op.create_index(op.f("ix_connexions_agents_agent_id"), "connexions_agents", ["agent_id"])
    op.create_table(
        "traces",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.Column("personne_id", sa.String(32), nullable=True),
        sa.Column("personne_auteur_id", sa.String(32), nullable=True),
        sa.Column("agent_id", sa.String(32), nullable=True),
        sa.Column("acte", sa.String(32), nullable=False),
        sa.Column("texte", sa.String(), nullable=False),
        sa.Column("motif", sa.String(), nullable=True),
        sa.Column("confidentielle", sa.Boolean(), nullable=False),
        sa.Column("a", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_traces_foyer_id_foyers")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_traces_personne_id_personnes")),
        sa.ForeignKeyConstraint(
            ["personne_auteur_id"], ["personnes.id"], name=op.f("fk_traces_personne_auteur_id_personnes")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_traces_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traces")),
    )
    op.create_index(op.f("ix_traces_foyer_id"), "traces", ["foyer_id"])
    op.create_table(
        "changements",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.Column("personne_id", sa.String(32), nullable=True),
        sa.Column("demandeur_id", sa.String(32), nullable=True),
        sa.Column("rubrique", sa.String(), nullable=False),
        sa.Column("avant", sa.String(), nullable=True),
        sa.Column("apres", sa.String(), nullable=True),
        sa.Column("cause_id", sa.String(32), nullable=False),
        sa.Column("cause_titre", sa.String(), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("confidentiel", sa.Boolean(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("a", sa.BigInteger(), nullable=False),
        sa.Column("conteste_le", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_changements_foyer_id_foyers")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_changements_personne_id_personnes")),
        sa.ForeignKeyConstraint(["demandeur_id"], ["personnes.id"], name=op.f("fk_changements_demandeur_id_personnes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changements")),
    )
    op.create_index(op.f("ix_changements_foyer_id"), "changements", ["foyer_id"])


def downgrade() -> None:
    for table in ("changements", "traces", "connexions_agents", "agents"):
        op.drop_table(table)
