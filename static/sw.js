/* The worker: the shell at once, the dossier from the network, else from the vault. Never a personal byte in clear.

   Only fragments are kept. Asked for a whole page without network, the worker puts the fragment into the shell.
   REGLAGES (version, shell, addresses of the worker's own pages) and Coffre come first in the file served. */

"use strict";

const CACHE = `coquille-${REGLAGES.version}`;
const PATIENCE = 4000; // a network slower than this, in ms, waits behind the page kept
const OUVRENT = /^\/(connexion|inscription)(\/|$)/; // posting there may open a sign-in
const CLES = "/verifier/cles.json";
const FILES = 4; // pages fetched at once while keeping the dossier

/* Install, update. */

addEventListener("install", (evenement) => {
  evenement.waitUntil(precharger());
});

addEventListener("activate", (evenement) => {
  evenement.waitUntil(
    (async () => {
      for (const nom of await caches.keys()) if (nom !== CACHE) await caches.delete(nom);
      await clients.claim();
    })(),
  );
});

/* The shell is public: asked for without cookies, it is the same for everybody. */
async function precharger() {
  const cache = await caches.open(CACHE);
  const options = { credentials: "omit", cache: "no-cache" };
  await cache.addAll(REGLAGES.coquille.map((adresse) => new Request(adresse, options)));
  for (const adresse of REGLAGES.fragments) {
    const reponse = await fetch(adresse, { ...options, headers: { "HX-Request": "true" } });
    if (!reponse.ok) throw new TypeError(`${adresse}: ${reponse.status}`);
    await cache.put(adresse, reponse);
  }
}

/* Requests. */

addEventListener("fetch", (evenement) => {
  const { request } = evenement;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname === "/gestion" || url.pathname.startsWith("/gestion/")) return; // advisers: never kept
  if (url.pathname.startsWith("/static/")) evenement.respondWith(statique(request));
  else if (url.pathname === CLES) evenement.respondWith(clesPubliees());
  else if (request.method === "POST" && url.pathname === "/deconnexion") evenement.respondWith(quitter(evenement));
  else if (request.method === "POST" && OUVRENT.test(url.pathname)) evenement.respondWith(entrer(request));
  else if (url.pathname === "/connexion/franceconnect") evenement.respondWith(partir(request));
  else if (url.pathname.startsWith("/connexion/franceconnect/")) return; // to another site and back: never kept
  else if (request.method === "GET" && estUnePage(request)) evenement.respondWith(page(evenement, url));
});

const estUnFragment = (request) =>
  request.headers.get("HX-Request") === "true" && !request.headers.has("HX-History-Restore-Request");

/* And a picture in a page of the dossier: the sheets of letters are kept too. */
const estUnePage = (request) =>
  request.mode === "navigate" || request.destination === "image" || request.headers.has("HX-Request") || request.headers.has("HX-History-Restore-Request");

async function statique(request) {
  const cache = await caches.open(CACHE);
  const gardee = await cache.match(request);
  if (gardee) return gardee;
  try {
    return await fetch(request);
  } catch (panne) {
    const voisine = await cache.match(request, { ignoreSearch: true });
    if (voisine) return voisine; // the file of another version draws the same icons
    throw panne;
  }
}

/* The keys that papers are checked with: public, renewed whenever there is a network. */
async function clesPubliees() {
  const cache = await caches.open(CACHE);
  try {
    const reponse = await fetch(CLES, { credentials: "omit", cache: "no-cache" });
    if (reponse.ok) await cache.put(CLES, reponse.clone());
    return reponse;
  } catch {
    return cache.match(CLES);
  }
}

async function page(evenement, url) {
  const { request } = evenement;
  const adresse = (url.pathname === "/" ? "/accueil" : url.pathname) + url.search;
  if (!(await bienDeconnecte())) return horsConnexion(request, null, null);
  const coffre = await coffreActuel();
  const gardee = await Coffre.lire(coffre, adresse);
  const reseau = depuisLeReseau(evenement, adresse, coffre, gardee).catch(() =>
    horsConnexion(request, coffre, gardee, "Hors connexion."),
  );
  if (!gardee) return reseau;
  const attente = new Promise((fini) => setTimeout(fini, PATIENCE, "lent"));
  const arrive = await Promise.race([reseau, attente]);
  return arrive === "lent" ? horsConnexion(request, coffre, gardee, "Réseau trop lent.") : arrive;
}

/* The network's answer; a page kept serves it when the server says that nothing changed. */
async function depuisLeReseau(evenement, adresse, coffre, gardee) {
  const { request } = evenement;
  const fragment = estUnFragment(request);
  const demande = fragment && gardee ? conditionnelle(request, gardee.etiquette) : request;
  const reponse = await fetch(demande);
  if (await verifierProprietaire(reponse, coffre, evenement.clientId)) {
    evenement.waitUntil(synchroniser().catch(() => null));
  }
  if (reponse.status === 304 && gardee) return fragmentEnReponse(gardee, "");
  if (fragment && coffre?.cle && aGarder(reponse, coffre)) {
    evenement.waitUntil(garder(coffre, adresse, reponse.clone()).catch(() => false));
  }
  return reponse;
}

function conditionnelle(request, etiquette) {
  const entetes = new Headers(request.headers);
  entetes.set("If-None-Match", etiquette);
  return new Request(request, { headers: entetes });
}

/* Somebody else is signed in on this device: what the first one kept goes. The same one, who may no longer see the
   household: what is the household's goes. True when their own pages are to be fetched again. */
async function verifierProprietaire(reponse, coffre, demandeur) {
  const compte = reponse.headers.get("X-Compte");
  if (!coffre || !compte) return false;
  if (compte !== coffre.compte) {
    await Coffre.effacer();
    await fermerLesAutresFenetres(demandeur);
    return false;
  }
  const portee = reponse.headers.get("X-Portee");
  if (portee === coffre.portee) return false;
  const restreint = await Coffre.restreindre(coffre, portee);
  coffre.portee = portee;
  return restreint;
}

const aGarder = (reponse, coffre) =>
  reponse.status === 200 &&
  !reponse.redirected &&
  reponse.headers.get("X-Compte") === coffre.compte &&
  reponse.headers.has("ETag");

async function garder(coffre, adresse, reponse) {
  const tete = {
    type: reponse.headers.get("Content-Type"),
    etiquette: reponse.headers.get("ETag"),
    du: reponse.headers.get("X-Donnees-Du"),
  };
  return Coffre.ranger(coffre, adresse, tete, await reponse.arrayBuffer());
}

/* Without network. */

async function horsConnexion(request, coffre, gardee, raison) {
  if (!gardee) return publique(request, new URL(request.url).pathname, coffre);
  if (!gardee.type.startsWith("text/html")) {
    return new Response(gardee.corps, { headers: { "Content-Type": gardee.type, "X-Content-Type-Options": "nosniff" } });
  }
  const du = [gardee.du, coffre.du].filter(Boolean).sort().at(-1);
  const bandeau = bandeauHorsConnexion(raison, du, request.url);
  if (estUnFragment(request)) return fragmentEnReponse(gardee, bandeau);
  return habiller(avecBandeau(new TextDecoder().decode(gardee.corps), bandeau), true, 200);
}

/* A page that is the same for everybody; in place of any other, the one that says why there is nothing. */
async function publique(request, adresse, coffre) {
  const cache = await caches.open(CACHE);
  const trouvee = await cache.match(adresse.startsWith("/verifier/") ? "/verifier" : adresse); // its code stays here
  const fermee = coffre?.mode === "prf" ? "/hors-ligne/empreinte" : "/hors-ligne/ferme";
  const raison = coffre && !coffre.cle ? fermee : "/hors-ligne";
  const html = await (trouvee ?? (await cache.match(raison))).text();
  const statut = trouvee ? 200 : 503;
  if (!estUnFragment(request)) return habiller(html, Boolean(coffre?.cle), statut);
  return new Response(html, { status: statut, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/* The shell with a fragment in it: its headers, its policy of content, and the title of the fragment. */
async function habiller(fragment, avecOnglets, statut) {
  const cache = await caches.open(CACHE);
  const coquille = await cache.match("/hors-ligne/coquille");
  const [titre] = fragment.match(/<title>[^]*?<\/title>/);
  let html = await coquille.text();
  html = html.replace(/<title>[^]*?<\/title>/, () => titre);
  html = html.replace("<!--dossier-->", () => fragment.replace(titre, ""));
  if (!avecOnglets) html = html.replace(/<nav class="onglets"[^]*?<\/nav>/, "");
  const entetes = new Headers(coquille.headers);
  for (const nom of ["Content-Encoding", "Content-Length"]) entetes.delete(nom);
  return new Response(html, { status: statut, headers: entetes });
}

function fragmentEnReponse(gardee, bandeau) {
  const html = avecBandeau(new TextDecoder().decode(gardee.corps), bandeau);
  return new Response(html, { headers: { "Content-Type": gardee.type } });
}

const avecBandeau = (fragment, bandeau) => fragment.replace("</title>", () => `</title>${bandeau}`);

const bandeauHorsConnexion = (raison, du, adresse) =>
  `<div class="bandeau hors-connexion" role="status"><svg class="icone" aria-hidden="true">` +
  `<use href="${REGLAGES.sprite}#cloud-off"/></svg><div><p>${raison} Données du ${enToutesLettres(du)}</p>` +
  `<p class="liens"><a href="${adresse}">Réessayer</a></p></div></div>`;

const MOIS = [
  ..."janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
];

/* "2026-11-23T14:05:11+01:00" → "23 novembre à 14 h 05": the server's clock and its form, whatever the phone's. */
function enToutesLettres(iso) {
  const [, mois, jour, heure, minute] = iso.match(/-(\d\d)-(\d\d)T(\d\d):(\d\d)/).map(Number);
  return `${jour === 1 ? "1er" : jour} ${MOIS[mois - 1]} à ${heure} h ${String(minute).padStart(2, "0")}`;
}

/* Leaving: this device first, so that it works without network; then the server, now or as soon as it answers. */

async function quitter({ request, clientId }) {
  await Coffre.noter("deconnexion");
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

/* Keeping the whole dossier: every page that changed since it was kept. */

addEventListener("message", (evenement) => {
  const coffre = { etat: direEtat, garder: ouvrirCoffre, synchroniser, oublier };
  const taches = { activer: () => skipWaiting(), ...coffre, proteger, entretenir, serrures, ouvrir };
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
