/* The frames of a démarche that the device asks alone: the same for all of them, so they are not kept with each. */

"use strict";

const Cadres = (() => {
  const ICONE = (nom) => `<svg class="icone" aria-hidden="true"><use data-dessin="${nom}"/></svg>`;
  const RANG = `<p class="discret" data-rang></p><progress class="avancement" aria-hidden="true"></progress>`;
  const REVENIR = `<button class="bouton bouton-second" type="button" data-revenir>Revenir</button>`;
  const badge = (nom, classe, dessin, texte) =>
    `<span data-${nom}><span class="badge badge-${classe}">${ICONE(dessin)}${texte}</span></span>`;
  const bandeau = (classe, dessin, corps, autres = "") =>
    `<div class="bandeau bandeau-${classe}" ${autres}>${ICONE(dessin)}<div>${corps}</div></div>`;

  const RUPTURE = `<p><strong>Dès que votre Caf reçoit cet envoi, nous protégeons votre accès.</strong>
    L’autorisation de gestion prend fin, s’il y en a une, et vos autres appareils sont déconnectés.</p>`;
  const SENSIBLE = `<p><strong>Ce changement attend une preuve que c’est bien vous.</strong>
    Nous vous la demandons quand le réseau revient : rien n’est reçu avant.</p>`;
  const ENREGISTRE = `<p tabindex="-1" data-annonce><strong>Enregistré sur ce téléphone, sera envoyé dès
    que possible.</strong></p><p>Vous n’avez rien d’autre à faire : l’envoi part quand le réseau revient. Gardez l’application
    jusqu’à ce que la démarche soit « Reçue ».</p>`;

  const HTML = {
    etape: `${RANG}<form class="carte formulaire" novalidate><h2 tabindex="-1"></h2><div data-questions></div>
      <div class="actions"><button class="bouton" type="submit">Continuer</button>${REVENIR}</div></form>`,
    documents: `${RANG}<h2 tabindex="-1">Vos documents</h2><div data-avis></div><div data-pieces></div>
      <form class="actions"><button class="bouton" type="submit">Vérifier</button>${REVENIR}</form>`,
    piece: `<section class="carte"><h3></h3>
      <p>${badge("exigee", "attention", "triangle-alert", "Demandé")}${badge("facultative", "neutre", "info", "Facultatif")}</p>
      <p class="aide" data-aide></p><ul class="liste" data-fichiers></ul><p role="status" data-dit></p>
      <div class="champ"><label>Prendre une photo<input type="file" accept="image/*" capture="environment"></label></div>
      <div class="champ"><label>Choisir un fichier<input type="file" accept="application/pdf,image/*,.heic,.heif" multiple></label></div>
      </section>`,
    verifier: `${RANG}<h2 tabindex="-1">Vérifier</h2>
      <p>Relisez vos réponses. Rien n’est envoyé avant que vous touchiez « Enregistrer et envoyer dès que possible ».</p>
      <div data-recapitulatif></div>
      ${bandeau("attention", "triangle-alert", RUPTURE, "data-rupture")}
      ${bandeau("attention", "triangle-alert", SENSIBLE, "data-sensible")}
      <section class="carte" data-suite><h2>Ce qui se passe ensuite</h2></section>
      <form class="carte formulaire"><div class="actions"><button class="bouton" type="submit">${ICONE("send")}Enregistrer et
      envoyer dès que possible</button>${REVENIR}</div></form>`,
    rubrique: `<section class="carte"><div class="entete"><h2></h2><a class="crayon">${ICONE("pencil")}<span>Modifier
      <span class="visuellement-cache"></span></span></a></div>
      ${bandeau("attention", "triangle-alert", "", "data-a-revoir")}<dl class="faits reponses"></dl></section>`,
    attend: bandeau("info", "clock", `<p>Cette démarche est déjà enregistrée sur ce téléphone, et attend d’être envoyée.
      <a href="/demarches/a-consulter">La voir ou la modifier</a></p>`),
    fini: `${bandeau("succes", "circle-check", ENREGISTRE)}
      <p><a class="bouton" href="/demarches/a-consulter">Voir ce qui attend</a></p>`,
  };

  function tirer(nom, sprite) {
    const moule = document.createElement("template");
    moule.innerHTML = types.createHTML(HTML[nom]);
    for (const dessin of moule.content.querySelectorAll("[data-dessin]")) {
      dessin.setAttribute("href", `${sprite}#${dessin.dataset.dessin}`);
    }
    return moule.content;
  }

  return { tirer };
})();
