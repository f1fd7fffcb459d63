"""What waits on a telephone, as its person sees it: told truthfully, sent by itself, theirs alone."""

import base64
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Route, expect

from outils.instance import Serveur
from tests.documents.fichiers import photo
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.test_accessibilite import DEBORDE, PETITES_CIBLES

ICI = "/demarches/a-consulter"
TITRE = "Envoyer un document"
ENREGISTRER = """async ([qui, titre, photo, autres]) => {
  const octets = Uint8Array.from(atob(photo), (c) => c.charCodeAt(0));
  const fichiers = [{ emplacement: "document", nom: "bail.jpg", blob: new Blob([octets], { type: "image/jpeg" }) }];
  const reponses = { nature: { nature: ["logement"] }, details: { qui: [qui], mot: ["Le bail."] } };
  const saisie = { slug: "document", titre, version: 1, revision: 0, reponses, fichiers, ...autres };
  return (await Envois.enregistrer(saisie)).cle;
}"""


def enregistrer(telephone: Application, titre: str = TITRE, qui: str = "foyer", **autres: Any) -> str:
    """Save on this telephone a document to be sent, as the questionnaire does; its key."""
    image = base64.b64encode(photo()).decode()
    cle: str = telephone.page.evaluate(ENREGISTRER, [qui, titre, image, autres])
    return cle


def changer(telephone: Application, cle: str, **valeurs: Any) -> None:
    """What this entry has come to, as the worker would have written it."""
    telephone.worker().evaluate(
        """async ([cle, valeurs]) => {
          await Reserve.changerCelles((une) => une.cle === cle, (une) => ({ ...une, ...valeurs }));
        }""",
        [cle, valeurs],
    )


def entree(telephone: Application, titre: str = TITRE) -> Locator:
    return telephone.page.locator("#envois li").filter(has=telephone.page.get_by_role("heading", name=titre))


@pytest.fixture
def chez_ines(telephone: Application) -> Application:
    """Her telephone on À consulter, where the network has just been cut."""
    telephone.se_connecter("ines")
    telephone.worker()
    telephone.ouvrir(ICI)
    telephone.couper_le_reseau()
    return telephone


@pytest.fixture
def avec_dossier(telephone: Application) -> Application:
    """The same where her dossier is kept: every page opens without network."""
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir(ICI)
    return telephone


def test_what_is_saved_without_network_is_seen_waiting_then_received_with_nothing_to_do(
    avec_dossier: Application,
) -> None:
    enregistrer(avec_dossier)
    expect(entree(avec_dossier)).to_contain_text("Vous n’avez rien à faire.")
    expect(avec_dossier.page.locator(".onglets .nombre-envois")).to_have_text("1 en attente d’envoi")
    avec_dossier.retablir_le_reseau()
    expect(avec_dossier.page.locator("[data-recus]")).to_contain_text("Reçue par la Caf")
    expect(entree(avec_dossier)).to_have_count(0)
    expect(avec_dossier.page.locator(".onglets .nombre-envois")).to_have_count(0)
    avec_dossier.page.locator("[data-recus] a").click()
    avec_dossier.titre_est(TITRE)


PARTAGER = """(photo) => {
  const octets = Uint8Array.from(atob(photo), (c) => c.charCodeAt(0));
  const transfert = new DataTransfer();
  transfert.items.add(new File([octets], "bail.jpg", { type: "image/jpeg" }));
  const choisis = { type: "file", name: "fichiers", files: transfert.files };
  const champ = Object.assign(document.createElement("input"), choisis);
  const options = { method: "post", action: "/partage", enctype: "multipart/form-data" };
  const formulaire = Object.assign(document.createElement("form"), options);
  formulaire.append(champ);
  document.body.append(formulaire);
  formulaire.submit();
}"""
GARDE = """async () => (await Envois.brouillon("document")).fichiers.map(({ nom, taille }) => [nom, taille])"""


def partager(telephone: Application) -> None:
    """Share a photo with the application, as the sheet of the phone posts it."""
    with telephone.page.expect_navigation():
        telephone.page.evaluate(PARTAGER, base64.b64encode(photo()).decode())
    telephone.page.wait_for_load_state()


def partager_un_document(telephone: Application) -> None:
    partager(telephone)
    expect(telephone.page.locator("[data-ecran] h2")).to_be_visible()  # it has named its step in the address


def test_a_photo_shared_without_network_is_kept_for_a_document_to_send(avec_dossier: Application) -> None:
    partager_un_document(avec_dossier)
    assert avec_dossier.page.url.split("#")[0].endswith("/demarches/document/hors-connexion")
    partager_un_document(avec_dossier)
    assert avec_dossier.page.evaluate(GARDE) == [["bail.jpg", len(photo())]] * 2


def test_a_photo_shared_with_network_is_kept_where_no_dossier_is(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.worker()
    telephone.ouvrir("/accueil")
    partager_un_document(telephone)
    assert telephone.page.evaluate(GARDE) == [["bail.jpg", len(photo())]]


def test_a_photo_shared_where_nobody_is_known_is_to_be_chosen_again(telephone: Application) -> None:
    telephone.ouvrir("/connexion")
    telephone.worker()
    telephone.ouvrir("/connexion")
    for couper in (telephone.retablir_le_reseau, telephone.couper_le_reseau):
        couper()
        partager(telephone)
        telephone.titre_est("Envoyer un document")
        expect(telephone.page.get_by_text("Choisissez votre fichier encore une fois.")).to_be_visible()


A_CORRIGER = {"etat": "corriger", "cause": [{"ou": "details", "quoi": "Il manque un jour."}]}
CHOISIR = "À vous de choisir"
# What the entry has come to; what the badge says; a sentence; what is offered first.
ETATS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"cause": "reseau", "tentee": True}, "Réseau coupé", "Vous n’avez rien à faire.", "Envoyer maintenant"),
    ({"cause": "serveur", "tentee": True}, "Serveur occupé", "Rien n’est perdu.", "Envoyer maintenant"),
    ({"cause": "portail", "tentee": True}, "Wi-Fi à ouvrir", "Une autre page a répondu", "Envoyer maintenant"),
    ({"etat": "reconnecter"}, "Reconnectez-vous", "Reconnectez-vous pour envoyer.", "Me reconnecter"),
    ({"etat": "confirmer"}, "Confirmez", "Confirmez que c’est vous", "Confirmer que c’est moi"),
    (A_CORRIGER, "À corriger", "Il manque un jour.", "Corriger"),
    (A_CORRIGER | {"cause": None}, "À corriger", "Relisez vos réponses et vos documents", "Corriger"),
    ({"etat": "conflit", "cause": "brouillon"}, CHOISIR, "ailleurs depuis", "Envoyer ce qui est ici"),
    ({"etat": "conflit", "cause": "version"}, CHOISIR, "Les questions de cette démarche", "Relire et envoyer"),
    ({"etat": "conflit", "cause": "fermee"}, CHOISIR, "n’est plus ouverte", "Voir pourquoi"),
    ({"etat": "conflit", "cause": "deja-envoyee"}, CHOISIR, "déjà envoyé cette démarche", "Voir ce qui a été envoyé"),
    ({"etat": "conflit", "cause": "traitee"}, CHOISIR, "étudie déjà", "Envoyer un document"),
    ({"etat": "conflit", "cause": "retiree"}, CHOISIR, "a été abandonné", "Relire et envoyer"),
    ({"etat": "conflit", "cause": "cle"}, CHOISIR, "Une autre version", "Relire et envoyer"),
    ({"etat": "retrait", "tentee": True}, "Abandon en cours", "Vous n’avez rien à faire.", "Réessayer"),
]


def test_every_state_says_what_is_so_and_what_to_do(chez_ines: Application) -> None:
    cle = enregistrer(chez_ines)
    for valeurs, badge, phrase, premier in ETATS:
        changer(chez_ines, cle, **valeurs)
        expect(entree(chez_ines).locator(".badge")).to_have_text(badge)
        expect(entree(chez_ines)).to_contain_text(phrase)
        assert entree(chez_ines).locator(".bouton").first.inner_text().startswith(premier)
        retenu = valeurs.get("etat") == "retrait"
        expect(entree(chez_ines).get_by_role("button", name="Enregistrer une copie")).to_be_visible()
        sans_suite = entree(chez_ines).get_by_role("button", name=re.compile("Abandonner|Garder l’autre"))
        expect(sans_suite).to_have_count(0 if retenu else 1)


def test_what_never_left_is_given_up_once_the_person_has_said_so_twice(chez_ines: Application) -> None:
    changer(chez_ines, enregistrer(chez_ines), tentee=False)
    entree(chez_ines).get_by_role("button", name="Abandonner").click()
    expect(chez_ines.page.get_by_role("dialog")).to_contain_text("seront effacés de cet appareil")
    chez_ines.page.get_by_role("button", name="Non, le garder").click()
    expect(entree(chez_ines)).to_have_count(1)
    entree(chez_ines).get_by_role("button", name="Abandonner").click()
    chez_ines.page.get_by_role("button", name="Oui, abandonner").click()
    expect(chez_ines.page.locator("#envois")).to_be_hidden()


def test_what_may_have_left_is_given_up_with_the_word_of_the_server(chez_ines: Application) -> None:
    changer(chez_ines, enregistrer(chez_ines), tentee=True)
    entree(chez_ines).get_by_role("button", name="Abandonner").click()
    expect(chez_ines.page.get_by_role("dialog")).to_contain_text("Il est peut-être déjà parti.")
    chez_ines.page.get_by_role("button", name="Oui, abandonner").click()
    expect(entree(chez_ines).locator(".badge")).to_have_text("Abandon en cours")
    chez_ines.retablir_le_reseau()
    expect(chez_ines.page.locator("#envois")).to_be_hidden()


def test_a_copy_is_a_file_that_the_person_keeps(chez_ines: Application) -> None:
    enregistrer(chez_ines)
    with chez_ines.page.expect_download() as attendu:
        entree(chez_ines).get_by_role("button", name="Enregistrer une copie").click()
    copie = attendu.value.path().read_text()
    assert "Le bail." in copie
    assert base64.b64encode(photo()).decode() in copie


def test_what_is_to_be_corrected_opens_with_what_is_wrong_and_stays_until_then(avec_dossier: Application) -> None:
    faute = {"ou": "details", "champ": "mot", "quoi": "Ce mot est trop long."}
    changer(avec_dossier, enregistrer(avec_dossier), etat="corriger", cause=[faute])
    entree(avec_dossier).get_by_role("button", name="Corriger").click()
    avec_dossier.titre_est(TITRE)
    expect(avec_dossier.page.get_by_role("alert")).to_contain_text("Ce mot est trop long.")
    expect(avec_dossier.page.get_by_label("Voulez-vous ajouter un mot")).to_have_value("Le bail.")
    avec_dossier.ouvrir(ICI)
    expect(entree(avec_dossier).locator(".badge")).to_have_text("En cours de modification")
    expect(entree(avec_dossier).get_by_role("link", name="Continuer")).to_be_visible()
    entree(avec_dossier).get_by_role("button", name="Ne rien changer").click()
    expect(entree(avec_dossier).locator(".badge")).to_have_text("À corriger")


def test_t60_another_person_sees_only_that_something_waits(chez_ines: Application) -> None:
    enregistrer(chez_ines, "Le bail d’Inès")
    chez_ines.contexte.clear_cookies()
    chez_ines.retablir_le_reseau()
    chez_ines.se_connecter("karim")
    chez_ines.ouvrir(ICI)
    expect(chez_ines.page.locator("[data-autres]")).to_contain_text(
        "Un envoi d’une autre personne attend sur cet appareil."
    )
    assert "Le bail d’Inès" not in chez_ines.page.content()
    expect(chez_ines.page.locator(".nombre-envois")).to_have_count(0)
    chez_ines.ouvrir("/menu")
    chez_ines.page.get_by_role("button", name="Me déconnecter").click()
    chez_ines.titre_est("Me connecter")  # nothing of his waits: nothing is asked


def test_what_the_browser_has_erased_is_told_once(chez_ines: Application) -> None:
    chez_ines.page.evaluate(
        "() => localStorage.setItem('envois', 'ancienne 2')"
    )  # two waited, in a base that is no more
    chez_ines.page.evaluate("() => dispatchEvent(new Event('offline'))")
    perte = chez_ines.page.get_by_text("Votre navigateur a effacé des envois")
    expect(perte).to_be_visible()
    chez_ines.page.get_by_role("button", name="J’ai compris").click()
    expect(perte).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_and_what_it_asks_are_for_everybody(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, theme: str
) -> None:
    """Axe, nothing wider than the screen, nothing too small for a thumb; then the same of the question."""
    ecran = {"viewport": {"width": 320, "height": 640}, "color_scheme": theme}
    telephone = nouveau_telephone(serveur, bypass_csp=True, **ecran)
    telephone.se_connecter("ines")
    telephone.worker()
    telephone.ouvrir(ICI)
    telephone.couper_le_reseau()
    changer(telephone, enregistrer(telephone), etat="corriger", cause=[{"ou": "x", "quoi": "Il manque un jour."}])
    enregistrer(telephone, "Une déclaration au titre plutôt long, trimestrielle")
    expect(telephone.page.locator("#envois li .actions")).to_have_count(2)
    for ouvrir in (telephone.page.bring_to_front, telephone.page.get_by_role("button", name="Abandonner").first.click):
        ouvrir()
        fautes = Axe().run(telephone.page).response["violations"]
        assert [(faute["id"], faute["nodes"][0]["html"][:200]) for faute in fautes] == []
        assert telephone.page.evaluate(DEBORDE) == []
        assert telephone.page.evaluate(PETITES_CIBLES) == []


def test_a_wifi_page_in_place_of_ours_is_told_and_what_waits_stays(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.worker()
    telephone.ouvrir(ICI)

    def portail(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Bienvenue au café</h1>")

    telephone.contexte.route("**/envois/**", portail)
    enregistrer(telephone, "Le bail du café")
    expect(entree(telephone, "Le bail du café").locator(".badge")).to_have_text("Wi-Fi à ouvrir")
    telephone.contexte.unroute("**/envois/**", portail)
    entree(telephone, "Le bail du café").get_by_role("button", name="Envoyer maintenant").click()
    expect(telephone.page.locator("[data-recus]")).to_contain_text("Le bail du café")


def test_the_server_is_told_which_declaration_waits_and_not_what_it_says(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.worker()
    telephone.ouvrir(ICI)
    declaration: dict[str, Any] = {
        "slug": "declaration-trimestrielle",
        "reponses": {"revenus": {"juste": ["peut-être"]}},
    }
    with telephone.page.expect_request("**/envois/en-attente") as dite:
        enregistrer(telephone, "Ma déclaration", fichiers=[], **declaration)
    corps = dite.value.post_data_json or {}
    assert list(corps) == ["declaration-trimestrielle"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", corps["declaration-trimestrielle"])
    expect(entree(telephone, "Ma déclaration").locator(".badge")).to_have_text("À corriger")
    with telephone.page.expect_request(lambda une: une.url.endswith("/en-attente") and une.post_data == "{}"):
        entree(telephone, "Ma déclaration").get_by_role("button", name="Abandonner").click()
        telephone.page.get_by_role("button", name="Oui, abandonner").click()


def se_deconnecter(telephone: Application) -> Locator:
    """Touch the button; what is asked."""
    telephone.ouvrir("/menu")
    telephone.page.get_by_role("button", name="Me déconnecter").click()
    boite = telephone.page.get_by_role("dialog")
    expect(boite).to_contain_text("Un envoi attend encore sur cet appareil.")
    return boite


def test_signing_out_while_something_waits_sends_it_first_when_the_person_says_so(avec_dossier: Application) -> None:
    enregistrer(avec_dossier, "Le bail avant de partir")
    boite = se_deconnecter(avec_dossier)
    boite.get_by_role("button", name="Envoyer maintenant").click()
    expect(boite.get_by_role("status")).to_contain_text("Pas de réseau")
    avec_dossier.retablir_le_reseau()
    boite.get_by_role("button", name="Envoyer maintenant").click()
    avec_dossier.titre_est("Me connecter")
    recus = avec_dossier.worker().evaluate("() => BaseEnvois.lireTout('recus')")
    (demarche,) = [un["recu"]["demarche"] for un in recus if un["titre"] == "Le bail avant de partir"]
    avec_dossier.se_connecter("ines")
    assert avec_dossier.ouvrir(f"/demarches/suivi/{demarche}") == 200
    avec_dossier.titre_est(TITRE)


def test_signing_out_keeps_locked_what_waits_until_its_person_is_back(avec_dossier: Application) -> None:
    cle = enregistrer(avec_dossier, "Le bail gardé")
    se_deconnecter(avec_dossier).get_by_role("button", name="Garder verrouillé sur cet appareil").click()
    avec_dossier.titre_est("Vous êtes déconnecté")
    assert avec_dossier.worker().evaluate("(cle) => BaseEnvois.lire('entrees', cle).then((une) => une.etat)", cle)
    avec_dossier.retablir_le_reseau()
    avec_dossier.se_connecter("ines")
    avec_dossier.ouvrir(ICI)
    expect(avec_dossier.page.locator("[data-recus]")).to_contain_text("Le bail gardé")


def test_signing_out_gives_up_what_waits_once_the_person_has_said_so_twice(avec_dossier: Application) -> None:
    enregistrer(avec_dossier)
    boite = se_deconnecter(avec_dossier)
    boite.get_by_role("button", name="Abandonner", exact=True).click()
    boite.get_by_role("button", name="Non, garder").click()
    boite.get_by_role("button", name="Abandonner", exact=True).click()
    boite.get_by_role("button", name="Oui, tout abandonner").click()
    avec_dossier.titre_est("Vous êtes déconnecté")
    restes = avec_dossier.worker().evaluate("() => BaseEnvois.lireTout('entrees')")
    assert {reste["etat"] for reste in restes} <= {"retrait"}  # to be taken back, as it may have left
    avec_dossier.retablir_le_reseau()
    avec_dossier.se_connecter("ines")
    avec_dossier.ouvrir(ICI)
    expect(avec_dossier.page.locator("#envois")).to_be_hidden()


def test_signing_out_with_nothing_waiting_asks_nothing(telephone: Application) -> None:
    telephone.se_connecter("leo")
    telephone.worker()
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
