"""« Rembourser » over HTTP: what may be typed, where the form leads, who may say that it was paid."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes.reglements.vues import TAILLE_D_UN_AVIS
from caf_pwa.socle.horloge import Horloge
from caf_pwa.socle.identifiants import interne
from caf_pwa.socle.web import POLITIQUE_DE_CONTENU
from tests.conftest import AUJOURDHUI, NouvelleApp
from tests.dettes.guichets import ADRESSE, CLE, ENVIRON, champs, corps, signes
from tests.fabriques import compte, connecter, creance, foyer, identite_de, importer
from tests.lecteur import lire
from tests.regles.document import Document

DETTE = interne("creance", "creance")
REMBOURSER = f"/dettes/{DETTE}/rembourser"


def _saisir(client: FlaskClient, somme: str = "20,00", part: str = "partie", cle: str = "a" * 32) -> TestResponse:
    return client.post(REMBOURSER, data={"part": part, "somme": somme, "cle": cle})


def _commencer(client: FlaskClient, **saisie: str) -> tuple[str, dict[str, str]]:
    """The address of the payment, and the fields of the form that leads to the gateway."""
    payer = _saisir(client, **saisie)
    assert payer.status_code == 303, payer.text
    page = client.get(payer.location).text
    caches = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return payer.location.removesuffix("/payer"), {nom: unescape(valeur) for nom, valeur in caches}


def _dire(client: FlaskClient, envoyes: dict[str, str], **autres: str) -> TestResponse:
    """The notice of what that form paid, from a machine that nobody has signed in on."""
    dit = champs(envoyes["vads_order_id"], centimes=int(envoyes["vads_amount"])) | autres
    return client.application.test_client().post(ADRESSE, data=signes(dit))


def test_from_the_amount_to_the_receipt_each_page_agrees_to_the_cent(navigateur: FlaskClient) -> None:
    ici, envoyes = _commencer(navigateur)
    assert envoyes["vads_amount"] == "2000"
    assert "En attente de confirmation" in lire(navigateur, ici)
    assert "540,00 € à rembourser" in lire(navigateur, "/dettes")
    encore = navigateur.get(ici, headers={"HX-Request": "true", "HX-Source": "section#attente"})
    assert encore.status_code == 204  # nothing moves under the reader
    reponse = _dire(navigateur, envoyes)
    assert (reponse.status_code, reponse.text) == (200, "nouveau\n")
    recu = lire(navigateur, ici)
    for dit in ("Reçu de paiement", "20,00 €", envoyes["vads_order_id"], "520,00 €", "INK 001 2026"):
        assert dit in recu
    assert "520,00 € à rembourser, sur 540,00 €" in lire(navigateur, "/dettes")
    assert "Mes dettes 520,00 € à rembourser" in lire(navigateur, "/accueil")
    assert "520,00 €" in lire(navigateur, "/allocations/paiements")
    assert "Mes remboursements" in lire(navigateur, "/dettes")


def test_the_whole_debt_is_what_the_base_says_whatever_is_typed_beside(navigateur: FlaskClient) -> None:
    ici, envoyes = _commencer(navigateur, part="tout", somme="1,00")
    assert envoyes["vads_amount"] == "54000"
    _dire(navigateur, envoyes)
    assert "Mes dettes" not in lire(navigateur, "/accueil")
    assert "plus rien à rembourser" in lire(navigateur, REMBOURSER)
    assert "Recommencer" not in lire(navigateur, ici)


@pytest.mark.parametrize(
    "somme", ["0", "0,00", "-5", "540,01", "1e9", "1000000000", "0,001", "12,345", "dix", "", "NaN", "٢٠", "20;30"]
)
def test_t25_what_is_no_amount_or_not_owed_is_refused_in_words(navigateur: FlaskClient, somme: str) -> None:
    reponse = _saisir(navigateur, somme)
    assert reponse.status_code == 422
    page = Document(reponse.text)
    assert any(champ.get("aria-invalid") for champ in page.tous("input"))
    assert "540,00" in reponse.text


def test_t25_the_debt_of_somebody_else_is_not_found(app_payante: Flask, navigateur: FlaskClient) -> None:
    importer(app_payante, foyer("bob"), compte("bob"))
    bob = connecter(app_payante.test_client(), identite_de(app_payante, "bob"), confirmee=True)
    ici, _ = _commencer(navigateur)
    assert [bob.get(chemin).status_code for chemin in (REMBOURSER, ici, f"{ici}/payer")] == [404] * 3
    assert [_saisir(bob).status_code, bob.post(f"{ici}/abandon").status_code] == [404] * 2


def test_t25_amount_and_currency_posted_by_the_browser_count_for_nothing(navigateur: FlaskClient) -> None:
    donnees = {"part": "partie", "somme": "20,00", "cle": "a" * 32, "montant": "1", "vads_amount": "1", "currency": "1"}
    page = navigateur.get(navigateur.post(REMBOURSER, data=donnees).location).text
    assert 'name="vads_amount" value="2000"' in page
    assert 'name="vads_currency" value="978"' in page


def test_t24_twenty_identical_posts_at_once_are_one_payment(app_payante: Flask, navigateur: FlaskClient) -> None:
    debitrice = identite_de(app_payante, "alice")
    clients = [connecter(app_payante.test_client(), debitrice, confirmee=True) for _ in range(20)]
    with ThreadPoolExecutor(20) as ensemble:
        reponses = list(ensemble.map(_saisir, clients))
        assert {reponse.status_code for reponse in reponses} == {303}
        (payer,) = {reponse.location for reponse in reponses}
        _, envoyes = _commencer(navigateur)
        avis = list(ensemble.map(lambda client: _dire(client, envoyes), clients))
    assert sorted(reponse.text for reponse in avis) == ["deja recu\n"] * 19 + ["nouveau\n"]
    assert "520,00 €" in lire(navigateur, payer.removesuffix("/payer"))


def test_a_second_amount_is_told_of_the_first_and_may_give_it_up(navigateur: FlaskClient) -> None:
    ici, _ = _commencer(navigateur)
    reponse = _saisir(navigateur, "30,00", cle="b" * 32)
    assert reponse.status_code == 409
    assert "Un paiement de 20,00" in reponse.text
    assert navigateur.post(f"{ici}/abandon").status_code == 303
    assert "Vous avez abandonné ce paiement" in lire(navigateur, ici)
    assert _saisir(navigateur, "30,00", cle="b" * 32).status_code == 303


def test_t26_coming_back_proves_nothing_and_a_late_notice_counts(navigateur: FlaskClient, horloge: Horloge) -> None:
    ici, envoyes = _commencer(navigateur)
    revenir = navigateur.get(f"{ici}?vads_trans_status=AUTHORISED&vads_amount=2000", follow_redirects=True)
    assert "En attente de confirmation" in revenir.text
    navigateur.post(f"{ici}/abandon")
    horloge.regler(AUJOURDHUI + timedelta(days=3))
    assert _dire(navigateur, envoyes).text == "nouveau\n"
    assert "Reçu de paiement" in navigateur.get(ici).text


def test_a_payment_that_was_not_made_in_time_says_so_and_leaves_the_way_free(
    navigateur: FlaskClient, app_payante: Flask, horloge: Horloge
) -> None:
    ici, _ = _commencer(navigateur)
    horloge.regler(AUJOURDHUI + timedelta(days=1))
    connecter(navigateur, identite_de(app_payante, "alice"), confirmee=True)
    assert "n’a pas été fait à temps" in lire(navigateur, ici)
    assert navigateur.get(f"{ici}/payer").location == ici
    assert _saisir(navigateur, "30,00", cle="b" * 32).status_code == 303


@pytest.mark.parametrize(
    "autres",
    [
        {"vads_amount": "2001", "vads_effective_amount": "2001"},
        {"vads_amount": "1", "vads_effective_amount": "1"},
        {"vads_currency": "840"},
        {"vads_order_id": "261123-AAAAAA"},
        {"vads_site_id": "00000000"},
        {"vads_ctx_mode": "PRODUCTION"},
    ],
)
def test_t26_a_notice_of_another_amount_order_currency_or_shop_credits_nothing(
    navigateur: FlaskClient, autres: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    ici, envoyes = _commencer(navigateur)
    assert _dire(navigateur, envoyes, **autres).status_code == 400
    assert "En attente de confirmation" in lire(navigateur, ici)
    assert "Payment notice refused" in caplog.text
    assert envoyes["vads_order_id"] not in caplog.text


def test_t26_a_forged_an_altered_and_an_endless_notice_credit_nothing(navigateur: FlaskClient) -> None:
    ici, envoyes = _commencer(navigateur)
    juste = champs(envoyes["vads_order_id"])
    for recu, statut in (
        (corps(juste, lambda signe: signe | {"signature": "x"}), 400),
        (corps(juste, lambda signe: signe | {"vads_trans_uuid": "autre"}), 400),
        (b"", 400),
        (corps(juste | {"vads_extra": "x" * TAILLE_D_UN_AVIS}), 413),
    ):
        reponse = navigateur.post(ADRESSE, data=recu, content_type="application/x-www-form-urlencoded")
        assert reponse.status_code == statut
    assert "En attente de confirmation" in lire(navigateur, ici)


def test_t26_a_notice_replayed_and_a_refusal_told_after_change_nothing(navigateur: FlaskClient) -> None:
    ici, envoyes = _commencer(navigateur)
    assert _dire(navigateur, envoyes).text == "nouveau\n"
    assert _dire(navigateur, envoyes).text == "deja recu\n"
    _dire(navigateur, envoyes, vads_trans_status="CAPTURED")
    _dire(navigateur, envoyes, vads_trans_status="REFUSED", vads_trans_uuid="t2")
    assert "Reçu de paiement" in lire(navigateur, ici)
    assert "520,00 € à rembourser" in lire(navigateur, "/dettes")


@pytest.mark.parametrize(("etat", "dit"), [("REFUSED", "La banque a refusé"), ("ABANDONED", "Vous avez abandonné")])
def test_a_payment_that_failed_says_so_and_the_debt_stays(navigateur: FlaskClient, etat: str, dit: str) -> None:
    ici, envoyes = _commencer(navigateur)
    _dire(navigateur, envoyes, vads_trans_status=etat)
    assert dit in lire(navigateur, ici)
    assert "540,00 € à rembourser" in lire(navigateur, "/dettes")


def test_money_given_back_shows_on_the_receipt(navigateur: FlaskClient) -> None:
    ici, envoyes = _commencer(navigateur)
    _dire(navigateur, envoyes)
    rendu = {"vads_operation_type": "CREDIT", "vads_trans_uuid": "r1"}
    _dire(navigateur, envoyes, **rendu, vads_amount="500", vads_effective_amount="500")
    assert "5,00 € vous ont été rendus" in lire(navigateur, ici)
    assert "525,00 € à rembourser" in lire(navigateur, "/dettes")


def test_only_the_page_that_leads_to_the_gateway_may_post_there(navigateur: FlaskClient) -> None:
    ici, _ = _commencer(navigateur)
    politiques = {
        chemin: navigateur.get(chemin).headers["Content-Security-Policy"]
        for chemin in (f"{ici}/payer", ici, REMBOURSER, "/dettes")
    }
    assert "form-action 'self' https://guichet.invalid;" in politiques.pop(f"{ici}/payer")
    assert set(politiques.values()) == {POLITIQUE_DE_CONTENU}


def test_money_moves_only_for_whoever_has_just_proved_that_it_is_them(
    app_payante: Flask, navigateur: FlaskClient, debitrice: Identite
) -> None:
    ici, _ = _commencer(navigateur)
    sans = connecter(app_payante.test_client(), debitrice)
    for reponse in (sans.get(REMBOURSER), _saisir(sans), sans.get(f"{ici}/payer")):
        assert reponse.location.startswith("/compte/confirmer?suite=")
    assert sans.get(ici).status_code == 200  # reading moves nothing


def test_a_contested_debt_may_be_paid_and_says_that_it_need_not(app_payante: Flask, navigateur: FlaskClient) -> None:
    importer(app_payante, creance("alice", version=2, etat="contestee"))
    assert "Vous ne devez rien payer pour le moment" in lire(navigateur, REMBOURSER)
    assert _saisir(navigateur).status_code == 303


def test_without_a_gateway_the_other_ways_to_pay_are_told(nouvelle_app: NouvelleApp) -> None:
    with nouvelle_app() as app:
        importer(app, foyer("alice"), compte("alice"), creance("alice"))
        client = connecter(app.test_client(), identite_de(app, "alice"), confirmee=True)
        page = lire(client, REMBOURSER)
        for moyen in ("virement", "prélèvement", "chèque", "INK 001 2026"):
            assert moyen in page
        assert [_saisir(client).status_code, client.post(ADRESSE).status_code] == [404, 404]


def test_t26_the_key_of_the_shop_is_on_no_page(navigateur: FlaskClient) -> None:
    ici, envoyes = _commencer(navigateur)
    assert CLE not in navigateur.get(f"{ici}/payer").text
    assert ENVIRON["PAIEMENT_CLE"] not in envoyes.values()
