/* Signing out while something still waits on this device: the person says what becomes of it. Where nothing waits, or
   the worker does not say, one signs out as ever: what waits is then kept locked. */

"use strict";

(() => {
  const PATIENCE = 3000; // ms: a worker that does not answer holds nobody back
  let formulaire = null; // the one that signs out, once it is known what to do
  let envoie = false;

  const boite = () => document.getElementById("quitter");
  const partie = (nom) => boite().querySelector(`[data-${nom}]`);

  const enAttente = async () => (await Envois.lister()).entrees;

  async function demander(vers) {
    const muet = new Promise((fini) => setTimeout(fini, PATIENCE, []));
    const entrees = await Promise.race([enAttente(), muet]).catch(() => []);
    if (entrees.length === 0) return vers.submit();
    formulaire = vers;
    envoie = false;
    partie("combien").textContent = `${Phrases.enMots(entrees.length)} encore sur cet appareil.`;
    dire("");
    montrer("choisir");
    if (!boite().open) boite().showModal();
  }

  function montrer(etape) {
    for (const nom of ["choisir", "sur"]) partie(nom).hidden = nom !== etape;
  }

  const dire = (phrase) => (partie("etat").textContent = phrase);

  const ACTES = {
    envoyer: async () => {
      dire("Envoi en cours…");
      envoie = true;
      await Envois.presserTout();
      await suivre();
    },
    garder: async () => {
      await Envois.quitter("garder");
      formulaire.submit();
    },
    abandonner: () => montrer("sur"),
    "abandonner-oui": async () => {
      await Envois.abandonnerTout();
      formulaire.submit();
    },
    revenir: () => montrer("choisir"),
    rester: () => boite().close(),
  };

  /* Signed out once the last one has arrived; told why when they stay. */
  async function suivre() {
    if (!envoie || !boite()?.open) return;
    const entrees = await enAttente();
    if (entrees.length === 0) {
      envoie = false;
      dire("Tout est arrivé. Vous êtes déconnecté…");
      return formulaire.submit();
    }
    if (!navigator.onLine) {
      envoie = false;
      return dire(Phrases.SANS_RESEAU);
    }
    const maintenant = Date.now();
    const partent = entrees.some(
      ({ etat, retenue, pasAvant }) => ["attente", "retrait"].includes(etat) && !retenue && pasAvant <= maintenant,
    );
    if (partent) return dire(`Envoi en cours… ${Phrases.enMots(entrees.length)} encore.`);
    envoie = false;
    const { badge, phrases } = Phrases.de(entrees[0], { maintenant, seul: true, derriere: false });
    return dire(`${Phrases.enMots(entrees.length)} encore. ${entrees[0].titre} : ${badge}. ${phrases[0]}`);
  }

  document.addEventListener(
    "submit",
    (evenement) => {
      if (!evenement.target.matches("[data-deconnexion]") || !navigator.serviceWorker?.controller) return;
      evenement.preventDefault();
      demander(evenement.target);
    },
    true,
  );
  document.addEventListener("click", ({ target }) => {
    const cible = target.closest("#quitter [data-acte]");
    if (!cible) return;
    Promise.resolve(ACTES[cible.dataset.acte]()).catch((panne) =>
      dire(panne.message.includes(" ") ? panne.message : "Cela n’a pas marché. Rien n’est perdu : réessayez, ou gardez-les verrouillés."),
    );
  });
  new BroadcastChannel("envois").addEventListener("message", () => suivre().catch(() => null));
})();
