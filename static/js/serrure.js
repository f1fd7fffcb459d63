/* In the worker: the dossier protected by a passkey. Its key is on the disk wrapped only, once for each passkey of this
   device. It opens by the touch of one of them, without network; or by the server, for whoever is signed in. */

"use strict";

const RETOUR = 500; // ms: how long an open page has to hand back the key
let touchee = null; // the passkey last touched here: it protects the dossier if that is kept a moment later

/* The vault as it stands, its key asked back from the pages still open if this worker has just been started. */
async function coffreActuel() {
  const coffre = await Coffre.etat();
  if (coffre?.mode !== "prf" || coffre.cle) return coffre;
  await reprendreAuxPages();
  return Coffre.etat();
}

async function reprendreAuxPages() {
  const fenetres = await clients.matchAll({ includeUncontrolled: true });
  if (fenetres.length === 0) return;
  const reponses = fenetres.map(
    (fenetre) =>
      new Promise((fini, sans) => {
        const canal = new MessageChannel();
        canal.port1.onmessage = async ({ data }) => ((await Coffre.reprendre(data)) ? fini() : sans());
        fenetre.postMessage("rendre", [canal.port2]);
      }),
  );
  await Promise.race([Promise.any(reponses).catch(() => null), new Promise((fini) => setTimeout(fini, RETOUR))]);
}

/* A passkey of this account has just been touched: from now on it, or another like it, opens the dossier kept here. */
async function proteger(passkey) {
  touchee = passkey;
  const coffre = await Coffre.etat();
  if (coffre?.compte !== passkey.compte) return { protege: false };
  await envelopper(passkey);
  synchroniser().catch(() => null);
  return { protege: true };
}

async function envelopper(passkey) {
  await Coffre.proteger(passkey.compte, await cleDuServeur(passkey.compte), passkey);
}

/* The key that devices never keep as it is. */
async function cleDuServeur(compte) {
  const corps = new URLSearchParams({ mode: "protege" });
  const reponse = await fetch("/compte/hors-connexion/cle", { method: "POST", body: corps });
  if (!reponse.ok) throw new TypeError("cle");
  const recue = await reponse.json();
  if (recue.compte !== compte) throw new TypeError("compte");
  return octetsDe(recue.cle);
}

const octetsDe = (texte) => Uint8Array.from(atob(texte), (c) => c.charCodeAt(0));

/* With network and signed in, nobody is asked for a finger: the server gives the key, which stays in memory. */
async function entretenir() {
  const coffre = await coffreActuel();
  if (coffre?.mode !== "prf") return { perdu: true };
  if (!coffre.cle && !(await Coffre.deverrouiller(await cleDuServeur(coffre.compte)))) {
    await Coffre.effacer(); // the account has another key since
    return { perdu: true };
  }
  return synchroniser();
}

/* What a page needs to ask for a finger. */
async function serrures() {
  const coffre = await Coffre.etat();
  return { sel: coffre?.sel, cles: (coffre?.enveloppes ?? []).map(({ id }) => id) };
}

async function ouvrir({ id, emballeuse }) {
  await Coffre.ouvrir(id, emballeuse);
  return direEtat();
}

function oublierLaCle() {
  touchee = null;
}
