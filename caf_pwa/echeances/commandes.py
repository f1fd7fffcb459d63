"""``flask alertes rappeler``: the reminders that are due, for the worker of alerts or a timer.

It joins the group of the slice of alerts, which lies below.
"""

import click
from flask import current_app
from flask.cli import with_appcontext

from caf_pwa.echeances import rappels
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.base import preparer


@click.command("rappeler")
@with_appcontext
def rappeler() -> None:
    """Publish the reminders that are due, each once. To run every hour; at night it does nothing."""
    preparer(current_app)
    session, nombre = db.session(), 0
    for publies in rappels.rappeler(session, horloge.maintenant()):
        session.commit()
        nombre += publies
    click.echo(f"{nombre} rappels publiés.")
