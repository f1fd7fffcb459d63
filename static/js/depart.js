/* In the worker: leaving. This device first, so that it works without network; then the server, now or as soon as it
   answers. */

"use strict";

async function quitter({ request, clientId }) {
  await Coffre.noter("deconnexion");
  await taireLesAlertes();
  await oublier();
  await fermerLesAutresFenetres(clientId);
  try {
    const reponse = await fetch(request);
    if (reponse.type === "opaqueredirect" || reponse.ok) await Coffre.rayer("deconnexion");
    return reponse;
  } catch {
    return publique(request, "/hors-ligne/deconnecte", null);
  }
}

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

const bienDeconnecte = async () => !(await Coffre.aFaire("deconnexion")) || deconnecterEnfin();

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
