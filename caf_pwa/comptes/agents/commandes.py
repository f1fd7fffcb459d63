"""``flask comptes``: the accounts that no feed brings."""

import secrets

import click
from flask import current_app
from flask.cli import AppGroup

from caf_pwa.comptes.agents import service
from caf_pwa.extensions import db
from caf_pwa.socle.base import preparer

comptes = AppGroup("comptes", help="The accounts that no feed brings.")


@comptes.command("agent")
@click.argument("email")
@click.option("--caisse", help="The Caf whose dossiers they see; any without it.")
@click.option("--nom", help="First name and name; the beginning of EMAIL without it.")
def agent(email: str, caisse: str | None, nom: str | None) -> None:
    """Make the account of the adviser EMAIL and print, once, its password.

    Again on the same address: a new password, and every sign-in of theirs is closed.
    """
    preparer(current_app)
    mot_de_passe = secrets.token_urlsafe(12)
    try:
        inscrit = service.inscrire(db.session(), email, mot_de_passe, nom=nom, caisse=caisse)
    except service.EmailInvalide as refus:
        raise click.ClickException(str(refus)) from None
    db.session.commit()
    click.echo(f"Adresse mail : {inscrit.email}\nMot de passe : {mot_de_passe}\nConnexion : /gestion/connexion")
