"""coming in: passkeys, FranceConnect, known devices, what a browser has begun; how each sign-in was opened"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "20261127_acces"
down_revision = "20261124_faits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "comptes", sa.Column("mot_de_passe_a_changer", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("comptes", sa.Column("bloque_le", sa.BigInteger(), nullable=True))
    op.add_column("comptes", sa.Column("contacts_contestes", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("comptes", sa.Column("recupere_le", sa.BigInteger(), nullable=True))
    op.add_column("personnes", sa.Column("commune_naissance", sa.String(5), nullable=True))
    op.add_column("personnes", sa.Column("pays_naissance", sa.String(5), nullable=True))
    op.add_column("personnes", sa.Column("empreinte_numero", sa.String(64), nullable=True))
    _decrire_les_connexions()
    op.create_table(
        "appareils_connus",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("famille", sa.String(32), nullable=False),
        sa.Column("connu_le", sa.BigInteger(), nullable=False),
        sa.Column("utilise_le", sa.BigInteger(), nullable=True),
        _du_compte("appareils_connus"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appareils_connus")),
    )
    op.create_index(op.f("ix_appareils_connus_compte_id"), "appareils_connus", ["compte_id"])
    op.create_table(
        "cles",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("identifiant", sa.LargeBinary(), nullable=False),
        sa.Column("cle_publique", sa.LargeBinary(), nullable=False),
        sa.Column("compteur", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("transports", sa.String(), nullable=False),
        sa.Column("creee_le", sa.BigInteger(), nullable=False),
        sa.Column("utilisee_le", sa.BigInteger(), nullable=True),
        _du_compte("cles"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cles")),
        sa.UniqueConstraint("reference", name=op.f("uq_cles_reference")),
    )
    op.create_index(op.f("ix_cles_compte_id"), "cles", ["compte_id"])
    op.create_table(
        "liens_franceconnect",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=False),
        sa.Column("emetteur", sa.String(), nullable=False),
        sa.Column("depuis", sa.BigInteger(), nullable=False),
        _du_compte("liens_franceconnect"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liens_franceconnect")),
        sa.UniqueConstraint("compte_id", "emetteur", name=op.f("uq_liens_franceconnect_compte_id")),
    )
    op.create_index(op.f("ix_liens_franceconnect_compte_id"), "liens_franceconnect", ["compte_id"])
    op.create_table(
        "attentes",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("genre", sa.String(24), nullable=False),
        sa.Column("compte_id", sa.String(32), nullable=True),
        sa.Column("donnees", sa.LargeBinary(), nullable=True),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("envois", sa.Integer(), nullable=False),
        sa.Column("envoye_le", sa.BigInteger(), nullable=True),
        sa.Column("expire_le", sa.BigInteger(), nullable=False),
        _du_compte("attentes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attentes")),
    )
    op.create_index(op.f("ix_attentes_compte_id"), "attentes", ["compte_id"])
    op.create_index(op.f("ix_attentes_expire_le"), "attentes", ["expire_le"])


def _decrire_les_connexions() -> None:
    """Those that are open stay open, by password, on a device of which nothing is known."""
    op.add_column("connexions", sa.Column("reference", sa.String(32), nullable=True))
    op.add_column("connexions", sa.Column("moyen", sa.String(16), nullable=False, server_default="MOT_DE_PASSE"))
    op.add_column("connexions", sa.Column("appareil", sa.String(), nullable=False, server_default=""))
    op.add_column("connexions", sa.Column("confirmee_le", sa.BigInteger(), nullable=True))
    op.add_column("connexions", sa.Column("federation", sa.LargeBinary(), nullable=True))
    base = op.get_bind()
    ouvertes = [{"id": une, "nom": uuid.uuid4().hex} for une in base.execute(sa.text("SELECT id FROM connexions")).scalars()]
    if ouvertes:
        base.execute(sa.text("UPDATE connexions SET reference = :nom WHERE id = :id"), ouvertes)
    with op.batch_alter_table("connexions") as table:
        table.alter_column("reference", existing_type=sa.String(32), nullable=False)
        table.create_unique_constraint(op.f("uq_connexions_reference"), ["reference"])


def _du_compte(table: str) -> sa.ForeignKeyConstraint:
    nom = op.f(f"fk_{table}_compte_id_comptes")
    return sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name=nom, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("attentes", "liens_franceconnect", "cles", "appareils_connus"):
        op.drop_table(table)
    with op.batch_alter_table("connexions") as connexions:
        connexions.drop_constraint(op.f("uq_connexions_reference"), type_="unique")
        for colonne in ("federation", "confirmee_le", "appareil", "moyen", "reference"):
            connexions.drop_column(colonne)
    for colonne in ("empreinte_numero", "pays_naissance", "commune_naissance"):
        op.drop_column("personnes", colonne)
    for colonne in ("recupere_le", "contacts_contestes", "bloque_le", "mot_de_passe_a_changer"):
        op.drop_column("comptes", colonne)
