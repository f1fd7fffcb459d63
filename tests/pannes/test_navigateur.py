"""A telephone's life: a real browser and a real server, both killed, cut off and changed; nothing lost, nothing twice.

``make pannes`` plays CAF_PARCOURS lives; a fault names its seed, and ``CAF_GRAINE`` plays that one first.
"""

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Playwright

from outils.instance import Serveur, demonstration, servir
from tests.documents.fichiers import octets, papier
from tests.pannes.coupeur import Coupeur
from tests.pannes.parcours import Parcours, Personne
from tests.pannes.profil import Profil
from tests.pannes.registre import Registre
from tests.pannes.service import Service

PARCOURS = int(os.environ.get("CAF_PARCOURS") or 3)
GRAINE = int(os.environ.get("CAF_GRAINE") or 0)
PAS = 30
PHOTOS = [octets(papier(300, 400)), *(octets(Image.effect_noise((cote, cote), 60)) for cote in (700, 2000))]


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parcours")


@pytest.fixture(scope="module")
def personnes(dossier: Path) -> list[Personne]:
    """Léo and Inès share a telephone."""
    personas = demonstration(dossier)
    registre = Registre.de(dossier)
    with servir(dossier) as serveur:
        return [
            Personne(_compte(serveur, personas[nom]), registre.personne(personas[nom]["prenom"]), personas[nom])
            for nom in ("leo", "ines")
        ]


def _compte(serveur: Serveur, persona: dict[str, Any]) -> str:
    page = serveur.demander("/compte", {"Cookie": serveur.se_connecter(persona)})[2].decode()
    trouve = re.search(r'name="compte" content="([^"]+)"', page)
    assert trouve is not None
    return trouve[1]


@pytest.fixture
def service(dossier: Path, personnes: list[Personne]) -> Iterator[Service]:
    service = Service(dossier)
    service.demarrer()
    yield service
    service.fermer()


@pytest.mark.parametrize("graine", range(GRAINE, GRAINE + PARCOURS))
def test_whatever_happens_to_a_telephone_what_it_saved_arrives_once(
    playwright: Playwright, service: Service, personnes: list[Personne], tmp_path: Path, graine: int
) -> None:
    with Coupeur(service.port, chemin=b"/envois") as coupeur:
        porte = Serveur(coupeur.port, 0, service.dossier)
        profil = Profil(playwright, tmp_path / "profil", porte, coupeur)
        registre = Registre.de(service.dossier)
        parcours = Parcours(random.Random(graine), profil, service, coupeur, registre, personnes, PHOTOS)
        try:
            parcours.jouer(PAS)
        except Exception:
            print(f"seed {graine}: {' · '.join(parcours.journal)}")
            raise
        finally:
            profil.fermer()
