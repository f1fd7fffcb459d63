"""How fast documents are received for good, beside bare durable inserts, and what many at once weigh."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

from pikepdf import Dictionary, Name, Pdf
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.memoire import memoire
from bench.mesure import Mesure
from caf_pwa import create_app
from caf_pwa.comptes.modele import Compte
from caf_pwa.config import Reglages
from caf_pwa.documents import service
from caf_pwa.dossier.modele import Personne
from caf_pwa.extensions import db
from caf_pwa.socle.horloge import instant
from outils.instance import JOUR, Serveur, servir

A_LA_FOIS = 8
DOCUMENTS = 20  # of 20 pages each
GROS = 20
SECONDES = 2.0


def mesurer(dossier: Path, persona: dict[str, Any]) -> Iterator[Mesure]:
    """Photos as the browser sends them, then large ones as it would without its script."""
    with servir(dossier) as serveur:
        cookie = serveur.se_connecter(persona)
        image = photo(200_000)
        _debit(serveur, cookie, _nouveaux(dossier, 1), image)  # warms up
        photos = _debit(serveur, cookie, _nouveaux(dossier, DOCUMENTS), image)
        nus = _inserts(dossier)
        recus = _debit(serveur, cookie, _nouveaux(dossier, DOCUMENTS), _scan(image))
    yield Mesure("bare durable inserts", nus, "/s")
    yield Mesure("photos of 200 kB received, looked at for blur", photos, "/s")
    yield Mesure("documents of 200 kB received (scans as PDF)", recus, "/s")
    yield Mesure("documents of 200 kB received, of bare durable inserts", recus / nus, au_moins=0.12)
    with servir(dossier, WEB_CONCURRENCY="1") as serveur:
        cookie = serveur.se_connecter(persona)
        pointe = _pointe(serveur, lambda: _ensemble(serveur, cookie, _nouveaux(dossier, GROS), _lourde()))
    yield Mesure(f"memory of a web process while {GROS} 10 MB files arrive at once", pointe / 1e6, "MB", au_plus=200)


def _debit(serveur: Serveur, cookie: str, documents: list[str], photo: bytes) -> float:
    """Documents a second: each is on the disk, whole, when it is answered. The load weighs little: few connections."""
    envois, corps = documents * service.PAGES, _TETE + photo + _PIED
    with ThreadPoolExecutor(A_LA_FOIS) as fils, _Connexions(serveur) as connexions:
        debut = time.perf_counter()
        list(fils.map(lambda document: _envoyer(connexions.d_ici(), cookie, document, corps), envois))
        return len(envois) / (time.perf_counter() - debut)


class _Connexions:
    """One for each thread, kept open from a document to the next."""

    def __init__(self, serveur: Serveur) -> None:
        self._serveur, self._ici, self._toutes = serveur, threading.local(), list[HTTPConnection]()

    def __enter__(self) -> "_Connexions":
        return self

    def __exit__(self, *_: object) -> None:
        for connexion in self._toutes:
            connexion.close()

    def d_ici(self) -> HTTPConnection:
        if not hasattr(self._ici, "connexion"):
            self._ici.connexion = HTTPConnection("localhost", self._serveur.port, timeout=120)
            self._toutes.append(self._ici.connexion)
        connexion: HTTPConnection = self._ici.connexion
        return connexion


def _ensemble(serveur: Serveur, cookie: str, documents: list[str], photo: bytes) -> None:
    corps = _TETE + photo + _PIED
    with ThreadPoolExecutor(len(documents)) as fils, _Connexions(serveur) as connexions:
        list(fils.map(lambda document: _envoyer(connexions.d_ici(), cookie, document, corps), documents))


def _pointe(serveur: Serveur, travail: Callable[[], None]) -> int:
    """The most that the web process held while the work was done, in bytes."""
    releves = [memoire(serveur.pid)]
    fil = threading.Thread(target=travail)
    fil.start()
    while fil.is_alive():
        releves.append(memoire(serveur.pid))
        time.sleep(0.02)
    fil.join()
    return max(releves)


_TETE = b'--lim\r\nContent-Disposition: form-data; name="fichier"; filename="photo.jpg"\r\n\r\n'
_PIED = b"\r\n--lim--\r\n"
_ENTETES = {"Content-Type": "multipart/form-data; boundary=lim", "Accept": "application/json"}


def _envoyer(connexion: HTTPConnection, cookie: str, document: str, corps: bytes) -> None:
    connexion.request("POST", f"/documents/{document}/pages", corps, _ENTETES | {"Cookie": cookie})
    reponse = connexion.getresponse()
    reponse.read()
    if reponse.status != 201:
        raise RuntimeError(f"a document answered {reponse.status}")


def _nouveaux(dossier: Path, nombre: int) -> list[str]:
    """Documents that Inès has begun."""
    app = create_app(Reglages.depuis({"CAF_INSTANCE": str(dossier), "CAF_AUJOURDHUI": JOUR}))
    with app.app_context(), Session(db.engine) as session:
        ines = session.scalars(
            select(Personne).join(Compte, Compte.personne_id == Personne.id).where(Personne.prenoms == "Inès")
        ).one()
        deposant = _Deposant(ines.foyer_id, ines.id)
        documents = [service.commencer(session, deposant, "Bail", "/accueil", instant()) for _ in range(nombre)]
        session.commit()
        return [document.id for document in documents]


class _Deposant:
    def __init__(self, foyer_id: str, personne_id: str) -> None:
        self.foyer_id, self.personne_id = foyer_id, personne_id


def _inserts(dossier: Path) -> float:
    """One insert and one commit at a time, as SQLite does by itself: each is on the disk before the next."""
    connexion = sqlite3.connect(dossier / "bench.sqlite3", isolation_level=None)
    connexion.execute("CREATE TABLE lignes (texte TEXT)")
    nombre, debut = 0, time.perf_counter()
    while time.perf_counter() - debut < SECONDES:
        connexion.execute("INSERT INTO lignes VALUES ('une ligne')")
        nombre += 1
    connexion.close()
    return nombre / SECONDES


def photo(octets: int) -> bytes:
    """A photo of that weight, as the browser makes it: 1500 by 2000 points."""
    grain = Image.effect_noise((1500, 2000), 24).convert("RGB")
    for qualite in range(90, 5, -2):
        sortie = BytesIO()
        grain.save(sortie, "JPEG", quality=qualite)
        if sortie.tell() <= octets:
            break
    return sortie.getvalue()


def _scan(photo: bytes) -> bytes:
    """The same picture as a scanner sends it: a PDF of one sheet."""
    sortie = BytesIO()
    with Pdf.new() as pdf:
        image = pdf.make_stream(photo, Type=Name.XObject, Subtype=Name.Image, Width=1500, Height=2000)
        image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        feuille = pdf.add_blank_page(page_size=(595, 842))
        feuille.Resources = Dictionary(XObject=Dictionary(Im0=image))
        feuille.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        pdf.save(sortie)
    return sortie.getvalue()


def _lourde() -> bytes:
    """A photo of nearly 10 MB, as a device without the script sends it."""
    sortie = BytesIO()
    Image.effect_noise((1800, 1800), 80).convert("RGB").save(sortie, "PNG", compress_level=0)
    return sortie.getvalue()
