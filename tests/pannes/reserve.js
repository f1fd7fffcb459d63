/* The queue's own disk, in a real browser, under games that follow a seed: people save, change, give up; two senders at
   once; a server that cuts, refuses and answers late. What arrived is compared byte by byte with what was saved.

   jouerSurDisque(graine) → [text]: the promises that were broken. */

"use strict";

const coffreActuel = async () => null; // no dossier is kept here: keys are the server's
const octetsDe = (texte) => Uint8Array.from(atob(texte), (lettre) => lettre.charCodeAt(0));

function suite(graine) {
  let etat = graine >>> 0;
  return () => {
    etat = (etat + 0x6d2b79f5) >>> 0;
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/* What a server keeps, and how it answers: tests/pannes/monde.js says it at length. */
function Serveur(hasard, fautes) {
  const documents = new Map();
  const faits = new Map();
  const retires = new Set();
  const monde = { calme: false };

  async function demander(entree, { faire, document }) {
    if (!monde.calme && hasard() < 0.2) return null;
    const reponse = await traiter(entree, faire, document);
    return !monde.calme && hasard() < 0.2 ? null : reponse;
  }

  async function traiter(entree, faire, document) {
    const { cle } = entree;
    if (!monde.calme && hasard() < 0.1) return { statut: [401, 422, 503][Math.floor(hasard() * 3)], corps: { cle, fautes: [] } };
    if (faire === "document") return recevoir(document, new Uint8Array(await Reserve.morceau(entree, document)));
    if (faire === "retirer") return retirer(entree);
    if (faits.has(cle)) return recu(cle);
    if (retires.has(cle)) return { statut: 409, corps: { cle, conflit: "retiree" } };
    const { corps } = await Reserve.contenu(entree);
    const dit = JSON.parse(corps);
    if (dit.avant.join() !== entree.avant.join()) fautes.push(`${cle} ne dit pas ce qu’elle remplace`);
    for (const un of entree.documents) {
      if ((await Contenus.somme(documents.get(un.cle) ?? new Uint8Array())) !== un.empreinte) fautes.push(`I3 ${un.cle}`);
    }
    for (const une of dit.avant) {
      if (faits.has(une)) faits.get(une).remplace = true;
      else retires.add(une);
    }
    faits.set(cle, { texte: dit.reponses.texte, documents: dit.documents.map((un) => documents.get(un.cle)), remplace: false });
    return recu(cle, entree.empreinte);
  }

  const recu = (cle, empreinte = faits.get(cle).empreinte) => {
    faits.get(cle).empreinte = empreinte;
    return { statut: 201, corps: { cle, recu: { cle, empreinte } } };
  };

  function retirer({ cle, avant }) {
    const arrivee = [...avant, cle].find((une) => faits.has(une) && !faits.get(une).remplace);
    if (arrivee) return { statut: 200, corps: { cle, recu: { cle: arrivee, empreinte: faits.get(arrivee).empreinte } } };
    for (const une of [...avant, cle]) retires.add(une);
    return { statut: 200, corps: { cle, retire: true } };
  }

  /* As many bytes as came. */
  function recevoir({ cle, recus }, octets) {
    const ici = documents.get(cle) ?? new Uint8Array();
    if (ici.length === recus) {
      const venus = monde.calme || hasard() < 0.7 ? octets : octets.slice(0, 1 + Math.floor(hasard() * octets.length));
      const ensemble = new Uint8Array(recus + venus.length);
      ensemble.set(ici);
      ensemble.set(venus, recus);
      documents.set(cle, ensemble);
    }
    return { statut: 200, corps: { cle, document: cle, recus: documents.get(cle)?.length ?? 0 } };
  }

  return { monde, demander, faits };
}

async function jouerSurDisque(graine, compte) {
  const hasard = suite(graine);
  const tirer = (liste) => liste[Math.floor(hasard() * liste.length)];
  const fautes = [];
  const serveur = Serveur(hasard, fautes);
  const choses = new Map(); // key of the entry → what the person sees as one thing: { texte, anciens, octets, abandonnee }
  const toutes = [];
  const verrouiller = (travail) => navigator.locks.request("essai", { ifAvailable: true }, (un) => (un ? travail() : false));
  const ports = { reserve: Reserve, demander: serveur.demander, verrouiller, hasard: () => 0, verifier: async () => true };
  const expediteurs = [0, 1].map(() => Expediteur({ ...ports, maintenant: () => Date.now() }));
  const vider = () => Promise.all(expediteurs.map((un) => un.vider()));

  const octets = (taille) => Uint8Array.from({ length: taille }, () => Math.floor(hasard() * 256));
  const fichiers = () => Array.from({ length: Math.floor(hasard() * 3) }, () => octets(tirer([1, 900, 70_000, 1024 * 1024 + 7])));
  const joints = (listes) => listes.map((un) => ({ emplacement: "document", nom: "photo.jpg", blob: new Blob([un]) }));
  const saisie = (slug, texte, joindre, remplace) => ({
    ...{ slug, titre: slug, version: 1, revision: 0, reponses: { texte }, fichiers: joindre, remplace },
  });
  const presente = async (cle) => (await Reserve.lister()).some((une) => une.cle === cle && une.etat !== "retrait");

  /* Begun, left there while the disk is swept, taken up again. */
  async function parUnBrouillon({ slug, octets: listes }) {
    const dit = { reponses: {}, point: null, fichiers: joints(listes) };
    const gardes = await Brouillons.garder(compte, slug, dit);
    await Contenus.nettoyer();
    return gardes.map(({ cle, emplacement }) => ({ cle, emplacement }));
  }

  const gestes = {
    async enregistrer() {
      const chose = { texte: `texte ${hasard()}`, anciens: [], octets: fichiers(), slug: tirer(["document", "declaration"]) };
      if (await Brouillons.ouvrir(compte, chose.slug)) return; // what is begun there belongs to something else
      const choisis = hasard() < 0.5 ? await parUnBrouillon(chose) : joints(chose.octets);
      const { cle } = await Reserve.enregistrer(compte, saisie(chose.slug, chose.texte, choisis));
      choses.set(cle, chose);
      toutes.push(chose);
    },
    /* Opened again; the draft is kept once more, a file goes or stays, then all is saved or dropped. */
    async modifier() {
      const [cle, chose] = tirer([...choses]) ?? [];
      if (!cle || !(await presente(cle)) || (await Brouillons.ouvrir(compte, chose.slug))) return;
      const attente = tirer([vider, async () => null])();
      const slug = await Brouillons.rouvrir(compte, cle).catch(() => null);
      if (!slug) return void (await attente);
      const brouillon = await Brouillons.lire(compte, slug);
      const gardes = hasard() < 0.5 ? brouillon.fichiers.slice(1) : brouillon.fichiers;
      const restent = hasard() < 0.5 ? chose.octets.slice(chose.octets.length - gardes.length) : null;
      const nommes = gardes.map((un) => ({ cle: un.cle, emplacement: un.emplacement }));
      await Brouillons.garder(compte, slug, { ...brouillon, fichiers: nommes });
      await attente;
      if (!restent) return void (await Brouillons.jeter(compte, slug));
      Object.assign(chose, { texte: `texte ${hasard()}`, anciens: [...chose.anciens, chose.texte], octets: restent });
      const neuve = await Reserve.enregistrer(compte, saisie(slug, chose.texte, nommes, tirer([cle, undefined])));
      choses.delete(cle);
      choses.set(neuve.cle, chose);
    },
    async abandonner() {
      const [cle, chose] = tirer([...choses]) ?? [];
      if (!cle || !(await presente(cle))) return;
      await Reserve.changerCelles((une) => une.cle === cle, Automate.abandonner);
      chose.abandonnee = true;
    },
    envoyer: () => vider(),
    reprendre: () => Reserve.changerCelles(() => true, (une) => Automate.reprendre(une, "reconnecter")),
    nettoyer: () => Contenus.nettoyer(),
  };

  for (let etape = 0; etape < 14; etape += 1) await gestes[tirer(Object.keys(gestes))]();
  serveur.monde.calme = true;
  for (let tour = 0; tour < 8; tour += 1) {
    await Reserve.changerCelles(() => true, (une) => Automate.presser(Automate.reprendre(une, une.etat === "retrait" ? "" : une.etat)));
    await vider();
  }
  await verifier();
  return fautes;

  async function verifier() {
    const restent = await Promise.all(["entrees", "contenus", "morceaux", "brouillons"].map((nom) => BaseEnvois.lireTout(nom)));
    restent.forEach((liste, rang) => liste.length && fautes.push(`il reste ${liste.length} dans ${rang}`));
    const arrivees = [...serveur.faits.values()].filter(({ remplace }) => !remplace);
    for (const chose of toutes) {
      const siennes = arrivees.filter(({ texte }) => texte === chose.texte);
      if (siennes.length > 1) fautes.push(`I2 ${chose.texte}`);
      if (siennes.length === 0 && !chose.abandonnee) fautes.push(`I1 ${chose.texte}`);
      const memes = siennes.every(({ documents }) => documents.map(String).sort().join("|") === chose.octets.map(String).sort().join("|"));
      if (!memes) fautes.push(`I3 ${chose.texte}`);
    }
    const dites = new Set((await BaseEnvois.lireTout("recus")).map(({ recu }) => recu.cle));
    for (const [cle, { texte, remplace }] of serveur.faits) {
      /* Given up after it was changed: what it was before may have arrived, and then its receipt says so. */
      const avant = (chose) => chose.abandonnee && chose.anciens.includes(texte) && dites.has(cle);
      if (!remplace && !toutes.some((chose) => chose.texte === texte || avant(chose))) fautes.push(`écrite par personne : ${texte}`);
    }
  }
}
