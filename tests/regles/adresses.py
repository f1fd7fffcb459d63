"""A real address for every GET route of the demonstration, as one person of it meets them."""

from urllib.parse import urlsplit

from caf_pwa.socle.gardes import portee_de
from caf_pwa.socle.portee import Portee
from tests.regles.routes import Route, adresse, carte, fermees, regle_de
from tests.regles.visite import Page

# She has one of everything: a debt, letters with their PDF, a declaration due, a document asked for; and what she
# does on the first day of the tests: a démarche begun, one sent, each with a document.
LECTRICE = "demo-ines"

# What no link leads to: the pictures in a page, what a mail alone links to, what a paper bears, where a form leads,
# what a device keeps to serve it in place of another page, what an agenda reads.
HORS_DES_LIENS = {"courriers.page", "documents.page", "comptes.pas_moi", "verification.reponse", "reglements.payer"}
HORS_DES_LIENS |= {"demarches.hors_connexion"}
HORS_DES_LIENS |= {"alertes.arreter", "alertes.ouvrir", "alertes.essai", "calendrier.prive"}

RENVOIENT_AILLEURS = {"accueil.racine", "allocations.racine", "demarches.racine"}


def reelle(endpoint: str, pages: list[Page]) -> str:
    """An address of that route among those that her walk met, or the only one it has.

    No allocataire meets an adviser's page; pictures, what a mail links to and what a form sends on to are in no page:
    they are asked for by an id that nothing has.
    """
    sans_exemple = portee_de(carte(), endpoint) is Portee.AGENT or endpoint in HORS_DES_LIENS
    if not regle_de(endpoint).arguments or sans_exemple:
        return adresse(endpoint)
    portier = carte().url_map.bind("localhost")
    trouvees = [
        page.adresse for page in pages if portier.match(urlsplit(page.adresse).path, method="GET")[0] == endpoint
    ]
    assert trouvees, (
        f"{LECTRICE} meets nothing at {regle_de(endpoint).rule}: give her household one in the demonstration."
    )
    return trouvees[0]


def a_lire() -> list[Route]:
    """The signed-in routes that answer GET with something to read, rather than by sending on.

    Those that open only to a person who has just proved again that it is them send on whoever reads here.
    """
    ailleurs = RENVOIENT_AILLEURS | HORS_DES_LIENS
    confirmees = {nom for nom, vue in carte().view_functions.items() if hasattr(vue, "confirmation")}
    return [route for route in fermees("GET") if route[1] not in ailleurs | confirmees]
