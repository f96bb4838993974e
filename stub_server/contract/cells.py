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

from stub_server.contract import statuses, typescript
from stub_server.contract.alternatives import alternatives
from stub_server.contract.diagnostics import Findings, Place
from stub_server.contract.namespace import Namespace
from stub_server.contract.shapes import (
    Array,
    Literal,
    Meet,
    Member,
    Named,
    Object,
    Plain,
    Type,
    Union,
    names_in,
)
from stub_server.contract.words import Words

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


class Cells:
    """Reads cells against the names that the pages declare."""

    def __init__(self, names: Namespace, findings: Findings) -> None:
        self._names = names
        self._findings = findings

    def body(self, words: Words) -> Payload:
        """The request body that a cell describes."""
        found = alternatives(words)
        body = self._read(found.words, Payload("none"), "Body")
        return replace(body, optional=body.optional or found.nothing)

    def members(self, payload: Payload) -> tuple[str, ...]:
        """The names of the members that a payload's type has."""
        whole = self._names.silent().members(payload.type) if payload.type else None
        return tuple(one.name for one in whole.members) if whole else ()

    def returns(self, words: Words) -> Payload:
        """The answer that a cell describes; a dash leaves it open."""
        found = alternatives(words)
        status, words = _status(found.words)
        others = found.statuses
        if found.nothing and 204 not in others:
            message = "“or nothing” is taken as another answer, 204 without a body."
            self._findings.say("status-derived", words.place, message)
            others = (*others, 204)
        if status is not None and status >= 400:
            message = f"{status} is no success; failures belong into the table of errors."
            self._findings.say("cell-not-read", words.place, message)
            status = None
        empty = Payload("any", status=status)
        if status in (204, 205) or (status or 200) >= 300:
            empty = Payload("none", status=status)
        if status is not None and not words.codes and not _plain(words.text):
            return empty
        return replace(self._read(words, empty, "Returns"), status=status, others=others)

    def _read(self, words: Words, empty: Payload, column: str) -> Payload:
        text = _plain(words.text)
        signed = column == "Body" and "signed" in words.text.lower().replace("unsigned", "")
        optional = "optional" in _remarks(words.text)
        if words.blank:
            return empty
        pieces, tail = self._pieces(words)
        if not pieces and column == "Body" and signed:
            return Payload("any", signed=True)
        if not pieces and text.lower().strip(" .") in _ANY:
            return empty if empty.kind == "any" else Payload("any")
        shape = self._joined(pieces, tail, words) if pieces else self._bare(text, words)
        if shape is None:
            self._missing(words, column)
            return Payload("any", signed=signed, optional=optional)
        if shape == Plain("undefined"):
            return empty
        return Payload("typed", shape, signed, None, optional)

    def _missing(self, words: Words, column: str) -> None:
        shown = words.text if len(words.text) < 60 else words.text[:57] + "…"
        self._findings.say(
            "no-type-named",
            words.place,
            f"`{column}` says `{shown}`, which names no type: write a type in backticks, or `–` "
            "for nothing. The document allows any JSON here.",
        )

    def _pieces(self, words: Words) -> tuple[list[_Piece], str]:
        """The types in backticks, each with the words before it, and the words after the last."""
        pieces: list[_Piece] = []
        before = ""
        for span in words.spans:
            if not span.code:
                before += span.text
                continue
            if re.fullmatch(r"[1-5]\d\d", span.text.strip()):
                self._unrelated(span.text.strip(), words)
                before = ""
                continue
            shape = typescript.type_of(span.text.strip(), words.at)
            if shape is None:
                self._findings.say(
                    "typescript-syntax",
                    words.at(span.text.strip()),
                    f"`{span.text.strip()}` is not a type in TypeScript.",
                )
                continue
            pieces.append(_Piece(_plain(before), span.text.strip(), shape))
            before = ""
        return pieces, _plain(before)

    def _bare(self, text: str, words: Words) -> Type | None:
        """A type without backticks, if every name in it is declared."""
        parts = [part.strip() for part in re.split(r"\s+or\s+", text)]
        shapes = [self._declared(part, words) for part in parts]
        if any(shape is None for shape in shapes):
            whole = re.sub(_IDS, "", text)
            for phrase in (_PART, _MANY):
                if phrase.search(text):
                    last = self._declared(whole.split()[-1] if whole.split() else "", words)
                    return _wrapped(last, text) if last else None
            named = self._declared(whole.strip(), words) if whole != text else None
            return _identified(named) if named else None
        found = tuple(shape for shape in shapes if shape is not None)
        return found[0] if len(found) == 1 else Union(found)

    def _declared(self, text: str, words: Words) -> Type | None:
        if not text or "\n" in text:
            return None
        shape = typescript.type_of(text, words.at)
        known = shape is not None and all(self._names.knows(one.name) for one in names_in(shape))
        return shape if known else None

    def _joined(self, pieces: list[_Piece], tail: str, words: Words) -> Type:
        first = pieces[0]
        shape = _wrapped(first.type, first.before)
        self._leftover(_rest(first.before), words)
        without = False
        for piece in pieces[1:]:
            link = " ".join(piece.before.lower().split()).strip(" ,")
            if link in _WITHOUT or (without and link in ("", "and", "or")):
                without = True
                shape = Named("Omit", (shape, Literal(piece.code)), words.at(first.code))
            elif link in _PLUS and re.fullmatch(r"[a-z]\w*\??", piece.code):
                member = Member(
                    piece.code.rstrip("?"),
                    None,
                    piece.code.endswith("?"),
                    place=words.at(piece.code),
                )
                shape = Meet((shape, Object((member,))))
            elif link in _EITHER:
                shape = Union((shape, piece.type))
            elif link == "&" or (link in _PLUS and piece.code.startswith("{")):
                shape = Meet((shape, piece.type))
            else:
                self._unrelated(piece.code, words)
        if _IDS.search(tail):
            return _identified(shape)
        if tail.lower().strip(" .,") in ("list", "array"):
            return Array(shape)
        if re.match(r"(?:or|and|plus)\b|/", tail, re.IGNORECASE):
            self._unrelated(tail, words)
        else:
            self._leftover(tail, words)
        return shape

    def _unrelated(self, code: str, words: Words) -> None:
        self._findings.say(
            "cell-not-read",
            words.at(code),
            f"How `{code}` belongs to what stands beside it is not said in words that are known; "
            "it is left out.",
        )

    def _leftover(self, text: str, words: Words) -> None:
        unknown = [one for one in re.findall(r"[^\s,.;:]+", text) if one.lower() not in _FILLERS]
        if unknown:
            self._findings.say(
                "words-not-read",
                words.place,
                f"`{' '.join(unknown)}` is not read; only the type beside it counts.",
            )


def _status(words: Words) -> tuple[int | None, Words]:
    """The status that a cell begins with or has in brackets, and the cell without it."""
    for index, span in enumerate(words.spans):
        if not span.text.strip():
            continue
        status, rest = statuses.leading(span.text)
        if status is not None:
            kept = (replace(span, text=rest, code=False),) if rest else ()
            spans = (*words.spans[:index], *kept, *words.spans[index + 1 :])
            return status, replace(words, spans=spans)
        break
    for remark in re.findall(r"\(([^()]*)\)", words.text):
        status, _ = statuses.leading(remark)
        if status is not None:
            return status, words
    return None, words


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
    return next((one.place for one in names_in(shape)), Place("", 0))


def _identified(shape: Type) -> Type:
    """The type, or each of an array's items, with an `id`."""
    if isinstance(shape, Array):
        return Array(_identified(shape.item))
    return Meet((shape, Object((Member("id", Plain("string")),))))
