/* In the worker: the keys of what waits to be sent, one set for each account. What is encrypted remembers by which ("par").

   "ouverte": the server's, kept here, non-extractable, while that person is signed in on this device.
   "protegee": the server's too, another one, where a passkey protects the dossier: kept sealed by the key of the dossier.
   "appareil": made here when the server could not be asked. Never given away: it lasts as long as what it encrypts.
   The server gives the first two back to whoever signs in on that account: erasing them here loses nothing, and locks. */

"use strict";

const Trousseau = (() => {
  const PATIENCE = 4000; // ms: how long the server may take to give a key
  const MODES = { ouverte: "envois", protegee: "envois-protege" };
  const UTILE = ["encrypt", "decrypt"];
  const ouvertes = new Map(); // those in memory alone, by id

  const octets = (texte) => new TextEncoder().encode(texte);
  const nommer = (compte, par) => `${compte}\n${par}`;
  const importer = (brute) => crypto.subtle.importKey("raw", brute, "AES-GCM", false, UTILE);
  const ferme = () => Object.assign(new Error("ferme"), { name: "Ferme" });

  async function chiffrer(cle, clair, lieu) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, contenu: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: octets(lieu) }, cle, clair) };
  }

  const dechiffrer = (cle, { iv, contenu }, lieu) =>
    crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: octets(lieu) }, cle, contenu);

  async function coffreProtege(compte) {
    const coffre = await coffreActuel();
    return coffre?.compte === compte && coffre.mode === "prf" ? coffre : null;
  }

  /* The key that opens what is under "par". Raises Ferme, with the status of the server where it answered. */
  async function ouvrir(compte, par) {
    const id = nommer(compte, par);
    const gardee = await BaseEnvois.lire("cles", id);
    const ici = gardee?.cle ?? ouvertes.get(id) ?? (await desceller(compte, gardee));
    if (ici) return ici;
    if (par === "appareil") throw ferme();
    return demanderAuServeur(compte, par);
  }

  async function desceller(compte, gardee) {
    const coffre = gardee?.scellee && (await coffreProtege(compte));
    if (!coffre?.cle) return null;
    const brute = await dechiffrer(coffre.cle, gardee.scellee, gardee.id).catch(() => null); // another dossier's by now
    return brute && importer(brute);
  }

  async function demanderAuServeur(compte, par) {
    const corps = new URLSearchParams({ mode: MODES[par] });
    const options = { method: "POST", body: corps, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
    const reponse = await fetch("/compte/hors-connexion/cle", options).catch(() => null);
    if (!reponse) throw ferme();
    if (!reponse.ok) throw Object.assign(ferme(), { statut: reponse.status });
    const recue = await reponse.json();
    if (recue.compte !== compte) throw Object.assign(ferme(), { statut: 409 });
    return garder(compte, par, octetsDe(recue.cle));
  }

  async function garder(compte, par, brute) {
    const fiche = { id: nommer(compte, par), compte, par };
    const cle = await importer(brute);
    const protege = await coffreProtege(compte);
    if (par === "ouverte" && !protege) {
      await BaseEnvois.changer(["cles"], (magasin) => magasin("cles").put({ ...fiche, cle }));
    } else ouvertes.set(fiche.id, cle);
    if (par === "protegee" && protege?.cle) await sceller(fiche, await chiffrer(protege.cle, brute, fiche.id));
    return cle;
  }

  /* Where a passkey protects the dossier, no key of the server's is on the disk as it is. */
  const sceller = (fiche, scellee) =>
    BaseEnvois.changer(["cles"], async (magasin) => {
      await magasin("cles").put({ ...fiche, scellee });
      await magasin("cles").delete(nommer(fiche.compte, "ouverte"));
    });

  async function fabriquer(compte) {
    const id = nommer(compte, "appareil");
    const neuve = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, UTILE);
    return BaseEnvois.changer(["cles"], async (magasin) => {
      const gardee = await magasin("cles").get(id);
      if (!gardee) await magasin("cles").put({ id, compte, par: "appareil", cle: neuve });
      return gardee?.cle ?? neuve;
    });
  }

  /* With network, so that what is written without it later is not left to the key of the device. */
  async function preparer(compte) {
    const protege = await coffreProtege(compte);
    const par = protege ? "protegee" : "ouverte";
    const gardee = await BaseEnvois.lire("cles", nommer(compte, par));
    const prete = protege ? gardee?.scellee && (await desceller(compte, gardee)) : gardee;
    if (!prete && navigator.onLine) await demanderAuServeur(compte, par).catch(() => null);
  }

  /* The key for what is written now: { par, cle }. Raises Ferme where the dossier is protected and closed. */
  async function pourEcrire(compte) {
    const protege = await coffreProtege(compte);
    const par = protege ? "protegee" : "ouverte";
    try {
      return { par, cle: await ouvrir(compte, par) };
    } catch {
      if (protege && !protege.cle) throw ferme();
      return { par: "appareil", cle: await fabriquer(compte) };
    }
  }

  /* Somebody leaves, or somebody else comes: what the server gives back is dropped here, but for "sauf". */
  async function verrouiller(sauf = null) {
    ouvertes.clear();
    await BaseEnvois.changer(["cles"], async (magasin) => {
      for (const { id, compte, par } of await magasin("cles").getAll()) {
        if (compte !== sauf && par !== "appareil") await magasin("cles").delete(id);
      }
    });
  }

  return { chiffrer, dechiffrer, ouvrir, preparer, pourEcrire, verrouiller };
})();
