/* In the worker: leaving. This device first, so that it works without network; then the server, now or as soon as it
   answers. */

"use strict";

async function quitter({ request, clientId }) {
  const note = await noterLeDepart();
  await taireLesAlertes();
  await oublier();
  await Trousseau.verrouiller();
  await fermerLesAutresFenetres(clientId);
  try {
    const reponse = await fetch(request);
    if (reponse.type === "opaqueredirect" || reponse.ok) await Coffre.rayer("deconnexion");
    return reponse;
  } catch {
    return publique(request, note ? "/hors-ligne/deconnecte" : "/hors-ligne", null);
  }
}

/* Where there is no room to write it, the dossier goes first. False when even then the server could not be told later. */
const noterLeDepart = () =>
  Coffre.noter("deconnexion")
    .catch(() => Coffre.effacer().then(() => Coffre.noter("deconnexion")))
    .then(() => true, () => false);

/* The former sign-in is closed before a new one opens. */
async function entrer(request) {
  await bienDeconnecte();
  return fetch(request);
}

/* The same before FranceConnect; its answer leads to another site, as it is. */
const partir = (request) => entrer(request).catch(() => publique(request, "/connexion/franceconnect", null));

async function fermerLesAutresFenetres(sauf) {
  for (const fenetre of await clients.matchAll({ includeUncontrolled: true })) {
    if (fenetre.id !== sauf) fenetre.postMessage("partir");
  }
}

const bienDeconnecte = async () => !(await Coffre.aFaire("deconnexion").catch(() => false)) || deconnecterEnfin();

async function deconnecterEnfin() {
  try {
    const reponse = await fetch("/deconnexion", { method: "POST" });
    if (!reponse.ok) return false;
  } catch {
    return false;
  }
  await Coffre.rayer("deconnexion");
  return true;
}
