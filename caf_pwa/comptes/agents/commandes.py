"""``flask comptes``: the accounts that no feed brings."""

import secrets

import click
from flask import current_app
from flask.cli import AppGroup

from caf_pwa.comptes import blocage, identifiant
from caf_pwa.comptes.agents import service
from caf_pwa.extensions import db
from caf_pwa.socle.base import preparer

comptes = AppGroup("comptes", help="The accounts that no feed brings.")


@comptes.command("agent")
@click.argument("email")
@click.option("--caisse", help="The Caf they work for.")
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


@comptes.command("rouvrir")
@click.argument("numero")
def rouvrir(numero: str) -> None:
    """Open again the account NUMERO, which its person has blocked.

    For an adviser who has checked who they are, and that the mail address on file is theirs: a code goes there.
    """
    preparer(current_app)
    try:
        lu = identifiant.lire(numero, current_app.config["REGLAGES"].motif_identifiant_provisoire)
    except identifiant.IdentifiantInvalide as refus:
        raise click.ClickException(str(refus)) from None
    if not blocage.rouvrir(db.session(), lu):
        raise click.ClickException("Aucun compte bloqué ne porte ce numéro.")
    db.session.commit()
    click.echo("Le compte est rouvert. La personne choisit un mot de passe avec « Mot de passe oublié ».")
