"""Questions and rules that several démarches of the catalogue share, by subject."""
