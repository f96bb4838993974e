"""Builds items from request bodies: ids, defaults, and members that only the server sets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.server.document import Document
from stub_server.server.schema_values import SchemaValues, matching
from stub_server.server.stateful.shapes import Node, plain

Json = dict[str, Any]
ID_LENGTH = 12


class Values:
    """Builds values by schema. clock, ids: for times and ids that the server sets."""

    def __init__(self, document: Document, clock: Clock, ids: Ids) -> None:
        self._document = document
        self._clock = clock
        self._ids = ids

    def create(self, schema: Node, body: Any, known: Mapping[str, Any]) -> Json:
        """Return a new object.

        Each member comes from the body unless it is read-only, else from `known` (path parameters),
        else from its default; a required one is made up by its schema.
        """
        sent = self._writable(schema, body)
        required = set(schema.get("required", ()))
        built: Json = {}
        for name, node in schema.get("properties", {}).items():
            member = plain(node, self._document)
            if name in sent:
                built[name] = sent[name]
            elif name in known:
                built[name] = _typed(known[name], member)
            elif "default" in member:
                built[name] = member["default"]
            elif name in required:
                built[name] = self._made_up(member)
        if not schema.get("properties"):
            built = dict(sent)
        return built

    def identify(
        self, item: Json, member: str, schema: Node, body: Any, siblings: Sequence[Json]
    ) -> None:
        """Give the item an id of the same kind as its siblings' ids, unless the body has it."""
        if member in self._writable(schema, body):
            return
        node = plain(schema.get("properties", {}).get(member, {}), self._document)
        item[member] = self._id(node, [one[member] for one in siblings if member in one])

    def change(self, schema: Node, item: Json, body: Any) -> Json:
        """Return the object with the members of the body that its schema has."""
        members = schema.get("properties", {})
        sent = self._writable(schema, body)
        return {**item, **{name: sent[name] for name in sent if name in members or not members}}

    def replace(self, schema: Node, item: Json, body: Any, member: str | None) -> Json:
        """Return a new object that keeps the old one's id and read-only members."""
        members = schema.get("properties", {})
        kept = {
            name: value
            for name, value in item.items()
            if name == member or self._is_read_only(members.get(name, {}))
        }
        return {**self.create(schema, body, kept), **kept}

    def _writable(self, schema: Node, body: Any) -> Json:
        """Return the members of a body that a client may set."""
        members = schema.get("properties", {})
        sent = body if isinstance(body, Mapping) else {}
        return {
            name: value
            for name, value in sent.items()
            if not self._is_read_only(members.get(name, {}))
        }

    def _is_read_only(self, node: Any) -> bool:
        """Whether the member is the server's, by its own schema or the one that it refers to."""
        own = isinstance(node, Mapping) and node.get("readOnly") is True
        return own or plain(node, self._document).get("readOnly") is True

    def _made_up(self, node: Node) -> Any:
        if node.get("format") == "date-time" and "example" not in node:
            return self._clock.now().isoformat(timespec="milliseconds")[:-6] + "Z"
        if node.get("format") == "date" and "example" not in node:
            return self._clock.now().date().isoformat()
        if node.get("type") == "array" and not node.get("minItems"):
            return []
        return SchemaValues(self._document).fill(node)

    def _id(self, node: Node, taken: Sequence[Any]) -> Any:
        if node.get("type") in ("integer", "number") or any(isinstance(one, int) for one in taken):
            return max((int(one) for one in taken), default=0) + 1
        if node.get("format") == "uuid":
            return _uuid(self._ids)
        text = self._ids.token(ID_LENGTH).lower()
        prefix = str(taken[0]).partition("_")[0] + "_" if taken and "_" in str(taken[0]) else ""
        made = (prefix + text)[: node.get("maxLength", len(prefix) + ID_LENGTH)]
        if "pattern" in node and not re.search(node["pattern"], made):
            made = matching(node["pattern"], node.get("maxLength", len(made)), seed=text)
        return made


def _typed(value: Any, node: Node) -> Any:
    """Return a path parameter's text as the number that the schema wants."""
    if isinstance(value, str) and node.get("type") in ("integer", "number"):
        return int(value) if value.removeprefix("-").isdecimal() else value
    return value


def _uuid(ids: Ids) -> str:
    digits = "".join(f"{ord(char):02x}" for char in ids.token(16))
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"
