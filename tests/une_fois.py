"""What each application makes anew, and is the same each time: made once for all the tests of a process.

Nothing of ours is in here, nor anything that a test could look at: the addresses of the routes, the code of templates.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

_adresses: dict[Any, Callable[..., tuple[str, str]]] = {}
_compiler = Rule._compile_builder


def _compiler_une_fois(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    cle = (tuple(self._trace), tuple(sorted((self.defaults or {}).items())), append_unknown)
    if cle not in _adresses:
        _adresses[cle] = _compiler(self, append_unknown)
    return _adresses[cle]


class _Gabarits(BytecodeCache):
    """By what a template says, not by where it is: a changed one is another."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[(bucket.key, bucket.checksum)] = bucket.code


_gabarits = _Gabarits()


def preparer() -> None:
    Rule._compile_builder = _compiler_une_fois  # type: ignore[method-assign]


def garder_les_gabarits(app: Flask) -> Flask:
    app.jinja_env.bytecode_cache = _gabarits
    return app
