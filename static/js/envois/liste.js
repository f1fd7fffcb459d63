/* “En attente d’envoi”: the list of what waits on this device, drawn from what the worker says and from nothing else. */

"use strict";

(() => {
  const SEUL = "SyncManager" in window; // this browser sends with the application closed
  const TRANCHE = 25; // lines drawn in one go
  let lignes = new Map(); // cle → { element, vue }
  let arrives = null; // the numbers of the receipts seen so far
  let aConfirmer = null; // the entry that one is asked about

  const zone = () => document.getElementById("envois");
  const partie = (ou, nom) => ou.querySelector(`[data-${nom}]`);
  const element = (nom, proprietes) => Object.assign(document.createElement(nom), proprietes);

  const dessiner = Envois.suivre(montrer);

  async function montrer() {
    if (!zone() || !navigator.serviceWorker?.controller) return;
    const [trouve, envoi] = await Promise.all([Envois.lister(), onEnvoie()]);
    const ici = zone();
    if (!ici) return;
    if (lignes.size && ![...lignes.values()][0].element.isConnected) lignes = new Map(); // another page came
    const neuves = dire(trouve, envoi);
    annoncer(ici, neuves, trouve.recus);
    entourer(ici, trouve, neuves);
    await remplir(ici, neuves);
  }

  /* Whether somebody on this device is sending at this moment. */
  async function onEnvoie() {
    const { held } = (await navigator.locks?.query?.()) ?? { held: [] };
    return held.some(({ name }) => name === "caf-envois");
  }

  /* What is to be done comes first; then the order in which it was saved. */
  function dire({ entrees }, envoi) {
    const maintenant = Date.now();
    const premieres = new Set();
    const vues = [...entrees]
      .sort((a, b) => a.rang - b.rang)
      .map((entree) => {
        const derriere = premieres.has(entree.slug);
        if (entree.etat === "attente") premieres.add(entree.slug);
        const part = envoi && !derriere && entree.tentee && entree.pasAvant <= maintenant;
        const dit = Phrases.de({ ...entree, enCours: part }, { maintenant, seul: SEUL, derriere });
        return { entree, ...dit, faits: faits(entree, maintenant) };
      });
    return vues.sort((a, b) => b.aFaire - a.aFaire);
  }

  function faits({ depuis, essayee, taille, envoyes }, maintenant) {
    const essai = essayee ? `Dernier essai ${Phrases.quand(essayee, maintenant)}.` : "Pas encore essayé.";
    const partis = envoyes ? `${Phrases.poids(envoyes)} envoyés sur ${Phrases.poids(taille)}` : Phrases.poids(taille);
    return `Enregistré ${Phrases.quand(depuis, maintenant)}. ${essai} ${partis}.`;
  }

  /* Lines stay where they are and change in place: what has the focus keeps it. The first ones are there at once, the
     others as the browser has the time. */
  async function remplir(ici, vues) {
    const restantes = new Set(vues.map(({ entree }) => entree.cle));
    const vise = document.activeElement;
    for (const [cle, { element: ligne }] of lignes) {
      if (restantes.has(cle)) continue;
      ligne.remove();
      lignes.delete(cle);
    }
    if (!vise.isConnected) partie(ici, "titre").focus();
    for (let rang = 0; rang < vues.length && zone() === ici; rang += 1) {
      if (rang && rang % TRANCHE === 0) await new Promise((fini) => setTimeout(fini));
      placer(ici, vues[rang], rang);
    }
  }

  function placer(ici, vue, rang) {
    const { cle } = vue.entree;
    const liste = partie(ici, "liste");
    if (!lignes.has(cle)) lignes.set(cle, { element: partie(ici, "modele").content.firstElementChild.cloneNode(true), vue: null });
    const ligne = lignes.get(cle);
    ecrire(ligne, vue, ici.dataset.dessins);
    if (liste.children[rang] === ligne.element) return;
    const vise = document.activeElement;
    liste.insertBefore(ligne.element, liste.children[rang] ?? null);
    if (vise !== document.activeElement) vise.focus(); // moving it took the focus away
  }

  const DESSINS = { neutre: "info", attention: "triangle-alert", danger: "circle-alert", attente: "clock" };

  function ecrire(ligne, vue, dessins) {
    const { element: ici, vue: ancienne } = ligne;
    avancer(ici, vue);
    const dite = JSON.stringify({ ...vue, entree: vue.entree.titre });
    if (ligne.dite === dite) return;
    Object.assign(ligne, { vue, dite });
    partie(ici, "nom").textContent = vue.entree.titre;
    const badge = partie(ici, "badge");
    badge.className = `badge badge-${vue.genre}`;
    badge.querySelector("use").setAttribute("href", `${dessins}#${DESSINS[vue.genre]}`);
    badge.querySelector("span").textContent = vue.badge;
    partie(ici, "phrases").replaceChildren(...vue.phrases.map((textContent) => element("p", { textContent })));
    partie(ici, "fautes").replaceChildren(...vue.liste.map((textContent) => element("li", { textContent })));
    partie(ici, "faits").textContent = vue.faits;
    const boutons = [...vue.choix, ...vue.autres];
    if (JSON.stringify(ancienne && [...ancienne.choix, ...ancienne.autres]) === JSON.stringify(boutons)) return;
    partie(ici, "boutons").replaceChildren(...boutons.map((un, rang) => bouton(un, vue, rang)));
  }

  function avancer(ici, { envoi, entree }) {
    const barre = ici.querySelector("progress");
    barre.hidden = !envoi && entree.envoyes === 0;
    barre.max = entree.taille;
    barre.value = entree.envoyes;
  }

  function bouton({ acte, vers, texte }, { entree, aFaire }, rang) {
    const un = acte ? element("button", { type: "button" }) : element("a", { href: vers });
    un.className = aFaire && rang === 0 ? "bouton" : "bouton bouton-second";
    if (acte) Object.assign(un.dataset, { acte, cle: entree.cle });
    un.append(texte, element("span", { className: "visuellement-cache", textContent: ` : ${entree.titre}` }));
    return un;
  }

  /* Read aloud: what has arrived and what is to be done, never the progress. */
  function annoncer(ici, vues, recus) {
    const dits = vues
      .filter(({ entree, aFaire }) => aFaire && lignes.get(entree.cle)?.vue.aFaire === false)
      .map(({ entree, badge }) => `${entree.titre} : ${badge}.`);
    for (const { numero, titre } of recus) {
      if (arrives?.has(numero) === false) dits.push(`${titre} : reçue, numéro ${numero}.`);
    }
    arrives = new Set(recus.map(({ numero }) => numero));
    if (dits.length) partie(ici, "annonce-envois").textContent = dits.join(" ");
  }

  function entourer(ici, { entrees, autres, recus, perdu }, vues) {
    const aFaire = vues.filter((vue) => vue.aFaire).length;
    const dit = `${Phrases.enMots(entrees.length)} sur cet appareil. ${aFaire ? "" : Phrases.RIEN}`;
    partie(ici, "combien").textContent = entrees.length ? dit : "";
    partie(ici, "tout").hidden = entrees.length < 2;
    partie(ici, "autres").textContent = autres ? Phrases.deQuelquUn(autres) : "";
    partie(ici, "perdu").hidden = !perdu;
    const nouveaux = recus.filter(({ demarche }) => !document.querySelector(`[href="/demarches/suivi/${demarche}"]:not([data-recu])`));
    partie(ici, "recus").replaceChildren(...nouveaux.map(recue));
    partie(ici, "arrives").hidden = nouveaux.length === 0;
    ici.hidden = !entrees.length && !autres && !perdu && !nouveaux.length;
  }

  function recue({ titre, numero, recu_le, demarche }) {
    const ligne = partie(zone(), "modele-recu").content.firstElementChild.cloneNode(true);
    const lien = ligne.querySelector("a");
    lien.href = `/demarches/suivi/${demarche}`;
    lien.dataset.recu = "";
    partie(ligne, "nom").textContent = titre;
    partie(ligne, "quand").textContent = `Reçue par la Caf ${Phrases.quand(new Date(recu_le), Date.now())}, numéro ${numero}`;
    return ligne;
  }

  /* What one presses. */

  const ACTES = {
    presser: ({ cle }) => envoyer(() => Envois.presser(cle)),
    tout: () => envoyer(() => Envois.presserTout()),
    vu: () => {
      Envois.oublierPerte();
      dessiner();
    },
    laisser: ({ cle }) => Envois.jeterBrouillon(lignes.get(cle).vue.entree.slug),
    rouvrir: async ({ cle }) => location.assign(Phrases.formulaire((await Envois.rouvrir(cle)).slug)),
    copier: async ({ cle }) => telecharger(await Envois.copie(cle)),
    abandonner: ({ cle }) => demander(cle),
    "abandonner-non": () => null,
    "abandonner-oui": () => Envois.abandonner(aConfirmer),
  };

  async function envoyer(presser) {
    await presser();
    if (!navigator.onLine) avertir(Phrases.SANS_RESEAU);
  }

  function telecharger({ blob, nom }) {
    const adresse = URL.createObjectURL(blob);
    element("a", { href: adresse, download: nom }).click();
    setTimeout(() => URL.revokeObjectURL(adresse), 60_000);
  }

  function demander(cle) {
    aConfirmer = cle;
    const boite = partie(zone(), "abandon");
    const { titre, parti } = lignes.get(cle).vue.entree;
    partie(boite, "quoi").textContent = titre;
    partie(boite, "jamais").hidden = parti;
    partie(boite, "deja").hidden = !parti;
    boite.showModal();
  }

  const RATE = "Cela n’a pas marché. Rien n’est perdu : réessayez dans un moment.";

  async function agir(cible) {
    cible.closest("dialog")?.close();
    cible.disabled = true;
    try {
      await ACTES[cible.dataset.acte](cible.dataset);
    } catch (panne) {
      avertir(panne.message.includes(" ") ? panne.message : RATE);
    }
    cible.disabled = false;
  }

  document.addEventListener("click", ({ target }) => {
    const cible = target.closest("#envois [data-acte]");
    if (cible) agir(cible);
  });
  document.addEventListener("htmx:after:settle", dessiner);
  addEventListener("offline", dessiner);
  setInterval(() => document.visibilityState === "visible" && dessiner(), 30_000); // what is said of moments
  dessiner();
})();
