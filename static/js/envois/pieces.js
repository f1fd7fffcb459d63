/* The documents of a démarche, chosen or taken as photos without network: made light, and listed. */

"use strict";

const Pieces = (() => {
  const OCTETS = 10_000_000; // of a file
  const NOMBRE = 20; // files in all

  /* "fichiers": [{ emplacement, nom, type, taille, blob or cle }]. "changer" keeps them as they are now. */
  function dessiner(zone, pieces, fichiers, { sprite, atelier }, changer) {
    zone.replaceChildren(...pieces.map((piece) => carte(piece, fichiers, sprite, atelier, changer)));
  }

  function carte(piece, fichiers, sprite, atelier, changer) {
    const boite = Cadres.tirer("piece", sprite).firstElementChild;
    boite.querySelector("h3").textContent = piece.titre;
    boite.querySelector(piece.exigee ? "[data-facultative]" : "[data-exigee]").remove();
    const aide = boite.querySelector("[data-aide]");
    if (piece.aide) aide.textContent = piece.aide;
    else aide.remove();
    const dire = (phrase) => (boite.querySelector("[data-dit]").textContent = phrase);
    const lister = () => {
      const siens = fichiers.filter(({ emplacement }) => emplacement === piece.nom);
      boite.querySelector("[data-fichiers]").replaceChildren(...siens.map((un) => ligne(un, retirer)));
    };
    const retirer = (un) => {
      fichiers.splice(fichiers.indexOf(un), 1);
      dire(`${un.nom} est retiré.`);
      lister();
      changer().catch(({ message }) => dire(message));
    };
    boite.addEventListener("change", async ({ target }) => {
      const choisis = [...target.files];
      target.value = "";
      for (const choisi of choisis) {
        dire(`${choisi.name} : préparation…`);
        dire(await prendre(piece.nom, choisi, fichiers, atelier, changer).catch(({ message }) => message));
        lister();
      }
    });
    lister();
    return boite;
  }

  /* The sentence that says what became of it. Raises with the one that says why it could not be kept. */
  async function prendre(emplacement, choisi, fichiers, atelier, changer) {
    const blob = await alleger(choisi, atelier);
    if (blob.size > OCTETS) return `${choisi.name} pèse plus de 10 Mo. Choisissez un fichier plus petit, ou prenez les pages en photo.`;
    if (!blob.size) return `${choisi.name} est vide. Choisissez un autre fichier.`;
    if (fichiers.length >= NOMBRE) return `Il y a déjà ${NOMBRE} fichiers. Retirez-en un pour ajouter celui-ci.`;
    const un = { emplacement, nom: choisi.name, type: blob.type, taille: blob.size, blob };
    fichiers.push(un);
    try {
      await changer();
    } catch (panne) {
      fichiers.splice(fichiers.indexOf(un), 1);
      throw panne;
    }
    return `${choisi.name} est ajouté.`;
  }

  function ligne(un, retirer) {
    const bouton = Pages.element("button", { type: "button", className: "bouton bouton-second" }, "Retirer ");
    bouton.append(Pages.element("span", { className: "visuellement-cache" }, un.nom));
    bouton.addEventListener("click", () => retirer(un));
    return Pages.element("li", { className: "entete" }, `${un.nom} (${poids(un.taille)})`, bouton);
  }

  const poids = (octets) => (octets < 1_000_000 ? `${Math.ceil(octets / 1000)} ko` : `${(octets / 1_000_000).toFixed(1).replace(".", ",")} Mo`);

  /* The required documents that are not there. */
  const manquantes = (pieces, fichiers) =>
    pieces.filter(({ nom, exigee }) => exigee && !fichiers.some(({ emplacement }) => emplacement === nom));

  return { dessiner, manquantes };
})();
