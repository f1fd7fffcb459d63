/* A world to try the queue in: a device with tabs that die, a network that cuts, repeats and lies, a server that stops,
   people who sign in and out. All of it follows one seed. The queue's own code runs in it, unchanged.

   jouer(graine, { etapes, bogues }) → { fautes: [text], journal: [text] }: no fault when every promise was kept. */

"use strict";

const COMPTES = ["alice", "bob"];
const SUJETS = ["declaration", "document"];
const JOUR = 86_400_000; // ms
const OCTETS = 100; // of a document

/* The key that the person's device drew, whatever a faulty sender adds to it. */
const origine = (cle) => cle.split(".")[0];

/* mulberry32: small, and the same everywhere. */
function dé(graine) {
  let etat = graine >>> 0;
  return () => {
    etat = (etat + 0x6d2b79f5) >>> 0;
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function jouer(graine, { etapes = 40, bogues = {} } = {}) {
  const hasard = dé(graine);
  const tirer = (liste) => liste[Math.floor(hasard() * liste.length)];
  const chance = (part) => hasard() < part;
  let calme = false; // the faults have stopped
  const fautes = [];
  const journal = [];
  const noter = (texte) => journal.push(texte);
  const faute = (texte) => fautes.push(texte);

  let heure = 1_000_000;
  let connecte = "alice";
  let reseau = "bon"; // "bon" | "coupé" | "portail"
  let panneServeur = null; // a status that it answers whatever it is asked
  let ferme = false; // the quarter is over
  let numero = 0;

  /* The disk of the device: each call is one transaction, durable when it returns. */
  const disque = { entrees: new Map(), recus: new Map(), abandons: new Set() };
  const chaines = new Map(); // key → the chain of versions that the person sees as one thing
  const suivis = new Map(); // chain → { compte, sujet, versions: [hash], ordre, abandonne }

  /* The server: what is on its disk, and what is only in its memory. */
  const serveur = { faits: new Map(), retires: new Set(), documents: new Map(), fragile: [] };

  const reserve = (vie) => ({
    lister: () => pas(vie, () => [...disque.entrees.values()].map((une) => structuredClone(une))),
    noter: (entree, attendue) =>
      pas(vie, () => {
        const gardee = disque.entrees.get(entree.cle);
        if (!gardee || gardee.revision !== attendue) return null;
        disque.entrees.set(entree.cle, structuredClone(entree));
        if (entree.etat !== "attente") suivis.get(chaines.get(entree.cle)).remanie = true;
        return structuredClone(entree);
      }),
    conclure: (cle, recu) =>
      pas(vie, () => {
        if (!disque.entrees.has(cle)) return;
        disque.entrees.delete(cle);
        disque.recus.set(cle, recu);
        noter(`reçu gardé ${cle}`);
      }),
    oublier: (cle, attendue) =>
      pas(vie, () => {
        if (disque.entrees.get(cle)?.revision === attendue) {
          disque.entrees.delete(cle);
          disque.abandons.add(cle);
          noter(`oubliée ${cle}`);
        }
      }),
  });

  /* Who runs: tabs and the worker. What a dead one waits for never comes. */
  const enAttente = [];
  let verrou = null;
  const vivants = new Set();

  function pas(vie, travail) {
    return new Promise((fini, rate) => enAttente.push({ vie, travail, fini, rate }));
  }

  async function reposer() {
    for (let tour = 0; tour < 16; tour += 1) await null;
  }

  async function avancer() {
    const possibles = enAttente.filter(({ vie }) => vie === null || vivants.has(vie));
    if (possibles.length === 0) return false;
    const choisi = tirer(possibles);
    enAttente.splice(enAttente.indexOf(choisi), 1);
    try {
      choisi.fini(choisi.travail());
    } catch (panne) {
      choisi.rate(panne);
    }
    await reposer();
    return true;
  }

  function naitre() {
    const vie = { nom: `t${(numero += 1)}`, enVol: null };
    vivants.add(vie);
    const verrouiller = async (travail) => {
      if (verrou && vivants.has(verrou)) return false;
      verrou = vie;
      try {
        return await travail();
      } finally {
        if (verrou === vie) verrou = null;
      }
    };
    vie.envoi = Expediteur({
      reserve: reserve(vie),
      demander: (entree, quoi) => demander(vie, entree, quoi),
      verrouiller,
      maintenant: () => heure,
      hasard,
      verifier: async (entree, recu) => recu.signe === `${recu.cle}:${recu.empreinte}` && [entree.cle, ...entree.avant].includes(recu.cle),
    });
    return vie;
  }

  function mourir(vie) {
    vivants.delete(vie);
    if (verrou === vie) verrou = null;
  }

  /* One request: it leaves, it may arrive, the server works, the answer may come back. */
  async function demander(vie, entree, quoi) {
    const requete = { ...structuredClone(quoi), entree: structuredClone(entree), session: connecte };
    for (const autre of vivants) {
      if (autre !== vie && autre.enVol === entree.cle) faute(`deux envois à la fois de ${entree.cle}`);
    }
    vie.enVol = entree.cle;
    const part = await pas(vie, () => reseau !== "coupé" && (calme || !chance(0.1)));
    if (!part) return conclure(vie, null);
    if (reseau === "portail") return conclure(vie, { statut: tirer([200, 302, 511]), corps: null });
    if (!calme && chance(0.08)) enAttente.push({ vie: null, travail: () => traiter(requete), fini() {}, rate() {} }); // sent twice
    const reponse = await pas(vie, () => traiter(requete));
    const revient = await pas(vie, () => reseau !== "coupé" && (calme || !chance(0.12)));
    return conclure(vie, revient ? reponse : null);
  }

  function conclure(vie, reponse) {
    vie.enVol = null;
    return reponse;
  }

  function traiter({ entree, faire, document, session }) {
    if (panneServeur) return { statut: panneServeur, corps: null, attendre: tirer([0, 5]) };
    if (session === null) return { statut: 401, corps: null };
    const { cle } = entree;
    if (session !== entree.compte && !bogues.sansProprietaire) return { statut: 409, corps: { cle, conflit: "compte" } };
    if (faire === "document") return recevoirDocument(document);
    const fait = serveur.faits.get(cle);
    if (faire === "retirer") return retirer(entree);
    if (fait) return fait.empreinte === entree.empreinte ? recu(fait) : { statut: 409, corps: { cle, conflit: "cle" } };
    if (serveur.retires.has(cle)) return { statut: 409, corps: { cle, conflit: "retiree" } };
    if (entree.documents.some((un) => serveur.documents.get(un.cle) !== un.taille)) return { statut: 422, corps: { cle, fautes: ["document"] } };
    if (entree.sujet === "declaration" && ferme) return { statut: 409, corps: { cle, conflit: "fermee" } };
    if (entree.faux) return { statut: 422, corps: { cle, fautes: ["faux"] } };
    for (const ancienne of entree.avant) {
      if (serveur.faits.has(ancienne)) serveur.faits.get(ancienne).remplace = true;
      else serveur.retires.add(ancienne);
    }
    const octets = entree.documents.map((un) => serveur.documents.get(un.cle));
    const nouveau = { cle, empreinte: entree.empreinte, compte: session, octets, rang: (numero += 1), remplace: false };
    serveur.faits.set(cle, nouveau);
    if (bogues.sansFsync || bogues.synchroneOff) serveur.fragile.push(cle);
    noter(`serveur a ${cle}`);
    return recu(nouveau);
  }

  const recu = ({ cle, empreinte }) => ({ statut: 201, corps: { cle, recu: { cle, empreinte, signe: `${cle}:${empreinte}` } } });

  function retirer({ cle, avant }) {
    const arrivee = [...avant, cle].map((une) => serveur.faits.get(une)).find((fait) => fait && !fait.remplace);
    if (arrivee) return { ...recu(arrivee), corps: { ...recu(arrivee).corps, cle } };
    for (const une of [...avant, cle]) serveur.retires.add(une);
    return { statut: 200, corps: { cle, retire: true } };
  }

  /* As many bytes as came through before the line was cut. */
  function recevoirDocument({ cle: document, taille, recus }) {
    const ici = serveur.documents.get(document) ?? 0;
    const debut = Math.min(recus, ici);
    const arrives = !calme && chance(0.3) ? debut + Math.floor(hasard() * (taille - debut)) : taille;
    serveur.documents.set(document, Math.max(ici, arrives));
    return { statut: 200, corps: { cle: document, document, recus: Math.max(ici, arrives) } };
  }

  /* What people do. */
  const gestes = {
    enregistrer() {
      const compte = connecte ?? tirer(COMPTES);
      const cle = `k${(numero += 1)}`;
      const taille = bogues.coupe64 ? 64 : OCTETS;
      const documents = chance(0.5) ? [{ cle: `d${(numero += 1)}`, taille, empreinte: "x", recus: 0 }] : [];
      const contenu = { cle, compte, sujet: tirer(SUJETS), rang: (numero += 1), depuis: heure };
      const entree = Automate.neuve({ ...contenu, documents, empreinte: `h${cle}`, faux: chance(0.1) });
      disque.entrees.set(cle, entree);
      chaines.set(cle, cle);
      suivis.set(cle, { compte, sujet: entree.sujet, derniere: entree.empreinte, ordre: entree.rang });
      noter(`${compte} enregistre ${cle}`);
    },
    modifier() {
      const entree = tirer([...disque.entrees.values()].filter(({ etat }) => etat !== "retrait"));
      if (!entree) return;
      const cle = `k${(numero += 1)}`;
      const neuve = Automate.modifier(entree, { documents: entree.documents, empreinte: `h${cle}`, faux: false }, cle);
      disque.entrees.delete(entree.cle);
      disque.entrees.set(cle, neuve);
      const chaine = chaines.get(entree.cle);
      chaines.set(cle, chaine);
      Object.assign(suivis.get(chaine), { derniere: neuve.empreinte, remanie: true });
      noter(`modifie ${entree.cle} en ${cle}`);
    },
    abandonner() {
      const entree = tirer([...disque.entrees.values()]);
      if (!entree) return;
      const suite = Automate.abandonner(entree);
      if (suite) disque.entrees.set(entree.cle, suite);
      else {
        disque.entrees.delete(entree.cle);
        disque.abandons.add(entree.cle);
      }
      suivis.get(chaines.get(entree.cle)).abandonne = true;
      noter(`abandonne ${entree.cle}`);
    },
    entrer() {
      connecte = tirer(COMPTES);
      for (const [cle, une] of disque.entrees) if (une.compte === connecte) disque.entrees.set(cle, Automate.reprendre(une, "reconnecter"));
      noter(`entre ${connecte}`);
    },
    sortir() {
      connecte = null;
    },
    ouvrir() {
      if (vivants.size < 3) lancer(naitre());
    },
    presser() {
      for (const [cle, une] of disque.entrees) if (chance(0.5)) disque.entrees.set(cle, Automate.presser(une));
      if (vivants.size) lancer(tirer([...vivants]));
    },
    fermer() {
      if (vivants.size) mourir(tirer([...vivants]));
    },
    tuer() {
      for (const vie of [...vivants]) mourir(vie);
      noter("le navigateur meurt");
    },
    reseau() {
      reseau = tirer(["bon", "bon", "coupé", "portail"]);
    },
    serveur() {
      panneServeur = tirer([null, null, 500, 502, 503, 429, 413]);
    },
    redemarrer() {
      for (const cle of serveur.fragile.splice(0)) serveur.faits.delete(cle);
    },
    temps() {
      heure += tirer([1_000, 60_000, 20 * 60_000, 8 * JOUR]);
    },
    fermerLeTrimestre() {
      if (chance(0.1)) ferme = true;
    },
  };

  function lancer(vie) {
    vie.envoi.vider().catch((panne) => faute(`l’envoi a levé ${panne}`));
  }

  const noms = Object.keys(gestes);
  for (let etape = 0; etape < etapes; etape += 1) {
    if (chance(0.45)) gestes[tirer(noms)]();
    if (bogues.sansFsync && chance(0.5)) serveur.fragile.length = 0; // the disk has caught up
    for (let tour = Math.floor(hasard() * 4); tour > 0; tour -= 1) await avancer();
    verifierToujours();
  }
  await apaiser();
  verifierEnfin();
  return { fautes, journal };

  /* The faults stop: what can be sent is. */
  async function apaiser() {
    gestes.redemarrer();
    calme = true;
    reseau = "bon";
    panneServeur = null;
    for (const compte of [...COMPTES, ...COMPTES]) {
      gestes.tuer();
      connecte = compte;
      for (const [cle, une] of disque.entrees) if (une.compte === compte) disque.entrees.set(cle, Automate.reprendre(une, "reconnecter"));
      for (let tour = 0; tour < 6; tour += 1) {
        heure += 20 * 60_000;
        const vie = naitre();
        lancer(vie);
        while (await avancer());
        mourir(vie);
      }
    }
  }

  /* I6: nothing is said to be sent that the server does not have on its disk. */
  function verifierToujours() {
    for (const { cle } of disque.recus.values()) {
      if (!serveur.faits.has(cle)) faute(`I6 reçu sans envoi : ${cle}`);
    }
  }

  function verifierEnfin() {
    verifierToujours();
    for (const cle of serveur.faits.keys()) if (!chaines.has(origine(cle))) faute(`I2 personne ne l’a écrite : ${cle}`);
    const ordres = new Map();
    for (const [chaine, suivi] of suivis) {
      const siennes = (cle) => chaines.get(origine(cle)) === chaine;
      const faits = [...serveur.faits.values()].filter(({ cle, remplace }) => siennes(cle) && !remplace);
      const reste = [...disque.entrees.values()].find(({ cle }) => siennes(cle));
      const annoncee = [...disque.recus.values()].some(({ cle }) => siennes(cle));
      juger(chaine, suivi, faits, reste, annoncee);
      if (faits.length === 1 && !suivi.remanie && !suivi.abandonne) {
        const fil = `${suivi.compte} ${suivi.sujet}`;
        ordres.set(fil, [...(ordres.get(fil) ?? []), [suivi.ordre, faits[0].rang]]);
      }
    }
    for (const [fil, paires] of ordres) {
      const rangs = paires.sort(([un], [autre]) => un - autre).map(([, rang]) => rang);
      if (rangs.some((rang, place) => place > 0 && rang < rangs[place - 1])) faute(`I5 dans le désordre : ${fil}`);
    }
  }

  function juger(chaine, suivi, faits, reste, annoncee) {
    if (faits.length > 1) faute(`I2 deux fois : ${chaine}`);
    if (!faits.length && !reste && !suivi.abandonne) faute(`I1 perdue : ${chaine}`);
    for (const fait of faits) {
      if (fait.compte !== suivi.compte) faute(`I4 sous un autre compte : ${chaine}`);
      if (fait.octets.some((nombre) => nombre !== OCTETS)) faute(`I3 des octets manquent : ${chaine}`);
      if (!reste && !suivi.abandonne && fait.empreinte !== suivi.derniere) faute(`I3 une ancienne version : ${chaine}`);
      if (!reste && suivi.abandonne && !annoncee) faute(`I6 abandonnée, et pourtant reçue : ${chaine}`);
    }
    if (reste && ["attente", "reconnecter", "retrait"].includes(reste.etat)) faute(`I7 reste ${reste.etat} : ${chaine}`);
  }
}
