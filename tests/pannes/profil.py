"""A browser with a profile of its own on the disk, that can be killed and started again: the pages ask ``Envois``."""

import base64
import os
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Playwright, TimeoutError

from outils.instance import Serveur
from outils.navigateur import se_connecter
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.e2e.reseau import dire_hors_ligne
from tests.pannes.coupeur import Coupeur

PATIENCE = 30_000  # ms
BLANCHE = 15_000  # ms: then a person tries again
ESSAIS = 3  # to sign in: a server that has just started may be slow to answer
_PRETE = "() => typeof Envois !== 'undefined' && navigator.serviceWorker.controller !== null"
_MOI = "document.querySelector('meta[name=compte]')?.content"

_ENREGISTRER = f"""async ({{ saisie, photo, deja, personnes }}) => {{
  const octets = photo && Uint8Array.from(atob(photo), (lettre) => lettre.charCodeAt(0));
  const blob = photo && new Blob([octets], {{ type: "image/jpeg" }});
  const neuf = photo && [{{ emplacement: "document", nom: "photo", blob }}];
  const moi = {_MOI} ?? (await travailleur.essayer("etat")).compte;
  saisie.reponses.details.qui ??= [personnes[moi]];
  try {{
    return {{ moi, ...(await Envois.enregistrer({{ ...saisie, fichiers: neuf ?? deja }})) }};
  }} catch (refus) {{
    return {{ moi, refus: refus.name, phrase: refus.message }};
  }}
}}"""

# A worker that is stopped answers nobody: pages do not wait for ever.
_MUET = "muet"
_BORNER = f"""async (avec) => {{
  const borne = new Promise((fini) => setTimeout(fini, {3 * PATIENCE}, "{_MUET}"));
  return Promise.race([(%s)(avec), borne]);
}}"""

# What the device holds, whoever looks: { entrees: { key: state }, recus: { key: number } }.
_LIRE = """async () => {
  const bases = await indexedDB.databases();
  if (!bases.some(({ name }) => name === "caf-envois")) return { entrees: {}, recus: {} };
  const base = await new Promise((fini, sans) => {
    const demande = indexedDB.open("caf-envois");
    demande.onsuccess = () => fini(demande.result);
    demande.onerror = () => sans(demande.error);
  });
  const lire = (magasin) => new Promise((fini) => {
    base.transaction(magasin).objectStore(magasin).getAll().onsuccess = ({ target }) => fini(target.result);
  });
  const [entrees, recus] = [await lire("entrees"), await lire("recus")];
  base.close();
  return {
    entrees: Object.fromEntries(entrees.map((une) => [une.cle, une])),
    recus: Object.fromEntries(recus.map(({ recu }) => [recu.cle, recu.numero])),
  };
}"""

_SORTIR = "() => fetch('/deconnexion', { method: 'POST' }).then(() => null, () => null)"
_GARDER = """async () => {
  const reponse = await fetch("/compte/hors-connexion/cle", { method: "POST" });
  return reponse.ok && (await travailleur.demander("garder", await reponse.json())).bien;
}"""
_RENOUVELER = """async () => {
  const inscription = await navigator.serviceWorker.getRegistration();
  const neuf = await inscription.update().then(({ installing, waiting }) => installing ?? waiting, () => null);
  if (!neuf) return;
  const pret = () => ["installed", "activated", "redundant"].includes(neuf.state);
  while (!pret()) await new Promise((fini) => neuf.addEventListener("statechange", fini, { once: true }));
  inscription.waiting?.postMessage({ tache: "activer" });
}"""


@dataclass
class Profil:
    """``serveur``: as this browser reaches it, over that line."""

    playwright: Playwright
    dossier: Path
    serveur: Serveur
    ligne: Coupeur
    _contexte: BrowserContext | None = field(default=None)
    _avertis: list[CDPSession] = field(default_factory=list)  # the pages that know that the line is cut

    @property
    def coupe(self) -> bool:
        return self.ligne.coupee

    @property
    def contexte(self) -> BrowserContext:
        assert self._contexte is not None
        return self._contexte

    def ouvrir(self) -> None:
        self._contexte = self.playwright.chromium.launch_persistent_context(
            self.dossier, executable_path=CHROMIUM, args=ARGUMENTS
        )
        self.contexte.set_default_timeout(PATIENCE)
        self._avertis.clear()
        self._avertir(*self.contexte.pages)

    def tuer(self) -> None:
        """Its process, and so all of them, without a word."""
        os.kill(self._pid(), signal.SIGKILL)
        self.fermer()

    def fermer(self) -> None:
        with suppress(Error):
            self.contexte.close()

    def _pid(self) -> int:
        marque = f"--user-data-dir={self.dossier}".encode()
        for processus in Path("/proc").iterdir():
            with suppress(OSError):
                mots = (processus / "cmdline").read_bytes().split(b"\0")
                if marque in mots and not any(mot.startswith(b"--type=") for mot in mots):
                    return int(processus.name)
        raise AssertionError("the browser has gone already")

    def onglet(self) -> Page:
        """A window more."""
        page = self.contexte.new_page()
        self._avertir(page)
        self.aller(page)
        return page

    def aller(self, page: Page | None = None) -> None:
        """Chromium may stop a worker that is being replaced as it answers a navigation (in its trace: asked for, then
        stopped 5 ms later), and the window stays blank for ever. Whoever tries again is answered."""
        page = page or self.page
        with suppress(Error):  # another navigation may come in between: what counts is where one ends
            try:
                page.goto(f"{self.serveur.adresse}/accueil", timeout=BLANCHE)
            except TimeoutError:
                page.goto(f"{self.serveur.adresse}/accueil")

    @property
    def page(self) -> Page:
        return self.contexte.pages[-1]

    def couper(self, coupe: bool) -> None:
        """The line itself: a browser told that it is offline asks its workers, and a sleeping one never answers."""
        self.ligne.coupee = coupe
        for page in self._avertis:
            with suppress(Error):  # it has gone
                dire_hors_ligne(page, hors_ligne=False)
                page.detach()
        self._avertis.clear()
        self._avertir(*self.contexte.pages)

    def _avertir(self, *pages: Page) -> None:
        for page in pages if self.coupe else ():
            self._avertis.append(self.contexte.new_cdp_session(page))
            dire_hors_ligne(self._avertis[-1], hors_ligne=True)

    def dire(self, quoi: str, avec: Any = None) -> Any:
        """What that gives in the last window. Raises Error when the page has gone meanwhile."""
        self.page.wait_for_function(_PRETE)
        dit = self.page.evaluate(_BORNER % quoi, avec)
        assert dit != _MUET, f"no answer to {quoi}"
        return dit

    def enregistrer(
        self, saisie: dict[str, Any], photo: bytes | None, deja: list[dict[str, Any]], personnes: dict[str, str]
    ) -> dict[str, Any]:
        """``personnes``: by account, for whom one writes, whoever's page this is; unless it is said already."""
        valeurs = {"saisie": saisie, "photo": photo and base64.b64encode(photo).decode(), "deja": deja}
        valeurs["personnes"] = personnes
        fini: dict[str, Any] = self.dire(_ENREGISTRER, valeurs)
        return fini

    def lire(self) -> dict[str, dict[str, Any]]:
        for _ in range(5):
            with suppress(Error):  # a page that is leaving
                lu: dict[str, dict[str, Any]] = self.dire(_LIRE)
                return lu
        raise AssertionError(f"no page stays: {[page.url for page in self.contexte.pages]}")

    def entrer(self, persona: dict[str, str]) -> None:
        """Somebody signs in, whoever was there before, and keeps their dossier here; as often as it takes."""
        for _ in range(ESSAIS):
            self.sortir()
            with suppress(Error):
                se_connecter(self.page, self.serveur, persona)
                if self.dire(_GARDER):
                    return
        raise AssertionError("nobody can sign in")

    def sortir(self) -> None:
        self.aller()
        self.dire(_SORTIR)

    def renouveler(self) -> None:
        """The worker of the version that is served now takes over."""
        with suppress(Error):
            self.dire(_RENOUVELER)

    def avancer(self, jours: int) -> None:
        """The clock of the worker, until it is started again."""
        for travailleur in self.contexte.service_workers:
            with suppress(Error):
                travailleur.evaluate(f"() => {{ const a = Date.now; Date.now = () => a() + {jours} * 86_400_000; }}")

    def limiter(self, octets: int) -> None:
        """The room that there is, until this browser goes."""
        cdp = self.contexte.new_cdp_session(self.page)
        cdp.send("Storage.overrideQuotaForOrigin", {"origin": self.serveur.adresse, "quotaSize": octets})
