"""Parameter values in error messages, in the notation of Ruby's `inspect`."""

from __future__ import annotations

import re

from stub_server.stripe_sim.params.form import Tree

SYMBOL = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)
ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def ruby_inspect(value: str | Tree) -> str:
    """Return the value for a message: text unchanged, a hash in Ruby notation."""
    return value if isinstance(value, str) else _inspect(value)


def _inspect(value: str | Tree) -> str:
    if isinstance(value, str):
        return _quote(value)
    return (
        "{" + ", ".join(f"{_symbol(name)}=>{_inspect(each)}" for name, each in value.items()) + "}"
    )


def _symbol(name: str) -> str:
    return f":{name}" if SYMBOL.match(name) else f":{_quote(name)}"


def _quote(text: str) -> str:
    return f'"{text.translate(ESCAPES)}"'
