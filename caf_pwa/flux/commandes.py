"""``flask flux``: the feed on the command line."""

import json
import secrets
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup

from caf_pwa.comptes import ouverture
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.extensions import db
from caf_pwa.flux import api_particulier, exportation, schemas
from caf_pwa.flux.contexte import contexte
from caf_pwa.flux.importation import Issue, Ligne, importer
from caf_pwa.socle.base import preparer
from caf_pwa.socle.identifiants import interne

flux = AppGroup("flux", help="The feed from the institution's information system.")


@flux.command("importer")
@click.argument("fichier", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "forme",
    type=click.Choice(["jsonl", "api-particulier"]),
    default="jsonl",
    show_default=True,
    help="api-particulier: one public « quotient familial » answer, JSON or YAML.",
)
@click.option("--foyer", help="With api-particulier: the id of the household, when it is known from elsewhere.")
def importer_commande(fichier: str, forme: str, foyer: str | None) -> None:
    """Import a feed. Exits 1 when a record was refused; the others are applied."""
    preparer(current_app)
    try:
        if forme == "api-particulier":
            entree: BinaryIO = BytesIO(api_particulier.convertir(_octets(fichier), foyer))
            issues = rapporter(entree)
        elif fichier == "-":
            issues = rapporter(sys.stdin.buffer)
        else:
            with Path(fichier).open("rb") as entree:
                issues = rapporter(entree)
    except api_particulier.ReponseIllisible as refus:
        raise click.ClickException(f"{fichier} : {refus}") from None
    if issues[Issue.REFUSE]:
        sys.exit(1)


def rapporter(entree: BinaryIO) -> Counter[Issue]:
    """Import, print one line per record and a summary, and count what became of them."""
    issues: Counter[Issue] = Counter()
    for ligne in importer(contexte(), entree):
        issues[ligne.issue] += 1
        click.echo(_texte(ligne))
    click.echo("Total : " + ", ".join(f"{issues[issue]} {issue.value}" for issue in Issue) + ".")
    return issues


@flux.command("ouvrir-compte")
@click.argument("personne")
@click.option("--identifiant", help="The number to sign in with; an identifiant provisoire is made up without it.")
def ouvrir_compte(personne: str, identifiant: str | None) -> None:
    """Open an account for PERSONNE (its id in the feed) and print, once, how to sign in."""
    preparer(current_app)
    if ouverture.compte_de(db.session(), interne("personne", personne)):
        raise click.ClickException("This person has an account already.")
    mot_de_passe = secrets.token_urlsafe(12)
    identifiant = identifiant or f"PRV{secrets.randbelow(10**7):07}"
    donnees = {
        "personne": personne,
        "identifiant": identifiant,
        "empreinte_mot_de_passe": hachage.hacher(mot_de_passe),
    }
    enregistrement = {"genre": "compte", "id": f"guichet-{personne}", "version": 1, "donnees": donnees}
    (ligne,) = importer(contexte(), BytesIO(json.dumps(enregistrement).encode()))
    if ligne.issue is not Issue.APPLIQUE:
        raise click.ClickException(_texte(ligne))
    click.echo(f"Identifiant : {identifiant}\nMot de passe : {mot_de_passe}")


@flux.command("exporter")
@click.option("--tout", is_flag=True, help="Tell everything again, also what was told before.")
def exporter_commande(tout: bool) -> None:
    """Write what people sent through the application, as JSON Lines on the standard output. Each is told once."""
    preparer(current_app)
    nombre = exportation.exporter(db.session(), sys.stdout.buffer, tout)
    click.echo(f"{nombre} lignes.", err=True)


@flux.command("schemas")
@click.argument("dossier", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/flux"))
def schemas_commande(dossier: Path) -> None:
    """Write the JSON Schema of every kind of record."""
    for nom, contenu in schemas.tous().items():
        (dossier / f"{nom}.schema.json").write_text(contenu)


def _texte(ligne: Ligne) -> str:
    ou = f"ligne {ligne.numero}" if ligne.numero else "attendait"
    debut = f"{ou} : {ligne.nom or '?'} {ligne.issue.value}"
    if ligne.attend:
        return f"{debut} de {ligne.attend}"
    motifs = " ; ".join(f"{motif.champ} : {motif.raison}" if motif.champ else motif.raison for motif in ligne.motifs)
    return f"{debut} : {motifs}" if motifs else debut


def _octets(fichier: str) -> bytes:
    return sys.stdin.buffer.read() if fichier == "-" else Path(fichier).read_bytes()
