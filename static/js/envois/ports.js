/* In the worker: the world outside, as the sender asks for it: the network, the lock, the proof of a receipt. */

"use strict";

const Ports = (() => {
  const PATIENCE = 60_000; // ms without an answer
  const AU_PLUS = 3600; // s: the longest wait that a server may ask for

  const entetes = ({ compte }, document) => ({
    "X-Auteur": compte,
    ...(document
      ? { "Upload-Length": document.taille, "Upload-Offset": document.recus, "X-Empreinte": document.empreinte }
      : { "Content-Type": "application/json" }),
  });

  async function requete(entree, { faire, document }) {
    if (faire === "document") {
      const body = new Blob([await Reserve.morceau(entree, document)]); // leaves in a third of the time of its bytes
      return [`/envois/documents/${document.cle}`, { method: "PUT", headers: entetes(entree, document), body }];
    }
    const post = { method: "POST", headers: entetes(entree) };
    if (faire === "retirer") return [`/envois/${entree.cle}/retrait`, { ...post, body: JSON.stringify(aRetirer(entree)) }];
    return [`/envois/${entree.cle}`, { ...post, body: (await Reserve.contenu(entree)).corps }];
  }

  const aRetirer = ({ avant, documents }) => ({ avant, documents: documents.map(({ cle }) => cle) });

  /* The browser starts a new version of this worker once the old one has nothing to do: it leaves the rest to that one. */
  const releve = new AbortController();
  const ceder = () => releve.abort();
  const lister = async () => (releve.signal.aborted ? [] : Reserve.lister());

  async function envoyer(adresse, options) {
    const arret = new AbortController();
    const arreter = () => arret.abort();
    const minuterie = setTimeout(arreter, PATIENCE);
    releve.signal.addEventListener("abort", arreter);
    if (releve.signal.aborted) arreter();
    const commun = { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: arret.signal };
    return fetch(adresse, { ...commun, ...options }).finally(() => {
      clearTimeout(minuterie);
      releve.signal.removeEventListener("abort", arreter);
    });
  }

  /* { statut, corps, attendre }; null when no answer came. */
  async function demander(entree, quoi) {
    try {
      const [adresse, options] = await requete(entree, quoi);
      const reponse = await envoyer(adresse, options).catch(() => null);
      if (!reponse) return null;
      const corps = await reponse.json().catch(() => null);
      return { statut: reponse.status, corps, attendre: attendre(reponse.headers.get("Retry-After")) };
    } catch (panne) {
      return illisible(entree, panne);
    }
  }

  /* It could not be opened: what the server said of the key, or nothing yet; or nothing opens it, and its person is told. */
  function illisible({ cle }, { name, statut }) {
    if (name !== "Ferme") return { statut: 422, corps: { fautes: [{ ou: "", quoi: PERDU }] } };
    if (statut === 409) return { statut, corps: { cle, conflit: "compte" } };
    return statut ? { statut, corps: null } : null;
  }

  const PERDU = "Ce téléphone n’arrive plus à relire cet envoi.";

  const attendre = (secondes) => Math.min(AU_PLUS, Number.parseInt(secondes, 10) || 0);

  /* The bytes that the Caf signs: envois/service.py. */
  async function verifier(entree, recu) {
    if (![entree.cle, ...entree.avant].includes(recu.cle)) return false;
    const cle = await clePubliee(recu);
    if (!cle) return false;
    const publique = await crypto.subtle.importKey("spki", octetsDe(cle.spki), COURBE, false, ["verify"]);
    const dits = ["cle", "empreinte", "numero", "demarche", "recu_le"].map((nom) => recu[nom]);
    const signes = new TextEncoder().encode(["caf:recu:1", ...dits].join("\n"));
    return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, publique, octetsDe(recu.signature), signes);
  }

  const COURBE = { name: "ECDSA", namedCurve: "P-256" };
  let publiees = []; // as far as they are known here

  async function clePubliee({ signe_par: id, recu_le: moment }) {
    if (!publiees.some((une) => une.id === id)) publiees = (await (await clesPubliees()).json()).cles;
    return publiees.find((une) => une.id === id && (une.retiree_le === null || Date.parse(moment) < une.retiree_le * 1000));
  }

  const verrouiller = (travail) =>
    navigator.locks.request("caf-envois", { ifAvailable: true }, (verrou) => (verrou ? travail() : false));

  const maintenant = () => Date.now();
  const verifierSansErreur = (entree, recu) => verifier(entree, recu).catch(() => false);
  const reserve = { ...Reserve, lister };
  return { reserve, demander, verifier: verifierSansErreur, verrouiller, maintenant, hasard: Math.random, ceder };
})();
