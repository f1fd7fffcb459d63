"""``flask …``: the commands of the slices and the history of the schema. A process that serves loads none of it."""

from flask import Flask

from caf_pwa.alertes import commandes as alertes
from caf_pwa.comptes.agents import commandes as agents
from caf_pwa.demonstration import commandes as demonstration
from caf_pwa.documents import commandes as documents
from caf_pwa.envois import commandes as envois
from caf_pwa.flux import commandes as flux
from caf_pwa.papiers import commandes as papiers
from caf_pwa.socle import base


def init_app(app: Flask) -> None:
    base.init_app(app)
    groupes = (
        *(flux.flux, agents.comptes, alertes.alertes, documents.documents),
        *(envois.envois, papiers.papiers, demonstration.demo),
    )
    for groupe in groupes:
        app.cli.add_command(groupe)
