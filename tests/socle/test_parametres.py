"""Rules of law are dated: what a rule said on a day, never what it says today."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from caf_pwa.socle import parametres
from caf_pwa.socle.parametres import parametre

REGLES = tomllib.loads(Path(parametres.__file__).with_name("parametres.toml").read_text())


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [("paiement.jour_du_mois", 5), ("dette.jours_rectification", 20), ("dette.mois_recours", 2)],
)
def test_the_rules_of_today_are_those_of_the_law(nom: str, valeur: int) -> None:
    assert parametre(nom, date(2026, 11, 23)) == Decimal(valeur)


@pytest.mark.parametrize("nom", REGLES)
def test_a_rule_holds_from_its_first_day_and_not_the_day_before(nom: str) -> None:
    premier = min(version["depuis"] for version in REGLES[nom])
    assert parametre(nom, premier) > 0
    with pytest.raises(KeyError):
        parametre(nom, premier - timedelta(days=1))


@pytest.mark.parametrize("nom", REGLES)
def test_every_rule_says_where_it_comes_from_and_how_sure_it_is(nom: str) -> None:
    for version in REGLES[nom]:
        assert version["source"]
        assert version["certitude"] in ("haute", "moyenne", "a-verifier")
    depuis = [version["depuis"] for version in REGLES[nom]]
    assert len(set(depuis)) == len(depuis)


def test_a_rule_that_nobody_wrote_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        parametre("rsa.montant_imaginaire", date(2026, 11, 23))


def test_a_new_rule_leaves_the_past_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fichier = tmp_path / "parametres.toml"
    fichier.write_text(
        '[["essai"]]\ndepuis = 2026-01-01\nvaleur = 20\n[["essai"]]\ndepuis = 2026-07-01\nvaleur = 30.5\n'
    )
    monkeypatch.setattr(parametres, "_FICHIER", fichier)
    parametres._tous.cache_clear()
    try:
        assert parametre("essai", date(2026, 6, 30)) == 20
        assert parametre("essai", date(2026, 7, 1)) == Decimal("30.5")
    finally:
        parametres._tous.cache_clear()
