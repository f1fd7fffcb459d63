"""The settings of gunicorn: ``gunicorn --config python:caf_pwa.serveur app:app``.

The application is not preloaded: each worker opens its own connections to the database, so none is shared
across a fork. Its code is: gunicorn reads this file, and so imports the package, before it forks.
"""

import ctypes
import logging
import os
import sys
from pathlib import Path
from typing import Any

from caf_pwa.socle.journal import trace

_production = os.environ.get("CAF_MODE") == "production"

# Another machine reaches a server in production only; elsewhere the dossiers stay on this one.
bind = f"{'0.0.0.0' if _production else '127.0.0.1'}:{os.environ.get('PORT') or 8000}"  # noqa: S104
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 7  # three of them may wait for a password to be hashed, three for the press: some are left for pages
timeout = 30
graceful_timeout = 20
keepalive = 15

# The longest honest request: one cookie, an ETag, the headers of a browser and of its proxy.
limit_request_line = 4096
limit_request_fields = 64
limit_request_field_size = 8190

# The heartbeat of a worker must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True

accesslog = None  # an address and the hour of a visit tell about a person
errorlog = "-"
loglevel = "info"


# malloc.h. Two reserves of memory serve all the threads, not one each; what is large is asked of the system and given
# back at once, whatever was freed before: what glibc learns by itself keeps it.
_MALLOC = {-8: 2, -3: 128 * 1024, -1: 128 * 1024}  # M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD (bytes)


def post_fork(_serveur: Any, _ouvrier: Any) -> None:
    """A process that serves for months holds what it needs, and no more."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", lambda *_: 0)
        for reglage, valeur in _MALLOC.items():
            mallopt(reglage, valeur)


# What gunicorn says of a request that failed, before it quotes it.
_ANNONCES = ("Invalid request", "Error handling request", "Socket error processing request")


def on_starting(serveur: Any) -> None:
    """Before the first worker: they all inherit the filter."""
    serveur.log.error_log.addFilter(sans_donnees)


def sans_donnees(ligne: logging.LogRecord) -> bool:
    """Take out of gunicorn's log what it quotes of a request: where it comes from, its address, its headers."""
    for annonce in _ANNONCES:
        if str(ligne.msg).startswith(annonce):
            exception = ligne.exc_info[1] if ligne.exc_info else None
            ligne.msg, ligne.args, ligne.exc_info = "\n".join(filter(None, (annonce, trace(exception)))), (), None
    return True
