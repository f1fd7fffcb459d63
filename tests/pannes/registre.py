"""What a server holds, read by the application itself beside it: each promise of the queue, on its side."""

import base64
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from caf_pwa import commandes, create_app
from caf_pwa.comptes.modele import Compte
from caf_pwa.config import Reglages
from caf_pwa.demarches import jointes
from caf_pwa.demarches.modele import Brouillon, Demarche
from caf_pwa.documents.modele import Document, Page
from caf_pwa.dossier.modele import Personne
from caf_pwa.envois import menage, service
from caf_pwa.envois.modele import Envoi, Morceau
from caf_pwa.extensions import db
from caf_pwa.papiers import cles
from caf_pwa.socle.horloge import instant
from outils.instance import environnement

DEUX_JOURS = 2 * 86_400
UN_MOIS = timedelta(days=31)


@dataclass(frozen=True)
class Arrivee:
    """What has come under a key. ``nombre``: how many times; ``vivante``: nothing has taken its place."""

    nombre: int
    numero: str
    personne_id: str | None
    mot: str
    vivante: bool
    ordre: int


@dataclass(frozen=True)
class Registre:
    app: Flask

    @classmethod
    def de(cls, dossier: Path, **autres: str) -> "Registre":
        app = create_app(Reglages.depuis(environnement(dossier, **autres)))
        commandes.init_app(app)
        return cls(app)

    @contextmanager
    def lire(self) -> Iterator[Session]:
        """What is committed, and nothing left open."""
        with self._ouverte(), Session(db.engine) as session:
            yield session

    @contextmanager
    def _ouverte(self) -> Iterator[None]:
        """Nothing stays open: the file of a base may be another by the next time."""
        try:
            with self.app.app_context():
                yield
        finally:
            with self.app.app_context():
                db.engine.dispose()

    def personne(self, prenom: str) -> str:
        with self.lire() as session:
            return session.scalars(select(Personne.id).where(Personne.prenoms.startswith(prenom))).one()

    def ranger(self) -> None:
        """Everything that SQLite keeps beside its file goes into it."""
        with self.lire() as session:
            if session.get_bind().dialect.name == "sqlite":
                session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def recue_une_fois(self, cle: str, corps: bytes, recu: dict[str, Any], personne_id: str) -> list[str]:
        """One record of it, its author's, as it was said, its receipt ours; the hashes of its documents in clear."""
        with self.lire() as session:
            (demarche,) = session.scalars(select(Demarche).where(Demarche.cle == cle)).all()
            (envoi,) = session.scalars(select(Envoi).where(Envoi.cle == cle)).all()
            compte = session.get_one(Compte, envoi.compte_id)
            assert (demarche.personne_id, compte.personne_id) == (personne_id, personne_id)
            assert (envoi.demarche_id, envoi.recu) == (demarche.id, recu)
            assert (recu["cle"], recu["numero"], recu["demarche"]) == (cle, demarche.numero, demarche.id)
            assert recu["empreinte"] == envoi.empreinte == hashlib.sha256(corps).hexdigest()
            signature = base64.b64decode(recu["signature"])
            assert cles.verifier(session, recu["signe_par"], service.a_signer(recu), signature, instant())
            assert demarche.reponses == json.loads(corps)["reponses"]
            return [self._clair(document) for document in jointes.de_la_demarche(session, demarche)]

    def arrivees(self) -> dict[str, Arrivee]:
        """Every document sent from a device, by its key."""
        with self.lire() as session:
            toutes = session.scalars(
                select(Demarche).where(Demarche.cle.is_not(None), Demarche.slug == "document").order_by(text("rowid"))
            ).all()
            return {
                une.cle: Arrivee(
                    nombre=sum(autre.cle == une.cle for autre in toutes),
                    numero=une.numero,
                    personne_id=une.personne_id,
                    mot=une.reponses["details"]["mot"][0],
                    vivante=une.etat.ouverte,
                    ordre=ordre,
                )
                for ordre, une in enumerate(toutes)
                if une.cle
            }

    def _clair(self, document: Document) -> str:
        assert document.fichier is not None
        somme = hashlib.sha256(b"".join(self.app.extensions["documents"].lire(document.fichier))).hexdigest()
        assert somme == document.empreinte
        return somme

    def entier(self) -> None:
        """The base holds together, and the sweep leaves what rows name and nothing else.

        A file that the network says once more after its declaration has come stays for its month.
        """
        with self.lire() as session:
            if session.get_bind().dialect.name == "sqlite":
                assert session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
                assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            assert session.scalars(select(Brouillon.id)).all() == []
            menage.oublier(session, instant() + UN_MOIS)
            session.commit()
            nommes = {
                "transferts": set(session.scalars(select(Morceau.fichier))),
                "documents": {*session.scalars(select(Document.fichier)), *session.scalars(select(Page.fichier))},
            }
        self._balayer()
        for quoi, noms in nommes.items():
            assert {fichier.name for fichier in self._gardes(quoi)} == noms - {None}, quoi

    def _balayer(self) -> None:
        """As the timers do, two days later."""
        avant = time.time() - DEUX_JOURS
        for fichier in (*self._gardes("transferts"), *self._gardes("documents")):
            os.utime(fichier, (avant, avant))
        with self._ouverte():
            for quoi in ("envois", "documents"):
                fini = self.app.test_cli_runner().invoke(args=[quoi, "menager"])
                assert fini.exit_code == 0, fini.output

    def _gardes(self, quoi: str) -> list[Path]:
        racine = Path(self.app.extensions[quoi].stockage.racine)
        return [fichier for fichier in racine.rglob("*") if fichier.is_file()]
