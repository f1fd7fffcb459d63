/* In the worker: what is shown without network. Only fragments are kept: asked for a whole page, the worker puts the
   fragment into the shell. */

"use strict";

async function horsConnexion(request, coffre, gardee, raison) {
  if (!gardee) return publique(request, new URL(request.url).pathname, coffre);
  if (!gardee.type.startsWith("text/html")) {
    return new Response(gardee.corps, { headers: { "Content-Type": gardee.type, "X-Content-Type-Options": "nosniff" } });
  }
  const du = [gardee.du, coffre.du].filter(Boolean).sort().at(-1);
  const bandeau = bandeauHorsConnexion(raison, du, request.url);
  if (estUnFragment(request)) return fragmentEnReponse(gardee, bandeau);
  return habiller(avecBandeau(new TextDecoder().decode(gardee.corps), bandeau), true, 200);
}

/* A page that is the same for everybody; in place of any other, the one that says why there is nothing. */
async function publique(request, adresse, coffre) {
  const cache = await caches.open(CACHE);
  const trouvee = await cache.match(adresse.startsWith("/verifier/") ? "/verifier" : adresse); // its code stays here
  const fermee = coffre?.mode === "prf" ? "/hors-ligne/empreinte" : "/hors-ligne/ferme";
  const raison = coffre && !coffre.cle ? fermee : "/hors-ligne";
  const html = await (trouvee ?? (await cache.match(raison))).text();
  const statut = trouvee ? 200 : 503;
  if (!estUnFragment(request)) return habiller(html, Boolean(coffre?.cle), statut);
  return new Response(html, { status: statut, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/* The shell with a fragment in it: its headers, its policy of content, and the title of the fragment. */
async function habiller(fragment, avecOnglets, statut) {
  const cache = await caches.open(CACHE);
  const coquille = await cache.match("/hors-ligne/coquille");
  const [titre] = fragment.match(/<title>[^]*?<\/title>/);
  let html = await coquille.text();
  html = html.replace(/<title>[^]*?<\/title>/, () => titre);
  html = html.replace("<!--dossier-->", () => fragment.replace(titre, ""));
  if (!avecOnglets) html = html.replace(/<nav class="onglets"[^]*?<\/nav>/, "");
  const entetes = new Headers(coquille.headers);
  for (const nom of ["Content-Encoding", "Content-Length"]) entetes.delete(nom);
  return new Response(html, { status: statut, headers: entetes });
}

function fragmentEnReponse(gardee, bandeau) {
  const html = avecBandeau(new TextDecoder().decode(gardee.corps), bandeau);
  return new Response(html, { headers: { "Content-Type": gardee.type } });
}

const avecBandeau = (fragment, bandeau) => fragment.replace("</title>", () => `</title>${bandeau}`);

const bandeauHorsConnexion = (raison, du, adresse) =>
  `<div class="bandeau hors-connexion" role="status"><svg class="icone" aria-hidden="true">` +
  `<use href="${REGLAGES.sprite}#cloud-off"/></svg><div><p>${raison} Données du ${enToutesLettres(du)}</p>` +
  `<p class="liens"><a href="${adresse}">Réessayer</a></p></div></div>`;

const MOIS = [
  ..."janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
];

/* "2026-11-23T14:05:11+01:00" → "23 novembre à 14 h 05": the server's clock and its form, whatever the phone's. */
function enToutesLettres(iso) {
  const [, mois, jour, heure, minute] = iso.match(/-(\d\d)-(\d\d)T(\d\d):(\d\d)/).map(Number);
  return `${jour === 1 ? "1er" : jour} ${MOIS[mois - 1]} à ${heure} h ${String(minute).padStart(2, "0")}`;
}
