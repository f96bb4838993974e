"""Stripe's search query language: clauses, read and held against objects. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any

from stub_server.stripe_sim.store.schema import Json

MOST_CLAUSES = 10
SHORTEST_PART = 3

UNREADABLE = (
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` '
    'to query for metadata or key:"value" to query for other fields.'
)
MIXED = "We were unable to parse your search query. You can't combine AND and OR in the same query."
TOO_MANY = f"Search queries can have up to {MOST_CLAUSES} clauses."

CLAUSE = re.compile(
    r"""\s*(?P<minus>-)?(?P<field>[A-Za-z_][\w.]*)
    (?:\[(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\])?
    \s*(?P<sign>:|~|>=|<=|>|<|=)\s*
    (?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d[\w.]*|null\b|true\b|false\b)""",
    re.VERBOSE | re.IGNORECASE,
)
"""One condition: text needs quotes, a number needs none."""
JOINT = re.compile(r"\s+(AND|OR|and|or)\s+|\s+|\Z")
ORDER: Mapping[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}


class UnreadableError(Exception):
    """The query is none, in Stripe's words."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition. `key`: of the metadata. `value`: None for `null`."""

    field: str
    key: str | None
    sign: str
    value: str | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions of which all have to hold, or any."""

    clauses: tuple[Clause, ...]
    any_of: bool


def read(text: str) -> Query:
    """The query. UnreadableError: it does not follow the language."""
    clauses: list[Clause] = []
    joints: set[str] = set()
    at = 0
    text = text.strip()
    while at < len(text):
        found = CLAUSE.match(text, at)
        joint = JOINT.match(text, found.end()) if found else None
        if found is None or joint is None:
            raise UnreadableError(UNREADABLE)
        clauses.append(_clause(found))
        at = joint.end()
        if at < len(text):
            joints.add((joint[1] or "AND").upper())
        elif joint[1]:
            raise UnreadableError(UNREADABLE)
    if not clauses:
        raise UnreadableError(UNREADABLE)
    if len(joints) > 1:
        raise UnreadableError(MIXED)
    if len(clauses) > MOST_CLAUSES:
        raise UnreadableError(TOO_MANY)
    return Query(tuple(clauses), joints == {"OR"})


def _clause(found: re.Match[str]) -> Clause:
    value = found["value"]
    quoted = value[0] in "\"'"
    sign = ":" if found["sign"] == "=" else found["sign"]
    text = _unquoted(value) if quoted else value
    none = not quoted and value.lower() == "null"
    key = found["key"]
    return Clause(
        found["field"],
        _unquoted(key) if key else None,
        sign,
        None if none else text,
        bool(found["minus"]),
    )


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def complaint(clause: Clause, fields: Mapping[str, str], resource: str) -> str | None:
    """What Stripe says to a clause that does not fit the resource's fields, or None.

    `fields`: name → `token`, `text` or `number`; a name that ends in a dot stands for all that
    begin with it.
    """
    kind = kind_of(clause.field, fields)
    if kind is None or (clause.field == "metadata") != (clause.key is not None):
        page = resource.replace("_", "-")
        return (
            f"Field `{clause.field}` is an unsupported search field for resource `{resource}`. "
            f"See http://stripe.com/docs/search#query-fields-for-{page} for a list of supported "
            "fields."
        )
    if clause.sign == "~" and kind != "text":
        return (
            f"Field `{clause.field}` is of type `{kind}`, which does not support the `~` operator."
        )
    if clause.sign == "~" and len(clause.value or "") < SHORTEST_PART:
        return f"Substring search for `{clause.field}` requires a minimum of 3 characters."
    if clause.sign in ORDER and kind != "number":
        return (
            f"Field `{clause.field}` is of type `{kind}`, which does not support the "
            f"`{clause.sign}` operator."
        )
    if kind == "number" and clause.value is not None and not _is_number(clause.value):
        return f"Field `{clause.field}` is numeric, but its value `{clause.value}` is not."
    return None


def kind_of(field: str, fields: Mapping[str, str]) -> str | None:
    """How a field is searched, or None: it is not."""
    if field in fields:
        return fields[field]
    roots = (name for name in fields if name.endswith(".") and field.startswith(name))
    return next((fields[root] for root in roots), None)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def matches(query: Query, record: Json, fields: Mapping[str, str]) -> bool:
    """Whether the object is one of those that the query is for."""
    held = (
        _fits(clause, _at(record, clause), kind_of(clause.field, fields)) != clause.negated
        for clause in query.clauses
    )
    return any(held) if query.any_of else all(held)


def _at(record: Any, clause: Clause) -> Any:
    path = ["metadata", clause.key] if clause.key is not None else clause.field.split(".")
    for name in path:
        if not isinstance(record, dict):
            return None
        record = record.get(name)
    return record


def _fits(clause: Clause, value: Any, kind: str | None) -> bool:
    if clause.value is None or value is None:
        return clause.value is None and value is None
    if clause.sign in ORDER:
        return ORDER[clause.sign](float(value), float(clause.value))
    if isinstance(value, bool):
        return str(value).lower() == clause.value.lower()
    if isinstance(value, int):
        return float(value) == float(clause.value)
    said, wanted = str(value).lower(), clause.value.lower()
    if clause.sign == "~":
        return wanted in said
    # A text is found by each of its words, too.
    return wanted == said or (kind == "text" and f" {wanted} " in f" {said} ")
