/* « Empreinte ou visage »: signing in, confirming, adding a key, opening the dossier kept on this device.
   What a key gives for the dossier (its PRF output) stays in this browser: what is posted is written field by field. */

"use strict";

const cles = (() => {
  const possible = Boolean(window.PublicKeyCredential && navigator.credentials);
  const INFO = new TextEncoder().encode("caf/dossier hors connexion/1");
  const REARMER = 4 * 60_000; // a challenge lives five minutes

  const GENRES = {
    connexion: { geste: "get", adresse: "/connexion/cle", sinon: "Vous pouvez aussi vous connecter avec votre mot de passe." },
    confirmation: { geste: "get", adresse: "/compte/confirmer/cle", sinon: "Vous pouvez aussi saisir votre mot de passe." },
    ajout: { geste: "create", adresse: "/compte/cles", sinon: "Votre mot de passe reste valable." },
    ouverture: { sinon: "Votre dossier reste fermé." },
  };
  const PHRASES = {
    NotAllowedError: "Rien n’a été fait : vous avez annulé, ou cet appareil n’a pas de clé pour votre compte.",
    InvalidStateError: "Cet appareil a déjà une clé pour votre compte. Elle est dans votre liste.",
    NotSupportedError: "Cet appareil ne sait pas le faire.",
    ConstraintError: "Réglez d’abord un code, une empreinte ou un visage pour déverrouiller cet appareil.",
    SecurityError: "Ce navigateur ne peut pas le faire à cette adresse.",
    TypeError: "Pas de réseau.",
    SansPrf: "Cet appareil ne permet pas de protéger ainsi le dossier gardé.",
  };

  const enOctets = (texte) =>
    Uint8Array.from(atob(texte.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const enTexte = (tampon) =>
    btoa(String.fromCharCode(...new Uint8Array(tampon))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const refus = (name, phrase, raison) => Object.assign(new Error(phrase), { name, raison });

  /* What the server asks, as the browser wants it: bytes instead of text. */
  function lire(options) {
    const lues = { ...options, challenge: enOctets(options.challenge) };
    if (options.user) lues.user = { ...options.user, id: enOctets(options.user.id) };
    for (const nom of ["allowCredentials", "excludeCredentials"]) {
      if (options[nom]) lues[nom] = options[nom].map((une) => ({ ...une, id: enOctets(une.id) }));
    }
    lues.extensions = { ...options.extensions, prf: { eval: { first: enOctets(options.extensions.prf.eval.first) } } };
    return lues;
  }

  function ecrire({ id, rawId, type, response }) {
    const ecrite = {};
    for (const nom of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[nom]) ecrite[nom] = enTexte(response[nom]);
    }
    if (response.getTransports) ecrite.transports = response.getTransports();
    return { id, rawId: enTexte(rawId), type, response: ecrite };
  }

  /* What wraps the key of the dossier, when this device gives 32 bytes for it; else null. Nothing reads them after. */
  async function emballeuse(cle, sel) {
    const secret = cle.getClientExtensionResults().prf?.results?.first;
    if (secret?.byteLength !== 32) return null;
    const racine = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: INFO };
    const usages = ["wrapKey", "unwrapKey"];
    const derivee = await crypto.subtle.deriveKey(derivation, racine, { name: "AES-KW", length: 256 }, false, usages);
    return { id: cle.id, sel, emballeuse: derivee };
  }

  async function poster(adresse, corps = {}) {
    const entetes = { "Content-Type": "application/json" };
    const reponse = await fetch(adresse, { method: "POST", headers: entetes, body: JSON.stringify(corps) });
    const ailleurs = reponse.headers.get("HX-Redirect");
    if (ailleurs) {
      location.assign(ailleurs);
      return new Promise(() => {}); // the page is leaving
    }
    if (reponse.ok) return reponse.json();
    const { raison, phrase } = await reponse.json().catch(() => ({}));
    throw refus("Refus", phrase ?? "Nos services ne répondent pas comme prévu. Réessayez dans un moment.", raison);
  }

  /* One ceremony at a time: a new one ends the one before, and asks for its challenge after it. */
  let arret = null;
  let demandes = Promise.resolve();

  async function ceremonie(genre, corps, mediation) {
    arret?.abort();
    const { signal } = (arret = new AbortController());
    const { geste, adresse } = GENRES[genre];
    demandes = demandes.catch(() => null).then(() => (signal.aborted ? null : poster(`${adresse}/debut`)));
    const options = await demandes;
    signal.throwIfAborted();
    const cle = await navigator.credentials[geste]({ publicKey: lire(options), signal, ...(mediation && { mediation }) });
    const sel = options.extensions.prf.eval.first;
    const issue = await poster(adresse, { ...corps, cle: ecrire(cle) }).catch((erreur) => {
      if (erreur.raison === "inconnue") oublier(options.rpId, cle.id);
      throw erreur;
    });
    issue.protege = await proteger(issue.compte, (await emballeuse(cle, sel)) ?? (await encore(genre, issue, cle, sel)));
    return issue;
  }

  /* The browser stops offering a key that opens nothing any more. */
  function oublier(rpId, credentialId) {
    PublicKeyCredential.signalUnknownCredential?.({ rpId, credentialId }).catch(() => null);
  }

  async function proteger(compte, passkey) {
    if (!passkey) return false;
    const { protege } = await travailleur.essayer("proteger", { compte, ...passkey }).catch(() => ({}));
    return protege ?? false;
  }

  /* Some devices give nothing while they make a key: where the dossier is kept, they are asked once more. */
  async function encore(genre, { compte }, cle, sel) {
    if (genre !== "ajout" || !cle.getClientExtensionResults().prf?.enabled) return null;
    const etat = await travailleur.essayer("etat").catch(() => ({}));
    return etat.compte === compte ? toucher([cle.id], sel).catch(() => null) : null;
  }

  /* A touch of the sensor that tells nothing to anybody: works without network. */
  async function toucher(identifiants, sel) {
    const allowCredentials = identifiants.map((id) => ({ type: "public-key", id: enOctets(id) }));
    const extensions = { prf: { eval: { first: enOctets(sel) } } };
    const challenge = crypto.getRandomValues(new Uint8Array(32));
    const publicKey = { challenge, rpId: location.hostname, userVerification: "required", allowCredentials, extensions };
    return emballeuse(await navigator.credentials.get({ publicKey }), sel);
  }

  async function ouvrirLeDossier() {
    const serrures = await travailleur.demander("serrures");
    if (!serrures.sel) return { suite: "/accueil" };
    const passkey = await toucher(serrures.cles, serrures.sel);
    if (!passkey) throw refus("SansPrf");
    const { bien } = await travailleur.demander("ouvrir", passkey);
    if (!bien) throw refus("SansPrf");
    return { suite: location.pathname.startsWith("/hors-ligne/") ? "/accueil" : location.href };
  }

  /* For the dossier already kept. Returns the sentence that says why not, empty when it is done. */
  async function protegerLeDossier() {
    try {
      const { protege } = await ceremonie("confirmation", {});
      return protege ? "" : PHRASES.SansPrf;
    } catch (erreur) {
      return phraseDe(erreur);
    }
  }

  const phraseDe = (erreur) => PHRASES[erreur.name] ?? (erreur.message || PHRASES.NotSupportedError);

  async function lancer(zone, mediation) {
    const genre = zone.dataset.cle;
    const message = zone.querySelector("[data-cle-message]");
    if (!mediation) message.textContent = "Touchez le capteur ou regardez votre appareil…";
    const nom = zone.closest(".formulaire")?.querySelector("input[name=nom]")?.value ?? "";
    try {
      const issue = await (genre === "ouverture"
        ? ouvrirLeDossier()
        : ceremonie(genre, { suite: zone.dataset.suite, nom }, mediation));
      message.textContent = "C’est bon.";
      if (issue.suite === location.href) location.reload();
      else location.assign(issue.suite);
    } catch (erreur) {
      if (erreur.name === "AbortError" || (mediation && erreur.name !== "Refus")) return;
      message.textContent = `${phraseDe(erreur)} ${GENRES[genre].sinon}`;
      if (!mediation) armer();
    }
  }

  /* Keys offered among what the browser fills in, beside the number. */
  let minuterie = null;

  async function armer() {
    clearTimeout(minuterie);
    const zone = document.querySelector("[data-cle=connexion]");
    if (!zone || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    minuterie = setTimeout(armer, REARMER);
    lancer(zone, "conditional");
  }

  let armee = null;

  function preparer() {
    for (const zone of document.querySelectorAll("[data-cle]")) zone.hidden = false;
    for (const phrase of document.querySelectorAll("[data-sans-cle]")) phrase.hidden = true;
    const zone = document.querySelector("[data-cle=connexion]");
    if (zone === armee) return;
    armee = zone;
    if (zone) armer();
    else arret?.abort();
  }

  if (possible) {
    document.addEventListener("click", (evenement) => {
      const zone = evenement.target.closest("[data-cle] button")?.closest("[data-cle]");
      if (!zone) return;
      clearTimeout(minuterie);
      lancer(zone);
    });
    document.addEventListener("htmx:after:settle", preparer);
    preparer();
  }

  return { possible, protegerLeDossier };
})();
