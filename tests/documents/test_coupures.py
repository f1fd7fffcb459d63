"""Killed at any moment, a process leaves the whole of what it was doing, or nothing."""

import multiprocessing
import signal
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.documents import menage, service
from caf_pwa.documents.atelier import Atelier
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.socle.horloge import instant
from tests.documents import fichiers
from tests.documents.condamne import agir_jusqu_au_coup
from tests.documents.conftest import Ajouter, en_clair, gardes
from tests.flux.condamne import environnement

# A clean process that has read the application already; each one dies in a copy of it.
PROCESSUS = multiprocessing.get_context("forkserver")
PROCESSUS.set_forkserver_preload(["tests.documents.condamne"])


def _tuer(app: Flask, document_id: str, quoi: str, coup: int) -> bool:
    """Do it in another process, killed at the moment numbered ``coup``. False when it ended before."""
    processus = PROCESSUS.Process(target=agir_jusqu_au_coup, args=(environnement(app), document_id, quoi, coup))
    processus.start()
    processus.join()
    fin = processus.exitcode
    processus.close()
    assert fin in (0, -signal.SIGKILL)
    return fin != 0


def _nommes(session: Session, document: Document) -> set[str]:
    """The files that rows name."""
    noms = {page.fichier for page in service.pages(session, document)}
    return noms | ({document.fichier} if document.fichier else set())


@pytest.mark.parametrize("quoi", ["ajouter", "figer"])
def test_killed_at_any_moment_it_is_done_whole_or_not_at_all(
    app: Flask, session: Session, atelier: Atelier, document: Document, ajouter: Ajouter, quoi: str
) -> None:
    ajouter(fichiers.octets(fichiers.papier(300, 400)))
    document_id = document.id
    session.rollback()
    for coup in count(1):
        tue = _tuer(app, document_id, quoi, coup)
        session.rollback()  # read it anew
        for nom in _nommes(session, document):
            assert en_clair(atelier, nom)[:4] in (b"%PDF", b"\xff\xd8\xff\xe0"), "a row names a whole file"
        envoye = document.etat is EtatDocument.RECU
        assert (document.fichier is not None) is envoye
        if not tue or envoye:
            break
    assert coup > 10, "killed at many moments before it could end"
    assert (quoi == "figer") is envoye
    menage.balayer(session, atelier.stockage, instant() + timedelta(days=2))
    assert {fichier.name for fichier in gardes(atelier)} == _nommes(session, document), "and the sweep takes the rest"
