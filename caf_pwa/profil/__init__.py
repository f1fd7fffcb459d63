"""The fourth tab. Reads the dossier, owns no table."""
