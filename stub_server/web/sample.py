"""An operation that nobody has written yet, answered from its own examples and schema."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from stub_server.runtime.ids import seeded
from stub_server.shop.operations.call import Answer, Call
from stub_server.shop.operations.shop import Shop
from stub_server.web.document import Document, DocumentFault, Operation
from stub_server.web.door import Handler
from stub_server.web.wire import Raw

DEPTH = 4
"""How deep types that contain themselves are followed before an optional part is left out."""


def handler_for(operation: Operation, document: Document) -> Handler:
    """A handler that answers the operation's first success from the document, always the same.

    An example of the page is taken as it is; without one, the schema is filled in. A schema that
    can't be filled in is a DocumentFault at the first request, and names the operation.
    """
    content = cache(lambda: content_of(operation, document))

    async def run(call: Call, shop: Shop) -> Answer:  # noqa: ARG001 - the shape of every operation
        return Answer(Raw(content()))

    return Handler(run, checks_parameters=True)


def content_of(operation: Operation, document: Document) -> Any:
    """The JSON that stands for the operation's success; None when it has no content."""
    status = min((it for it in operation.answers if 200 <= it < 300), default=None)
    if status is None:
        return None
    response = document.resolved(operation.node["responses"][str(status)])
    media: Mapping[str, Any] = next(iter(response.get("content", {}).values()), {})
    for example in media.get("examples", {}).values():
        return document.resolved(example).get("value")
    if "example" in media or "schema" not in media:
        return media.get("example")
    value = _Filler(document).fill(media["schema"], 0)
    schema = operation.answers[status]
    if schema is not None and not schema.fits(value):
        breach = next(schema.breaches(value))
        raise DocumentFault(
            f"{operation.id}: no sample could be made from its schema "
            f"({breach.pointer or '/'}: {breach.message}). Give the page an example."
        )
    return value


class _Filler:
    """Makes the plainest value that fits a schema."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def fill(self, node: Mapping[str, Any] | bool, depth: int) -> Any:
        if isinstance(node, bool):
            return None
        node = self._document.resolved(node)
        for key in ("const", "default", "example"):
            if key in node:
                return node[key]
        for key in ("examples", "enum"):
            if node.get(key):
                return node[key][0]
        for key in ("oneOf", "anyOf"):
            if key in node:
                return self.fill(node[key][0], depth)
        if "allOf" in node:
            parts = [self.fill(part, depth) for part in node["allOf"]]
            return {
                key: value
                for part in parts
                if isinstance(part, dict)
                for key, value in part.items()
            }
        return self._of_type(node, depth)

    def _of_type(self, node: Mapping[str, Any], depth: int) -> Any:
        kind = node.get("type")
        if isinstance(kind, list):
            kind = next((it for it in kind if it != "null"), "null")
        match kind:
            case "object":
                return self._object(node, depth)
            case "array":
                few = max(1 if depth < DEPTH else 0, node.get("minItems", 0))
                return [self.fill(node.get("items", True), depth + 1) for _ in range(few)]
            case "string":
                return _string(node)
            case "integer":
                return int(_number(node, 1))
            case "number":
                return _number(node, 0.01)
            case "boolean":
                return True
        return self._object(node, depth) if "properties" in node else None

    def _object(self, node: Mapping[str, Any], depth: int) -> dict[str, Any]:
        required = set(node.get("required", ()))
        return {
            name: self.fill(member, depth + 1)
            for name, member in node.get("properties", {}).items()
            if name in required or depth < DEPTH
        }


def _number(node: Mapping[str, Any], step: float) -> float:
    if "minimum" in node:
        return float(node["minimum"])
    if "exclusiveMinimum" in node:
        return float(node["exclusiveMinimum"]) + step
    if "maximum" in node:
        return float(node["maximum"])
    return 1.0


_FORMATS = {
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "email": "buyer@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def _string(node: Mapping[str, Any]) -> str:
    if node.get("format") in _FORMATS:
        return _FORMATS[node["format"]]
    least, most = node.get("minLength", 1), node.get("maxLength", 40)
    if "pattern" in node:
        return _matching(node["pattern"], most)
    return "string".ljust(least, "-")[: max(least, most)]


def _matching(pattern: str, most: int) -> str:
    """The shortest of a few strings that match the pattern: the same ones each time."""
    from rstr import Rstr

    maker = Rstr(seeded(pattern))
    found = sorted((maker.xeger(pattern) for _ in range(64)), key=lambda it: (len(it), it))
    return next((it for it in found if it.isprintable() and it.strip() == it), found[0])[:most]
