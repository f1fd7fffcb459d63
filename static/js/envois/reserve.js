/* In the worker: what waits to be sent, on the disk. Each change is one transaction, durable when it returns.
   An entry is what automate.js says, with slug, titre, taille, and "retenue" while a draft is made from it. */

"use strict";

const Reserve = (() => {
  const TOUT = ["entrees", "contenus", "morceaux", "brouillons"];
  const HEURE = 3_600_000; // ms
  const GARDES = 30 * 24 * HEURE; // receipts
  const { lieu } = Contenus;
  const canal = new BroadcastChannel("envois");

  async function changer(magasins, travail) {
    const issue = await BaseEnvois.changer(magasins, travail);
    canal.postMessage({});
    return issue;
  }

  /* What the sender asks for. */

  /* One that is being changed, or that a wrong clock would keep for ever, is told as it should be taken. */
  async function lister() {
    const maintenant = Date.now();
    const attente = ({ retenue, pasAvant }) => (retenue ? Infinity : pasAvant > maintenant + HEURE ? 0 : pasAvant);
    return (await BaseEnvois.lireTout("entrees")).map((une) => ({ ...une, pasAvant: attente(une) }));
  }

  const noter = (entree, attendue) =>
    changer(["entrees"], async (magasin) => {
      const gardee = await magasin("entrees").get(entree.cle);
      if (gardee?.revision !== attendue) return null;
      await magasin("entrees").put({ ...entree, essayee: Date.now() });
      return entree;
    });

  const conclure = (cle, recu) =>
    changer([...TOUT, "recus"], async (magasin) => {
      const entree = await magasin("entrees").get(cle);
      if (!entree) return;
      const { compte, slug, titre, avant } = entree;
      await magasin("recus").put({ cle, compte, slug, titre, avant, recu, garde: Date.now() });
      for (const ancien of await magasin("recus").getAll()) {
        if (ancien.garde < Date.now() - GARDES) await magasin("recus").delete(ancien.cle);
      }
      await effacer(magasin, entree);
    });

  const oublier = (cle, attendue) =>
    changer(TOUT, async (magasin) => {
      const entree = await magasin("entrees").get(cle);
      if (entree?.revision === attendue) await effacer(magasin, entree);
    });

  async function effacer(magasin, { cle, documents }) {
    await magasin("entrees").delete(cle);
    await magasin("contenus").delete(cle);
    await Contenus.jeter(magasin, documents.map((un) => un.cle));
  }

  /* { corps: the very text that is sent, fichiers }. Raises Ferme. */
  const contenu = async ({ compte, cle }) =>
    Contenus.desceller(compte, await BaseEnvois.lire("contenus", cle), lieu(compte, cle, "contenu"));

  const morceau = ({ compte }, document) => Contenus.morceau(compte, document);

  /* What its person does. */

  async function sienne(compte, cle) {
    const entree = await BaseEnvois.lire("entrees", cle);
    if (entree?.compte !== compte) throw Contenus.refus("Introuvable");
    return entree;
  }

  /* The entry with all that it holds, in place of its draft and of the entry that the draft was made from. */
  const enregistrer = (compte, dite) =>
    Contenus.ecrire(async () => {
      const serrure = await Trousseau.pourEcrire(compte);
      const brouillon = await Brouillons.ouvrir(compte, dite.slug).catch(() => null);
      const saisie = { ...dite, remplace: dite.remplace ?? brouillon?.remplace };
      const fichiers = await Contenus.rassembler(compte, serrure, saisie.fichiers ?? [], brouillon);
      for (;;) {
        const ancienne = saisie.remplace ? await sienne(compte, saisie.remplace).catch(() => null) : null;
        const { entree, dit } = await composer(compte, saisie, fichiers, ancienne);
        const scelle = await Contenus.sceller(serrure, lieu(compte, entree.cle, "contenu"), dit);
        if (await inscrire(saisie, entree, scelle, ancienne)) return entree;
      }
    });

  async function composer(compte, saisie, fichiers, ancienne) {
    const { slug, titre, version, revision, reponses } = saisie;
    const avant = await versions(ancienne, saisie.remplace);
    const documents = fichiers.map((un) => ({ cle: un.cle, emplacement: un.emplacement }));
    const corps = JSON.stringify({ demarche: slug, version, revision, reponses, documents, avant });
    const octets = Contenus.octets(corps);
    const contenu = {
      ...{ slug, titre, retenue: false, depuis: Date.now(), empreinte: await Contenus.somme(octets), avant },
      documents: fichiers.map(({ cle, taille, empreinte }) => ({ cle, taille, empreinte, recus: 0 })),
      taille: fichiers.reduce((total, { taille }) => total + taille, octets.length),
    };
    const cle = Contenus.tirer();
    const entree = ancienne
      ? Automate.modifier(ancienne, contenu, cle)
      : Automate.neuve({ ...contenu, cle, compte, sujet: slug });
    return { entree, dit: { corps, fichiers } };
  }

  /* The keys under which former versions may have arrived. The entry that has gone meanwhile had arrived. */
  async function versions(ancienne, remplace) {
    if (ancienne) return Automate.modifier(ancienne, {}, "").avant;
    return remplace ? [...((await BaseEnvois.lire("recus", remplace))?.avant ?? []), remplace] : [];
  }

  /* False when the entry that it replaces has moved meanwhile: what may have arrived must be said anew. */
  const inscrire = (saisie, entree, scelle, ancienne) =>
    changer([...TOUT, "memoire"], async (magasin) => {
      const actuelle = saisie.remplace ? await magasin("entrees").get(saisie.remplace) : undefined;
      if (actuelle?.revision !== ancienne?.revision) return false;
      const rang = entree.rang ?? (await rangSuivant(magasin));
      await magasin("contenus").put({ cle: entree.cle, ...scelle });
      await magasin("entrees").put({ ...entree, rang });
      const id = Brouillons.nommer(entree.compte, entree.slug);
      const documents = (await magasin("brouillons").get(id))?.documents ?? [];
      await magasin("brouillons").delete(id);
      if (ancienne) await effacer(magasin, ancienne);
      await Contenus.jeter(magasin, documents);
      return true;
    });

  async function rangSuivant(magasin) {
    const valeur = ((await magasin("memoire").get("rang"))?.valeur ?? 0) + 1;
    await magasin("memoire").put({ id: "rang", valeur });
    return valeur;
  }

  /* "changement": what the machine makes of each of those, null to let it go. */
  const changerCelles = (choisies, changement) =>
    changer(TOUT, async (magasin) => {
      for (const entree of (await magasin("entrees").getAll()).filter(choisies)) {
        const suite = changement(entree);
        if (suite === null) await effacer(magasin, entree);
        else if (suite !== entree) await magasin("entrees").put(suite);
      }
    });

  /* What its person sees; of others, only how many. */
  async function montrer(compte) {
    const entrees = await BaseEnvois.lireTout("entrees");
    const recus = await BaseEnvois.lireTout("recus");
    const siennes = entrees.filter((une) => une.compte === compte).sort((a, b) => a.rang - b.rang);
    return {
      entrees: siennes.map(resumer),
      autres: entrees.length - siennes.length,
      recus: recus
        .filter((un) => un.compte === compte)
        .map(({ titre, recu: { numero, recu_le, demarche } }) => ({ titre, numero, recu_le, demarche })),
      naissance: (await BaseEnvois.lire("memoire", "naissance")).valeur,
    };
  }

  function resumer({ documents, compte, sujet, avant, empreinte, revision, ...vue }) {
    const parti = vue.tentee || avant.length > 0; // it may have arrived, as it is or as it was
    return { ...vue, parti, envoyes: documents.reduce((total, { recus }) => total + recus, 0) };
  }

  const envoi = { lister, noter, conclure, oublier, contenu, morceau };
  return { ...envoi, changer, sienne, enregistrer, changerCelles, montrer };
})();
