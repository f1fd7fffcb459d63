"""Whether somebody is that person of that household. Pure: no request, no database.

Names are compared without accents, capitals, hyphens or spaces; a part of a birth date that the register does not know
says nothing against anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.recherche import cle_de_recherche


@dataclass(frozen=True)
class Declaration:
    """What somebody says of themselves, and what is written on every letter to their household."""

    numero: str
    nom: str
    prenoms: str
    naissance: DatePartielle
    allocataire: str
    code_postal: str


def reconnus(declaration: Declaration, foyers: Sequence[Foyer]) -> list[Personne]:
    """The persons whom this may be; by all their first names where somebody has just these, else by the first ones."""
    du_lieu = [un for un in foyers if _code_postal(un) == declaration.code_postal]
    possibles = [
        une
        for foyer in du_lieu
        for une in foyer.personnes
        if not une.sortie and _meme_naissance(declaration.naissance, une.naissance)
    ]
    exacts = [une for une in possibles if all(_dits(declaration)) and _noms(une) == _dits(declaration)]
    return exacts or [une for une in possibles if _commence(_noms(une), _dits(declaration))]


def _code_postal(foyer: Foyer) -> str:
    return (foyer.adresse or {}).get("code_postal_ville", "")[:5]


def _meme_naissance(dite: DatePartielle, texte: str) -> bool:
    connue = DatePartielle.lire(texte)
    paires = ((connue.annee, dite.annee), (connue.mois, dite.mois), (connue.jour, dite.jour))
    return all(du_registre in (0, part) for du_registre, part in paires)


_Noms = tuple[str, str]


def _noms(personne: Personne) -> _Noms:
    """Birth name and first names; a name that nobody can split is compared whole."""
    if personne.nom_complet and not personne.nom_naissance:
        return "", _trie(personne.nom_complet)
    return _serre(personne.nom_naissance or ""), _cle(personne.prenoms or "")


def _dits(declaration: Declaration) -> _Noms:
    return _serre(declaration.nom), _cle(declaration.prenoms)


def _commence(du_registre: _Noms, dits: _Noms) -> bool:
    """The same birth name, and first names of which one begins with the other. Nothing is like an empty name."""
    (nom, prenoms), (nom_dit, prenoms_dits) = du_registre, dits
    if not nom_dit or not prenoms_dits or not prenoms:
        return False
    if not nom:
        return prenoms == _trie(f"{prenoms_dits} {nom_dit}")
    mots, mots_dits = prenoms.split(), prenoms_dits.split()
    commun = min(len(mots), len(mots_dits))
    return nom == nom_dit and mots[:commun] == mots_dits[:commun]


def _cle(texte: str) -> str:
    """Another alphabet than ours has no such key: its letters are compared as they are."""
    return cle_de_recherche(texte) or " ".join(texte.casefold().split())


def _serre(texte: str) -> str:
    return _cle(texte).replace(" ", "")


def _trie(texte: str) -> str:
    return " ".join(sorted(_cle(texte).split()))
