"""The life of a debt, pure: what may happen to it, what it is on a day, and nothing recovered while it is frozen."""

import enum
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from caf_pwa.dettes.modele import EtatCreance, GenreDeDemande
from caf_pwa.socle.erreurs import ErreurMetier

E = EtatCreance


class Acte(enum.Enum):
    """What happens to a debt."""

    ECHOIR = "the days to ask for a rectification have passed"
    RECOUVRER = "the fund begins to deduct"
    CONTESTER = "the person says that it is wrong"
    DEMANDER_UNE_REMISE = "the person asks the fund to give it up"
    REPRENDRE = "what had frozen it is answered no, or withdrawn"
    ETALER = "instalments are agreed"
    SOLDER = "nothing is left of it"
    ANNULER = "it was wrong, or is given up whole"


# The whole list: what is not in it is refused. A closed debt has no way out; the feed alone corrects it.
TRANSITIONS: dict[tuple[EtatCreance, Acte], EtatCreance] = {
    (E.NOTIFIEE, Acte.ECHOIR): E.EXIGIBLE,
    (E.EXIGIBLE, Acte.RECOUVRER): E.EN_RECOUVREMENT,
    (E.CONTESTEE, Acte.CONTESTER): E.CONTESTEE,  # a recours after a rectification
    (E.CONTESTEE, Acte.DEMANDER_UNE_REMISE): E.CONTESTEE,
    (E.REMISE_DEMANDEE, Acte.CONTESTER): E.CONTESTEE,
    (E.CONTESTEE, Acte.REPRENDRE): E.EXIGIBLE,
    (E.REMISE_DEMANDEE, Acte.REPRENDRE): E.EXIGIBLE,
    **{
        (etat, acte): suite
        for etat in (E.NOTIFIEE, E.EXIGIBLE, E.EN_RECOUVREMENT, E.ECHEANCIER)
        for acte, suite in (
            (Acte.CONTESTER, E.CONTESTEE),
            (Acte.DEMANDER_UNE_REMISE, E.REMISE_DEMANDEE),
            (Acte.ETALER, E.ECHEANCIER),
        )
    },
    **{
        (etat, acte): suite
        for etat in EtatCreance
        if not etat.close
        for acte, suite in ((Acte.SOLDER, E.SOLDEE), (Acte.ANNULER, E.ANNULEE))
    },
}

# What each kind of request would bring about.
ACTES = {
    GenreDeDemande.RECTIFICATION: Acte.CONTESTER,
    GenreDeDemande.RECOURS: Acte.CONTESTER,
    GenreDeDemande.REMISE: Acte.DEMANDER_UNE_REMISE,
    GenreDeDemande.ECHEANCIER: Acte.ETALER,
}


class Impossible(ErreurMetier):
    """This cannot happen to a debt in this state."""

    phrase = "Ce n’est plus possible : cette dette a changé. Revenez à « Mes dettes » pour voir où elle en est."


def peut(etat: EtatCreance, acte: Acte) -> bool:
    return (etat, acte) in TRANSITIONS


def passer(etat: EtatCreance, acte: Acte) -> EtatCreance:
    """The state after. Raises Impossible."""
    if not peut(etat, acte):
        raise Impossible
    return TRANSITIONS[etat, acte]


def etat_le(
    dit: EtatCreance, exigible_apres: date, reste: Decimal, ouvertes: Collection[GenreDeDemande], aujourdhui: date
) -> EtatCreance:
    """What a debt is on a day: what the institution says, the time that has passed, and what the person asks.

    What the person asks comes last: whatever the feed says meanwhile, the freeze holds until the answer.
    """
    etat = passer(dit, Acte.SOLDER) if reste <= 0 and peut(dit, Acte.SOLDER) else dit
    if aujourdhui > exigible_apres and peut(etat, Acte.ECHOIR):
        etat = passer(etat, Acte.ECHOIR)
    for genre in sorted(ouvertes, key=list(GenreDeDemande).index):
        if genre.gele and peut(etat, ACTES[genre]):
            etat = passer(etat, ACTES[genre])
    return etat


def sans_gel(dit: EtatCreance, retenue: bool) -> EtatCreance:
    """What the institution says, once what froze it is answered no or withdrawn: recovery goes on as before."""
    if not peut(dit, Acte.REPRENDRE):
        return dit
    etat = passer(dit, Acte.REPRENDRE)
    return passer(etat, Acte.RECOUVRER) if retenue else etat
