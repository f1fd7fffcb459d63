/* After a tab has been swapped in: say where we are, to eyes and to screen readers. */

"use strict";

function marquerOnglet() {
  for (const lien of document.querySelectorAll(".onglets a")) {
    const ici = location.pathname.startsWith(lien.dataset.racine);
    if (ici) lien.setAttribute("aria-current", "page");
    else lien.removeAttribute("aria-current");
  }
}

/* What one screen alone needs comes with it, named where it is needed: each script once, in order. */
function chargerScripts() {
  const besoins = [...document.querySelectorAll("#onglet [data-scripts]")];
  for (const adresse of besoins.flatMap(({ dataset }) => dataset.scripts.split(" "))) {
    if (document.querySelector(`script[src^="${adresse.split("?")[0]}?"]`)) continue;
    const script = Object.assign(document.createElement("script"), { async: false });
    script.src = types.createScriptURL(adresse);
    document.head.append(script);
  }
}

document.addEventListener("htmx:before:request", () => {
  document.getElementById("onglet").setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", () => {
  document.getElementById("onglet").removeAttribute("aria-busy");
});

document.addEventListener("htmx:after:settle", () => {
  marquerOnglet();
  chargerScripts();
  const faute = document.querySelector("#onglet .bandeau-danger[role=alert]") ?? document.querySelector("#onglet [aria-invalid]");
  const annonce = document.querySelector("#onglet [data-annonce]");
  if (faute ?? annonce) (faute ?? annonce).focus();
  else document.querySelector("#onglet h1")?.focus({ preventScroll: true });
});

document.addEventListener("htmx:error", (evenement) => {
  avertir(
    evenement.target.matches?.("form[method=post]")
      ? "Pas de réseau : rien n’a été envoyé. Ce que vous avez écrit est resté sur cette page."
      : "Pas de réseau : rien n’a été changé. Réessayez dans un moment.",
  );
});

/* A link that is told as a button answers to the space bar too, as buttons do. */
document.addEventListener("keydown", (evenement) => {
  if (evenement.key !== " " || !evenement.target.matches?.("a[role=button]")) return;
  evenement.preventDefault();
  evenement.target.click();
});

/* A page that the browser kept aside may be somebody else's by now: ask for it again. */
addEventListener("pageshow", (evenement) => {
  if (evenement.persisted) location.reload();
});

marquerOnglet();
chargerScripts();
