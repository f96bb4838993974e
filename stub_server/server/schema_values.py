"""Values that fit a schema, for operations without handler and without example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.runtime.ids import seeded
from stub_server.server.document import Document

DEPTH = 4
"""How deep types that contain themselves are followed before an optional part is left out."""


class SchemaValues:
    """Builds the plainest value that fits a schema."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def fill(self, node: Mapping[str, Any] | bool, depth: int = 0) -> Any:
        """Return a value for the schema; None for one that fits nothing or anything."""
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
            kind = next((name for name in kind if name != "null"), "null")
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
        return matching(node["pattern"], most)
    return "string".ljust(least, "-")[: max(least, most)]


def matching(pattern: str, most: int, seed: str = "") -> str:
    """Return the shortest of a few texts that match the pattern; the same one for each seed."""
    from rstr import Rstr

    generator = Rstr(seeded(pattern + seed))
    count = 1 if seed else 64
    texts = [generator.xeger(pattern) for _ in range(count)]
    texts.sort(key=lambda text: (len(text), text))
    plain = (text for text in texts if text.isprintable() and text.strip() == text)
    return next(plain, texts[0])[:most]
