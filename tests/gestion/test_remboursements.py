"""What people paid online beyond their debt is in front of the advisers of their Caf until it is given back."""

from decimal import Decimal

from flask import Flask

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes.reglements.moteur import Nouvelle
from tests.dettes.maison import VINGT, Maison
from tests.fabriques import foyer, importer
from tests.gestion.conftest import Bureau
from tests.lecteur import lire


def test_what_is_to_be_given_back_is_listed_without_a_name_until_it_is(
    app: Flask, alice: Identite, camille: Bureau
) -> None:
    importer(app, foyer("alice", version=2, numero_allocataire="7654321"))
    maison = Maison(app, alice)
    reglement = maison.commencer(VINGT)
    maison.avis(reglement, Nouvelle.PAYE, "t1")
    assert "Remboursements à rendre" not in lire(camille.client, "/gestion")
    maison.flux("530.00")
    page = lire(camille.client, "/gestion")
    assert "Remboursements à rendre" in page
    assert reglement.reference in page
    assert "dossier 7654321 10,00 €" in page
    assert "MOREAU" not in page
    maison.avis(reglement, Nouvelle.RENDU, "r1", Decimal("10.00"))
    assert "Remboursements à rendre" not in lire(camille.client, "/gestion")
