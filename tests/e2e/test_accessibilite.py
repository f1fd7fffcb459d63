"""Every page for everybody: axe, small screens, big letters, fingers."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

PAGES = (
    "/accueil",
    "/allocations/droits",
    "/allocations/paiements",
    "/allocations/comparer",
    "/allocations/comparer?avant=2026-04&apres=2026-08",
    "/allocations/comparer?avant=2026-09&apres=2026-01",
    "/dettes",
    "/demarches/a-transmettre",
    "/demarches/a-consulter",
    "/demarches/nouvelle",
    "/demarches/naissance",
    "/demarches/declaration-trimestrielle",
    "/demarches/coordonnees-bancaires",
    "/compte/historique",
    "/profil",
    "/menu",
    "/alertes",
    "/courriers",
    "/ressources",
    "/attestations",
    "/attestations/releve-de-compte",
    "/attestations/releve-de-compte?du=2026-09&au=2026-01",
    "/attestations/paiement",
    "/attestations/quotient-familial",
    "/compte",
    "/compte/hors-connexion",
    "/compte/appareils",
    "/compte/mot-de-passe",
    "/compte/confirmer",
    "/compte/pas-moi/inconnu",
    "/connexion/oubli",
    "/assistant",
    "/hors-ligne",
    "/hors-ligne/deconnecte",
    "/adresse-inconnue",
)
# Pages reached from a list: the list, then its first row.
DETAILS = ("/allocations/paiements", "/courriers", "/demarches/a-consulter")

DEBORDE = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const r = e.getBoundingClientRect();
  return r.width && r.right > innerWidth + 1 && !e.closest(".defilable, .visuellement-cache, .evitement");
}).map((e) => e.outerHTML.slice(0, 120))"""
# Buttons, tabs, rows, fields: what a thumb aims at. Links inside a sentence are not; the row of an answer is, whole.
PETITES_CIBLES = """() => [...document.querySelectorAll(
  "button, .bouton, .onglets a, .volets a, .rangee, .crayon, .retour a, .marque, summary, input, select, .liens a")]
  .map((e) => e.closest(".reponse") ?? e)
  .map((e) => [e.getBoundingClientRect(), e])
  .filter(([r, e]) => r.width && (r.height < 44 || r.width < 44))
  .map(([r, e]) => `${r.width}×${r.height} ${e.outerHTML.slice(0, 100)}`)"""


def parcourir(telephone: Application) -> list[str]:
    """Every page, opened one after the other: addresses, those of the details included."""
    telephone.se_connecter("ines")
    details = []
    for liste in DETAILS:
        telephone.ouvrir(liste)
        details.append(telephone.page.locator("main ul .rangee").last.get_attribute("href") or "")
    telephone.ouvrir("/courriers")
    lettre = telephone.page.locator(".rangee", has_text="PDF").last.get_attribute("href")
    return [*PAGES, f"{lettre}/lecture/1", *(adresse.partition("#")[0] for adresse in details)]


@pytest.mark.parametrize("largeur", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, largeur: int, theme: str
) -> None:
    options = {"viewport": {"width": largeur, "height": 800}, "color_scheme": theme, "reduced_motion": "reduce"}
    telephone = nouveau_telephone(serveur, bypass_csp=True, **options)
    axe = Axe()
    telephone.ouvrir("/connexion")
    fautes = {"/connexion": axe.run(telephone.page).response["violations"]}
    for adresse in parcourir(telephone):
        telephone.ouvrir(adresse)
        telephone.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        fautes[adresse] = axe.run(telephone.page).response["violations"]
    assert {
        adresse: [(faute["id"], [noeud["html"][:200] for noeud in faute["nodes"]]) for faute in de_la_page]
        for adresse, de_la_page in fautes.items()
        if de_la_page
    } == {}


@pytest.mark.parametrize(("largeur", "texte"), [(320, 100), (360, 200), (1280, 400)])
def test_nothing_sticks_out_of_a_small_screen_or_of_big_letters(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, largeur: int, texte: int
) -> None:
    """400 % zoom on a desk is a window four times smaller; 200 % text is the letters alone."""
    zoom = 4 if texte == 400 else 1
    telephone = nouveau_telephone(serveur, viewport={"width": largeur // zoom, "height": 900 // zoom})
    debords = {}
    for adresse in parcourir(telephone):
        telephone.ouvrir(adresse)
        if texte == 200:
            telephone.page.evaluate(
                "() => { const f = new CSSStyleSheet(); f.replaceSync('html{font-size:200%}');"
                " document.adoptedStyleSheets.push(f); }"
            )
        telephone.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        debords[adresse] = telephone.page.evaluate(DEBORDE)
    assert {adresse: liste for adresse, liste in debords.items() if liste} == {}


def test_every_target_is_big_enough_for_a_thumb(telephone: Application) -> None:
    petites = {}
    for adresse in parcourir(telephone):
        telephone.ouvrir(adresse)
        petites[adresse] = telephone.page.evaluate(PETITES_CIBLES)
    assert {adresse: liste for adresse, liste in petites.items() if liste} == {}


def test_the_whole_dossier_is_reached_by_keyboard(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir("/accueil")
    telephone.page.keyboard.press("Tab")
    assert telephone.page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    telephone.page.keyboard.press("Enter")
    assert telephone.page.evaluate("location.hash") == "#onglet"
    for _ in range(30):
        telephone.page.keyboard.press("Tab")
        if telephone.page.evaluate("document.activeElement.textContent") == "Voir le détail":
            break
    telephone.page.keyboard.press("Enter")
    telephone.titre_est("Paiement du 5 novembre 2026")
