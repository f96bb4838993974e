"""JSDoc's tags in a comment, `@minimum 1`: keywords under their own names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from stub_server.contract.infer.constraint_phrases import Constraint, Kind, constraint_of
from stub_server.contract.infer.keyword_builders import NUMBER, literal, number
from stub_server.contract.model import Json

Read = Callable[[str], Json]

_TAG = re.compile(r"(?:^|(?<=\s))@([a-zA-Z]+)\b[ \t]*")
_PROSE = {"description", "link", "remarks", "see", "since", "summary", "todo"}


@dataclass
class Tags:
    """The constraints of a comment's tags, the words left over, and the tags not read."""

    constraints: list[Constraint] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_tags(comment: str) -> tuple[str, Tags]:
    """The comment without its tags, and the tags; each ends where the next one begins."""
    starts = list(_TAG.finditer(comment))
    tags = Tags()
    ends = [start.start() for start in starts[1:]] + [len(comment)]
    for match, end in zip(starts, ends, strict=False):
        name, value = match.group(1), comment[match.end() : end].strip()
        _add_tag(name, value, f"@{name} {value}".strip(), tags)
    return comment[: starts[0].start()] if starts else comment, tags


def _add_tag(name: str, value: str, words: str, tags: Tags) -> None:
    kind, read = _READ.get(name.lower(), ("any", _nothing))
    more = ""
    if read in _COUNTS:
        value, _, more = value.partition(" ")
    try:
        tags.constraints.append(Constraint(kind, read(value), words))
        tags.words += [more.strip()] if more.strip() else []
    except ValueError:
        tags.words.append(words)
        if name.lower() not in _PROSE:
            tags.unread.append(words)


def _nothing(value: str) -> Json:
    raise ValueError(value)


def _number(key: str) -> Read:
    def read(value: str) -> Json:
        if not re.fullmatch(NUMBER, value):
            raise ValueError(value)
        return {key: number(value)}

    return read


def _count(key: str) -> Read:
    def read(value: str) -> Json:
        if not re.fullmatch(r"\d{1,9}", value):
            raise ValueError(value)
        return {key: int(value)}

    return read


def _pattern(value: str) -> Json:
    slashed = constraint_of(value) if value.startswith("/") else None
    if not value:
        raise ValueError(value)
    return slashed.keywords if slashed and slashed.kind == "string" else {"pattern": value}


def _format(value: str) -> Json:
    if not re.fullmatch(r"[a-z][a-z-]*", value):
        raise ValueError(value)
    return {"format": value}


def _default(value: str) -> Json:
    return {"default": literal(value)}


def _example(value: str) -> Json:
    return {"examples": [_literal_or_text(value)]}


def _literal_or_text(value: str) -> Any:
    try:
        return literal(value)
    except ValueError:
        if not value:
            raise
        return value


def _type(value: str) -> Json:
    if value.strip("{}") not in ("integer", "int"):
        raise ValueError(value)
    return {"type": "integer"}


_READ: dict[str, tuple[Kind, Read]] = {
    "minimum": ("number", _number("minimum")),
    "maximum": ("number", _number("maximum")),
    "exclusiveminimum": ("number", _number("exclusiveMinimum")),
    "exclusivemaximum": ("number", _number("exclusiveMaximum")),
    "minlength": ("string", _count("minLength")),
    "maxlength": ("string", _count("maxLength")),
    "minitems": ("array", _count("minItems")),
    "maxitems": ("array", _count("maxItems")),
    "pattern": ("string", _pattern),
    "format": ("string", _format),
    "type": ("number", _type),
    "default": ("any", _default),
    "example": ("any", _example),
}
_COUNTS = [
    read for name, (_, read) in _READ.items() if name.startswith(("min", "max", "exclusive"))
]
