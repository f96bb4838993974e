"""JSON Schemas of Stripe's declarations in the short notation of spec/api.json."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import unquote

from scripts.stripe_alternatives import alternatives_of, in_order, noun_of
from scripts.stripe_schemas import Declarations
from scripts.stripe_shared_types import SharedTypes

Json = dict[str, Any]
NAMED = {"MetadataParam": "metadata", "Metadata": "metadata", "RangeQueryParam": "range"}
"""Types of the SDK that have a word of their own."""


class Notation:
    """Collects operations and objects; says shapes that occur more than once in one place."""

    def __init__(self, declared: Declarations, left_out: Collection[str]) -> None:
        self._declared = declared
        self._left_out = left_out
        self._operations: Json = {}
        self._objects: Json = {}
        self._shared = SharedTypes()
        self._open: list[str] = []
        self._path: list[str] = []

    def add_operation(self, where: str) -> None:
        """Add the parameters of `METHOD path`."""
        self._path = [where]
        schema = self._behind(self._declared.calls[where])
        self._operations[where] = self._parameters(schema)

    def add_object(self, noun: str) -> None:
        """Add the members of an object."""
        self._path = [noun]
        self._objects[noun] = self._members(self._declared.objects[noun])

    def sections(self) -> Json:
        """Operations, objects and shared types, as the file has them."""
        below = self._shared.below
        return {
            "operations": {name: below(value) for name, value in self._operations.items()},
            "objects": {name: below(value) for name, value in self._objects.items()},
            "types": self._shared.section(),
        }

    def _behind(self, schema: Json) -> Json:
        while "$ref" in schema:
            schema = self._declared.definitions[unquote(schema["$ref"][8:])]
        return schema

    def _hash(self, schema: Json, *, of_objects: bool) -> Any:
        """The notation of a referred type, whose name is remembered with its shape."""
        name = unquote(schema["$ref"][8:]).removeprefix("Params ") if "$ref" in schema else ""
        short = name.rpartition(":")[2]
        if short in NAMED:
            return NAMED[short]
        if name in self._open:
            return "any"
        self._open.append(name)
        value = (
            self._members(self._behind(schema))
            if of_objects
            else self._parameters(self._behind(schema))
        )
        self._open.pop()
        if short and isinstance(value, dict):
            self._shared.note(value, short)
        return value

    def _list(self, words: list[str | None]) -> list[str | None]:
        """The words; a long list's place is remembered, to be said once for several places."""
        self._shared.note(words, " ".join(self._path))
        return words

    def _named(self, members: Json, left_out: Collection[str]) -> Iterator[tuple[str, Json]]:
        """The members that are not left out; while one is read, the path leads to it."""
        for name, member in members.items():
            if name not in left_out:
                self._path.append(name)
                yield name, member
                self._path.pop()

    def _left_out_of(self, members: Json) -> Collection[str]:
        """The types of PaymentMethods to leave out of a hash that has a member for each type."""
        return self._left_out if {"klarna", "sepa_debit"} <= members.keys() else ()

    def _parameters(self, schema: Json) -> Any:
        if "properties" not in schema:
            return "any"
        extra = schema.get("additionalProperties")
        if extra and not schema["properties"]:
            return {"*": self._parameter(extra)}
        required, left_out = schema["required"], self._left_out_of(schema["properties"])
        return {
            name + ("!" if name in required else ""): self._parameter(member)
            for name, member in self._named(dict(sorted(schema["properties"].items())), left_out)
        }

    def _parameter(self, schema: Json) -> Any:
        parts, words, emptied = alternatives_of(schema)
        mark = "?" if emptied else ""
        if words <= {"true", "false"} and words:
            parts, words = [*parts, {"type": "boolean"}], set()
        listed = self._list([*([""] if emptied else []), *in_order(words)])
        notations = [self._parameter_part(part, emptied=emptied) for part in parts]
        if words:
            return {"|": [listed, *notations]} if notations else listed
        if not parts:
            return "any"
        if len(notations) == 1:
            value = notations[0]
            return value + mark if isinstance(value, str) else value
        if "range" in notations:
            return "range" + mark
        return {"|": sorted(notations, key=lambda value: not isinstance(value, str))}

    def _parameter_part(self, part: Json, *, emptied: bool) -> Any:
        if part.get("type") == "array":
            value = {"[]": self._parameter(part["items"])}
        elif "$ref" in part or "properties" in part:
            value = self._hash(part, of_objects=False)
        else:
            return part.get("format", part.get("type", "any"))
        return {**value, "": None} if emptied and isinstance(value, dict) else value

    def _members(self, schema: Json) -> Any:
        if "properties" not in schema:
            return "any"
        extra = schema.get("additionalProperties")
        if extra and not schema["properties"]:
            return {"*": self._member(extra)}
        required, left_out = schema["required"], self._left_out_of(schema["properties"])
        return {
            name + ("" if name in required else "?"): self._member(member)
            for name, member in self._named(schema["properties"], left_out)
        }

    def _member(self, schema: Json) -> Any:
        parts, words, null = alternatives_of(schema)
        mark = "?" if null else ""
        if words and words <= {"true", "false"} and len(words) == 2:
            return "boolean" + mark
        if words:
            return self._list([*in_order(words), *([None] if null else [])])
        nouns = sorted({noun for part in parts if (noun := noun_of(part))})
        if nouns:
            is_id = any(part.get("type") == "string" for part in parts)
            return f"{'id' if is_id else 'object'} {'|'.join(nouns)}{mark}"
        if len(parts) != 1:
            return "any" + mark
        (part,) = parts
        if part.get("type") == "array":
            value: Any = {"[]": self._member(part["items"])}
        elif "$ref" in part or "properties" in part:
            value = self._hash(part, of_objects=True)
        else:
            return str(part.get("format", part.get("type", "any"))) + mark
        if isinstance(value, str):
            return value + mark
        return {**value, "": None} if null else value
