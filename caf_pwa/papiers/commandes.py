"""``flask papiers``: the keys that sign papers."""

import click
from flask import current_app
from flask.cli import AppGroup

from caf_pwa.extensions import db
from caf_pwa.papiers import cles, menage
from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.socle.base import preparer
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import instant

papiers = AppGroup("papiers", help="Statements and certificates.")


@papiers.command("nouvelle-cle")
def nouvelle_cle_commande() -> None:
    """Put a new key in the place of the one in the file; web processes sign with it at once.

    Its certificate is signed by the key itself. The key before it is gone; papers that it signed stay good.
    """
    preparer(current_app)
    trousseau: Trousseau = current_app.extensions["imprimerie"].trousseau
    if trousseau.fichier is None:
        raise click.ClickException("The key is in a module: make the next one there, and change CAF_CLE_PAPIERS.")
    session = db.session()
    cles.inscrire(session, trousseau.signataire(), instant())  # what it signed must stay checkable
    session.commit()
    trousseau.renouveler()
    cle = cles.inscrire(session, trousseau.signataire(), instant())
    session.commit()
    click.echo(f"Nouvelle clé : {cle.id}.")


@papiers.command("cles")
def cles_commande() -> None:
    """List the keys, newest first."""
    preparer(current_app)
    for cle in cles.publiques(db.session()):
        fin = f", retirée le {cle.retiree_le:%Y-%m-%d %H:%M} UTC" if cle.retiree_le else ""
        click.echo(f"{cle.id}  depuis le {cle.depuis:%Y-%m-%d}{fin}")


@papiers.command("retirer-cle")
@click.argument("cle_id")
def retirer_cle_commande(cle_id: str) -> None:
    """From now on this key proves nothing new; papers signed before stay good."""
    preparer(current_app)
    try:
        cle = cles.retirer(db.session(), cle_id, instant())
    except Introuvable:
        raise click.ClickException(f"There is no key {cle_id}: see `flask papiers cles`.") from None
    db.session().commit()
    click.echo(f"Clé {cle.id} retirée.")


@papiers.command("menager")
def menager_commande() -> None:
    """Remove the files that belong to no paper. To run every day."""
    preparer(current_app)
    balayes = menage.balayer(db.session(), current_app.extensions["papiers"], instant())
    click.echo(f"{balayes} fichiers effacés.")
