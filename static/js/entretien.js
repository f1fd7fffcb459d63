/* In the worker: keeping the whole dossier, every page that changed since it was kept; and what pages ask of it. */

"use strict";

const FILES = 4; // pages fetched at once

addEventListener("message", (evenement) => {
  const coffre = { etat: direEtat, garder: ouvrirCoffre, synchroniser, oublier };
  const taches = { activer: () => skipWaiting(), ...coffre, garderLAide, proteger, entretenir, serrures, ouvrir };
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

async function garderLeDossier() {
  const coffre = await coffreActuel();
  if (!coffre?.cle) return { pages: 0 };
  const liste = await fetch("/hors-ligne/dossier");
  await verifierProprietaire(liste, coffre);
  if (!liste.ok || liste.headers.get("X-Compte") !== coffre.compte) throw new TypeError("dossier");
  const { pages } = await liste.json();
  const reste = [...pages];
  const suivre = async () => {
    for (let une = reste.shift(); une; une = reste.shift()) await mettreAJour(coffre, une);
  };
  await Promise.all(Array.from({ length: FILES }, suivre));
  await garderLAide().catch(() => null);
  await Coffre.conclure(coffre, pages.map(({ adresse }) => adresse), liste.headers.get("X-Donnees-Du"));
  return direEtat();
}

async function mettreAJour(coffre, { adresse, etiquette }) {
  const gardee = await Coffre.lire(coffre, adresse);
  if (gardee?.etiquette === etiquette) return;
  const reponse = await fetch(adresse, { headers: { "HX-Request": "true", "X-Prelecture": "1" } });
  if (reponse.status === 404) return; // gone since the list was made: there is nothing to keep
  if (!aGarder(reponse, coffre) || !(await garder(coffre, adresse, reponse))) throw new TypeError(adresse);
}
