"""The households of the demonstration, one file each. A file has ``dossier(aujourdhui)``."""
