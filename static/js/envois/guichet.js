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

  /* The network is back perhaps: what waited for nothing else goes now. How long until the next try, null for none. */
  async function ecouler({ compte, debut = false }) {
    if (debut && compte) await reprendre(compte);
    await Reserve.changerCelles(({ cause, pasAvant }) => cause === "reseau" && pasAvant > 0, Automate.presser);
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
    const attentes = (await Reserve.lister())
      .filter(({ etat }) => etat === "attente" || etat === "retrait")
      .map(({ pasAvant }) => pasAvant - Date.now());
    const prochaine = Math.min(...attentes);
    return prochaine === Infinity ? null : Math.max(0, prochaine);
  }

  const promettre = () => registration.sync?.register(SYNC).catch(() => null);

  addEventListener("sync", (evenement) => {
    if (evenement.tag === SYNC) evenement.waitUntil(synchroniserEnvois());
  });

  /* What still waits makes the browser try again later. */
  async function synchroniserEnvois() {
    const { dans } = await ecouler({});
    if (dans !== null) throw new Error("attente");
  }

  async function enregistrer({ saisie, ...page }) {
    const { cle } = await Reserve.enregistrer(await qui(page), saisie);
    promettre();
    vider().catch(() => null);
    return { cle };
  }

  const choisies = (compte, cle) => (une) => une.compte === compte && (cle === undefined || une.cle === cle);

  async function presser({ cle, ...page }) {
    const maintenant = (une) => Automate.presser(ARRETS.includes(une.etat) ? Automate.reprendre(une, une.etat) : une);
    await Reserve.changerCelles(choisies(await qui(page), cle), maintenant);
    await vider();
  }

  async function abandonner({ cle, ...page }) {
    await Reserve.changerCelles(choisies(await qui(page), cle), Automate.abandonner);
    promettre();
    vider().catch(() => null);
  }

  const taches = {
    enregistrerEnvoi: enregistrer,
    lireBrouillon: async (page) => ({ brouillon: await Brouillons.lire(await qui(page), page.slug) }),
    garderBrouillon: async (page) => ({ fichiers: await Brouillons.garder(await qui(page), page.slug, page.saisie) }),
    jeterBrouillon: async (page) => Brouillons.jeter(await qui(page), page.slug),
    listerEnvois: async (page) => Reserve.montrer(await qui(page).catch(() => null)),
    rouvrirEnvoi: async (page) => ({ slug: await Brouillons.rouvrir(await qui(page), page.cle) }),
    presserEnvois: presser,
    abandonnerEnvois: abandonner,
    copierEnvoi: async (page) => copier(await Reserve.sienne(await qui(page), page.cle)),
    verrouillerEnvois: () => Trousseau.verrouiller(),
    ecoulerEnvois: ecouler,
  };

  return { taches, prouve };
})();

async function prouver(evenement) {
  const reponse = await fetch(evenement.request);
  if (reponse.ok || reponse.type === "opaqueredirect") evenement.waitUntil(Guichet.prouve().catch(() => null));
  return reponse;
}
