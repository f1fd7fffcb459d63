"""What is logged: where something went wrong, never about whom.

An address may name somebody's payment and the message of an exception may quote a row, so neither is written.
"""

import traceback
from types import TracebackType

from flask import Flask, request

Infos = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Application(Flask):
    """Flask, whose log names the view that failed and the lines it went through."""

    def log_exception(self, exc_info: Infos) -> None:
        self.logger.error("%s %s\n%s", request.method, request.endpoint, trace(exc_info[1]))


def trace(exception: BaseException | None) -> str:
    """The kinds of the exceptions and their lines of code, the first cause first."""
    etapes = []
    while exception is not None:
        genre = type(exception)
        lignes = "".join(traceback.format_tb(exception.__traceback__))
        etapes.append(f"{lignes}{genre.__module__}.{genre.__qualname__}")
        exception = exception.__cause__ or exception.__context__
    return "\n".join(reversed(etapes))
