"""What was declared and accepted, where no register has a place for it, is shown to whoever may read it."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import changements, service
from caf_pwa.dossier.changements import Cause
from caf_pwa.dossier.effets import NoterFait
from caf_pwa.socle.horloge import instant
from tests.fabriques import compte, connecter, foyer, identite_de, importer, personne
from tests.lecteur import lire


def noter(session: Session, identite: Identite, valeur: str, confidentielle: bool = False) -> list[str | None]:
    cause = Cause("d" * 32, "Déclarer une grossesse", "Conseiller de la Caf", identite.personne_id, confidentielle)
    effet = NoterFait(identite.personne_id, "Grossesse", valeur)
    faits = changements.appliquer(session, identite.foyer_id, [effet], cause, instant())
    session.commit()
    return [fait.avant for fait in faits]


def test_a_person_reads_in_their_profile_what_was_accepted(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    noter(session, alice, "1 enfant attendu")
    page = lire(connecter(client, alice), "/profil")
    assert "Ce que vous avez déclaré Grossesse 1 enfant attendu" in page
    assert "Déclarer une grossesse" in page


def test_said_otherwise_it_is_replaced_and_the_former_words_are_told(session: Session, alice: Identite) -> None:
    noter(session, alice, "1 enfant attendu")
    assert noter(session, alice, "2 enfants attendus") == ["1 enfant attendu"]
    assert noter(session, alice, "2 enfants attendus") == []
    (lu,) = service.faits(session, alice.foyer_id, alice.personne_id, gere=True)
    assert lu[0].valeur == "2 enfants attendus"


def test_what_is_confidential_is_read_by_the_person_it_names_alone(app: Flask, session: Session) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    karim, julie = identite_de(app, "karim"), identite_de(app, "julie")
    noter(session, julie, "1 enfant attendu", confidentielle=True)
    assert service.faits(session, karim.foyer_id, karim.personne_id, gere=True) == []
    assert len(service.faits(session, julie.foyer_id, julie.personne_id, gere=False)) == 1


def test_whoever_does_not_manage_the_dossier_reads_their_own_alone(app: Flask, session: Session) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    karim, julie = identite_de(app, "karim"), identite_de(app, "julie")
    noter(session, karim, "1 enfant attendu")
    assert service.faits(session, julie.foyer_id, julie.personne_id, gere=False) == []


def test_a_stranger_reads_nothing(bob: Identite, session: Session, alice: Identite) -> None:
    noter(session, alice, "1 enfant attendu")
    assert service.faits(session, bob.foyer_id, bob.personne_id, gere=True) == []
