"""From the identity that FranceConnect gives to a person of the registers. Knows no request.

FranceConnect never gives the number of social security: names, birth and sex are compared, and an e-mail address never.
One person alone may match. Whoever is not found proves who they are otherwise; homonyms go to an adviser.
"""

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Compte, LienFranceConnect
from caf_pwa.dossier.modele import Personne
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.recherche import cle_de_recherche

_SEXES = {"female": "F", "male": "M"}
_LONGUEUR = 300


class IdentiteIncomplete(Exception):
    """FranceConnect did not say who it is well enough for anybody to be recognised."""


class Etat(Protocol):
    """What the registers say of a person's civil status; None is what they do not know."""

    @property
    def nom_naissance(self) -> str | None: ...
    @property
    def prenoms(self) -> str | None: ...
    @property
    def naissance(self) -> str: ...
    @property
    def sexe(self) -> str | None: ...
    @property
    def commune_naissance(self) -> str | None: ...
    @property
    def pays_naissance(self) -> str | None: ...


@dataclass(frozen=True)
class IdentitePivot:
    """``commune`` is empty for who was born abroad; ``sexe``, ``commune`` and ``pays`` are None when not told."""

    nom_naissance: str
    prenoms: str
    naissance: DatePartielle
    sexe: str | None
    commune: str | None
    pays: str | None

    @classmethod
    def lire(cls, dit: Mapping[str, Any]) -> "IdentitePivot":
        """From the claims. Raises IdentiteIncomplete."""
        nom, prenoms = _texte(dit, "family_name"), _texte(dit, "given_name")
        try:
            naissance = DatePartielle.lire(_texte(dit, "birthdate") or "")
        except ValueError:
            raise IdentiteIncomplete from None
        if not nom or not prenoms or not _lettres(nom) or not _lettres(prenoms) or not naissance.annee:
            raise IdentiteIncomplete
        sexe = _SEXES.get(_texte(dit, "gender") or "")
        return cls(nom, prenoms, naissance, sexe, _texte(dit, "birthplace"), _texte(dit, "birthcountry"))

    @property
    def affichee(self) -> str:
        return f"{self.prenoms} {self.nom_naissance}"


class Issue(enum.Enum):
    """What becomes of somebody whom FranceConnect has identified."""

    CONNU = "connu"  # their account is linked already
    RELIE = "relie"  # it is linked now
    SANS_COMPTE = "sans-compte"  # one person of the registers, who has no account yet
    INCONNU = "inconnu"  # nobody: they prove who they are otherwise
    PLUSIEURS = "plusieurs"  # homonyms: an adviser looks
    DEJA_LIE = "deja-lie"  # their account is linked to somebody else at FranceConnect
    BLOQUE = "compte-bloque"  # its person said: this was not me


@dataclass(frozen=True)
class Rapprochement:
    issue: Issue
    compte_id: str = ""
    personne_id: str = ""


def rapprocher(session: Session, emetteur: str, sub: str, pivot: IdentitePivot, maintenant: datetime) -> Rapprochement:
    """Whose account this is; a link is made when one person alone matches."""
    lie = session.scalar(
        select(Compte)
        .join(LienFranceConnect, LienFranceConnect.compte_id == Compte.id)
        .where(LienFranceConnect.id == nom_du_lien(emetteur, sub))
    )
    if lie is not None:
        return Rapprochement(Issue.BLOQUE if lie.bloque_le else Issue.CONNU, lie.id, lie.personne_id)
    trouvees = correspondances(session, pivot)
    if len(trouvees) != 1:
        return Rapprochement(Issue.PLUSIEURS if trouvees else Issue.INCONNU)
    compte = session.scalar(select(Compte).where(Compte.personne_id == trouvees[0]))
    if compte is None:
        return Rapprochement(Issue.SANS_COMPTE, personne_id=trouvees[0])
    return Rapprochement(relier(session, compte.id, emetteur, sub, maintenant), compte.id, trouvees[0])


def relier(session: Session, compte_id: str, emetteur: str, sub: str, maintenant: datetime) -> Issue:
    """Link an account to somebody at a provider: RELIE, CONNU when it was already, DEJA_LIE or BLOQUE."""
    if session.scalar(select(Compte.bloque_le).where(Compte.id == compte_id)):
        return Issue.BLOQUE
    lien = {"id": nom_du_lien(emetteur, sub), "compte_id": compte_id, "emetteur": emetteur, "depuis": maintenant}
    session.flush()
    if inserer_si_absent(session.connection(), LienFranceConnect, lien):
        return Issue.RELIE
    memes = select(LienFranceConnect.id).where(
        LienFranceConnect.id == lien["id"], LienFranceConnect.compte_id == compte_id
    )
    return Issue.CONNU if session.scalar(memes) else Issue.DEJA_LIE


def nom_du_lien(emetteur: str, sub: str) -> str:
    return hashlib.sha256(f"{emetteur}\n{sub}".encode()).hexdigest()


def correspondances(session: Session, pivot: IdentitePivot) -> list[str]:
    """The persons of the registers who are this one, as far as both know."""
    colonnes = (
        Personne.id,
        Personne.nom_naissance,
        Personne.prenoms,
        Personne.naissance,
        Personne.sexe,
        Personne.commune_naissance,
        Personne.pays_naissance,
    )
    nes_ce_jour = select(*colonnes).where(Personne.naissance.in_(_ecritures(pivot.naissance)))
    return [ligne.id for ligne in session.execute(nes_ce_jour) if correspond(pivot, ligne)]


def correspond(pivot: IdentitePivot, etat: Etat) -> bool:
    """Birth name, all first names and birth date are the same; nothing else that both know differs."""
    return (
        bool(etat.nom_naissance and etat.prenoms)
        and _lettres(pivot.nom_naissance) == _lettres(etat.nom_naissance or "")
        and _lettres(pivot.prenoms) == _lettres(etat.prenoms or "")
        and etat.naissance in _ecritures(pivot.naissance)
        and _compatibles(pivot.sexe, etat.sexe)
        and _compatibles(pivot.commune, etat.commune_naissance)
        and _compatibles(pivot.pays, etat.pays_naissance)
    )


def _compatibles(dit: str | None, connu: str | None) -> bool:
    return dit is None or connu is None or dit.strip().upper() == connu.strip().upper()


def _lettres(nom: str) -> str:
    """``D’Arc-Élie`` is ``darcelie``: accents, capitals, hyphens, apostrophes and spaces are written in many ways."""
    return cle_de_recherche(nom).replace(" ", "")


def _ecritures(naissance: DatePartielle) -> set[str]:
    """How registers write that day: what is unknown is 00 in some, and 01 in others."""
    mois = {0, 1} if naissance.mois in (0, 1) else {naissance.mois}
    jours = {0, 1} if naissance.jour in (0, 1) else {naissance.jour}
    return {f"{naissance.annee:04}-{m:02}-{j:02}" for m in mois for j in jours}


def _texte(dit: Mapping[str, Any], nom: str) -> str | None:
    valeur = dit.get(nom)
    return valeur.strip() if isinstance(valeur, str) and len(valeur) <= _LONGUEUR else None
