"""The longest page of questions: the income of one person in one month, in the quarterly declaration."""

import re

from flask.testing import FlaskClient

SLUG = "declaration-trimestrielle"
_ETAPE = re.compile(r'action="(/demarches/[a-z-]+/etapes/[0-9a-z-]+)"')


def plus_longue(client: FlaskClient) -> str:
    """Answer what comes before it, as a person who corrects one month, and return its address."""
    page = client.get(f"/demarches/{SLUG}").text
    page = _repondre(client, page, {"juste": "non"})
    mois = re.search(r'name="mois"[^>]*value="([^"]+)"', page) or re.search(r'value="([^"]+)"[^>]*name="mois"', page)
    assert mois is not None
    reponses = {"mois": mois[1], "changement": "non", "sejour": "non", "gratuit": "non"}
    return _action(_repondre(client, page, reponses))


def _repondre(client: FlaskClient, page: str, reponses: dict[str, str]) -> str:
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None
    recue = client.post(_action(page), data=reponses | {"revision": revision[1]})
    if recue.status_code != 303:
        raise RuntimeError(f"{_action(page)} answered {recue.status_code}")
    return client.get(recue.location).text


def _action(page: str) -> str:
    action = _ETAPE.search(page)
    assert action is not None
    return action[1]
