/* Letters without network: the search looks at what is on the screen, their subjects and dates.
   With network the form asks the server, which looks at their texts too. */

"use strict";

(() => {
  /* As the server does: small letters without accents, words apart. */
  const cle = (texte) =>
    texte.replace(/[œŒ]/g, "oe").replace(/[æÆ]/g, "ae").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

  const sansReseau = () => !navigator.onLine || document.querySelector(".hors-connexion");

  const enMots = (nombre) =>
    nombre === 0 ? "Aucun courrier trouvé" : nombre === 1 ? "1 courrier trouvé" : `${nombre} courriers trouvés`;

  function filtrer(formulaire) {
    const voulus = cle(formulaire.elements.mots.value).split(" ");
    const rangees = [...document.querySelectorAll(".liste .rangee")];
    for (const rangee of rangees) {
      const dit = cle(rangee.textContent);
      const lu = formulaire.elements.non_lus.checked && rangee.classList.contains("lu");
      rangee.parentElement.hidden = lu || !voulus.every((mot) => dit.includes(mot));
    }
    const nombre = rangees.filter((rangee) => !rangee.parentElement.hidden).length;
    const annonce = document.querySelector("[data-annonce], [data-annonce-hors-connexion]");
    annonce.textContent = `${enMots(nombre)} sur cet écran. Sans réseau, seuls l’objet et la date sont regardés.`;
    annonce.focus();
  }

  document.addEventListener(
    "submit",
    (evenement) => {
      if (!evenement.target.matches("[data-recherche]") || !sansReseau()) return;
      evenement.preventDefault();
      evenement.stopPropagation(); // htmx would ask the network
      filtrer(evenement.target);
    },
    true,
  );
})();
