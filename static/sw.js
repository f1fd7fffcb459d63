/* The worker: the shell at once, the dossier from the network, else from the vault. Never a personal byte in clear.

   What it does at each event is here; how, in js/: the vault (bases, coffre, serrure), what is shown without network
   (sans-reseau), keeping the dossier (entretien), ringing (sonnerie), leaving (depart). All of them are one file to the
   browser, with REGLAGES (version, shell, addresses of the worker's own pages) before them. */

"use strict";

const CACHE = `coquille-${REGLAGES.version}`;
const PATIENCE = 4000; // a network slower than this, in ms, waits behind the page kept
const OUVRENT = /^\/(connexion|inscription)(\/|$)/; // posting there may open a sign-in
const PROUVENT = /^\/compte\/confirmer(\/cle)?$/; // posting there may prove who is there
const CLES = "/verifier/cles.json";

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
  if (await Coffre.etat().catch(() => null)) await garderScripts();
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
  else if (request.method === "POST" && url.pathname === "/compte/alertes/desabonnement") evenement.waitUntil(taireLesAlertes());
  else if (request.method === "POST" && OUVRENT.test(url.pathname)) evenement.respondWith(entrer(request));
  else if (request.method === "POST" && PROUVENT.test(url.pathname)) evenement.respondWith(prouver(evenement));
  else if (request.method === "POST" && url.pathname === "/partage") evenement.respondWith(recevoirPartage(evenement));
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
  const { coffre, gardee, secours } = await chercher(adresse, sansReseau(url)).catch(() => ({ coffre: null }));
  const reseau = depuisLeReseau(evenement, adresse, coffre, gardee).catch(() =>
    horsConnexion(request, coffre, secours, "Hors connexion."),
  );
  if (!secours) return reseau;
  const attente = new Promise((fini) => setTimeout(fini, PATIENCE, "lent"));
  const arrive = await Promise.race([reseau, attente]);
  return arrive === "lent" ? horsConnexion(request, coffre, secours, "Réseau trop lent.") : arrive;
}

/* What the vault has for that page. A vault that cannot be read keeps nobody from the network. */
async function chercher(adresse, remplacante) {
  const coffre = await coffreActuel();
  const gardee = await Coffre.lire(coffre, adresse);
  return { coffre, gardee, secours: gardee ?? (await Coffre.lire(coffre, remplacante)) };
}

/* What stands in for the pages of a démarche. */
function sansReseau({ pathname }) {
  const [, demarche] = pathname.match(/^(\/demarches\/[a-z-]+)(\/(etapes\/[^/]+|documents|verifier))?$/) ?? [];
  return demarche ? `${demarche}/hors-connexion` : "";
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
    await Trousseau.verrouiller(compte);
    await fermerLesAutresFenetres(demandeur);
    return false;
  }
  const portee = reponse.headers.get("X-Portee");
  if (portee === coffre.portee) return false;
  const restreint = await Coffre.restreindre(coffre, portee).catch(() => false);
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
