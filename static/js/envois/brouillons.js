/* In the worker: what is being written, one draft for an account and a démarche: new, or made from an entry that waits
   meanwhile ("remplace"). The draft says again which files it has; it keeps their bytes. */

"use strict";

const Brouillons = (() => {
  const { lieu } = Contenus;
  const nommer = (compte, slug) => lieu(compte, slug);

  async function ouvrir(compte, slug) {
    const garde = await BaseEnvois.lire("brouillons", nommer(compte, slug));
    if (!garde) return null;
    const dit = await Contenus.desceller(compte, garde, lieu(compte, slug, "brouillon"));
    return { ...dit, remplace: garde.remplace };
  }

  /* With the bytes of its files. */
  async function lire(compte, slug) {
    const brouillon = await ouvrir(compte, slug);
    if (!brouillon) return null;
    const fichiers = [];
    for (const un of brouillon.fichiers) fichiers.push({ ...un, blob: await Contenus.fichier(compte, un) });
    return { ...brouillon, fichiers };
  }

  async function composer(compte, serrure, slug, { remplace, fichiers, ...dit }) {
    const scelle = await Contenus.sceller(serrure, lieu(compte, slug, "brouillon"), { ...dit, fichiers });
    return { id: nommer(compte, slug), compte, slug, remplace, documents: fichiers.map(({ cle }) => cle), ...scelle };
  }

  /* Returns the files with the key by which each may be named next time, instead of giving its bytes again. */
  const garder = (compte, slug, { reponses, point, fichiers = [], remplace, fautes }) =>
    Contenus.ecrire(async () => {
      const serrure = await Trousseau.pourEcrire(compte);
      const ancien = await ouvrir(compte, slug);
      const ranges = await Contenus.rassembler(compte, serrure, fichiers, ancien);
      const dit = { reponses, point, fautes: fautes ?? ancien?.fautes ?? null, fichiers: ranges, remplace: remplace ?? ancien?.remplace };
      const neuf = await composer(compte, serrure, slug, dit);
      await BaseEnvois.changer(["entrees", "brouillons", "morceaux"], async (magasin) => {
        await magasin("brouillons").put(neuf);
        await Contenus.jeter(magasin, (ancien?.fichiers ?? []).map(({ cle }) => cle));
      });
      return ranges;
    });

  /* The entry that it was made from goes on as it was. */
  const jeter = (compte, slug) =>
    Reserve.changer(["entrees", "brouillons", "morceaux"], async (magasin) => {
      const garde = await magasin("brouillons").get(nommer(compte, slug));
      if (!garde) return;
      const entree = garde.remplace ? await magasin("entrees").get(garde.remplace) : undefined;
      if (entree) await magasin("entrees").put({ ...entree, retenue: false, revision: entree.revision + 1 });
      await magasin("brouillons").delete(garde.id);
      await Contenus.jeter(magasin, garde.documents);
    });

  /* The draft made from an entry, which does not leave until the draft is saved or thrown away. Raises Occupe when
     another draft of that démarche is there; Introuvable when the entry has left, or moves too fast to be held. */
  async function rouvrir(compte, cle) {
    const entree = await Reserve.sienne(compte, cle);
    const { slug } = entree;
    const dit = await Reserve.contenu(entree);
    const { reponses } = JSON.parse(dit.corps);
    const fautes = Array.isArray(entree.cause) ? entree.cause : null;
    const brouillon = { reponses, point: null, fautes, fichiers: dit.fichiers, remplace: cle };
    const neuf = await composer(compte, await Trousseau.pourEcrire(compte), slug, brouillon);
    await Reserve.changer(["entrees", "brouillons"], async (magasin) => {
      const actuelle = await magasin("entrees").get(cle);
      const present = await magasin("brouillons").get(neuf.id);
      if (present && present.remplace !== cle) throw Contenus.refus("Occupe");
      if (!actuelle || actuelle.etat === "retrait") throw Contenus.refus("Introuvable");
      await magasin("entrees").put({ ...actuelle, retenue: true, revision: actuelle.revision + 1 });
      if (!present) await magasin("brouillons").put(neuf);
    });
    return slug;
  }

  return { nommer, ouvrir, lire, garder, jeter, rouvrir };
})();
