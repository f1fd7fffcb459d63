"""A household with its persons."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator
from sqlalchemy import select

from caf_pwa.comptes import numeros
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Foyer, Personne, Role
from caf_pwa.flux.communs import lire_numero
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre, PasEncore
from caf_pwa.flux.modele import EnAttente
from caf_pwa.flux.types import Donnees, Iban, Identifiant, Naissance, Texte
from caf_pwa.socle.identifiants import interne

_DEPART = "depart:"


class Adresse(Donnees):
    """As the register gives it; nothing is corrected."""

    destinataire: Texte | None = None
    complement: Texte | None = None
    complement_geographique: Texte | None = None
    voie: Texte | None = None
    lieu_dit: Texte | None = None
    code_postal_ville: Texte | None = None
    pays: Texte | None = None


class Activite(Donnees):
    nature: Texte
    depuis: date | None = None
    employeur: Texte | None = None


class PersonneDuFoyer(Donnees):
    """``nom_complet`` is for registers that give one string, which nobody can split for sure."""

    id: Identifiant
    role: Literal["responsable", "conjoint", "enfant", "autre"]
    naissance: Naissance
    nom_naissance: Texte | None = None
    nom_usage: Texte | None = None
    prenoms: Texte | None = None
    nom_complet: Texte | None = None
    sexe: Literal["F", "M"] | None = None
    lieu_naissance: Texte | None = None
    commune_naissance: (
        Annotated[
            str,
            Field(
                pattern=r"^([0-9][0-9AB][0-9]{3})?$", description="Code Insee ; vide pour une naissance à l’étranger."
            ),
        ]
        | None
    ) = None
    pays_naissance: Annotated[str, Field(pattern=r"^[0-9]{5}$", description="Code Insee ; 99100 : France.")] | None = (
        None
    )
    activite: Activite | None = None
    courriel: Texte | None = None
    telephone: Texte | None = None
    identifiant: (
        Annotated[
            str,
            Field(
                max_length=40,
                description="Numéro de sécurité sociale (13 ou 15 caractères) ou identifiant provisoire. "
                "Seule une empreinte en est gardée : elle sert à reconnaître la personne qui crée son compte.",
            ),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _porte_un_nom(self) -> "PersonneDuFoyer":
        if not self.nom_complet and not (self.prenoms and self.nom_naissance):
            raise ValueError("il faut nom_naissance et prenoms, ou nom_complet")
        return self


class CompteBancaire(Donnees):
    iban: Iban
    titulaire: Texte


class Situation(Donnees):
    nature: Texte
    depuis: date | None = None


class DonneesFoyer(Donnees):
    personnes: Annotated[list[PersonneDuFoyer], Field(min_length=1, max_length=40)]
    caisse: Texte | None = None
    regime: Texte | None = None
    numero_allocataire: Annotated[str, Field(pattern=r"^[0-9]{1,7}$")] | None = None
    situation: Situation | None = None
    adresse: Adresse | None = None
    compte_bancaire: CompteBancaire | None = None


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesFoyer) -> None:
    """Raises PasEncore when one of its persons has not left another household yet."""
    session, foyer_id = contexte.session, interne("foyer", identifiant)
    nouvelles = _personnes(contexte, foyer_id, donnees)
    for recue, personne in zip(donnees.personnes, nouvelles, strict=True):
        connue = session.get(Personne, personne.id)
        if connue is not None and connue.foyer_id != foyer_id and not connue.sortie:
            raise PasEncore(f"{_DEPART}{recue.id}")
    foyer = session.get(Foyer, foyer_id)
    if foyer is None:
        foyer = Foyer(id=foyer_id, version=0)
        session.add(foyer)
        session.flush()
    foyer.reference = identifiant
    presentes = {personne.id for personne in nouvelles}
    for partie in [personne for personne in foyer.personnes if personne.id not in presentes]:
        partie.sortie = True
    for personne in nouvelles:
        session.merge(personne)
    _decrire(foyer, donnees)
    session.flush()
    dossier.marquer_modifie(session, foyer_id)


def completer(contexte: Contexte, identifiant: str, donnees: DonneesFoyer) -> None:
    """An overtaken version still tells who was there and left since: other records may name them."""
    foyer_id = interne("foyer", identifiant)
    for personne in _personnes(contexte, foyer_id, donnees):
        connue = contexte.session.get(Personne, personne.id)
        partie = connue is not None and connue.foyer_id == foyer_id and connue.sortie
        if connue is None or (partie and connue.version < personne.version):
            personne.sortie = True
            contexte.session.merge(personne)
    contexte.session.flush()


def fournit(contexte: Contexte, identifiant: str, donnees: DonneesFoyer) -> list[str]:
    """Its persons; and the departures that another household waits for."""
    attendus = contexte.session.scalars(select(EnAttente.attend).where(EnAttente.attend.startswith(_DEPART)))
    partis = set(
        contexte.session.scalars(
            select(Personne.id).where(Personne.foyer_id == interne("foyer", identifiant), Personne.sortie)
        )
    )
    departs = [attendu for attendu in attendus if interne("personne", attendu.removeprefix(_DEPART)) in partis]
    return [f"personne:{personne.id}" for personne in donnees.personnes] + departs


def _personnes(contexte: Contexte, foyer_id: str, donnees: DonneesFoyer) -> list[Personne]:
    """The persons as rows of ours. Raises DonneesRefusees on a household that cannot be."""
    if [personne.role for personne in donnees.personnes].count("responsable") != 1:
        raise DonneesRefusees("donnees.personnes", "un foyer a un responsable du dossier, et un seul")
    if len({personne.id for personne in donnees.personnes}) != len(donnees.personnes):
        raise DonneesRefusees("donnees.personnes", "deux personnes portent le même id")
    return [_personne(contexte, foyer_id, rang, recue) for rang, recue in enumerate(donnees.personnes)]


def _decrire(foyer: Foyer, donnees: DonneesFoyer) -> None:
    foyer.caisse = donnees.caisse
    foyer.regime = donnees.regime
    foyer.numero_allocataire = donnees.numero_allocataire
    foyer.situation = donnees.situation.nature if donnees.situation else None
    foyer.situation_depuis = donnees.situation.depuis if donnees.situation else None
    foyer.adresse = donnees.adresse.model_dump(exclude_none=True) if donnees.adresse else None
    banque = donnees.compte_bancaire
    foyer.compte_bancaire = banque.iban if banque else None
    foyer.titulaire_du_compte = banque.titulaire if banque else None


def _personne(contexte: Contexte, foyer_id: str, rang: int, recue: PersonneDuFoyer) -> Personne:
    return Personne(
        id=interne("personne", recue.id),
        reference=recue.id,
        foyer_id=foyer_id,
        version=contexte.version,
        rang=rang,
        role=Role(recue.role),
        sortie=False,
        nom_naissance=recue.nom_naissance,
        nom_usage=recue.nom_usage,
        prenoms=recue.prenoms,
        nom_complet=recue.nom_complet,
        naissance=recue.naissance,
        sexe=recue.sexe,
        lieu_naissance=recue.lieu_naissance,
        commune_naissance=recue.commune_naissance,
        pays_naissance=recue.pays_naissance,
        activite=recue.activite.nature if recue.activite else None,
        activite_depuis=recue.activite.depuis if recue.activite else None,
        employeur=recue.activite.employeur if recue.activite else None,
        courriel=recue.courriel,
        telephone=recue.telephone,
        empreinte_numero=_empreinte(contexte, rang, recue),
    )


def _empreinte(contexte: Contexte, rang: int, recue: PersonneDuFoyer) -> str | None:
    if recue.identifiant is None:
        return None
    numero = lire_numero(recue.identifiant, f"donnees.personnes.{rang}.identifiant")
    return numeros.empreinte(contexte.cle_numeros, numero)


GENRE = Genre(
    "foyer",
    DonneesFoyer,
    references=lambda _: [],
    appliquer=appliquer,
    fournit=fournit,
    completer=completer,
)
