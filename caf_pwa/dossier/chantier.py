"""One household while effects change it: each effect says what it changed, in words."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.dossier.effets import (
    RUBRIQUES,
    AjouterPersonne,
    ChangerFoyer,
    ChangerPersonne,
    DeclarerRessource,
    Effet,
    NoterFait,
    SortirPersonne,
    Valeur,
)
from caf_pwa.dossier.modele import ADRESSE, Fait, Foyer, Personne, Ressource, Role
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.formats import euros, jour, masquer_iban, mois
from caf_pwa.socle.identifiants import interne

PERSONNE_DU_DOSSIER = "Personne du dossier"


class ResponsableSort(ErreurMetier):
    """The responsible person leaves no dossier: it would be nobody's."""


@dataclass(frozen=True)
class Ecart:
    """A value that changed, in words."""

    personne_id: str | None
    rubrique: str
    avant: str | None
    apres: str | None


class Chantier:
    """The effects on one household, one after the other."""

    def __init__(self, session: Session, foyer_id: str, confidentiel: bool = False) -> None:
        """Takes the household for itself until the end of the transaction. Raises Introuvable.

        ``confidentiel``: what is noted is read by the person it names alone.
        """
        session.flush()
        trouve = session.get(Foyer, foyer_id, with_for_update=True)
        if trouve is None:
            raise Introuvable(foyer_id)
        self.session, self.foyer_id, self.foyer, self.confidentiel = session, foyer_id, trouve, confidentiel
        toutes = select(Personne).where(Personne.foyer_id == foyer_id).execution_options(populate_existing=True)
        self.personnes = {personne.id: personne for personne in session.scalars(toutes)}

    def controler(self, effets: Sequence[Effet]) -> None:
        """Raises Introuvable or ResponsableSort before anything changes."""
        for effet in effets:
            if isinstance(effet, ChangerPersonne | SortirPersonne | DeclarerRessource | NoterFait):
                if effet.personne_id not in self.personnes:
                    raise Introuvable(effet.personne_id)
                responsable = self.personnes[effet.personne_id].role is Role.RESPONSABLE
                if isinstance(effet, SortirPersonne) and responsable:
                    raise ResponsableSort("Le responsable du dossier ne peut pas en sortir.")

    def realiser(self, effet: Effet) -> Ecart | None:
        """Bring one effect about; None when all was so already."""
        if isinstance(effet, ChangerFoyer):
            return _changer(self.foyer, None, effet.champ, effet.valeur)
        if isinstance(effet, ChangerPersonne):
            return _changer(self.personnes[effet.personne_id], effet.personne_id, effet.champ, effet.valeur)
        if isinstance(effet, AjouterPersonne):
            return self._ajouter(effet)
        if isinstance(effet, SortirPersonne):
            return self._sortir(self.personnes[effet.personne_id])
        if isinstance(effet, NoterFait):
            return self._noter(effet)
        return self._declarer(effet)

    def _ajouter(self, effet: AjouterPersonne) -> Ecart:
        rang = max((personne.rang for personne in self.personnes.values()), default=-1) + 1
        nouvelle = Personne(
            id=uuid.uuid4().hex,
            foyer_id=self.foyer_id,
            version=0,
            rang=rang,
            role=effet.role,
            sortie=False,
            prenoms=effet.prenoms,
            nom_naissance=effet.nom_naissance,
            naissance=effet.naissance,
            sexe=effet.sexe,
            lieu_naissance=effet.lieu_naissance,
        )
        self.session.add(nouvelle)
        self.personnes[nouvelle.id] = nouvelle
        return Ecart(nouvelle.id, PERSONNE_DU_DOSSIER, None, nouvelle.nom_affiche)

    def _sortir(self, personne: Personne) -> Ecart | None:
        if personne.sortie:
            return None
        personne.sortie = True
        return Ecart(personne.id, PERSONNE_DU_DOSSIER, personne.nom_affiche, None)

    def _noter(self, effet: NoterFait) -> Ecart | None:
        deja = self.session.scalar(
            select(Fait).where(
                Fait.foyer_id == self.foyer_id, Fait.personne_id == effet.personne_id, Fait.libelle == effet.libelle
            )
        )
        avant = deja.valeur if deja else None
        if avant == effet.valeur:
            return None
        fait = deja or Fait(id=uuid.uuid4().hex, foyer_id=self.foyer_id, personne_id=effet.personne_id)
        fait.libelle, fait.valeur, fait.confidentiel = effet.libelle, effet.valeur, self.confidentiel
        self.session.add(fait)
        self.session.flush()
        return Ecart(effet.personne_id, effet.libelle, avant, effet.valeur)

    def _declarer(self, effet: DeclarerRessource) -> Ecart | None:
        avant = self._deja_declarees(effet)
        somme = sum((ligne.montant for ligne in avant), Decimal()) if avant else None
        if somme == effet.montant:
            return None
        ligne = avant[0] if avant else self._nouvelle_ligne(effet)
        for autre in avant[1:]:
            self.session.delete(autre)
        ligne.montant = effet.montant
        self.session.flush()
        quand = f"année {effet.annee}" if effet.mois is None else mois(date(effet.annee, effet.mois, 1))
        montants = (euros(somme) if somme is not None else None, euros(effet.montant))
        return Ecart(effet.personne_id, f"{effet.libelle}, {quand}", *montants)

    def _deja_declarees(self, effet: DeclarerRessource) -> Sequence[Ressource]:
        return self.session.scalars(
            select(Ressource)
            .where(
                Ressource.foyer_id == self.foyer_id,
                Ressource.personne_id == effet.personne_id,
                Ressource.annee == effet.annee,
                Ressource.mois.is_(None) if effet.mois is None else Ressource.mois == effet.mois,
                Ressource.libelle == effet.libelle,
                Ressource.origine == "vous",
            )
            .order_by(Ressource.id)
        ).all()

    def _nouvelle_ligne(self, effet: DeclarerRessource) -> Ressource:
        ligne = Ressource(
            id=uuid.uuid4().hex,
            releve_id=interne("declare", f"{effet.personne_id}/{effet.annee}"),
            foyer_id=self.foyer_id,
            personne_id=effet.personne_id,
            annee=effet.annee,
            mois=effet.mois,
            libelle=effet.libelle,
            origine="vous",
        )
        self.session.add(ligne)
        return ligne


def _changer(objet: Foyer | Personne, personne_id: str | None, champ: str, valeur: Valeur) -> Ecart | None:
    ancienne, nouvelle = getattr(objet, champ), _normale(champ, valeur)
    if ancienne == nouvelle:
        return None
    setattr(objet, champ, nouvelle)
    return Ecart(personne_id, RUBRIQUES[champ], _en_clair(ancienne), _en_clair(nouvelle))


def _normale(champ: str, valeur: Valeur) -> Valeur:
    """As the tables keep it: nothing empty, and never a whole bank account."""
    if isinstance(valeur, Mapping):
        return {partie: valeur[partie].strip() for partie in ADRESSE if valeur.get(partie, "").strip()} or None
    if isinstance(valeur, str):
        texte = valeur.strip()
        return masquer_iban(texte) if texte and champ == "compte_bancaire" else texte or None
    return valeur


def _en_clair(valeur: Valeur) -> str | None:
    if isinstance(valeur, Mapping):
        return ", ".join(valeur[partie] for partie in ADRESSE if partie in valeur) or None
    return jour(valeur) if isinstance(valeur, date) else valeur
