"""« Pourquoi ce montant a changé ? » in a real browser, with network and without."""

import pytest
from playwright.sync_api import expect

from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_karim_asks_why_his_last_payment_is_smaller(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, scripts: bool
) -> None:
    telephone = nouveau_telephone(serveur, java_script_enabled=scripts, viewport={"width": 320, "height": 640})
    telephone.se_connecter("karim")
    telephone.toucher("Voir le détail")
    telephone.toucher("Pourquoi ce montant a changé ?")
    telephone.titre_est("Pourquoi ce montant a changé ?")
    prime = telephone.page.get_by_role("region", name="Prime d’activité")
    expect(prime).to_contain_text("−15,47\u00a0€")
    expect(prime).to_contain_text("Vos ressources des trois derniers mois déclarés ont augmenté.")
    expect(telephone.page.get_by_role("region", name="Allocations familiales")).to_contain_text("Pas de changement")
    telephone.page.get_by_label("Premier mois").select_option("mars 2026")
    telephone.page.get_by_label("Second mois").select_option("avril 2026")
    telephone.page.get_by_role("button", name="Afficher").click()
    expect(telephone.page.get_by_text("Payé en mars 2026").first).to_be_visible()
    expect(telephone.page).to_have_url(f"{telephone.adresse}/allocations/comparer?avant=2026-03&apres=2026-04")


def test_where_nothing_explains_the_page_says_so_and_who_knows(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir("/allocations/comparer?avant=2026-06&apres=2026-07")
    rsa = telephone.page.get_by_role("region", name="Revenu de solidarité active")
    expect(rsa).to_contain_text("Nous ne savons pas encore pourquoi.")
    expect(telephone.page.get_by_text("Appelez le 3230")).to_be_visible()


def test_it_is_read_with_the_network_cut(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir("/allocations/paiements")
    telephone.toucher("Pourquoi ce montant a changé ?")
    telephone.titre_est("Pourquoi ce montant a changé ?")
    expect(telephone.bandeau).to_be_visible()
    telephone.ouvrir("/allocations/droits")
    telephone.page.get_by_role("link", name="Comparer avec le mois d’avant : Revenu de solidarité active").click()
    retenue = telephone.page.get_by_role("region", name="Revenu de solidarité active")
    expect(retenue).to_contain_text("Vos ressources des trois derniers mois déclarés ont augmenté.")
