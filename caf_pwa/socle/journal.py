"""What is logged of an error: where it happened, never about whom."""

import traceback


def trace(exception: BaseException | None) -> str:
    """The kinds of the exceptions and their lines of code, the first cause first.

    Without their messages: PostgreSQL quotes the row it refuses, Python the value it cannot read.
    """
    etapes = []
    while exception is not None:
        genre = type(exception)
        lignes = "".join(traceback.format_tb(exception.__traceback__))
        etapes.append(f"{lignes}{genre.__module__}.{genre.__qualname__}")
        exception = exception.__cause__ or exception.__context__
    return "\n".join(reversed(etapes))
