/* The vault: the dossier of one account, encrypted on this device. Shared by nobody: only the worker opens it.

   Store "coffres" holds one record: whose dossier it is, and how its key is had.
     { id: "actuel", compte, portee, mode: "locale", cle: CryptoKey | null, expire: ms, du: ISO | null }
       the key is kept here, non-extractable, until it expires;
     { id: "actuel", compte, portee, mode: "prf", cle: null, sel, enveloppes: [{ id, emballee }], temoin, du }
       the key is kept wrapped only, once for each passkey; open, it is in memory alone. "temoin" opens with that
       key and no other. The two modes never have the same key.
   "portee" is how far its owner saw when the server last answered: "foyer" or "personne".
   Store "pages" holds one record a page: { id, iv, contenu }. The id is a hash of account and address; the
   content is AES-GCM with account and address as additional data, so no page opens in place of another.
   Store "taches" holds what must still be told to the server, { id: "deconnexion" }, and who is rung on this device:
     { id: "alertes", compte, cle }. */

"use strict";

const Coffre = (() => {
  let memoire = null; // { compte, cle }: the key of a dossier protected by a passkey, while it is open

  const ouvrirBase = garderOuverte("caf", 1, (neuve) => {
    for (const nom of ["coffres", "pages", "taches"]) neuve.createObjectStore(nom, { keyPath: "id" });
  });

  const octets = (texte) => new TextEncoder().encode(texte);
  const liees = (compte, adresse) => octets(`${compte}\n${adresse}`);

  async function identifiant(compte, adresse) {
    const somme = await crypto.subtle.digest("SHA-256", liees(compte, adresse));
    return Array.from(new Uint8Array(somme), (o) => o.toString(16).padStart(2, "0")).join("");
  }

  /* Clear text: length of the head (4 bytes), head as JSON, body. */
  function emballer(tete, corps) {
    const debut = octets(JSON.stringify(tete));
    const clair = new Uint8Array(4 + debut.length + corps.byteLength);
    new DataView(clair.buffer).setUint32(0, debut.length);
    clair.set(debut, 4);
    clair.set(new Uint8Array(corps), 4 + debut.length);
    return clair;
  }

  function deballer(clair) {
    const longueur = new DataView(clair).getUint32(0);
    const tete = JSON.parse(new TextDecoder().decode(clair.slice(4, 4 + longueur)));
    return { ...tete, corps: clair.slice(4 + longueur) };
  }

  /* The record of the vault, its key dropped once it has expired; undefined when there is none. */
  async function etat() {
    const ouverte = await ouvrirBase();
    const coffre = await ouverte.get("coffres", "actuel");
    if (coffre?.mode === "prf") return { ...coffre, cle: memoire?.compte === coffre.compte ? memoire.cle : null };
    if (coffre?.cle && coffre.expire <= Date.now()) {
      coffre.cle = null;
      await ouverte.put("coffres", coffre).catch(() => ouverte.delete("coffres", "actuel")); // no room: the key goes still
    }
    return coffre;
  }

  /* Open a vault for an account, or renew its key. What another account left is erased. */
  async function creer(compte, cleBrute, duree) {
    const cle = await crypto.subtle.importKey("raw", cleBrute, "AES-GCM", false, ["encrypt", "decrypt"]);
    const ancien = await etat();
    const meme = ancien?.compte === compte && ancien.mode === "locale";
    if (ancien && !meme) await effacer();
    const sien = meme ? ancien : null;
    const expire = Date.now() + duree * 1000;
    await (await ouvrirBase()).put("coffres", {
      ...{ id: "actuel", compte, mode: "locale", cle, expire },
      ...{ du: sien?.du ?? null, portee: sien?.portee },
    });
  }

  const UTILE = ["encrypt", "decrypt"];
  const TEMOIN = "temoin"; // no address begins so

  async function temoigner(cle, compte) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const secret = { name: "AES-GCM", iv, additionalData: liees(compte, TEMOIN) };
    return { iv, contenu: await crypto.subtle.encrypt(secret, cle, octets(TEMOIN)) };
  }

  async function estLaBonne(cle, coffre) {
    const secret = { name: "AES-GCM", iv: coffre.temoin.iv, additionalData: liees(coffre.compte, TEMOIN) };
    return crypto.subtle.decrypt(secret, cle, coffre.temoin.contenu).then(
      () => true,
      () => false,
    );
  }

  /* Wrap the key for one more passkey. What was kept under another key is erased: the browser's files may hold it. */
  async function proteger(compte, cleBrute, { id, sel, emballeuse }) {
    const claire = await crypto.subtle.importKey("raw", cleBrute, "AES-GCM", true, UTILE);
    const emballee = await crypto.subtle.wrapKey("raw", claire, emballeuse, "AES-KW");
    const cle = await crypto.subtle.importKey("raw", cleBrute, "AES-GCM", false, UTILE);
    const ancien = await etat();
    const memeSel = ancien?.mode === "prf" && ancien.compte === compte && ancien.sel === sel;
    const meme = memeSel && (await estLaBonne(cle, ancien));
    if (ancien && !meme) await effacer();
    const { enveloppes, temoin, du, portee } = meme
      ? ancien
      : { enveloppes: [], temoin: await temoigner(cle, compte), du: null, portee: undefined };
    const autres = enveloppes.filter((une) => une.id !== id);
    const coffre = { id: "actuel", compte, portee, mode: "prf", cle: null, sel, temoin, du };
    await (await ouvrirBase()).put("coffres", { ...coffre, enveloppes: [...autres, { id, emballee }] });
    memoire = { compte, cle };
  }

  /* Open with a passkey just touched. Raises when it is not one that wraps the key. */
  async function ouvrir(id, emballeuse) {
    const coffre = await etat();
    const { emballee } = coffre.enveloppes.find((une) => une.id === id);
    const cle = await crypto.subtle.unwrapKey("raw", emballee, emballeuse, "AES-KW", "AES-GCM", false, UTILE);
    memoire = { compte: coffre.compte, cle };
  }

  /* Open with the key that the server gave; false when it is not this vault's any more. */
  async function deverrouiller(cleBrute) {
    const cle = await crypto.subtle.importKey("raw", cleBrute, "AES-GCM", false, UTILE);
    return reprendre({ compte: (await etat()).compte, cle });
  }

  /* Take back the key that a page was lent. */
  async function reprendre(pretee) {
    const coffre = await etat();
    const bonne = pretee && coffre?.compte === pretee.compte && (await estLaBonne(pretee.cle, coffre));
    if (bonne) memoire = pretee;
    return Boolean(bonne);
  }

  /* Keep a page. False when the vault has been closed or has changed hands in the meantime. */
  async function ranger(coffre, adresse, tete, corps) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const contenu = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: liees(coffre.compte, adresse) },
      coffre.cle,
      emballer(tete, corps),
    );
    const id = await identifiant(coffre.compte, adresse);
    return siEncore(coffre, (echange) => echange.objectStore("pages").put({ id, iv, contenu }));
  }

  /* A page kept: { type, etiquette, du, corps }; null when it is not kept or does not open. */
  async function lire(coffre, adresse) {
    if (!coffre?.cle) return null;
    const id = await identifiant(coffre.compte, adresse);
    const page = await (await ouvrirBase()).get("pages", id);
    if (!page) return null;
    try {
      const secret = { name: "AES-GCM", iv: page.iv, additionalData: liees(coffre.compte, adresse) };
      return deballer(await crypto.subtle.decrypt(secret, coffre.cle, page.contenu));
    } catch {
      return null; // another key's, or tampered with: as good as not kept
    }
  }

  /* Everything listed is kept and was current at that moment; what is no longer listed goes. */
  async function conclure(coffre, adresses, du) {
    const gardees = new Set(await Promise.all(adresses.map((adresse) => identifiant(coffre.compte, adresse))));
    return siEncore(coffre, async (echange, actuel) => {
      for (const id of await echange.objectStore("pages").getAllKeys()) {
        if (!gardees.has(id)) echange.objectStore("pages").delete(id);
      }
      await echange.objectStore("coffres").put({ ...actuel, du });
    });
  }

  /* How far its owner sees now. Whoever no longer sees the household keeps nothing of it: every page goes at once, and
     theirs are fetched again. True when that happened. Without room to write it, nothing stays. */
  const restreindre = (coffre, portee) =>
    noterPortee(coffre, portee).catch(async (panne) => {
      if (portee === "personne") await effacer();
      throw panne;
    });

  async function noterPortee(coffre, portee) {
    const echange = (await ouvrirBase()).transaction(["coffres", "pages"], "readwrite", { durability: "strict" });
    const actuel = await echange.objectStore("coffres").get("actuel");
    const meme = actuel?.compte === coffre.compte;
    const moins = meme && portee === "personne" && actuel.portee !== "personne";
    if (moins) await echange.objectStore("pages").clear();
    if (meme) await echange.objectStore("coffres").put({ ...actuel, portee });
    await echange.done;
    return moins;
  }

  /* Nothing of anybody stays. */
  async function effacer() {
    memoire = null;
    const echange = (await ouvrirBase()).transaction(["coffres", "pages"], "readwrite", { durability: "strict" });
    await Promise.all([echange.objectStore("coffres").clear(), echange.objectStore("pages").clear(), echange.done]);
  }

  const compter = async () => (await ouvrirBase()).count("pages");
  const noter = async (id, valeurs) => (await ouvrirBase()).put("taches", { id, ...valeurs });
  const note = async (id) => (await ouvrirBase()).get("taches", id);
  const aFaire = async (id) => (await note(id)) !== undefined;
  const rayer = async (id) => (await ouvrirBase()).delete("taches", id);

  /* Do the work only if the vault is still this account's and open: a sign-out in the meantime wins. */
  async function siEncore(coffre, travail) {
    const echange = (await ouvrirBase()).transaction(["coffres", "pages"], "readwrite");
    const actuel = await echange.objectStore("coffres").get("actuel");
    const lisible = actuel?.mode === "prf" ? memoire !== null : Boolean(actuel?.cle);
    const memes = ["compte", "mode", "portee"].every((nom) => actuel?.[nom] === coffre[nom]);
    const encore = lisible && memes;
    if (encore) await travail(echange, actuel);
    await echange.done;
    return encore;
  }

  const passkeys = { proteger, ouvrir, deverrouiller, reprendre };
  return { ...passkeys, etat, creer, ranger, lire, conclure, restreindre, effacer, compter, noter, note, aFaire, rayer };
})();
