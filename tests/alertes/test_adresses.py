"""T42: where a push may go. The address comes from a browser, so from anybody."""

import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes.destinations import AbonnementRefuse, controler, controler_cles
from caf_pwa.alertes.modele import Abonnement
from caf_pwa.alertes.reseau import Liaisons, SansReponse
from caf_pwa.comptes.identite import Identite
from caf_pwa.config import PUSH_HOTES
from outils.push import Telephone
from tests.alertes.conftest import Rue
from tests.fabriques import connecter, moteur_de

HOTES = tuple(PUSH_HOTES.split(","))

PERMISES = [
    "https://fcm.googleapis.com/fcm/send/dQw4:APA91bH-_x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA==",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://db5p.notify.windows.com/w/?token=BQYAAA%2bB",
]

# {port}: where somebody listens on this machine.
HOSTILES = [
    *("http://fcm.googleapis.com/x", "http://127.0.0.1:{port}/x", "https://127.0.0.1:{port}/x", "https://127.0.0.1/x"),
    *("https://127.1:{port}/x", "https://2130706433:{port}/x", "https://0x7f000001/x", "https://0177.0.0.1/x"),
    *("https://0/x", "https://0.0.0.0:{port}/x"),
    *("https://[::1]:{port}/x", "https://[::]/x", "https://[::ffff:127.0.0.1]/x"),
    *("https://[fe80::1%25lo]/x", "https://[fd00::1]/x"),
    *("https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/x"),
    *("https://192.168.1.1/x", "https://100.64.0.1/x", "https://224.0.0.1/x", "https://localhost:{port}/x"),
    *("https://localhost/x", "http://localhost:{port}/x", "https://localhost.localdomain/x", "https://caf.internal/x"),
    *("https://fcm.googleapis.com:{port}/x", "https://fcm.googleapis.com:443/x", "https://fcm.googleapis.com:/x"),
    *("https://fcm.googleapis.com@127.0.0.1:{port}/x"),
    *("https://u:p@fcm.googleapis.com/x", "https://@fcm.googleapis.com/x"),
    *("https://fcm.googleapis.com.evil.example/x"),
    *("https://evilfcm.googleapis.com/x", "https://x.fcm.googleapis.com/x"),
    *("https://fcm.googleapis.com./x"),
    *("https://FCM.googleapis.com/x", "https://fcm.googleapis.com\\@127.0.0.1:{port}/x"),
    *("https://fcm.googleapis.com#@127.0.0.1:{port}/x", "https://fcm.googleapis.com?@127.0.0.1:{port}/x"),
    *("https://fcm.googleapis.com", "https://fcm.googleapis.com/"),
    *("https:/fcm.googleapis.com/x", "https:fcm.googleapis.com/x"),
    *("//fcm.googleapis.com/x", "///fcm.googleapis.com/x", "/x", "", " ", "https://", "https:///x"),
    *("HTTPS://fcm.googleapis.com/x", " https://fcm.googleapis.com/x", "https://fcm.googleapis.com/x "),
    *("https://fcm.googleapis.com/x\r\nHost: 127.0.0.1"),
    *("https://fcm.googleapis.com/x\x00", "https://fcm.googleapis.com/\tx"),
    *("https://fcm.googleapis.com/é", "https://fcm。googleapis。com/x"),
    *("https://ｆcm.googleapis.com/x", "https://fcm.googleapis.com/x#y"),
    *("https://notify.windows.com/x", "https://.notify.windows.com/x", "https://a..notify.windows.com/x"),
    *("https://evilnotify.windows.com/x"),
    *("https://127.0.0.1:{port}/.notify.windows.com", "https://a@b.notify.windows.com/x"),
    *("file:///etc/passwd", "ftp://fcm.googleapis.com/x"),
    *("gopher://127.0.0.1:{port}/x", "javascript:alert(1)", "data:,x"),
    *("ws://fcm.googleapis.com/x"),
    *("https://fcm.googleapis.com/" + "a" * 100_000, "https://" + "a." * 400 + "notify.windows.com/x"),
]  # fmt: skip


@pytest.fixture
def ecoute() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who came."""
    venus: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as prise:
        prise.settimeout(0.2)
        fini = threading.Event()

        def compter() -> None:
            while not fini.is_set():
                try:
                    connexion, qui = prise.accept()
                except TimeoutError:
                    continue
                venus.append(str(qui))
                connexion.close()

        fil = threading.Thread(target=compter)
        fil.start()
        yield prise.getsockname()[1], venus
        fini.set()
        fil.join()


@pytest.mark.parametrize("adresse", PERMISES)
def test_the_services_of_known_browsers_are_allowed(adresse: str) -> None:
    controler(adresse, HOTES)


def test_t42_there_are_sixty_hostile_addresses_and_more() -> None:
    assert len(set(HOSTILES)) >= 60


@pytest.mark.parametrize("adresse", HOSTILES, ids=lambda adresse: adresse[:50])
def test_t42_an_address_of_anybody_else_is_refused_with_a_sentence(adresse: str) -> None:
    with pytest.raises(AbonnementRefuse, match="navigateur"):
        controler(adresse.replace("{port}", "8446"), HOTES)


def test_t42_a_hostile_address_is_not_kept_and_nobody_is_connected_to(
    app: Flask, client: FlaskClient, alice: Identite, rue: Rue, ecoute: tuple[int, list[str]]
) -> None:
    port, venus = ecoute
    connecter(client, alice)
    cles = {nom: valeur for nom, valeur in rue.poste.telephone().adresse.items() if nom != "endpoint"}
    for hostile in HOSTILES:
        corps = {"endpoint": hostile.replace("{port}", str(port)), "compte": alice.pseudonyme, **cles}
        assert client.post("/compte/alertes/abonnement", data=corps).status_code in (413, 422), hostile
    with Session(moteur_de(app)) as session:
        assert session.scalars(select(Abonnement)).all() == []
    assert not venus


def test_t42_one_that_is_in_the_base_all_the_same_is_looked_at_again_and_dropped(
    app: Flask, alice: Identite, rue: Rue, ecoute: tuple[int, list[str]]
) -> None:
    port, venus = ecoute
    telephone = rue.abonner("alice")
    ailleurs = telephone.adresse | {"endpoint": f"https://127.0.0.1:{port}/x"}
    with Session(moteur_de(app)) as session:
        session.execute(update(Abonnement).values(adresse=ailleurs))
        session.commit()
    rue.publier("alice")
    rue.distribuer()
    assert not venus
    with Session(moteur_de(app)) as session:
        assert session.scalars(select(Abonnement)).all() == []


@pytest.mark.parametrize(
    "dedans", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1"]
)
def test_t42_a_name_that_leads_inside_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, ecoute: tuple[int, list[str]], dedans: str
) -> None:
    """Rebinding: an allowed name whose owner makes it stand for a machine of ours."""
    famille = socket.AF_INET6 if ":" in dedans else socket.AF_INET
    trouvees = [(famille, socket.SOCK_STREAM, 6, "", (un, 443)) for un in ("93.184.216.34", dedans)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: trouvees)
    liaisons = Liaisons()
    with pytest.raises(SansReponse):
        liaisons.poster("https://fcm.googleapis.com/x", b"", {})()
    assert not ecoute[1]


def test_t42_a_service_that_sends_on_is_not_followed(alice: Identite, rue: Rue, ecoute: tuple[int, list[str]]) -> None:
    port, venus = ecoute
    telephone = rue.abonner("alice")
    telephone.reponses.append((307, {"Location": f"http://127.0.0.1:{port}/x"}))
    rue.publier("alice")
    rue.distribuer()
    assert not telephone.recus
    assert not venus


BONNE = Telephone("x").adresse


MAUVAISES = [
    *[(BONNE["p256dh"], auth) for auth in ("", "AAAA", BONNE["auth"] * 2, "é" * 22, "!" * 22)],
    *[(cle, BONNE["auth"]) for cle in ("", "AAAA", BONNE["p256dh"][:-4], "BA" + "A" * 85, "é")],
    ("A" + BONNE["p256dh"][1:], BONNE["auth"]),
]


@pytest.mark.parametrize(("p256dh", "auth"), MAUVAISES, ids=range(len(MAUVAISES)))
def test_keys_that_are_none_are_refused_with_a_sentence(p256dh: str, auth: str) -> None:
    with pytest.raises(AbonnementRefuse, match="clés illisibles"):
        controler_cles(p256dh, auth)
