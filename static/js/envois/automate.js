/* What waits on this device to be sent: what becomes of an entry, and nothing else.
   Pure: no clock, no chance, no network and no storage of its own.

   An entry: { cle, compte, sujet, rang, depuis, etat, revision, essais, pasAvant, cause, tentee, avant,
     documents: [{ cle, taille, empreinte, recus }], empreinte }
   "cle" is drawn once, before anything leaves. "rang": the order in which entries were saved; those of one account about
   one subject leave in that order. "tentee": the server may have it already. "avant": the keys under which former versions
   of it left, and may have arrived. "empreinte": the hash of what is said, documents included.

   States: "attente" (goes as soon as possible), "reconnecter", "confirmer" (asks for a fresh proof), "corriger",
   "conflit", "retrait" (given up after it may have arrived: the server is asked). Nothing expires by itself.
   A receipt ends an entry: it is the only thing that does, with the server's word that a withdrawn one never came. */

"use strict";

const Automate = (() => {
  const PREMIERE_ATTENTE = 2_000;
  const PLUS_LONGUE = 15 * 60_000; // ms

  const neuve = (contenu) => ({
    ...{ etat: "attente", revision: 0, essais: 0, pasAvant: 0, cause: null, tentee: false, avant: [] },
    ...contenu,
  });

  /* An answer names what it is about: the entry, or the file of it that was sent. */
  const nommee = (entree, cle) => cle === entree.cle || entree.documents.some((un) => un.cle === cle);

  /* What an answer means. "reponse": { statut, corps } with the parsed JSON, or null where there was none; null when no
     answer came. A page of another site in place of ours is no answer: only what names the key counts. */
  function juger(entree, reponse) {
    if (reponse === null) return { issue: "attendre", cause: "reseau" };
    const { statut, corps } = reponse;
    if (statut === 401) return { issue: "arreter", etat: "reconnecter" };
    if (statut === 428) return { issue: "arreter", etat: "confirmer" };
    if ([413, 415, 422].includes(statut)) return { issue: "arreter", etat: "corriger", cause: corps?.fautes ?? null };
    if (!nommee(entree, corps?.cle)) return { issue: "attendre", cause: statut < 400 ? "portail" : "serveur" };
    if (statut === 409 && corps.conflit === "compte") return { issue: "attendre", cause: "compte" };
    if (statut === 409) return { issue: "arreter", etat: "conflit", cause: corps.conflit, phrase: corps.phrase };
    if (statut === 200 && corps.retire && entree.etat === "retrait") return { issue: "oublier" };
    if (statut === 200 && corps.recus !== undefined) return { issue: "avancer", document: corps.document, recus: corps.recus };
    if (statut < 300 && corps.recu && (corps.recu.empreinte === entree.empreinte || entree.etat === "retrait")) return { issue: "finir", recu: corps.recu };
    return { issue: "attendre", cause: "serveur" };
  }

  /* The entry once that is known. "hasard": in [0, 1[. "demande": the seconds that the server asked to wait. */
  function apres(entree, { issue, etat, cause, phrase, document, recus }, maintenant, hasard, demande = 0) {
    const suite = { ...entree, revision: entree.revision + 1, cause: cause ?? null, phrase };
    if (issue === "avancer") {
      const documents = entree.documents.map((un) => (un.cle === document ? { ...un, recus } : un));
      return { ...suite, documents, essais: 0 };
    }
    if (issue === "arreter" && entree.etat !== "retrait") return { ...suite, etat, essais: 0, pasAvant: 0 };
    const plafond = Math.min(PLUS_LONGUE, PREMIERE_ATTENTE * 2 ** Math.min(entree.essais, 20));
    const pasAvant = maintenant + Math.max(demande * 1000, Math.floor(hasard * plafond));
    return { ...suite, essais: entree.essais + 1, pasAvant };
  }

  /* Those to send now, in order. One that is not ready holds back the later ones of its subject, and so does one just
     tried ("tentees"), however short its wait. */
  function partantes(entrees, maintenant, tentees = new Set()) {
    const retenus = new Set();
    return [...entrees]
      .sort((a, b) => a.rang - b.rang)
      .filter((une) => {
        const fil = `${une.compte}\n${une.sujet}`;
        if (retenus.has(fil)) return false;
        const prete = ["attente", "retrait"].includes(une.etat) && une.pasAvant <= maintenant;
        const part = prete && !tentees.has(une.cle);
        if (!part && une.etat === "attente") retenus.add(fil);
        return part;
      });
  }

  /* Those that would be first to leave, ready or not. */
  function enTete(entrees) {
    const fils = new Set();
    return [...entrees]
      .sort((a, b) => a.rang - b.rang)
      .filter(({ etat, compte, sujet }) => {
        if (etat !== "attente") return etat === "retrait";
        const premiere = !fils.has(`${compte}\n${sujet}`);
        fils.add(`${compte}\n${sujet}`);
        return premiere;
      });
  }

  /* What to ask of the server next. */
  function prochain(entree) {
    if (entree.etat === "retrait") return { faire: "retirer" };
    const document = entree.documents.find((un) => un.recus < un.taille);
    return document ? { faire: "document", document } : { faire: "declarer" };
  }

  /* The person has signed in again, or proved that it is them. */
  const reprendre = (entree, etat) =>
    entree.etat === etat ? { ...entree, etat: "attente", revision: entree.revision + 1, pasAvant: 0 } : entree;

  /* Now, whatever the wait. */
  const presser = (entree) => ({ ...entree, revision: entree.revision + 1, pasAvant: 0 });

  /* Written anew, under a new key. What may have arrived is named: the server puts this one in its place, or sees to it
     that it never arrives later. */
  const modifier = (entree, contenu, cle) => {
    const { compte, sujet, rang } = entree;
    return neuve({ ...contenu, cle, compte, sujet, rang, avant: versions(entree) });
  };

  const versions = (entree) => (entree.tentee ? [...entree.avant, entree.cle] : entree.avant);

  /* Given up: null when it goes at once, since it never left. */
  const abandonner = (entree) =>
    versions(entree).length === 0
      ? null
      : { ...entree, etat: "retrait", revision: entree.revision + 1, pasAvant: 0, essais: 0, avant: versions(entree) };

  return { neuve, juger, apres, partantes, enTete, prochain, reprendre, presser, modifier, abandonner };
})();
