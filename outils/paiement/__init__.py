"""A payment gateway for trying things on: it speaks Lyra's dialect, and takes nobody's money.

``gunicorn outils.paiement.application:app`` serves it beside the application.
"""
