"""Stripe's search query language: parse a query, and match objects against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any

from stub_server.stripe_sim.store.schema import Json

MAX_CLAUSES = 10
MIN_SUBSTRING = 3

UNPARSABLE = (
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` '
    'to query for metadata or key:"value" to query for other fields.'
)
MIXED_CONJUNCTIONS = (
    "We were unable to parse your search query. You can't combine AND and OR in the same query."
)
TOO_MANY = f"Search queries can have up to {MAX_CLAUSES} clauses."

CLAUSE = re.compile(
    r"""\s*(?P<minus>-)?(?P<field>[A-Za-z_][\w.]*)
    (?:\[(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\])?
    \s*(?P<sign>:|~|>=|<=|>|<|=)\s*
    (?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d[\w.]*|null\b|true\b|false\b)""",
    re.VERBOSE | re.IGNORECASE,
)
"""One clause: text is quoted, a number is not."""
CONJUNCTION = re.compile(r"\s+(AND|OR|and|or)\s+|\s+|\Z")
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}


class QueryError(Exception):
    """The query is malformed; the message is Stripe's."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition. key: of the metadata. value: None for `null`."""

    field: str
    key: str | None
    sign: str
    value: str | None
    negated: bool

    @property
    def path(self) -> str:
        """The field with the key of the metadata, as one name."""
        return self.field if self.key is None else f"{self.field}[{self.key}]"


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses of which all must match (AND), or any (OR)."""

    clauses: tuple[Clause, ...]
    any_of: bool


def parse_query(text: str) -> Query:
    """Parse a query. Raise QueryError if it is malformed."""
    clauses: list[Clause] = []
    conjunctions: set[str] = set()
    start = 0
    text = text.strip()
    while start < len(text):
        match = CLAUSE.match(text, start)
        conjunction = CONJUNCTION.match(text, match.end()) if match else None
        if match is None or conjunction is None:
            raise QueryError(UNPARSABLE)
        clauses.append(_clause(match))
        start = conjunction.end()
        if start < len(text):
            conjunctions.add((conjunction[1] or "AND").upper())
        elif conjunction[1]:
            raise QueryError(UNPARSABLE)
    if not clauses:
        raise QueryError(UNPARSABLE)
    if len(conjunctions) > 1:
        raise QueryError(MIXED_CONJUNCTIONS)
    if len(clauses) > MAX_CLAUSES:
        raise QueryError(TOO_MANY)
    return Query(tuple(clauses), conjunctions == {"OR"})


def _clause(match: re.Match[str]) -> Clause:
    value = match["value"]
    quoted = value[0] in "\"'"
    sign = ":" if match["sign"] == "=" else match["sign"]
    text = _unquote(value) if quoted else value
    none = not quoted and value.lower() == "null"
    key = match["key"]
    return Clause(
        match["field"],
        _unquote(key) if key else None,
        sign,
        None if none else text,
        bool(match["minus"]),
    )


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def find_mismatch(clause: Clause, fields: Mapping[str, str], resource: str) -> str | None:
    """Return Stripe's error message for a clause that does not fit the resource's fields, or None.

    fields: name → `token`, `text` or `number`; a name that ends in a dot stands for all names that
    begin with it.
    """
    field_type = type_of_field(clause.field, fields)
    if field_type is None or (clause.field == "metadata") != (clause.key is not None):
        page = resource.replace("_", "-")
        return (
            f"Field `{clause.field}` is an unsupported search field for resource `{resource}`. "
            f"See http://stripe.com/docs/search#query-fields-for-{page} for a list of supported "
            "fields."
        )
    if clause.sign == "~" and field_type != "text":
        return (
            f"Field `{clause.field}` is of type `{field_type}`, which does not support the "
            "`~` operator."
        )
    if clause.sign == "~" and len(clause.value or "") < MIN_SUBSTRING:
        return f"Substring search for `{clause.field}` requires a minimum of 3 characters."
    if clause.sign in COMPARISONS and field_type != "number":
        return (
            f"Field `{clause.field}` is of type `{field_type}`, which does not support the "
            f"`{clause.sign}` operator."
        )
    if field_type == "number" and clause.value is not None and not _is_number(clause.value):
        return f"Field `{clause.field}` is numeric, but its value `{clause.value}` is not."
    return None


def type_of_field(field: str, fields: Mapping[str, str]) -> str | None:
    """Return the type of a field, or None if it cannot be searched."""
    if field in fields:
        return fields[field]
    roots = (name for name in fields if name.endswith(".") and field.startswith(name))
    return next((fields[root] for root in roots), None)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None


def matches(query: Query, record: Json, fields: Mapping[str, str]) -> bool:
    """Return whether the object matches the query."""
    results = (
        _matches_clause(clause, _value_at(record, clause), type_of_field(clause.field, fields))
        != clause.negated
        for clause in query.clauses
    )
    return any(results) if query.any_of else all(results)


def is_exact(clause: Clause, fields: Mapping[str, str]) -> bool:
    """Return whether a value either equals the clause's or does not match: not so with texts."""
    field_type = type_of_field(clause.field, fields)
    return (
        clause.sign == ":"
        and clause.value is not None
        and not clause.negated
        and field_type != "text"
    )


def key_of(record: Json, clause: Clause) -> str | None:
    """Return the object's value at the clause's field as an index has it; None if it has none."""
    value = _value_at(record, clause)
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"#{float(value)}"
    return str(value).lower()


def keys(clause: Clause) -> list[str]:
    """Return the keys of all values that an exact clause matches: as a text, and as a number."""
    text = clause.value or ""
    return [text.lower(), *([f"#{float(text)}"] if _is_number(text) else [])]


def _value_at(record: Any, clause: Clause) -> Any:
    path = ["metadata", clause.key] if clause.key is not None else clause.field.split(".")
    for name in path:
        if not isinstance(record, dict):
            return None
        record = record.get(name)
    return record


def _matches_clause(clause: Clause, value: Any, field_type: str | None) -> bool:
    if clause.value is None or value is None:
        return clause.value is None and value is None
    if clause.sign in COMPARISONS:
        return COMPARISONS[clause.sign](float(value), float(clause.value))
    if isinstance(value, bool):
        return str(value).lower() == clause.value.lower()
    if isinstance(value, int):
        return _is_number(clause.value) and float(value) == float(clause.value)
    text, wanted = str(value).lower(), clause.value.lower()
    if clause.sign == "~":
        return wanted in text
    # A text also matches each of its words.
    return wanted == text or (field_type == "text" and f" {wanted} " in f" {text} ")
