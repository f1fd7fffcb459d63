/* Reading and checking an answer as the server does, as far as a device can: the rules and sentences are the form's own.
   Pure: see Champ.regles. The server has the last word. */

"use strict";

const Controles = (() => {
  const MONTANT = /^(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d{1,2}))?$/;
  const JOUR = /^(?:(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})|(\d{4})-(\d\d)-(\d\d))$/;

  /* The amount in cents; null when it is not one. */
  function montant(texte) {
    const compact = texte.replaceAll("€", " ").replace(/\s+/g, " ").trim();
    const [, euros, centimes = ""] = compact.match(MONTANT) ?? [];
    return euros === undefined ? null : Number(euros.replaceAll(" ", "")) * 100 + Number(centimes.padEnd(2, "0"));
  }

  /* The day as AAAA-MM-JJ; null when there is no such day. */
  function jour(texte) {
    const [, j, m, a, annee = a, mois = m, quantieme = j] = texte.trim().match(JOUR) ?? [];
    if (!annee) return null;
    const iso = [annee, mois.padStart(2, "0"), quantieme.padStart(2, "0")].join("-");
    const date = new Date(`${iso}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
  }

  const CONTROLES = {
    montant(texte, [auPlus, illisible, tropGrand]) {
      const lu = montant(texte);
      return lu === null ? illisible : lu > montant(auPlus) ? tropGrand : null;
    },
    jour(texte, [premier, dernier, inconnu, tropTot, tropTard]) {
      const lu = jour(texte);
      if (lu === null) return inconnu;
      return premier && lu < premier ? tropTot : dernier && lu > dernier ? tropTard : null;
    },
    entier: (texte, [de, a, phrase]) => (/^\d+$/.test(texte.trim()) && texte >= de && texte <= a ? null : phrase),
  };

  function faute(regle, textes = []) {
    const [texte] = textes.filter((un) => un.trim());
    if (texte === undefined) return regle.exige ?? null;
    for (const [nom, controle] of Object.entries(CONTROLES)) {
      const phrase = nom in regle ? controle(texte, regle[nom]) : null;
      if (phrase) return phrase;
    }
    return null;
  }

  /* What is wrong on a page: [{ champ, quoi }]. "regles": [[rule, its fields]]. */
  const fautes = (regles, reponses) =>
    regles
      .flatMap(([regle, champs]) => champs.map((champ) => ({ champ, quoi: faute(regle, reponses[champ]) })))
      .filter(({ quoi }) => quoi);

  return { montant, jour, fautes };
})();
