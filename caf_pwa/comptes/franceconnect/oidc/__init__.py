"""FranceConnect's dialect of OpenID Connect: the only importer of authlib and joserfc."""
