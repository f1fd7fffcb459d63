"""The answers as an index: by words and ideas, and by runs of letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import bm25s
import numpy as np
import numpy.typing as npt

from caf_pwa.assistant.recherche import mots, orthographe
from caf_pwa.assistant.savoir import Fiche, fiches

Notes = npt.NDArray[np.float32]
Decouper = Callable[[str], list[str]]

# Tuned on one half of tests/assistant/questions.toml. Shares of a note that is between 0 and 1.
DITE, LETTRES, ENSEMBLE = 0.3, 0.15, 0.55
SEUIL = 0.28  # below it, the assistant says that it does not know
SUR = 0.40  # from it on, and with nothing within ECART, one answer is enough
ECART = 0.06


@dataclass(frozen=True)
class Trouvee:
    """``note``: how much of the question this answer speaks of, between 0 and about 1."""

    cle: str
    note: float


class _Bm25:
    """Texts, each with what it says of a question as a share of what the best of texts could."""

    def __init__(self, textes: Sequence[str], decouper: Decouper) -> None:
        self.decouper = decouper
        decoupes = [decouper(texte) for texte in textes]
        self.index = bm25s.BM25(method="lucene", k1=1.2, b=0.5)
        self.index.index(decoupes, show_progress=False)
        frequences: dict[str, int] = {}
        for decoupe in decoupes:
            for terme in set(decoupe):
                frequences[terme] = frequences.get(terme, 0) + 1
        nombre = len(decoupes)
        self.poids = {terme: float(np.log(1 + (nombre - n + 0.5) / (n + 0.5))) for terme, n in frequences.items()}
        self.inconnu = float(np.log(1 + nombre / 0.5)) * 0.6  # of a word that no answer has

    def noter(self, texte: str) -> Notes:
        termes = sorted(set(self.decouper(texte)))
        possible = sum(self.poids.get(terme, self.inconnu) for terme in termes)
        connus = [terme for terme in termes if terme in self.poids]
        if not connus:
            return np.zeros(self.index.scores["num_docs"], dtype=np.float32)
        notes: Notes = self.index.get_scores(connus)
        return notes / np.float32(possible)


class Index:
    def __init__(self, toutes: Sequence[Fiche]) -> None:
        self.cles = [fiche.cle for fiche in toutes]
        dites = [(rang, mots.normaliser(dite)) for rang, f in enumerate(toutes) for dite in (f.titre, *f.dites)]
        self.rangs = np.array([rang for rang, _ in dites])
        textes = [texte for _, texte in dites]
        self.par_mots = _Bm25(textes, mots.termes)
        self.par_lettres = _Bm25(textes, mots.morceaux)
        ensembles = [mots.normaliser(" ".join((fiche.titre, *fiche.dites, fiche.reponse))) for fiche in toutes]
        self.par_ensembles = _Bm25(ensembles, mots.termes)
        self.vocabulaire = frozenset(mot for texte in textes for mot in texte.split()) | mots.connus()

    def chercher(self, question: str) -> list[Trouvee]:
        """The answers that speak of this question, best first, up to three when the first is not sure to be the one.

        None when nothing speaks of it enough.
        """
        texte = orthographe.corriger(mots.normaliser(question), self.vocabulaire)
        notes = ENSEMBLE * self.par_ensembles.noter(texte)
        notes += DITE * self._par_fiche(self.par_mots.noter(texte))
        notes += LETTRES * self._par_fiche(self.par_lettres.noter(texte))
        ordre = np.argsort(-notes, kind="stable")[:3]
        meilleure = notes[ordre[0]]
        if meilleure < SEUIL:
            return []
        ecart = ECART if meilleure >= SUR else SEUIL
        return [Trouvee(self.cles[rang], float(notes[rang])) for rang in ordre if meilleure - notes[rang] <= ecart]

    def _par_fiche(self, notes: Notes) -> Notes:
        """The best of the ways to ask each answer."""
        meilleures = np.zeros(len(self.cles), dtype=np.float32)
        np.maximum.at(meilleures, self.rangs, notes)
        return meilleures


@cache
def index() -> Index:
    return Index(list(fiches().values()))
