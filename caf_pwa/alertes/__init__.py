"""Alerts: the inbox, which is the truth. Other channels come to ring for it."""
