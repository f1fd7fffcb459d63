"""What a page asks of the queue of a phone, as the scripts of the screens do."""

import base64
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.documents.fichiers import octets, papier
from tests.e2e.application import Application

PHOTO = octets(papier(300, 400))
BAIL = {"emplacement": "document", "nom": "bail.jpg"}
_ENREGISTRER = """async ([saisie, piece, photos]) => {
  const enBlob = (texte) => new Blob([Uint8Array.from(atob(texte), (c) => c.charCodeAt(0))], { type: "image/jpeg" });
  const fichiers = photos.map((photo) => ({ ...piece, blob: enBlob(photo) }));
  try {
    return await Envois.enregistrer({ fichiers, ...saisie });
  } catch (refus) {
    return { refus: refus.name, phrase: refus.message };
  }
}"""
_ATTENDRE = """async ([quoi, valeur]) => {
  for (const fin = Date.now() + 30_000; ; ) {
    if (Date.now() > fin) throw new Error(`not ${valeur}: ${JSON.stringify(await Envois.lister())}`);
    const vue = await Envois.lister();
    if ((quoi === "nombre" ? vue.entrees.length : vue.entrees[0]?.etat) === valeur) return vue;
    await new Promise((fini) => {
      new BroadcastChannel("envois").onmessage = fini;
      setTimeout(fini, 500);
    });
  }
}"""


@dataclass(frozen=True)
class File:
    """The queue of this phone."""

    telephone: Application

    def enregistrer(self, mot: str, qui: str = "", photos: int = 1, piece: Any = None, **saisie: Any) -> dict[str, Any]:
        """Save « Envoyer un document » for that person; its key, or the refusal."""
        concerne = qui or personne(self.telephone.dossier, "Léo")
        reponses = {"nature": {"nature": ["logement"]}, "details": {"qui": [concerne], "mot": [mot]}}
        defauts = {"slug": "document", "titre": "Envoyer un document", "version": 1, "revision": 0}
        photo = base64.b64encode(PHOTO).decode()
        demande = [{**defauts, "reponses": reponses, **saisie}, piece or BAIL, [photo] * photos]
        issue: dict[str, Any] = self.telephone.page.evaluate(_ENREGISTRER, demande)
        return issue

    def lister(self) -> dict[str, Any]:
        vue: dict[str, Any] = self.telephone.page.evaluate("() => Envois.lister()")
        return vue

    def attendre(self, nombre: int) -> dict[str, Any]:
        """What is seen once that many wait."""
        vue: dict[str, Any] = self.telephone.page.evaluate(_ATTENDRE, ["nombre", nombre])
        return vue

    def attendre_l_etat(self, etat: str) -> dict[str, Any]:
        """The only entry, once it is so."""
        entree: dict[str, Any] = self.telephone.page.evaluate(_ATTENDRE, ["etat", etat])["entrees"][0]
        return entree


def personne(dossier: Path, prenom: str) -> str:
    with sqlite3.connect(dossier / "caf.sqlite3") as base:
        (qui,) = base.execute("SELECT id FROM personnes WHERE prenoms LIKE ?", [f"{prenom}%"]).fetchone()
        return str(qui)


def arrivees(dossier: Path, *cles: str) -> list[str]:
    """The states of what came under these keys."""
    with sqlite3.connect(dossier / "caf.sqlite3") as base:
        trouves = [base.execute("SELECT etat FROM demarches WHERE cle = ?", [cle]).fetchall() for cle in cles]
    return [etat for lignes in trouves for (etat,) in lignes]
