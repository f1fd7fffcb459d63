/* A page of questions on the screen: filled, read, its faults shown; and its answers said in words. */

"use strict";

const Pages = (() => {
  const element = (nom, proprietes, ...contenu) => {
    const neuf = Object.assign(document.createElement(nom), proprietes);
    neuf.append(...contenu);
    return neuf;
  };
  const cache = (texte) => element("span", { className: "visuellement-cache" }, texte);
  const coche = ({ type }) => type === "radio" || type === "checkbox";
  const champs = (boite) => [...boite.querySelectorAll("input[name], textarea[name]")];
  const nommes = (boite, nom) => champs(boite).filter(({ name }) => name === nom);

  function modele(racine, cle) {
    const trouve = [...racine.querySelectorAll("template[data-pages]")].find((un) => un.dataset.pages.split(" ").includes(cle));
    return { regles: JSON.parse(trouve.dataset.regles), dessin: () => trouve.content.cloneNode(true) };
  }

  const regle = ({ regles }, champ) => regles.find(([, champs]) => champs.includes(champ))?.[0] ?? {};

  function remplir(boite, dites) {
    for (const champ of champs(boite)) {
      const [texte = ""] = dites[champ.name] ?? [];
      if (coche(champ)) champ.checked = Boolean(dites[champ.name]?.includes(champ.value));
      else champ.value = champ.type === "date" ? (Controles.jour(texte) ?? "") : texte;
    }
    for (const pli of boite.querySelectorAll("details:not(.pourquoi)")) {
      pli.open = champs(pli).some((champ) => (coche(champ) ? champ.checked : champ.value));
    }
  }

  /* What is answered: { field: [texts] }; one that is left empty is left out. */
  function lire(boite) {
    const dites = {};
    for (const champ of champs(boite)) {
      if (coche(champ) ? champ.checked : champ.value.trim()) (dites[champ.name] ??= []).push(champ.value);
    }
    return dites;
  }

  const intitule = (boite) => boite.querySelector("legend, label").textContent;

  function effacerFautes(boite) {
    for (const phrase of boite.querySelectorAll(".erreur")) phrase.remove();
    for (const faux of boite.querySelectorAll(".champ-faux")) faux.classList.remove("champ-faux");
    for (const champ of champs(boite)) champ.removeAttribute("aria-invalid");
  }

  /* Each sentence beside its field; returns what the summary says: [{ intitule, quoi, vers }]. */
  function montrerFautes(boite, un_modele, fautes) {
    effacerFautes(boite);
    const dites = fautes.map(({ champ, quoi }) => {
      const { confirmation } = regle(un_modele, champ);
      if (confirmation && !nommes(boite, champ).length) boite.prepend(boiteDeConfirmation(champ, confirmation));
      const [premier] = nommes(boite, champ);
      if (!premier) return { intitule: null, quoi, vers: null };
      const autour = premier.closest(".champ");
      accuser(autour, premier, quoi);
      return { intitule: intitule(autour), quoi, vers: premier };
    });
    const ordre = champs(boite);
    return dites.sort((a, b) => ordre.indexOf(a.vers) - ordre.indexOf(b.vers));
  }

  function accuser(autour, champ, quoi) {
    const phrase = element("p", { className: "erreur", id: `${champ.name}-erreur` }, cache("Erreur : "), quoi);
    autour.classList.add("champ-faux");
    (autour.querySelector(".aide") ?? autour.querySelector("legend, label")).after(phrase);
    for (const un of nommes(autour, champ.name)) {
      un.setAttribute("aria-invalid", "true");
      un.setAttribute("aria-describedby", [...new Set([...(un.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean), phrase.id])].join(" "));
    }
  }

  const boiteDeConfirmation = (nom, texte) =>
    element("fieldset", { className: "champ" }, element("legend", {}, "À confirmer"),
      element("div", { className: "reponse" },
        element("input", { id: nom, type: "checkbox", name: nom, value: "oui" }),
        element("label", { htmlFor: nom }, texte)));

  /* The answers of a page in words: [[question, answer]]. */
  function mots(un_modele, dites) {
    return [...un_modele.dessin().querySelectorAll(".champ")].flatMap((boite) => {
      const [premier] = champs(boite);
      const textes = dites[premier?.name] ?? [];
      if (!textes.length) return [];
      const dit = coche(premier) ? choisis(boite, textes) : enClair(textes[0], regle(un_modele, premier.name));
      return [[intitule(boite), dit]];
    });
  }

  const choisis = (boite, textes) =>
    champs(boite)
      .filter(({ value }) => textes.includes(value))
      .map((champ) => boite.querySelector(`label[for="${champ.id}"]`).textContent)
      .join(", ");

  const EUROS = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
  const JOUR = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

  function enClair(texte, regle) {
    const montant = regle.montant ? Controles.montant(texte) : null;
    if (montant !== null) return EUROS.format(montant / 100);
    const jour = regle.jour ? Controles.jour(texte) : null;
    if (jour) return JOUR.format(new Date(jour)).replace(/^1 /, "1er ");
    return regle.masque ? `•••• ${texte.replace(/\s/g, "").slice(-4)}` : texte;
  }

  return { element, modele, remplir, lire, effacerFautes, montrerFautes, mots };
})();
