/* Asking the worker for something, and holding for it the key of the dossier while this page is open: the browser
   stops the worker when it is idle, and what it held in memory is lost. Lent at its answers, handed back on demand. */

"use strict";

const travailleur = (() => {
  let pretee = null; // { compte, cle }; the key cannot be read, only used

  /* A newer version is told to start, from here or from another window: the browser waits until the former one is idle,
     and asking it anything would start it again. */
  const RELEVE = 10_000; // ms
  let releve = Promise.resolve();

  function ceder() {
    releve = new Promise((fini) => {
      navigator.serviceWorker.addEventListener("controllerchange", fini, { once: true });
      setTimeout(fini, RELEVE);
    });
  }

  new BroadcastChannel("envois-releve").onmessage = ceder;

  async function demander(tache, valeurs = {}) {
    await releve;
    const { active } = await navigator.serviceWorker.ready;
    return new Promise((fini) => {
      const canal = new MessageChannel();
      canal.port1.onmessage = ({ data }) => {
        if ("pretee" in data) pretee = data.pretee;
        fini(data);
      };
      active.postMessage({ tache, ...valeurs }, [canal.port2]);
    });
  }

  /* The same where waiting has a limit: a worker of another version may not know the task. */
  const essayer = (tache, valeurs, patience = 5000) =>
    navigator.serviceWorker?.controller
      ? Promise.race([demander(tache, valeurs), new Promise((fini) => setTimeout(fini, patience, {}))])
      : Promise.resolve({});

  navigator.serviceWorker?.addEventListener("message", ({ data, ports }) => {
    if (data === "rendre") ports[0].postMessage(pretee);
  });

  return { demander, essayer, ceder };
})();
