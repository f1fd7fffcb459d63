/* How many of this person's wait on this device: on the tab, and on the icon of the application. The server is told of
   which démarches, never of what they say: a declaration that is due can then be reminded of. */

"use strict";

(() => {
  const DITS = "envois-dits"; // the account whose list the server has, where that is not empty
  let dite = null;
  let comptes = null; // as many as the icon was last told of

  const compte = () => document.querySelector('meta[name="compte"]')?.content;

  async function compter() {
    if (!navigator.serviceWorker?.controller) return;
    const { entrees, autres } = await Envois.lister();
    marquer(entrees.length);
    if (comptes !== entrees.length + autres) await travailleur.demander("compterTout");
    comptes = entrees.length + autres;
    await dire(entrees.filter(({ etat }) => etat !== "retrait"));
  }

  function marquer(nombre) {
    const lien = document.querySelector('.onglets [data-racine="/demarches"]');
    if (!lien) return;
    const ancien = lien.querySelector(".nombre-envois");
    const neuf = document.createElement("span");
    neuf.className = "nombre-envois";
    neuf.textContent = nombre;
    const suite = Object.assign(document.createElement("span"), { className: "visuellement-cache", textContent: " en attente d’envoi" });
    neuf.append(suite);
    if (nombre) ancien ? ancien.replaceWith(neuf) : lien.append(neuf);
    else ancien?.remove();
  }

  async function dire(entrees) {
    const corps = JSON.stringify(Object.fromEntries(entrees.map(({ slug, depuis }) => [slug, jour(depuis)])));
    const deja = dite ?? (localStorage.getItem(DITS) === compte() ? null : "{}");
    if (!compte() || !navigator.onLine || corps === deja) return;
    const headers = { "X-Auteur": compte(), "Content-Type": "application/json" };
    const { ok } = await fetch("/envois/en-attente", { method: "PUT", headers, body: corps });
    if (!ok) return;
    dite = corps;
    if (entrees.length) localStorage.setItem(DITS, compte());
    else localStorage.removeItem(DITS);
  }

  const jour = (moment) => new Date(moment).toISOString().slice(0, 10);

  Envois.suivre(compter)();
})();
