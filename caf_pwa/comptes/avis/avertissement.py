"""Telling a person that something happened to their account: in their history, and at every contact on file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from flask import current_app, url_for

from caf_pwa.comptes import attentes, titulaire, traces
from caf_pwa.comptes.avis import mots
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.expedition import Envoi, expedier
from caf_pwa.socle.formats import moment
from caf_pwa.socle.horloge import instant


def avertir(compte_id: str, code: str, texte: str, adresses: Sequence[str] | None = None) -> None:
    """``texte``: a French sentence without its full stop, which names nobody.

    ``adresses``: the contacts that were on file before, when a contact changes. Whoever answers from one of those
    that it was not them leaves no contact to trust: see ``blocage``.
    """
    traces.noter(db.session(), compte_id, code, texte, horloge.maintenant())
    alerter(compte_id, "compte", {"texte": texte})
    prevenir(compte_id, texte, adresses)


def alerter(compte_id: str, genre: str, valeurs: dict[str, str]) -> None:
    """The same in the inbox, which lies above and gives its function to the application."""
    maintenant = horloge.maintenant()
    dites = valeurs | {"date": moment(maintenant)}
    current_app.extensions["alerter"](db.session(), compte_id, genre, dites, maintenant)


@contextmanager
def contacts_suivis(foyer_id: str) -> Iterator[None]:
    """Tell those whose contacts change meanwhile, at the contacts that they had."""
    avant = titulaire.contacts_du_foyer(db.session(), foyer_id)
    yield
    db.session.flush()
    apres = titulaire.contacts_du_foyer(db.session(), foyer_id)
    for compte_id, anciens in avant.items():
        if apres.get(compte_id, anciens) != anciens:
            avertir(compte_id, "contact", "Votre adresse mail ou votre téléphone a été changé", anciens)


def prevenir(compte_id: str, texte: str, adresses: Sequence[str] | None = None) -> None:
    """The same, without the line in the history."""
    session = db.session()
    anciens = adresses is not None
    for adresse in dict.fromkeys(titulaire.contacts(session, compte_id) if adresses is None else adresses):
        duree = timedelta(days=mots.JOURS)
        donnees = {"anciens": True} if anciens else {}
        jeton, _ = attentes.ouvrir(session, attentes.PAS_MOI, donnees, instant(), duree, compte_id)
        expedier(session, _envoi(adresse, texte, url_for("comptes.pas_moi", jeton=jeton, _external=True)))


def _envoi(adresse: str, texte: str, lien: str) -> Envoi:
    messagerie = current_app.extensions["messagerie"]
    if titulaire.est_un_courriel(adresse):
        corps = mots.en_courriel(texte, horloge.maintenant(), lien)
        return partial(messagerie.courriel, adresse, mots.OBJET, corps)
    return partial(messagerie.sms, adresse, mots.en_sms(texte, lien))
