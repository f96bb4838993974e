"""A Body or Returns cell: types, words around them, and a status.

Read as a type: code (`Cart`, `{ orderId }`); `A` or `B`; `A` & `B`; part of `A`; list of `A`;
`A[]` with ids; `A` without `b`; `A` or null; a bare type that is declared. An answer of `A` or 204
(or nothing) is two answers; a body of `A` or nothing may be left out. Read as no type: a dash, "any
JSON", "Stripe event (signed)", a status ("200 OK", "204 No Content"). Words in brackets are
remarks; other words are reported and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import TextEdit
from stub_server.contract.inline import Inline
from stub_server.contract.model import Payload
from stub_server.contract.namespace import Namespace
from stub_server.contract.parse import typescript
from stub_server.contract.parse.alternatives import alternatives
from stub_server.contract.parse.bare_types import bare_type
from stub_server.contract.parse.cell_phrases import (
    IDS,
    remarks_in,
    split_status,
    with_id,
    without_phrases,
    without_remarks,
    wrap_by_phrase,
)
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
    Unsupported,
    named_types,
)

_ANY = {"any json", "json", "empty or any json", "empty", "anything", "any", "ok", "no content"}
_FILLERS = {"a", "an", "the", "whole", "updated", "new", "current", "json", "of", "→", "->", "then"}
_EITHER = {"or", "/", "|", "or else"}
_PLUS = {"with", "plus", "and", "+"}
_WITHOUT = {"without", "minus", "except", "but not", "but without"}


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
        whole = self._names.members(payload.type) if payload.type else None
        return tuple(member.name for member in whole.members) if whole else ()

    def known_type(self, code: str, inline: Inline) -> Type | None:
        """The type that a text in backticks spells out or that a page declares, else None."""
        shape = typescript.type_of(code.strip(), inline.locate)
        names = named_types(shape)
        if shape is None or isinstance(shape, (Literal, Unsupported)):
            return None
        if isinstance(shape, Named) and not self._names.knows(shape.name):
            return shape if re.fullmatch(r"[A-Z]\w*[a-z]\w*", shape.name) else None
        return shape if names or isinstance(shape, (Object, Array, Primitive)) else None

    def returns(self, inline: Inline) -> Payload:
        """The answer that a cell describes; a dash leaves it open."""
        found = alternatives(inline)
        status, inline = split_status(found.inline)
        others = found.statuses
        if found.nothing and 204 not in others:
            message = "“or nothing” is taken as another answer, 204 without a body."
            edit = TextEdit(inline.place, "or nothing", "or 204", anywhere=True)
            self._diagnostics.report("status-derived", inline.place, message, edit)
            others = (*others, 204)
        if status is not None and status >= 400:
            message = f"{status} is no success; failures belong into the table of errors."
            self._diagnostics.report("cell-not-read", inline.place, message)
            status = None
        empty = Payload("any", status=status)
        if status in (204, 205) or (status or 200) >= 300:
            empty = Payload("none", status=status)
        if status is not None and not inline.codes and not without_remarks(inline.text):
            return empty
        return replace(self._read(inline, empty, "Returns"), status=status, others=others)

    def _read(self, inline: Inline, empty: Payload, column: str) -> Payload:
        text = without_remarks(inline.text)
        signed = column == "Body" and "signed" in inline.text.lower().replace("unsigned", "")
        optional = "optional" in remarks_in(inline.text)
        if inline.blank:
            return empty
        pieces, tail = self._pieces(inline)
        if not pieces and column == "Body" and signed:
            return Payload("any", signed=True)
        if not pieces and text.lower().strip(" .") in _ANY:
            return empty if empty.kind == "any" else Payload("any")
        shape = (
            self._combine(pieces, tail, inline) if pieces else bare_type(text, inline, self._names)
        )
        if shape is None:
            self._report_untyped(inline, column)
            return Payload("any", signed=signed, optional=optional)
        if shape == Primitive("undefined"):
            return empty
        return Payload("typed", shape, signed, None, optional)

    def _report_untyped(self, inline: Inline, column: str) -> None:
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
                self._report_unrelated(run.text.strip(), inline)
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
            pieces.append(_Piece(without_remarks(before), run.text.strip(), shape))
            before = ""
        return pieces, without_remarks(before)

    def _combine(self, pieces: list[_Piece], tail: str, inline: Inline) -> Type:
        first = pieces[0]
        shape = wrap_by_phrase(first.type, first.before)
        self._report_leftover(without_phrases(first.before), inline)
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
                self._report_unrelated(piece.code, inline)
        if IDS.search(tail):
            return with_id(shape)
        if tail.lower().strip(" .,") in ("list", "array"):
            return Array(shape)
        if re.match(r"(?:or|and|plus)\b|/", tail, re.IGNORECASE):
            self._report_unrelated(tail, inline)
        else:
            self._report_leftover(tail, inline)
        return shape

    def _report_unrelated(self, code: str, inline: Inline) -> None:
        self._diagnostics.report(
            "cell-not-read",
            inline.locate(code),
            f"How `{code}` belongs to what stands beside it is not said in words that are known; "
            "it is left out.",
        )

    def _report_leftover(self, text: str, inline: Inline) -> None:
        unknown = [word for word in re.findall(r"[^\s,.;:]+", text) if word.lower() not in _FILLERS]
        if unknown:
            self._diagnostics.report(
                "words-not-read",
                inline.place,
                f"`{' '.join(unknown)}` is not read; only the type beside it counts.",
            )
