"""Reading the dossier without network: kept whole, encrypted, and gone at sign-out."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from outils.instance import Serveur, servir
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

# What only Inès's dossier says: a month's amount, her landlord, the end of her account's number, a letter.
SECRETS = ("810,45", "Logis du Port", "Cantine des Remparts", "quittance de loyer")

LISTE = "() => fetch('/hors-ligne/dossier').then((r) => r.json()).then((d) => d.pages.map((p) => p.adresse))"
CACHES = """async () => {
  const textes = [];
  for (const nom of await caches.keys()) {
    const cache = await caches.open(nom);
    for (const demande of await cache.keys()) textes.push(demande.url, await (await cache.match(demande)).text());
  }
  return textes.join("\\n");
}"""
# Every record of every base, its bytes as Latin-1 text.
BASES = """async () => {
  const textes = [];
  for (const { name } of await indexedDB.databases()) {
    const base = await idb.openDB(name);
    for (const magasin of base.objectStoreNames) {
      for (const objet of await base.getAll(magasin)) {
        if (objet.id === "naissance") continue; // tells one base from another, and nothing of anybody
        textes.push(JSON.stringify(objet, (cle, valeur) =>
          valeur instanceof ArrayBuffer ? new TextDecoder("latin1").decode(valeur) : valeur));
      }
    }
    base.close();
  }
  return textes;
}"""


def rien_de(secrets: tuple[str, ...], texte: str) -> None:
    assert not [secret for secret in secrets if secret in texte]


def test_the_whole_dossier_is_read_with_the_network_cut(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    adresses = telephone.page.evaluate(LISTE)
    assert len([adresse for adresse in adresses if adresse.startswith("/allocations/paiements/")]) == 24
    telephone.couper_le_reseau()
    for adresse in adresses:
        if adresse.endswith(".pdf") or "/pages/" in adresse:
            fichier = telephone.page.evaluate(
                "(a) => fetch(a, {headers: {'HX-Request': 'true'}}).then((r) => r.text())", adresse
            )
            assert fichier[1:4] in ("PDF", "PNG")
            continue
        assert telephone.ouvrir(adresse) == 200, adresse
        expect(telephone.bandeau).to_contain_text("Données du 23 novembre à ")
        expect(telephone.page.get_by_role("heading", level=1)).to_have_count(1)


def test_tabs_are_swapped_in_without_network_too(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    for libelle, titre in (("Mes allocations", "Mes allocations"), ("Mon profil", "Mon profil"), ("Menu", "Menu")):
        telephone.page.locator(".onglets").get_by_role("link", name=libelle).click()
        telephone.titre_est(titre)
        expect(telephone.bandeau).to_contain_text("Données du 23 novembre à ")
    telephone.page.go_back()
    telephone.titre_est("Mon profil")
    expect(telephone.bandeau).to_be_visible()


def test_the_dossier_opens_when_the_server_is_down(nouveau_telephone: NouveauTelephone, dossier: Path) -> None:
    with servir(dossier) as serveur:
        telephone = nouveau_telephone(serveur)
        telephone.se_connecter("ines")
        telephone.garder_le_dossier()
    assert telephone.ouvrir("/allocations/paiements") == 200
    expect(telephone.bandeau).to_contain_text("Données du 23 novembre à ")
    telephone.page.locator(".onglets").get_by_role("link", name="Accueil").click()
    telephone.titre_est("Bonjour Inès")


def test_the_dossier_opens_after_the_browser_was_restarted_without_network(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur
) -> None:
    telephone = telephone_durable(serveur)
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone = telephone_durable(serveur)
    telephone.couper_le_reseau()
    assert telephone.ouvrir("/accueil") == 200
    telephone.titre_est("Bonjour Inès")
    expect(telephone.bandeau).to_contain_text("Données du 23 novembre à ")
    telephone.toucher("Voir le détail")
    telephone.titre_est("Paiement du 5 novembre 2026")


def test_a_page_that_is_not_kept_says_so(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir("/compte/hors-connexion")
    telephone.titre_est("Pas de réseau")
    expect(telephone.page.get_by_text("Cette page n’est pas gardée dans ce téléphone")).to_be_visible()
    telephone.toucher("Aller à l’accueil")
    telephone.titre_est("Bonjour Inès")


def test_whoever_said_no_keeps_nothing_and_is_not_asked_again(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.page.get_by_role("button", name="Non, pas ici").click()
    telephone.ouvrir("/accueil")
    telephone.worker()
    expect(telephone.page.get_by_role("button", name="Non, pas ici")).to_be_hidden()
    telephone.couper_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.titre_est("Pas de réseau")


def test_a_letter_kept_for_later_stays_unread(telephone: Application) -> None:
    telephone.se_connecter("paul")
    avant = telephone.page.get_by_text("non lu").all_inner_texts()
    telephone.garder_le_dossier()
    telephone.ouvrir("/accueil")
    assert avant
    assert telephone.page.get_by_text("non lu").all_inner_texts() == avant


def test_what_changed_is_fetched_again_at_the_next_opening(telephone: Application) -> None:
    telephone.se_connecter("amina")
    telephone.garder_le_dossier()
    telephone.ouvrir("/courriers")
    lettres = telephone.page.locator(".rangee")
    non_lues = lettres.get_by_text("Non lu")
    avant = non_lues.count()
    lettres.filter(has_text="Non lu").first.click()
    telephone.page.get_by_role("button", name="Marquer comme non lu").wait_for()
    telephone.ouvrir("/compte/hors-connexion")
    expect(telephone.page.locator("[data-etat]")).to_contain_text("Votre dossier est gardé dans ce téléphone")
    telephone.worker().evaluate("() => synchroniser()")
    telephone.couper_le_reseau()
    telephone.ouvrir("/courriers")
    expect(telephone.bandeau).to_be_visible()
    assert non_lues.count() == avant - 1


def test_nothing_of_the_dossier_is_in_clear_while_it_is_kept(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    rien_de(SECRETS, telephone.worker().evaluate(CACHES))
    objets = telephone.worker().evaluate(BASES)
    assert len(objets) > 50
    rien_de((*SECRETS, "/allocations", "Inès"), json.dumps(objets, ensure_ascii=False))


def test_a_page_kept_does_not_open_in_place_of_another(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.worker().evaluate(
        """async () => {
          const base = await idb.openDB("caf");
          const pages = await base.getAll("pages");
          for (const page of pages) await base.put("pages", { ...pages[0], id: page.id });
          base.close();
        }"""
    )
    telephone.couper_le_reseau()
    statuts = [telephone.ouvrir(chemin) for chemin in ("/profil", "/menu", "/ressources", "/dettes")]
    assert statuts.count(503) >= 3


def test_the_vault_closes_after_its_term_and_opens_again_at_the_next_sign_in(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    perimer = """async () => {
      const base = await idb.openDB("caf");
      await base.put("coffres", { ...(await base.get("coffres", "actuel")), expire: Date.now() - 1 });
      base.close();
    }"""
    telephone.worker().evaluate(perimer)
    telephone.couper_le_reseau()
    telephone.ouvrir("/profil")
    telephone.titre_est("Votre dossier s’est fermé")
    assert telephone.worker().evaluate("() => Coffre.etat().then((c) => c.cle)") is None
    telephone.retablir_le_reseau()
    telephone.ouvrir("/compte/hors-connexion")
    expect(telephone.page.locator("[data-etat]")).to_contain_text("données du 23 novembre")
    telephone.couper_le_reseau()
    telephone.ouvrir("/profil")
    telephone.titre_est("Mon profil")


def test_on_a_full_phone_the_application_opens_the_key_expires_and_one_may_leave(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur
) -> None:
    """Nothing can be written any more: not that the key has expired, nor that somebody has left."""
    telephone = telephone_durable(serveur)
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone = telephone_durable(serveur)  # a browser looks at the room when it starts
    telephone.cdp().send("Storage.overrideQuotaForOrigin", {"origin": telephone.adresse, "quotaSize": 1000})
    telephone.ouvrir("/accueil")
    telephone.worker().evaluate("() => { const a = Date.now; Date.now = () => a() + 400 * 86_400_000; }")
    assert telephone.ouvrir("/accueil") == 200
    telephone.titre_est("Bonjour Inès")
    assert telephone.worker().evaluate("() => Coffre.noter('essai').catch(({ name }) => name)") == "QuotaExceededError"
    telephone.couper_le_reseau()
    assert telephone.ouvrir("/accueil") == 503  # its key is no more
    telephone.retablir_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.se_deconnecter()
    telephone.ouvrir("/accueil")
    telephone.titre_est("Me connecter")


def test_signing_out_erases_the_dossier(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
    assert telephone.worker().evaluate(BASES) == []
    telephone.couper_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.titre_est("Pas de réseau")


def test_signing_out_without_network_erases_it_and_closes_the_session_when_the_network_returns(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur, tmp_path: Path
) -> None:
    telephone = telephone_durable(serveur)
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    cookie = telephone.contexte.cookies()[0]
    telephone.couper_le_reseau()
    telephone.se_deconnecter()
    telephone.titre_est("Vous êtes déconnecté")
    for chemin in ("/accueil", "/profil", "/allocations/paiements"):
        telephone.ouvrir(chemin)
        telephone.titre_est("Pas de réseau")
    rien_de(SECRETS, telephone.worker().evaluate(CACHES))
    telephone.retablir_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.titre_est("Me connecter")
    entetes = {"Cookie": f"{cookie['name']}={cookie['value']}"}
    assert serveur.demander("/accueil", entetes)[0] == 302
    telephone.contexte.close()
    profil = b"".join(fichier.read_bytes() for fichier in (tmp_path / "profil").rglob("*") if fichier.is_file())
    for secret in SECRETS[:2]:
        assert secret.encode() not in profil
        assert secret.encode("utf-16-le") not in profil
    assert "n’est pas gardée dans ce téléphone".encode() in profil  # the search does find what is there


def test_signing_out_in_one_window_closes_the_others(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    autre = Application(telephone.contexte.new_page(), telephone.adresse, telephone.personas, telephone.dossier)
    autre.ouvrir("/ressources")
    telephone.se_deconnecter()
    autre.titre_est("Me connecter")


def test_signing_in_after_leaving_without_network_opens_the_new_sign_in(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.worker()
    telephone.ouvrir("/menu")
    telephone.couper_le_reseau()
    telephone.page.get_by_role("button", name="Me déconnecter").click()
    telephone.titre_est("Vous êtes déconnecté")
    telephone.retablir_le_reseau()
    telephone.se_connecter("karim")
    telephone.ouvrir("/profil")
    expect(telephone.page.get_by_text("BENALI").first).to_be_visible()


def test_a_second_person_on_the_same_phone_finds_nothing_of_the_first(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.contexte.clear_cookies()  # the first one never signed out: the sign-in just ended
    telephone.se_connecter("karim")
    expect(telephone.page.get_by_role("button", name="Oui, garder mon dossier")).to_be_visible()
    assert telephone.worker().evaluate("() => Coffre.etat().then((c) => c === undefined)") is True
    assert telephone.worker().evaluate("() => Coffre.compter()") == 0
    telephone.couper_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.titre_est("Pas de réseau")
    telephone.retablir_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir("/profil")
    expect(telephone.page.get_by_text("BENALI").first).to_be_visible()
    rien_de(SECRETS, telephone.page.content())


def test_a_fragment_that_did_not_change_comes_from_the_phone(telephone: Application) -> None:
    telephone.se_connecter("leo")
    telephone.garder_le_dossier()
    taille = telephone.worker().evaluate(
        """async () => {
          const coffre = await Coffre.etat();
          const gardee = await Coffre.lire(coffre, "/allocations/paiements");
          const reponse = await fetch("/allocations/paiements", {
            headers: { "HX-Request": "true", "If-None-Match": gardee.etiquette },
          });
          return [reponse.status, (await reponse.text()).length];
        }"""
    )
    assert taille == [304, 0]
    telephone.page.locator(".onglets").get_by_role("link", name="Mes allocations").click()
    telephone.toucher("Mes paiements")
    expect(telephone.page.get_by_text("Prochaine date de paiement")).to_be_visible()
    expect(telephone.bandeau).to_have_count(0)
