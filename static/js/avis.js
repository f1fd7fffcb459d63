/* A short message at the foot of the screen, read aloud, with an optional button. */

"use strict";

function avertir(texte, bouton) {
  const boite = document.createElement("div");
  const phrase = document.createElement("span");
  phrase.textContent = texte;
  boite.append(phrase);
  const action = document.createElement("button");
  action.type = "button";
  action.className = "bouton";
  action.textContent = bouton?.texte ?? "Fermer";
  action.addEventListener("click", () => {
    boite.remove();
    bouton?.action();
  });
  boite.append(action);
  document.getElementById("avis").replaceChildren(boite);
}
