"""Mes ressources, with the quotient familial: a page that reads the dossier and owns no table."""
