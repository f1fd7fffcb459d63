"""A program of its own: reads ``{name: [type, text]}`` in JSON, writes ``{name: text}``, as short as it can be.

The library brings a second runtime, which a process that serves would keep for ever.
"""

import json
import sys

import minify

json.dump({nom: minify.string(genre, texte) for nom, (genre, texte) in json.load(sys.stdin).items()}, sys.stdout)
