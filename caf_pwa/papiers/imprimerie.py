"""Printing papers and judging PDFs: both in processes apart. The key stays here, and what is read there never comes."""

import enum
import socket
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.socle.cellule.bornes import Bornes
from caf_pwa.socle.cellules import Cellule, SansReponse
from caf_pwa.socle.chiffrement.signatures import Signataire, en_der, nom
from caf_pwa.socle.erreurs import ErreurMetier

PRESSE = Cellule(
    travail="caf_pwa.papiers.presse.impression",
    bornes=Bornes(memoire=512 << 20, secondes=6, delai=25, fichier=8 << 20),
    a_la_fois=2,
    patience=15,
    politesse=10,
)
CONTROLE = Cellule(
    travail="caf_pwa.papiers.presse.controle",
    bornes=Bornes(memoire=512 << 20, secondes=3, delai=6, fichier=0),
    a_la_fois=1,
    patience=5,
    politesse=5,
)
OCTETS = 5_000_000  # of a PDF that is judged
_ATTRIBUTS = 2048  # bytes to sign for one paper, at most
_ENSEMBLE = b"\x31"  # what signed attributes begin with, and nothing else that the key signs


class PapierTropLong(ErreurMetier):
    """The press has given up on it."""

    phrase = "Ce document n’a pas pu être fait. Choisissez une période plus courte, puis recommencez."


@dataclass(frozen=True)
class Imprimerie:
    """One for each application; its press is that of the web process."""

    trousseau: Trousseau
    presse: Cellule = PRESSE

    def imprimer(self, html: str) -> bytes:
        """A signed A4 PDF of this page. Raises Occupe, PapierTropLong."""
        signataire = self.trousseau.signataire()
        ici, la_bas = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ici, la_bas, tempfile.TemporaryFile() as page, tempfile.TemporaryFile() as pdf:
            page.write(html.encode())
            page.flush()

            def signer() -> None:
                la_bas.close()
                ici.settimeout(self.presse.delai)
                _signer(ici, signataire)

            try:
                self.presse.demander({"certificats": signataire.certificats}, [page, la_bas], pdf, signer)
            except SansReponse:
                raise PapierTropLong from None
            pdf.seek(0)
            return pdf.read()


def _signer(canal: socket.socket, signataire: Signataire) -> None:
    """Sign once, and nothing but the attributes of a PDF's signature. Raises SansReponse."""
    try:
        attributs = canal.recv(_ATTRIBUTS)
        if attributs.startswith(_ENSEMBLE):
            canal.sendall(en_der(signataire.signer(attributs)))
    except OSError:
        raise SansReponse from None


class Etat(enum.Enum):
    INTACT = "intact"
    ALTERE = "altere"
    PAS_A_NOUS = "pas-a-nous"


@dataclass(frozen=True)
class Verdict:
    """``cle_id`` and ``signe_le``, the moment that the signer says, of what is whole."""

    etat: Etat
    cle_id: str | None = None
    signe_le: datetime | None = None


def verifier_pdf(octets: bytes, certificats: Sequence[str]) -> Verdict:
    """Whether a PDF is whole, to its last byte, and signed by the key of one of these certificates. Raises Occupe."""
    if len(octets) > OCTETS:
        return Verdict(Etat.PAS_A_NOUS)
    with tempfile.TemporaryFile() as recu, tempfile.TemporaryFile() as rien:
        recu.write(octets)
        recu.flush()
        try:
            dit = CONTROLE.demander({"certificats": list(certificats)}, [recu], rien)
        except SansReponse:
            return Verdict(Etat.PAS_A_NOUS)
    if dit["etat"] != "intact":
        return Verdict(Etat(dit["etat"]))
    signe_le = datetime.fromisoformat(dit["signe_le"]) if dit["signe_le"] else None
    return Verdict(Etat.INTACT, nom(certificats[dit["rang"]]), signe_le)
