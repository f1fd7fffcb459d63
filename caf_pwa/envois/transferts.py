"""Files that come in pieces: kept as far as they came, taken up again from there, whole when their hash says so."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Protocol

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from caf_pwa.documents.atelier import OCTETS, Atelier
from caf_pwa.envois.modele import Morceau, Transfert
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable

CLE, EMPREINTE = re.compile(r"[0-9a-f]{32}", re.ASCII), re.compile(r"[0-9a-f]{64}", re.ASCII)
OCTETS_EN_ATTENTE = 300_000_000  # of one account, not yet named by a declaration


class Entrant(Protocol):
    """Bytes that come, until there are no more."""

    def read(self, taille: int, /) -> bytes: ...


class TransfertRefuse(ErreurMetier):
    """This file is not taken: the sentence says why."""


class TropLourd(TransfertRefuse):
    """The file, or all that waits for this account, is larger than what is kept."""


def avancement(session: Session, compte_id: str, cle: str) -> int:
    """How many bytes of this file are on the disk; 0 of one never seen."""
    transfert = session.get(Transfert, (compte_id, cle))
    return transfert.recus if transfert else 0


def ouvrir(session: Session, compte_id: str, cle: str, taille: int, empreinte: str, maintenant: datetime) -> Transfert:
    """The file of that key. Raises TransfertRefuse when it was announced otherwise before; TropLourd; Introuvable."""
    if not CLE.fullmatch(cle) or not EMPREINTE.fullmatch(empreinte) or taille < 1:
        raise Introuvable(cle)
    if taille > OCTETS:
        raise TropLourd("Ce fichier pèse plus de 10 Mo. Envoyez-le en plusieurs fichiers.")
    if session.get(Transfert, (compte_id, cle)) is None:
        _exiger_de_la_place(session, compte_id, taille)
        valeurs = {"compte_id": compte_id, "cle": cle, "empreinte": empreinte, "taille": taille}
        inserer_si_absent(session.connection(), Transfert, valeurs | {"commence_le": maintenant})
    transfert = session.get_one(Transfert, (compte_id, cle))
    if (transfert.taille, transfert.empreinte) != (taille, empreinte):
        raise TransfertRefuse("Un autre fichier est déjà arrivé sous ce nom.")
    return transfert


def ajouter(session: Session, atelier: Atelier, transfert: Transfert, debut: int, flux: Entrant) -> int:
    """Keep what comes of it, however little; how many bytes there are now. A piece that does not follow is not kept."""
    session.refresh(transfert)
    if debut != transfert.recus or debut >= transfert.taille:
        return transfert.recus
    with tempfile.TemporaryFile() as recu:
        taille = _copier(flux, recu, transfert.taille - debut)
        if taille == 0:
            return debut
        recu.seek(0)
        garde = atelier.deposer(recu)
    valeurs = {"compte_id": transfert.compte_id, "transfert_cle": transfert.cle, "debut": debut}
    inserer_si_absent(session.connection(), Morceau, valeurs | {"taille": taille, "fichier": garde.nom})
    session.expire(transfert)
    if transfert.recus == transfert.taille and not entier(atelier, transfert):
        session.execute(
            delete(Morceau).where(Morceau.compte_id == transfert.compte_id, Morceau.transfert_cle == transfert.cle)
        )
        session.expire(transfert)  # a byte was changed on the way: all of it again
    return transfert.recus


def entier(atelier: Atelier, transfert: Transfert) -> bool:
    """Whether every byte is there, and each is the device's."""
    somme = hashlib.sha256()
    for octets in lire(atelier, transfert):
        somme.update(octets)
    return transfert.recus == transfert.taille and somme.hexdigest() == transfert.empreinte


def lire(atelier: Atelier, transfert: Transfert) -> Iterator[bytes]:
    for morceau in transfert.morceaux:
        yield from atelier.lire(morceau.fichier)


def _exiger_de_la_place(session: Session, compte_id: str, taille: int) -> None:
    attendus = session.scalar(select(func.sum(Transfert.taille)).where(Transfert.compte_id == compte_id)) or 0
    if attendus + taille > OCTETS_EN_ATTENTE:
        raise TropLourd("Trop de fichiers attendent déjà. Envoyez d’abord les démarches dont ils font partie.")


def _copier(flux: Entrant, vers: IO[bytes], au_plus: int) -> int:
    """As far as it comes: a line that is cut leaves what came before."""
    taille = 0
    while taille < au_plus:
        octets = flux.read(min(64 * 1024, au_plus - taille))
        if not octets:
            break
        vers.write(octets)
        taille += len(octets)
    vers.flush()
    return taille
