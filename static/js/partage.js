/* A paper handed over as a file by the phone's own sheet, or printed: where this browser can. */

"use strict";

(() => {
  const essai = () => new File([], "papier.pdf", { type: "application/pdf" });
  const partageable = Boolean(navigator.canShare?.({ files: [essai()] }));

  /* Asked for as the worker keeps it: without network, it is the copy in the vault. */
  async function partager({ partager: adresse, nom }) {
    const reponse = await fetch(adresse, { headers: { "HX-Request": "true" } });
    if (reponse.headers.get("Content-Type") !== "application/pdf") throw new TypeError(adresse);
    const fichier = new File([await reponse.blob()], nom, { type: "application/pdf" });
    await navigator.share({ files: [fichier] });
  }

  function montrer() {
    for (const bouton of document.querySelectorAll("[data-imprimer]")) bouton.hidden = false;
    if (!partageable) return;
    for (const bouton of document.querySelectorAll("[data-partager]")) bouton.hidden = false;
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-imprimer]")) print();
    const bouton = target.closest("[data-partager]");
    if (!bouton) return;
    partager(bouton.dataset).catch((panne) => {
      if (panne.name !== "AbortError") avertir("Le partage n’a pas marché. Téléchargez le PDF, puis envoyez-le.");
    });
  });
  document.addEventListener("htmx:after:settle", montrer);
  montrer();
})();
