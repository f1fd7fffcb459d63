"""A wrong line is refused whole, by its number, with the field and the reason in French; the others go in."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from caf_pwa.flux import lecture
from caf_pwa.flux.genre import tous
from caf_pwa.flux.importation import Issue
from tests.fabriques import (
    Enregistrement,
    compte,
    creance,
    droit,
    foyer,
    importer,
    ligne,
    octets,
    paiement,
    personne,
    quotient,
    retrait,
)
from tests.flux.etat import etat

BON = json.dumps(droit("alice")).encode()


def _sans(enregistrement: Enregistrement, champ: str) -> Enregistrement:
    return {nom: valeur for nom, valeur in enregistrement.items() if nom != champ}


LIGNES_ABIMEES: dict[str, tuple[bytes, str, str]] = {
    "tronquée": (BON[:-20], "", "la ligne n’est pas du JSON complet"),
    "clé deux fois": (BON.replace(b'"version": 1', b'"version": 1, "version": 2'), "version", "écrit deux fois"),
    "clé deux fois au fond": (BON.replace(b'"etat"', b'"depuis": "2020-01-01", "etat"'), "depuis", "écrit deux fois"),
    "dix mégaoctets": (b'{"genre": "droit", "id": "' + b"x" * 10_000_000 + b'"}', "", "la ligne dépasse 5 Mo"),
    "dix mégaoctets de blancs": (b" " * 10_000_000 + BON, "", "la ligne dépasse 5 Mo"),
    "octets nuls": (BON.replace(b"ouvert", b"ouv\0ert"), "", "la ligne contient un octet nul"),
    "Latin-1": (BON.replace(b"ouvert", "fermé".encode("latin-1")), "", "la ligne n’est pas en UTF-8 (octet "),
    "UTF-16": (BON.decode().encode("utf-16"), "", "octet"),
    "genre à venir": (BON.replace(b'"droit"', b'"cagnotte"', 1), "genre", "genre inconnu ; les genres connus sont : "),
    "sans genre": (json.dumps(_sans(droit("alice"), "genre")).encode(), "genre", "genre inconnu"),
    "une liste": (b"[" + BON + b"]", "", "la ligne n’est pas un objet JSON"),
    "un mot": (b"bonjour", "", "la ligne n’est pas du JSON complet (caractère 1)"),
    "deux objets": (BON + BON, "", "la ligne n’est pas du JSON complet"),
    "infini": (BON.replace(b'"152.25"', b"Infinity"), "", "Infinity n’est pas un nombre"),
    "pas un nombre": (BON.replace(b'"152.25"', b"NaN"), "", "NaN n’est pas un nombre"),
    "trop imbriquée": (b'{"genre": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "", "la ligne est trop imbriquée"),
    "nombre démesuré": (BON.replace(b'"152.25"', b"9" * 10_000), "", "la ligne contient un nombre démesuré"),
    "exposant démesuré": (BON.replace(b'"152.25"', b"1e999"), "donnees.montant", "il faut"),
    "demi-caractère": (BON.replace(b"ouvert", rb"\ud800"), "", "la ligne n’est pas du JSON que l’on sait lire"),
}


@pytest.mark.parametrize("nom", LIGNES_ABIMEES)
def test_a_damaged_line_is_reported_by_its_number_and_the_rest_goes_in(app: Flask, nom: str) -> None:
    abimee, champ, raison = LIGNES_ABIMEES[nom]
    recues = importer(app, foyer("alice"), abimee, compte("alice"))
    assert [(recue.numero, recue.issue) for recue in recues] == [
        (1, Issue.APPLIQUE),
        (2, Issue.REFUSE),
        (3, Issue.APPLIQUE),
    ]
    assert (recues[1].motifs[0].champ, raison in recues[1].motifs[0].raison) == (champ, True), recues[1]
    assert etat(app)["droits"] == []


FAUX: list[tuple[Enregistrement, dict[str, str]]] = [
    (_sans(droit("alice"), "version"), {"version": "ce champ manque"}),
    (droit("alice", version=0), {"version": "il faut au moins 1"}),
    (droit("alice", version=2**53), {"version": "il faut au plus 9007199254740991"}),
    (droit("alice", version="1"), {"version": "il faut un nombre entier"}),
    (droit("alice", version=1.5), {"version": "il faut un nombre entier"}),
    (droit("alice", "é"), {"id": "la forme n’est pas celle attendue"}),
    (droit("alice", ""), {"id": "le texte est vide"}),
    (droit("alice", "x" * 65), {"id": "le texte est trop long (64 caractères au plus)"}),
    (droit("alice", "2910733063011"), {"id": "ne doit pas être un numéro de sécurité sociale"}),
    (foyer("2.91.07.33.063.011.93", personne("a")), {"id": "ne doit pas être un numéro de sécurité sociale"}),
    (droit("alice") | {"urgent": True}, {"urgent": "ce champ n’existe pas dans ce genre"}),
    (droit("alice", etta="ouvert"), {"donnees.etta": "ce champ n’existe pas dans ce genre"}),
    (droit("alice", etat="ouverte"), {"donnees.etat": "il faut 'ouvert', 'suspendu' ou 'clos'"}),
    (droit("alice", montant="beaucoup"), {"donnees.montant": "il faut un nombre"}),
    (droit("alice", montant="NaN"), {"donnees.montant": "il faut un nombre fini"}),
    (droit("alice", montant=True), {"donnees.montant": "il faut un nombre"}),
    (droit("alice", montant="10000000.01"), {"donnees.montant": "il faut au plus 10000000"}),
    (droit("alice", montant="0.001"), {"donnees.montant": "un montant a au plus deux décimales"}),
    (droit("alice", depuis="2026-02-30"), {"donnees.depuis": "cette date n’existe pas"}),
    (droit("alice", depuis="2026-02-28T10:00:00"), {"donnees.depuis": "cette date n’existe pas"}),
    (droit("alice", depuis=20260228), {"donnees.depuis": "il faut une date"}),
    (droit("alice", motif="a\u0000b"), {"donnees.motif": "le texte contient un caractère de contrôle"}),
    (droit("alice", motif="x" * 301), {"donnees.motif": "le texte est trop long (300 caractères au plus)"}),
    (droit("alice", calcul={}), {"donnees.calcul": "il faut une liste"}),
    (droit("alice", calcul=["x"]), {"donnees.calcul[0]": "il faut un objet"}),
    (quotient("alice", mois="2026-11-01"), {"donnees.mois": "un mois s’écrit AAAA-MM"}),
    (quotient("alice", "2026-11", calcule_en=11), {"donnees.calcule_en": "un mois s’écrit AAAA-MM"}),
    (paiement("alice", lignes=[], montant="0"), {"donnees.lignes": "il en faut au moins 1"}),
    (paiement("alice", compte="FR76\u0000"), {"donnees.compte": "le texte contient un caractère de contrôle"}),
    (paiement("alice", lignes=[ligne(prestation="ZZ")]), {"donnees.lignes[0].prestation": "il faut un libelle"}),
    (foyer("b", personne("b", naissance="1991-13-01")), {"donnees.personnes[0].naissance": "le mois 13 n’existe pas"}),
    (foyer("b", personne("b", prenoms=None)), {"donnees.personnes[0]": "il faut nom_naissance et prenoms"}),
    (foyer("b", personne("b", role="chef")), {"donnees.personnes[0].role": "valeur inconnue"}),
    (foyer("b") | {"donnees": {"personnes": []}}, {"donnees.personnes": "il en faut au moins 1"}),
    (foyer("b", numero_allocataire="12345678"), {"donnees.numero_allocataire": "la forme n’est pas celle attendue"}),
    (compte("alice", identifiant="291073306301"), {"donnees.identifiant": "Le numéro compte 13 chiffres"}),
    (compte("alice", identifiant="291073306301190"), {"donnees.identifiant": "Les deux derniers chiffres"}),
    (compte("alice", identifiant="253072A07300444"), {"donnees.identifiant": "Les deux derniers chiffres"}),
    (compte("alice", empreinte_mot_de_passe="motdepasse"), {"donnees.empreinte_mot_de_passe": "la forme"}),
    (compte("alice", empreinte_mot_de_passe="$argon2id$\u0000"), {"donnees.empreinte_mot_de_passe": "la forme"}),
    (retrait("droit", "x", 1) | {"retire": False}, {"retire": "valeur inconnue"}),
    (retrait("foyer", "alice", 2), {"retire": "ce champ n’existe pas", "donnees": "ce champ manque"}),
    (retrait("droit", "x", 1) | {"donnees": {}}, {"donnees": "ce champ n’existe pas"}),
]


@pytest.mark.parametrize(("faux", "raisons"), FAUX, ids=[" ".join(raisons) for _, raisons in FAUX])
def test_a_wrong_record_is_refused_whole_with_every_field_and_reason(
    app: Flask, faux: Enregistrement, raisons: dict[str, str]
) -> None:
    importer(app, foyer("alice"))
    avant = etat(app)
    (recue,) = importer(app, faux)
    assert recue.issue is Issue.REFUSE
    motifs = {motif.champ: motif.raison for motif in recue.motifs}
    assert motifs.keys() == raisons.keys()
    for champ, raison in raisons.items():
        assert raison in motifs[champ]
    assert etat(app) == avant


def test_every_fault_of_a_record_is_told_at_once(app: Flask) -> None:
    (recue,) = importer(app, droit("alice", version=0, etat="x", montant="-1", depuis="hier", autre=1))
    assert [motif.champ for motif in recue.motifs] == [
        "version",
        "donnees.etat",
        "donnees.montant",
        "donnees.depuis",
        "donnees.autre",
    ]


def test_empty_lines_and_the_line_ends_of_windows_do_not_matter(app: Flask) -> None:
    recues = importer(app, b"", b"   ", octets(foyer("alice")).strip() + b"\r", b"", octets(compte("alice")).strip())
    assert [(recue.numero, recue.issue) for recue in recues] == [(3, Issue.APPLIQUE), (5, Issue.APPLIQUE)]


def test_a_feed_cut_in_the_middle_of_its_last_line_keeps_the_lines_before(app: Flask) -> None:
    recues = importer(app, foyer("alice"), compte("alice"), BON[:40])
    assert [recue.issue for recue in recues] == [Issue.APPLIQUE, Issue.APPLIQUE, Issue.REFUSE]


def test_the_longest_line_allowed_is_read(app: Flask) -> None:
    blancs = b" " * (lecture.LIGNE_MAXIMALE - len(BON))
    recues = importer(app, foyer("alice"), blancs + BON, b" " + blancs + BON, compte("alice"))
    assert [recue.issue for recue in recues] == [Issue.APPLIQUE, Issue.APPLIQUE, Issue.REFUSE, Issue.APPLIQUE]


@pytest.mark.parametrize("genre", tous())
def test_a_record_of_any_kind_without_data_names_what_is_missing(app: Flask, genre: str) -> None:
    (recue,) = importer(app, {"genre": genre, "id": "x", "version": 1, "donnees": {}})
    assert recue.issue is Issue.REFUSE
    assert {motif.raison for motif in recue.motifs} == {"ce champ manque"}
    assert all(motif.champ.startswith("donnees.") for motif in recue.motifs)


# Anything JSON can say in place of a good value.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda enfants: st.lists(enfants, max_size=3) | st.dictionaries(st.text(), enfants, max_size=3),
    max_leaves=8,
)
MODELES: list[Callable[[], Enregistrement]] = [
    lambda: foyer("alice", compte_bancaire={"iban": "FR7600000000000000000001181", "titulaire": "Alice"}),
    lambda: compte("alice", identifiant="2910733063011"),
    lambda: paiement("alice", compte="FR76"),
    lambda: creance("alice"),
    lambda: droit("alice"),
    lambda: quotient("alice"),
]


@st.composite
def presque_bons(tirer: st.DrawFn) -> Enregistrement:
    """A good record in which one value, at any depth, is anything at all."""
    enregistrement: Enregistrement = json.loads(json.dumps(tirer(st.sampled_from(MODELES))()))
    noeud: Any = enregistrement
    while True:
        cle = tirer(st.sampled_from(sorted(noeud) if isinstance(noeud, dict) else range(len(noeud))))
        if not noeud[cle] or not isinstance(noeud[cle], (dict, list)) or tirer(st.booleans()):
            noeud[cle] = tirer(JSON)
            return enregistrement
        noeud = noeud[cle]


@settings(max_examples=150)
@given(st.lists(presque_bons(), min_size=1, max_size=3))
def test_whatever_one_value_becomes_the_import_goes_on_to_the_last_line(app: Flask, faux: list[Any]) -> None:
    lignes = [json.dumps(un_faux).encode() for un_faux in faux]  # ASCII: half characters stay escaped
    recues = importer(app, *lignes, foyer("temoin"))
    assert {recue.numero for recue in recues} - {0} == set(range(1, len(faux) + 2))
    assert recues[-1].issue in (Issue.APPLIQUE, Issue.INCHANGE)


@settings(max_examples=150)
@given(st.binary(max_size=200), st.binary(max_size=50))
def test_whatever_bytes_arrive_the_import_goes_on_to_the_last_line(app: Flask, bruit: bytes, coupure: bytes) -> None:
    position = len(bruit) * 7 % len(BON)
    recues = importer(app, bruit, BON[:position] + coupure + BON[position:], foyer("temoin"))
    assert recues[-1].issue in (Issue.APPLIQUE, Issue.INCHANGE)
