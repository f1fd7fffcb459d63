"""One household with every kind of person in it, whose every datum carries a marker of its own.

It has more spouses than a household can have: each is one state of an authorisation.
"""

import base64
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Trace
from caf_pwa.dettes.modele import DemandeDeCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.dossier.modele import Changement
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.identifiants import interne
from tests.documents import fichiers
from tests.fabriques import (
    Enregistrement,
    autorisation,
    compte,
    courrier,
    creance,
    declaration,
    demarche,
    droit,
    foyer,
    importer,
    ligne,
    moteur_de,
    numero_de,
    ouvrir_session,
    paiement,
    personne,
    piece,
    quotient,
    ressources,
    retenue,
)

# Kind of person → the person of the tests.
QUI = {
    "responsible": "karim",
    "authorised spouse": "julie",
    "spouse": "sonia",
    "spouse no longer authorised": "claire",
    "child": "hugo",
    "dependant": "mamie",
    "gone": "marc",
    "gone to another household": "lucie",
    "stranger": "bob",
}
PERSONNES = ("anonymous", *QUI)
GERANTS = frozenset({"responsible", "authorised spouse"})
PERSONNE = frozenset[str]()

IBAN, IBAN_DE_BOB = "FR7600000000000000000004477", "FR7600000000000000000005588"

_ROLES = {
    "karim": "responsable",
    "julie": "conjoint",
    "sonia": "conjoint",
    "claire": "conjoint",
    "hugo": "enfant",
    "mamie": "autre",
    "marc": "conjoint",
    "lucie": "conjoint",
}
_PARTIS = ("marc", "lucie")
_HIER = datetime(2026, 11, 22, 10, 0, tzinfo=PARIS)


def secrets() -> dict[str, frozenset[str]]:
    """Every marker, and exactly the kinds of person who read it somewhere."""
    communs = (
        "droit",
        "retenue",
        "dette",
        "demande",
        "courrier",
        "lettre",
        "pdf",
        "demarche",
        "piece",
        "declaration",
        "changement",
        "trace",
    )
    chiffres = ("611,07", "733,19", "541,83", "943,77", "7654321", "FR76 •••• 4477")
    du_foyer = (*(f"ZQ-commun-{quoi}" for quoi in communs), *chiffres, "ZQ-titulaire", "ZQ-rue")
    attendus = dict.fromkeys(du_foyer, GERANTS)
    attendus |= dict.fromkeys((IBAN, IBAN_DE_BOB, *map(numero_de, QUI.values())), PERSONNE)
    for genre, qui in QUI.items():
        elle = frozenset({genre})
        if qui == "bob":
            continue
        avec_les_gerants = elle if qui in _PARTIS else elle | GERANTS
        encore_la = PERSONNE if qui == "lucie" else elle
        attendus[f"Zq{qui}"] = avec_les_gerants
        attendus |= dict.fromkeys((f"ZQ-employeur-{qui}", f"zq-{qui}@exemple.invalid"), elle)
        attendus[f"ZQ-salaire-{qui}"] = encore_la if qui in _PARTIS else avec_les_gerants
        attendus |= dict.fromkeys((f"ZQ-objet-{qui}", f"ZQ-texte-{qui}", f"ZQ-pdf-{qui}"), encore_la)
        attendus |= dict.fromkeys((f"ZQ-piece-{qui}", f"ZQ-demarche-{qui}"), encore_la | GERANTS)
        attendus |= dict.fromkeys((f"ZQ-travail-{qui}", f"ZQ-reserve-{qui}", f"ZQ-trace-{qui}"), encore_la)
        attendus[f"ZQ-nom-{qui}"] = elle | GERANTS if qui not in _PARTIS else encore_la
    chez_bob = ("ZQ-bob-dette", "821,45", "FR76 •••• 5588", "ZQ-bob-courrier", "Zqbob", "ZQ-bob-salaire")
    return attendus | dict.fromkeys(chez_bob, frozenset({"stranger"}))


def emmenager(app: Flask) -> None:
    """Import it all: first while everybody is there and authorised, then what has changed since."""
    presents = [_personne(qui, role) for qui, role in _ROLES.items()]
    banque = {"compte_bancaire": {"iban": IBAN, "titulaire": "ZQ-titulaire"}}
    chez_eux = banque | {"numero_allocataire": "7654321", "adresse": {"voie": "ZQ-rue"}}
    restants = [une for une in presents if une["id"] not in _PARTIS]
    _importer(
        app,
        foyer("karim", *presents, **chez_eux),
        *(compte(qui) for qui in _ROLES),
        *(autorisation("karim", qui) for qui in ("julie", "claire", *_PARTIS)),
        *_dossier(),
        *(objet for qui in _ROLES for objet in _objets_de(qui)),
        foyer("karim", *restants, **chez_eux, version=2),
        autorisation("karim", "claire", version=2, fin="2026-11-20"),
        foyer("lucie", _personne("lucie", "responsable")),
        *_chez_bob(),
    )
    with Session(moteur_de(app)) as session:
        session.add_all([*_changements(), *_traces(), _demande()])
        session.commit()


def entrer(app: Flask, genre: str) -> FlaskClient:
    """A browser on which that kind of person is signed in."""
    client = app.test_client()
    if genre != "anonymous":
        client.set_cookie("caf", ouvrir_session(app, interne("compte", QUI[genre])))
    return client


def _importer(app: Flask, *enregistrements: Enregistrement) -> None:
    refus = [recu for recu in importer(app, *enregistrements) if recu.issue is not Issue.APPLIQUE]
    assert not refus, refus


def _personne(qui: str, role: str) -> dict[str, object]:
    travail = {"nature": "Salarié", "employeur": f"ZQ-employeur-{qui}"}
    return personne(
        qui, role, prenoms=f"Zq{qui}", nom_naissance="DURAND", courriel=f"zq-{qui}@exemple.invalid", activite=travail
    )


def _pdf(marque: str) -> str:
    """Its words are in its bytes as they are."""
    return base64.b64encode(fichiers.pdf(mots=marque, compress_streams=False)).decode()


def _dossier() -> list[Enregistrement]:
    etapes = [{"date": "2026-10-01", "auteur": "Vous", "texte": "Reçue."}]
    return [
        droit("karim", montant="611.07", changement={"le": "2026-10-01", "motif": "ZQ-commun-droit"}),
        creance("karim", prestation="ZQ-commun-dette", montant="541.83"),
        paiement("karim", lignes=[ligne("1733.19")], retenues=[retenue("1000.00", "creance")], compte=IBAN),
        paiement("karim", "ancien", lignes=[ligne("20.00")], retenues=[_retenue_marquee()], date="2026-08-05"),
        quotient("karim", base={"ressources": "943.77", "prestations": "0.00", "parts": "2"}),
        courrier("karim", objet="ZQ-commun-courrier", texte="ZQ-commun-lettre", pdf=_pdf("ZQ-commun-pdf")),
        demarche("karim", titre="ZQ-commun-demarche", historique=etapes),
        piece("karim", libelle="ZQ-commun-piece"),
        declaration("karim", titre="ZQ-commun-declaration"),
    ]


def _retenue_marquee() -> dict[str, object]:
    return retenue("5.00") | {"libelle": "ZQ-commun-retenue"}


def _objets_de(qui: str) -> list[Enregistrement]:
    """What names that person: a letter to them alone, a document, a démarche, their resources."""
    salaire = {"libelle": f"ZQ-salaire-{qui}", "montant": "9000.00", "origine": "impots"}
    objet, lettre = f"ZQ-objet-{qui}", f"ZQ-texte-{qui}"
    return [
        courrier("karim", f"courrier-{qui}", personne=qui, objet=objet, texte=lettre, pdf=_pdf(f"ZQ-pdf-{qui}")),
        piece("karim", f"piece-{qui}", personne=qui, libelle=f"ZQ-piece-{qui}"),
        demarche("karim", f"demarche-{qui}", personne=qui, titre=f"ZQ-demarche-{qui}"),
        ressources("karim", qui, lignes=[salaire]),
    ]


def _changement(nom: str, **valeurs: Any) -> Changement:
    defauts = {"cause_id": interne("demarche", "demarche"), "cause_titre": "Une démarche", "auteur": "Quelqu’un"}
    return Changement(id=interne("changement", nom), foyer_id=interne("foyer", "karim"), a=_HIER, **defauts, **valeurs)


def _changements() -> list[Changement]:
    """One of the household; and of each person: their name, their work, and a confidential one."""
    communs = [_changement("changement", rubrique="Adresse", apres="ZQ-commun-changement")]
    for qui in _ROLES:
        elle = {"personne_id": interne("personne", qui)}
        communs += [
            _changement(f"nom-{qui}", rubrique="Nom d’usage", avant=f"ZQ-nom-{qui}", **elle),
            _changement(f"travail-{qui}", rubrique="Employeur", avant=f"ZQ-travail-{qui}", **elle),
            _changement(f"reserve-{qui}", rubrique="Nom d’usage", apres=f"ZQ-reserve-{qui}", confidentiel=True, **elle),
        ]
    return communs


def _traces() -> list[Trace]:
    """One of the household; and of each person, one that they alone read."""
    acte = {"foyer_id": interne("foyer", "karim"), "acte": "essai", "a": _HIER}
    return [
        Trace(id=interne("trace", "trace"), texte="ZQ-commun-trace", **acte),
        *(
            Trace(
                id=interne("trace", qui),
                texte=f"ZQ-trace-{qui}",
                personne_id=interne("personne", qui),
                confidentielle=True,
                **acte,
            )
            for qui in _ROLES
        ),
    ]


def _demande() -> DemandeDeCreance:
    """What the responsible person asked about the debt."""
    return DemandeDeCreance(
        id=interne("demande", "demande"),
        foyer_id=interne("foyer", "karim"),
        creance_id=interne("creance", "creance"),
        compte_id=interne("compte", "karim"),
        genre=GenreDeDemande.ECHEANCIER,
        reponses={"Pourquoi": "ZQ-commun-demande"},
        cle="0" * 32,
        numero="X73V-WA7N-3",
        deposee_le=_HIER.date(),
        deposee_a=_HIER,
        etat=EtatDeDemande.RECUE,
    )


def _chez_bob() -> list[Enregistrement]:
    salaire = {"libelle": "ZQ-bob-salaire", "montant": "9000.00", "origine": "impots"}
    return [
        foyer("bob", personne("bob", prenoms="Zqbob"), compte_bancaire={"iban": IBAN_DE_BOB, "titulaire": "Bob"}),
        compte("bob"),
        paiement("bob", "paiement-de-bob", lignes=[ligne("821.45")]),
        creance("bob", "creance-de-bob", prestation="ZQ-bob-dette"),
        courrier("bob", "courrier-de-bob", objet="ZQ-bob-courrier"),
        ressources("bob", "bob", lignes=[salaire]),
    ]
