"""The questions without an answer: kept for a while, read by advisers."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from caf_pwa.assistant.confidentiel import epurer
from caf_pwa.assistant.modele import QuestionSansReponse
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

AU_PLUS = 2000  # different ones: whoever floods the help fills nothing
MONTREES = 200


def noter(session: Session, question: str, noms: Iterable[str], aujourdhui: date) -> None:
    """Keep what may be kept of it, and throw away what is too old."""
    texte = epurer(question, noms)
    if texte is None:
        return
    debut = mois_avant(aujourdhui, int(parametre("assistant.mois_gardes", aujourdhui)))
    session.execute(delete(QuestionSansReponse).where(QuestionSansReponse.vue_le < debut))
    if (session.scalar(select(func.count()).select_from(QuestionSansReponse)) or 0) < AU_PLUS:
        valeurs = {"texte": texte, "nombre": 0, "vue_le": aujourdhui}
        inserer_si_absent(session.connection(), QuestionSansReponse, valeurs)
    session.execute(
        update(QuestionSansReponse)
        .where(QuestionSansReponse.texte == texte)
        .values(nombre=QuestionSansReponse.nombre + 1, vue_le=aujourdhui)
    )


def lister(session: Session) -> Sequence[QuestionSansReponse]:
    """The most asked first."""
    requete = select(QuestionSansReponse).order_by(
        QuestionSansReponse.nombre.desc(), QuestionSansReponse.vue_le.desc(), QuestionSansReponse.texte
    )
    return session.scalars(requete.limit(MONTREES)).all()
