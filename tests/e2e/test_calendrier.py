"""Mon calendrier in a real browser: the dates, their file, the private address that an agenda reads."""

from pathlib import Path

import icalendar
import requests
from playwright.sync_api import expect

from tests.e2e.application import Application


def test_ines_copies_her_dates_and_lends_them_to_her_agenda_until_she_takes_them_back(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir("/accueil")
    telephone.toucher("Voir toutes mes dates")
    telephone.titre_est("Mon calendrier")
    page = telephone.page
    with page.expect_download() as telecharge:
        page.get_by_role("link", name="Titres discrets").click()
    fichier = icalendar.Calendar.from_ical(Path(telecharge.value.path()).read_bytes())
    titres = {str(date.get("summary")) for date in fichier.events}
    assert titres == {"Paiement", "Dernier jour"}
    page.get_by_role("button", name="Créer une adresse privée").click()
    page.get_by_label("Mot de passe").fill(telephone.personas["ines"]["mot_de_passe"])
    page.get_by_role("button", name="Confirmer").click()
    telephone.titre_est("Mon calendrier")
    page.get_by_role("button", name="Créer une adresse privée").click()
    adresse = page.get_by_label("Adresse à coller dans votre agenda").input_value()
    lu = requests.get(adresse, timeout=10)
    assert [str(date.start) for date in icalendar.Calendar.from_ical(lu.content).events] == [
        str(date.start) for date in fichier.events
    ]
    telephone.ouvrir("/calendrier")
    page.get_by_role("button", name="Supprimer cette adresse").click()
    expect(page.get_by_role("button", name="Créer une adresse privée")).to_be_visible()
    assert requests.get(adresse, timeout=10).status_code == 404


def test_the_dates_are_read_with_the_network_cut(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir("/calendrier")
    telephone.titre_est("Mon calendrier")
    expect(telephone.bandeau).to_be_visible()
    expect(telephone.page.get_by_text("Paiement de la Caf").first).to_be_visible()
