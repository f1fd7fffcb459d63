"""What waits for an adviser: the démarches sent through the application, the oldest first, sorted and searched."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.modele import Demarche, EtatDemarche
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.recherche import cle_de_recherche

PAR_PAGE = 50
TOUTES = "toutes"
A_MOI = "a-moi"

_OUVERTES = tuple(etat for etat in EtatDemarche if etat.ouverte)
# Its address → what it is called, and the states that it shows.
VUES: dict[str, tuple[str, tuple[EtatDemarche, ...]]] = {
    "a-traiter": ("À traiter", _OUVERTES),
    "recues": ("Reçues", (EtatDemarche.RECUE,)),
    "en-cours": ("En cours", (EtatDemarche.EN_COURS,)),
    "en-attente": ("En attente", (EtatDemarche.EN_ATTENTE_D_INFORMATION,)),
    A_MOI: ("À moi", _OUVERTES),
    TOUTES: ("Toutes", tuple(EtatDemarche)),
}


@dataclass(frozen=True)
class Filtre:
    """What the adviser wants to see. ``texte``: a name, a receipt number, or a numéro allocataire.

    ``caisse``: the Caf whose dossiers they see; None: any.
    """

    agent_id: str
    caisse: str | None = None
    vue: str = "a-traiter"
    genre: str = TOUTES
    page: int = 1
    texte: str = ""


@dataclass(frozen=True)
class Ligne:
    """A démarche of the queue and the person who sent it."""

    demarche: Demarche
    nom: str


@dataclass(frozen=True)
class Attente:
    """One page of the queue. ``total``: on all its pages."""

    lignes: list[Ligne]
    total: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / PAR_PAGE))


def genres() -> dict[str, str]:
    """Every kind of démarche by its address."""
    titres = {slug: fiche.titre for slug, fiche in catalogue().items()}
    return {TOUTES: "Toutes les démarches", "document": "Document envoyé", **titres}


def lire(session: Session, filtre: Filtre) -> Attente:
    """The démarches asked for. Raises Introuvable for a page, a state or a kind that does not exist."""
    if filtre.vue not in VUES or filtre.genre not in genres() or filtre.page < 1:
        raise Introuvable(filtre.vue)
    total = session.scalar(_requete(filtre, func.count())) or 0
    requete = (
        _requete(filtre, Demarche, Personne)
        .order_by(Demarche.deposee_a, Demarche.id)
        .limit(PAR_PAGE)
        .offset(PAR_PAGE * (filtre.page - 1))
    )
    attente = Attente([Ligne(demarche, une.nom_affiche) for demarche, une in session.execute(requete)], total)
    if filtre.page > attente.pages:
        raise Introuvable(str(filtre.page))
    return attente


def _requete(filtre: Filtre, *colonnes: Any) -> Select[Any]:
    requete = (
        select(*colonnes)
        .select_from(Demarche)
        .join(Personne, Personne.id == Demarche.personne_id)
        .join(Foyer, Foyer.id == Demarche.foyer_id)
        .where(Demarche.slug.is_not(None), Demarche.etat.in_(VUES[filtre.vue][1]))
    )
    if filtre.caisse is not None:
        requete = requete.where(Foyer.caisse == filtre.caisse)
    if filtre.vue == A_MOI:
        requete = requete.where(Demarche.agent_id == filtre.agent_id)
    if filtre.genre != TOUTES:
        requete = requete.where(Demarche.slug == filtre.genre)
    return requete.where(_ressemble(filtre.texte)) if filtre.texte.strip() else requete


def _ressemble(texte: str) -> ColumnElement[bool]:
    """Every word is somewhere in the names; or it is the number, however it is written."""
    mots = cle_de_recherche(texte).split()
    numero = "".join(texte.split()).upper()
    noms = and_(*(Personne.recherche.contains(mot) for mot in mots)) if mots else Personne.recherche == texte
    return or_(noms, Demarche.numero == numero, Foyer.numero_allocataire == numero)
