"""A key of papers made once, and the press that signs with it."""

from pathlib import Path

import pytest

from caf_pwa.papiers.imprimerie import Imprimerie
from caf_pwa.papiers.trousseau import Trousseau


@pytest.fixture(scope="session")
def trousseau(tmp_path_factory: pytest.TempPathFactory) -> Trousseau:
    return Trousseau(str(tmp_path_factory.mktemp("cle") / "cle.pem"), creer=True)


@pytest.fixture(scope="session")
def imprimerie(trousseau: Trousseau) -> Imprimerie:
    return Imprimerie(trousseau)


@pytest.fixture
def fichier_de_cle(tmp_path: Path) -> Path:
    return tmp_path / "cle.pem"
