"""What waits on a device: sent beside curl, saved beside a bare write, listed when there is a lot of it."""

import base64
import hashlib
import json
import sqlite3
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.documents import photo
from bench.mesure import Mesure
from outils.instance import Serveur, servir
from outils.navigateur import se_connecter

DECLARATIONS, DOCUMENTS = 10, 5  # … in each
PEU, BEAUCOUP, LOURD = 5, 500, 400_000  # entries, bytes of each
GROS, TOURS = 10_000_000, 7
LISTE = "/demarches/a-consulter"

_PREPARER = """() => {
  globalThis.saisir = (qui, blobs) => Envois.enregistrer({
    slug: "document", titre: "Document", version: 1, revision: 0,
    reponses: { nature: { nature: ["logement"] }, details: { qui: [qui], mot: ["Mesure."] } },
    fichiers: blobs.map((blob) => ({ emplacement: "document", nom: "photo", blob })),
  });
  globalThis.hasard = (octets) => {
    const tout = new Uint8Array(octets);
    for (let debut = 0; debut < octets; debut += 65536) crypto.getRandomValues(tout.subarray(debut, debut + 65536));
    return new Blob([tout]);
  };
}"""
_GARDER = """async () => {
  const reponse = await fetch("/compte/hors-connexion/cle", { method: "POST" });
  await travailleur.demander("garder", await reponse.json());
}"""
_REMPLIR = """async ([qui, photo, declarations, documents]) => {
  const octets = Uint8Array.from(atob(photo), (lettre) => lettre.charCodeAt(0));
  const blob = new Blob([octets], { type: "image/jpeg" });
  for (let rang = 0; rang < declarations; rang += 1) await saisir(qui, Array(documents).fill(blob));
  globalThis.vide = new Promise((fini) => {
    Envois.suivre(async () => (await Envois.lister()).entrees.length === 0 && fini(null));
  });
}"""
# Saved by the application, then bare, as bytes and as a file, in turn, on the same disk.
_COMPARER = """async ([qui, octets, tours]) => {
  const base = await new Promise((fini) => {
    const demande = indexedDB.open("bench", 1);
    demande.onupgradeneeded = () => demande.result.createObjectStore("nus", { autoIncrement: true });
    demande.onsuccess = () => fini(demande.result);
  });
  const nu = (valeur) => new Promise((fini, sans) => {
    const echange = base.transaction("nus", "readwrite", { durability: "strict" });
    echange.objectStore("nus").put(valeur);
    echange.oncomplete = () => fini(null);
    echange.onabort = () => sans(echange.error);
  });
  const mesures = [];
  for (let tour = 0; tour <= tours; tour += 1) {
    const blob = hasard(octets);
    const tampon = await blob.arrayBuffer();
    const cles = [];
    const faire = [async () => cles.push((await saisir(qui, [blob])).cle), () => nu(tampon), () => nu(blob)];
    const durees = [];
    for (const une of faire) {
      const debut = performance.now();
      await une();
      durees.push(performance.now() - debut);
    }
    mesures.push(durees);
    for (const cle of cles) await Envois.abandonner(cle);
  }
  base.close();
  return mesures.slice(1);
}"""
_AJOUTER = """async ([qui, nombre, octets]) => {
  for (let rang = 0; rang < nombre; rang += 1) await saisir(qui, [hasard(octets)]);
}"""
_OUVRIR = "async () => { const { entrees } = await Envois.lister(); return [performance.now(), entrees.length]; }"


def mesurer(dossier: Path, persona: dict[str, Any], navigateur: Browser) -> Iterator[Mesure]:
    qui = _personne(dossier, persona["prenom"])
    with servir(dossier) as serveur, navigateur.new_context() as contexte:
        page = contexte.new_page()
        se_connecter(page, serveur, persona)
        page.evaluate(_GARDER)
        page.evaluate(_PREPARER)
        envoi, nus = _envoyer(page, qui), _par_curl(serveur, page, qui)
        yield Mesure("50 documents of 1 MB sent from a device", envoi, "s")
        yield Mesure("… of the same requests by curl", nus / envoi, au_moins=0.7)
        contexte.set_offline(True)
        tours = page.evaluate(_COMPARER, [qui, GROS, TOURS])
        garder, nu, fichier = (median(colonne) for colonne in zip(*tours, strict=True))
        yield Mesure("10 MB saved without network, encrypted", garder, "ms")
        yield Mesure("… written bare as a file, which nothing can encrypt", fichier, "ms")
        yield Mesure("… ÷ their bytes written bare", garder / nu, au_plus=3.0)
        peu = _lister(page, serveur, qui, PEU)
        beaucoup = _lister(page, serveur, qui, BEAUCOUP - PEU)
        yield Mesure(f"list of {BEAUCOUP} entries of {LOURD // 1000} kB opened", beaucoup, "ms")
        yield Mesure(f"… ÷ the list of {PEU}", beaucoup / peu, au_plus=3.0)


def _personne(dossier: Path, prenom: str) -> str:
    with sqlite3.connect(dossier / "caf.sqlite3") as base:
        (qui,) = base.execute("SELECT id FROM personnes WHERE prenoms LIKE ?", [f"{prenom}%"]).fetchone()
        return str(qui)


def _envoyer(page: Page, qui: str) -> float:
    """Seconds between the return of the network and the last receipt."""
    page.context.set_offline(True)
    page.evaluate(_REMPLIR, [qui, base64.b64encode(photo(1_000_000)).decode(), DECLARATIONS, DOCUMENTS])
    debut = time.perf_counter()
    page.context.set_offline(False)
    page.evaluate("() => vide")
    duree = time.perf_counter() - debut
    page.evaluate("() => travailleur.demander('synchroniser')")  # its dossier, which has changed: not beside curl
    return duree


def _par_curl(serveur: Serveur, page: Page, qui: str) -> float:
    """Seconds for the same requests, one after the other over one connection."""
    cookie = "; ".join(f"{un['name']}={un['value']}" for un in page.context.cookies())
    compte = page.locator("meta[name=compte]").get_attribute("content")
    entetes = [f"Cookie: {cookie}", f"X-Auteur: {compte}"]
    octets = photo(1_000_000)
    empreinte = hashlib.sha256(octets).hexdigest()
    document = [*entetes, f"Upload-Length: {len(octets)}", "Upload-Offset: 0", f"X-Empreinte: {empreinte}"]
    with tempfile.TemporaryDirectory() as dossier:
        lieu = Path(dossier)
        (lieu / "photo").write_bytes(octets)
        demandes = []
        for rang in range(DECLARATIONS):
            cles = [uuid.uuid4().hex for _ in range(DOCUMENTS)]
            (lieu / f"corps-{rang}").write_bytes(_corps(qui, cles))
            demandes += [_demande(serveur, "PUT", f"documents/{cle}", lieu / "photo", document) for cle in cles]
            demandes.append(_demande(serveur, "POST", uuid.uuid4().hex, lieu / f"corps-{rang}", entetes))
        (lieu / "demandes").write_text("next\n".join(demandes))
        debut = time.perf_counter()
        fini = subprocess.run(
            ["curl", "--silent", "--show-error", "--fail-early", "--config", str(lieu / "demandes")],
            check=True,
            capture_output=True,
        )
        duree = time.perf_counter() - debut
    if fini.stdout.count(b'"numero"') != DECLARATIONS:
        raise RuntimeError(f"curl was answered {fini.stdout[-300:]!r}")
    return duree


def _corps(qui: str, cles: list[str]) -> bytes:
    reponses = {"nature": {"nature": ["logement"]}, "details": {"qui": [qui], "mot": ["Mesure."]}}
    documents = [{"cle": cle, "emplacement": "document"} for cle in cles]
    dit = {
        "demarche": "document",
        "version": 1,
        "revision": 0,
        "reponses": reponses,
        "documents": documents,
        "avant": [],
    }
    return json.dumps(dit).encode()


def _demande(serveur: Serveur, verbe: str, chemin: str, corps: Path, entetes: list[str]) -> str:
    """One request, as curl reads it."""
    lignes = [f'url = "{serveur.adresse}/envois/{chemin}"', f'request = "{verbe}"', f'data-binary = "@{corps}"']
    lignes += [f'header = "{entete}"' for entete in [*entetes, "Content-Type: application/octet-stream", "Expect:"]]
    return "\n".join([*lignes, "fail", ""])


def _lister(page: Page, serveur: Serveur, qui: str, ajoutees: int) -> float:
    """Milliseconds from the touch to the list, without network, after so many entries more."""
    page.evaluate(_PREPARER)
    page.evaluate(_AJOUTER, [qui, ajoutees, LOURD])
    releves: list[float] = []
    for _ in range(TOURS + 1):
        page.goto(f"{serveur.adresse}{LISTE}")
        duree, nombre = page.evaluate(_OUVRIR)
        if nombre < ajoutees:
            raise RuntimeError(f"{nombre} entries are listed")
        releves.append(duree)
    return median(releves[1:])
