/* In the worker: what people have written and the bytes of their files, encrypted on the disk.

   Bytes are written piece by piece before the entry or the draft that names them: what a crash leaves without a name is
   swept away at the next start. Each thing is bound to its account and its place: none opens in place of another. */

"use strict";

const Contenus = (() => {
  const TRANCHE = 1024 * 1024; // bytes of a piece
  const MARGE = 1.2; // what is written weighs a little more than what it holds

  const octets = (texte) => new TextEncoder().encode(texte);
  const hexa = (tampon) => Array.from(new Uint8Array(tampon), (un) => un.toString(16).padStart(2, "0")).join("");
  const somme = async (tampon) => hexa(await crypto.subtle.digest("SHA-256", tampon));
  const tirer = () => hexa(crypto.getRandomValues(new Uint8Array(16)));
  const refus = (name) => Object.assign(new Error(name), { name });
  const lieu = (...parties) => parties.join("\n");

  async function sceller({ par, cle }, ou, clair) {
    return { par, ...(await Trousseau.chiffrer(cle, octets(JSON.stringify(clair)), ou)) };
  }

  async function desceller(compte, scelle, ou) {
    const clair = await Trousseau.dechiffrer(await Trousseau.ouvrir(compte, scelle.par), scelle, ou);
    return JSON.parse(new TextDecoder().decode(clair));
  }

  async function lirePiece(compte, document, rang) {
    const piece = await BaseEnvois.lire("morceaux", [document, rang]);
    const cle = await Trousseau.ouvrir(compte, piece.par);
    return Trousseau.dechiffrer(cle, piece, lieu(compte, document, rang));
  }

  /* The bytes of a file from there to the end of the piece. */
  const morceau = async (compte, { cle, recus }) =>
    (await lirePiece(compte, cle, Math.floor(recus / TRANCHE))).slice(recus % TRANCHE);

  async function fichier(compte, { cle, taille, type }) {
    const parties = [];
    for (let rang = 0; rang * TRANCHE < taille; rang += 1) parties.push(await lirePiece(compte, cle, rang));
    return new Blob(parties, { type });
  }

  /* Read once and for all, as it is now: { cle, emplacement, nom, type, taille, empreinte }. */
  async function ranger(compte, serrure, { emplacement, nom, blob }) {
    const brut = await blob.arrayBuffer().catch(() => {
      throw refus("Illisible");
    });
    const document = tirer();
    const morceaux = [];
    for (let rang = 0; rang * TRANCHE < brut.byteLength; rang += 1) {
      const clair = brut.slice(rang * TRANCHE, (rang + 1) * TRANCHE);
      const scelle = await Trousseau.chiffrer(serrure.cle, clair, lieu(compte, document, rang));
      morceaux.push({ document, rang, par: serrure.par, ...scelle });
    }
    await BaseEnvois.changer(["morceaux"], async (magasin) => {
      for (const un of morceaux) await magasin("morceaux").put(un);
    });
    return { cle: document, emplacement, nom, type: blob.type, taille: brut.byteLength, empreinte: await somme(brut) };
  }

  /* Files given anew, and those of the draft, which are named by their key alone. */
  async function rassembler(compte, serrure, fichiers, brouillon) {
    const neufs = fichiers.filter(({ cle }) => !cle);
    await exigerDeLaPlace(neufs.reduce((total, { blob }) => total + blob.size, 0));
    const rassembles = [];
    for (const un of fichiers) {
      const deja = un.cle && brouillon?.fichiers.find(({ cle }) => cle === un.cle);
      if (un.cle && !deja) throw refus("Illisible");
      rassembles.push(deja ? { ...deja, emplacement: un.emplacement } : await ranger(compte, serrure, un));
    }
    return rassembles;
  }

  async function exigerDeLaPlace(taille) {
    const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
    if (quota !== undefined && usage + taille * MARGE > quota) throw refus("Place");
  }

  /* Writing and sweeping take turns: what is being written has no name yet. */
  const ecrire = (travail) =>
    navigator.locks.request("caf-envois-ecriture", async () => {
      try {
        return await travail();
      } catch (panne) {
        await balayer().catch(() => null);
        throw panne.name === "QuotaExceededError" ? refus("Place") : panne;
      }
    });

  const nettoyer = () => navigator.locks.request("caf-envois-ecriture", balayer);

  const balayer = () =>
    BaseEnvois.changer(["entrees", "brouillons", "morceaux"], async (magasin) => {
      const gardes = new Set((await magasin("morceaux").getAllKeys()).map(([document]) => document));
      await jeter(magasin, [...gardes]);
    });

  /* These files go, but for those that an entry or a draft still names. */
  async function jeter(magasin, documents) {
    const entrees = await magasin("entrees").getAll();
    const brouillons = await magasin("brouillons").getAll();
    const nommes = new Set(entrees.flatMap((une) => une.documents.map(({ cle }) => cle)));
    for (const { documents: siens } of brouillons) for (const un of siens) nommes.add(un);
    for (const un of documents) {
      if (!nommes.has(un)) await magasin("morceaux").delete(IDBKeyRange.bound([un, 0], [un, Infinity]));
    }
  }

  return { sceller, desceller, morceau, fichier, rassembler, ecrire, nettoyer, jeter, octets, somme, tirer, refus, lieu };
})();
