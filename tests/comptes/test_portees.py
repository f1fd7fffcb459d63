"""Who may see the whole dossier, and who only what is their own: checked anew on each request."""

import pytest
from flask import Flask

from caf_pwa.comptes.identite import portees_de
from caf_pwa.dossier.modele import Role
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.horloge import Horloge
from caf_pwa.socle.portee import Portee
from tests.fabriques import autorisation, compte, foyer, identite_de, importer, jour, personne

KARIM, JULIE = personne("karim"), personne("julie", "conjoint")
HUGO, MAMIE = personne("hugo", "enfant"), personne("mamie", "autre")


@pytest.fixture(autouse=True)
def _foyer_de_karim(app: Flask) -> None:
    comptes = (compte(nom) for nom in ("karim", "julie", "hugo", "mamie"))
    importer(app, foyer("karim", KARIM, JULIE, HUGO, MAMIE), *comptes)


def _gere(app: Flask, nom: str) -> bool:
    return identite_de(app, nom).gere_le_dossier


@pytest.mark.parametrize("sortie", [False, True])
@pytest.mark.parametrize("autorise", [False, True])
@pytest.mark.parametrize("role", Role)
def test_only_the_responsible_person_or_an_authorised_spouse_reaches_the_dossier(
    role: Role, sortie: bool, autorise: bool
) -> None:
    gere = not sortie and (role is Role.RESPONSABLE or (role is Role.CONJOINT and autorise))
    portees = portees_de(role, sortie, autorise)
    assert (Portee.FOYER in portees) is gere
    assert Portee.PERSONNE in portees


def test_the_responsible_person_alone_manages_the_dossier_at_first(app: Flask) -> None:
    assert {nom for nom in ("karim", "julie", "hugo", "mamie") if _gere(app, nom)} == {"karim"}


def test_a_spouse_with_an_authorisation_manages_the_dossier_until_it_ends(app: Flask, horloge: Horloge) -> None:
    importer(app, autorisation("karim", "julie", depuis="2026-11-23", fin="2026-12-10"))
    vus = {}
    for texte in ("2026-11-22", "2026-11-23", "2026-12-09", "2026-12-10"):
        horloge.regler(jour(texte))
        vus[texte] = _gere(app, "julie")
    assert vus == {"2026-11-22": False, "2026-11-23": True, "2026-12-09": True, "2026-12-10": False}


def test_an_authorisation_taken_back_is_gone_at_the_next_request(app: Flask) -> None:
    importer(app, autorisation("karim", "julie"))
    assert _gere(app, "julie")
    importer(app, autorisation("karim", "julie", version=2, fin="2026-11-23"))
    assert not _gere(app, "julie")


@pytest.mark.parametrize("nom", ["hugo", "mamie", "karim"])
def test_nobody_but_the_spouse_receives_an_authorisation(app: Flask, nom: str) -> None:
    (recue,) = importer(app, autorisation("karim", nom))
    assert recue.issue is Issue.REFUSE
    assert "conjoint" in recue.motifs[0].raison


def test_a_spouse_who_leaves_keeps_an_account_and_sees_nothing_of_the_household(app: Flask) -> None:
    importer(app, autorisation("karim", "julie"), foyer("karim", KARIM, HUGO, MAMIE, version=2))
    julie = identite_de(app, "julie")
    assert julie.portees == {Portee.PERSONNE}


def test_an_authorisation_of_one_household_opens_no_other(app: Flask) -> None:
    importer(app, autorisation("karim", "julie"), foyer("karim", KARIM, HUGO, MAMIE, version=2))
    importer(app, foyer("bob", personne("bob"), personne("julie", "conjoint")))
    julie = identite_de(app, "julie")
    assert not julie.gere_le_dossier
    assert julie.foyer_id != identite_de(app, "karim").foyer_id


def test_a_new_responsible_person_takes_over_and_the_former_one_sees_only_their_own(app: Flask) -> None:
    nouveau = foyer("karim", personne("julie"), personne("karim", "conjoint"), HUGO, MAMIE, version=2)
    importer(app, nouveau)
    assert _gere(app, "julie")
    assert not _gere(app, "karim")


def test_what_a_device_keeps_grows_stale_when_rights_change(app: Flask) -> None:
    avant = identite_de(app, "julie").empreinte
    importer(app, autorisation("karim", "julie"))
    pendant = identite_de(app, "julie").empreinte
    importer(app, autorisation("karim", "julie", version=2, fin="2026-11-23"))
    assert len({avant, pendant, identite_de(app, "julie").empreinte}) == 3
