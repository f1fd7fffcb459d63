"""ordre du flux: alerts belong to their household, several versions of a record may wait"""

import sqlalchemy as sa
from alembic import op

revision = "5d0c7e9a41f2"
down_revision = "bc810ae6546a"
branch_labels = None
depends_on = None

# Each alert once, with the household of its account and the person that its object names.
_REPRISE = """
INSERT INTO alertes (genre, objet_id, foyer_id, personne_id, publiee_le, close_le, valeurs)
SELECT a.genre, a.objet_id, p.foyer_id,
       COALESCE((SELECT personne_id FROM courriers WHERE id = a.objet_id),
                (SELECT personne_id FROM pieces_demandees WHERE id = a.objet_id),
                (SELECT personne_id FROM declarations_attendues WHERE id = a.objet_id)),
       a.publiee_le, a.close_le, a.valeurs
FROM alertes_par_compte a
JOIN comptes c ON c.id = a.compte_id
JOIN personnes p ON p.id = c.personne_id
WHERE a.compte_id = (SELECT MIN(b.compte_id) FROM alertes_par_compte b
                     WHERE b.genre = a.genre AND b.objet_id = a.objet_id)
"""
_VUES = """
INSERT INTO alertes_vues (compte_id, genre, objet_id, vue_le)
SELECT compte_id, genre, objet_id, lue_le FROM alertes_par_compte WHERE lue_le IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("personnes", sa.Column("version", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("comptes", sa.Column("version_mot_de_passe", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("flux_en_attente") as table:
        table.drop_constraint(op.f("pk_flux_en_attente"), type_="primary")
        table.create_primary_key(op.f("pk_flux_en_attente"), ["genre", "id", "version"])
    op.rename_table("alertes", "alertes_par_compte")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE alertes_par_compte RENAME CONSTRAINT pk_alertes TO pk_alertes_par_compte")
    op.create_table(
        "alertes",
        sa.Column("genre", sa.String(32), nullable=False),
        sa.Column("objet_id", sa.String(32), nullable=False),
        sa.Column("foyer_id", sa.String(32), nullable=False),
        sa.Column("personne_id", sa.String(32), nullable=True),
        sa.Column("publiee_le", sa.BigInteger(), nullable=False),
        sa.Column("close_le", sa.BigInteger(), nullable=True),
        sa.Column("valeurs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["foyer_id"], ["foyers.id"], name=op.f("fk_alertes_foyer_id_foyers")),
        sa.ForeignKeyConstraint(["personne_id"], ["personnes.id"], name=op.f("fk_alertes_personne_id_personnes")),
        sa.PrimaryKeyConstraint("genre", "objet_id", name=op.f("pk_alertes")),
    )
    op.create_index(op.f("ix_alertes_foyer_id"), "alertes", ["foyer_id"])
    op.create_table(
        "alertes_vues",
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("genre", sa.String(32), nullable=False),
        sa.Column("objet_id", sa.String(32), nullable=False),
        sa.Column("vue_le", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f("fk_alertes_vues_compte_id_comptes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["genre", "objet_id"],
            ["alertes.genre", "alertes.objet_id"],
            name=op.f("fk_alertes_vues_alerte"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("compte_id", "genre", "objet_id", name=op.f("pk_alertes_vues")),
    )
    op.execute(_REPRISE)
    op.execute(_VUES)
    op.drop_table("alertes_par_compte")
