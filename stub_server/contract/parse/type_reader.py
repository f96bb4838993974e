"""The types of a TypeScript tree: a node becomes a shape, or `Unsupported`."""

from __future__ import annotations

from tree_sitter import Node

from stub_server.contract.parse.comments import Comments
from stub_server.contract.parse.tree import Tree, flatten, number, text_of, unquote
from stub_server.contract.places import Place
from stub_server.contract.shapes import (
    Array,
    IndexedAccess,
    Intersection,
    Literal,
    Member,
    Named,
    Object,
    Primitive,
    Tuple,
    Type,
    Union,
    Unsupported,
)

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
_DEEPEST = 40


class Types:
    """Reads types; `remarks`: which comments belong to which member."""

    def __init__(self, tree: Tree, remarks: Comments) -> None:
        self._tree = tree
        self._remarks = remarks

    def of(self, node: Node) -> Type:
        """The type that a node stands for."""
        return self._type(node, 0)

    def object_of(self, body: Node) -> Object:
        """The members between an interface's braces."""
        return self._object(body, 0)

    def literal(self, node: Node) -> Type:
        """The value that a literal allows."""
        text = text_of(node)
        match node.type:
            case "string":
                return Literal(unquote(node))
            case "true" | "false":
                return Literal(node.type == "true")
            case "null":
                return Literal(None)
            case "undefined":
                return Primitive("undefined")
            case "number" | "unary_expression" if (value := number(text)) is not None:
                return Literal(value)
            case _:
                return Unsupported(text[:60], self._tree.place(node))

    def _object(self, body: Node, depth: int) -> Object:
        members: list[Member] = []
        rest: Type | None = None
        for node in body.named_children:
            if node.type == "property_signature":
                members.append(self._member(node, depth))
            elif node.type == "index_signature":
                given = node.child_by_field_name("type")
                rest = self._type(given, depth) if given else Primitive("any")
            elif node.type in ("method_signature", "call_signature", "construct_signature"):
                name = node.child_by_field_name("name")
                shape = Unsupported(text_of(node), self._tree.place(node))
                members.append(Member(text_of(name) if name else "call", shape, place=shape.place))
        return Object(tuple(members), rest)

    def _member(self, node: Node, depth: int) -> Member:
        name = node.child_by_field_name("name")
        given = node.child_by_field_name("type")
        signs = {child.type for child in node.children}
        return Member(
            unquote(name) if name else "",
            self._type(given, depth + 1) if given else None,
            "?" in signs,
            "readonly" in signs,
            self._remarks.of(node),
            self._tree.place(node if name is None else name),
        )

    def _type(self, node: Node, depth: int) -> Type:
        inside = [child for child in node.named_children if child.type != "comment"]
        if depth > _DEEPEST:
            return Unsupported("a type nested too deeply", self._tree.place(node))
        match node.type:
            case "type_annotation" | "parenthesized_type" | "readonly_type" if len(inside) == 1:
                return self._type(inside[0], depth + 1)
            case "predefined_type" if text_of(node) in _PLAIN:
                return Primitive(_PLAIN[text_of(node)])
            case "type_identifier" | "identifier":
                return Named(text_of(node), (), self._tree.place(node))
            case "literal_type" if inside:
                return self.literal(inside[0])
            case "array_type" if inside:
                return Array(self._type(inside[0], depth + 1))
            case "union_type":
                return Union(tuple(self._type(part, depth + 1) for part in flatten(node)))
            case "intersection_type":
                return Intersection(tuple(self._type(part, depth + 1) for part in flatten(node)))
            case "object_type":
                return self._object(node, depth + 1)
            case "tuple_type":
                return self._tuple(inside, depth + 1, self._tree.place(node))
            case "generic_type" if len(inside) == 2 and inside[0].type == "type_identifier":
                given = inside[1].named_children
                arguments = tuple(self._type(o, depth + 1) for o in given if o.type != "comment")
                return Named(text_of(inside[0]), arguments, self._tree.place(node))
            case "lookup_type" if len(inside) == 2:
                key = self._type(inside[1], depth + 1)
                if isinstance(key, Literal) and isinstance(key.value, str):
                    return IndexedAccess(
                        self._type(inside[0], depth + 1), key.value, self._tree.place(node)
                    )
            case _:
                pass
        return Unsupported(" ".join(text_of(node).split())[:60], self._tree.place(node))

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
