/* From the pages of a démarche to the one that needs no network, and back to what was written there. */

"use strict";

(() => {
  const MASQUE = "•"; // what is shown in part was not typed
  const sansReseau = (slug) => `/demarches/${slug}/hors-connexion`;
  const bloc = () => document.querySelector("[data-relais]");
  const compte = () => document.querySelector('meta[name="compte"]')?.content;

  async function gardee() {
    const etat = await travailleur.essayer("etat");
    return Boolean(etat.ouvert) && etat.compte === compte();
  }

  async function preparer() {
    const ici = bloc();
    if (!ici || ici.dataset.pret || !(await gardee())) return;
    ici.dataset.pret = "oui";
    const { relais: slug } = ici.dataset;
    const brouillon = await Envois.brouillon(slug).catch(() => null);
    if (brouillon?.remplace) return location.replace(sansReseau(slug));
    if (brouillon) proposer(ici, slug);
    // Kept as it is now, should the network go: the answers so far are in it.
    await fetch(sansReseau(slug), { headers: { "HX-Request": "true", "X-Prelecture": "1" } }).catch(() => null);
  }

  function proposer(ici, slug) {
    ici.querySelector("[data-reprendre]").addEventListener("click", () => location.assign(sansReseau(slug)));
    ici.querySelector("[data-effacer]").addEventListener("click", async () => {
      await Envois.jeterBrouillon(slug).catch(() => null);
      ici.hidden = true;
    });
    ici.hidden = false;
  }

  /* What was typed on this page, under its name; nothing for a page that asks nothing. */
  function tapees(formulaire) {
    const [, point] = new URL(formulaire.action).pathname.match(/\/etapes\/([^/]+)$/) ?? [];
    const dites = {};
    for (const [champ, texte] of new FormData(formulaire)) {
      if (champ !== "revision" && texte.trim() && !texte.includes(MASQUE)) (dites[champ] ??= []).push(texte);
    }
    return point ? { [point]: dites } : {};
  }

  async function continuer(slug, formulaire) {
    const reponses = tapees(formulaire);
    const [point] = Object.keys(reponses);
    const ancien = await Envois.brouillon(slug);
    const fichiers = ancien?.fichiers ?? [];
    if (point) await Envois.garderBrouillon(slug, { reponses: { ...ancien?.reponses, ...reponses }, point, fichiers });
    location.assign(sansReseau(slug));
  }

  document.addEventListener("htmx:error", async ({ target }) => {
    const slug = bloc()?.dataset.relais;
    if (!slug || !target.matches?.("form[method=post]") || !(await gardee())) return;
    avertir("Pas de réseau. Vous pouvez continuer dans ce téléphone : ce que vous avez écrit vous suit.", {
      texte: "Continuer sans réseau",
      action: () => continuer(slug, target).catch((panne) => avertir(panne.message)),
    });
  });
  document.addEventListener("htmx:after:settle", () => preparer().catch(() => null));
  preparer().catch(() => null);
})();
