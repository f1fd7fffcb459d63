"""Telling a person what happened to their account, and letting them say that it was not them."""
