"""A person and two advisers, in any order, with what they last saw: a démarche goes only where it may, once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import brouillons, depot, lecture, reponse
from caf_pwa.demarches.modele import Demarche, EtatDemarche, EtatPiece, PieceDemandee
from caf_pwa.dossier.modele import Changement, Personne
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI, Moule
from tests.demarches.envois import envoyer_sans_document, travail_de
from tests.fabriques import compte, foyer, identite_de, importer, moteur_de

RECUE, EN_COURS, EN_ATTENTE = EtatDemarche.RECUE, EtatDemarche.EN_COURS, EtatDemarche.EN_ATTENTE_D_INFORMATION
TRAITEE, REFUSEE, ANNULEE = EtatDemarche.TRAITEE, EtatDemarche.REFUSEE, EtatDemarche.ANNULEE

# Where each act leads, from where it may be done.
PASSAGES: dict[str, dict[EtatDemarche, EtatDemarche]] = {
    "prendre": {RECUE: EN_COURS},
    "demander": {EN_COURS: EN_ATTENTE},
    "demander un document": {EN_COURS: EN_ATTENTE, EN_ATTENTE: EN_ATTENTE},
    "accepter": {EN_COURS: TRAITEE},
    "refuser": {EN_COURS: REFUSEE, EN_ATTENTE: REFUSEE},
    "repondre": {EN_ATTENTE: EN_COURS},
    "retirer": {RECUE: ANNULEE},
    "envoyer": {RECUE: ANNULEE},  # a correction takes its place
}
DE_LA_PERSONNE = ("enregistrer", "envoyer", "corriger", "retirer", "repondre")
DES_CONSEILLERS = ("prendre", "demander", "demander un document", "accepter", "refuser")
QUOI = ("Acte", "Pour vérifier.", AUJOURDHUI + timedelta(days=30))

Photo = dict[str, tuple[EtatDemarche, int, int]]
Acte = tuple[str, int, bool]  # which, by which adviser, on the latest démarche or on the one they last opened

actes = st.one_of(
    st.tuples(st.sampled_from(DE_LA_PERSONNE), st.just(0), st.just(True)),
    st.tuples(st.sampled_from(("ouvrir", *DES_CONSEILLERS)), st.integers(0, 1), st.booleans()),
)


class Monde:
    """One person and two advisers, each with the revision before their eyes."""

    def __init__(self, session: Session, qui: Identite, agents: list[str]) -> None:
        self.session, self.qui, self.agents = session, qui, agents
        self.vues: list[tuple[str, int] | None] = [None, None]
        self.metier = 0

    def demarches(self) -> list[Demarche]:
        self.session.flush()
        return list(self.session.scalars(select(Demarche).order_by(Demarche.deposee_a, Demarche.id)))

    def photo(self) -> Photo:
        return {une.id: (une.etat, une.revision, len(une.historique)) for une in self.demarches()}

    def activite(self) -> str | None:
        return self.session.scalars(select(Personne.activite).where(Personne.id == self.qui.personne_id)).one()

    def derniere(self) -> Demarche | None:
        """The open one, else any."""
        toutes = self.demarches()
        return next((une for une in toutes if une.etat.ouverte), toutes[-1] if toutes else None)

    def personne(self, quoi: str) -> Demarche | None:
        """Do it; which démarche it was done to, None when it was done to a draft or there is nothing to act on."""
        cible = self.derniere()
        if quoi == "enregistrer":
            self.metier += 1
            travail_de(self.session, self.qui, "essai", depart={"change": ["oui"]}, metier={"metier": [self._metier()]})
            return None
        travail = lecture.travail(self.session, self.qui, "essai", AUJOURDHUI)
        if quoi == "envoyer":
            envoyer_sans_document(self.session, travail, uuid.uuid4().hex, instant())
            return cible
        if cible is None:
            return None
        if quoi == "corriger":
            brouillons.corriger(self.session, travail, cible, instant())
            return None
        if quoi == "retirer":
            depot.retirer(self.session, cible, instant())
        else:
            reponse.repondre(self.session, cible, "Alice", "Voici.", instant())
        return cible

    def conseiller(self, quoi: str, rang: int, a_jour: bool) -> Demarche | None:
        """With what they last saw, or opened anew."""
        cible = self.derniere()
        if cible is not None and (a_jour or quoi == "ouvrir"):
            self.vues[rang] = (cible.id, cible.revision)
        vue = self.vues[rang]
        if vue is None or quoi == "ouvrir":
            return None
        une = self.session.get_one(Demarche, vue[0])
        gestes: dict[str, Callable[..., Any]] = {
            "prendre": lambda *fin: reponse.prendre_en_charge(self.session, une, self.agents[rang], *fin),
            "demander": lambda *fin: reponse.demander(self.session, une, "Quand ?", *fin),
            "demander un document": lambda *fin: reponse.demander_un_document(self.session, une, QUOI, *fin),
            "accepter": lambda *fin: reponse.accepter(self.session, une, "Camille", *fin),
            "refuser": lambda *fin: reponse.refuser(self.session, une, "Motif.", *fin),
        }
        gestes[quoi](vue[1], instant())
        return une

    def _metier(self) -> str:
        return f"Métier {'abcdefghijklmnopqrstuvwxyz'[self.metier % 26]}"


def _jouer(monde: Monde, acte: Acte) -> None:
    """One act, whole or not at all, and what must hold after it."""
    quoi, rang, a_jour = acte
    avant, activite = monde.photo(), monde.activite()
    vue = monde.vues[rang]
    cible = None
    essai = monde.session.begin_nested()
    try:
        cible = monde.personne(quoi) if quoi in DE_LA_PERSONNE else monde.conseiller(quoi, rang, a_jour)
        monde.session.flush()
        essai.commit()
        reussi = True
    except ErreurMetier:
        essai.rollback()
        monde.session.expire_all()
        reussi = False
    apres = monde.photo()
    if not reussi:
        assert (apres, monde.activite()) == (avant, activite), "refused, it changes nothing"
        return
    if quoi in DES_CONSEILLERS and not a_jour and vue is not None:
        assert avant[vue[0]][1] == vue[1], "a stale adviser never wins"
    changees = {une for une in avant if apres[une] != avant[une]}
    assert changees <= ({cible.id} if cible else set())
    for une in changees:
        (etat, revision, lignes), (suivant, ensuite, dites) = avant[une], apres[une]
        assert PASSAGES[quoi][etat] is suivant
        assert (ensuite, dites) == (revision + 1, lignes + 1)
    nouvelles = apres.keys() - avant.keys()
    assert len(nouvelles) == (quoi == "envoyer")
    assert all(apres[une] == (RECUE, 0, 1) for une in nouvelles)
    _tenir(monde, apres)
    traitee = any(apres[une][0] is TRAITEE for une in changees)
    assert traitee or monde.activite() == activite, "the dossier moves with an acceptance alone"


def _tenir(monde: Monde, photo: Photo) -> None:
    """What holds at any time."""
    assert len([une for une, (etat, *_) in photo.items() if etat.ouverte]) <= 1
    causes = set(monde.session.scalars(select(Changement.cause_id)))
    assert causes <= {une for une, (etat, *_) in photo.items() if etat is TRAITEE}
    for demandee in monde.session.scalars(select(PieceDemandee)):
        etat = photo[demandee.demarche_id or ""][0]
        assert (demandee.etat is EtatPiece.DEMANDEE) is etat.ouverte, "nothing is asked for what is answered"


@pytest.fixture
def moule(moule_sqlite: Moule) -> Moule:
    """On SQLite alone: the sequences are many, and test_reponse.py runs each rule on both."""
    return moule_sqlite


@pytest.fixture
def alice_seule(app: Flask) -> Identite:
    importer(app, foyer("alice"), compte("alice"))
    return identite_de(app, "alice")


@settings(max_examples=60)
@given(suite=st.lists(actes, max_size=25))
def test_whatever_they_do_a_demarche_goes_only_where_it_may(
    app: Flask, alice_seule: Identite, agent: str, essai: None, suite: list[Acte]
) -> None:
    with Session(moteur_de(app)) as session:
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")  # given back whole after each example
        monde = Monde(session, alice_seule, [agent, agent])
        # Begun and sent, so that most of what follows has something to act on.
        for acte in [("enregistrer", 0, True), ("envoyer", 0, True), *suite]:
            _jouer(monde, acte)
        session.rollback()


def test_the_sequences_reach_every_act(app: Flask, alice_seule: Identite, agent: str, essai: None) -> None:
    """The rules above are not true of nothing: each act is done at least once in this one."""
    suite = [
        "enregistrer",
        "envoyer",
        "retirer",
        "enregistrer",
        "envoyer",
        "corriger",
        "envoyer",
        "prendre",
        "demander",
        "repondre",
        "demander un document",
        "refuser",
        "enregistrer",
        "envoyer",
        "prendre",
        "accepter",
    ]
    with Session(moteur_de(app)) as session:
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        monde = Monde(session, alice_seule, [agent, agent])
        for nom in suite:
            _jouer(monde, (nom, 0, True))
        etats = sorted(etat.value for etat, *_ in monde.photo().values())
        assert etats == ["annulee", "annulee", "refusee", "traitee"]
        assert monde.activite() == "Métier d"
        session.rollback()
