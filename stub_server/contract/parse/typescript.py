"""TypeScript, read: tree-sitter's tree of a fence or a cell becomes declarations and types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tree_sitter import Node

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.parse.comments import Comments
from stub_server.contract.parse.split_declarations import split_declarations
from stub_server.contract.parse.tree import Tree, complaint, text_of, walk
from stub_server.contract.parse.type_reader import Types
from stub_server.contract.places import Place
from stub_server.contract.shapes import (
    Declaration,
    Literal,
    Named,
    Object,
    Primitive,
    Type,
    Union,
    Unsupported,
)

_WRAPPERS = ("export_statement", "ambient_declaration", "expression_statement")
_DECLARED = ("interface_declaration", "type_alias_declaration", "enum_declaration")
_UNREAD = {
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "internal_module": "namespace",
    "module": "module",
}


def declarations_of(
    text: str, at: Callable[[int, int], Place], diagnostics: Diagnostics
) -> tuple[Declaration, ...]:
    """Every interface, alias and enum of a fence; report text that is not TypeScript.

    at: the page's place of a row and column of the text, counted from 0.
    """
    whole = _Reader(text, at)
    first = whole.tree.first_error()
    if first is None:
        return tuple(whole.declarations(diagnostics))
    readers = [
        _Reader(piece, partial(_below, at, start)) for start, piece in split_declarations(text)
    ]
    wrong = [(reader, node) for reader in readers if (node := reader.tree.first_error())]
    for reader, node in wrong or [(whole, first)]:
        diagnostics.report("typescript-syntax", reader.tree.place(node), complaint(node))
    return tuple(found for reader in readers for found in reader.declarations(diagnostics))


def _below(at: Callable[[int, int], Place], start: int, row: int, column: int) -> Place:
    return at(start + row, column)


def declares(text: str) -> bool:
    """Whether the text is nothing but TypeScript and declares at least one type."""
    reader = _Reader(text, lambda row, column: Place("", row, column))
    return reader.tree.first_error() is None and any(
        True for _ in reader.declarations(Diagnostics())
    )


def type_of(text: str, at: Callable[[str], Place]) -> Type | None:
    """The type that a cell's code names, or None when it is not one type.

    at: the page's place of a word in the cell.
    """
    head = "type _ = "
    lines = text.split("\n")
    reader = _Reader(head + text, lambda row, column: at(_word(lines, head, row, column)))
    if reader.tree.first_error() or reader.tree.root.named_child_count != 1:
        return None
    found = list(reader.declarations(Diagnostics()))
    return found[0].type if found else None


def _word(lines: list[str], head: str, row: int, column: int) -> str:
    rest = lines[row][max(column - (len(head) if row == 0 else 0), 0) :]
    end = next((i for i, sign in enumerate(rest) if not (sign.isalnum() or sign in "_$")), None)
    return rest[:end]


class _Reader:
    """Reads the declarations of one text."""

    def __init__(self, text: str, at: Callable[[int, int], Place]) -> None:
        self.tree = Tree(text, at)
        self._remarks = Comments(list(walk(self.tree.root)))
        self._types = Types(self.tree, self._remarks)

    def declarations(self, diagnostics: Diagnostics) -> Iterator[Declaration]:
        """The declarations at the top of the text, exported or not; broken ones are left out."""
        for node in self.tree.root.named_children:
            inner = node
            while inner.type in _WRAPPERS and inner.named_children:
                inner = inner.named_children[-1]
            name = inner.child_by_field_name("name")
            if inner.type in _DECLARED and name and not inner.has_error:
                yield self._declaration(inner, name)
            elif inner.type in _UNREAD:
                shown = f"{_UNREAD[inner.type]} {text_of(name) if name else ''}".strip()
                message = f"`{shown}` is not read; declare an interface at the top of the fence."
                diagnostics.report("unsupported-type", self.tree.place(inner), message)

    def _declaration(self, node: Node, name: Node) -> Declaration:
        parameters = node.child_by_field_name("type_parameters")
        bases: list[Named] = []
        for clause in node.named_children:
            if clause.type == "extends_type_clause":
                read = (self._types.of(child) for child in clause.named_children)
                bases += [reader for reader in read if isinstance(reader, Named)]
        return Declaration(
            text_of(name),
            self._body(node),
            tuple(bases),
            tuple(
                text_of(given)
                for child in (parameters.named_children if parameters else ())
                if (given := child.child_by_field_name("name"))
            ),
            self._remarks.of(node),
            self.tree.place(name),
        )

    def _body(self, node: Node) -> Type:
        if node.type == "type_alias_declaration":
            value = node.child_by_field_name("value")
            return self._types.of(value) if value else Primitive("any")
        body = node.child_by_field_name("body")
        if body is None:
            return Object(())
        return self._enum(body) if node.type == "enum_declaration" else self._types.object_of(body)

    def _enum(self, body: Node) -> Type:
        """The members' values: one without a value counts on from the number before it."""
        values: list[Type] = []
        following: int | float | None = 0
        for child in body.named_children:
            if child.type == "comment":
                continue
            value = child.child_by_field_name("value") if child.type == "enum_assignment" else None
            read: Type = Unsupported(text_of(child)[:60], self.tree.place(child))
            if value is not None:
                read = self._types.literal(value)
            elif following is not None and child.type in ("property_identifier", "string"):
                read = Literal(following)
            values.append(read)
            following = None
            if isinstance(read, Literal) and isinstance(read.value, (int, float)):
                following = None if isinstance(read.value, bool) else read.value + 1
        return Union(tuple(values))
