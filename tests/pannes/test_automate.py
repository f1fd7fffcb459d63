"""Nothing lost, nothing twice: the queue's own code in a world that follows a seed, a great many times.

``CAF_PANNES=5000000 make pannes`` plays more; a fault names its seed, and ``CAF_GRAINE`` plays that one again.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from caf_pwa.config import RACINE
from tests.pannes.bogues import AUTOMATE, BOGUES, EXPEDITEUR

PARTIES = int(os.environ.get("CAF_PANNES") or 200_000)
PREMIERE = int(os.environ.get("CAF_GRAINE") or 0)
PARTS = 4  # each on whichever processor is free
ASSEZ = 10_000  # games in which any planted mistake must show

_JOUER = """async ([premiere, nombre, bogues]) => {
  for (let graine = premiere; graine < premiere + nombre; graine += 1) {
    const { fautes, journal } = await jouer(graine, { bogues });
    if (fautes.length) return { graine, fautes, journal };
  }
  return null;
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_page() as page:
        yield page


def _sources() -> dict[str, str]:
    return {chemin: (RACINE / chemin).read_text() for chemin in (AUTOMATE, EXPEDITEUR)}


def _jouer(page: Page, sources: dict[str, str], nombre: int, premiere: int = 0, **bogues: bool) -> Any:
    """The first game in which a promise was broken; None when there is none."""
    page.goto("about:blank")
    for source in (*sources.values(), Path(__file__).with_name("monde.js").read_text()):
        page.add_script_tag(content=source)
    return page.evaluate(_JOUER, [premiere, nombre, bogues])


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_nothing_is_lost_nothing_goes_twice_and_nothing_is_said_too_soon(
    page: Page, part: int
) -> None:
    nombre = PARTIES // PARTS
    assert _jouer(page, _sources(), nombre, PREMIERE + part * nombre) is None


def test_each_of_the_twelve_known_mistakes_shows(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    vus = {
        nom: _jouer(page, bogue.planter(_sources()), ASSEZ, **bogue.monde) is not None for nom, bogue in BOGUES.items()
    }
    with capsys.disabled():
        print(f"\n{sum(vus.values())}/{len(vus)} planted mistakes are caught.")
    assert [nom for nom, vu in vus.items() if not vu] == []
