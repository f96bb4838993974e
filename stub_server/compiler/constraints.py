"""What a comment says about a value: constraints in words become JSON Schema keywords."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from stub_server.compiler.countries import ASSIGNED

Json = dict[str, Any]
Kind = Literal["string", "number", "array", "any"]

_UTC = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$"
_NUMBER = r"(-?\d{1,15}(?:\.\d{1,10})?)"
_COUNT = r"(\d{1,9})"
_SIGNS = r"(char(?:acter)?s?|letters?|digits?|signs?)"
_LEAST = r"(?:min(?:imum|\.)?|at least|>=|≥)(?: length)?:? ?"
_MOST = r"(?:max(?:imum|\.)?|at most|up to|<=|≤)(?: length)?:? ?"
_SPAN = r" ?(?:\.\.\.?|…|–|—|-|to|and) ?"
_BOUNDS = {
    ">": "exclusiveMinimum",
    ">=": "minimum",
    "≥": "minimum",
    "<": "exclusiveMaximum",
    "<=": "maximum",
    "≤": "maximum",
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """Keywords for values of one kind; `words` is the phrase that gave them."""

    kind: Kind
    keywords: Json
    words: str
    kept: bool = False


def read(comment: str) -> tuple[list[Constraint], str]:
    """The constraints of a comment, and the words that remain for the description."""
    found: list[Constraint] = []
    rest = ""
    for phrase, separator in _phrases(comment):
        constraint = _constraint(phrase)
        if constraint is not None:
            found.append(constraint)
        if constraint is None or constraint.kept:
            rest += phrase + separator
    return found, rest.strip(" ,;–—\t\n")


def _phrases(comment: str) -> Iterator[tuple[str, str]]:
    """The phrases between commas, semicolons and dashes, each with what separates it.

    A pattern between slashes is one phrase, whatever signs are in it.
    """
    rest = comment
    while rest:
        pattern = re.match(
            r"\s*/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*(?=\s*(?:[,;]|$)|\s[–—]\s)", rest
        )
        begin = pattern.end() if pattern else 0
        separator = re.compile(r"\s*[,;]\s*|\s+[–—]\s+").search(rest, begin)
        if separator is None:
            yield rest, ""
            return
        yield rest[: separator.start()], separator.group()
        rest = rest[separator.end() :]


def _constraint(phrase: str) -> Constraint | None:
    text = " ".join(phrase.split()).rstrip(".")
    if text.startswith("/") and (pattern := re.fullmatch(r"/(.+)/([a-z]*)", text)):
        return _pattern(pattern, text)
    for expression, kind, build in _RULES:
        if match := expression.fullmatch(text):
            keywords = build(match)
            kept = bool(keywords.pop("_kept", False))
            return Constraint(kind, keywords, text, kept) if keywords else None
    return None


def _pattern(match: re.Match[str], words: str) -> Constraint | None:
    """A pattern between slashes; of its flags, JSON Schema only knows those that change nothing."""
    source, flags = match.groups()
    if set(flags) - set("uvgsy"):
        return Constraint("string", {}, words)
    return Constraint("string", {"pattern": source.replace("\\/", "/")}, words)


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _range(match: re.Match[str]) -> Json:
    low, high = (_number(one) for one in match.groups()[-2:])
    whole = _whole(match) or all(isinstance(one, int) for one in (low, high))
    return {**({"type": "integer"} if whole else {}), "minimum": low, "maximum": high}


def _whole(match: re.Match[str]) -> bool:
    return match.string.lower().lstrip("an ").startswith(("integer", "whole"))


def _compared(match: re.Match[str]) -> Json:
    """`integer >= 1`, `> 0 and <= 5`, `>= 0`."""
    bounds = re.findall(r"(>=|<=|≥|≤|>|<) ?" + _NUMBER, match.string)
    keywords: Json = {"type": "integer"} if _whole(match) else {}
    return keywords | {_BOUNDS[sign]: _number(value) for sign, value in bounds}


def _default(match: re.Match[str]) -> Json:
    """A default that is a JSON literal; any other is left to the description."""
    try:
        value = json.loads(match.group(1).replace("'", '"').strip("`"), parse_constant=_refused)
    except (ValueError, RecursionError):
        return {}
    return {"default": value} if not isinstance(value, (list, dict)) else {}


def _refused(constant: str) -> None:
    raise ValueError(constant)


def _same(**keywords: Any) -> Callable[[re.Match[str]], Json]:
    return lambda _match: dict(keywords)


def _bound(low: str | None, high: str | None) -> Callable[[re.Match[str]], Json]:
    """Keywords for the counts that the expression's groups hold, in their order."""
    keys = [key for key in (low, high) if key]
    return lambda match: dict(
        zip(keys, (int(g) for g in match.groups() if g.isdigit()), strict=False)
    )


def _rule(
    expression: str, kind: Kind, build: Callable[[re.Match[str]], Json]
) -> tuple[re.Pattern[str], Kind, Callable[[re.Match[str]], Json]]:
    return re.compile(expression, re.IGNORECASE), kind, build


_INTEGER = r"(?:an? )?(?:integer|whole number)"
_COMPARE = r"(?:>=|<=|≥|≤|>|<) ?" + _NUMBER
_RULES = (
    _rule(
        rf"(?:{_INTEGER}|number)?:? ?(?:from |between )?{_NUMBER}{_SPAN}{_NUMBER}", "number", _range
    ),
    _rule(
        rf"(?:{_INTEGER} ?|number ?)?{_COMPARE}(?:(?: and| &&|)? {_COMPARE})?", "number", _compared
    ),
    _rule(_INTEGER + "s?", "number", _same(type="integer")),
    _rule(rf"(?:a )?positive {_INTEGER}", "number", _same(type="integer", minimum=1)),
    _rule(rf"(?:a )?non-?negative {_INTEGER}", "number", _same(type="integer", minimum=0)),
    _rule(r"positive", "number", _same(exclusiveMinimum=0)),
    _rule(r"non-?negative", "number", _same(minimum=0)),
    _rule(rf"{_LEAST}{_COUNT} {_SIGNS}", "string", _bound("minLength", None)),
    _rule(rf"{_MOST}{_COUNT} {_SIGNS}", "string", _bound("maxLength", None)),
    _rule(rf"{_COUNT}{_SPAN}{_COUNT} {_SIGNS}", "string", _bound("minLength", "maxLength")),
    _rule(
        rf"(?:exactly )?{_COUNT} {_SIGNS}",
        "string",
        lambda match: {"minLength": int(match.group(1)), "maxLength": int(match.group(1))},
    ),
    _rule(rf"{_LEAST}{_COUNT} (?:items?|entries|elements?)", "array", _bound("minItems", None)),
    _rule(rf"{_MOST}{_COUNT} (?:items?|entries|elements?)", "array", _bound("maxItems", None)),
    _rule(rf"{_LEAST}{_NUMBER}", "number", lambda match: {"minimum": _number(match.group(1))}),
    _rule(rf"{_MOST}{_NUMBER}", "number", lambda match: {"maximum": _number(match.group(1))}),
    _rule(r"(?:not|non)[ -]?(?:blank)", "string", _same(pattern=r"\S", minLength=1)),
    _rule(r"(?:not|non)[ -]?empty", "any", _same(minLength=1, minItems=1)),
    _rule(
        r"(?:ISO[- ]?8601,? (?:in )?UTC|UTC,? ISO[- ]?8601)(?: with Z)?",
        "string",
        _same(format="date-time", pattern=_UTC),
    ),
    _rule(r"ISO[- ]?8601(?: (?:date-?time|timestamp))?", "string", _same(format="date-time")),
    _rule(r"ISO[- ]?8601 date|YYYY-MM-DD", "string", _same(format="date")),
    _rule(
        r"ISO[- ]?3166(?:-1)?,? alpha-?2(?: (?:country )?code)?",
        "string",
        _same(pattern="^[A-Z]{2}$", enum=list(ASSIGNED), _kept=True),
    ),
    _rule(r"(?:an? )?(?:valid )?e-?mail(?: address)?", "string", _same(format="email")),
    _rule(r"(?:an? )?absolute path\b.*", "string", _same(pattern="^/", _kept=True)),
    _rule(r"(?:an? )?(?:absolute |https? )?(?:URI|URL)", "string", _same(format="uri")),
    _rule(r"(?:an? )?uuid(?: ?v\d)?", "string", _same(format="uuid")),
    _rule(r"(?:default|defaults to|by default)s?:? ?(.+)", "any", _default),
)
