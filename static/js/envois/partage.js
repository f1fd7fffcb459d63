/* In the worker: what another application of the phone shares with this one goes into « Envoyer un document ». */

"use strict";

async function recevoirPartage({ request }) {
  const aRenvoyer = request.clone();
  try {
    await garderPartage(await request.formData());
    return Response.redirect("/demarches/document/hors-connexion", 303);
  } catch {
    return fetch(aRenvoyer).catch(() => publique(request, "/partage", null)); // says to choose the file again
  }
}

const PARTAGE = "partage"; // a draft of its own: a form still open may write its own over that of the démarche
const RECEVANTE = "document";

async function garderPartage(formulaire) {
  const fichiers = formulaire.getAll("fichiers").filter((un) => un.size > 0);
  if (!fichiers.length) throw Contenus.refus("Illisible");
  const compte = await quiPartage();
  const neufs = fichiers.map((blob) => ({ emplacement: RECEVANTE, nom: blob.name, blob }));
  const deja = (await Brouillons.ouvrir(compte, PARTAGE))?.fichiers ?? [];
  await Brouillons.garder(compte, PARTAGE, { reponses: {}, point: null, fichiers: [...deja, ...neufs] });
}

/* The form is opened: what was shared goes into its draft. */
async function reprendrePartage(compte, slug) {
  const partage = slug === RECEVANTE && (await Brouillons.lire(compte, PARTAGE));
  if (!partage) return;
  await Contenus.ecrire(() => null); // after what another form still writes
  const { reponses = {}, point = null, fichiers = [] } = (await Brouillons.ouvrir(compte, slug)) ?? {};
  const partages = partage.fichiers.map(({ emplacement, nom, blob }) => ({ emplacement, nom, blob }));
  await Brouillons.garder(compte, slug, { reponses, point, fichiers: [...fichiers, ...partages] });
  await Brouillons.jeter(compte, PARTAGE);
}

/* Whoever is signed in; without network, the person whose dossier is kept here. */
async function quiPartage() {
  const reponse = await fetch("/menu", { headers: { "HX-Request": "true" } }).catch(() => null);
  const compte = reponse?.headers.get("X-Compte") ?? (await Coffre.etat())?.compte;
  if (!compte) throw Contenus.refus("Ferme");
  return compte;
}
