/* The one Trusted Types policy. The browser refuses HTML made by a script unless it comes through here,
   and htmx gets it for the fragments that our own server sends. Scripts inside fragments are emptied. */

"use strict";

if (window.trustedTypes) {
  const politique = trustedTypes.createPolicy("caf", { createHTML: (html) => html, createScript: () => "" });
  htmx.registerExtension("caf-types", { init: (api) => api.initSecurity(politique) });
}
