"""« Empreinte ou visage »: passkeys, their ceremonies with a browser, and their pages."""
