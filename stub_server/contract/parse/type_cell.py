"""A Body or Returns cell: types, words around them, and a status.

Read as a type: code (`Cart`, `{ orderId }`); `A` or `B`; `A` & `B`; part of `A`; list of `A`;
`A[]` with ids; `A` without `b`; `A` or null; a bare type that is declared. An answer of `A` or 204
(or nothing) is two answers; a body of `A` or nothing may be left out. Read as no type: a dash, "any
JSON", "Stripe event (signed)", a status ("200 OK", "204 No Content"). Words in brackets are
remarks; other words are said to be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal as Choice

from stub_server.contract import statuses
from stub_server.contract.diagnostics import Diagnostics, Place
from stub_server.contract.inline import Inline
from stub_server.contract.namespace import Namespace
from stub_server.contract.parse import typescript
from stub_server.contract.parse.alternatives import alternatives
from stub_server.contract.shapes import (
    Array,
    Intersection,
    Literal,
    Member,
    Named,
    Object,
    Primitive,
    Type,
    Union,
    named_types,
)

_ANY = {"any json", "json", "empty or any json", "empty", "anything", "any", "ok", "no content"}
_FILLERS = {"a", "an", "the", "whole", "updated", "new", "current", "json", "of", "→", "->", "then"}
_PART = re.compile(r"\b(?:part|parts|some|subset|any|partial|members|fields)\b", re.IGNORECASE)
_MANY = re.compile(r"\b(?:list|array|lists|many)\b", re.IGNORECASE)
_IDS = re.compile(r"\bwith (?:an? |their |its |each )?ids?\b", re.IGNORECASE)
_EITHER = {"or", "/", "|", "or else"}
_PLUS = {"with", "plus", "and", "+"}
_WITHOUT = {"without", "minus", "except", "but not", "but without"}


@dataclass(frozen=True, slots=True)
class Payload:
    """What a body or an answer holds.

    kind: "none" for nothing at all, "any" for any JSON or nothing, "typed" for `type`.
    signed: a body whose sender signs it.
    status: the success status that the cell names. others: further ones, as in "`Cart` or 204".
    """

    kind: Choice["none", "any", "typed"]
    type: Type | None = None
    signed: bool = False
    status: int | None = None
    optional: bool = False
    others: tuple[int, ...] = ()

    def answers(self) -> Iterator[tuple[int, Payload]]:
        """Each success status with what it holds: 204, 205 and the 300s hold nothing."""
        first = self.status or 200
        yield first, self
        for status in self.others:
            bare = status in (204, 205) or status >= 300
            if status != first:
                yield (
                    status,
                    Payload("none", status=status) if bare else replace(self, status=status),
                )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A type with the words before it."""

    before: str
    code: str
    type: Type


class TypeCellReader:
    """Reads cells against the names that the pages declare."""

    def __init__(self, names: Namespace, diagnostics: Diagnostics) -> None:
        self._names = names
        self._diagnostics = diagnostics

    def body(self, inline: Inline) -> Payload:
        """The request body that a cell describes."""
        found = alternatives(inline)
        body = self._read(found.inline, Payload("none"), "Body")
        return replace(body, optional=body.optional or found.nothing)

    def members(self, payload: Payload) -> tuple[str, ...]:
        """The names of the members that a payload's type has."""
        whole = self._names.without_diagnostics().members(payload.type) if payload.type else None
        return tuple(one.name for one in whole.members) if whole else ()

    def returns(self, inline: Inline) -> Payload:
        """The answer that a cell describes; a dash leaves it open."""
        found = alternatives(inline)
        status, inline = _status(found.inline)
        others = found.statuses
        if found.nothing and 204 not in others:
            message = "“or nothing” is taken as another answer, 204 without a body."
            self._diagnostics.report("status-derived", inline.place, message)
            others = (*others, 204)
        if status is not None and status >= 400:
            message = f"{status} is no success; failures belong into the table of errors."
            self._diagnostics.report("cell-not-read", inline.place, message)
            status = None
        empty = Payload("any", status=status)
        if status in (204, 205) or (status or 200) >= 300:
            empty = Payload("none", status=status)
        if status is not None and not inline.codes and not _plain(inline.text):
            return empty
        return replace(self._read(inline, empty, "Returns"), status=status, others=others)

    def _read(self, inline: Inline, empty: Payload, column: str) -> Payload:
        text = _plain(inline.text)
        signed = column == "Body" and "signed" in inline.text.lower().replace("unsigned", "")
        optional = "optional" in _remarks(inline.text)
        if inline.blank:
            return empty
        pieces, tail = self._pieces(inline)
        if not pieces and column == "Body" and signed:
            return Payload("any", signed=True)
        if not pieces and text.lower().strip(" .") in _ANY:
            return empty if empty.kind == "any" else Payload("any")
        shape = self._joined(pieces, tail, inline) if pieces else self._bare(text, inline)
        if shape is None:
            self._missing(inline, column)
            return Payload("any", signed=signed, optional=optional)
        if shape == Primitive("undefined"):
            return empty
        return Payload("typed", shape, signed, None, optional)

    def _missing(self, inline: Inline, column: str) -> None:
        shown = inline.text if len(inline.text) < 60 else inline.text[:57] + "…"
        self._diagnostics.report(
            "no-type-named",
            inline.place,
            f"`{column}` says `{shown}`, which names no type: write a type in backticks, or `–` "
            "for nothing. The document allows any JSON here.",
        )

    def _pieces(self, inline: Inline) -> tuple[list[_Piece], str]:
        """The types in backticks, each with the words before it, and the words after the last."""
        pieces: list[_Piece] = []
        before = ""
        for run in inline.runs:
            if not run.code:
                before += run.text
                continue
            if re.fullmatch(r"[1-5]\d\d", run.text.strip()):
                self._unrelated(run.text.strip(), inline)
                before = ""
                continue
            shape = typescript.type_of(run.text.strip(), inline.locate)
            if shape is None:
                self._diagnostics.report(
                    "typescript-syntax",
                    inline.locate(run.text.strip()),
                    f"`{run.text.strip()}` is not a type in TypeScript.",
                )
                continue
            pieces.append(_Piece(_plain(before), run.text.strip(), shape))
            before = ""
        return pieces, _plain(before)

    def _bare(self, text: str, inline: Inline) -> Type | None:
        """A type without backticks, if every name in it is declared."""
        parts = [part.strip() for part in re.split(r"\s+or\s+", text)]
        shapes = [self._declared(part, inline) for part in parts]
        if any(shape is None for shape in shapes):
            whole = re.sub(_IDS, "", text)
            for phrase in (_PART, _MANY):
                if phrase.search(text):
                    last = self._declared(whole.split()[-1] if whole.split() else "", inline)
                    return _wrapped(last, text) if last else None
            named = self._declared(whole.strip(), inline) if whole != text else None
            return _identified(named) if named else None
        found = tuple(shape for shape in shapes if shape is not None)
        return found[0] if len(found) == 1 else Union(found)

    def _declared(self, text: str, inline: Inline) -> Type | None:
        if not text or "\n" in text:
            return None
        shape = typescript.type_of(text, inline.locate)
        known = shape is not None and all(self._names.knows(one.name) for one in named_types(shape))
        return shape if known else None

    def _joined(self, pieces: list[_Piece], tail: str, inline: Inline) -> Type:
        first = pieces[0]
        shape = _wrapped(first.type, first.before)
        self._leftover(_rest(first.before), inline)
        without = False
        for piece in pieces[1:]:
            link = " ".join(piece.before.lower().split()).strip(" ,")
            if link in _WITHOUT or (without and link in ("", "and", "or")):
                without = True
                shape = Named("Omit", (shape, Literal(piece.code)), inline.locate(first.code))
            elif link in _PLUS and re.fullmatch(r"[a-z]\w*\??", piece.code):
                member = Member(
                    piece.code.rstrip("?"),
                    None,
                    piece.code.endswith("?"),
                    place=inline.locate(piece.code),
                )
                shape = Intersection((shape, Object((member,))))
            elif link in _EITHER:
                shape = Union((shape, piece.type))
            elif link == "&" or (link in _PLUS and piece.code.startswith("{")):
                shape = Intersection((shape, piece.type))
            else:
                self._unrelated(piece.code, inline)
        if _IDS.search(tail):
            return _identified(shape)
        if tail.lower().strip(" .,") in ("list", "array"):
            return Array(shape)
        if re.match(r"(?:or|and|plus)\b|/", tail, re.IGNORECASE):
            self._unrelated(tail, inline)
        else:
            self._leftover(tail, inline)
        return shape

    def _unrelated(self, code: str, inline: Inline) -> None:
        self._diagnostics.report(
            "cell-not-read",
            inline.locate(code),
            f"How `{code}` belongs to what stands beside it is not said in words that are known; "
            "it is left out.",
        )

    def _leftover(self, text: str, inline: Inline) -> None:
        unknown = [one for one in re.findall(r"[^\s,.;:]+", text) if one.lower() not in _FILLERS]
        if unknown:
            self._diagnostics.report(
                "words-not-read",
                inline.place,
                f"`{' '.join(unknown)}` is not read; only the type beside it counts.",
            )


def _status(inline: Inline) -> tuple[int | None, Inline]:
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


def _plain(text: str) -> str:
    """The text without what stands in brackets or after a dash."""
    text = re.sub(r"\([^()]*\)", " ", text)
    text = re.split(r"\s[–—-]\s", text)[0]
    return " ".join(text.split()).strip(" :–—")


def _remarks(text: str) -> str:
    return " ".join(re.findall(r"\(([^()]*)\)", text)).lower()


def _wrapped(shape: Type, before: str) -> Type:
    if _MANY.search(before):
        shape = Array(shape)
    return Named("Partial", (shape,), _placed(shape)) if _PART.search(before) else shape


def _rest(before: str) -> str:
    return _MANY.sub("", _PART.sub("", before))


def _placed(shape: Type) -> Place:
    return next((one.place for one in named_types(shape)), Place("", 0))


def _identified(shape: Type) -> Type:
    """The type, or each of an array's items, with an `id`."""
    if isinstance(shape, Array):
        return Array(_identified(shape.item))
    return Intersection((shape, Object((Member("id", Primitive("string")),))))
