"""The brakes on guessing a password, shared by every worker and kept through restarts: they are rows.

A try is counted before the password is checked, so a hundred at once count as a hundred; success gives it back.
To verify: the figures are a design choice, from CNIL 2022-100 (growing delay) and NIST 800-63B (at most 100).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection

from caf_pwa.comptes.modele import Essais
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.erreurs import TropDEssais


@dataclass(frozen=True)
class Frein:
    """``permis`` tries in ``fenetre``; then a wait that doubles from ``attente``, or lasts until the window ends."""

    portee: str
    permis: int
    fenetre: timedelta
    attente: timedelta | None = None
    attente_maximale: timedelta = timedelta(hours=1)

    def prochain_essai(self, essais: "_Compte") -> datetime | None:
        """The moment from which the next try is allowed, None when it is now whatever the hour."""
        if essais.nombre < self.permis:
            return None
        if self.attente is None:
            return essais.premier_le + self.fenetre
        doublements = min(essais.nombre - self.permis, 10)
        attente: timedelta = self.attente * 2**doublements
        return essais.dernier_le + min(attente, self.attente_maximale)


FREINS = (
    # Only success, or a day without a try, forgets the failures of an account: at most 40 or so a day.
    Frein("compte", 5, timedelta(days=1), attente=timedelta(minutes=1)),
    Frein("adresse", 20, timedelta(minutes=15)),
    Frein("ensemble", 1000, timedelta(minutes=5)),
)


@dataclass(frozen=True)
class _Compte:
    nombre: int
    premier_le: datetime
    dernier_le: datetime


def compter_essai(connexion: Connection, cles: dict[str, str], maintenant: datetime) -> None:
    """Count one try under each brake of ``cles`` (portée → key). Raises TropDEssais, counting nothing."""
    voulus = [frein for frein in FREINS if frein.portee in cles]
    releves = {
        frein: _verrouiller(connexion, cles[frein.portee], maintenant, ecrire=rang == 0)
        for rang, frein in enumerate(voulus)
    }
    prochains = [
        prochain
        for frein, essais in releves.items()
        if not _oublie(frein, essais, maintenant)
        and (prochain := frein.prochain_essai(essais)) is not None
        and prochain > maintenant
    ]
    if prochains:
        raise TropDEssais(max(prochains))
    connexion.execute(
        _COMPTE, [_un_de_plus(frein, cles[frein.portee], essais, maintenant) for frein, essais in releves.items()]
    )


def rendre_essai(connexion: Connection, cles: dict[str, str]) -> None:
    """The password was right: the account starts afresh, and the try no longer counts elsewhere."""
    connexion.execute(_OUBLI, {"la_cle": cles["compte"]})
    # In the order in which compter_essai locks them.
    autres = [{"la_cle": cles[portee]} for portee in ("adresse", "ensemble") if portee in cles]
    if autres:
        connexion.execute(_RENDU, autres)


def cles_de(secret: str, identifiant: str, adresse_ip: str) -> dict[str, str]:
    """The keys of a try: keyed hashes, so the table names no number and no address."""
    valeurs = {"compte": identifiant, "adresse": adresse_ip, "ensemble": ""}
    return {
        portee: hmac.new(secret.encode(), f"frein:{portee}:{valeur}".encode(), hashlib.sha256).hexdigest()
        for portee, valeur in valeurs.items()
    }


def _oublie(frein: Frein, essais: _Compte, maintenant: datetime) -> bool:
    depart = essais.dernier_le if frein.attente else essais.premier_le
    return maintenant - depart >= frein.fenetre


def _un_de_plus(frein: Frein, cle: str, essais: _Compte, maintenant: datetime) -> dict[str, Any]:
    repart = _oublie(frein, essais, maintenant)
    return {
        "la_cle": cle,
        "essais": 1 if repart else essais.nombre + 1,
        "premier": maintenant if repart else essais.premier_le,
        "dernier": maintenant,
    }


def _verrouiller(connexion: Connection, cle: str, maintenant: datetime, *, ecrire: bool) -> _Compte:
    """The row, made when missing and locked until the end of the transaction.

    ``ecrire``: the first of a transaction writes before it reads: that is what locks SQLite.
    """
    ligne = None if ecrire else connexion.execute(_LIGNE, {"la_cle": cle}).one_or_none()
    if ligne is None:
        nouvelle = {"cle": cle, "nombre": 0, "premier_le": maintenant, "dernier_le": maintenant}
        inserer_si_absent(connexion, Essais, nouvelle)
        ligne = connexion.execute(_LIGNE, {"la_cle": cle}).one()
    return _Compte(*ligne)


# Each sign-in asks for them: built once.
_LA_SIENNE = Essais.cle == bindparam("la_cle")
_LIGNE = select(Essais.nombre, Essais.premier_le, Essais.dernier_le).where(_LA_SIENNE).with_for_update()
_COMPTE = (
    update(Essais)
    .where(_LA_SIENNE)
    .values(nombre=bindparam("essais"), premier_le=bindparam("premier"), dernier_le=bindparam("dernier"))
)
_OUBLI = delete(Essais).where(_LA_SIENNE)
_RENDU = update(Essais).where(_LA_SIENNE, Essais.nombre > 0).values(nombre=Essais.nombre - 1)
