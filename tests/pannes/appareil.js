/* A device in a real browser, its disk apart: the queue's own code, real requests, real signatures. */

"use strict";

const hexa = (octets) => Array.from(new Uint8Array(octets), (un) => un.toString(16).padStart(2, "0")).join("");
const somme = async (octets) => hexa(await crypto.subtle.digest("SHA-256", octets));
const octetsDe = (texte) => Uint8Array.from(atob(texte), (lettre) => lettre.charCodeAt(0));
const compte = document.querySelector('meta[name="compte"]').content;

const PATIENCE = 20_000; // ms without an answer

let publiees = []; // those published, as far as they are known here

async function verifier(recu) {
  if (!publiees.some(({ id }) => id === recu.signe_par)) {
    const reponse = await fetch("/verifier/cles.json");
    publiees = (await reponse.json()).cles;
  }
  const cle = publiees.find(({ id }) => id === recu.signe_par);
  if (!cle) return false;
  const genre = { name: "ECDSA", namedCurve: "P-256" };
  const publique = await crypto.subtle.importKey("spki", octetsDe(cle.spki), genre, false, ["verify"]);
  const dits = ["cle", "empreinte", "numero", "demarche", "recu_le"].map((nom) => recu[nom]);
  const signes = new TextEncoder().encode(["caf:recu:1", ...dits].join("\n"));
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, publique, octetsDe(recu.signature), signes);
}

/* Send one declaration with its photo until nothing is left to do: what stays, the receipts, and how each request was
   answered (null: it was not). "morceau": bytes of the photo sent at once, at most. */
async function envoyer({ cle, document: nom, photo, declaration, morceau = photo.length }) {
  const octets = octetsDe(photo);
  const corps = new TextEncoder().encode(declaration);
  const documents = [{ cle: nom, taille: octets.length, empreinte: await somme(octets), recus: 0 }];
  const contenu = { cle, compte, sujet: "document", rang: 1, depuis: 0, documents, empreinte: await somme(corps) };
  const disque = new Map([[cle, Automate.neuve(contenu)]]);
  const recus = [];
  const statuts = [];
  let heure = 1;
  const reserve = {
    lister: async () => [...disque.values()],
    noter: async (entree, attendue) => {
      if (disque.get(entree.cle)?.revision !== attendue) return null;
      disque.set(entree.cle, entree);
      return entree;
    },
    conclure: async (laquelle, recu) => {
      disque.delete(laquelle);
      recus.push(recu);
    },
    oublier: async (laquelle) => disque.delete(laquelle),
  };
  const demander = async (entree, { faire, document: un }) => {
    const entetes = { "X-Auteur": entree.compte };
    const suite = {
      "Upload-Length": un?.taille,
      "Upload-Offset": un?.recus,
      "X-Empreinte": un?.empreinte,
    };
    const commun = { credentials: "same-origin", redirect: "manual", cache: "no-store" };
    const options = { ...commun, signal: AbortSignal.timeout(PATIENCE) };
    const [adresse, reste] =
      faire === "document"
        ? [`/envois/documents/${un.cle}`, { method: "PUT", headers: { ...entetes, ...suite }, body: octets.slice(un.recus, un.recus + morceau) }]
        : [`/envois/${entree.cle}`, { method: "POST", headers: entetes, body: corps }];
    try {
      const reponse = await fetch(adresse, { ...options, ...reste });
      statuts.push(reponse.status);
      return { statut: reponse.status, corps: await reponse.json().catch(() => null) };
    } catch {
      statuts.push(null);
      return null;
    }
  };
  const envoi = Expediteur({
    reserve,
    demander,
    verrouiller: (travail) => travail(),
    maintenant: () => heure,
    hasard: () => 0.5,
    verifier: (_entree, recu) => verifier(recu).catch(() => false),
  });
  for (let tour = 0; tour < 40 && disque.size; tour += 1) {
    heure += 3_600_000;
    await envoi.vider();
  }
  return { reste: [...disque.values()], recus, statuts };
}
