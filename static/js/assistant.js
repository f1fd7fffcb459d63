/* The help without network: its answers are on the device, and are looked for here by the words of their questions. */

"use strict";

(() => {
  const cle = (texte) =>
    texte.replace(/[œŒ]/g, "oe").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[a-z0-9]{3,}/g) ?? [];

  const racine = (mot) => mot.slice(0, 6);

  async function sommaire() {
    const gardee = await caches.match("/assistant/sommaire.json");
    return gardee ? (await gardee.json()).reponses : [];
  }

  /* The more answers have a word, the less it says. */
  function chercher(reponses, question) {
    const lues = reponses.map(([adresse, titre, mots]) => ({ adresse, titre, mots: new Set(mots.split(" ").map(racine)) }));
    for (const mot of new Set(cle(question).map(racine))) {
      const qui = lues.filter(({ mots }) => mots.has(mot));
      for (const une of qui) une.note = (une.note ?? 0) + Math.log(1 + lues.length / qui.length);
    }
    return lues.filter(({ note }) => note > 2).sort((une, autre) => autre.note - une.note).slice(0, 4);
  }

  function montrer(place, trouvees) {
    const liens = trouvees.map(({ adresse, titre }) => {
      const ligne = document.createElement("li");
      ligne.append(Object.assign(document.createElement("a"), { href: adresse, textContent: titre }));
      return ligne;
    });
    const liste = Object.assign(document.createElement("ul"), { className: "liens" });
    liste.append(...liens);
    const dit = liens.length ? "Sans réseau, voici ce qui s’en approche :" : "Sans réseau, je n’ai rien trouvé. Choisissez un sujet.";
    place.replaceChildren(Object.assign(document.createElement("p"), { textContent: dit }), liste);
    htmx.process(place);
    place.hidden = false;
    place.focus();
  }

  document.addEventListener(
    "htmx:error", // the question did not reach the server
    async (evenement) => {
      if (!evenement.target.matches?.("[data-question]")) return;
      evenement.stopPropagation(); // nothing is lost: no need to say so
      const trouvees = chercher(await sommaire(), evenement.target.elements.question.value);
      montrer(document.querySelector("[data-trouvees]"), trouvees);
    },
    true,
  );

  travailleur.essayer("garderLAide");
})();
