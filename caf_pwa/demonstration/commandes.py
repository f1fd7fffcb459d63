"""``flask demo``: the demonstration, loaded through the feed."""

import json
from datetime import date
from io import BytesIO

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from caf_pwa.alertes import service as alertes
from caf_pwa.config import Reglages
from caf_pwa.demonstration.composition import Enregistrement
from caf_pwa.demonstration.conseiller import embaucher, raconter
from caf_pwa.demonstration.contestation import contester
from caf_pwa.demonstration.foyers import amina, ines, karim, leo, nadia, paul, sans_qf
from caf_pwa.demonstration.personas import AGENT, Persona, tous
from caf_pwa.extensions import db, horloge
from caf_pwa.flux.contexte import contexte
from caf_pwa.flux.importation import Issue, importer
from caf_pwa.flux.modele import Recu
from caf_pwa.socle.base import preparer

FOYERS = (ines, karim, leo, amina, nadia, paul, sans_qf)


@click.command("demo")
@click.option("--format", "forme", type=click.Choice(["texte", "json"]), default="texte", show_default=True)
@click.option("--si-vide", is_flag=True, help="Load only into an empty database; then just present the accounts.")
@with_appcontext
def demo(forme: str, si_vide: bool) -> None:
    """Load the demonstration households and print who can sign in."""
    reglages: Reglages = current_app.config["REGLAGES"]
    if reglages.production:
        raise click.ClickException("The demonstration is refused when CAF_MODE=production.")
    preparer(current_app)
    aujourdhui = horloge.aujourdhui()
    if not (si_vide and db.session.scalar(select(Recu.id).limit(1))):
        charger(aujourdhui)
    else:
        embaucher(db.session())  # the base may have been filled before there were advisers
        db.session.commit()
    personas = tous(aujourdhui)
    click.echo(_json([*personas, AGENT]) if forme == "json" else _texte(personas))


def enregistrements(aujourdhui: date) -> list[Enregistrement]:
    """The whole demonstration as feed records."""
    return [enregistrement for foyer in FOYERS for enregistrement in foyer.dossier(aujourdhui).enregistrements]


def charger(aujourdhui: date) -> None:
    """Import the demonstration and engage its adviser. Raises ClickException when one of its records is refused."""
    lignes = [json.dumps(enregistrement).encode() + b"\n" for enregistrement in enregistrements(aujourdhui)]
    refus = [ligne for ligne in importer(contexte(), BytesIO(b"".join(lignes))) if ligne.issue is Issue.REFUSE]
    if refus:
        raise click.ClickException(f"The demonstration is wrong: {refus}")
    raconter(db.session(), embaucher(db.session()), aujourdhui)
    contester(db.session(), aujourdhui)
    alertes.taire(db.session())
    db.session.commit()


def _json(personas: list[Persona]) -> str:
    return json.dumps(
        [
            {
                "persona": persona.persona,
                "identifiant": persona.identifiant,
                "mot_de_passe": persona.mot_de_passe if persona.a_un_compte else None,
                "prenom": persona.prenom,
                "nom": persona.nom,
                "role": persona.role,
                "email": persona.email,
                "identite_pivot": persona.identite_pivot,
            }
            for persona in personas
        ],
        ensure_ascii=False,
        indent=2,
    )


def _texte(personas: list[Persona]) -> str:
    comptes = [persona for persona in personas if persona.a_un_compte]
    lignes = [f"  {p.prenom:<8} {p.identifiant:<14} {p.mot_de_passe}" for p in comptes]
    conseiller = f"  {AGENT.prenom:<8} {AGENT.identifiant} {AGENT.mot_de_passe}"
    titres = "Comptes de démonstration (numéro, mot de passe) :", "Conseiller, à l’adresse /gestion :"
    courriels = current_app.config["REGLAGES"].instance / "courriels"
    code = f"Le code demandé sur un nouvel appareil s’écrit dans {courriels}, dans le fichier le plus récent."
    return "\n".join([titres[0], *lignes, titres[1], conseiller, code])
