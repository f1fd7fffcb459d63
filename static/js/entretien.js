/* In the worker: keeping the whole dossier, every page that changed since it was kept; and what pages ask of it. */

"use strict";

const FILES = 4; // pages fetched at once
const TOURS = 4; // a dossier that changes as fast as it is kept waits for the next opening

addEventListener("message", (evenement) => {
  const coffre = { etat: direEtat, garder: ouvrirCoffre, synchroniser, oublier };
  const alertes = { suivreLesAlertes, noterLesAlertes, compterTout };
  const taches = { ...coffre, ...alertes, garderLAide, proteger, entretenir, serrures, ouvrir, ...Guichet.taches };
  const tache = taches[evenement.data?.tache];
  if (tache) evenement.waitUntil(repondre(evenement, tache));
});

async function repondre(evenement, tache) {
  let reponse;
  try {
    reponse = { bien: true, ...(await tache(evenement.data)) };
  } catch (panne) {
    reponse = { bien: false, panne: panne.name };
  }
  evenement.ports[0]?.postMessage(reponse);
}

async function direEtat() {
  const coffre = await coffreActuel();
  if (!coffre) return { compte: null, pretee: null };
  return {
    compte: coffre.compte,
    mode: coffre.mode,
    ouvert: coffre.cle !== null,
    pretee: coffre.mode === "prf" && coffre.cle ? { compte: coffre.compte, cle: coffre.cle } : null,
    expire: coffre.expire,
    pages: await Coffre.compter(),
    du: coffre.du && enToutesLettres(coffre.du),
  };
}

async function ouvrirCoffre({ compte, cle, duree }) {
  if (touchee?.compte === compte) await envelopper(touchee);
  else await Coffre.creer(compte, octetsDe(cle), duree);
  return synchroniser();
}

async function oublier() {
  oublierLaCle();
  await Coffre.effacer();
}

let enCours = null; // one at a time: a second one asked for meanwhile is the same

function synchroniser() {
  enCours ??= garderLeDossier().finally(() => {
    enCours = null;
  });
  return enCours;
}

/* Until nothing is left to fetch: a letter says how many sheets it has once it has been opened. */
async function garderLeDossier() {
  const coffre = await coffreActuel();
  if (!coffre?.cle) return { pages: 0 };
  await Guichet.calme();
  let liste;
  for (let tour = 0; tour < TOURS; tour += 1) {
    liste = await lister(coffre);
    if ((await suivre(coffre, liste.pages)) === 0) break;
  }
  await garderScripts();
  await garderLAide().catch(() => null);
  await Trousseau.preparer(coffre.compte);
  await Coffre.conclure(coffre, liste.pages.map(({ adresse }) => adresse), liste.du);
  return direEtat();
}

async function lister(coffre) {
  const reponse = await fetch("/hors-ligne/dossier");
  await verifierProprietaire(reponse, coffre);
  if (!reponse.ok || reponse.headers.get("X-Compte") !== coffre.compte) throw new TypeError("dossier");
  return { ...(await reponse.json()), du: reponse.headers.get("X-Donnees-Du") };
}

/* How many of these pages had changed and are now kept. */
async function suivre(coffre, pages) {
  const reste = [...pages];
  let gardees = 0;
  const file = async () => {
    for (let une = reste.shift(); une; une = reste.shift()) if (await mettreAJour(coffre, une)) gardees += 1;
  };
  await Promise.all(Array.from({ length: FILES }, file));
  return gardees;
}

/* What the screens of the dossier need, asked for once: their addresses change with what they hold. */
async function garderScripts() {
  const cache = await caches.open(CACHE);
  const gardees = new Set((await cache.keys()).map(({ url }) => url));
  await cache.addAll(REGLAGES.scripts.filter((adresse) => !gardees.has(new URL(adresse, location).href)));
}

async function mettreAJour(coffre, { adresse, etiquette }) {
  const gardee = await Coffre.lire(coffre, adresse);
  if (gardee?.etiquette === etiquette) return false;
  const reponse = await fetch(adresse, { headers: { "HX-Request": "true", "X-Prelecture": "1" } });
  if (reponse.status === 404) return false; // gone since the list was made: there is nothing to keep
  if (!aGarder(reponse, coffre) || !(await garder(coffre, adresse, reponse))) throw new TypeError(adresse);
  return true;
}
