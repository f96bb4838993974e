"""Build keywords from the groups of a phrase's match: numbers, bounds, patterns, literals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from stub_server.contract.model import Json

Match = re.Match[str]
Build = Callable[[Match], Json | None]

NUMBER = r"(-?\d{1,15}(?:\.\d{1,10})?)"
SIGN = r"(?:>=|<=|≥|≤|>|<|greater than|more than|less than)"
_UTC = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$"
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([\w.-]+)")
_BOUNDS = {
    ">": "exclusiveMinimum",
    "greater than": "exclusiveMinimum",
    "more than": "exclusiveMinimum",
    ">=": "minimum",
    "≥": "minimum",
    "<": "exclusiveMaximum",
    "less than": "exclusiveMaximum",
    "<=": "maximum",
    "≤": "maximum",
}
_TURNED = {"<": ">", "<=": ">=", "≤": "≥", ">": "<", ">=": "<=", "≥": "≤"}


def literal(text: str) -> Any:
    """The JSON literal that a text is, in whatever quotes; ValueError for any other text."""
    plain = text[1:-1] if re.fullmatch(r"`[^`]*`", text) else text
    if re.fullmatch(r"'[^']*'", plain):
        return plain[1:-1]
    try:
        value = json.loads(plain, parse_constant=_refused)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as deep:
        raise ValueError(text) from deep
    return value


def _refused(constant: str) -> None:
    raise ValueError(constant)


def number(text: str) -> int | float:
    """The number that a text is, whole where no point is in it."""
    return float(text) if "." in text else int(text)


def _whole(match: Match) -> Json:
    says = re.match(r"(?:must be )?(?:an? )?(?:integer|int|whole)\b", match.string, re.IGNORECASE)
    return {"type": "integer"} if says else {}


def span(match: Match) -> Json | None:
    """`0 to 100`; no constraint where the first is the greater."""
    low, high = (number(group) for group in match.groups())
    return {**_whole(match), "minimum": low, "maximum": high} if low <= high else None


def comparison(match: Match) -> Json:
    """`integer >= 1`, `> 0 and <= 5`, `more than 0`."""
    bounds = re.findall(rf"({SIGN}) ?{NUMBER}", match.string, re.IGNORECASE)
    return _whole(match) | {_BOUNDS[sign.lower()]: number(value) for sign, value in bounds}


def between(match: Match) -> Json:
    """`0 < x <= 10`: the sign left of the value is turned around."""
    low, first, second, high = match.groups()
    keywords = {_BOUNDS[_TURNED[first]]: number(low)}
    return keywords | {_BOUNDS[second]: number(high)} if second else keywords


def pattern(match: Match) -> Json:
    """A pattern; of the flags behind slashes, JSON Schema only knows those that change nothing."""
    slashed, flags, bare = match.groups()
    if set(flags or "") - set("uvgsy"):
        return {}
    return {"pattern": bare if slashed is None else slashed.replace("\\/", "/")}


def choice(match: Match) -> Json | None:
    """Two or more texts to choose from."""
    words = [next(filter(None, word), "") for word in _WORD.findall(match.group(1))]
    kept = [word for word in dict.fromkeys(words) if word.lower() != "or"]
    return {"enum": kept} if len(kept) > 1 else None


def default(match: Match) -> Json | None:
    """A default that is a JSON literal; any other is left to the description."""
    try:
        value = literal(match.group(1))
    except ValueError:
        return None
    return {"default": value} if not isinstance(value, (list, dict)) else None


def same(**keywords: Any) -> Build:
    """Keywords that are the same for every match."""
    return lambda _match: dict(keywords)


def bound(*keys: str, read: Callable[[str], int | float] = int) -> Build:
    """Keywords for the numbers in the expression's groups; one number may fill several."""

    def build(match: Match) -> Json:
        values = [read(group) for group in match.groups()]
        return dict(zip(keys, values * (len(keys) // len(values)), strict=True))

    return build


def ordered(low: str, high: str) -> Build:
    """Two counts, the first at most the second."""

    def build(match: Match) -> Json | None:
        least, most = (int(group) for group in match.groups())
        return {low: least, high: most} if least <= most else None

    return build


def times(match: Match) -> Json:
    """A moment; where UTC is said, with the Z that says it too."""
    utc = re.search(r"\bUTC\b|\bZ\b", match.string, re.IGNORECASE)
    return {"format": "date-time"} | ({"pattern": _UTC} if utc else {})
