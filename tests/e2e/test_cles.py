"""« Empreinte ou visage »: coming in without typing anything, and the dossier that opens by a touch without network."""

import base64
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Request, expect

from outils.instance import Serveur, servir
from tests.e2e.application import Application
from tests.e2e.capteur import Capteur
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.test_hors_connexion import BASES, SECRETS, rien_de

CLE = "Empreinte ou visage"
OUVRIR = "Ouvrir avec l’empreinte ou le visage"
PROTEGER = "Le protéger par l’empreinte ou le visage"
PROTEGE = "Il est protégé"
COFFRE = """async () => {
  const base = await idb.openDB("caf");
  const { cle, ...coffre } = (await base.get("coffres", "actuel")) ?? {};
  base.close();
  return { mode: coffre.mode, cle: cle ? "gardée" : null, enveloppes: coffre.enveloppes?.length ?? 0 };
}"""


@pytest.fixture(autouse=True)
def _personne_n_a_de_cle(dossier: Path, personas: dict[str, Any]) -> None:
    """The demonstration is shared: what another test added is gone."""
    with closing(sqlite3.connect(dossier / "caf.sqlite3")) as base, base:
        base.execute("DELETE FROM cles")


def ajouter_une_cle(telephone: Application, persona: str = "ines", nom: str = "Mon téléphone") -> None:
    """From the page of keys to the list that shows it, through the proof that is asked before."""
    telephone.ouvrir("/compte/cles")
    telephone.toucher("Ajouter cet appareil")
    titre = telephone.page.get_by_role("heading", level=1)
    expect(titre).to_have_text(re.compile("^(Confirmer que c’est vous|Ajouter cet appareil)$"))
    if titre.inner_text().startswith("Confirmer"):
        telephone.page.get_by_label("Mot de passe").fill(telephone.personas[persona]["mot_de_passe"])
        telephone.page.get_by_role("button", name="Confirmer").click()
    telephone.titre_est("Ajouter cet appareil")
    telephone.page.get_by_label("Nom de l’appareil").fill(nom)
    telephone.page.get_by_role("button", name="Ajouter mon empreinte ou mon visage").click()
    telephone.titre_est(CLE)
    expect(telephone.page.get_by_role("link", name=nom)).to_be_visible()


def entrer_par_le_bouton(telephone: Application, capteur: Capteur) -> None:
    """Once the browser waits, without a finger, beside the number: the button ends that and asks by itself."""
    expect(telephone.page.locator("html[data-demande=conditional]")).to_be_attached()
    capteur.attendre(doigt=True)
    telephone.page.get_by_role("button", name=CLE).click()


def endormir_le_worker(telephone: Application) -> None:
    """The browser stops the worker: what it held in memory is lost."""
    cdp = telephone.cdp()
    cdp.send("ServiceWorker.enable")
    cdp.send("ServiceWorker.stopAllWorkers")


def depart_a_froid(telephone: Application) -> None:
    """No network, no page open, no worker awake."""
    telephone.couper_le_reseau()
    telephone.page.goto("about:blank")
    endormir_le_worker(telephone)


def proteger_le_dossier(telephone: Application, persona: str = "ines") -> None:
    telephone.se_connecter(persona)
    telephone.garder_le_dossier()
    ajouter_une_cle(telephone, persona)
    attendre_le_dossier(telephone)


def attendre_le_dossier(telephone: Application) -> None:
    telephone.ouvrir("/compte/hors-connexion")
    expect(telephone.page.locator("[data-etat]")).to_contain_text("données du 23 novembre")


def test_a_person_adds_a_key_signs_in_with_nothing_typed_confirms_with_it_and_removes_it(
    telephone: Application,
) -> None:
    capteur = Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)
    capteur.attendre()
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
    telephone.ouvrir("/connexion?suite=/courriers")
    entrer_par_le_bouton(telephone, capteur)
    telephone.titre_est("Mes courriers et courriels")
    telephone.ouvrir("/compte/cles")
    expect(telephone.page.get_by_role("link", name="Mon téléphone")).to_contain_text("Utilisée le 23 novembre 2026")
    telephone.toucher("Mon téléphone Ajoutée le 23 novembre 2026. Utilisée le 23 novembre 2026")
    telephone.page.get_by_label("Nom de l’appareil").fill("Téléphone d’Inès")
    telephone.page.get_by_role("button", name="Changer le nom").click()
    telephone.page.get_by_role("link", name="Téléphone d’Inès").click()
    telephone.page.get_by_role("button", name="Retirer cette clé").click()
    telephone.titre_est("Confirmer que c’est vous")
    telephone.page.get_by_role("button", name=CLE).click()
    telephone.titre_est("Téléphone d’Inès")
    telephone.page.get_by_role("button", name="Retirer cette clé").click()
    expect(telephone.page.get_by_text("Vous n’avez pas encore de clé.")).to_be_visible()


def test_the_browser_offers_the_key_beside_the_number(telephone: Application) -> None:
    """Chromium's simulated finger answers at once what waits beside the field."""
    Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)
    telephone.se_deconnecter()
    telephone.titre_est("Bonjour Inès")


def test_a_removed_key_is_forgotten_by_the_browser_too(telephone: Application) -> None:
    capteur = Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)
    telephone.page.get_by_role("link", name="Mon téléphone").click()
    telephone.page.get_by_role("button", name="Retirer cette clé").click()
    expect(telephone.page.get_by_text("Vous n’avez pas encore de clé.")).to_be_visible()
    capteur.attendre()
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
    assert len(capteur.cles) == 1
    entrer_par_le_bouton(telephone, capteur)
    expect(telephone.page.locator("[data-cle-message]")).to_contain_text("Nous ne connaissons pas cette clé.")
    assert capteur.cles == []


def test_a_finger_that_is_not_recognised_says_so_and_the_password_still_works(telephone: Application) -> None:
    capteur = Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)
    capteur.refuser()
    telephone.se_deconnecter()
    telephone.page.get_by_role("button", name=CLE).click()
    message = telephone.page.locator("[data-cle-message]")
    expect(message).to_contain_text("Rien n’a été fait")
    expect(message).to_contain_text("Vous pouvez aussi vous connecter avec votre mot de passe.")
    telephone.se_connecter("ines")


def test_a_device_that_has_a_key_already_says_so(telephone: Application) -> None:
    Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)
    telephone.ouvrir("/compte/cles/nouvelle")
    telephone.page.get_by_role("button", name="Ajouter mon empreinte ou mon visage").click()
    expect(telephone.page.locator("[data-cle-message]")).to_contain_text("Cet appareil a déjà une clé")


def test_without_network_the_button_says_so(telephone: Application) -> None:
    Capteur(telephone).attendre()
    telephone.ouvrir("/connexion")
    telephone.couper_le_reseau()
    telephone.page.get_by_role("button", name=CLE).click()
    expect(telephone.page.locator("[data-cle-message]")).to_contain_text("Pas de réseau.")


def test_a_browser_that_cannot_is_not_shown_the_button(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> None:
    sans_script = nouveau_telephone(serveur, java_script_enabled=False)
    sans_script.ouvrir("/connexion")
    expect(sans_script.page.get_by_role("button", name="Me connecter")).to_be_visible()
    expect(sans_script.page.get_by_role("button", name=CLE)).to_be_hidden()
    ancien = nouveau_telephone(serveur)
    ancien.page.add_init_script("delete window.PublicKeyCredential")
    ancien.ouvrir("/connexion")
    ancien.worker()
    expect(ancien.page.get_by_role("button", name=CLE)).to_be_hidden()


def test_what_the_sensor_gives_for_the_dossier_is_never_posted(telephone: Application) -> None:
    """T14: the server could open what only the finger opens."""
    envois: list[str] = []
    secrets: list[str] = []

    def noter(requete: Request) -> None:
        if requete.method == "POST":
            envois.append(requete.post_data or "")

    telephone.contexte.on("request", noter)
    telephone.contexte.expose_function("noterLeSecret", lambda secret: secrets.append(secret))
    telephone.page.add_init_script(
        """for (const geste of ["create", "get"]) {
          const vrai = navigator.credentials[geste].bind(navigator.credentials);
          navigator.credentials[geste] = async (options) => {
            const cle = await vrai(options);
            const octets = new Uint8Array(cle.getClientExtensionResults().prf.results.first);
            await noterLeSecret(btoa(String.fromCharCode(...octets)));
            return cle;
          };
        }"""
    )
    Capteur(telephone)
    proteger_le_dossier(telephone)
    telephone.se_deconnecter()
    telephone.titre_est("Bonjour Inès")
    assert len(secrets) >= 2
    assert len(base64.b64decode(secrets[0])) == 32
    assert len([corps for corps in envois if "clientDataJSON" in corps]) >= 2
    tout = "\n".join(envois)
    assert "clientExtensionResults" not in tout
    for secret in secrets:
        ecritures = (secret.rstrip("="), secret.rstrip("=").replace("+", "-").replace("/", "_"))
        assert not [une for une in ecritures if une in tout]


# The dossier without network.


def test_the_dossier_opens_without_network_by_a_touch(telephone: Application) -> None:
    Capteur(telephone)
    proteger_le_dossier(telephone)
    expect(telephone.page.locator("[data-etat]")).to_contain_text(PROTEGE)
    depart_a_froid(telephone)
    assert telephone.ouvrir("/allocations/paiements") == 503
    telephone.titre_est("Votre dossier est fermé")
    rien_de(SECRETS, telephone.page.content())
    telephone.page.get_by_role("button", name=OUVRIR).click()
    telephone.titre_est("Mes allocations")
    expect(telephone.bandeau).to_contain_text("Données du 23 novembre à ")
    telephone.page.locator(".onglets").get_by_role("link", name="Accueil").click()
    telephone.titre_est("Bonjour Inès")


def test_a_worker_that_was_stopped_gets_the_key_back_from_the_page(telephone: Application) -> None:
    Capteur(telephone)
    proteger_le_dossier(telephone)
    telephone.couper_le_reseau()
    for chemin, titre in (("/profil", "Mon profil"), ("/ressources", "Mes ressources")):
        endormir_le_worker(telephone)
        assert telephone.ouvrir(chemin) == 200
        telephone.titre_est(titre)
        expect(telephone.bandeau).to_contain_text("Données du 23 novembre à ")
        telephone.page.evaluate("() => travailleur.demander('etat').then((etat) => etat.ouvert)")


def test_a_finger_that_is_not_recognised_leaves_the_dossier_closed(telephone: Application) -> None:
    capteur = Capteur(telephone)
    proteger_le_dossier(telephone)
    depart_a_froid(telephone)
    capteur.refuser()
    telephone.ouvrir("/profil")
    telephone.page.get_by_role("button", name=OUVRIR).click()
    expect(telephone.page.locator("[data-cle-message]")).to_contain_text("Votre dossier reste fermé.")
    telephone.ouvrir("/profil")
    telephone.titre_est("Votre dossier est fermé")


def test_after_the_browser_was_closed_nothing_on_the_disk_opens_the_dossier_but_the_finger(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur, tmp_path: Path
) -> None:
    telephone = telephone_durable(serveur)
    Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)  # before anything is kept: the dossier is protected from its first page
    telephone.se_deconnecter()
    telephone.titre_est("Bonjour Inès")
    with telephone.page.expect_response("**/compte/hors-connexion/cle") as simple:
        telephone.garder_le_dossier()
    assert telephone.worker().evaluate(COFFRE) == {"mode": "prf", "cle": None, "enveloppes": 1}
    protegee = telephone.page.evaluate(
        """() => fetch("/compte/hors-connexion/cle", { method: "POST", body: new URLSearchParams({ mode: "protege" }) })
          .then((reponse) => reponse.json())"""
    )
    cles = [base64.b64decode(cle) for cle in (simple.value.json()["cle"], protegee["cle"])]
    assert cles[0] != cles[1]
    telephone = telephone_durable(serveur)  # closed, and opened again
    telephone.couper_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.titre_est("Votre dossier est fermé")
    telephone.contexte.close()
    profil = b"".join(fichier.read_bytes() for fichier in (tmp_path / "profil").rglob("*") if fichier.is_file())
    assert not [cle for cle in cles if cle in profil]
    for secret in SECRETS[:2]:
        assert secret.encode() not in profil
        assert secret.encode("utf-16-le") not in profil
    assert "protégé par votre empreinte ou votre visage".encode() in profil  # the search does find what is there


def test_two_keys_open_the_same_dossier(telephone: Application) -> None:
    capteur = Capteur(telephone)
    proteger_le_dossier(telephone)
    second = Capteur(telephone, transport="usb")
    capteur.attendre()
    ajouter_une_cle(telephone, nom="Clé de secours")
    attendre_le_dossier(telephone)
    assert telephone.worker().evaluate(COFFRE)["enveloppes"] == 2
    for celui_ci, autre in ((capteur, second), (second, capteur)):
        celui_ci.attendre(doigt=True)
        autre.attendre()
        depart_a_froid(telephone)
        telephone.ouvrir("/profil")
        telephone.titre_est("Votre dossier est fermé")
        telephone.page.get_by_role("button", name=OUVRIR).click()
        telephone.titre_est("Mon profil")


def test_a_dossier_kept_before_is_protected_at_the_next_sign_in_by_key(telephone: Application) -> None:
    capteur = Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)
    endormir_le_worker(telephone)  # else it would remember the touch
    telephone.ouvrir("/accueil")
    telephone.garder_le_dossier()
    assert telephone.worker().evaluate(COFFRE)["mode"] == "locale"
    capteur.attendre()
    telephone.contexte.clear_cookies()  # the sign-in has ended, the person did not leave
    telephone.ouvrir("/connexion")
    entrer_par_le_bouton(telephone, capteur)
    telephone.titre_est("Bonjour Inès")
    attendre_le_dossier(telephone)
    assert telephone.worker().evaluate(COFFRE) == {"mode": "prf", "cle": None, "enveloppes": 1}


def test_a_dossier_kept_is_protected_by_the_button(telephone: Application) -> None:
    Capteur(telephone)
    telephone.se_connecter("ines")
    ajouter_une_cle(telephone)
    endormir_le_worker(telephone)
    telephone.ouvrir("/accueil")
    telephone.garder_le_dossier()
    telephone.ouvrir("/compte/hors-connexion")
    etat = telephone.page.locator("[data-etat]")
    expect(etat).to_contain_text("il s’ouvre tout seul pendant 7 jours")
    telephone.page.get_by_role("button", name=PROTEGER).click()
    expect(etat).to_contain_text(PROTEGE)
    expect(telephone.page.get_by_role("button", name=PROTEGER)).to_be_hidden()
    depart_a_froid(telephone)
    telephone.ouvrir("/profil")
    telephone.page.get_by_role("button", name=OUVRIR).click()
    telephone.titre_est("Mon profil")


def test_a_device_that_cannot_protect_the_dossier_keeps_it_as_before_and_says_so(telephone: Application) -> None:
    Capteur(telephone, prf=False)
    proteger_le_dossier(telephone)
    etat = telephone.page.locator("[data-etat]")
    expect(etat).to_contain_text("il s’ouvre tout seul pendant 7 jours")
    telephone.page.get_by_role("button", name=PROTEGER).click()
    expect(etat).to_contain_text("Cet appareil ne permet pas de protéger ainsi le dossier gardé.")
    assert telephone.worker().evaluate(COFFRE) == {"mode": "locale", "cle": "gardée", "enveloppes": 0}
    depart_a_froid(telephone)
    assert telephone.ouvrir("/profil") == 200
    telephone.titre_est("Mon profil")


def test_signing_out_erases_the_protected_dossier(telephone: Application) -> None:
    capteur = Capteur(telephone)
    proteger_le_dossier(telephone)
    capteur.attendre()
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
    assert telephone.worker().evaluate(BASES) == []
    assert telephone.page.evaluate("() => travailleur.demander('etat')")["compte"] is None
    telephone.couper_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.titre_est("Pas de réseau")


def test_another_person_finds_nothing_of_the_protected_dossier(telephone: Application) -> None:
    capteur = Capteur(telephone)
    proteger_le_dossier(telephone)
    telephone.contexte.clear_cookies()
    capteur.attendre()
    telephone.se_connecter("karim")
    expect(telephone.page.get_by_role("button", name="Oui, garder mon dossier")).to_be_visible()
    assert telephone.worker().evaluate(COFFRE) == {"mode": None, "cle": None, "enveloppes": 0}
    depart_a_froid(telephone)
    telephone.ouvrir("/profil")
    telephone.titre_est("Pas de réseau")


def test_nothing_of_the_protected_dossier_is_in_clear(telephone: Application) -> None:
    Capteur(telephone)
    proteger_le_dossier(telephone)
    objets: list[Any] = telephone.worker().evaluate(BASES)
    assert len(objets) > 50
    rien_de((*SECRETS, "/allocations", "Inès"), json.dumps(objets, ensure_ascii=False))


def test_the_dossier_is_refreshed_without_a_touch_while_signed_in(
    nouveau_telephone: NouveauTelephone, dossier: Path
) -> None:
    with servir(dossier) as serveur:
        telephone = nouveau_telephone(serveur)
        Capteur(telephone)
        proteger_le_dossier(telephone)
        telephone.page.goto("about:blank")
        endormir_le_worker(telephone)
        telephone.ouvrir("/compte/hors-connexion")
        expect(telephone.page.locator("[data-etat]")).to_contain_text(PROTEGE)
        assert telephone.page.evaluate("() => travailleur.demander('etat').then((etat) => etat.ouvert)") is True
    assert telephone.ouvrir("/profil") == 200
    expect(telephone.bandeau).to_be_visible()
