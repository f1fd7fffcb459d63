"""Alerts that leave: pushes per second over TLS against a library called once per message; what publishing costs."""

import asyncio
import multiprocessing
import os
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import requests
from flask import Flask
from pywebpush import WebPusher, webpush
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.mesure import Mesure
from caf_pwa.alertes import service
from caf_pwa.alertes.canal import Envoi, Sort
from caf_pwa.alertes.distribution import ENSEMBLE, FILS
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Alerte, Annonce
from caf_pwa.alertes.push import Push
from caf_pwa.alertes.reseau import Liaisons
from caf_pwa.dossier.modele import Foyer
from caf_pwa.extensions import db
from caf_pwa.socle.chiffrement.vapid import CleVapid, nouvelle
from caf_pwa.socle.horloge import instant
from outils import push
from outils.push import Telephone

MESSAGES, ALERTES, TOURS = 1500, 100_000, 3
_SUJET = "mailto:bench@exemple.invalid"


def mesurer(app: Flask) -> Iterator[Mesure]:
    with _service() as (origine, certificat):
        telephone, cle = Telephone(f"{origine}/envoi/x"), nouvelle()
        une_par_une = _debit(MESSAGES // 5, lambda: _webpush(telephone, cle, certificat))
        chiffrer = _debit(MESSAGES, lambda: _chiffrer_et_signer(telephone, cle, origine))
        notre = _notre_debit(telephone, cle, origine)
    yield Mesure("pushes over TLS", notre, "/s")
    yield Mesure("… against webpush() once per message", notre / une_par_une, "×", au_moins=3)
    yield Mesure("… against encrypting and signing alone", notre / chiffrer, "×", au_moins=0.5)
    yield Mesure(f"publishing {ALERTES} alerts against bare inserts", _publier(app), "×", au_plus=10)


def _debit(nombre: int, faire: Callable[[], object]) -> float:
    """The best of a few rounds: another process may have had the processor."""
    return max(_un_debit(nombre, faire) for _ in range(TOURS))


def _un_debit(nombre: int, faire: Callable[[], object]) -> float:
    debut = time.perf_counter()
    for _ in range(nombre):
        faire()
    return nombre / (time.perf_counter() - debut)


def _abonnement(telephone: Telephone) -> dict[str, object]:
    adresse = telephone.adresse
    return {"endpoint": adresse["endpoint"], "keys": {nom: adresse[nom] for nom in ("p256dh", "auth")}}


def _dit() -> str:
    return '{"genre": "paiement", "texte": "Votre Caf a fait un paiement.", "sujet": "' + "x" * 32 + '"}'


def _webpush(telephone: Telephone, cle: str, certificat: Path) -> None:
    session = requests.Session()
    session.trust_env, session.verify = False, str(certificat)
    dit, claims = _dit(), {"sub": _SUJET}
    webpush(_abonnement(telephone), dit, cle, claims, ttl=60, timeout=8, requests_session=session)
    session.close()


def _chiffrer_et_signer(telephone: Telephone, cle: str, origine: str) -> None:
    WebPusher(_abonnement(telephone)).encode(_dit().encode())
    CleVapid.lire(cle).jeton(origine, _SUJET, int(time.time()) + 3600)


def _notre_debit(telephone: Telephone, cle: str, origine: str) -> float:
    liaisons = Liaisons(frozenset((origine,)))
    voie = Push(CleVapid.lire(cle), _SUJET, (origine,), liaisons)
    envoi = Envoi("c" * 32, "", genres()["paiement"], "x" * 32, telephone.adresse, timedelta(hours=1))

    def ensemble() -> set[Sort]:
        """As many as the worker sends together."""
        commences = [voie.commencer(envoi) for _ in range(ENSEMBLE)]
        return {attendre().sort for attendre in commences}

    def tout(fils: ThreadPoolExecutor) -> float:
        debut = time.perf_counter()
        sorts = set().union(*fils.map(lambda _: ensemble(), range(MESSAGES // ENSEMBLE)))
        if sorts != {Sort.PARTIE}:
            raise RuntimeError(f"the service answered {sorts}")
        return MESSAGES / (time.perf_counter() - debut)

    with ThreadPoolExecutor(FILS) as fils:
        mieux = max(tout(fils) for _ in range(TOURS))
    voie.fermer()
    return mieux


def _publier(app: Flask) -> float:
    """One transaction each, rolled back: the same rows, by ``publier`` and by bare inserts."""
    maintenant = instant()
    with app.app_context(), Session(db.engine) as session:
        foyer_id = session.query(Foyer.id).limit(1).scalar()
        debut = time.perf_counter()
        for rang in range(ALERTES):
            service.publier(session, (foyer_id, None), "paiement", f"b{rang}", {"montant": "1"}, maintenant)
        session.flush()
        publies = time.perf_counter() - debut
        session.rollback()
        debut = time.perf_counter()
        connexion = session.connection()
        for rang in range(ALERTES):
            noms = {"genre": "paiement", "objet_id": f"b{rang}", "publiee_le": maintenant}
            connexion.execute(insert(Alerte), noms | {"foyer_id": foyer_id, "valeurs": {"montant": "1"}})
            connexion.execute(insert(Annonce), noms)
        inseres = time.perf_counter() - debut
        session.rollback()
    return publies / inseres


@contextmanager
def _service() -> Iterator[tuple[str, Path]]:
    """A push service that answers 201 to all, in a process of its own."""
    with tempfile.TemporaryDirectory() as dossier:
        certificat = Path(dossier) / "certificat.pem"
        certificat.write_bytes(push.certificat())
        ici, la = multiprocessing.Pipe()
        processus = multiprocessing.get_context("spawn").Process(target=_servir, args=(certificat, la), daemon=True)
        processus.start()
        port = ici.recv()
        anciens = os.environ.get("SSL_CERT_FILE")
        os.environ["SSL_CERT_FILE"] = str(certificat)
        try:
            yield f"https://localhost:{port}", certificat
        finally:
            os.environ.pop("SSL_CERT_FILE")
            if anciens is not None:
                os.environ["SSL_CERT_FILE"] = anciens
            processus.terminate()
            processus.join()


def _servir(certificat: Path, vers: Connection) -> None:
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(certificat)

    async def repondre(lecture: asyncio.StreamReader, ecriture: asyncio.StreamWriter) -> None:
        try:
            while True:
                tete = (await lecture.readuntil(b"\r\n\r\n")).lower()
                await lecture.readexactly(int(tete.split(b"content-length: ")[1].split(b"\r\n")[0]))
                ecriture.write(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        except (asyncio.IncompleteReadError, OSError):
            ecriture.close()

    async def tourner() -> None:
        serveur = await asyncio.start_server(repondre, "127.0.0.1", 0, ssl=contexte)
        vers.send(serveur.sockets[0].getsockname()[1])
        await serveur.serve_forever()

    asyncio.run(tourner())
