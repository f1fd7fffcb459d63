/* In the worker: a base of this device, opened at its first use and kept open; anew once it was closed or could not be. */

"use strict";

function garderOuverte(nom, version, upgrade) {
  let base = null;
  const oublier = () => {
    base = null;
  };

  return () => {
    base ??= idb
      .openDB(nom, version, {
        upgrade,
        blocking(_ancienne, _nouvelle, evenement) {
          oublier(); // a newer worker changes the base: it goes first
          evenement.target.close();
        },
        terminated: oublier,
      })
      .catch((panne) => {
        oublier();
        throw panne;
      });
    return base;
  };
}
