"""``flask documents``: keeping the store clean, from the command line or a timer."""

import click
from flask import current_app
from flask.cli import AppGroup

from caf_pwa.documents import menage
from caf_pwa.extensions import db
from caf_pwa.socle.base import preparer
from caf_pwa.socle.horloge import instant

documents = AppGroup("documents", help="What people send.")


@documents.command("menager")
def menager_commande() -> None:
    """Throw away drafts untouched for 30 days and files that belong to nothing. To run every day."""
    preparer(current_app)
    session, maintenant = db.session(), instant()
    oublies = menage.oublier(session, maintenant)
    session.commit()  # no file goes before its row has gone
    balayes = menage.balayer(session, current_app.extensions["documents"].stockage, maintenant)
    click.echo(f"{oublies} brouillons oubliés, {balayes} fichiers effacés.")
