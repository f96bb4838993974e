"""Phrases around the types of a cell: statuses, remarks, "list of", "part of", "with id"."""

from __future__ import annotations

import re
from dataclasses import replace

from stub_server.contract import statuses
from stub_server.contract.inline import Inline
from stub_server.contract.places import Place
from stub_server.contract.shapes import (
    Array,
    Intersection,
    Member,
    Named,
    Object,
    Primitive,
    Type,
    named_types,
)

PART = re.compile(r"\b(?:part|parts|some|subset|any|partial|members|fields)\b", re.IGNORECASE)
MANY = re.compile(r"\b(?:list|array|lists|many)\b", re.IGNORECASE)
IDS = re.compile(r"\bwith (?:an? |their |its |each )?ids?\b", re.IGNORECASE)


def split_status(inline: Inline) -> tuple[int | None, Inline]:
    """The status that a cell begins with or has in brackets, and the cell without it."""
    for index, run in enumerate(inline.runs):
        if not run.text.strip():
            continue
        status, rest = statuses.leading(run.text)
        if status is not None:
            kept = (replace(run, text=rest, code=False),) if rest else ()
            runs = (*inline.runs[:index], *kept, *inline.runs[index + 1 :])
            return status, replace(inline, runs=runs)
        break
    for remark in re.findall(r"\(([^()]*)\)", inline.text):
        status, _ = statuses.leading(remark)
        if status is not None:
            return status, inline
    return None, inline


def without_remarks(text: str) -> str:
    """The text without brackets and without the words after a dash."""
    text = re.sub(r"\([^()]*\)", " ", text)
    text = re.split(r"\s[–—-]\s", text)[0]
    return " ".join(text.split()).strip(" :–—")


def remarks_in(text: str) -> str:
    """The texts in brackets, in lower case."""
    return " ".join(re.findall(r"\(([^()]*)\)", text)).lower()


def wrap_by_phrase(shape: Type, before: str) -> Type:
    """The type as the words before it make it: a list of it, a part of it."""
    if MANY.search(before):
        shape = Array(shape)
    return Named("Partial", (shape,), _place_of(shape)) if PART.search(before) else shape


def without_phrases(before: str) -> str:
    """The words without those that `wrap_by_phrase` reads."""
    return MANY.sub("", PART.sub("", before))


def _place_of(shape: Type) -> Place:
    return next((named.place for named in named_types(shape)), Place("", 0))


def with_id(shape: Type) -> Type:
    """The type, or each of an array's items, with an `id`."""
    if isinstance(shape, Array):
        return Array(with_id(shape.item))
    return Intersection((shape, Object((Member("id", Primitive("string")),))))
