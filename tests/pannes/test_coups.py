"""The server killed at each of its writes, or told that its disk is full or broken: what is sent arrives whole, once.

``make pannes`` strikes at every call; ``make test`` at CAF_COUPS of them, drawn by CAF_GRAINE.
"""

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from outils.instance import demonstration, servir
from tests.conftest import Moule
from tests.pannes.coups import TUE, Appel, Victime, pourquoi_pas
from tests.pannes.registre import Registre
from tests.pannes.telephone import PHOTO, envoyer, telephone

COUPS = int(os.environ.get("CAF_COUPS") or 9)
GRAINE = int(os.environ.get("CAF_GRAINE") or 0)
ESSAIS = 20  # for a call that is not made each time: folders are named at random
MORCEAU = len(PHOTO) // 2 + 1
DU_DISQUE = {"fsync": "EIO", "fdatasync": "EIO"}  # what a broken disk says; the others say that it is full

pytestmark = pytest.mark.skipif(bool(pourquoi_pas()), reason=pourquoi_pas())


@dataclass
class Scene:
    """Léo's telephone sends a photo in two pieces, then the declaration that names it."""

    page: Page
    victime: Victime
    registre: Registre
    qui: str
    coups: int
    papiers: list[str] = field(default_factory=list)  # the hashes of what is kept when nobody is struck
    fini: dict[str, Any] = field(default_factory=dict)

    def envoyer(self) -> None:
        self.fini = envoyer(self.page, self.qui, "Le bail.", morceau=MORCEAU)

    def repeter(self) -> list[Appel]:
        appels = self.victime.repeter(self.envoyer)
        assert self.fini["statuts"] == [200, 200, 201]
        self.papiers = self._verifier()
        return appels

    def frapper(self, appel: Appel, faute: str) -> None:
        """Whatever is struck, the device tries again, and every promise holds."""
        for _ in range(ESSAIS):
            frappe = self.victime.frapper(appel, faute, self.envoyer)
            assert self._verifier() == self.papiers, appel
            if frappe and (faute == TUE or self.sur_le_disque(frappe)):
                return
        pytest.fail(f"{appel} was never made")

    def sur_le_disque(self, cible: str) -> bool:
        """On a file of the instance. Whether its own folder is synced, SQLite does not ask."""
        dossier = str(self.victime.serveur.dossier)
        return "deleted" in cible or (dossier in cible and f"{dossier}>" not in cible)

    def _verifier(self) -> list[str]:
        assert self.fini["reste"] == []
        (recu,) = self.fini["recus"]
        papiers = self.registre.recue_une_fois(self.fini["cle"], self.fini["corps"], recu, self.qui)
        self.registre.entier()
        return papiers


@pytest.fixture(scope="module")
def scene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Scene]:
    racine = tmp_path_factory.mktemp("coups")
    dossier, propre = racine / "instance", racine / "propre"
    dossier.mkdir()
    moule: Moule = request.getfixturevalue(f"moule_{request.param}")
    url, fichier = moule.copier(dossier), request.param == "sqlite"
    personas = demonstration(dossier, DATABASE_URL=url)
    registre = Registre.de(dossier, DATABASE_URL=url)
    with (
        servir(dossier, WEB_CONCURRENCY="1", GUNICORN_CMD_ARGS="--threads 1", DATABASE_URL=url) as serveur,
        telephone(chromium, serveur, personas["leo"], serveur.adresse) as page,
    ):
        registre.ranger()
        shutil.copytree(dossier, propre)
        remettre, coups = (partial(_remettre, dossier, propre), COUPS) if fichier else (_laisser, COUPS // 3)
        victime = Victime(serveur, racine / "journal", remettre)
        scene = Scene(page, victime, registre, registre.personne("Léo"), coups)
        scene.repeter()  # what is done once and for all is done
        yield scene
    moule.jeter(url)


def _remettre(dossier: Path, propre: Path) -> None:
    """A base that is a file, and the files; the keys stay, which a worker that starts may be reading."""
    for reste in dossier.glob("*.sqlite3*"):
        reste.unlink()
    for base in propre.glob("*.sqlite3"):
        shutil.copy(base, dossier)
    shutil.rmtree(dossier / "donnees")
    shutil.copytree(propre / "donnees", dossier / "donnees")


def _laisser() -> None:
    """Another program keeps the base: what came before stays."""


def _tirer(appels: list[Appel], combien: int) -> list[Appel]:
    """The last calls that a new folder takes come first: where nothing is put back, fewer are new each time."""
    tires = random.Random(GRAINE).sample(appels, min(combien, len(appels)))
    return sorted(tires, key=lambda un: (un.nom not in ("mkdir", "fsync"), -un.rang))


def _dire(capsys: pytest.CaptureFixture[str], quoi: str, frappes: list[Appel], appels: list[Appel]) -> None:
    with capsys.disabled():
        print(f"\n{quoi}: {len(frappes)} blows of {len(appels)}, {len(frappes)} held (seed {GRAINE}).")


@pytest.mark.parametrize("scene", ["sqlite", "postgresql"], indirect=True)
def test_killed_at_any_write_it_comes_once_and_whole(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    appels = scene.repeter()
    frappes = _tirer(appels, scene.coups)
    for appel in frappes:
        scene.frapper(appel, TUE)
    _dire(capsys, "Killed", frappes, appels)


@pytest.mark.parametrize("scene", ["sqlite"], indirect=True)
def test_a_disk_that_fails_is_never_acknowledged(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    appels = [appel for appel in scene.repeter() if scene.sur_le_disque(appel.cible)]
    frappes = _tirer(appels, scene.coups)
    for appel in frappes:
        scene.frapper(appel, f"error={DU_DISQUE.get(appel.nom, 'ENOSPC')}")
        statuts = scene.fini["statuts"]
        assert any(statut is None or statut >= 500 for statut in statuts), f"{appel}: {statuts}"
    _dire(capsys, "Refused by the disk", frappes, appels)
