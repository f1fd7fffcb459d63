/* Sending what waits: one sender at a time on this device, page or worker, and the entry stays until its receipt is
   checked and written. Everything outside comes in by "ports", so that the same code runs against a simulated world.

   ports: { reserve: { lister, noter, conclure, oublier, morceau }, demander, verrouiller, maintenant, hasard, verifier } */

"use strict";

function Expediteur({ reserve, demander, verrouiller, maintenant, hasard, verifier }) {
  /* Everything that may leave now. False when another sender is at work. */
  const vider = () =>
    verrouiller(async () => {
      const tentees = new Set();
      for (;;) {
        const [suivante] = Automate.partantes(await reserve.lister(), maintenant(), tentees);
        if (!suivante) return;
        tentees.add(suivante.cle);
        await envoyer(suivante).catch(() => null); // one that cannot be read holds nobody up
      }
    });

  async function envoyer(entree) {
    let actuelle = await reserve.noter({ ...entree, tentee: true, revision: entree.revision + 1 }, entree.revision);
    while (actuelle) {
      const reponse = await demander(actuelle, Automate.prochain(actuelle));
      const verdict = await peser(actuelle, reponse);
      if (verdict.issue === "finir") return reserve.conclure(actuelle.cle, verdict.recu);
      if (verdict.issue === "oublier") return reserve.oublier(actuelle.cle, actuelle.revision);
      const suite = Automate.apres(actuelle, verdict, maintenant(), hasard(), reponse?.attendre);
      actuelle = await reserve.noter(suite, actuelle.revision);
      if (verdict.issue !== "avancer") return undefined;
    }
    return undefined; // the person has changed it or given it up meanwhile
  }

  /* A receipt counts when its signature holds: what cannot be checked proves nothing. */
  async function peser(entree, reponse) {
    const verdict = Automate.juger(entree, reponse);
    if (verdict.issue !== "finir" || (await verifier(entree, verdict.recu))) return verdict;
    return { issue: "attendre", cause: "recu" };
  }

  return { vider };
}
