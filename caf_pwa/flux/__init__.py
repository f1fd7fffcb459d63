"""The feed: how a household's dossier comes in from the institution's information system. There is no other way in."""
