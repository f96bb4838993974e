"""The base of all schema builders: names, reports, the guard against loops."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Self

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.edits import Edit
from stub_server.contract.model import Json
from stub_server.contract.namespace import Namespace, place_of
from stub_server.contract.places import Place
from stub_server.contract.shapes import Declaration, Object, Type

_PREFIX = "#/components/schemas/"
_DEEPEST = 40


class SchemaBuilder(ABC):
    """Any type as a schema that refers to the declared ones by name.

    untyped_as_string: a member that only has a name is a string, not inferred from its namesakes.
    followed: references being followed, so that a type with a member of its own kind ends.
    """

    def __init__(
        self,
        namespace: Namespace,
        diagnostics: Diagnostics,
        *,
        untyped_as_string: bool = False,
        followed: frozenset[str] = frozenset(),
    ) -> None:
        self._names = namespace
        self._untyped_as_string = untyped_as_string
        self._followed = followed
        self._diagnostics = diagnostics
        self._open: list[Type] = []

    def of(self, shape: Type) -> Json:
        """The schema of a type; report parts without a schema, and allow anything there."""
        if len(self._open) > _DEEPEST or shape in self._open:
            self._report(
                "circular-type",
                place_of(shape),
                "The type contains itself, or goes too deep, for a schema to be written out here.",
            )
            return {}
        self._open.append(shape)
        try:
            return self._schema(shape)
        finally:
            self._open.pop()

    @abstractmethod
    def _schema(self, shape: Type) -> Json:
        """The schema of a type; `of` guards it against loops."""

    @abstractmethod
    def _declaration(self, declared: Declaration) -> Json:
        """The schema of a declaration."""

    def _report(self, code: str, place: Place, message: str, edit: Edit | None = None) -> None:
        if place.line:
            self._diagnostics.report(code, place, message, edit)

    def _without_diagnostics(self, followed: str = "") -> Self:
        known = self._followed | {followed}
        return type(self)(self._names, Diagnostics(), untyped_as_string=True, followed=known)

    def _target(self, reference: Json) -> Json:
        """The schema that a reference leads to, followed to its end."""
        seen = set(self._followed)
        while name := reference.get("$ref"):
            if name in seen:
                return {}
            seen.add(name)
            declared = next(
                (declared for declared in self._names if ref_to(declared.name)["$ref"] == name),
                None,
            )
            if declared and isinstance(declared.type, Object):
                return {"type": "object"}
            reference = self._without_diagnostics(name)._declaration(declared) if declared else {}
        return reference


def key_of(name: str) -> str:
    """The type's name in the document, where only some signs are allowed."""
    if re.fullmatch(r"[a-zA-Z0-9._-]+", name):
        return name
    return "".join(
        sign if re.fullmatch(r"[a-zA-Z0-9]", sign) else f"_{ord(sign):x}" for sign in name
    )


def ref_to(name: str) -> Json:
    """A reference to the schema of a declared type."""
    return {"$ref": _PREFIX + key_of(name)}
