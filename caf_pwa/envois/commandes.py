"""``flask envois``: keeping clean the store of what is on its way, from the command line or a timer."""

import click
from flask import current_app
from flask.cli import AppGroup

from caf_pwa.envois import menage
from caf_pwa.extensions import db
from caf_pwa.socle.base import preparer
from caf_pwa.socle.horloge import instant

envois = AppGroup("envois", help="What devices send having kept it.")


@envois.command("menager")
def menager_commande() -> None:
    """Throw away files that no declaration came for in 30 days, and pieces that belong to nothing. To run every day."""
    preparer(current_app)
    session, maintenant = db.session(), instant()
    oublies = menage.oublier(session, maintenant)
    session.commit()  # no piece goes before its row has gone
    balayes = menage.balayer(session, current_app.extensions["transferts"].stockage, maintenant)
    click.echo(f"{oublies} fichiers oubliés, {balayes} morceaux effacés.")
