"""What was sent, as a refusal repeats it: text as it is, a hash as Ruby shows one."""

from __future__ import annotations

import re

from stub_server.stripe_sim.params.form import Tree

PLAIN = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)
ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def repeated(value: str | Tree) -> str:
    """The value in a message."""
    return value if isinstance(value, str) else _shown(value)


def _shown(value: str | Tree) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return "{" + ", ".join(f"{_symbol(name)}=>{_shown(each)}" for name, each in value.items()) + "}"


def _symbol(name: str) -> str:
    return f":{name}" if PLAIN.match(name) else f":{_quoted(name)}"


def _quoted(text: str) -> str:
    return f'"{text.translate(ESCAPES)}"'
