/* A démarche asked by the device alone: one page at a time, checked by the form's own rules, kept as it is typed, saved with
   its documents to be sent as soon as possible. The page names its step after # : Back goes to the step before. */

"use strict";

(() => {
  const ETAPE = "#etape-";
  const REPOS = 400; // ms without typing before what is typed is kept
  const AJOUTER = "documents";
  const VERIFIER = "verifier";
  let enCours = null; // the one on the screen

  function preparer() {
    const racine = document.querySelector("[data-questionnaire]");
    if (!racine) enCours = null;
    else if (racine !== enCours?.racine) commencer(racine).catch(() => null); // the online form is still there
  }

  async function commencer(racine) {
    const q = { racine, ...JSON.parse(racine.dataset.parcours), dites: {}, fichiers: [], fautes: [], ici: null, touchee: false };
    enCours = q;
    const [brouillon, { entrees }] = await Promise.all([Envois.brouillon(q.slug), Envois.lister()]);
    if (enCours !== q) return;
    for (const { cle, reponses } of q.pages) if (reponses) q.dites[cle] = reponses;
    if (brouillon) reprendre(q, brouillon);
    const attend = entrees.some(({ slug, retenue }) => slug === q.slug && !retenue);
    racine.querySelector("[data-sans]").replaceWith(attend ? cadre(q, "attend") : "");
    const voulue = location.hash.startsWith(ETAPE) ? location.hash.slice(ETAPE.length) : (q.fautes[0]?.ou ?? brouillon?.point);
    aller(q, voulue && atteinte(q, voulue) ? voulue : prochaine(q), false);
  }

  /* What was sent once, or is being written here: nothing of the server's draft in the former, the rest of it in the latter. */
  function reprendre(q, { reponses, fichiers, fautes, remplace }) {
    const dites = remplace ? reponses : { ...q.dites, ...reponses };
    Object.assign(q, { dites, fichiers: [...fichiers], fautes: fautes ?? [], remplace, touchee: true });
  }

  /* The path. */

  const pages = (q) => Conditions.pages(q.pages, q.dites);
  const montrees = (q) => new Set(pages(q).map(({ cle }) => cle));
  const pieces = (q) => Conditions.pieces(q.pieces, q.dites, montrees(q));
  const ordre = (q) => [...montrees(q), ...(pieces(q).length ? [AJOUTER] : []), VERIFIER];
  const tient = (q, si) => Conditions.tient(si, q.dites, montrees(q));

  const fautesDe = (q, cle) => {
    const siennes = q.fautes.filter(({ ou }) => ou === cle);
    return siennes.length ? siennes : Controles.fautes(Pages.modele(q.racine, cle).regles, q.dites[cle] ?? {});
  };

  const repondue = (q, cle) => cle in q.dites && !fautesDe(q, cle).length;

  /* The first page that has no answer that holds; then the check. */
  const prochaine = (q) => pages(q).find(({ cle }) => !repondue(q, cle))?.cle ?? VERIFIER;

  function atteinte(q, cle) {
    const etapes = ordre(q);
    return etapes.includes(cle) && etapes.indexOf(cle) <= etapes.indexOf(prochaine(q));
  }

  function apres(q, cle) {
    const attendue = prochaine(q);
    const derniere = pages(q).at(-1).cle === cle;
    return attendue === VERIFIER && derniere && pieces(q).length ? AJOUTER : attendue;
  }

  function aller(q, cle, nouvelle = true) {
    if (nouvelle) history.pushState(null, "", ETAPE + cle);
    else history.replaceState(history.state, "", ETAPE + cle);
    afficher(q, cle);
    maintenant(q).catch(dire);
  }

  /* The screen. */

  const cadre = (q, nom) => Cadres.tirer(nom, q.racine.dataset.sprite);

  function afficher(q, cle) {
    const premiere = q.ici === null;
    q.ici = cle;
    const dessin = cadre(q, { [AJOUTER]: AJOUTER, [VERIFIER]: VERIFIER }[cle] ?? "etape");
    const ecran = q.racine.querySelector("[data-ecran]");
    ecran.replaceChildren(dessin);
    q.racine.querySelector("[data-fautes]").replaceChildren();
    const etapes = ordre(q);
    const rang = etapes.indexOf(cle) + 1;
    q.racine.querySelector("[data-presentation]").hidden = rang > 1;
    ecran.querySelector("[data-rang]").textContent = `Étape ${rang} sur ${etapes.length}`;
    Object.assign(ecran.querySelector("progress"), { value: rang, max: etapes.length });
    ecran.querySelector("[data-revenir]").addEventListener("click", () => (rang > 1 ? aller(q, etapes[rang - 2]) : history.back()));
    if (cle === AJOUTER) documents(q, ecran);
    else if (cle === VERIFIER) verifier(q, ecran);
    else etape(q, ecran, cle);
    scrollTo(0, 0);
    if (!premiere && !q.racine.querySelector("[data-fautes] [role=alert]")) ecran.querySelector("h2").focus({ preventScroll: true });
  }

  function etape(q, ecran, cle) {
    const page = q.pages.find((une) => une.cle === cle);
    const modele = Pages.modele(q.racine, cle);
    const formulaire = ecran.querySelector("form");
    const boite = formulaire.querySelector("[data-questions]");
    formulaire.querySelector("h2").textContent = page.titre;
    boite.append(modele.dessin());
    const duServeur = q.fautes.filter(({ ou }) => ou === cle);
    if (duServeur.length) accuser(q, boite, modele, duServeur);
    Pages.remplir(boite, q.dites[cle] ?? page.proposees ?? {});
    const repondre = () => {
      q.dites[cle] = Pages.lire(boite);
      q.touchee = true;
    };
    formulaire.addEventListener("input", () => {
      repondre();
      garder(q);
    });
    formulaire.addEventListener("submit", (evenement) => {
      evenement.preventDefault();
      repondre();
      q.fautes = q.fautes.filter(({ ou }) => ou !== cle);
      const fautes = fautesDe(q, cle);
      if (fautes.length) accuser(q, boite, modele, fautes);
      else aller(q, apres(q, cle));
    });
  }

  function accuser(q, boite, modele, fautes) {
    const dites = Pages.montrerFautes(boite, modele, fautes);
    avertirDe(q, "À revoir :", dites.map(({ intitule, quoi, vers }) => {
      if (!vers) return Pages.element("li", {}, quoi);
      const lien = Pages.element("a", { href: `#${vers.id}` }, intitule);
      lien.addEventListener("click", (evenement) => {
        evenement.preventDefault();
        vers.focus();
      });
      return Pages.element("li", {}, lien, ` : ${quoi}`);
    }));
  }

  function avertirDe(q, titre, lignes) {
    const bandeau = Pages.alerte(titre, lignes);
    q.racine.querySelector("[data-fautes]").replaceChildren(bandeau);
    bandeau.focus();
  }

  function documents(q, ecran) {
    const avis = q.racine.querySelector("template[data-avis]");
    if (avis) ecran.querySelector("[data-avis]").append(avis.content.cloneNode(true));
    Pieces.dessiner(ecran.querySelector("[data-pieces]"), pieces(q), q.fichiers, q.racine.dataset, () => {
      q.touchee = true;
      return maintenant(q);
    });
    const duServeur = q.fautes.filter(({ ou }) => ou === AJOUTER);
    if (duServeur.length) avertirDe(q, "À revoir :", duServeur.map(({ quoi }) => Pages.element("li", {}, quoi)));
    ecran.querySelector("form").addEventListener("submit", (evenement) => {
      evenement.preventDefault();
      q.fautes = q.fautes.filter(({ ou }) => ou !== AJOUTER);
      aller(q, VERIFIER);
    });
  }

  function verifier(q, ecran) {
    const rubriques = pages(q).map(({ cle, titre }) => {
      const dites = Pages.mots(Pages.modele(q.racine, cle), q.dites[cle] ?? {});
      return { cle: ETAPE + cle, titre, lignes: dites, manques: repondue(q, cle) ? [] : ["Cette page est à compléter."] };
    });
    const demandees = pieces(q);
    if (demandees.length) rubriques.push({ cle: ETAPE + AJOUTER, ...Verification.documents(demandees, q.fichiers) });
    Verification.dessiner(ecran, rubriques, q.racine, { rupture: tient(q, q.rupture), sensible: tient(q, q.sensible) });
    ecran.querySelector("form").addEventListener("submit", (evenement) => {
      evenement.preventDefault();
      enregistrer(q, evenement.submitter).catch((panne) => avertirDe(q, panne.message, []));
    });
  }

  /* Keeping and saving. */

  let minuterie = null;
  let file = Promise.resolve(); // one draft written at a time

  function garder(q) {
    clearTimeout(minuterie);
    minuterie = setTimeout(() => maintenant(q).catch(dire), REPOS);
  }

  const dire = (panne) => avertir(panne.message);

  /* One that was only looked at leaves no draft. */
  function maintenant(q) {
    clearTimeout(minuterie);
    const ecriture = file.then(() => (q.touchee && !q.fini ? ecrire(q) : null));
    file = ecriture.catch(() => null);
    return ecriture;
  }

  /* A file that is kept is named by its key from then on. */
  async function ecrire(q) {
    const ecrits = [...q.fichiers];
    const dit = { reponses: q.dites, point: q.ici, fichiers: ecrits, remplace: q.remplace, fautes: q.fautes };
    const gardes = await Envois.garderBrouillon(q.slug, dit);
    ecrits.forEach((un, rang) => Object.assign(un, gardes[rang]));
  }

  async function enregistrer(q, bouton) {
    const attendue = prochaine(q);
    const demandees = pieces(q);
    if (attendue !== VERIFIER) return aller(q, attendue);
    if (Pieces.manquantes(demandees, q.fichiers).length) return aller(q, AJOUTER);
    bouton.disabled = true;
    try {
      await maintenant(q).catch(() => null);
      await Envois.enregistrer(contenu(q, demandees));
    } catch (panne) {
      bouton.disabled = false;
      throw panne;
    }
    q.fini = true;
    finir(q);
  }

  function contenu(q, demandees) {
    const { slug, titre, version, revision, remplace } = q;
    const reponses = Object.fromEntries([...montrees(q)].map((cle) => [cle, q.dites[cle]]));
    const fichiers = q.fichiers.filter(({ emplacement }) => demandees.some(({ nom }) => nom === emplacement));
    return { slug, titre, version, revision, reponses, fichiers, remplace };
  }

  /* Nothing is left to go back to. */
  function finir(q) {
    q.ici = null;
    q.racine.querySelector("[data-fautes]").replaceChildren();
    q.racine.querySelector("[data-presentation]").hidden = true;
    q.racine.querySelector("[data-ecran]").replaceChildren(cadre(q, "fini"));
    q.racine.querySelector("[data-annonce]").focus();
    scrollTo(0, 0);
  }

  addEventListener("popstate", () => {
    const q = enCours;
    const cle = location.hash.startsWith(ETAPE) ? location.hash.slice(ETAPE.length) : null;
    if (!q?.racine.isConnected || q.fini || cle === null || cle === q.ici) return;
    if (atteinte(q, cle)) afficher(q, cle);
    else aller(q, prochaine(q), false);
  });
  addEventListener("pagehide", () => enCours && maintenant(enCours).catch(dire));
  document.addEventListener("visibilitychange", () => document.hidden && enCours && maintenant(enCours).catch(dire));
  document.addEventListener("htmx:after:settle", preparer);
  preparer();
})();
