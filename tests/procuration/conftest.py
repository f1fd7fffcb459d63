"""An adviser, as for the démarches."""

from tests.demarches.conftest import agent

__all__ = ["agent"]
