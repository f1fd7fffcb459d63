"""A provider of identities for trying things on: it speaks FranceConnect's dialect, and knows invented people only.

``python -m outils.franceconnect`` serves it beside the application. In tests it can lie: see ``mensonges``.
"""
