"""Whatever the order in which the lines arrive, however many times and in how many feeds: the same dossier."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import NouvelleApp
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
    paiement,
    personne,
    piece,
    quotient,
    ressources,
    retenue,
    retrait,
)
from tests.flux.etat import etat

EMPREINTE = "$argon2id$v=19$m=47104,t=1,p=1$c2VsLWRlLXRlc3Q$ZW1wcmVpbnRlLWRlLXRlc3QtcXVpLW5lLW1hcmNoZQ"

KARIM, JULIE, JULES = personne("karim"), personne("julie", "conjoint"), personne("jules", "enfant")

# Two households over some months: corrections, a withdrawal, a spouse who leaves, a son who moves out, wrong lines.
FLUX: list[Enregistrement | bytes] = [
    foyer("karim", KARIM, JULIE, JULES),
    foyer(
        "karim",
        KARIM,
        personne("julie", "conjoint", nom_usage="BENALI"),
        JULES,
        situation={"nature": "Mariés"},
        version=2,
    ),
    foyer("karim", KARIM, JULES, situation={"nature": "Séparés"}, version=3),
    foyer("karim", KARIM, situation={"nature": "Séparé"}, version=4),
    foyer("jules", personne("jules", telephone="06 00 00 00 14")),
    compte("karim", empreinte_mot_de_passe=EMPREINTE),
    compte("julie", empreinte_mot_de_passe=EMPREINTE),
    compte("julie", identifiant="2870300000013", version=2),
    compte("jules"),
    autorisation("karim", "julie"),
    autorisation("karim", "julie", fin="2026-11-01", version=2),
    droit("karim"),
    droit("karim", montant="160.00", version=2),
    droit("karim", "erreur"),
    retrait("droit", "erreur", 2),
    creance("karim"),
    creance("karim", rembourse="45.00", etat="en_recouvrement", version=2),
    paiement("karim", retenues=[retenue("45.00", "creance")]),
    paiement("karim", "p-1", date="2026-11-05"),
    paiement("karim", "p-1", [ligne("99.00")], date="2025-11-05", version=2),
    paiement("karim", "p-2", retenues=[retenue("1.00", "jamais-arrivee")], version=2),
    paiement("karim", "p-2"),
    piece("karim"),
    piece("karim", etat="recue", version=2),
    piece("karim", "a-julie", personne="julie", limite="2026-12-01"),
    piece("karim", "faux", etat="refusee", version=2),
    piece("karim", "faux"),
    declaration("karim"),
    declaration("jules", "declaration", version=2),
    demarche("karim"),
    courrier("karim"),
    courrier("karim", "a-julie", personne="julie"),
    courrier("karim", "a-julie", personne="julie", objet="Corrigé", version=2),
    quotient("karim", valeur=None, motif="Ressources inconnues."),
    quotient("karim", version=2),
    ressources("karim", "karim"),
    ressources("karim", "karim", lignes=[], version=2),
    droit("personne-n-en-a-parle", "orphelin"),
    droit("karim", "impossible", etat="clos"),
    b'{"genre": "droit", "id": "tronqu',
]


DEPART_DE_JULES, ARRIVEE_DE_JULES = 3, 4


@st.composite
def extraits(tirer: st.DrawFn) -> list[int]:
    """Any part of the feed, unless it leaves Jules in two households: the first would keep him, the other wait."""
    gardees = tirer(st.lists(st.booleans(), min_size=len(FLUX), max_size=len(FLUX)))
    if gardees[ARRIVEE_DE_JULES]:
        gardees[DEPART_DE_JULES] = True
    return [rang for rang, gardee in enumerate(gardees) if gardee]


@settings(max_examples=settings().max_examples // 7)
@given(extraits(), st.data())
def test_any_order_of_the_lines_makes_the_same_dossier(
    nouvelle_app: NouvelleApp, rangs: list[int], data: st.DataObject
) -> None:
    melanges = data.draw(st.permutations(rangs), label="ordre")
    coupe = data.draw(st.integers(0, len(melanges)), label="coupe")
    with nouvelle_app() as dans_l_ordre, nouvelle_app() as dans_le_desordre:
        importer(dans_l_ordre, *(FLUX[rang] for rang in rangs))
        importer(dans_le_desordre, *(FLUX[rang] for rang in melanges[:coupe]))
        importer(dans_le_desordre, *(FLUX[rang] for rang in melanges[coupe:]))
        assert etat(dans_le_desordre) == etat(dans_l_ordre)


@settings(max_examples=settings().max_examples // 15)
@given(st.permutations(range(len(FLUX))))
def test_lines_that_come_twice_in_any_order_count_once(nouvelle_app: NouvelleApp, ordre: list[int]) -> None:
    with nouvelle_app() as une_fois, nouvelle_app() as deux_fois:
        importer(une_fois, *FLUX)
        importer(deux_fois, *(FLUX[rang] for rang in ordre), *FLUX)
        assert etat(deux_fois) == etat(une_fois)
