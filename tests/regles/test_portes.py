"""Which doors are open, and to whom the others open: nobody who has not signed in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.gardes import portee_de
from caf_pwa.socle.portee import Portee
from tests.fabriques import connecter
from tests.regles.routes import FRAGMENT, NAVIGATION, SCRIPT, Route, adresse, carte, des_agents, fermees, nom

# The whole list of what answers somebody who has not signed in, and why it must.
OUVERTES = {
    "accueil.racine": "only sends on to /accueil, which asks for a sign-in",
    "agents.connexion": "advisers sign in here",
    "agents.deconnexion": "leaving must work when the sign-in has already ended",
    "alertes.arreter": "opened from a mail; says what the button does, and nothing of the account",
    "alertes.arreter_pour_de_bon": "whoever holds the link of a mail may stop that kind of mail, and do nothing else",
    "alertes.metriques": "read by machines, with a key in production; it counts, and names nobody",
    "alertes.recue": "a phone says that it has shown what its 122 random bits name, long after its sign-in perhaps",
    "calendrier.prive": "calendars sign in nowhere: the address itself is the key, and is taken back by its owner",
    "assistant.demander": "somebody who cannot sign in needs help too; what is personal needs a sign-in",
    "assistant.page": "somebody who cannot sign in needs help too",
    "assistant.sommaire": "what devices search without network: the same for everybody",
    "assistant.sujet": "answers that are the same for everybody",
    "comptes.bloquer": "whoever holds the link of a notice may block the account it is about, and do nothing else",
    "comptes.choisir": "the last step of « Mot de passe oublié »: it needs the cookie of a code that was right",
    "comptes.code": "the second step of a sign-in: it needs the cookie of the first",
    "comptes.code_d_oubli": "the second step of « Mot de passe oublié »: it needs the cookie of the first",
    "comptes.commencer_connexion_par_cle": "a browser asks for a challenge before anybody has signed in",
    "comptes.connexion": "one signs in here",
    "comptes.connexion_par_cle": "one signs in here with a passkey",
    "comptes.fin_de_franceconnect": "read after leaving FranceConnect",
    "comptes.franceconnect": "one signs in there",
    "comptes.quitter_aussi_franceconnect": "leaves FranceConnect, after the Caf",
    "comptes.quitter_franceconnect": "asked after signing out",
    "comptes.relier_franceconnect": "shows the sign-in form to whoever FranceConnect has identified",
    "comptes.retour_de_franceconnect": "one comes back there to sign in",
    "comptes.deconnexion": "leaving must work when the sign-in has already ended",
    "comptes.oubli": "whoever forgot their password cannot sign in",
    "comptes.pas_moi": "opened from a mail; says what the button does, and nothing of the account",
    "comptes.renvoyer": "the same: another code",
    "comptes.renvoyer_le_code_d_oubli": "another code, for the second step",
    "comptes.verifier_le_code": "the same: the code",
    "comptes.verifier_le_code_d_oubli": "the code of the second step",
    "hors_ligne.coquille": "the empty page that the worker fills: it holds no data",
    "hors_ligne.deconnecte": "read after signing out",
    "hors_ligne.empreinte": "asks for the fingerprint that opens the dossier kept on the device: it holds no data",
    "hors_ligne.ferme": "read when the dossier kept on the device has closed: it holds no data",
    "hors_ligne.manifeste": "browsers ask for the manifest without cookies",
    "hors_ligne.page": "says that there is no network, to anybody",
    "hors_ligne.partage": "a phone's own sheet sends files here; none is read, and the page is the same for all",
    "hors_ligne.service_worker": "the worker is the same for everybody",
    "inscription.abandonner": "whoever creates an account has none yet",
    "inscription.choisir": "whoever creates an account has none yet",
    "inscription.code": "whoever creates an account has none yet",
    "inscription.confirmer": "whoever creates an account has none yet",
    "inscription.contact": "whoever creates an account has none yet",
    "inscription.dire_ou_me_joindre": "whoever creates an account has none yet",
    "inscription.dire_qui_je_suis": "whoever creates an account has none yet",
    "inscription.identite": "whoever creates an account has none yet",
    "inscription.mot_de_passe": "whoever creates an account has none yet",
    "inscription.renvoyer_le_code": "whoever creates an account has none yet",
    "reglements.avis": "the payment gateway tells here what was paid: it signs, and nothing unsigned is believed",
    "sante.sante": "read by machines that watch the service; it names nobody",
    "verification.chercher": "whoever was handed a paper checks it without an account",
    "verification.cles_publiees": "public keys: what a phone needs to check a paper without network",
    "verification.page": "whoever was handed a paper checks it without an account",
    "verification.reponse": "answers to a code of 95 random bits, with no more than the paper that bears it",
    "static": "styles, scripts and icons",
}


@pytest.mark.parametrize("endpoint", sorted(carte().view_functions))
def test_every_view_declares_its_reach(endpoint: str) -> None:
    assert portee_de(carte(), endpoint) is not None, (
        f"{endpoint} says nothing of who may open it, so it answers nobody. "
        "Put @portee(Portee.PERSONNE), or FOYER, or OUVERTE, right under its @bp.get(...)."
    )


def test_the_doors_open_to_anybody_are_these_and_no_other() -> None:
    ouvertes = {endpoint for endpoint in carte().view_functions if portee_de(carte(), endpoint) is Portee.OUVERTE}
    assert ouvertes == set(OUVERTES), (
        "An open view answers the whole Internet. If it must, add it to OUVERTES with the reason; "
        "if not, give it @portee(Portee.PERSONNE) or @portee(Portee.FOYER)."
    )


def _porte(route: Route) -> str:
    """The sign-in page that somebody unknown is sent to."""
    return "/gestion/connexion" if route in des_agents() else "/connexion"


@pytest.mark.parametrize("route", [*fermees(), *des_agents()], ids=nom)
def test_a_navigation_of_somebody_unknown_goes_to_the_sign_in_page(demonstration: Flask, route: Route) -> None:
    methode, endpoint = route
    reponse = demonstration.test_client().open(adresse(endpoint), method=methode, headers=NAVIGATION)
    assert reponse.status_code == 302, f"{methode} {adresse(endpoint)} answered somebody who has not signed in."
    assert reponse.location.partition("?")[0] == _porte(route)


@pytest.mark.parametrize("entetes", [FRAGMENT, SCRIPT], ids=["htmx", "script"])
@pytest.mark.parametrize("route", [*fermees(), *des_agents()], ids=nom)
def test_a_script_of_somebody_unknown_is_told_401_and_where_to_go(
    demonstration: Flask, route: Route, entetes: dict[str, str]
) -> None:
    methode, endpoint = route
    reponse = demonstration.test_client().open(adresse(endpoint), method=methode, headers=entetes)
    assert reponse.status_code == 401, f"{methode} {adresse(endpoint)}: a script cannot follow a redirect to a page."
    assert reponse.headers["HX-Redirect"].partition("?")[0] == _porte(route)
    assert reponse.data == b""


def test_a_view_that_forgot_to_declare_its_reach_answers_nobody(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    app.add_url_rule("/oubliee", "oubliee", lambda: "ZQSECRET")
    assert client.get("/oubliee").location.startswith("/connexion")
    connecter(client, alice)
    reponse = client.get("/oubliee")
    assert reponse.status_code == 403
    assert "ZQSECRET" not in reponse.text
