/* Reading without network: asking once whose device this is, keeping the dossier, saying how far it is.
   And a new version of the application, offered and never forced. The worker does the work. */

"use strict";

(() => {
  const compte = () => document.querySelector('meta[name="compte"]')?.content;
  const REFUS = "hors-connexion-refusee"; // the account that answered no on this device
  const ECHECS = {
    QuotaExceededError: "Il n’y a plus assez de place dans ce téléphone. Libérez de la place, puis recommencez.",
  };
  const echec = (panne) => ECHECS[panne] ?? "Le réseau a manqué. Nous recommencerons à la prochaine ouverture.";

  const { demander } = travailleur;

  async function garder() {
    const reponse = await fetch("/compte/hors-connexion/cle", { method: "POST" });
    if (!reponse.ok) return { bien: false };
    localStorage.removeItem(REFUS);
    await navigator.storage?.persist?.(); // asks the browser not to clear it on its own
    return demander("garder", await reponse.json());
  }

  async function arreter() {
    await demander("oublier");
    localStorage.setItem(REFUS, compte());
    await fetch("/compte/hors-connexion/arret", { method: "POST" });
  }

  /* At each opening with network: renew the key of the person's own device and fetch what changed. */
  async function entretenir() {
    const etat = await demander("etat");
    if (compte() && etat.compte === compte()) {
      await (etat.mode === "prf" ? entretenirProtege() : entretenirSimple(etat));
    }
    await dessiner();
  }

  const entretenirSimple = ({ ouvert, expire }) =>
    ouvert && expire - Date.now() >= 3 * 86_400_000 ? demander("synchroniser") : garder();

  async function entretenirProtege() {
    const { perdu } = await demander("entretenir");
    if (perdu) await garder();
  }

  /* The question on Accueil, and the page "Lecture hors connexion". */

  function bouton(texte, genre, action) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = `bouton ${genre}`;
    element.textContent = texte;
    element.addEventListener("click", action);
    return element;
  }

  function montrer(zone, { texte, gardee = false }, ...boutons) {
    zone.querySelector("[data-question]").hidden = gardee;
    zone.querySelector("[data-etat]").textContent = texte;
    zone.querySelector("[data-actions]").replaceChildren(...boutons);
    zone.hidden = false;
  }

  const oui = (zone) => bouton("Oui, garder mon dossier", "", () => commencer(zone));

  async function commencer(zone) {
    montrer(zone, { texte: "Nous gardons votre dossier…" });
    const issue = await garder().catch(() => ({ bien: false }));
    if (issue.bien) montrerGarde(zone, issue);
    else montrer(zone, { texte: `Votre dossier n’est pas gardé en entier. ${echec(issue.panne)}` }, oui(zone));
  }

  function montrerGarde(zone, etat) {
    const reglage = zone.dataset.horsConnexion === "reglage";
    const texte = etat.du
      ? `Votre dossier est gardé dans ce téléphone : ${etat.pages} pages, données du ${etat.du}.`
      : `Votre dossier est gardé en partie : ${etat.pages} pages. La suite viendra avec le réseau.`;
    const stop = bouton("Ne plus le garder", "bouton-second", async () => {
      await arreter().catch(() => null);
      await dessiner();
    });
    if (!reglage) return montrer(zone, { texte, gardee: true });
    const protegeable = etat.mode !== "prf" && zone.dataset.cles === "oui" && cles.possible;
    const boutons = [...(protegeable ? [protection(zone)] : []), stop];
    montrer(zone, { texte: `${texte} ${OUVERTURE[etat.mode](zone.dataset.jours)}`, gardee: true }, ...boutons);
  }

  const OUVERTURE = {
    prf: () => "Il est protégé : sans réseau, il s’ouvre avec votre empreinte, votre visage ou le code du téléphone.",
    locale: (jours) =>
      `Sans réseau, il s’ouvre tout seul pendant ${jours} jours : qui déverrouille ce téléphone peut le lire.`,
  };

  const protection = (zone) =>
    bouton("Le protéger par l’empreinte ou le visage", "", async () => {
      const phrase = await cles.protegerLeDossier();
      await demander("synchroniser");
      await dessiner();
      if (phrase) zone.querySelector("[data-etat]").textContent += ` ${phrase}`;
    });

  async function dessiner() {
    const zone = document.querySelector("[data-hors-connexion]");
    if (!zone) return;
    const etat = await demander("etat");
    const gardee = compte() !== undefined && etat.compte === compte();
    if (zone.dataset.horsConnexion === "reglage") {
      if (gardee) montrerGarde(zone, etat);
      else montrer(zone, { texte: "Votre dossier n’est pas gardé dans ce téléphone." }, oui(zone));
    } else if (!gardee && compte() && localStorage.getItem(REFUS) !== compte()) {
      const non = bouton("Non, pas ici", "bouton-second", () => {
        localStorage.setItem(REFUS, compte());
        zone.hidden = true;
      });
      montrer(zone, { texte: "" }, oui(zone), non);
    }
  }

  /* A notification was touched: its page opens, unless something is being written here. */

  const ecrit = ({ value, defaultValue, checked, defaultChecked, type }) =>
    ["radio", "checkbox"].includes(type) ? checked !== defaultChecked : value !== defaultValue;

  function suivre(alerte) {
    const champs = [...document.querySelectorAll("#onglet form[method=post] :is(input, textarea)")];
    const action = () => location.assign(alerte);
    if (champs.some(ecrit)) avertir("Une alerte vous attend.", { texte: "Voir", action });
    else action();
  }

  /* A new version waits until the person says so. */

  function proposer(enAttente) {
    avertir("Nouvelle version de l’application.", { texte: "Recharger", action: () => remplacer(enAttente) });
  }

  function remplacer(enAttente) {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    travailleur.ceder();
    enAttente.postMessage({ tache: "activer" });
  }

  async function demarrer() {
    const inscription = await navigator.serviceWorker.register(types.createScriptURL("/sw.js"));
    if (inscription.waiting && navigator.serviceWorker.controller) proposer(inscription.waiting);
    inscription.addEventListener("updatefound", () => {
      const nouveau = inscription.installing;
      nouveau.addEventListener("statechange", () => {
        if (nouveau.state === "installed" && navigator.serviceWorker.controller) proposer(nouveau);
      });
    });
    if (compte()) demander("suivreLesAlertes", { compte: compte() });
    await entretenir();
  }

  if ("serviceWorker" in navigator) {
    demarrer().catch(() => null); // without a worker the pages work as they are
    addEventListener("online", () => {
      if (document.querySelector(".hors-connexion")) {
        avertir("Le réseau est revenu.", { texte: "Actualiser", action: () => location.reload() });
      }
      entretenir().catch(() => null);
    });
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data === "partir") location.replace("/connexion"); // signed out in another window
      if (data.alerte) suivre(data.alerte);
    });
    document.addEventListener("htmx:after:settle", () => dessiner().catch(() => null));
  }
})();
