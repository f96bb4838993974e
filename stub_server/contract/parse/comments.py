"""Assign comments to declarations and members, by their position."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from tree_sitter import Node

_OWNERS = {
    "interface_declaration",
    "type_alias_declaration",
    "enum_declaration",
    "property_signature",
}
_MARKS = {*_OWNERS, "comment", "}"}


class Comments:
    """Comments by owner: the one that ends on the comment's line, else the one that begins next."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        owners = [node for node in nodes if node.type in _OWNERS]
        self._edges: dict[int, list[tuple[int, Node]]] = defaultdict(list)
        for owner in owners:
            for edge, row in _edges(owner):
                self._edges[row].append((edge, owner))
        self._marks = sorted(
            [(node.start_byte, -node.end_byte, node) for node in nodes if node.type in _MARKS],
            key=lambda mark: mark[:2],
        )
        self._of: dict[int, list[str]] = defaultdict(list)
        for comment in (node for node in nodes if node.type == "comment"):
            found = self._before(comment) or self._after(comment)
            if found is not None:
                self._of[found.id].append(_words(comment))

    def of(self, node: Node) -> tuple[str, ...]:
        """The comments of a declaration or member, in the order of the page."""
        return tuple(self._of.get(node.id, ()))

    def _before(self, comment: Node) -> Node | None:
        """The owner that ends last before the comment on the same line."""
        edges = self._edges.get(comment.start_point[0], ())
        before = [edge for edge in edges if edge[0] <= comment.start_byte]
        return max(before, key=lambda edge: edge[0])[1] if before else None

    def _after(self, comment: Node) -> Node | None:
        """The owner that begins next, unless a blank line or a closing brace stands between."""
        row = comment.end_point[0]
        start = bisect_left(self._marks, comment.end_byte, key=lambda mark: mark[0])
        for index in range(start, len(self._marks)):
            node = self._marks[index][2]
            if node.start_point[0] - row > 1 or node.type == "}":
                return None
            if node.type in _OWNERS:
                return node
            row = node.end_point[0]
        return None


def _edges(owner: Node) -> list[tuple[int, int]]:
    """Byte and row where an owner ends, and where its own opening brace does."""
    value = owner.child_by_field_name("value") or owner
    edges = [(value.end_byte, value.end_point[0])]
    body = owner.child_by_field_name("body") or _object(owner)
    if body is not None:
        edges.append((body.start_byte + 1, body.start_point[0]))
    return edges


def _object(owner: Node) -> Node | None:
    """The object type that an alias or a member opens on its first line."""
    given = owner.child_by_field_name("value") or owner.child_by_field_name("type")
    if given is not None and given.type == "type_annotation" and given.named_children:
        given = given.named_children[0]
    return given if given is not None and given.type == "object_type" else None


def _words(comment: Node) -> str:
    """The comment's words without its signs."""
    text = (comment.text or b"").decode("utf-8", "replace")
    if text.startswith("//"):
        return text.lstrip("/").strip() if text.startswith("///") else text[2:].strip()
    lines = text.removeprefix("/*").removesuffix("*/").split("\n")
    return " ".join(line.strip().lstrip("*").strip() for line in lines).strip()
