/* In the worker: ringing. A push says a kind and a sentence, and nothing of anybody; the server knows the rest. */

"use strict";

addEventListener("push", (evenement) => evenement.waitUntil(sonner(evenement.data)));

addEventListener("notificationclick", (evenement) => {
  evenement.notification.close();
  evenement.waitUntil(montrer(evenement.notification.data));
});

addEventListener("pushsubscriptionchange", (evenement) => evenement.waitUntil(suivreLesAlertes({})));

/* Always shown, whatever it is: browsers take the right away from who wakes a phone for nothing. */
async function sonner(donnees) {
  let dit = {};
  try {
    dit = donnees.json();
  } catch {
    // somebody else's message, or none
  }
  const options = { body: dit.texte ?? "Vous avez une alerte.", lang: "fr", icon: "/static/icons/caf-192.png" };
  await registration.showNotification("Caf – Mon Compte", { ...options, tag: dit.sujet, data: { cle: dit.cle } });
  await compterTout();
  if (dit.cle) await fetch(`/alertes/recues/${dit.cle}`, { method: "POST" }).catch(() => null);
}

/* On the icon of the application: what has rung and was not touched, and what waits to be sent. 0 takes it away. */
async function compterTout() {
  const sonnees = await registration.getNotifications();
  const attendent = await Reserve.lister();
  await navigator.setAppBadge?.(sonnees.length + attendent.length).catch(() => null);
}

async function montrer({ cle }) {
  const adresse = cle ? `/alertes/ouvrir/${cle}` : "/alertes";
  await compterTout();
  const ouvertes = await clients.matchAll({ type: "window" });
  const fenetre = ouvertes.find(({ url }) => !new URL(url).pathname.startsWith("/gestion"));
  if (!fenetre) return clients.openWindow(adresse);
  await fenetre.focus().catch(() => null);
  fenetre.postMessage({ alerte: adresse });
}

/* Whose alerts ring here is noted by the page that asked for them: see js/alertes.js. */
const noterLesAlertes = ({ compte, cle }) => Coffre.noter("alertes", { compte, cle });

/* At each start, and when the browser changes its subscription: the same person is rung, anybody else is not. */
async function suivreLesAlertes({ compte }) {
  const note = await Coffre.note("alertes");
  if (!note) return;
  if (compte && compte !== note.compte) return taireLesAlertes();
  await dire(await abonner(note.cle), note.compte);
}

async function abonner(applicationServerKey) {
  const gestion = registration.pushManager;
  const actuel = await gestion.getSubscription();
  return actuel ?? gestion.subscribe({ userVisibleOnly: true, applicationServerKey });
}

function dire(abonnement, compte) {
  const { endpoint, keys } = abonnement.toJSON();
  const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, compte });
  return fetch("/compte/alertes/abonnement", { method: "POST", body });
}

async function taireLesAlertes() {
  await Coffre.rayer("alertes");
  const abonnement = await registration.pushManager?.getSubscription().catch(() => null);
  await abonnement?.unsubscribe().catch(() => null);
  for (const une of await registration.getNotifications()) une.close();
  await compterTout();
}
