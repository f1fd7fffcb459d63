"""The WSGI application: ``flask --app app …`` and ``gunicorn app:app``."""

from caf_pwa import create_app

app = create_app()
