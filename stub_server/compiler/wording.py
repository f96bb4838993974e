"""Phrases that constrain a value, and the JSON Schema keywords that they stand for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from stub_server.compiler.countries import ASSIGNED

Json = dict[str, Any]
Kind = Literal["string", "number", "array", "any", "size", "choice"]
Match = re.Match[str]

_UTC = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$"
_NUMBER = r"(-?\d{1,15}(?:\.\d{1,10})?)"
_COUNT = r"(\d{1,9})"
_SIGNS = r"(?:char(?:acter)?s?|letters?|digits?|signs?)(?: long)?"
_ITEMS = r"(?:items?|entries|elements?)"
_LEAST = r"(?:min(?:imum|\.)?|at least|no less than|>=|≥)(?: length)?(?: of)?:? ?"
_MOST = r"(?:max(?:imum|\.)?|at most|no more than|up to|<=|≤)(?: length)?(?: of)?:? ?"
_SPAN = r" ?(?:\.\.\.?|…|–|—|-|to|and) ?"
_AND = r",?(?: and| &&)? "
_UNIT = r"(?: ?(?:%|percent|€|EUR|euros?|cents?))?"
_INTEGER = r"(?:an? )?(?:integer|int|whole number)"
_SIGN = r"(?:>=|<=|≥|≤|>|<|greater than|more than|less than)"
_COMPARE = rf"{_SIGN} ?{_NUMBER}"
_ISO = r"(?:ISO[- ]?8601|RFC[- ]?3339)"
_TIME = r"(?:date-?time|timestamp|time)"
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([\w.-]+)")
_MUST = re.compile(
    r"(?:(?:must|should|shall|has to|needs to) (?:be |have |contain )|always )(?=\S)", re.IGNORECASE
)
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


@dataclass(frozen=True, slots=True)
class Constraint:
    """Keywords for values of one kind; `words` is the phrase that gave them.

    kind: "size" counts whatever the value is (`minimum` and `maximum` stand for its lengths too);
    "choice" is an `enum` of texts that a number may read as numbers.
    kept: whether the phrase stays in the description as well.
    """

    kind: Kind
    keywords: Json
    words: str
    kept: bool = False


def constraint_of(phrase: str) -> Constraint | None:
    """The constraint that a phrase is, if it is one and nothing more."""
    text = " ".join(phrase.split()).rstrip(".")
    for expression, kind, build in _RULES:
        if match := expression.fullmatch(text) or expression.fullmatch(_MUST.sub("", text, 1)):
            keywords = build(match)
            if keywords is None:
                continue
            kept = bool(keywords.pop("_kept", False))
            return Constraint(kind, keywords, text, kept)
    return None


def literal(text: str) -> Any:
    """The JSON literal that a text is, in whatever quotes; ValueError for any other text."""
    quoted = re.fullmatch(r"'([^']*)'|`\"?([^`\"]*)\"?`", text)
    if quoted and (text[0] == "'" or '"' in text):
        return quoted.group(1) or quoted.group(2) or ""
    try:
        value = json.loads(text.strip("`"), parse_constant=_refused)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as deep:
        raise ValueError(text) from deep
    return value


def _refused(constant: str) -> None:
    raise ValueError(constant)


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _whole(match: Match) -> Json:
    says = re.match(r"(?:must be )?(?:an? )?(?:integer|int|whole)\b", match.string, re.IGNORECASE)
    return {"type": "integer"} if says else {}


def _range(match: Match) -> Json | None:
    low, high = (_number(one) for one in match.groups())
    return {**_whole(match), "minimum": low, "maximum": high} if low <= high else None


def _compared(match: Match) -> Json:
    """`integer >= 1`, `> 0 and <= 5`, `more than 0`."""
    bounds = re.findall(rf"({_SIGN}) ?{_NUMBER}", match.string, re.IGNORECASE)
    return _whole(match) | {_BOUNDS[sign.lower()]: _number(value) for sign, value in bounds}


def _between(match: Match) -> Json:
    """`0 < x <= 10`: what stands left of the value is turned around."""
    low, first, second, high = match.groups()
    keywords = {_BOUNDS[_TURNED[first]]: _number(low)}
    return keywords | {_BOUNDS[second]: _number(high)} if second else keywords


def _pattern(match: Match) -> Json:
    """A pattern; of the flags behind slashes, JSON Schema only knows those that change nothing."""
    slashed, flags, bare = match.groups()
    if set(flags or "") - set("uvgsy"):
        return {}
    return {"pattern": bare if slashed is None else slashed.replace("\\/", "/")}


def _choice(match: Match) -> Json | None:
    words = [next(filter(None, one), "") for one in _WORD.findall(match.group(1))]
    kept = [one for one in dict.fromkeys(words) if one.lower() != "or"]
    return {"enum": kept} if len(kept) > 1 else None


def _default(match: Match) -> Json | None:
    """A default that is a JSON literal; any other is left to the description."""
    try:
        value = literal(match.group(1))
    except ValueError:
        return None
    return {"default": value} if not isinstance(value, (list, dict)) else None


def _same(**keywords: Any) -> Callable[[Match], Json]:
    return lambda _match: dict(keywords)


def _bound(*keys: str, read: Callable[[str], int | float] = int) -> Callable[[Match], Json]:
    """Keywords for the numbers in the expression's groups; one number may fill several."""

    def build(match: Match) -> Json:
        values = [read(one) for one in match.groups()]
        return dict(zip(keys, values * (len(keys) // len(values)), strict=True))

    return build


def _ordered(low: str, high: str) -> Callable[[Match], Json | None]:
    def build(match: Match) -> Json | None:
        least, most = (int(one) for one in match.groups())
        return {low: least, high: most} if least <= most else None

    return build


def _times(match: Match) -> Json:
    utc = re.search(r"\bUTC\b|\bZ\b", match.string, re.IGNORECASE)
    return {"format": "date-time"} | ({"pattern": _UTC} if utc else {})


def _rule(
    expression: str, kind: Kind, build: Callable[[Match], Json | None]
) -> tuple[re.Pattern[str], Kind, Callable[[Match], Json | None]]:
    return re.compile(expression, re.IGNORECASE), kind, build


def _sized(unit: str, kind: Kind, low: str, high: str) -> tuple[Any, ...]:
    """The rules for a number of signs or items."""
    return (
        _rule(rf"{_LEAST}{_COUNT} {unit}", kind, _bound(low)),
        _rule(rf"{_MOST}{_COUNT} {unit}", kind, _bound(high)),
        _rule(rf"(?:exactly )?{_COUNT} {unit}", kind, _bound(low, high)),
        _rule(rf"(?:from |between )?{_COUNT}{_SPAN}{_COUNT} {unit}", kind, _ordered(low, high)),
        _rule(
            rf"{_LEAST}{_COUNT}(?: {unit})?{_AND}{_MOST}{_COUNT} {unit}", kind, _ordered(low, high)
        ),
    )


_RULES = (
    _rule(
        r"(?:must )?(?:(?:regexp?|pattern|match(?:es|ing)?) ?[:=]? ?)?(?:/(.+)/([a-z]*)|`?(\^.*\$)`?)",
        "string",
        _pattern,
    ),
    _rule(r"(?:one of|enum)\b:? ?(.+)", "choice", _choice),
    _rule(r"((?:\"[^\"]*\" ?\| ?)+\"[^\"]*\")", "choice", _choice),
    _rule(
        rf"{_INTEGER},?:? ?\(?(?:from |between )?{_NUMBER}{_SPAN}{_NUMBER}\)?", "number", _range
    ),
    _rule(
        rf"number:? ?\(?(?:from |between )?{_NUMBER}{_SPAN}{_NUMBER}\)?{_UNIT}", "number", _range
    ),
    _rule(rf"(?:from |between )?{_NUMBER}{_SPAN}{_NUMBER}", "size", _range),
    _rule(
        rf"(?:from |between )?{_NUMBER} ?%?{_SPAN}{_NUMBER} ?(?:%|percent|€|EUR|euros?|cents?)",
        "number",
        _range,
    ),
    _rule(
        rf"(?:{_INTEGER} ?|number ?|(?:x|n|value) )?\(?{_COMPARE}(?:(?: and| &&|)? {_COMPARE})?\)?{_UNIT}",
        "number",
        _compared,
    ),
    _rule(
        rf"{_NUMBER} ?(<=|<|≤) ?[a-z]\w*(?: ?(<=|<|≤) ?{_NUMBER})?", "number", _between
    ),
    _rule(_INTEGER + "s?", "number", _same(type="integer")),
    _rule(rf"(?:a )?positive {_INTEGER}", "number", _same(type="integer", minimum=1)),
    _rule(rf"(?:a )?non-?negative {_INTEGER}", "number", _same(type="integer", minimum=0)),
    _rule(r"(?:a )?positive(?: number)?", "number", _same(exclusiveMinimum=0)),
    _rule(r"(?:a )?non-?negative(?: number)?|not negative", "number", _same(minimum=0)),
    *_sized(_SIGNS, "string", "minLength", "maxLength"),
    *_sized(_ITEMS, "array", "minItems", "maxItems"),
    _rule(rf"(?:exact )?length(?: of| is)?:? ?={{0,2}} ?{_COUNT}", "string", _bound("minLength", "maxLength")),
    _rule(rf"length:? ?{_COUNT}{_SPAN}{_COUNT}", "string", _ordered("minLength", "maxLength")),
    _rule(rf"length ?(?:<=|≤) ?{_COUNT}", "string", _bound("maxLength")),
    _rule(rf"length ?(?:>=|≥) ?{_COUNT}", "string", _bound("minLength")),
    _rule(rf"min(?:imum|\.)? length:? ?{_COUNT}", "string", _bound("minLength")),
    _rule(rf"max(?:imum|\.)? length:? ?{_COUNT}", "string", _bound("maxLength")),
    _rule(rf"{_LEAST}{_NUMBER}", "size", _bound("minimum", read=_number)),
    _rule(rf"{_MOST}{_NUMBER}", "size", _bound("maximum", read=_number)),
    _rule(rf"(?:{_LEAST}{_NUMBER}|{_MOST}{_NUMBER}){_UNIT}", "number", _compared),
    _rule(rf"{_LEAST}{_NUMBER}{_AND}{_MOST}{_NUMBER}", "size", _range),
    _rule(r"(?:must )?(?:not|non)[ -]?(?:be )?blank", "string", _same(pattern=r"\S", minLength=1)),
    _rule(r"(?:must )?(?:not|non)[ -]?(?:be )?empty", "any", _same(minLength=1, minItems=1)),
    _rule(rf"(?:an? )?(?:{_ISO}|ISO) date|(?:a )?date|YYYY-MM-DD", "string", _same(format="date")),
    _rule(
        rf"(?:an? |UTC,? )?(?:{_ISO}(?: {_TIME})?|ISO {_TIME})(?: string)?"
        r"(?:,? \(?(?:in )?UTC\)?)?(?: with Z)?",
        "string",
        _times,
    ),
    _rule(
        r"ISO[- ]?3166(?:-1)?,? alpha-?2(?: (?:country )?code)?",
        "string",
        _same(pattern="^[A-Z]{2}$", enum=list(ASSIGNED), _kept=True),
    ),
    _rule(
        r"ISO[- ]?4217(?: (?:currency )?code)?",
        "string",
        _same(pattern="^[A-Z]{3}$", _kept=True),
    ),
    _rule(r"(?:an? )?(?:valid )?e-?mail(?: address)?", "string", _same(format="email")),
    _rule(r"(?:an? )?absolute path\b.*", "string", _same(pattern="^/", _kept=True)),
    _rule(r"(?:an? )?(?:absolute |https? )?(?:URI|URL)", "string", _same(format="uri")),
    _rule(r"(?:an? )?uuid(?: ?v\d)?", "string", _same(format="uuid")),
    _rule(
        r"(?:by default|defaults? to|defaults? value|defaults?)(?: is)?\s*[:=]?\s*(.+)",
        "any",
        _default,
    ),
    _rule(r"(.+) by default", "any", _default),
)
