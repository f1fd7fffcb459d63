"""From what is to be rung for to one delivery for each account and way.

Decided here and not where an alert is published: who may read it, on which phones and when is only true at the moment
of ringing, and whoever publishes 100,000 alerts writes one row for each.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from caf_pwa.alertes import abonnements, preferences
from caf_pwa.alertes.genre import Genre
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Alerte, Annonce, Canal, EtatLivraison, Livraison
from caf_pwa.comptes import lecteurs
from caf_pwa.comptes.lecteurs import Lecteur

LOT = 100
REPLI = timedelta(minutes=30)  # how long a phone has to confirm before a mail leaves
_DUREE_DES_MESSAGES = timedelta(days=3)  # of trying to send a mail


def repartir(session: Session, maintenant: datetime, aujourdhui: date) -> int:
    """Take what is to be rung for, and write its deliveries in its place, in one transaction; how many it took."""
    prochaines = select(Annonce.genre, Annonce.objet_id).order_by(Annonce.publiee_le).limit(LOT)
    lot = prochaines.with_for_update(skip_locked=True).cte("lot")
    prises = session.execute(
        delete(Annonce)
        .where(tuple_(Annonce.genre, Annonce.objet_id).in_(select(lot.c.genre, lot.c.objet_id)))
        .returning(Annonce.genre, Annonce.objet_id),
        execution_options={"synchronize_session": False},
    ).all()
    for slug, objet_id in prises:
        alerte = session.get(Alerte, (slug, objet_id))
        if alerte is None or alerte.close_le is not None:
            continue
        for lecteur in _lecteurs(session, alerte, aujourdhui):
            session.add_all(_livraisons(session, alerte, lecteur, maintenant))
    return len(prises)


def _lecteurs(session: Session, alerte: Alerte, aujourdhui: date) -> list[Lecteur]:
    du_foyer = lecteurs.du_foyer(session, alerte.foyer_id, aujourdhui)
    return [lecteur for lecteur in du_foyer if concerne(alerte, lecteur)]


def concerne(alerte: Alerte, lecteur: Lecteur) -> bool:
    """Whether that account has it in its inbox: the rule of ``service``."""
    if alerte.personne_id == lecteur.personne_id:
        return True
    return lecteur.gere_le_dossier and (alerte.personne_id is None or not genres()[alerte.genre].personnel)


def _livraisons(session: Session, alerte: Alerte, lecteur: Lecteur, maintenant: datetime) -> Iterator[Livraison]:
    genre, choix = genres()[alerte.genre], preferences.lire(session, lecteur.compte_id)
    telephones = abonnements.du_compte(session, lecteur.compte_id) if choix.accepte(genre, Canal.PUSH) else []
    sonne_a = choix.attendre(genre, maintenant)
    for telephone in telephones:
        yield _livraison(alerte, lecteur, Canal.PUSH, (maintenant, sonne_a, sonne_a + genre.urgence.duree), telephone)
    canal = _message(genre, lecteur)
    if canal and choix.accepte(genre, canal):
        part_a = sonne_a + REPLI if telephones else maintenant
        yield _livraison(alerte, lecteur, canal, (maintenant, part_a, part_a + _DUREE_DES_MESSAGES))


def _message(genre: Genre, lecteur: Lecteur) -> Canal | None:
    """A mail for what matters; a text message to whoever has no mail address."""
    if not genre.importante:
        return None
    if lecteur.courriel:
        return Canal.COURRIEL
    return Canal.SMS if lecteur.telephone else None


def _livraison(
    alerte: Alerte,
    lecteur: Lecteur,
    canal: Canal,
    quand: tuple[datetime, datetime, datetime],
    abonnement: str | None = None,
) -> Livraison:
    creee_le, pas_avant, expire_le = quand
    return Livraison(
        id=uuid.uuid4().hex,
        compte_id=lecteur.compte_id,
        genre=alerte.genre,
        objet_id=alerte.objet_id,
        canal=canal,
        abonnement=abonnement,
        etat=EtatLivraison.A_PARTIR,
        creee_le=creee_le,
        pas_avant=pas_avant,
        expire_le=expire_le,
    )
