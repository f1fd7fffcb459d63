/* Which pages and documents of a démarche are asked, from what the server says of them and the answers so far.
   Pure: see caf_pwa/demarches/conditions.py, whose answers these are. */

"use strict";

const Conditions = (() => {
  /* "montrees": the names of the pages asked. One that is not asked was answered nothing. */
  function tient(si, reponses, montrees) {
    if (typeof si === "boolean") return si;
    const suite = (une) => tient(une, reponses, montrees);
    if (si.toutes) return si.toutes.every(suite);
    if (si.une) return si.une.some(suite);
    if (si.pas !== undefined) return !suite(si.pas);
    const dites = montrees.has(si.page) ? (reponses[si.page] ?? {}) : {};
    return si.champs ? si.champs.some((champ) => corrige(dites[champ], si.connus[champ])) : si.parmi.some((un) => dites[si.champ]?.includes(un));
  }

  function corrige([texte = ""] = [], connu = "0") {
    const montant = Controles.montant(texte);
    return montant !== null && montant !== Controles.montant(connu);
  }

  /* The pages on the path, in order: whether one is asked depends on those before it. */
  function pages(toutes, reponses) {
    const montrees = new Set();
    return toutes.filter(({ cle, si }) => tient(si, reponses, montrees) && montrees.add(cle));
  }

  /* The documents; of those with the same name, the first. */
  function pieces(toutes, reponses, montrees) {
    const demandees = toutes.filter(({ si }) => tient(si, reponses, montrees));
    return demandees.filter(({ nom }, rang) => demandees.findIndex((une) => une.nom === nom) === rang);
  }

  return { tient, pages, pieces };
})();
