"""A household is read by its own people alone, and shows who is in it today."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import service
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.identifiants import interne
from tests.fabriques import compte, foyer, identite_de, importer, personne, ressources

KARIM, JULIE, HUGO = personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant")


@pytest.fixture
def karim(app: Flask) -> Identite:
    importer(app, foyer("karim", KARIM, JULIE, HUGO), compte("karim"))
    return identite_de(app, "karim")


def test_the_persons_of_a_household_come_in_the_order_of_the_register(session: Session, karim: Identite) -> None:
    lus = service.foyer(session, karim.foyer_id)
    assert [personne.prenoms for personne in lus.personnes] == ["Karim", "Julie", "Hugo"]


def test_a_person_who_left_is_no_longer_shown(app: Flask, session: Session, karim: Identite) -> None:
    importer(app, foyer("karim", HUGO, KARIM, version=2))
    lus = service.foyer(session, karim.foyer_id)
    assert [personne.prenoms for personne in lus.personnes] == ["Hugo", "Karim"]


def test_a_household_that_does_not_exist_is_not_found(session: Session, karim: Identite) -> None:
    with pytest.raises(Introuvable):
        service.foyer(session, interne("foyer", "ailleurs"))


def test_bob_finds_nobody_of_another_household(session: Session, karim: Identite, bob: Identite) -> None:
    with pytest.raises(Introuvable):
        service.personne(session, bob.foyer_id, karim.personne_id)
    assert service.personne(session, karim.foyer_id, karim.personne_id).prenoms == "Karim"


def test_an_adult_child_who_opens_a_dossier_leaves_that_of_the_parents(
    app: Flask, session: Session, karim: Identite
) -> None:
    importer(app, foyer("karim", KARIM, JULIE, version=2), foyer("hugo", personne("hugo")), compte("hugo"))
    assert len(service.foyer(session, karim.foyer_id).personnes) == 2
    hugo = identite_de(app, "hugo")
    assert hugo.gere_le_dossier
    assert hugo.foyer_id == interne("foyer", "hugo")


def test_names_are_shown_as_registered_and_never_cut_in_two(app: Flask, session: Session) -> None:
    personnes = [
        personne("a", prenoms="Jean-Noël Éric", nom_naissance="D’ARC", nom_usage=None),
        personne("b", "conjoint", prenoms="Ayşe", nom_naissance="ÖZTÜRK", nom_usage="D’ARC"),
        personne("c", "enfant", prenoms=None, nom_naissance=None, nom_complet="LE GOFF MARIE ANNE"),
    ]
    importer(app, foyer("a", *personnes))
    lues = service.foyer(session, interne("foyer", "a")).personnes
    assert [lue.nom_affiche for lue in lues] == ["Jean-Noël Éric D’ARC", "Ayşe D’ARC", "LE GOFF MARIE ANNE"]
    assert [lue.appellation for lue in lues] == ["Jean-Noël Éric", "Ayşe", "LE GOFF MARIE ANNE"]


def test_a_bank_account_is_masked_before_it_is_kept(app: Flask, session: Session) -> None:
    banque = {"iban": "FR76 0000 0000 0000 0000 0001 181", "titulaire": "Mme Inès Moreau"}
    importer(app, foyer("ines", compte_bancaire=banque))
    assert service.foyer(session, interne("foyer", "ines")).compte_bancaire == "FR76 •••• 1181"


def test_any_change_of_a_household_makes_its_devices_ask_again(app: Flask, karim: Identite, bob: Identite) -> None:
    importer(app, ressources("karim", "julie"))
    assert identite_de(app, "karim").empreinte != karim.empreinte
    assert identite_de(app, "bob").empreinte == bob.empreinte


@pytest.mark.parametrize(
    ("personnes", "raison"),
    [
        ([personne("a", "conjoint")], "un responsable du dossier, et un seul"),
        ([personne("a"), personne("b")], "un responsable du dossier, et un seul"),
        ([personne("a"), personne("a", "enfant")], "deux personnes portent le même id"),
    ],
)
def test_a_household_that_cannot_be_is_refused_whole(
    app: Flask, session: Session, personnes: list[dict[str, object]], raison: str
) -> None:
    (recue,) = importer(app, foyer("a", *personnes))
    assert recue.issue is Issue.REFUSE
    assert raison in recue.motifs[0].raison
    with pytest.raises(Introuvable):
        service.foyer(session, interne("foyer", "a"))
