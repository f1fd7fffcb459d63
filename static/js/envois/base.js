/* In the worker: where what waits to be sent is kept. A base of its own, so that erasing the dossier never touches it.

   "entrees": what the machine needs to know of each (automate.js), with slug, titre, taille, retenue; nothing of what is said.
   "contenus": { cle, par, iv, contenu }: the text that is sent and the names of its files, encrypted.
   "morceaux": { document, rang, par, iv, contenu }: the bytes of files, in pieces, encrypted.
   "brouillons": { id, compte, slug, remplace, documents, par, iv, contenu }: what is being written.
   "recus": { cle, compte, slug, titre, avant, recu, garde }: what has arrived, for thirty days.
   "cles": { id, compte, par, cle | scellee } (trousseau.js).  "memoire": { id, valeur }.
   A schema is added to and never emptied: people's entries are inside. */

"use strict";

const BaseEnvois = (() => {
  const VERSION = 1;
  const MAGASINS = { entrees: "cle", contenus: "cle", morceaux: ["document", "rang"], brouillons: "id", recus: "cle", cles: "id", memoire: "id" };

  const ouvrir = garderOuverte("caf-envois", VERSION, (neuve, ancienne, _nouvelle, echange) => {
    if (ancienne < 1) naitre(neuve, echange);
  });

  /* "naissance" tells this base from another that the browser would have made after erasing it. */
  function naitre(neuve, echange) {
    for (const [nom, keyPath] of Object.entries(MAGASINS)) neuve.createObjectStore(nom, { keyPath });
    echange.objectStore("memoire").put({ id: "naissance", valeur: crypto.randomUUID() });
  }

  const lire = async (magasin, cle) => (await ouvrir()).get(magasin, cle);
  const lireTout = async (magasin) => (await ouvrir()).getAll(magasin);

  /* All of it or nothing, on the disk when this returns. */
  async function changer(magasins, travail) {
    const echange = (await ouvrir()).transaction(magasins, "readwrite", { durability: "strict" });
    try {
      const issue = await travail((nom) => echange.objectStore(nom));
      await echange.done;
      return issue;
    } catch (panne) {
      if (echange.error === null) abandonner(echange);
      await echange.done.catch(() => null);
      throw echange.error ?? panne; // a full disk is told by the transaction, not by what was asked of it
    }
  }

  function abandonner(echange) {
    try {
      echange.abort();
    } catch {
      // over already
    }
  }

  return { ouvrir, lire, lireTout, changer };
})();
