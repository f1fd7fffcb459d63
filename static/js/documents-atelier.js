/* A photo made light before it goes: upright, 2000 points at most, under 600 kB, and nothing but its pixels.

   Answers { photo } with a JPEG, or { photo: null } when this browser cannot read the file: it goes as it is. */

"use strict";

const OCTETS = 600_000;
const COTE = 2000;
const QUALITES = [0.85, 0.75, 0.65, 0.5];

addEventListener("message", async ({ data, ports: [port] }) => {
  let photo = null;
  try {
    photo = await alleger(data);
  } catch {
    photo = null;
  }
  port.postMessage({ photo });
});

async function alleger(fichier) {
  const pixels = await createImageBitmap(fichier, { imageOrientation: "from-image" });
  try {
    let cote = Math.min(COTE, Math.max(pixels.width, pixels.height));
    for (;;) {
      const toile = dessiner(pixels, cote);
      for (const quality of QUALITES) {
        const photo = await toile.convertToBlob({ type: "image/jpeg", quality });
        if (photo.size < OCTETS) return photo;
      }
      cote = Math.round(cote * 0.8);
    }
  } finally {
    pixels.close();
  }
}

/* On white paper: a JPEG lets no light through. */
function dessiner(pixels, cote) {
  const echelle = cote / Math.max(pixels.width, pixels.height);
  const toile = new OffscreenCanvas(
    Math.max(1, Math.round(pixels.width * echelle)),
    Math.max(1, Math.round(pixels.height * echelle)),
  );
  const dessin = toile.getContext("2d");
  dessin.fillStyle = "white";
  dessin.fillRect(0, 0, toile.width, toile.height);
  dessin.drawImage(pixels, 0, 0, toile.width, toile.height);
  return toile;
}
