/* In the worker: what pages ask of the queue, and when it is emptied. */

"use strict";

const Guichet = (() => {
  const SYNC = "envois";
  const ARRETS = ["reconnecter", "confirmer"]; // what the person may have seen to since
  const expediteur = Expediteur(Ports);

  /* The account of the page, or of the dossier where it was drawn without network. */
  async function qui({ compte }) {
    const sien = compte ?? (await Coffre.etat())?.compte;
    if (!sien) throw Contenus.refus("Ferme");
    return sien;
  }

  /* A newer version of this worker is told to start: the one that is at work stops between two pieces. */
  const releve = new BroadcastChannel("envois-releve");
  releve.onmessage = Ports.ceder;

  function activer() {
    releve.postMessage({});
    return skipWaiting();
  }

  let enCours = null;
  let encore = false; // something came while the sender was finishing

  function vider() {
    encore = true;
    enCours ??= (async () => {
      while (encore) {
        encore = false;
        if (await bienDeconnecte()) await expediteur.vider();
      }
    })().finally(() => {
      enCours = null;
    });
    return enCours;
  }

  /* Once nothing is being sent: what people have written goes before what is fetched for reading. */
  const calme = () => Promise.resolve(enCours).catch(() => null);

  /* "retour": the network is back perhaps, so what waited for nothing else goes now. "debut": a page has just been opened.
     How long until the next try, in ms; null for none. */
  async function ecouler({ compte, debut = false, retour = false }) {
    if (debut && compte) await reprendre(compte);
    if (debut || retour) await Reserve.changerCelles(({ cause }) => cause === "reseau", Automate.presser);
    else if (!navigator.onLine) return { dans: null };
    await vider();
    return { dans: await attente() };
  }

  /* Somebody signed in has opened a page: theirs goes on, and what others kept here is locked. */
  async function reprendre(compte) {
    await Trousseau.verrouiller(compte);
    await Contenus.nettoyer();
    await Reserve.changerCelles((une) => une.compte === compte, (une) => Automate.reprendre(une, "reconnecter"));
  }

  /* Somebody has perhaps just proved that it is them: what waited for that is tried again, and the server judges. */
  async function prouve() {
    await Reserve.changerCelles(() => true, (une) => Automate.reprendre(une, "confirmer"));
    await vider();
  }

  async function attente() {
    const prochaine = Math.min(...Automate.enTete(await Reserve.lister()).map(({ pasAvant }) => pasAvant));
    return prochaine === Infinity ? null : Math.max(0, prochaine - Date.now());
  }

  const promettre = () => registration.sync?.register(SYNC).catch(() => null);

  addEventListener("sync", (evenement) => {
    if (evenement.tag === SYNC) evenement.waitUntil(synchroniserEnvois());
  });

  /* What still waits makes the browser try again later. */
  async function synchroniserEnvois() {
    const { dans } = await ecouler({ retour: true });
    if (dans !== null) throw new Error("attente");
  }

  async function enregistrer({ saisie, ...page }) {
    const { cle } = await Reserve.enregistrer(await qui(page), saisie);
    promettre();
    return { cle };
  }

  /* Those of its person: the one of that key, or all. */
  async function changer({ cle, ...page }, changement) {
    const compte = await qui(page);
    const choisies = (une) => une.compte === compte && (cle === undefined || une.cle === cle);
    await Reserve.changerCelles(choisies, changement);
    promettre();
  }

  const presser = (une) => Automate.presser(ARRETS.includes(une.etat) ? Automate.reprendre(une, une.etat) : une);

  /* A form is opened: the key that it will be saved with is fetched while there is a network. */
  async function lireBrouillon({ slug, ...page }) {
    const compte = await qui(page);
    await Trousseau.preparer(compte);
    await reprendrePartage(compte, slug).catch(() => null);
    return { brouillon: await Brouillons.lire(compte, slug) };
  }

  const taches = {
    activer,
    enregistrerEnvoi: enregistrer,
    lireBrouillon,
    garderBrouillon: async (page) => ({ fichiers: await Brouillons.garder(await qui(page), page.slug, page.saisie) }),
    jeterBrouillon: async (page) => Brouillons.jeter(await qui(page), page.slug),
    listerEnvois: async (page) => Reserve.montrer(await qui(page).catch(() => null)),
    rouvrirEnvoi: async (page) => ({ slug: await Brouillons.rouvrir(await qui(page), page.cle) }),
    presserEnvois: (page) => changer(page, presser),
    abandonnerEnvois: (page) => changer(page, Automate.abandonner),
    copierEnvoi: async (page) => copier(await Reserve.sienne(await qui(page), page.cle)),
    verrouillerEnvois: () => Trousseau.verrouiller(),
    ecoulerEnvois: ecouler,
  };

  return { taches, prouve, calme };
})();

async function prouver(evenement) {
  const reponse = await fetch(evenement.request);
  if (reponse.ok || reponse.type === "opaqueredirect") evenement.waitUntil(Guichet.prouve().catch(() => null));
  return reponse;
}
