"""The WSGI application: ``flask --app app …`` and ``gunicorn app:app``."""

import os

from caf_pwa import create_app

app = create_app()

if os.environ.get("FLASK_RUN_FROM_CLI"):  # what commands need weighs on a process that serves: a tenth of its memory
    from caf_pwa import commandes

    commandes.init_app(app)
