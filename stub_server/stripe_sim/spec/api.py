"""What Stripe's SDK declares, read from api.json: parameters of operations, members of objects.

`README.md` beside this file describes the notation.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson

Json = dict[str, Any]
FILE = Path(__file__).with_name("api.json")


@cache
def declared() -> Json:
    """Read the file, once."""
    content: Json = orjson.loads(FILE.read_bytes())
    return content


def operation_params(where: str) -> Json:
    """Return the parameters of `METHOD path`. KeyError: the SDK declares no such operation."""
    params: Json = declared()["operations"][where]
    return params


def object_members(noun: str) -> Json:
    """Return the members of the object with that `object` member."""
    members: Json = declared()["objects"][noun]
    return members


def shared_type(name: str) -> Any:
    """Return the hash, or the list of words, that `=name` stands for."""
    return declared()["types"][name]


def enum_words(where: str, *path: str) -> list[str]:
    """Return the words that a parameter takes. `path`: its name, behind the names of hashes.

    KeyError: the SDK declares no such parameter.
    """
    value: Any = operation_params(where)
    for name in path:
        value = value[name if name in value else f"{name}!"]
        value = shared_type(value[1:]) if isinstance(value, str) else value
    if isinstance(value, dict):
        value = value["[]"]
    words: list[str] = shared_type(value[1:]) if isinstance(value, str) else value
    return words
