"""Phrases that constrain a value, and the JSON Schema keywords that they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from stub_server.contract.infer.countries import ASSIGNED
from stub_server.contract.infer.keyword_builders import (
    NUMBER,
    SIGN,
    Build,
    between,
    bound,
    choice,
    comparison,
    default,
    number,
    ordered,
    pattern,
    same,
    span,
    times,
)
from stub_server.contract.model import Json

Kind = Literal["string", "number", "array", "any", "size", "length", "choice"]
Rule = tuple[re.Pattern[str], Kind, Build]

_COUNT = r"(\d{1,9})"
_SIGNS = r"(?:char(?:acter)?s?|letters?|digits?|signs?)(?: long)?"
_ITEMS = r"(?:items?|entries|elements?)"
_LEAST = r"(?:min(?:imum|\.)?|at least|no less than|>=|≥)(?: of)?[:=]? ?"
_MOST = r"(?:max(?:imum|\.)?|at most|no more than|up to|<=|≤)(?: of)?[:=]? ?"
_SPAN = r" ?(?:\.\.\.?|…|–|—|-|to|and) ?"
_AND = r",?(?: and| &&)? "
_UNIT = r"(?:%|percent|€|EUR|euros?|cents?)"
_INTEGER = r"(?:an? )?(?:integer|int|whole number)"
_COMPARE = rf"{SIGN} ?{NUMBER}"
_CHOICE = r"(?:\"[^\"]*\"|'[^']*'|`[^`]*`|[\w.-]+)"
_OR = r"(?: ?[|/,] ?(?:or )?| or )"
_ISO = r"(?:ISO[- ]?8601|RFC[- ]?3339)"
_TIME = r"(?:date-?time|timestamp|time)"
_MUST = re.compile(
    r"(?:(?:must|should|shall|has to|needs to) (?:be |have |contain )|always )(?=\S)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Constraint:
    """Keywords for values of one kind; `words` is the phrase that gave them.

    kind: "size" and "length" count whatever the value is, by `minimum` and `maximum`; a number has
    no length. "choice" is an `enum` of texts, which a number reads as numbers.
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


def _rule(expression: str, kind: Kind, build: Build) -> Rule:
    return re.compile(expression, re.IGNORECASE), kind, build


def _sized(unit: str, kind: Kind, low: str, high: str) -> tuple[Rule, ...]:
    """The rules for a number of signs or items."""
    return (
        _rule(rf"{_LEAST}{_COUNT} {unit}", kind, bound(low)),
        _rule(rf"{_MOST}{_COUNT} {unit}", kind, bound(high)),
        _rule(rf"(?:exactly )?{_COUNT} {unit}", kind, bound(low, high)),
        _rule(rf"(?:from |between )?{_COUNT}{_SPAN}{_COUNT} {unit}", kind, ordered(low, high)),
        _rule(
            rf"{_LEAST}{_COUNT}(?: {unit})?{_AND}{_MOST}{_COUNT} {unit}", kind, ordered(low, high)
        ),
    )


_RULES = (
    _rule(
        r"(?:must )?(?:(?:regexp?|pattern|match(?:es|ing)?) ?[:=]? ?)?"
        r"(?:/(.+)/([dgimsuvy]*)|`?(\^.*\$)`?)",
        "string",
        pattern,
    ),
    _rule(rf"(?:one of|enum)\b:? ?({_CHOICE}(?:{_OR}{_CHOICE})+)", "choice", choice),
    _rule(r"((?:\"[^\"]*\" ?\| ?)+\"[^\"]*\")", "choice", choice),
    _rule(rf"{_INTEGER},?:? ?\(?(?:from |between )?{NUMBER}{_SPAN}{NUMBER}\)?", "number", span),
    _rule(
        rf"(?:a )?number:? ?\(?(?:from |between )?{NUMBER}{_SPAN}{NUMBER}\)?(?: ?{_UNIT})?",
        "number",
        span,
    ),
    _rule(rf"(?:from |between )?{NUMBER}{_SPAN}{NUMBER}", "size", span),
    _rule(
        rf"(?:from |between )?{NUMBER} ?%?{_SPAN}{NUMBER} ?{_UNIT}",
        "number",
        span,
    ),
    _rule(
        rf"(?:{_INTEGER} ?|number ?|(?:x|n|value) )?"
        rf"\(?{_COMPARE}(?:(?: and| &&|)? {_COMPARE})?\)?(?: ?{_UNIT})?",
        "number",
        comparison,
    ),
    _rule(rf"{NUMBER} ?(<=|<|≤) ?[a-z]\w*(?: ?(<=|<|≤) ?{NUMBER})?", "number", between),
    _rule(_INTEGER + "s?", "number", same(type="integer")),
    _rule(rf"(?:a )?positive {_INTEGER}", "number", same(type="integer", minimum=1)),
    _rule(rf"(?:a )?non-?negative {_INTEGER}", "number", same(type="integer", minimum=0)),
    _rule(r"(?:a )?positive(?: number)?", "number", same(exclusiveMinimum=0)),
    _rule(r"(?:a )?non-?negative(?: number)?|not negative", "number", same(minimum=0)),
    *_sized(_SIGNS, "string", "minLength", "maxLength"),
    *_sized(_ITEMS, "array", "minItems", "maxItems"),
    _rule(
        rf"(?:exact )?length(?: of| is)?:? ?={{0,2}} ?{_COUNT}",
        "length",
        bound("minimum", "maximum"),
    ),
    _rule(rf"length:? ?(?:from |between )?{_COUNT}{_SPAN}{_COUNT}", "length", span),
    _rule(rf"(?:min(?:imum|\.)? ?length:?|length ?(?:>=|≥)) ?{_COUNT}", "length", bound("minimum")),
    _rule(rf"(?:max(?:imum|\.)? ?length:?|length ?(?:<=|≤)) ?{_COUNT}", "length", bound("maximum")),
    _rule(rf"exactly {NUMBER}", "size", bound("minimum", "maximum", read=number)),
    _rule(rf"{_LEAST}{NUMBER}", "size", bound("minimum", read=number)),
    _rule(rf"{_MOST}{NUMBER}", "size", bound("maximum", read=number)),
    _rule(rf"{_LEAST}{NUMBER} ?{_UNIT}", "number", bound("minimum", read=number)),
    _rule(rf"{_MOST}{NUMBER} ?{_UNIT}", "number", bound("maximum", read=number)),
    _rule(rf"{_LEAST}{NUMBER}{_AND}{_MOST}{NUMBER}", "size", span),
    _rule(r"(?:must )?(?:not|non)[ -]?(?:be )?blank", "string", same(pattern=r"\S", minLength=1)),
    _rule(r"(?:must )?(?:not|non)[ -]?(?:be )?empty", "any", same(minLength=1, minItems=1)),
    _rule(rf"(?:an? )?(?:{_ISO}|ISO) date|(?:a )?date|YYYY-MM-DD", "string", same(format="date")),
    _rule(
        rf"(?:an? |UTC,? )?(?:{_ISO}(?: {_TIME})?|ISO {_TIME})(?: string)?"
        r"(?:,? \(?(?:in )?UTC\)?)?(?: with Z)?",
        "string",
        times,
    ),
    _rule(
        r"ISO[- ]?3166(?:-1)?,? alpha-?2(?: (?:country )?code)?",
        "string",
        same(pattern="^[A-Z]{2}$", enum=list(ASSIGNED), _kept=True),
    ),
    _rule(
        r"ISO[- ]?4217(?: (?:currency )?code)?",
        "string",
        same(pattern="^[A-Z]{3}$", _kept=True),
    ),
    _rule(r"(?:an? )?(?:valid )?e-?mail(?: address)?", "string", same(format="email")),
    _rule(r"(?:an? )?absolute path\b.*", "string", same(pattern="^/", _kept=True)),
    _rule(r"(?:an? )?(?:absolute |https? )?(?:URI|URL)", "string", same(format="uri")),
    _rule(r"(?:an? )?uuid(?: ?v\d)?", "string", same(format="uuid")),
    _rule(
        r"(?:by default|defaults? to|defaults? value|defaults?)(?: is)?\s*[:=]?\s*(.+)",
        "any",
        default,
    ),
    _rule(r"(.+) by default", "any", default),
)
