/* « Mes alertes sur ce téléphone »: asking the browser, once the person has asked us. Then the worker keeps it up. */

"use strict";

(() => {
  const PHRASES = {
    iphone: "Sur iPhone, ajoutez d’abord l’application à l’écran d’accueil : touchez Partager, puis « Sur l’écran d’accueil ». Ouvrez-la de là, et revenez ici.",
    incapable: "Ce navigateur ne sait pas recevoir d’alertes. Vous les recevez par mail, et ici.",
    refusees: "Les notifications de ce site sont bloquées. Autorisez-les dans les réglages de ce navigateur, puis revenez.",
    panne: "Ce téléphone n’a pas pu être relié. Vérifiez le réseau, puis recommencez.",
  };
  const possible = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const iphone = /iPhone|iPad/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  const empechement = () => (possible ? (Notification.permission === "denied" ? "refusees" : "") : iphone ? "iphone" : "incapable");

  async function activer(zone) {
    if ((await Notification.requestPermission()) !== "granted") return PHRASES.refusees;
    const { pushManager } = await navigator.serviceWorker.ready;
    const { cle } = zone.dataset;
    const compte = document.querySelector('meta[name="compte"]').content;
    await (await pushManager.getSubscription())?.unsubscribe(); // it may be of another key
    const { endpoint, keys } = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: cle })).toJSON();
    const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, compte });
    const reponse = await fetch("/compte/alertes/abonnement", { method: "POST", body });
    if (reponse.status === 422) return (await reponse.json()).phrase;
    if (!reponse.ok) return PHRASES.panne;
    await travailleur.demander("noterLesAlertes", { compte, cle });
    location.reload();
    return "";
  }

  function dessiner() {
    const zone = document.querySelector("[data-alertes]");
    if (!zone || zone.dataset.pret) return;
    zone.dataset.pret = "oui";
    const etat = zone.querySelector("[data-etat]");
    const bouton = zone.querySelector("button");
    const pourquoi = empechement();
    etat.textContent = pourquoi ? PHRASES[pourquoi] : "";
    bouton.hidden = Boolean(pourquoi);
    bouton.addEventListener("click", async () => {
      bouton.disabled = true;
      etat.textContent = await activer(zone).catch(() => PHRASES.panne);
      bouton.disabled = false;
    });
  }

  document.addEventListener("htmx:after:settle", dessiner);
  dessiner();

})();
