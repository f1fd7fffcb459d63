/* What waits on this device to be sent, as pages see it: the worker does the work. And when to try: at the opening, with
   the network back, in sight again, after a change, and after a while. */

"use strict";

const Envois = (() => {
  const PHRASES = {
    Place: "Il n’y a plus assez de place dans ce téléphone : rien n’a été enregistré. Libérez de la place, puis recommencez.",
    Ferme: "Votre dossier est fermé : ouvrez-le avec votre empreinte ou votre visage, ou connectez-vous, puis recommencez.",
    Illisible: "Un fichier n’a pas pu être lu : rien n’a été enregistré. Choisissez-le à nouveau.",
    Occupe: "Vous avez déjà commencé cette démarche. Terminez-la ou abandonnez-la d’abord.",
    Introuvable: "Cet envoi n’est plus sur ce téléphone.",
    Autre: "Ce téléphone n’a pas pu le faire. Réessayez dans un moment.",
  };
  const MINUTE = 60_000;
  const PATIENCE = 20_000; // a worker of another version may not know the task
  const MARQUE = "envois"; // what this device had, should the browser erase it
  const compte = () => document.querySelector('meta[name="compte"]')?.content;

  const refus = (nom) => Object.assign(new Error(PHRASES[nom] ?? PHRASES.Autre), { name: nom });

  async function demander(tache, valeurs, patience) {
    if (!navigator.serviceWorker?.controller) throw refus("Autre");
    const dits = { compte: compte(), ...valeurs };
    const reponse = await (patience ? travailleur.essayer(tache, dits, patience) : travailleur.demander(tache, dits));
    if (!reponse.bien) throw refus(reponse.panne);
    return reponse;
  }

  /* What changes the queue is followed by a try. */
  async function changer(tache, valeurs) {
    const reponse = await demander(tache, valeurs);
    ecouler();
    return reponse;
  }

  async function enregistrer(saisie) {
    const { cle } = await changer("enregistrerEnvoi", { saisie });
    navigator.storage?.persist?.().catch(() => null); // asks the browser not to clear it on its own
    return { cle };
  }

  async function lister() {
    const { entrees, autres, recus, naissance } = await demander("listerEnvois", {}, PATIENCE);
    return { entrees, autres, recus, perdu: perdu(naissance, entrees.length + autres) };
  }

  /* The mark of another base, which had something in it. Told until "oublierPerte", or until something is saved again. */
  function perdu(naissance, nombre) {
    const [ancienne, combien] = (localStorage.getItem(MARQUE) ?? "").split(" ");
    const perdus = Boolean(ancienne) && ancienne !== naissance && combien !== "0";
    if (!perdus || nombre) localStorage.setItem(MARQUE, `${naissance} ${nombre}`);
    return perdus;
  }

  /* Has that done each time the queue moves, and whenever the function given back is called: one at a time, and for all
     that came meanwhile once more. */
  function suivre(montrer) {
    let enCours = null;
    let encore = false;
    function faire() {
      encore = enCours !== null;
      enCours ??= montrer()
        .catch(() => null)
        .finally(() => {
          enCours = null;
          if (encore) faire();
        });
      return enCours;
    }
    new BroadcastChannel("envois").addEventListener("message", faire);
    navigator.serviceWorker?.addEventListener("controllerchange", faire);
    addEventListener("online", faire);
    return faire;
  }

  let minuterie = null;

  function relancer(dans) {
    clearTimeout(minuterie);
    minuterie = setTimeout(() => ecouler(), dans * (1 + Math.random() / 4));
  }

  async function ecouler(raison) {
    relancer(5 * MINUTE); // should the worker be stopped before it answers
    const { dans } = await demander("ecoulerEnvois", raison).catch(() => ({ dans: MINUTE }));
    if (dans === null) clearTimeout(minuterie);
    else relancer(Math.max(1000, dans));
    await lister().catch(() => null); // keeps the mark
  }

  async function commencer() {
    await navigator.serviceWorker.ready;
    await ecouler({ debut: true });
    addEventListener("online", () => ecouler({ retour: true }));
    document.addEventListener("visibilitychange", () => document.hidden || ecouler({ retour: true }));
  }

  if ("serviceWorker" in navigator) commencer();

  return {
    enregistrer,
    lister,
    suivre,
    oublierPerte: () => localStorage.removeItem(MARQUE),
    brouillon: async (slug) => (await demander("lireBrouillon", { slug }, PATIENCE)).brouillon,
    garderBrouillon: async (slug, saisie) => (await demander("garderBrouillon", { slug, saisie })).fichiers,
    jeterBrouillon: (slug) => changer("jeterBrouillon", { slug }),
    rouvrir: (cle) => demander("rouvrirEnvoi", { cle }),
    presser: (cle) => changer("presserEnvois", { cle }),
    presserTout: () => changer("presserEnvois"),
    abandonner: (cle) => changer("abandonnerEnvois", { cle }),
    abandonnerTout: () => changer("abandonnerEnvois"),
    copie: (cle) => demander("copierEnvoi", { cle }),
    quitter: () => demander("verrouillerEnvois"),
  };
})();
