"""the advisers' console and the way out: names in the feed, names to look for, what was told of a démarche"""

import re
import unicodedata
import uuid

import sqlalchemy as sa
from alembic import op

revision = "20261124_gestion"
down_revision = "20261124_demarches"
branch_labels = None
depends_on = None

_ESPACE = uuid.UUID("6c1f6a0e-55a3-5f0b-9a55-8f3d8a2b7c11")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})


def upgrade() -> None:
    op.add_column("foyers", sa.Column("reference", sa.String(64), nullable=True))
    op.add_column("personnes", sa.Column("reference", sa.String(64), nullable=True))
    op.add_column("personnes", sa.Column("recherche", sa.String(), nullable=False, server_default=""))
    op.add_column("demarches", sa.Column("revision_exportee", sa.Integer(), nullable=True))
    _nommer_les_foyers()
    _noter_les_noms()


def _nommer_les_foyers() -> None:
    """The feed's records are known by their names; those of persons, which are inside, come with the next record."""
    connexion = op.get_bind()
    recus = connexion.execute(sa.text("SELECT id FROM flux_recus WHERE genre = 'foyer'")).scalars()
    noms = [{"reference": nom, "id": uuid.uuid5(_ESPACE, f"foyer:{nom}").hex} for nom in recus]
    if noms:
        connexion.execute(sa.text("UPDATE foyers SET reference = :reference WHERE id = :id"), noms)


def _noter_les_noms() -> None:
    connexion = op.get_bind()
    requete = sa.text("SELECT id, nom_complet, prenoms, nom_usage, nom_naissance FROM personnes")
    noms = [
        {"id": personne, "recherche": _cle(" ".join(filter(None, noms)))}
        for personne, *noms in connexion.execute(requete)
    ]
    if noms:
        connexion.execute(sa.text("UPDATE personnes SET recherche = :recherche WHERE id = :id"), noms)


def _cle(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.translate(_LIGATURES))
    sans_accent = "".join(lettre for lettre in decompose if not unicodedata.combining(lettre))
    return re.sub(r"[^a-z0-9]+", " ", sans_accent.casefold()).strip()


def downgrade() -> None:
    op.drop_column("demarches", "revision_exportee")
    op.drop_column("personnes", "recherche")
    op.drop_column("personnes", "reference")
    op.drop_column("foyers", "reference")
