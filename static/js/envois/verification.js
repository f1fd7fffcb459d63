/* The check before saving: every answer in words, the documents, what is missing, what follows. */

"use strict";

const Verification = (() => {
  const { element } = Pages;

  function dessiner(ecran, rubriques, racine, { rupture, sensible }) {
    const cartes = rubriques.map((une) => carte(une, racine.dataset.sprite));
    ecran.querySelector("[data-recapitulatif]").replaceChildren(...cartes);
    if (!rupture) ecran.querySelector("[data-rupture]").remove();
    if (!sensible) ecran.querySelector("[data-sensible]").remove();
    ecran.querySelector("[data-suite]").append(racine.querySelector("template[data-suite]").content.cloneNode(true));
  }

  /* "manques": what must be seen to there before anything is sent. */
  function carte({ cle, titre, lignes, manques }, sprite) {
    const boite = Cadres.tirer("rubrique", sprite).firstElementChild;
    boite.querySelector("h2").textContent = titre;
    boite.querySelector("a").href = cle;
    boite.querySelector("a .visuellement-cache").textContent = titre;
    const aRevoir = boite.querySelector("[data-a-revoir]");
    if (manques.length) aRevoir.lastElementChild.append(...manques.map((quoi) => element("p", {}, quoi)));
    else aRevoir.remove();
    const dites = lignes.length ? lignes : [["Aucune réponse", "–"]];
    const paires = dites.map(([question, dit]) => element("div", {}, element("dt", {}, question), element("dd", {}, dit)));
    boite.querySelector("dl").append(...paires);
    return boite;
  }

  function documents(demandees, fichiers) {
    const lignes = demandees.flatMap(({ nom, titre }) => {
      const nombre = fichiers.filter(({ emplacement }) => emplacement === nom).length;
      return nombre ? [[titre, `${nombre} fichier${nombre > 1 ? "s" : ""}`]] : [];
    });
    return {
      titre: "Vos documents",
      lignes: lignes.length ? lignes : [["Aucun document ajouté", "–"]],
      manques: Pieces.manquantes(demandees, fichiers).map(({ titre }) => `Il manque un document : ${titre}.`),
    };
  }

  return { dessiner, documents };
})();
