"""A TypeScript text as tree-sitter's tree: its places, its errors, and how its nodes are read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from stub_server.contract.places import Place

_PARSER = Parser(Language(tree_sitter_typescript.language_typescript()))


class Tree:
    """One parsed text; rows and columns are the text's, counted from 0.

    at: the page's place of a row and column.
    """

    def __init__(self, text: str, at: Callable[[int, int], Place]) -> None:
        self._lines = text.split("\n")
        self._at = at
        self.root = _PARSER.parse(text.encode("utf-8", "replace")).root_node

    def place(self, node: Node) -> Place:
        """The page's place of a node; tree-sitter counts bytes, people count letters."""
        row, offset = node.start_point
        line = self._lines[row] if row < len(self._lines) else ""
        before = line.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore")
        return self._at(row, len(before))

    def first_error(self) -> Node | None:
        """The first node that the grammar could not place."""
        if not self.root.has_error:
            return None
        return next((node for node in walk(self.root) if node.is_error or node.is_missing), None)


def number(text: str) -> int | float | None:
    """The number that a literal stands for; None if it is none, or no finite one."""
    try:
        plain = text.replace("_", "").replace(" ", "")
        value = float(plain)
        if not math.isfinite(value):
            return None
        return int(plain) if plain.lstrip("+-").isdigit() else value
    except ValueError:
        return None


def flatten(node: Node) -> Iterator[Node]:
    """The options of a union (the parts of an intersection), however the tree nests them."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if part.type == node.type:
            waiting.extend(c for c in reversed(part.named_children) if c.type != "comment")
        else:
            yield part


def walk(root: Node) -> Iterator[Node]:
    """Every node, parents first, in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def text_of(node: Node) -> str:
    """The node's own text."""
    return (node.text or b"").decode("utf-8", "replace")


def unquote(node: Node) -> str:
    """A name or string without its quotes; simple escapes are undone."""
    if node.type != "string":
        return text_of(node)
    parts = []
    for child in node.named_children:
        text = text_of(child)
        plain = {"\\n": "\n", "\\t": "\t"}.get(text, text[1:] if text[:1] == "\\" else text)
        parts.append(plain if child.type == "escape_sequence" else text)
    return "".join(parts)


def complaint(node: Node) -> str:
    """The message on a node that the grammar could not place."""
    if node.is_missing:
        return f"This is not TypeScript: `{node.type}` is missing here."
    text = " ".join(text_of(node).split())
    return f"This is not TypeScript: `{text[:40]}` is not understood."
