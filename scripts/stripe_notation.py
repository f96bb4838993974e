"""JSON Schemas of Stripe's declarations in the short notation of spec/api.json."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import unquote

from scripts.stripe_schemas import Declarations

Json = dict[str, Any]
NAMED = {"MetadataParam": "metadata", "Metadata": "metadata", "RangeQueryParam": "range"}
"""Types of the SDK that have a word of their own."""
SMALLEST, LONG = 3, 20
"""Hashes with so many members, and lists of so many words, are said once for several places."""


class Notation:
    """Collects operations and objects; says shapes that occur more than once in one place."""

    def __init__(self, declared: Declarations, left_out: Collection[str]) -> None:
        self._declared = declared
        self._left_out = left_out
        self._operations: Json = {}
        self._objects: Json = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._uses: dict[str, int] = defaultdict(int)
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
        operations = {
            name: self._shared(value, top=True) for name, value in self._operations.items()
        }
        objects = {name: self._shared(value, top=True) for name, value in self._objects.items()}
        shared = [text for text in self._names if self._is_shared(text)]
        types = {self._name(text): self._shared(json.loads(text), top=True) for text in shared}
        assert len(types) == len(shared), "two types have one name"
        return {
            "operations": operations,
            "objects": objects,
            "types": dict(sorted(types.items())),
        }

    def _is_shared(self, text: str) -> bool:
        return self._uses[text] > 1 and len(json.loads(text)) >= SMALLEST

    def _name(self, text: str) -> str:
        return min(self._names[text], key=lambda name: (len(name), name))

    def _shared(self, value: Any, *, top: bool = False) -> Any:
        """The value, with `=NAME` in place of each shape that is said elsewhere."""
        if isinstance(value, dict):
            text = json.dumps(value)
            if not top and text in self._names and self._is_shared(text):
                return f"={self._name(text)}"
            return {name: self._shared(member) for name, member in value.items()}
        if isinstance(value, list) and not top and self._is_shared(json.dumps(value)):
            return f"={self._name(json.dumps(value))}"
        return [self._shared(member) for member in value] if isinstance(value, list) else value

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
            text = json.dumps(value)
            self._names[text].add(short)
            self._uses[text] += 1
        return value

    def _list(self, words: list[str | None]) -> list[str | None]:
        """The words; a long list's place is remembered, to be said once for several places."""
        if len(words) >= LONG:
            text = json.dumps(words)
            self._names[text].add(" ".join(self._path))
            self._uses[text] += 1
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
        parts, words, emptied = self._parts(schema)
        mark = "?" if emptied else ""
        if words <= {"true", "false"} and words:
            parts, words = [*parts, {"type": "boolean"}], set()
        listed = self._list([*([""] if emptied else []), *_in_order(words)])
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

    def _parts(self, schema: Json) -> tuple[list[Json], set[str], bool]:
        """The alternatives of a schema, its words, and whether it may be empty or null."""
        parts: list[Json] = []
        words: set[str] = set()
        emptied = False
        for part in self._flat(schema):
            for word in part.get("enum", [part["const"]] if "const" in part else []):
                if word == "":
                    emptied = True
                else:
                    words.add(str(word).lower() if isinstance(word, bool) else str(word))
            if part.get("type") == "null":
                emptied = True
            elif "enum" not in part and "const" not in part and "not" not in part:
                parts.append(part)
        return parts, words, emptied

    def _flat(self, schema: Json) -> list[Json]:
        if isinstance(schema.get("type"), list):
            return [{"type": name} for name in schema["type"]]
        if "anyOf" in schema:
            return [flat for part in schema["anyOf"] for flat in self._flat(part)]
        return [schema]

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
        parts, words, null = self._parts(schema)
        mark = "?" if null else ""
        if words and words <= {"true", "false"} and len(words) == 2:
            return "boolean" + mark
        if words:
            return self._list([*_in_order(words), *([None] if null else [])])
        nouns = sorted({noun for part in parts if (noun := _noun(part))})
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


def _in_order(words: set[str]) -> list[str]:
    """The words as Stripe lists them: alphabetically, signs such as `*` at the end."""
    return sorted(words, key=lambda word: (not word[0].isalnum(), word))


def _noun(part: Json) -> str | None:
    """The `object` of the API that a part stands for."""
    members = part.get("properties", {})
    noun: str | None = members.get("object", {}).get("const")
    return noun
