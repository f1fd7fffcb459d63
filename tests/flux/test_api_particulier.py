"""Public answers "quotient familial" of API Particulier come in as households, exactly as they were given.

The public test households stay outside of the project: they are looked for beside its folder.
"""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.config import RACINE
from caf_pwa.dossier import service
from caf_pwa.dossier.modele import Foyer, QuotientFamilial, Role
from caf_pwa.flux.api_particulier import ReponseIllisible, convertir
from caf_pwa.flux.importation import Issue
from tests.conftest import AUJOURDHUI
from tests.fabriques import compte, identite_de, importer
from tests.flux.etat import etat

DOSSIER = RACINE.parent / "shared" / "data" / "foyers"
FICHIERS = sorted(fichier for motif in ("*.yaml", "*.yml") for fichier in DOSSIER.rglob(motif))


def _reponse(fichier: Path) -> dict[str, Any]:
    """The payload read by nothing of ours."""
    corps = json.loads(yaml.safe_load(fichier.read_text())["payload"])
    donnees: dict[str, Any] = corps.get("data", corps)
    return donnees


def _naissance(personne: dict[str, Any]) -> str:
    if "dateDeNaissance" in personne:
        texte = personne["dateDeNaissance"]
        return f"{texte[4:8]}-{texte[2:4]}-{texte[0:2]}"
    if "date_naissance" in personne:
        return str(personne["date_naissance"])
    return "-".join(str(personne[f"{part}DateDeNaissance"]) for part in ("annee", "mois", "jour"))


def _noms(personne: dict[str, Any]) -> set[str]:
    champs = ("nomPrenom", "prenoms", "nomNaissance", "nom_naissance", "nomUsage", "nomUsuel", "nom_usage")
    return {personne[champ] for champ in champs if personne.get(champ)}


def test_the_public_test_households_are_there() -> None:
    if not FICHIERS and not os.environ.get("CI"):
        pytest.skip("the public test households are not beside this checkout")
    assert len(FICHIERS) >= 20


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: f"{fichier.parent.name}/{fichier.stem}")
def test_a_public_household_is_shown_exactly_as_it_was_given(app: Flask, session: Session, fichier: Path) -> None:
    reponse = _reponse(fichier)
    recues = importer(app, *convertir(fichier.read_bytes()).splitlines())
    assert {recue.issue for recue in recues} == {Issue.APPLIQUE}
    foyer = service.foyer(session, session.scalars(select(Foyer.id)).one())
    attendues = [*reponse["allocataires"], *reponse.get("enfants", [])]
    assert len(foyer.personnes) == len(attendues)
    for lue, donnee in zip(foyer.personnes, attendues, strict=True):
        assert {nom for nom in (lue.nom_complet, lue.prenoms, lue.nom_naissance, lue.nom_usage) if nom} == _noms(donnee)
        assert (lue.naissance, lue.sexe) == (_naissance(donnee), donnee["sexe"])
    assert [lue.role for lue in foyer.personnes[: len(reponse["allocataires"])]] == [Role.RESPONSABLE, Role.CONJOINT][
        : len(reponse["allocataires"])
    ]
    assert list((foyer.adresse or {}).values()) == [valeur for valeur in reponse["adresse"].values() if valeur]


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: f"{fichier.parent.name}/{fichier.stem}")
def test_its_quotient_is_that_of_the_answer_and_of_its_month(app: Flask, session: Session, fichier: Path) -> None:
    reponse = _reponse(fichier)
    importer(app, *convertir(fichier.read_bytes()).splitlines())
    qf = reponse.get("quotient_familial") or reponse | {"valeur": reponse.get("quotientFamilial")}
    lus = [(lu.valeur, lu.mois) for lu in session.scalars(select(QuotientFamilial))]
    assert lus == [(qf["valeur"], date(int(qf["annee"]), int(qf["mois"]), 1))]


def test_all_the_public_households_live_together_and_come_twice_as_once(app: Flask, session: Session) -> None:
    lignes = [ligne for fichier in FICHIERS for ligne in convertir(fichier.read_bytes()).splitlines()]
    importer(app, *lignes)
    avant = etat(app)
    assert {recue.issue for recue in importer(app, *lignes)} <= {Issue.INCHANGE}
    assert etat(app) == avant
    distinctes = {json.dumps(_reponse(fichier), sort_keys=True) for fichier in FICHIERS}
    assert len(session.scalars(select(Foyer.id)).all()) >= len(distinctes)


V3 = {
    "data": {
        "quotient_familial": {"fournisseur": "CNAF", "valeur": 877, "annee": 2026, "mois": 10},
        "allocataires": [
            {
                "nom_naissance": "MOREAU",
                "nom_usage": None,
                "prenoms": "INÈS",
                "date_naissance": "1991-07-12",
                "sexe": "F",
            }
        ],
        "enfants": [
            {
                "nom_naissance": "MOREAU",
                "nom_usage": None,
                "prenoms": "ADAM",
                "date_naissance": "2020-00-00",
                "sexe": "M",
            }
        ],
        "adresse": {"destinataire": "Madame MOREAU INÈS", "numero_libelle_voie": "4 RUE DES LILAS", "lieu_dit": None},
    }
}


def _avec(**qf: Any) -> bytes:
    reponse = json.loads(json.dumps(V3))
    reponse["data"]["quotient_familial"] |= qf
    return json.dumps(reponse).encode()


def test_a_household_named_by_hand_receives_the_months_that_follow(app: Flask, session: Session) -> None:
    for mois in (10, 11):
        importer(app, *convertir(_avec(mois=mois, valeur=800 + mois), foyer="ines").splitlines())
    importer(app, compte("ines", personne="ines-1"))
    foyer_id = identite_de(app, "ines").foyer_id
    lus = service.quotients(session, foyer_id, AUJOURDHUI)
    assert [(lu.mois.month, lu.valeur) for lu in lus] == [(11, 811), (10, 810)]
    assert len(service.foyer(session, foyer_id).personnes) == 2


def test_a_child_whose_birthday_is_unknown_is_given_none(app: Flask, session: Session) -> None:
    importer(app, *convertir(_avec()).splitlines())
    foyer = service.foyer(session, session.scalars(select(Foyer.id)).one())
    assert [personne.naissance for personne in foyer.personnes] == ["1991-07-12", "2020-00-00"]


def test_a_quotient_that_is_not_known_is_absent_and_not_zero(app: Flask, session: Session) -> None:
    importer(app, *convertir(_avec(valeur=None)).splitlines())
    lu = session.scalars(select(QuotientFamilial)).one()
    assert lu.valeur is None
    assert lu.motif


def test_a_month_written_as_text_is_the_same_month(app: Flask, session: Session) -> None:
    importer(app, *convertir(_avec(annee="2026", mois="7")).splitlines())
    assert session.scalars(select(QuotientFamilial.mois)).one() == date(2026, 7, 1)


def test_an_answer_without_quotient_is_a_household_all_the_same(app: Flask, session: Session) -> None:
    reponse = json.loads(json.dumps(V3))
    del reponse["data"]["quotient_familial"]
    assert [recue.issue for recue in importer(app, *convertir(json.dumps(reponse).encode()).splitlines())] == [
        Issue.APPLIQUE
    ]


@pytest.mark.parametrize(
    ("contenu", "raison"),
    [
        (b"", "ne contient pas un objet"),
        (b"[]", "ne contient pas un objet"),
        (b'{"data": {', "ni du JSON ni du YAML"),
        (b"payload: '{\"data\": '", "ni du JSON ni du YAML"),
        (b"payload: [1, 2]", "ne contient pas un objet"),
        ("payload: é".encode("latin-1"), "n’est pas en UTF-8"),
        (b"status: 404", "ce n’est pas une réponse"),
        (b'{"data": {"allocataires": "personne"}}', "ce n’est pas une réponse"),
        (b'{"data": {"allocataires": [{"sexe": "F"}]}}', "ce n’est pas une réponse"),
        (b'{"data": null}', "ce n’est pas une réponse"),
        (b"a: !!python/object/apply:os.system ['true']", "ni du JSON ni du YAML"),
        (b"[" * 100_000, "ni du JSON ni du YAML"),
        (_avec(annee="hier"), "ce n’est pas une réponse"),
    ],
)
def test_what_is_not_such_an_answer_is_told_in_french(contenu: bytes, raison: str) -> None:
    with pytest.raises(ReponseIllisible, match=raison):
        convertir(contenu)
