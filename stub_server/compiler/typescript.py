"""TypeScript, read: tree-sitter's tree of a fence or a cell becomes declarations and types."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from stub_server.compiler.diagnostics import Findings, Place
from stub_server.compiler.pieces import pieces
from stub_server.compiler.remarks import Remarks
from stub_server.compiler.shapes import (
    Array,
    Declaration,
    Literal,
    Lookup,
    Meet,
    Member,
    Named,
    Object,
    Plain,
    Tuple,
    Type,
    Union,
    Unread,
)

_PARSER = Parser(Language(tree_sitter_typescript.language_typescript()))
_PLAIN = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "object": "object",
    "any": "any",
    "unknown": "any",
    "void": "undefined",
    "never": "undefined",
    "undefined": "undefined",
}
_WRAPPERS = ("export_statement", "ambient_declaration", "expression_statement")
_DECLARED = ("interface_declaration", "type_alias_declaration", "enum_declaration")
_UNREAD = {
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "internal_module": "namespace",
    "module": "module",
}
_DEEPEST = 40


def declarations_of(
    text: str, at: Callable[[int, int], Place], findings: Findings
) -> tuple[Declaration, ...]:
    """Every interface, alias and enum of a fence; what is not TypeScript is said.

    at: the page's place of a row and column of the text, counted from 0.
    """
    whole = _Reader(text, at)
    first = whole.first_error()
    if first is None:
        return tuple(whole.declarations(findings))
    readers = [_Reader(piece, partial(_below, at, start)) for start, piece in pieces(text)]
    wrong = [(one, node) for one in readers if (node := one.first_error())]
    for reader, node in wrong or [(whole, first)]:
        findings.say("typescript-syntax", reader.place(node), _complaint(node))
    return tuple(found for one in readers for found in one.declarations(findings))


def _below(at: Callable[[int, int], Place], start: int, row: int, column: int) -> Place:
    return at(start + row, column)


def declares(text: str) -> bool:
    """Whether the text is nothing but TypeScript and declares at least one type."""
    reader = _Reader(text, lambda row, column: Place("", row, column))
    return reader.first_error() is None and any(True for _ in reader.declarations(Findings()))


def type_of(text: str, at: Callable[[str], Place]) -> Type | None:
    """The type that a cell's code names, or None when it is not one type.

    at: the page's place of a word in the cell.
    """
    head = "type _ = "
    lines = text.split("\n")
    reader = _Reader(head + text, lambda row, column: at(_word(lines, head, row, column)))
    if reader.first_error() or reader.root.named_child_count != 1:
        return None
    found = list(reader.declarations(Findings()))
    return found[0].type if found else None


def _word(lines: list[str], head: str, row: int, column: int) -> str:
    rest = lines[row][max(column - (len(head) if row == 0 else 0), 0) :]
    end = next((i for i, sign in enumerate(rest) if not (sign.isalnum() or sign in "_$")), None)
    return rest[:end]


def _complaint(node: Node) -> str:
    if node.is_missing:
        return f"This is not TypeScript: `{node.type}` is missing here."
    text = " ".join((node.text or b"").decode("utf-8", "replace").split())
    return f"This is not TypeScript: `{text[:40]}` is not understood."


class _Reader:
    """Reads one parsed text; rows and columns are the text's, counted from 0."""

    def __init__(self, text: str, at: Callable[[int, int], Place]) -> None:
        self._lines = text.split("\n")
        self._at = at
        self.root = _PARSER.parse(text.encode("utf-8", "replace")).root_node
        self._remarks = Remarks(list(_walk(self.root)))

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
        return next((node for node in _walk(self.root) if node.is_error or node.is_missing), None)

    def declarations(self, findings: Findings) -> Iterator[Declaration]:
        """The declarations at the top of the text, exported or not; broken ones are left out."""
        for node in self.root.named_children:
            inner = node
            while inner.type in _WRAPPERS and inner.named_children:
                inner = inner.named_children[-1]
            name = inner.child_by_field_name("name")
            if inner.type in _DECLARED and name and not inner.has_error:
                yield self._declaration(inner, name)
            elif inner.type in _UNREAD:
                shown = f"{_UNREAD[inner.type]} {_text(name) if name else ''}".strip()
                message = f"`{shown}` is not read; declare an interface at the top of the fence."
                findings.say("unsupported-type", self.place(inner), message)

    def _declaration(self, node: Node, name: Node) -> Declaration:
        parameters = node.child_by_field_name("type_parameters")
        bases: list[Named] = []
        for clause in node.named_children:
            if clause.type == "extends_type_clause":
                read = (self._type(one, 0) for one in clause.named_children)
                bases += [one for one in read if isinstance(one, Named)]
        return Declaration(
            _text(name),
            self._body(node),
            tuple(bases),
            tuple(
                _text(given)
                for one in (parameters.named_children if parameters else ())
                if (given := one.child_by_field_name("name"))
            ),
            self._remarks.of(node),
            self.place(name),
        )

    def _body(self, node: Node) -> Type:
        if node.type == "type_alias_declaration":
            value = node.child_by_field_name("value")
            return self._type(value, 0) if value else Plain("any")
        body = node.child_by_field_name("body")
        if body is None:
            return Object(())
        return self._enum(body) if node.type == "enum_declaration" else self._object(body, 0)

    def _enum(self, body: Node) -> Type:
        """The members' values: one without a value counts on from the number before it."""
        values: list[Type] = []
        following: int | float | None = 0
        for one in body.named_children:
            if one.type == "comment":
                continue
            value = one.child_by_field_name("value") if one.type == "enum_assignment" else None
            read: Type = Unread(_text(one)[:60], self.place(one))
            if value is not None:
                read = self._literal(value)
            elif following is not None and one.type in ("property_identifier", "string"):
                read = Literal(following)
            values.append(read)
            following = None
            if isinstance(read, Literal) and isinstance(read.value, (int, float)):
                following = None if isinstance(read.value, bool) else read.value + 1
        return Union(tuple(values))

    def _object(self, body: Node, depth: int) -> Object:
        members: list[Member] = []
        rest: Type | None = None
        for node in body.named_children:
            if node.type == "property_signature":
                members.append(self._member(node, depth))
            elif node.type == "index_signature":
                given = node.child_by_field_name("type")
                rest = self._type(given, depth) if given else Plain("any")
            elif node.type in ("method_signature", "call_signature", "construct_signature"):
                name = node.child_by_field_name("name")
                shape = Unread(_text(node), self.place(node))
                members.append(Member(_text(name) if name else "call", shape, place=shape.place))
        return Object(tuple(members), rest)

    def _member(self, node: Node, depth: int) -> Member:
        name = node.child_by_field_name("name")
        given = node.child_by_field_name("type")
        signs = {child.type for child in node.children}
        return Member(
            _unquoted(name) if name else "",
            self._type(given, depth + 1) if given else None,
            "?" in signs,
            "readonly" in signs,
            self._remarks.of(node),
            self.place(node if name is None else name),
        )

    def _type(self, node: Node, depth: int) -> Type:
        inside = [one for one in node.named_children if one.type != "comment"]
        if depth > _DEEPEST:
            return Unread("a type nested too deeply", self.place(node))
        match node.type:
            case "type_annotation" | "parenthesized_type" | "readonly_type" if len(inside) == 1:
                return self._type(inside[0], depth + 1)
            case "predefined_type" if _text(node) in _PLAIN:
                return Plain(_PLAIN[_text(node)])
            case "type_identifier" | "identifier":
                return Named(_text(node), (), self.place(node))
            case "literal_type" if inside:
                return self._literal(inside[0])
            case "array_type" if inside:
                return Array(self._type(inside[0], depth + 1))
            case "union_type":
                return Union(tuple(self._type(one, depth + 1) for one in _flat(node)))
            case "intersection_type":
                return Meet(tuple(self._type(one, depth + 1) for one in _flat(node)))
            case "object_type":
                return self._object(node, depth + 1)
            case "tuple_type":
                return self._tuple(inside, depth + 1, self.place(node))
            case "generic_type" if len(inside) == 2 and inside[0].type == "type_identifier":
                given = inside[1].named_children
                arguments = tuple(self._type(o, depth + 1) for o in given if o.type != "comment")
                return Named(_text(inside[0]), arguments, self.place(node))
            case "lookup_type" if len(inside) == 2:
                key = self._type(inside[1], depth + 1)
                if isinstance(key, Literal) and isinstance(key.value, str):
                    return Lookup(self._type(inside[0], depth + 1), key.value, self.place(node))
            case _:
                pass
        return Unread(" ".join(_text(node).split())[:60], self.place(node))

    def _tuple(self, inside: list[Node], depth: int, place: Place) -> Tuple:
        items: list[Type] = []
        rest: Type | None = None
        least = 0
        for node in inside:
            optional = node.type in ("optional_type", "optional_parameter")
            if node.type == "rest_type" and node.named_children:
                many = self._type(node.named_children[0], depth)
                rest = many.item if isinstance(many, Array) else many
                continue
            inner = node.named_children[0] if node.type == "optional_type" else node
            if node.type in ("required_parameter", "optional_parameter"):
                inner = node.child_by_field_name("type") or node
            items.append(self._type(inner, depth))
            least += not optional
        return Tuple(tuple(items), least, rest, place)

    def _literal(self, node: Node) -> Type:
        text = _text(node)
        match node.type:
            case "string":
                return Literal(_unquoted(node))
            case "true" | "false":
                return Literal(node.type == "true")
            case "null":
                return Literal(None)
            case "undefined":
                return Plain("undefined")
            case "number" | "unary_expression" if (value := _number(text)) is not None:
                return Literal(value)
            case _:
                return Unread(text[:60], self.place(node))


def _number(text: str) -> int | float | None:
    try:
        plain = text.replace("_", "").replace(" ", "")
        value = float(plain)
        if not math.isfinite(value):
            return None
        return int(plain) if plain.lstrip("+-").isdigit() else value
    except ValueError:
        return None


def _flat(node: Node) -> Iterator[Node]:
    """The options of a union (the parts of an intersection), however the tree nests them."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.type == node.type:
            waiting.extend(c for c in reversed(one.named_children) if c.type != "comment")
        else:
            yield one


def _walk(root: Node) -> Iterator[Node]:
    """Every node, parents first, in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _unquoted(node: Node) -> str:
    """A name or string without its quotes; simple escapes are undone."""
    if node.type != "string":
        return _text(node)
    parts = []
    for one in node.named_children:
        text = _text(one)
        plain = {"\\n": "\n", "\\t": "\t"}.get(text, text[1:] if text[:1] == "\\" else text)
        parts.append(plain if one.type == "escape_sequence" else text)
    return "".join(parts)
