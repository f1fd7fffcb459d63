/* In the worker: a file that the person keeps of what waits: a page that opens without us, its files inside. */

"use strict";

const echapper = (texte) => String(texte).replace(/[&<>"']/g, (signe) => `&#${signe.charCodeAt(0)};`);

async function copier(entree) {
  const { corps, fichiers } = await Reserve.contenu(entree);
  const liens = [];
  for (const un of fichiers) {
    const adresse = await enAdresse(await Contenus.fichier(entree.compte, un));
    liens.push(`<li><a download="${echapper(un.nom)}" href="${echapper(adresse)}">${echapper(un.nom)}</a></li>`);
  }
  const reponses = JSON.stringify(JSON.parse(corps).reponses, null, 2);
  const page =
    `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${echapper(entree.titre)}</title>` +
    `<h1>${echapper(entree.titre)}</h1><p>Copie de ce qui attend d’être envoyé à la Caf. Cette copie n’est pas un envoi.</p>` +
    `<h2>Vos réponses</h2><pre>${echapper(reponses)}</pre><h2>Vos fichiers</h2><ul>${liens.join("")}</ul></html>`;
  return { blob: new Blob([page], { type: "text/html" }), nom: `${entree.slug}.html` };
}

async function enAdresse(blob) {
  const octets = new Uint8Array(await blob.arrayBuffer());
  const parties = [];
  for (let debut = 0; debut < octets.length; debut += 0x8000) {
    parties.push(String.fromCharCode(...octets.subarray(debut, debut + 0x8000)));
  }
  return `data:${blob.type || "application/octet-stream"};base64,${btoa(parties.join(""))}`;
}
