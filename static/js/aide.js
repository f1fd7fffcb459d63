/* In the worker: the help, which is the same for everybody, kept as it is: its subjects and what to search them by. */

"use strict";

const SOMMAIRE = "/assistant/sommaire.json";

async function garderLAide() {
  const cache = await caches.open(CACHE);
  if (await cache.match(SOMMAIRE)) return;
  const options = { credentials: "omit", headers: { "HX-Request": "true" } };
  const reponse = await fetch(SOMMAIRE, options);
  const { pages } = await reponse.clone().json();
  for (const page of pages) {
    const lue = await fetch(page, options);
    if (!lue.ok) throw new TypeError(page);
    await cache.put(page, lue); // under its address alone: it varies with HX-Request
  }
  await cache.put(SOMMAIRE, reponse); // last: it says that all are there
}
