"""A debt and what happens to it, said to the services as requests, notices and the feed say it."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes.modele import Creance
from caf_pwa.dettes.reglements import service, tenue
from caf_pwa.dettes.reglements.guichet import Avis
from caf_pwa.dettes.reglements.modele import AvisRecu, Reglement
from caf_pwa.dettes.reglements.moteur import Nouvelle
from caf_pwa.extensions import Centiemes
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.identifiants import interne
from tests.fabriques import creance, importer, moteur_de

MAINTENANT = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
MONTANT, VINGT = Decimal("540.00"), Decimal("20.00")
_noms = (f"dette-{rang}" for rang in count())
_Fait = TypeVar("_Fait")


class Maison:
    """Alice's household and one debt of hers, reached by services as requests, notices and the feed reach them."""

    def __init__(self, app: Flask, alice: Identite) -> None:
        self.app, self.alice = app, alice
        self.nom = next(_noms)
        self.creance_id = interne("creance", self.nom)
        self.version = 0
        self.heure = MAINTENANT
        self.flux()

    def flux(self, rembourse: str = "0.00", **donnees: Any) -> Issue:
        self.version += 1
        (ligne,) = importer(self.app, creance("alice", self.nom, version=self.version, rembourse=rembourse, **donnees))
        return ligne.issue

    def faire(self, acte: Callable[[Session], _Fait]) -> _Fait:
        with Session(moteur_de(self.app), expire_on_commit=False) as session:
            fait = acte(session)
            session.commit()
            return fait

    def commencer(self, montant: Decimal, cle: str = "") -> Reglement:
        cle = cle or secrets.token_hex(16)
        return self.faire(
            lambda session: service.commencer(session, self.alice, self.creance_id, montant, cle, self.heure)
        )

    def avis(self, reglement: Reglement, nouvelle: Nouvelle, transaction: str, montant: Decimal | None = None) -> bool:
        avis = Avis(reglement.reference, transaction, nouvelle, montant or reglement.montant)
        return self.faire(lambda session: tenue.recevoir(session, "lyra", avis, self.heure))

    @property
    def dette(self) -> Creance:
        return self.faire(lambda session: session.get_one(Creance, self.creance_id))

    @property
    def reglements(self) -> list[Reglement]:
        requete = select(Reglement).where(Reglement.creance_id == self.creance_id).order_by(Reglement.commence_le)
        return self.faire(lambda session: list(session.scalars(requete)))

    def verifier(self) -> None:
        """Σ over everything: what the gateway told is what is credited, to give back, or given back."""
        dette, reglements = self.dette, self.reglements
        assert dette.regle == sum(un.credite - un.compte for un in reglements)
        assert dette.rembourse + dette.regle <= dette.montant
        for un in reglements:
            assert un.recu == self._dit(un, Nouvelle.PAYE)
            assert un.recu == un.credite + un.argent.a_rendre + min(un.rendu, un.recu)
            assert 0 <= un.credite <= un.montant
            assert un.argent.a_rendre >= 0

    def _dit(self, reglement: Reglement, nouvelle: Nouvelle) -> Decimal:
        somme = select(func.sum(AvisRecu.montant, type_=Centiemes)).where(
            AvisRecu.reglement_id == reglement.id, AvisRecu.nouvelle == nouvelle
        )
        return self.faire(lambda session: session.scalar(somme)) or Decimal()


SOMMES = st.integers(1, 54_000).map(lambda centimes: Decimal(centimes).scaleb(-2))
FAITS = st.one_of(
    st.tuples(st.just("commencer"), SOMMES),
    st.tuples(st.just("payer"), st.integers(0, 2), st.integers(0, 1)),
    st.tuples(st.just("rendre"), st.integers(0, 2), st.integers(0, 1)),
    st.tuples(st.just("refuser"), st.integers(0, 2)),
    st.tuples(st.just("attendre")),
    st.tuples(st.just("flux"), st.booleans(), st.integers(0, 3)),
)


class Histoire:
    """What happens to one debt: each fact is said to the services, once more than once."""

    def __init__(self, maison: Maison) -> None:
        self.maison = maison

    def commencer(self, somme: Decimal) -> None:
        with suppress(service.DejaCommence, service.MontantRefuse):
            self.maison.commencer(somme)

    def payer(self, qui: int, essai: int) -> None:
        for reglement in self.maison.reglements[qui : qui + 1]:
            deja = reglement.recu
            self.maison.avis(reglement, Nouvelle.PAYE, f"{reglement.id}-{essai}")
            assert not self.maison.avis(reglement, Nouvelle.PAYE, f"{reglement.id}-{essai}")
            assert self.maison.reglements[qui].recu in (deja, deja + reglement.montant)

    def rendre(self, qui: int, essai: int) -> None:
        for reglement in self.maison.reglements[qui : qui + 1]:
            self.maison.avis(reglement, Nouvelle.RENDU, f"r-{reglement.id}-{essai}", Decimal("0.01"))

    def refuser(self, qui: int) -> None:
        for reglement in self.maison.reglements[qui : qui + 1]:
            self.maison.avis(reglement, Nouvelle.REFUSE, f"x-{reglement.id}")

    def attendre(self) -> None:
        self.maison.heure += timedelta(minutes=31)

    def flux(self, compter: bool, mois: int) -> None:
        """The Caf took ``mois`` deductions of 45 euros; it has counted what was paid online, or knows nothing of it."""
        connus = [un for un in self.maison.reglements if un.credite] if compter else []
        total = min(sum((un.credite for un in connus), Decimal()) + 45 * mois, MONTANT)
        dits = [{"reference": un.reference, "montant": str(un.credite)} for un in connus]
        assert self.maison.flux(str(total), reglements=dits) is Issue.APPLIQUE
