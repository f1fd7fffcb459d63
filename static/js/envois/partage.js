/* In the worker: what another application of the phone shares with this one goes into the draft of « Envoyer un document ». */

"use strict";

async function recevoirPartage({ request }) {
  const aRenvoyer = request.clone();
  try {
    await garderPartage(await request.formData());
    return Response.redirect("/demarches/document", 303);
  } catch {
    return fetch(aRenvoyer).catch(() => publique(request, "/partage", null)); // says to choose the file again
  }
}

async function garderPartage(formulaire) {
  const fichiers = formulaire.getAll("fichiers").filter((un) => un.size > 0);
  if (!fichiers.length) throw Contenus.refus("Illisible");
  const compte = await quiPartage();
  const ancien = await Brouillons.ouvrir(compte, "document");
  const neufs = fichiers.map((blob) => ({ emplacement: "document", nom: blob.name, blob }));
  const { reponses = {}, point = null } = ancien ?? {};
  await Brouillons.garder(compte, "document", { reponses, point, fichiers: [...(ancien?.fichiers ?? []), ...neufs] });
}

/* Whoever is signed in; without network, the person whose dossier is kept here. */
async function quiPartage() {
  const reponse = await fetch("/menu", { headers: { "HX-Request": "true" } }).catch(() => null);
  const compte = reponse?.headers.get("X-Compte") ?? (await Coffre.etat())?.compte;
  if (!compte) throw Contenus.refus("Ferme");
  return compte;
}
