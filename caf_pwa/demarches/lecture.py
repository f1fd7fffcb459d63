"""Bringing together what a démarche starts from: the person, their dossier, their draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from caf_pwa.allocations import service as allocations
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.modele import Brouillon, DeclarationAttendue, Demarche
from caf_pwa.demarches.moteur import Fiche, Passage, Periode
from caf_pwa.demarches.situation import Attendue, Situation
from caf_pwa.dossier import service as dossier
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import mois_avant

_MOIS_DE_RESSOURCES = 12

# Read on every page of a démarche: built once.
_BROUILLON = select(Brouillon).where(
    Brouillon.personne_id == bindparam("personne_id"),
    Brouillon.foyer_id == bindparam("foyer_id"),
    Brouillon.slug == bindparam("slug"),
    Brouillon.periode == bindparam("periode"),
)
_ATTENDUES = (
    select(
        DeclarationAttendue.personne_id,
        DeclarationAttendue.id,
        DeclarationAttendue.periode,
        DeclarationAttendue.ouverte_le,
        DeclarationAttendue.limite,
    )
    .where(
        DeclarationAttendue.foyer_id == bindparam("foyer_id"),
        DeclarationAttendue.demarche == bindparam("slug"),
        DeclarationAttendue.recue.is_(False),
        DeclarationAttendue.ouverte_le <= bindparam("aujourdhui"),
    )
    .order_by(DeclarationAttendue.limite, DeclarationAttendue.id)
)


class Qui(Protocol):
    """Whoever does a démarche: their household, themselves, and how far they see."""

    @property
    def foyer_id(self) -> str: ...
    @property
    def personne_id(self) -> str: ...
    @property
    def gere_le_dossier(self) -> bool: ...


@dataclass(frozen=True)
class Auteur:
    """Who sent a démarche, as they were then."""

    foyer_id: str
    personne_id: str
    gere_le_dossier: bool


@dataclass(frozen=True)
class Travail:
    """A person in front of a démarche: what it asks, what is known of them, what they answered so far."""

    identite: Identite
    fiche: Fiche
    situation: Situation
    periode: Periode
    brouillon: Brouillon | None

    @property
    def passage(self) -> Passage:
        """The path, read anew: the answers may have changed."""
        return Passage(self.fiche, self.situation, self.brouillon.reponses if self.brouillon else {})

    @property
    def revision(self) -> int:
        """0 before anything is saved."""
        return self.brouillon.revision if self.brouillon else 0


def fiche(slug: str) -> Fiche:
    """The démarche at that address. Raises Introuvable."""
    if slug not in catalogue():
        raise Introuvable(slug)
    return catalogue()[slug]


def raison_fermee(session: Session, identite: Identite, laquelle: Fiche, aujourdhui: date) -> str | None:
    """Why this person cannot make that démarche now, in a sentence; None when they can."""
    attendue = _attendue(session, identite, laquelle.slug, aujourdhui)
    return laquelle.fermee(situer(session, identite, aujourdhui, attendue))


def travail(session: Session, identite: Identite, slug: str, aujourdhui: date) -> Travail:
    """What this person has of that démarche. Raises Introuvable for an address that is not in the catalogue."""
    laquelle = fiche(slug)
    situation = situer(session, identite, aujourdhui, _attendue(session, identite, slug, aujourdhui))
    periode = laquelle.periode(situation)
    valeurs = {"personne_id": identite.personne_id, "foyer_id": identite.foyer_id, "slug": slug}
    brouillon = session.scalar(_BROUILLON, valeurs | {"periode": periode.cle})
    if brouillon is not None and brouillon.version_formulaire != laquelle.version:
        _accorder(brouillon, laquelle)
    return Travail(identite, laquelle, situation, periode, brouillon)


def _accorder(brouillon: Brouillon, laquelle: Fiche) -> None:
    """The questions have changed since: pages that no longer exist fall away; the others are checked again."""
    noms = {etape.nom for etape in laquelle.etapes}
    brouillon.reponses = {cle: reponses for cle, reponses in brouillon.reponses.items() if cle.split("-")[0] in noms}
    brouillon.version_formulaire = laquelle.version


def situer(session: Session, qui: Qui, aujourdhui: date, attendue: Attendue | None) -> Situation:
    """What is known of this person, as far as they may see."""
    foyer = dossier.foyer(session, qui.foyer_id)
    moi = next((un for un in foyer.personnes if un.id == qui.personne_id), None)
    moi = moi or dossier.personne(session, qui.foyer_id, qui.personne_id)  # one who left keeps what is their own
    gere = qui.gere_le_dossier
    depuis = mois_avant(aujourdhui, _MOIS_DE_RESSOURCES)
    figures = dossier.mensuelles(session, qui.foyer_id, depuis, None if gere else qui.personne_id)
    return Situation(
        aujourdhui=aujourdhui,
        moi=moi,
        foyer=foyer,
        gere_le_dossier=gere,
        membres=tuple(foyer.personnes) if gere else (moi,),
        droits=allocations.prestations_ouvertes(session, qui.foyer_id) if gere else frozenset(),
        ressources=tuple(figures),
        attendue=attendue,
    )


def situation_de_l_auteur(session: Session, demarche: Demarche) -> Situation:
    """What is known of the person who sent a démarche, for whoever answers it."""
    assert demarche.personne_id is not None
    auteur = Auteur(demarche.foyer_id, demarche.personne_id, demarche.au_nom_du_foyer)
    attendue = session.get(DeclarationAttendue, demarche.attendue_id) if demarche.attendue_id else None
    return situer(session, auteur, demarche.deposee_le, _en_bref(attendue) if attendue else None)


def _attendue(session: Session, identite: Identite, slug: str, aujourdhui: date) -> Attendue | None:
    """The declaration of that kind that is waited for, the most pressing one."""
    valeurs = {"foyer_id": identite.foyer_id, "slug": slug, "aujourdhui": aujourdhui}
    lignes: Iterable[Any] = session.connection().execute(_ATTENDUES, valeurs)
    for personne_id, *reste in lignes:
        if identite.gere_le_dossier or personne_id == identite.personne_id:
            return Attendue(*reste)
    return None


def _en_bref(attendue: DeclarationAttendue) -> Attendue:
    return Attendue(attendue.id, attendue.periode, attendue.ouverte_le, attendue.limite)
