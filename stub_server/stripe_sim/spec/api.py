"""Declarations of Stripe's SDK, from api.json: parameters of operations, members of objects.

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
def load_declarations() -> Json:
    """Return the content of api.json, read once."""
    content: Json = orjson.loads(FILE.read_bytes())
    return content


def operation_params(where: str) -> Json:
    """Return the parameters of `METHOD path`. Raise KeyError if it is not declared."""
    params: Json = load_declarations()["operations"][where]
    return params


def object_members(noun: str) -> Json:
    """Return the members of the object with that `object` member."""
    members: Json = load_declarations()["objects"][noun]
    return members


def shared_type(name: str) -> Any:
    """Return the hash, or the list of words, to which `=name` refers."""
    return load_declarations()["types"][name]


def enum_words(where: str, *path: str) -> list[str]:
    """Return the words of an enum parameter. `path`: names of its hashes, and its name.

    Raise KeyError if it is not declared.
    """
    value: Any = operation_params(where)
    for name in path:
        value = value[name if name in value else f"{name}!"]
        value = shared_type(value[1:]) if isinstance(value, str) else value
    if isinstance(value, dict):
        value = value["[]"]
    words: list[str] = shared_type(value[1:]) if isinstance(value, str) else value
    return words
