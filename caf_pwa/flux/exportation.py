"""The feed's way out: what people sent through the application, one line each, told once; then what became of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.demarches.modele import Demarche, PieceJointe
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.flux import exportation_dettes, exportation_reglements
from caf_pwa.flux.sortie import Source, raconter
from caf_pwa.socle.horloge import PARIS


def exporter(session: Session, sortie: BinaryIO, tout: bool = False) -> int:
    """Write what has not been told yet, kind by kind, oldest first, or everything; return how many lines."""
    sources = (DEMARCHES, exportation_dettes.DEMANDES, exportation_reglements.REGLEMENTS)
    return sum(raconter(session, sortie, source, tout) for source in sources)


def _lignes(session: Session, lot: Sequence[Any], tout: bool) -> Iterator[dict[str, Any]]:
    documents = _documents(session, [demarche.id for demarche, _, _ in lot])
    for demarche, foyer, personne in lot:
        suite = demarche.revision_exportee is not None and not tout
        objet = _commun(demarche, foyer, documents[demarche.id])
        yield objet | (_suite(demarche) if suite else _depot(demarche, personne))


def _commun(demarche: Demarche, foyer: str | None, documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": demarche.id,
        "numero": demarche.numero,
        "demarche": demarche.slug,
        "foyer": foyer or demarche.foyer_id,
        "etat": demarche.etat.value,
        "revision": demarche.revision,
        "documents": documents,
    }


def _depot(demarche: Demarche, personne: str | None) -> dict[str, Any]:
    assert demarche.deposee_a is not None
    return {
        "genre": "demarche-deposee",
        "personne": personne or demarche.personne_id,
        "periode": demarche.periode,
        "deposee_a": demarche.deposee_a.astimezone(PARIS).isoformat(timespec="seconds"),
        "version_formulaire": demarche.version_formulaire,
        "reponses": demarche.reponses,
        "recapitulatif": demarche.recapitulatif,
        "empreinte": demarche.empreinte,
    }


def _suite(demarche: Demarche) -> dict[str, Any]:
    return {
        "genre": "demarche-suite",
        "motif_refus": demarche.motif_refus,
        "historique": demarche.historique,
    }


def _documents(session: Session, demarches: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The documents sent with these démarches, or since."""
    requete = (
        select(PieceJointe.demarche_id, Document.id, Document.titre, Document.empreinte, Document.pages)
        .join(Document, Document.id == PieceJointe.document_id)
        .where(PieceJointe.demarche_id.in_(demarches), Document.etat != EtatDocument.BROUILLON)
        .order_by(Document.cree_le, Document.id)
    )
    trouves: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for demarche_id, *valeurs in session.execute(requete):
        trouves[demarche_id or ""].append(dict(zip(("id", "titre", "empreinte", "pages"), valeurs, strict=True)))
    return trouves


# With the names of their household and of their author in the feed.
DEMARCHES = Source(
    Demarche,
    (Demarche.deposee_a, Demarche.id),
    select(Demarche, Foyer.reference, Personne.reference)
    .join(Foyer, Foyer.id == Demarche.foyer_id)
    .outerjoin(Personne, Personne.id == Demarche.personne_id)
    .where(Demarche.slug.is_not(None), Demarche.deposee_a.is_not(None)),
    _lignes,
)
