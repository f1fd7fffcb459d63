"""Signing in with a passkey: what it costs the server, beside the one signature that it must verify."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.mesure import Mesure
from caf_pwa.comptes.cles import passkeys
from caf_pwa.comptes.cles import service as cles
from caf_pwa.comptes.modele import Compte
from caf_pwa.extensions import db
from caf_pwa.socle.horloge import instant
from outils.authentificateur import HOTE, ORIGINE, Passkey

TOURS = 60


def mesurer(dossier: Path, app: Flask, persona: dict[str, Any]) -> Iterator[Mesure]:
    """Everything in one process, in turn: the signature, a bare request that asks the database once, a sign-in."""
    cle, client = _cle(app, persona), app.test_client()
    verifier, nue = _signature(), _requete_nue(dossier)
    releves = [(_duree(verifier), _duree(nue), _connexion(client, cle)) for _ in range(TOURS)]
    signature, requete, connexion = (median(cote) * 1000 for cote in zip(*releves, strict=True))
    yield Mesure("one ECDSA verification", signature, "ms")
    yield Mesure("one bare request", requete, "ms")
    yield Mesure("a sign-in with a passkey", connexion, "ms")
    yield Mesure("sign-in with a passkey ÷ (signature + bare request)", connexion / (signature + requete), au_plus=10)


def _duree(geste: Callable[[], object]) -> float:
    debut = time.perf_counter()
    geste()
    return time.perf_counter() - debut


def _cle(app: Flask, persona: dict[str, Any]) -> Passkey:
    """A key of that person."""
    cle, site, defi = Passkey(), passkeys.Site(HOTE, ORIGINE), passkeys.nouveau_defi()
    with app.app_context(), Session(db.engine) as session:
        compte_id = session.scalars(select(Compte.id).where(Compte.identifiant == persona["identifiant"])).one()
        options = passkeys.options_ajout(site, compte_id, "banc", (), defi)
        nouvelle = passkeys.verifier_ajout(site, defi, cle.creer(options))
        cles.ajouter(session, compte_id, nouvelle, "Banc", "internal", instant())
        session.commit()
    return cle


def _connexion(client: FlaskClient, cle: Passkey) -> float:
    """Seconds that the server takes to answer a browser that has been touched."""
    options = client.post("/connexion/cle/debut").json
    assert options is not None
    reponse = {"cle": cle.repondre(options), "suite": ""}
    duree = _duree(lambda: _attendre(client, reponse))
    client.post("/deconnexion")
    return duree


def _attendre(client: FlaskClient, reponse: dict[str, Any]) -> None:
    statut = client.post("/connexion/cle", json=reponse).status_code
    if statut != 200:
        raise RuntimeError(f"a sign-in with a passkey answered {statut}")


def _signature() -> Callable[[], None]:
    privee, octets = ec.generate_private_key(ec.SECP256R1()), b"x" * 100
    signature, publique = privee.sign(octets, ec.ECDSA(SHA256())), privee.public_key()
    return lambda: publique.verify(signature, octets, ec.ECDSA(SHA256()))


def _requete_nue(dossier: Path) -> Callable[[], object]:
    nue = Flask("nue")

    @nue.post("/")
    def page() -> str:
        with closing(sqlite3.connect(dossier / "caf.sqlite3")) as connexion:
            return str(connexion.execute("SELECT count(*) FROM cles").fetchone()[0])

    client = nue.test_client()
    return lambda: client.post("/", json={"suite": ""})
