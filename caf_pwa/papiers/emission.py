"""Issuing papers: the one that was made already, or a new one. Knows no request."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from caf_pwa.extensions import inserer_si_absent
from caf_pwa.papiers import cles, sceau
from caf_pwa.papiers import code as codes
from caf_pwa.papiers.contenu import Contenu
from caf_pwa.papiers.demandes import Demande, cle
from caf_pwa.papiers.genre import Genre, Qui
from caf_pwa.papiers.imprimerie import Imprimerie
from caf_pwa.papiers.modele import Papier
from caf_pwa.papiers.places import PRESSE, une_place
from caf_pwa.papiers.reserve import Reserve
from caf_pwa.socle.chiffrement.signatures import Signataire
from caf_pwa.socle.erreurs import Introuvable, Occupe

# Asked for again and again: built once, and read without the ORM.
_DE_LA_MARQUE = select(Papier.fichier).where(
    Papier.personne_id == bindparam("personne_id"),
    Papier.marque == bindparam("marque"),
    Papier.retire_le.is_(None),
)


class Controle(NamedTuple):
    """What makes a paper checkable: its code as typed, and the token of its QR code."""

    code: str
    jeton: str


@dataclass(frozen=True)
class Atelier:
    """What papers are made with. ``dessiner``: the sheet as HTML."""

    reserve: Reserve
    imprimerie: Imprimerie
    dessiner: Callable[[Contenu, Controle], str]


@dataclass(frozen=True)
class Commande:
    """What is asked for, by whom. ``marque``: the ETag of what it is made from, known before any work. ``jour``: the
    day that it bears; ``maintenant``: the moment that is signed. ``relue``: a device keeps what there is, the day alone
    makes no new paper.
    """

    qui: Qui
    genre: Genre
    demande: Demande
    marque: str
    jour: date
    maintenant: datetime
    relue: bool = False

    def composer(self, session: Session, jour: date) -> Contenu:
        """What it says, dated from that day."""
        return self.genre.composer(session, self.qui, self.demande, jour)


def gardee(session: Session, reserve: Reserve, commande: Commande) -> bytes | None:
    """The PDF that was issued for the same, if nothing has changed since."""
    valeurs = {"personne_id": commande.qui.personne_id, "marque": commande.marque}
    nom = session.connection().execute(_DE_LA_MARQUE, valeurs).scalar()
    return None if nom is None else reserve.lire(nom)


def delivrer(session: Session, atelier: Atelier, commande: Commande) -> bytes:
    """The PDF: that of the paper which says the same, or of a new one.

    Raises SansPapier, Introuvable, Occupe, PapierTropLong, CleRetiree.
    """
    with une_place(PRESSE):
        contenu = commande.composer(session, commande.jour)
        meme = _le_meme(session, commande, contenu)
        if meme is not None:
            if not commande.relue:
                meme.marque = commande.marque
            return atelier.reserve.lire(meme.fichier)
        return _emettre(session, atelier, commande, contenu)


def controle(session: Session, personne_id: str, marque: str) -> Controle | None:
    """The code and the token of the paper issued for the same, if there is one."""
    requete = select(Papier).where(Papier.personne_id == personne_id, Papier.marque == marque)
    papier = session.scalar(requete.where(Papier.retire_le.is_(None)))
    return None if papier is None else de(papier)


def de(papier: Papier) -> Controle:
    return Controle(codes.en_groupes(papier.code), sceau.jeton(papier.scelle, papier.signature))


def delivres(session: Session, foyer_id: str, personne_id: str | None = None, limite: int = 20) -> list[Papier]:
    """The last papers issued to the household, or to that person of it, newest first."""
    requete = select(Papier).where(Papier.foyer_id == foyer_id)
    if personne_id is not None:
        requete = requete.where(Papier.personne_id == personne_id)
    return list(session.scalars(requete.order_by(Papier.emis_le.desc(), Papier.id).limit(limite)))


def du_foyer(session: Session, foyer_id: str, papier_id: str) -> Papier:
    """One paper of that household. Raises Introuvable."""
    trouve = session.scalar(select(Papier).where(Papier.id == papier_id, Papier.foyer_id == foyer_id))
    if trouve is None:
        raise Introuvable(papier_id)
    return trouve


def retirer(papier: Papier, motif: str, maintenant: datetime) -> bool:
    """It holds no more, whoever has it. False the second time."""
    if papier.retire_le is not None:
        return False
    papier.retire_le, papier.motif_retrait = maintenant, motif
    return True


def _le_meme(session: Session, commande: Commande, contenu: Contenu) -> Papier | None:
    """The paper that says the same; of a device that keeps what there is, on whatever day it was made."""
    ceux_la = _de_la_demande(commande, contenu)
    if commande.relue:
        dernier = session.scalar(ceux_la.order_by(Papier.fait_le.desc(), Papier.emis_le.desc()).limit(1))
        contenu = commande.composer(session, dernier.fait_le) if dernier else contenu
    return session.scalar(ceux_la.where(Papier.empreinte == contenu.empreinte))


def _de_la_demande(commande: Commande, contenu: Contenu) -> Select[Papier]:
    return select(Papier).where(
        Papier.personne_id == commande.qui.personne_id,
        Papier.genre == commande.genre.slug,
        Papier.demande == cle(contenu.demande),
        Papier.retire_le.is_(None),
    )


def _emettre(session: Session, atelier: Atelier, commande: Commande, contenu: Contenu) -> bytes:
    """Print, keep the file, then write the rows, unless somebody has just done the same: theirs it is then.

    Printing is slow: nothing is written in the database before.
    """
    signataire = cles.du_jour(session, atelier.imprimerie.trousseau)
    papier = _sceller(signataire, commande, contenu)
    octets = atelier.imprimerie.imprimer(atelier.dessiner(contenu, de(papier)))
    garde = atelier.reserve.garder(octets)
    papier.fichier, papier.empreinte_fichier = garde
    cles.inscrire(session, signataire, commande.maintenant)
    valeurs = {attribut.key: getattr(papier, attribut.key) for attribut in Papier.__mapper__.column_attrs}
    if inserer_si_absent(session.connection(), Papier, valeurs):
        return octets
    atelier.reserve.jeter(garde.nom)
    deja = session.scalar(_de_la_demande(commande, contenu).where(Papier.empreinte == contenu.empreinte))
    if deja is None:
        raise Occupe  # withdrawn in the meantime
    return atelier.reserve.lire(deja.fichier)


def _sceller(signataire: Signataire, commande: Commande, contenu: Contenu) -> Papier:
    neuf = codes.nouveau()
    scelle = sceau.sceller(neuf, signataire.cle_id, commande.maintenant, contenu.resume)
    return Papier(
        id=uuid.uuid4().hex,
        foyer_id=commande.qui.foyer_id,
        personne_id=commande.qui.personne_id,
        genre=commande.genre.slug,
        titre=contenu.titre,
        demande=cle(contenu.demande),
        marque=commande.marque,
        code=neuf,
        contenu=contenu.en_json(),
        empreinte=contenu.empreinte,
        scelle=scelle,
        signature=signataire.signer(scelle),
        cle_id=signataire.cle_id,
        fait_le=commande.jour,
        emis_le=commande.maintenant,
    )
