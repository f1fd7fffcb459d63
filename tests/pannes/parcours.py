"""What happens to a telephone and to the server, as a seed decides; after each step, what was promised."""

import hashlib
import random
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error

from tests.pannes.coupeur import Coupeur, Sort
from tests.pannes.profil import Profil
from tests.pannes.registre import Arrivee, Registre
from tests.pannes.service import Service

PLACE = 1_500_000  # bytes, on a telephone that is full
PROGRES = 60  # seconds: once nothing fails any more, the queue empties
_LISTER = "() => Envois.lister()"
_ROUVRIR = """async (cle) => {
  try {
    const { slug } = await Envois.rouvrir(cle);
    return (await Envois.brouillon(slug)).fichiers.map(({ cle, emplacement }) => ({ cle, emplacement }));
  } catch (refus) {
    return refus.name;
  }
}"""
_VIDER = f"""async () => {{
  await Envois.jeterBrouillon("document");
  await Envois.presserTout();
  for (let tour = 0; tour < {PROGRES * 10}; tour += 1) {{
    const {{ entrees }} = await Envois.lister();
    if (entrees.length === 0) return [];
    await new Promise((fini) => setTimeout(fini, 100));
  }}
  return (await Envois.lister()).entrees;
}}"""


@dataclass(frozen=True)
class Personne:
    """``compte``: the name that devices know her account by."""

    compte: str
    personne_id: str
    acces: dict[str, Any]


@dataclass
class Gardee:
    """What a telephone has said to have saved."""

    cle: str
    qui: Personne
    mot: str
    photo: bytes
    rang: int  # among all; what is written anew keeps that of the one before
    remplacee: bool = False
    abandonnee: bool = False


@dataclass
class Parcours:
    hasard: random.Random
    profil: Profil
    service: Service
    coupeur: Coupeur
    registre: Registre
    personnes: list[Personne]
    photos: list[bytes]
    qui: Personne | None = None
    gardees: dict[str, Gardee] = field(default_factory=dict)
    journal: list[str] = field(default_factory=list)

    def jouer(self, pas: int) -> None:
        self.profil.ouvrir()
        self.entrer()
        for _ in range(pas):
            nom = self.hasard.choice(_SORTE)
            self.journal.append(nom)
            getattr(self, nom)()
            self.verifier()
        self.finir()

    # What a person does.

    def enregistrer(
        self, remplacee: Gardee | None = None, deja: list[dict[str, Any]] | None = None, plein: bool = False
    ) -> None:
        photo = remplacee.photo if remplacee else self.photos[-1] if plein else self.hasard.choice(self.photos)
        saisie = self._saisie(remplacee)
        try:
            siennes = {une.compte: une.personne_id for une in self.personnes}
            fini = self.profil.enregistrer(saisie, None if deja else photo, deja or [], siennes)
        except Error:  # the page left before it could say: perhaps it is saved
            fini = {"cle": self._inconnue(), "moi": None}
        mot = saisie["reponses"]["details"]["mot"][0]
        if "refus" in fini:
            personne = self.qui is None or fini["moi"] is None  # killed at once, a browser forgets who had just come in
            assert fini["refus"] in [*["Place"] * plein, *["Ferme"] * personne], fini
        elif fini["cle"]:
            self._garder(fini, mot, photo, remplacee)

    def _saisie(self, remplacee: Gardee | None) -> dict[str, Any]:
        details: dict[str, list[str]] = {"mot": [f"Mot {self.hasard.randrange(10**9)}."]}
        if remplacee:
            details["qui"] = [remplacee.qui.personne_id]
        reponses = {"nature": {"nature": ["logement"]}, "details": details}
        saisie = {"slug": "document", "titre": "Document", "version": 1, "revision": 0, "reponses": reponses}
        return {**saisie, "remplace": remplacee.cle} if remplacee else saisie

    def _garder(self, fini: dict[str, Any], mot: str, photo: bytes, remplacee: Gardee | None) -> None:
        qui = next((une for une in self.personnes if une.compte == fini["moi"]), self.qui)
        assert qui is not None
        rang = remplacee.rang if remplacee else len(self.gardees)
        self.gardees[fini["cle"]] = Gardee(fini["cle"], qui, mot, photo, rang)
        if remplacee:
            remplacee.remplacee = True

    def _inconnue(self) -> str | None:
        """The key of what is there and was not told."""
        return next(iter(set(self.profil.lire()["entrees"]) - set(self.gardees)), None)

    def modifier(self) -> None:
        choisie = self._choisir()
        if choisie is None:
            return
        deja = self.profil.dire(_ROUVRIR, choisie.cle)
        if isinstance(deja, list):
            self.enregistrer(choisie, deja)
        else:
            assert deja in ("Introuvable", "Ferme"), deja  # it has left meanwhile, or cannot be read

    def abandonner(self) -> None:
        choisie = self._choisir()
        if choisie:
            choisie.abandonnee = True
            self.profil.dire("(cle) => Envois.abandonner(cle)", choisie.cle)

    def _choisir(self) -> Gardee | None:
        """One of hers that waits."""
        entrees = self.profil.lire()["entrees"]
        siennes = [une for cle, une in self.gardees.items() if cle in entrees and une.qui is self.qui]
        return self.hasard.choice(siennes) if siennes else None

    def presser(self) -> None:
        if self.qui:
            self.profil.dire("() => Envois.presserTout()")

    def sortir(self) -> None:
        """What waits: sent, kept locked, or given up."""
        if self.qui is None:
            return
        choix = self.hasard.choice(["presserTout", "quitter", "abandonnerTout"])
        self.journal.append(choix)
        if choix == "abandonnerTout":
            for une in self.gardees.values():
                une.abandonnee |= une.qui is self.qui
        self.profil.dire(f"() => Envois.{choix}()")
        self.profil.sortir()
        self.qui = None

    def entrer(self) -> None:
        if self.service.debout and not self.profil.coupe:
            self.qui = self.hasard.choice(self.personnes)
            self.profil.entrer(self.qui.acces)

    # What happens to the telephone.

    def couper(self) -> None:
        self.profil.couper(not self.profil.coupe)

    def recharger(self) -> None:
        self.profil.aller()

    def ouvrir_un_onglet(self) -> None:
        self.profil.onglet()

    def tuer_le_navigateur(self) -> None:
        self.profil.tuer()
        self.profil.ouvrir()
        self.profil.aller()

    def endormir(self) -> None:
        """The browser stops the worker: what it held in memory is lost."""
        cdp = self.profil.contexte.new_cdp_session(self.profil.page)
        cdp.send("ServiceWorker.enable")
        cdp.send("ServiceWorker.stopAllWorkers")

    def avancer(self) -> None:
        self.profil.avancer(self.hasard.choice([-400, 1, 40, 4000]))

    def remplir(self) -> None:
        """No room: it is said before anything is, and what was there stays. A browser looks at the room when it starts,
        and may have looked already to send what waits: then it is saved."""
        self.profil.tuer()
        self.profil.ouvrir()
        self.profil.limiter(PLACE)
        self.profil.aller()
        avant = set(self.profil.lire()["entrees"])
        self.enregistrer(plein=True)
        assert set(self.profil.lire()["entrees"]) <= avant | set(self.gardees)
        self.tuer_le_navigateur()

    # What happens to the network and to the server.

    def troubler(self) -> None:
        self.coupeur.sorts.extend(
            (self.hasard.choice(list(Sort)), self.hasard.randrange(10**6)) for _ in range(self.hasard.randrange(1, 5))
        )

    def tuer_le_serveur(self) -> None:
        if self.service.debout:
            self.service.tuer()
        else:
            self.service.demarrer()

    def publier(self) -> None:
        """Another version is served; the worker of before gives way."""
        if self.service.debout:
            self.service.tuer()
        self.service.demarrer(suivante=True)
        self.profil.renouveler()

    # What was promised.

    def verifier(self) -> dict[str, Arrivee]:
        """Read the device first: what has left it is on the server by then."""
        lu = self.profil.lire()
        arrivees = self.registre.arrivees()
        for cle, numero in lu["recus"].items():
            assert arrivees[cle].numero == numero, f"{cle}: said to have arrived"
        for cle, une in self.gardees.items():
            self._verifier_une(une, lu["entrees"].get(cle), arrivees.get(cle))
            if not (une.remplacee or une.abandonnee):
                assert cle in lu["entrees"] or arrivees[cle].vivante, f"{cle} is lost"
        return arrivees

    def _verifier_une(self, une: Gardee, entree: dict[str, Any] | None, arrivee: Arrivee | None) -> None:
        if entree:
            empreinte = hashlib.sha256(une.photo).hexdigest()
            assert [un["empreinte"] for un in entree["documents"]] == [empreinte]
            assert entree["compte"] == une.qui.compte
        if arrivee:
            assert (arrivee.nombre, arrivee.personne_id, arrivee.mot) == (1, une.qui.personne_id, une.mot)

    def finir(self) -> None:
        """Nothing fails any more: each person comes back, and everything leaves."""
        self.coupeur.sorts.clear()
        self.profil.couper(False)
        if not self.service.debout:
            self.service.demarrer()
        self.profil.tuer()
        self.profil.ouvrir()  # its clock is right again
        for personne in self.personnes:
            self.profil.entrer(personne.acces)
            reste = self.profil.dire(_VIDER)
            assert reste == [], f"something stays: {reste}"
        lu, arrivees = self.profil.lire(), self.verifier()
        assert lu["entrees"] == {}
        for cle, une in self.gardees.items():
            arrivee = arrivees.get(cle)
            vivante = arrivee is not None and arrivee.vivante
            if une.abandonnee or une.remplacee:
                assert not vivante or cle in lu["recus"], f"{cle} has arrived, and nobody was told"
            else:
                assert vivante, f"{cle} never arrived"
        self._verifier_l_ordre(arrivees)
        self.registre.entier()

    def _verifier_l_ordre(self, arrivees: dict[str, Arrivee]) -> None:
        for personne in self.personnes:
            siennes = [une for une in self.gardees.values() if une.qui is personne and une.cle in arrivees]
            vivantes = [une for une in siennes if arrivees[une.cle].vivante]
            assert sorted(vivantes, key=lambda une: arrivees[une.cle].ordre) == sorted(
                vivantes, key=lambda une: une.rang
            )


# Each as often as it is written here.
_SORTE = (
    *("enregistrer",) * 6,
    *("modifier", "troubler", "couper", "entrer") * 3,
    *("abandonner", "tuer_le_serveur", "recharger", "sortir") * 2,
    *("presser", "ouvrir_un_onglet", "tuer_le_navigateur", "endormir", "avancer", "remplir", "publier"),
)
