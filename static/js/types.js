/* The one Trusted Types policy. The browser refuses HTML made by a script unless it comes through here,
   and htmx gets it for the fragments that our own server sends. Scripts inside fragments are emptied. */

"use strict";

const SCRIPTS = /^\/(sw\.js|static\/js\/[a-z/-]+\.js\?v=[0-9a-f]{8})$/; // our own

const politique = {
  createHTML: (html) => html,
  createScript: () => "",
  createScriptURL: (adresse) => {
    if (!SCRIPTS.test(adresse)) throw new TypeError(adresse);
    return adresse;
  },
};

const types = window.trustedTypes?.createPolicy("caf", politique) ?? politique;

htmx.registerExtension("caf-types", { init: (api) => api.initSecurity(types) });
