/* Checking the QR code of a paper, with or without network: what stands after # in the address is signed by the Caf.

   A token is "bytes.signature", both in base64url; the bytes are JSON: { caf-papier: 1, code, cle, emis, resume }.
   Nothing of it is sent. The public keys are those of /verifier/cles.json, which the worker keeps. */

"use strict";

(() => {
  const COURBE = { name: "ECDSA", namedCurve: "P-256" };
  const PHRASES = {
    modifie: "Ce code QR est modifié. Ne vous fiez pas à ce document.",
    different: "Ce code QR ne dit pas la même chose que la Caf. Ne vous fiez pas à ce document.",
    inconnue: "Clé inconnue : vérifiez en ligne.",
    ailleurs: "La signature du code QR est juste, mais la Caf ne connaît pas ce document. Appelez le 3230.",
    hors: "Vérifié hors connexion : conforme. Avec le réseau, vous saurez aussi si la Caf l’a retiré ou corrigé depuis.",
    enLigne: "Le code QR est signé par la Caf et dit la même chose qu’elle.",
  };

  class Refus extends Error {}

  /* One writing for the same bytes: another one was changed. */
  function octets(texte) {
    const brut = atob(texte.replaceAll("-", "+").replaceAll("_", "/"));
    if (btoa(brut).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") !== texte) throw new Refus("modifie");
    return Uint8Array.from(brut, (lettre) => lettre.charCodeAt(0));
  }

  function lire(jeton) {
    try {
      const [scelle, signature, ...reste] = jeton.split(".");
      if (reste.length) throw new Refus("modifie");
      const lu = { scelle, octets: octets(scelle), signature: octets(signature) };
      const dit = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(lu.octets));
      if (dit["caf-papier"] !== 1) throw new Refus("modifie");
      return { ...lu, ...dit };
    } catch {
      throw new Refus("modifie");
    }
  }

  async function cle(jeton) {
    const { cles } = await fetch("/verifier/cles.json").then((reponse) => reponse.json(), () => ({ cles: [] }));
    const trouvee = cles.find((une) => une.id === jeton.cle);
    if (!trouvee || (trouvee.retiree_le !== null && jeton.emis >= trouvee.retiree_le)) throw new Refus("inconnue");
    const spki = Uint8Array.from(atob(trouvee.spki), (lettre) => lettre.charCodeAt(0));
    return crypto.subtle.importKey("spki", spki, COURBE, false, ["verify"]);
  }

  /* What the code says, once it is proved. Raises Refus. */
  async function prouver(texte, code) {
    const jeton = lire(texte);
    const bonne = await crypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      await cle(jeton),
      jeton.signature,
      jeton.octets,
    );
    if (!bonne || (code && code.replaceAll("-", "") !== jeton.code)) throw new Refus("modifie");
    return jeton;
  }

  /* Beside what the server says of it, when it could be asked. */
  function comparer(jeton) {
    const serveur = document.querySelector("[data-verification]");
    if (!serveur) return "hors";
    if (serveur.dataset.verification === "inconnu") return "ailleurs";
    return serveur.dataset.scelle === jeton.scelle ? "enLigne" : "different";
  }

  function montrer(zone, verdict, resume = []) {
    zone.dataset.jeton = verdict;
    zone.querySelector("[data-jeton-verdict]").textContent = PHRASES[verdict];
    const lignes = resume.map(([libelle, valeur]) => {
      const ligne = document.createElement("div");
      for (const [nom, texte] of [["dt", libelle], ["dd", valeur]]) {
        ligne.append(Object.assign(document.createElement(nom), { textContent: texte }));
      }
      return ligne;
    });
    zone.querySelector("[data-jeton-resume]").replaceChildren(...lignes);
    zone.hidden = false;
  }

  async function verifier() {
    const zone = document.querySelector("[data-jeton]");
    const texte = location.hash.slice(1);
    if (!zone || !texte.includes(".")) return;
    try {
      const jeton = await prouver(texte, location.pathname.split("/")[2]);
      const verdict = comparer(jeton);
      montrer(zone, verdict, verdict === "enLigne" ? [] : jeton.resume); // the page says the same already
    } catch (refus) {
      montrer(zone, refus instanceof Refus ? refus.message : "inconnue");
    }
  }

  verifier();
  addEventListener("hashchange", verifier);
  document.addEventListener("htmx:after:settle", verifier);
})();
