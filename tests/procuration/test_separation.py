"""A declared parting: the authorisation ends as it is sent, each one's access is protected, and nobody is told why."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.appareils import connus
from caf_pwa.comptes.modele import AppareilConnu, Autorisation, Cle, Compte, Connexion
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.demarches import reponse
from caf_pwa.demarches.modele import Demarche
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.courrier import courriels
from tests.demarches.parcours import Parcours
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, numero_de, personne

SEPARATION: dict[str, str | list[str]] = {"genre": "separation", "jour": "2026-11-02", "part": "autre"}
TRAHIT = ("épar", "divorc", "rupture", "violence", "conjoint a")  # what tells of a parting


@dataclass
class Couple:
    """Karim and Julie, each signed in on two phones known to their accounts, Julie with an authorisation."""

    app: Flask
    session: Session

    def telephone(self, qui: str) -> FlaskClient:
        return connecter(self.app.test_client(), identite_de(self.app, qui))

    def compte(self, qui: str) -> Compte:
        self.session.rollback()
        return self.session.get_one(Compte, interne("compte", qui), populate_existing=True)

    def ouvertes(self, qui: str) -> int:
        self.session.rollback()
        requete = select(func.count()).where(Connexion.compte_id == interne("compte", qui))
        return self.session.scalar(requete) or 0

    def connus(self, qui: str) -> int:
        requete = select(func.count()).where(AppareilConnu.compte_id == interne("compte", qui))
        return self.session.scalar(requete) or 0

    def demarche(self) -> Demarche:
        self.session.rollback()
        return self.session.scalars(select(Demarche)).one()


@pytest.fixture
def couple(app: Flask, session: Session) -> Couple:
    karim, julie = personne("karim", sexe="M"), personne("julie", "conjoint", sexe="F")
    importer(app, foyer("karim", karim, julie), compte("karim"), compte("julie"), autorisation("karim", "julie"))
    for qui in ("karim", "julie"):
        connus.faire_connaitre(session, interne("compte", qui), instant())
    session.commit()
    return Couple(app, session)


def _separer(client: FlaskClient) -> None:
    assert Parcours(client, "situation-familiale", SEPARATION).envoyer().status_code == 303


@pytest.mark.parametrize(("qui", "autre"), [("karim", "julie"), ("julie", "karim")])
def test_t34_sent_by_either_the_authorisation_ends_at_once(couple: Couple, qui: str, autre: str) -> None:
    """With sessions open on both sides."""
    telephone, de_l_autre = couple.telephone(qui), couple.telephone(autre)
    julie = telephone if qui == "julie" else de_l_autre
    assert julie.get("/allocations/droits").status_code == 200
    _separer(telephone)
    assert julie.get("/allocations/droits").status_code == 403
    fin, retiree_le = couple.session.execute(select(Autorisation.fin, Autorisation.retiree_le)).one()
    assert fin is not None
    assert retiree_le is not None


@pytest.mark.parametrize("qui", ["karim", "julie"])
def test_whoever_sends_it_keeps_this_phone_and_no_other(couple: Couple, qui: str) -> None:
    ici, ailleurs = couple.telephone(qui), couple.telephone(qui)
    cle = {"id": "c", "reference": "c", "identifiant": b"c", "cle_publique": b"c", "nom": "T", "creee_le": instant()}
    couple.session.add(Cle(compte_id=interne("compte", qui), **cle))
    couple.session.commit()
    _separer(ici)
    assert ici.get("/accueil").status_code == 200
    assert ailleurs.get("/accueil").status_code == 302
    assert (couple.compte(qui).mot_de_passe_a_changer, couple.connus(qui)) == (True, 0)
    assert couple.session.scalar(select(func.count()).select_from(Cle)) == 1  # theirs to look at
    suivi = ici.get(f"/demarches/suivi/{couple.demarche().id}").text
    assert "Choisissez un nouveau mot de passe" in suivi


def test_whoever_sends_it_chooses_another_password_from_this_phone(couple: Couple) -> None:
    """The former one opens nothing from outside, and still tells here that it is them."""
    ancien, nouveau = "girafe tuba lavande ponton", "cactus rameur vitrail nuage"
    couple.compte("julie").empreinte_mot_de_passe = hachage.hacher(ancien)
    couple.session.commit()
    julie = couple.telephone("julie")
    _separer(julie)
    dehors, saisie = couple.app.test_client(), {"identifiant": numero_de("julie")}
    assert dehors.post("/connexion", data=saisie | {"mot_de_passe": ancien}).status_code == 422
    assert julie.post("/compte/mot-de-passe", data={"actuel": ancien, "nouveau": nouveau}).status_code == 303
    assert not couple.compte("julie").mot_de_passe_a_changer
    assert dehors.post("/connexion", data=saisie | {"mot_de_passe": nouveau}).status_code == 303


def test_it_is_said_before_it_is_sent(couple: Couple) -> None:
    Parcours(couple.telephone("karim"), "situation-familiale", SEPARATION).remplir()
    verifier = couple.telephone("karim").get("/demarches/situation-familiale/verifier").text
    for dit in ("autorisation de gestion prend fin", "vos autres appareils sont déconnectés", "nouveau mot de passe"):
        assert dit in verifier


def test_the_form_of_a_wedding_says_nothing_of_it(couple: Couple) -> None:
    client = couple.telephone("karim")
    Parcours(client, "situation-familiale", {"genre": "mariage", "jour": "2026-11-02"}).remplir()
    assert "prend fin" not in client.get("/demarches/situation-familiale/verifier").text


@pytest.mark.parametrize(("qui", "autre"), [("karim", "julie"), ("julie", "karim")])
def test_the_other_reads_that_it_has_ended_and_nothing_of_why(couple: Couple, qui: str, autre: str) -> None:
    de_l_autre = couple.telephone(autre)
    avant = couple.ouvertes(autre)
    _separer(couple.telephone(qui))
    assert "Elle a pris fin le 23 novembre 2026" in de_l_autre.get("/alertes").text
    assert "L’autorisation de gestion a pris fin" in de_l_autre.get("/compte/historique").text
    lues = (
        "/accueil",
        "/alertes",
        "/compte/historique",
        "/demarches/a-consulter",
        "/demarches/a-transmettre",
        "/profil",
    )
    for adresse in lues:
        page = de_l_autre.get(adresse).text
        assert not [mot for mot in TRAHIT if mot in page], adresse
    assert (couple.ouvertes(autre), couple.compte(autre).mot_de_passe_a_changer) == (avant, False)
    assert not courriels(couple.app)


def test_without_authorisation_the_other_is_told_nothing_at_all(couple: Couple) -> None:
    importer(couple.app, autorisation("karim", "julie", version=2, fin="2026-11-20"))
    karim = couple.telephone("karim")
    _separer(couple.telephone("julie"))
    assert "pris fin" not in karim.get("/alertes").text
    assert "pris fin" not in karim.get("/compte/historique").text


@pytest.mark.parametrize(("qui", "autre"), [("karim", "julie"), ("julie", "karim")])
def test_accepted_it_protects_the_other_too(couple: Couple, agent: str, qui: str, autre: str) -> None:
    de_l_autre, ici = couple.telephone(autre), couple.telephone(qui)
    _separer(ici)
    session, demarche = couple.session, couple.demarche()
    reponse.prendre_en_charge(session, demarche, agent, demarche.revision, instant())
    session.commit()
    assert de_l_autre.get("/accueil").status_code == 200
    reponse.accepter(session, demarche, "Conseiller de la Caf", demarche.revision, instant())
    session.commit()
    assert de_l_autre.get("/accueil").status_code == 302
    assert (couple.ouvertes(autre), couple.connus(autre)) == (0, 0)
    assert couple.compte(autre).mot_de_passe_a_changer
    assert ici.get("/accueil").status_code == 200
    assert session.get_one(Personne, interne("personne", "julie")).sortie


def test_an_acceptance_that_fails_protects_nobody(couple: Couple, agent: str) -> None:
    """The state, the dossier and the access are one transaction."""
    _separer(couple.telephone("karim"))
    session, demarche = couple.session, couple.demarche()
    with pytest.raises(reponse.DejaChangee):
        reponse.accepter(session, demarche, "Conseiller", demarche.revision, instant())
    assert not couple.compte("julie").mot_de_passe_a_changer


def test_withdrawing_it_does_not_give_the_authorisation_back(couple: Couple) -> None:
    karim, julie = couple.telephone("karim"), couple.telephone("julie")
    _separer(karim)
    assert karim.post(f"/demarches/suivi/{couple.demarche().id}/annuler").status_code == 303
    assert julie.get("/allocations/droits").status_code == 403
    assert "Donner l’autorisation" in karim.get("/compte/procuration").text


def test_the_same_tap_twice_ends_it_once(couple: Couple, session: Session) -> None:
    karim = couple.telephone("karim")
    parcours = Parcours(karim, "situation-familiale", SEPARATION)
    page = parcours.remplir()
    donnees = parcours._saisie(page)
    for _ in range(2):
        assert karim.post("/demarches/situation-familiale/envoyer", data=donnees).status_code == 303
    assert karim.get("/compte/historique").text.count("L’autorisation de gestion a pris fin") == 1
