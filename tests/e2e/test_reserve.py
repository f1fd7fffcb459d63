"""Saved on the phone, sent once: it survives the restart, the sign-out, another person, a full disk, an update."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from outils.instance import Serveur, servir
from tests.e2e.application import Application
from tests.e2e.capteur import Capteur
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.reserve import File, arrivees, personne
from tests.e2e.test_cles import (
    ajouter_une_cle,
    attendre_le_dossier,
    depart_a_froid,
    endormir_le_worker,
    proteger_le_dossier,
)
from tests.e2e.test_hors_connexion import BASES, CACHES, rien_de

TEMOIN = "ZQPHRASEQUEPERSONNENELIT"  # what only the declaration says
_CLES = """async () => {
  const base = await idb.openDB("caf-envois");
  const cles = (await base.getAll("cles")).map(({ par, cle }) => `${par} ${cle ? "gardée" : "scellée"}`);
  base.close();
  return cles.sort();
}"""
_MORCEAUX = """async () => {
  const base = await idb.openDB("caf-envois");
  const combien = await base.count("morceaux");
  base.close();
  return combien;
}"""


def _dans_le_worker(telephone: Application, script: str) -> object:
    return telephone.worker().evaluate(script)


def test_saved_without_network_it_is_received_after_a_restart_with_nothing_to_do(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur, tmp_path: Path
) -> None:
    telephone = telephone_durable(serveur)
    telephone.se_connecter("leo")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir("/accueil")
    cle = File(telephone).enregistrer(TEMOIN)["cle"]
    assert [(une["etat"], une["envoyes"]) for une in File(telephone).lister()["entrees"]] == [("attente", 0)]
    rien_de((TEMOIN, "bail.jpg"), telephone.page.evaluate(CACHES) + "".join(_dans_le_worker(telephone, BASES)))  # type: ignore[arg-type]
    telephone = telephone_durable(serveur)
    telephone.ouvrir("/accueil")
    (recu,) = File(telephone).attendre(0)["recus"]
    assert recu["titre"] == "Envoyer un document"
    assert arrivees(serveur.dossier, cle) == ["RECUE"]
    telephone.ouvrir(f"/demarches/suivi/{recu['demarche']}")
    expect(telephone.page.get_by_text(recu["numero"])).to_be_visible()
    for fichier in (tmp_path / "profil").rglob("*"):
        assert not fichier.is_file() or TEMOIN.encode() not in fichier.read_bytes(), fichier  # T61


def test_two_windows_send_it_once(telephone: Application, serveur: Serveur) -> None:
    telephone.se_connecter("leo")
    autre = Application(telephone.contexte.new_page(), telephone.adresse, telephone.personas, telephone.dossier)
    autre.ouvrir("/accueil")
    telephone.couper_le_reseau()
    cles = [File(une).enregistrer(mot)["cle"] for une, mot in ((telephone, "Un."), (autre, "Deux."))]
    demandes: list[str] = []
    telephone.contexte.on("request", lambda demande: demandes.append(f"{demande.method} {demande.url}"))
    telephone.retablir_le_reseau()
    File(telephone).attendre(0)
    File(autre).attendre(0)
    assert arrivees(serveur.dossier, *cles) == ["RECUE", "RECUE"]
    for cle in cles:
        assert demandes.count(f"POST {telephone.adresse}/envois/{cle}") == 1


def test_t60_what_one_person_saved_is_never_sent_or_seen_as_another(telephone: Application, serveur: Serveur) -> None:
    """T60: Léo saves and signs out without network; Inès signs in; Léo comes back."""
    telephone.se_connecter("leo")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    cles = [File(telephone).enregistrer(f"{TEMOIN}{rang}")["cle"] for rang in range(5)]
    telephone.se_deconnecter()
    telephone.page.get_by_role("button", name="Garder verrouillé sur cet appareil").click()
    telephone.titre_est("Vous êtes déconnecté")
    assert _dans_le_worker(telephone, _CLES) == []
    telephone.retablir_le_reseau()
    telephone.se_connecter("ines")
    vue = File(telephone).lister()
    assert (vue["entrees"], vue["autres"], vue["recus"]) == ([], 5, [])
    telephone.page.evaluate("() => Envois.presserTout()")
    for tache in ("rouvrir", "copie", "abandonner"):
        refus = "([tache, cle]) => Envois[tache](cle).then(() => '', (refus) => refus.name)"
        telephone.page.evaluate(refus, [tache, cles[0]])
    assert (
        telephone.page.evaluate("(cle) => Envois.rouvrir(cle).catch((refus) => refus.name)", cles[0]) == "Introuvable"
    )
    assert arrivees(serveur.dossier, *cles) == []
    telephone.se_deconnecter()
    telephone.se_connecter("leo")
    File(telephone).attendre(0)
    assert arrivees(serveur.dossier, *cles) == ["RECUE"] * 5


def test_once_the_session_has_ended_it_waits_for_its_person_to_sign_in(
    telephone: Application, serveur: Serveur
) -> None:
    telephone.se_connecter("leo")
    telephone.worker()
    telephone.contexte.clear_cookies(name="caf")
    cle = File(telephone).enregistrer("Après la session.")["cle"]
    File(telephone).attendre_l_etat("reconnecter")
    assert arrivees(serveur.dossier, cle) == []
    telephone.se_connecter("leo")
    File(telephone).attendre(0)
    assert arrivees(serveur.dossier, cle) == ["RECUE"]


def test_what_the_server_refuses_comes_back_with_its_files_and_leaves_once_corrected(
    telephone: Application, serveur: Serveur
) -> None:
    telephone.se_connecter("leo")
    faux = File(telephone).enregistrer("Pour qui ?", qui="personne")["cle"]
    entree = File(telephone).attendre_l_etat("corriger")
    assert entree["cause"][0]["ou"] == "details"
    telephone.page.evaluate("(cle) => Envois.rouvrir(cle)", faux)
    telephone.ouvrir("/accueil")
    brouillon = telephone.page.evaluate("() => Envois.brouillon('document')")
    assert (brouillon["remplace"], brouillon["fautes"]) == (faux, entree["cause"])
    assert brouillon["reponses"]["details"]["mot"] == ["Pour qui ?"]
    fichiers = [{nom: un[nom] for nom in ("cle", "emplacement", "nom")} for un in brouillon["fichiers"]]
    juste = File(telephone).enregistrer("Pour Léo.", photos=0, remplace=faux, fichiers=fichiers)["cle"]
    (recu,) = File(telephone).attendre(0)["recus"]
    assert arrivees(serveur.dossier, faux, juste) == ["RECUE"]
    assert telephone.page.evaluate("() => Envois.brouillon('document')") is None
    telephone.ouvrir(f"/demarches/suivi/{recu['demarche']}")
    expect(telephone.page.get_by_text("Votre document")).to_be_visible()
    assert _dans_le_worker(telephone, _MORCEAUX) == 0


def test_an_entry_that_is_being_changed_does_not_leave_and_goes_on_when_the_change_is_dropped(
    telephone: Application, serveur: Serveur
) -> None:
    telephone.se_connecter("leo")
    telephone.couper_le_reseau()
    cle = File(telephone).enregistrer("À relire.")["cle"]
    telephone.page.evaluate("(cle) => Envois.rouvrir(cle)", cle)
    telephone.retablir_le_reseau()
    telephone.ouvrir("/accueil")
    telephone.page.evaluate("() => Envois.presserTout()")
    assert [une["retenue"] for une in File(telephone).lister()["entrees"]] == [True]
    assert arrivees(serveur.dossier, cle) == []
    telephone.page.evaluate("() => Envois.jeterBrouillon('document')")
    File(telephone).attendre(0)
    assert arrivees(serveur.dossier, cle) == ["RECUE"]


def test_a_full_phone_is_told_before_anything_is_said_to_be_saved(telephone: Application, serveur: Serveur) -> None:
    telephone.ouvrir("/connexion")
    quota = {"origin": telephone.adresse, "quotaSize": 1_500_000}
    telephone.cdp().send("Storage.overrideQuotaForOrigin", quota)
    telephone.se_connecter("leo")
    telephone.couper_le_reseau()
    cles, avant = [], _dans_le_worker(telephone, _MORCEAUX)
    while "cle" in (refus := File(telephone).enregistrer("Encore.", photos=10)):
        cles.append(refus["cle"])
        avant = _dans_le_worker(telephone, _MORCEAUX)
    assert refus["refus"] == "Place"
    assert "rien n’a été enregistré" in refus["phrase"]
    assert [une["cle"] for une in File(telephone).lister()["entrees"]] == cles != []
    assert _dans_le_worker(telephone, _MORCEAUX) == avant
    telephone.retablir_le_reseau()
    File(telephone).attendre(0)
    assert arrivees(serveur.dossier, *cles) == ["RECUE"] * len(cles)


def test_what_the_browser_erased_is_said_and_never_told_as_sent(telephone: Application, serveur: Serveur) -> None:
    telephone.se_connecter("leo")
    telephone.couper_le_reseau()
    File(telephone).enregistrer("Perdu.")
    assert File(telephone).lister()["perdu"] is False
    effacer = {"origin": telephone.adresse, "storageTypes": "indexeddb"}
    telephone.cdp().send("Storage.clearDataForOrigin", effacer)
    telephone.retablir_le_reseau()
    telephone.ouvrir("/accueil")
    vue = File(telephone).lister()
    assert (vue["perdu"], vue["entrees"], vue["recus"]) == (True, [], [])
    telephone.ouvrir("/accueil")
    assert File(telephone).lister()["perdu"] is True
    telephone.page.evaluate("() => Envois.oublierPerte()")
    assert File(telephone).lister()["perdu"] is False


def test_bank_details_leave_once_their_person_has_proved_again_that_it_is_them(
    telephone: Application, serveur: Serveur
) -> None:
    telephone.se_connecter("leo")
    qui = personne(serveur.dossier, "Léo")
    reponses = {
        "titulaire": {"qui": [qui], "nom": ["Léo"], "confirmation": ["oui"]},
        "compte": {"iban": ["FR76 3000 6000 0112 3456 7890 189"]},
        "depart": {"jour": ["2026-11-23"]},
    }
    photo = {"emplacement": "rib", "nom": "rib.jpg"}
    cle = File(telephone).enregistrer("", slug="coordonnees-bancaires", reponses=reponses, piece=photo)["cle"]
    File(telephone).attendre_l_etat("confirmer")
    assert arrivees(serveur.dossier, cle) == []
    telephone.ouvrir("/compte/confirmer")
    telephone.page.get_by_label("Mot de passe").fill(telephone.personas["leo"]["mot_de_passe"])
    telephone.page.get_by_role("button", name="Confirmer").click()
    telephone.titre_est("Gérer mon compte")
    File(telephone).attendre(0)
    assert arrivees(serveur.dossier, cle) == ["RECUE"]


def test_protected_by_a_passkey_it_is_saved_while_a_page_holds_the_key_and_sent_after_a_cold_start(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur
) -> None:
    telephone = telephone_durable(serveur)
    Capteur(telephone)
    proteger_le_dossier(telephone, "leo")
    telephone.couper_le_reseau()
    endormir_le_worker(telephone)
    cle = File(telephone).enregistrer("La clé est prêtée.")["cle"]
    assert _dans_le_worker(telephone, _CLES) == ["protegee scellée"]
    depart_a_froid(telephone)
    telephone.ouvrir("/accueil")
    telephone.titre_est("Votre dossier est fermé")
    assert File(telephone).enregistrer("Trop tard.")["refus"] == "Ferme"
    assert telephone.page.evaluate("(cle) => Envois.copie(cle).catch((refus) => refus.name)", cle) == "Ferme"
    assert [une["cle"] for une in File(telephone).lister()["entrees"]] == [cle]
    endormir_le_worker(telephone)
    telephone.retablir_le_reseau()
    telephone.ouvrir("/accueil")
    File(telephone).attendre(0)
    assert arrivees(serveur.dossier, cle) == ["RECUE"]


def test_what_was_saved_before_the_dossier_was_protected_is_sent_after(
    telephone: Application, serveur: Serveur
) -> None:
    Capteur(telephone)
    telephone.se_connecter("leo")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    cle = File(telephone).enregistrer("Sous l’ancienne clé.")["cle"]
    assert _dans_le_worker(telephone, _CLES) == ["ouverte gardée"]
    telephone.page.evaluate("(cle) => Envois.rouvrir(cle)", cle)  # held back meanwhile
    telephone.retablir_le_reseau()
    telephone.ouvrir("/accueil")
    ajouter_une_cle(telephone, "leo", nom="Mon autre téléphone")
    attendre_le_dossier(telephone)
    assert _dans_le_worker(telephone, _CLES) == ["protegee scellée"]
    telephone.page.evaluate("() => Envois.jeterBrouillon('document')")
    File(telephone).attendre(0)
    assert arrivees(serveur.dossier, cle) == ["RECUE"]


def test_a_new_version_that_comes_while_it_sends_loses_nothing_and_sends_nothing_twice(
    nouveau_telephone: NouveauTelephone, dossier: Path
) -> None:
    with servir(dossier) as ancien:
        telephone = nouveau_telephone(ancien)
        telephone.se_connecter("leo")
        telephone.couper_le_reseau()
        cles = [File(telephone).enregistrer(f"Page {rang}.")["cle"] for rang in range(6)]
    with servir(dossier, "tests.e2e.version_suivante:app", port=ancien.port):
        telephone.retablir_le_reseau()
        telephone.page.evaluate("() => navigator.serviceWorker.getRegistration().then((r) => r.update())")
        with telephone.page.expect_navigation():
            telephone.page.get_by_role("button", name="Recharger").click()
        vue = File(telephone).attendre(0)
        assert len(vue["recus"]) == 6
        assert arrivees(dossier, *cles) == ["RECUE"] * 6
