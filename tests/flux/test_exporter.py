"""The way out: what people sent is told once, oldest first, then what became of it; each line proves itself."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import depot, jointes, pieces, reponse
from caf_pwa.demarches.modele import Demarche, PieceDemandee
from caf_pwa.dettes import decisions, demandes
from caf_pwa.dettes.modele import GenreDeDemande
from caf_pwa.documents import service as documents
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.flux import exportation, sortie
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.demarches.envois import deposer
from tests.documents.fichiers import pdf
from tests.fabriques import creance, importer, moteur_de, piece
from tests.fabriques import demarche as demarche_du_flux

Lignes = list[dict[str, Any]]


def exporter(app: Flask, *options: str) -> Lignes:
    resultat = app.test_cli_runner().invoke(args=["flux", "exporter", *options])
    assert resultat.exit_code == 0, resultat.output
    lignes = [json.loads(ligne) for ligne in resultat.stdout.splitlines()]
    assert resultat.stderr.endswith(f"{len(lignes)} lignes.\n")
    return lignes


@pytest.fixture
def envoyee(session: Session, alice: Identite) -> Demarche:
    demarche = deposer(session, alice)
    session.commit()
    return demarche


@pytest.fixture
def agent(session: Session) -> str:
    session.add(Agent(id="a" * 32, email="a@exemple.invalid", nom="Camille", empreinte_mot_de_passe="x", actif=True))
    session.commit()
    return "a" * 32


def test_a_demarche_is_told_whole(app: Flask, session: Session, envoyee: Demarche) -> None:
    moment = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
    session.execute(update(Demarche).values(deposee_a=moment))
    session.commit()
    (ligne,) = exporter(app)
    session.refresh(envoyee)
    assert ligne == {
        "genre": "demarche-deposee",
        "id": envoyee.id,
        "numero": envoyee.numero,
        "demarche": "grossesse",
        "foyer": "alice",
        "personne": "alice",
        "periode": envoyee.periode,
        "deposee_a": "2026-07-15T00:30:00+02:00",
        "version_formulaire": envoyee.version_formulaire,
        "reponses": envoyee.reponses,
        "recapitulatif": envoyee.recapitulatif,
        "etat": "recue",
        "revision": 0,
        "empreinte": envoyee.empreinte,
        "documents": [],
        "empreinte_ligne": ligne["empreinte_ligne"],
    }


def test_each_line_proves_itself(app: Flask, envoyee: Demarche) -> None:
    (ligne,) = exporter(app)
    dite = ligne.pop("empreinte_ligne")
    canonique = json.dumps(ligne, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert dite == hashlib.sha256(canonique).hexdigest()


@pytest.mark.usefixtures("envoyee")
def test_nothing_is_told_twice_unless_everything_is_asked_for(app: Flask) -> None:
    premiere = exporter(app)
    assert exporter(app) == []
    assert exporter(app, "--tout") == premiere
    assert exporter(app) == []


def test_what_becomes_of_it_is_told_after(app: Flask, session: Session, envoyee: Demarche, agent: str) -> None:
    exporter(app)
    reponse.prendre_en_charge(session, envoyee, agent, 0, instant())
    reponse.refuser(session, envoyee, "La date est fausse.", 1, instant())
    session.commit()
    (suite,) = exporter(app)
    del suite["empreinte_ligne"]
    assert suite == {
        "genre": "demarche-suite",
        "id": envoyee.id,
        "numero": envoyee.numero,
        "demarche": "grossesse",
        "foyer": "alice",
        "etat": "refusee",
        "revision": 2,
        "motif_refus": "La date est fausse.",
        "historique": envoyee.historique,
        "documents": [],
    }
    assert exporter(app) == []


def test_a_withdrawal_is_told(app: Flask, session: Session, envoyee: Demarche) -> None:
    exporter(app)
    depot.retirer(session, envoyee, instant())
    session.commit()
    (suite,) = exporter(app)
    assert (suite["genre"], suite["etat"]) == ("demarche-suite", "annulee")


def test_one_answered_before_it_was_told_is_told_once(
    app: Flask, session: Session, envoyee: Demarche, agent: str
) -> None:
    reponse.prendre_en_charge(session, envoyee, agent, 0, instant())
    session.commit()
    (ligne,) = exporter(app)
    assert (ligne["genre"], ligne["etat"], ligne["revision"]) == ("demarche-deposee", "en_cours", 1)


@pytest.mark.usefixtures("bob")
def test_the_oldest_is_told_first_whatever_the_lots(
    app: Flask, session: Session, envoyee: Demarche, bob: Identite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sortie, "_LOT", 1)
    seconde = deposer(session, bob)
    seconde.deposee_a = instant() - timedelta(days=1)
    session.commit()
    for options in ([], ["--tout"]):
        assert [ligne["foyer"] for ligne in exporter(app, *options)] == ["bob", "alice"]


def test_the_documents_are_named_with_their_hash(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, piece("alice"))
    demandee = session.scalars(select(PieceDemandee)).one()
    place = jointes.Place(piece=demandee)
    fait = jointes.joindre(session, alice, place, "Quittance de loyer", "/demarches", instant())
    documents.ajouter(session, app.extensions["documents"], fait, BytesIO(pdf()), instant())
    pieces.envoyer(session, app.extensions["documents"], alice, instant())
    session.commit()
    (ligne,) = exporter(app)
    attendu = {"id": fait.id, "titre": "Quittance de loyer", "empreinte": fait.empreinte, "pages": 1}
    assert (ligne["demarche"], ligne["documents"]) == ("document", [attendu])


def test_who_has_no_name_in_the_feed_goes_by_ours(
    app: Flask, session: Session, alice: Identite, envoyee: Demarche
) -> None:
    session.execute(update(Foyer).values(reference=None))
    session.execute(update(Personne).values(reference=None))
    session.commit()
    (ligne,) = exporter(app)
    assert (ligne["foyer"], ligne["personne"]) == (alice.foyer_id, alice.personne_id)


def test_what_came_by_the_feed_is_not_sent_back(app: Flask, alice: Identite) -> None:
    importer(app, demarche_du_flux("alice", personne=alice.personne_id and "alice"))
    assert exporter(app) == []


class _SortieFermee(BytesIO):
    """An output that breaks once everything has been written."""

    def flush(self) -> None:
        raise OSError("no space left")


@pytest.mark.usefixtures("envoyee")
def test_what_could_not_be_written_is_told_again(app: Flask) -> None:
    with Session(moteur_de(app)) as autre, pytest.raises(OSError, match="no space left"):
        exportation.exporter(autre, _SortieFermee())
    assert len(exporter(app)) == 1


def test_what_is_asked_about_a_debt_is_told_then_what_became_of_it(
    app: Flask, session: Session, alice: Identite, agent: str
) -> None:
    importer(app, creance("alice"))
    saisie = demandes.Saisie(GenreDeDemande.ECHEANCIER, {"Pourquoi": "C’est trop."}, Decimal("60.00"))
    quand = (AUJOURDHUI, datetime(2026, 7, 14, 22, 30, tzinfo=UTC))
    une = demandes.deposer(session, alice, interne("creance", "creance"), saisie, "0" * 32, quand)
    session.commit()
    (ligne,) = exporter(app)
    attendue = {
        "id": une.id,
        "numero": une.numero,
        "foyer": "alice",
        "creance": "INK 001 2026",
        "demande": "echeancier",
    }
    del ligne["empreinte_ligne"]
    assert ligne == attendue | {
        "genre": "demande-de-creance",
        "personne": "alice",
        "deposee_a": "2026-07-15T00:30:00+02:00",
        "reponses": {"Pourquoi": "C’est trop."},
        "mensualite": "60.00",
        "etat": "recue",
        "revision": 0,
        "accorde": None,
        "decision": None,
        "close_le": None,
    }
    assert exporter(app) == []
    accord = decisions.Reponse(agent, 0, "D’accord.", AUJOURDHUI, instant())
    decisions.accepter(session, une, Decimal("60.00"), accord)
    session.commit()
    (suite,) = exporter(app)
    del suite["empreinte_ligne"]
    assert suite == attendue | {
        "genre": "demande-de-creance-suite",
        "etat": "acceptee",
        "revision": 1,
        "accorde": "60.00",
        "decision": "D’accord.",
        "close_le": "2026-11-23",
    }
    assert exporter(app) == []
