"""The queue's own disk in a real browser: games that follow a seed, entries inside while the schema grows.

``CAF_DISQUES=2000 make pannes`` plays more; a game is named by its seed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from caf_pwa.config import RACINE
from outils.instance import demonstration, servir
from tests.pannes.bogues import AUTOMATE, EXPEDITEUR

PARTIES = int(os.environ.get("CAF_DISQUES") or 60)
BASE = "static/js/envois/base.js"
RESTE = tuple(f"static/js/envois/{nom}.js" for nom in ("trousseau", "contenus", "reserve", "brouillons"))
_SAISIE = """{ slug: "document", titre: "Envoyer un document", version: 1, revision: 0, reponses: { mot: ["Gardé."] },
  fichiers: [{ emplacement: "document", nom: "a.txt", blob: new Blob(["octets"]) }] }"""


@pytest.fixture(scope="module")
def ouvrir(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[tuple[Browser, str, str]]:
    """A browser, the address of the application, the cookie of Léo."""
    dossier = tmp_path_factory.mktemp("disque")
    personas = demonstration(dossier)
    with servir(dossier) as serveur:
        yield chromium, serveur.adresse, serveur.se_connecter(personas["leo"])


@pytest.fixture
def page(ouvrir: tuple[Browser, str, str]) -> Iterator[Page]:
    """A page that has a disk of its own, Léo signed in, no worker."""
    navigateur, adresse, cookie = ouvrir
    nom, _, valeur = cookie.partition("=")
    with navigateur.new_context(service_workers="block", bypass_csp=True) as contexte:
        contexte.add_cookies([{"name": nom, "value": valeur, "url": adresse}])
        page = contexte.new_page()
        page.goto(f"{adresse}/compte")
        yield page


def charger(page: Page, base: str | None = None) -> str:
    """The scripts of the disk, in that page; the account that is signed in."""
    dessous = ("static/vendor/idb.js", "static/js/bases.js", AUTOMATE, EXPEDITEUR)
    sources = [(RACINE / chemin).read_text() for chemin in dessous]
    sources.append(base or (RACINE / BASE).read_text())
    sources += [(RACINE / chemin).read_text() for chemin in RESTE]
    for source in (*sources, Path(__file__).with_name("reserve.js").read_text()):
        page.add_script_tag(content=source)
    compte = page.locator('meta[name="compte"]').get_attribute("content")
    assert compte
    return compte


def test_what_is_saved_on_a_real_disk_arrives_once_byte_for_byte_whatever_happens(page: Page) -> None:
    compte = charger(page)
    for graine in range(PARTIES):
        fautes = page.evaluate("([graine, compte]) => jouerSurDisque(graine, compte)", [graine, compte])
        assert fautes == [], f"seed {graine}"


def test_entries_are_read_after_the_schema_has_grown_while_another_window_had_it_open(page: Page) -> None:
    compte = charger(page)
    cle = page.evaluate(f"async (compte) => (await Reserve.enregistrer(compte, {_SAISIE})).cle", compte)
    suivante = (RACINE / BASE).read_text()
    for avant, apres in (
        ("const VERSION = 1;", "const VERSION = 2;"),
        (
            "if (ancienne < 1) naitre(neuve, echange);",
            'if (ancienne < 2) neuve.createObjectStore("neuf");',
        ),
    ):
        assert avant in suivante
        suivante = suivante.replace(avant, apres)
    autre = page.context.new_page()
    autre.goto(page.url)
    charger(autre, suivante)
    lue = autre.evaluate(
        """async ([compte, cle]) => {
          const entree = await Reserve.sienne(compte, cle);
          const { corps, fichiers } = await Reserve.contenu(entree);
          return [JSON.parse(corps).reponses.mot, await (await Contenus.fichier(compte, fichiers[0])).text()];
        }""",
        [compte, cle],
    )
    assert lue == [["Gardé."], "octets"]


def test_what_was_put_in_place_of_another_does_not_open(page: Page) -> None:
    compte = charger(page)
    issue = page.evaluate(
        f"""async (compte) => {{
          const une = await Reserve.enregistrer(compte, {_SAISIE});
          const autre = await Reserve.enregistrer(compte, {_SAISIE});
          const deplace = {{ ...(await BaseEnvois.lire("contenus", une.cle)), cle: autre.cle }};
          await BaseEnvois.changer(["contenus"], (magasin) => magasin("contenus").put(deplace));
          return Reserve.contenu(autre).catch((panne) => panne.name);
        }}""",
        compte,
    )
    assert issue == "OperationError"


def test_a_file_that_has_gone_since_it_was_chosen_is_told_and_nothing_is_saved(page: Page) -> None:
    compte = charger(page)
    issue = page.evaluate(
        f"""async (compte) => {{
          const rate = () => Promise.reject(new DOMException("", "NotReadableError"));
          const perdu = {{ size: 6, type: "", arrayBuffer: rate }};
          const saisie = {_SAISIE};
          saisie.fichiers.push({{ ...saisie.fichiers[0], blob: perdu }});
          const refus = await Reserve.enregistrer(compte, saisie).catch((panne) => panne.name);
          return [refus, (await BaseEnvois.lireTout("entrees")).length, (await BaseEnvois.lireTout("morceaux")).length];
        }}""",
        compte,
    )
    assert issue == ["Illisible", 0, 0]


def test_a_list_of_five_hundred_is_drawn_without_opening_anything(page: Page) -> None:
    compte = charger(page)
    page.evaluate(
        """async (compte) => {
          for (let rang = 0; rang < 500; rang += 1) {
            const vide = { avant: [], documents: [], taille: 400_000 };
            const entree = { cle: String(rang), compte, rang, etat: "attente", ...vide };
            await BaseEnvois.changer(["entrees"], (magasin) => magasin("entrees").put(entree));
          }
        }""",
        compte,
    )
    vue = page.evaluate(
        """async (compte) => {
          for (const nom of ["encrypt", "decrypt"]) crypto.subtle[nom] = () => { throw new Error(nom); };
          return Reserve.montrer(compte);
        }""",
        compte,
    )
    assert len(vue["entrees"]) == 500
