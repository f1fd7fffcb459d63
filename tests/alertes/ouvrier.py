"""A worker in a process of its own, for tests: it may be killed at a moment that it announces."""

import sys
import time
from datetime import datetime
from typing import Any

from caf_pwa import create_app
from caf_pwa.alertes import attente
from caf_pwa.alertes.commandes import voies
from caf_pwa.alertes.distribution import Distribution
from caf_pwa.extensions import db
from tests.alertes.conftest import JOUR


def _s_arreter(moment: str) -> Any:
    def arret(*_: Any) -> None:
        print(moment, flush=True)
        time.sleep(600)  # until it is killed

    return arret


def main(moment: str, quand: str) -> None:
    app = create_app()
    with app.app_context():
        distribution = Distribution(db.engine, voies(app.config["REGLAGES"], app.extensions["messagerie"]))
        if moment == "avant":
            distribution._livrer = _s_arreter(moment)  # type: ignore[method-assign]
        elif moment == "apres":
            attente.conclure = _s_arreter(moment)
        while distribution.tour(datetime.fromisoformat(quand), JOUR):
            pass
        distribution.fermer()
        print("fini", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
