"""What a schema says of lists and items: which member is the id, which one holds the items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stub_server.server.document import Document, Operation

Node = Mapping[str, Any]
ANYTHING: Node = {}
COUNTS = ("count", "total", "totalCount", "size")
"""Members of a list's object that say how many items there are."""


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list of objects. member: where the items are; None when the response is the array."""

    item: Node
    member: str | None = None

    def wrap(self, items: list[Any], sample: Any) -> Any:
        """Return the items as the response has them; sample: gives the other members."""
        if self.member is None:
            return items
        wrapped = {**(sample if isinstance(sample, dict) else {}), self.member: items}
        return counted(wrapped, len(items))

    def unwrap(self, content: Any) -> list[Any]:
        """Return the items of a response."""
        if self.member is not None:
            content = content.get(self.member) if isinstance(content, dict) else None
        return [item for item in content or () if isinstance(item, dict)]


def counted(content: dict[str, Any], count: int) -> dict[str, Any]:
    """Return the object with its counting members, if it has some, at this count."""
    return {
        name: count if name in COUNTS and isinstance(value, int) else value
        for name, value in content.items()
    }


def success_schema(operation: Operation, document: Document) -> Node | None:
    """Return the schema of the operation's success, references followed; None for any content."""
    response = operation.node.get("responses", {}).get(str(operation.success), {})
    for media in document.resolved(response).get("content", {}).values():
        if "schema" in media:
            return plain(media["schema"], document)
    return None


def plain(node: Any, document: Document) -> Node:
    """Return the schema without references, `null` alternatives and `allOf`."""
    if not isinstance(node, Mapping):
        return ANYTHING
    resolved: Node = document.resolved(node)
    for key in ("oneOf", "anyOf"):
        if key in resolved:
            some = [part for part in resolved[key] if part.get("type") != "null"]
            return plain(some[0], document) if some else ANYTHING
    if "allOf" in resolved:
        parts = [plain(part, document) for part in resolved["allOf"]]
        own = {key: value for key, value in resolved.items() if key != "allOf"}
        return _merged([*parts, own])
    return resolved


def list_shape(node: Node, document: Document) -> ListShape | None:
    """Return the list that the schema is, or None: an array, or an object with one array in it."""
    if node.get("type") == "array":
        return ListShape(plain(node.get("items", {}), document))
    arrays = list_members(node, document)
    others = set(node.get("properties", {})) - set(arrays)
    if len(arrays) == 1 and (not others or others & set(COUNTS)):
        ((name, item),) = arrays.items()
        return ListShape(item, name)
    return None


def list_members(node: Node, document: Document) -> dict[str, Node]:
    """Return the schema's members that are arrays of objects, each with the schema of its items."""
    found = {}
    for name, member in node.get("properties", {}).items():
        member = plain(member, document)
        if member.get("type") == "array":
            item = plain(member.get("items", {}), document)
            if "properties" in item:
                found[name] = item
    return found


def id_member(item: Node, parameter: str | None) -> str:
    """Return the member that identifies an item: the path parameter's, `id`, or the first …Id."""
    members = item.get("properties", {})
    if parameter in members:
        return str(parameter)
    if "id" in members:
        return "id"
    return next((name for name in members if name.endswith("Id")), parameter or "id")


def _merged(parts: list[Node]) -> Node:
    """Return one schema for all parts."""
    merged: dict[str, Any] = {}
    for part in parts:
        properties = {**merged.get("properties", {}), **part.get("properties", {})}
        required = [*merged.get("required", ()), *part.get("required", ())]
        merged = {**merged, **part}
        merged |= {"properties": properties} if properties else {}
        merged |= {"required": required} if required else {}
    return merged
