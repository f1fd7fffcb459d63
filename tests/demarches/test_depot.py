"""A draft is kept page by page; what is sent is sent once, whole, with a receipt."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import brouillons, depot, lecture, recu, service
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.modele import Brouillon, Demarche, EtatDemarche
from caf_pwa.dossier.modele import Foyer
from caf_pwa.socle import recepisses
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI
from tests.demarches.envois import envoyer_sans_document
from tests.fabriques import autorisation, compte, declaration, foyer, identite_de, importer, moteur_de, personne

GROSSESSE = {"debut": ["2026-08-01"], "examen": ["2026-09-05"], "enfants": ["1"]}
PRATICIEN = {"nature": ["medecin"], "nom": ["Dr D’Angelo"]}


def ouvrir(session: Session, identite: Identite, slug: str = "grossesse") -> Travail:
    return lecture.travail(session, identite, slug, AUJOURDHUI)


def remplir(session: Session, identite: Identite, **pages: dict[str, list[str]]) -> Travail:
    for cle, saisie in (pages or {"grossesse": GROSSESSE, "praticien": PRATICIEN}).items():
        travail = ouvrir(session, identite)
        point = travail.passage.point(cle)
        assert point is not None
        formulaire = brouillons.enregistrer(session, travail, point, saisie, travail.revision, instant())
        assert not formulaire.errors
    return ouvrir(session, identite)


def envoyer(session: Session, identite: Identite, cle: str | None = None) -> Demarche:
    return envoyer_sans_document(session, remplir(session, identite), cle or uuid.uuid4().hex, instant())


def test_a_page_saved_is_found_again_from_another_device(app: Flask, session: Session, alice: Identite) -> None:
    remplir(session, alice, grossesse=GROSSESSE)
    session.commit()
    with Session(moteur_de(app)) as ailleurs:
        travail = ouvrir(ailleurs, identite_de(app, "alice"))
        attendu = travail.passage.a_repondre()
        assert attendu is not None
        assert attendu.cle == "praticien"
        assert travail.brouillon is not None
        assert travail.brouillon.reponses == {"grossesse": GROSSESSE}


def test_a_wrong_page_changes_nothing_and_says_why(session: Session, alice: Identite) -> None:
    travail = ouvrir(session, alice)
    formulaire = brouillons.enregistrer(
        session, travail, travail.passage.points[0], {"debut": ["2027-01-01"]}, 0, instant()
    )
    assert set(formulaire.errors) == {"debut", "examen", "enfants"}
    assert ouvrir(session, alice).brouillon is None


def test_two_devices_on_one_draft_the_second_is_told_and_nothing_is_lost(session: Session, alice: Identite) -> None:
    remplir(session, alice, grossesse=GROSSESSE)
    premier, second = ouvrir(session, alice), ouvrir(session, alice)
    point = premier.passage.points[1]
    brouillons.enregistrer(session, premier, point, PRATICIEN, premier.revision, instant())
    with pytest.raises(brouillons.ModifieAilleurs):
        brouillons.enregistrer(session, second, point, {**PRATICIEN, "nom": ["Autre"]}, 1, instant())
    brouillon = ouvrir(session, alice).brouillon
    assert brouillon is not None
    assert brouillon.reponses["praticien"] == PRATICIEN


def test_the_same_page_sent_twice_by_a_double_tap_is_saved_once(session: Session, alice: Identite) -> None:
    for _ in range(2):
        travail = ouvrir(session, alice)
        brouillons.enregistrer(session, travail, travail.passage.points[0], GROSSESSE, 0, instant())
    assert ouvrir(session, alice).revision == 1


def test_a_draft_begun_twice_at_once_is_one(session: Session, alice: Identite) -> None:
    vide = ouvrir(session, alice)
    brouillons.enregistrer(session, vide, vide.passage.points[0], GROSSESSE, 0, instant())
    with pytest.raises(brouillons.ModifieAilleurs):
        brouillons.enregistrer(session, vide, vide.passage.points[0], GROSSESSE, 0, instant())
    assert session.scalar(select(func.count()).select_from(Brouillon)) == 1


def test_what_is_sent_is_frozen_with_a_receipt(session: Session, alice: Identite) -> None:
    demarche = envoyer(session, alice)
    assert demarche.etat is EtatDemarche.RECUE
    assert recepisses.juste(demarche.numero)
    assert demarche.reponses == {"grossesse": GROSSESSE, "praticien": PRATICIEN}
    assert demarche.recapitulatif[1]["lignes"][1] == ["Nom du praticien ou de l’établissement", "Dr D’Angelo"]
    assert demarche.reponse_avant == AUJOURDHUI + timedelta(days=15)
    assert demarche.empreinte == recu.empreinte("grossesse", 1, demarche.reponses, demarche.recapitulatif, [])
    assert ouvrir(session, alice).brouillon is None


def test_what_a_person_wrote_is_not_readable_in_the_database(session: Session, alice: Identite) -> None:
    envoyer(session, alice)
    remplir(session, alice, grossesse=GROSSESSE)
    for table in ("demarches", "brouillons"):
        (garde,) = session.execute(text(f"SELECT reponses FROM {table}")).scalars()
        assert b"2026-08-01" not in bytes(garde)
        assert b"debut" not in bytes(garde)


def test_the_same_key_gives_the_same_receipt(session: Session, alice: Identite) -> None:
    cle = uuid.uuid4().hex
    premiere = envoyer(session, alice, cle)
    assert envoyer(session, alice, cle) is premiere
    assert session.scalar(select(func.count()).select_from(Demarche)) == 1


def test_the_key_of_somebody_else_gives_nothing(session: Session, alice: Identite, bob: Identite) -> None:
    cle = uuid.uuid4().hex
    envoyer(session, alice, cle)
    assert depot.deja_deposee(session, bob.personne_id, cle) is None


@pytest.mark.parametrize("cle", ["", "x", "0" * 31, "0" * 33, "G" * 32, "é" * 32])
def test_a_key_of_another_form_sends_nothing(session: Session, alice: Identite, cle: str) -> None:
    with pytest.raises(Introuvable):
        depot.deposer(session, remplir(session, alice), cle, [], instant())
    assert session.scalar(select(func.count()).select_from(Demarche)) == 0


def test_one_demarche_of_a_kind_is_open_at_a_time(session: Session, alice: Identite) -> None:
    premiere = envoyer(session, alice)
    with pytest.raises(depot.DejaOuverte) as refus:
        envoyer(session, alice)
    assert refus.value.demarche is premiere


def test_once_answered_another_one_can_be_sent(session: Session, alice: Identite) -> None:
    envoyer(session, alice).etat = EtatDemarche.TRAITEE
    session.flush()
    assert envoyer(session, alice).etat is EtatDemarche.RECUE


def test_an_unfinished_draft_is_not_sent(session: Session, alice: Identite) -> None:
    travail = remplir(session, alice, grossesse=GROSSESSE)
    with pytest.raises(depot.Incomplete):
        envoyer_sans_document(session, travail, uuid.uuid4().hex, instant())


def test_an_answer_that_no_longer_holds_is_not_sent(app: Flask, session: Session, alice: Identite) -> None:
    remplir(session, alice)
    un_an_apres = lecture.travail(session, alice, "grossesse", date(2027, 11, 23))
    with pytest.raises(depot.Incomplete):
        envoyer_sans_document(session, un_an_apres, uuid.uuid4().hex, instant())


def test_what_nobody_has_taken_up_can_be_withdrawn_once(session: Session, alice: Identite) -> None:
    demarche = envoyer(session, alice)
    depot.retirer(session, demarche, instant())
    depot.retirer(session, demarche, instant())
    assert demarche.etat is EtatDemarche.ANNULEE
    assert len(demarche.historique) == 2


def test_what_is_being_studied_cannot_be_withdrawn(session: Session, alice: Identite) -> None:
    demarche = envoyer(session, alice)
    demarche.etat = EtatDemarche.EN_COURS
    session.flush()
    with pytest.raises(Introuvable):
        depot.retirer(session, demarche, instant())


def test_a_correction_takes_the_place_of_what_it_corrects(session: Session, alice: Identite) -> None:
    ancienne = envoyer(session, alice)
    brouillons.corriger(session, ouvrir(session, alice), ancienne, instant())
    session.flush()
    travail = ouvrir(session, alice)
    assert travail.brouillon is not None
    point = travail.passage.points[0]
    jumeaux = {**GROSSESSE, "enfants": ["2"]}
    brouillons.enregistrer(session, travail, point, jumeaux, travail.revision, instant())
    nouvelle = envoyer_sans_document(session, ouvrir(session, alice), uuid.uuid4().hex, instant())
    assert (ancienne.etat, nouvelle.etat) == (EtatDemarche.ANNULEE, EtatDemarche.RECUE)
    assert nouvelle.remplace_id == ancienne.id
    assert ancienne.reponses["grossesse"] == GROSSESSE


def test_what_changes_for_a_person_moves_the_version_that_devices_watch(session: Session, alice: Identite) -> None:
    def version() -> int:
        return session.scalars(select(Foyer.version).where(Foyer.id == alice.foyer_id)).one()

    avant = version()
    demarche = envoyer(session, alice)
    assert version() > avant
    milieu = version()
    depot.retirer(session, demarche, instant())
    assert version() > milieu


def test_a_declaration_sent_is_no_longer_awaited_and_is_again_once_withdrawn(
    app: Flask, session: Session, alice: Identite
) -> None:
    importer(app, declaration("alice", demarche="grossesse", titre="Grossesse"))
    demarche = envoyer(session, alice)
    assert service.declarations_attendues(session, alice, AUJOURDHUI) == []
    depot.retirer(session, demarche, instant())
    assert len(service.declarations_attendues(session, alice, AUJOURDHUI)) == 1


def test_a_confidential_demarche_is_read_by_its_author_alone(app: Flask, session: Session) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    karim, julie = identite_de(app, "karim"), identite_de(app, "julie")
    demarche = envoyer(session, julie)
    assert demarche.confidentielle
    assert service.envoyees(session, karim, AUJOURDHUI) == []
    with pytest.raises(Introuvable):
        service.demarche(session, karim, demarche.id, AUJOURDHUI)
    assert service.envoyees(session, julie, AUJOURDHUI) == [demarche]


def test_a_manager_reads_what_the_spouse_sent_and_does_not_withdraw_it(app: Flask, session: Session) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    importer(app, autorisation("karim", "julie"))
    karim, julie = identite_de(app, "karim"), identite_de(app, "julie")
    demarche = envoyer(session, julie)
    assert service.envoyees(session, karim, AUJOURDHUI) == [demarche]
    with pytest.raises(Introuvable):
        service.deposee_par(session, karim, demarche.id, AUJOURDHUI)


def test_a_draft_belongs_to_its_author(session: Session, alice: Identite, bob: Identite) -> None:
    remplir(session, alice)
    assert ouvrir(session, bob).brouillon is None
    assert service.brouillons(session, bob) == []


def _ensemble(app: Flask, agir: Callable[[Session], Any], fois: int = 4) -> list[Any]:
    """The same thing at the same moment, each in a transaction of its own: what it gave, or what it raised."""
    depart = Barrier(fois)

    def un(_rang: int) -> Any:
        with Session(moteur_de(app)) as session:
            depart.wait()
            try:
                trouve = agir(session)
                session.commit()
            except Exception as erreur:
                session.rollback()
                return erreur
            return trouve

    with ThreadPoolExecutor(fois) as fils:
        return list(fils.map(un, range(fois)))


def test_a_double_tap_sends_once(app: Flask, session: Session, alice: Identite) -> None:
    remplir(session, alice)
    session.commit()
    cle = uuid.uuid4().hex

    def taper(sienne: Session) -> str:
        return envoyer_sans_document(sienne, ouvrir(sienne, alice), cle, instant()).id

    issues = _ensemble(app, taper)
    assert session.scalar(select(func.count()).select_from(Demarche)) == 1
    assert len({issue for issue in issues if isinstance(issue, str)}) == 1
    assert all(isinstance(issue, str | ErreurMetier) for issue in issues)


def test_sent_from_two_devices_with_two_keys_it_is_sent_once(app: Flask, session: Session, alice: Identite) -> None:
    remplir(session, alice)
    session.commit()
    issues = _ensemble(
        app, lambda sienne: envoyer_sans_document(sienne, ouvrir(sienne, alice), uuid.uuid4().hex, instant()).id
    )
    assert all(isinstance(issue, str | ErreurMetier) for issue in issues)
    assert session.scalar(select(func.count()).select_from(Demarche)) == 1
