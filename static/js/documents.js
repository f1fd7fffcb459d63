/* Sending photos and files: each made light by a worker, then sent one after the other, with how far it is.
   Without this script the form sends them as they are. */

"use strict";

/* A photo made light; any other file, and where this browser cannot, the file as it is. */
const alleger = (() => {
  let worker = null;

  function alleger(fichier, adresse) {
    if (fichier.type === "application/pdf" || !("OffscreenCanvas" in window)) return fichier;
    worker ??= new Worker(types.createScriptURL(adresse));
    return new Promise((fini) => {
      const canal = new MessageChannel();
      canal.port1.onmessage = ({ data }) => fini(data.photo ?? fichier);
      worker.onerror = () => {
        worker = null;
        fini(fichier);
      };
      worker.postMessage(fichier, [canal.port2]);
    });
  }

  return alleger;
})();

(() => {
  const OCTETS = 10_000_000;
  const RESEAU = "Le réseau a manqué : ce fichier n’est pas parti.";
  const AILLEURS = {
    0: RESEAU,
    401: "Vous n’êtes plus connecté. Actualisez la page pour vous reconnecter.",
    404: "Ce document a déjà été envoyé ou abandonné. Actualisez la page.",
    413: "Ce fichier pèse plus de 10 Mo. Envoyez-le en plusieurs fichiers, ou prenez les pages en photo.",
    503: "Il y a beaucoup d’envois en ce moment. Réessayez dans quelques secondes.",
  };
  const REESSAYER = [0, 500, 502, 503, 504];
  let file = Promise.resolve(); // what is being sent, and what waits behind it

  const element = (nom, texte = "") => Object.assign(document.createElement(nom), { textContent: texte });

  /* The button is for browsers without this script: here, choosing sends, and so does what was chosen before it came. */
  function preparer() {
    const formulaire = document.getElementById("envoi");
    if (!formulaire) return;
    formulaire.querySelector("button[type=submit]").hidden = true;
    formulaire.querySelectorAll("input[type=file]").forEach(prendre);
  }

  function prendre(champ) {
    for (const fichier of champ.files) ajouter(champ.form, fichier);
    champ.value = "";
  }

  function envoyer(adresse, fichier, avancer) {
    const corps = new FormData();
    corps.append("fichier", fichier, fichier.name ?? "photo.jpg");
    return new Promise((fini) => {
      const requete = new XMLHttpRequest();
      requete.open("POST", adresse);
      requete.responseType = "json";
      requete.setRequestHeader("Accept", "application/json");
      requete.upload.onprogress = ({ loaded, total }) => avancer(loaded / total);
      requete.onloadend = () => fini(requete);
      requete.send(corps);
    });
  }

  /* The line of one file: its name, what happens to it, how far it is. */
  function ligne(formulaire, nom) {
    const boite = element("p");
    const texte = element("span");
    const barre = Object.assign(element("progress"), { max: 1, ariaLabel: `Envoi de ${nom}` });
    boite.append(texte, " ", barre);
    formulaire.querySelector("#envois").append(boite);
    return { boite, barre, dire: (phrase) => (texte.textContent = `${nom} : ${phrase}`) };
  }

  async function traiter(formulaire, fichier, vue) {
    vue.dire("préparation…");
    const leger = await alleger(fichier, formulaire.dataset.atelier);
    if (leger.size > OCTETS) return echouer(formulaire, leger, vue, 413, null);
    vue.dire("envoi…");
    const { status, response } = await envoyer(formulaire.action, leger, (part) => {
      vue.barre.value = part;
      if (part === 1) vue.dire("vérification…");
    });
    if (status !== 201) return echouer(formulaire, fichier, vue, status, response);
    vue.dire("ajouté.");
    vue.barre.remove();
    return rafraichir();
  }

  function echouer(formulaire, fichier, vue, status, response) {
    vue.boite.className = "erreur";
    vue.barre.remove();
    vue.dire(response?.refus?.join(" ") ?? AILLEURS[status] ?? "Ce fichier n’a pas pu être envoyé.");
    if (!REESSAYER.includes(status)) return;
    const bouton = Object.assign(element("button", "Réessayer"), { type: "button", className: "bouton bouton-second" });
    bouton.addEventListener("click", () => {
      vue.boite.remove();
      ajouter(formulaire, fichier);
    });
    vue.boite.append(" ", bouton);
  }

  const rafraichir = () =>
    document.getElementById("pages") &&
    htmx.ajax("GET", location.pathname, { target: "#pages", select: "#pages", swap: "outerHTML" });

  function ajouter(formulaire, fichier) {
    const vue = ligne(formulaire, fichier.name);
    vue.dire("en attente…");
    file = file.then(() => traiter(formulaire, fichier, vue)).catch(() => echouer(formulaire, fichier, vue, 0, null));
  }

  document.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || target.form?.id !== "envoi") return;
    prendre(target);
  });
  document.addEventListener("htmx:after:settle", preparer);
  preparer();
})();
