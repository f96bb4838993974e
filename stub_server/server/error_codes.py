"""Error codes and their statuses, as the document has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

GENERAL: Mapping[str, int] = {
    "auth.required": 401,
    "request.invalid": 400,
    "request.notFound": 404,
    "request.methodNotAllowed": 405,
    "request.tooLarge": 413,
    "request.unsupportedMediaType": 415,
    "server.error": 500,
    "server.unavailable": 503,
}
"""The server's own errors with their meaning in HTTP, for documents that do not list them."""

DEPTH = 8
"""How deep in an error's schema its code is looked for."""

Node = Mapping[str, Any]


class ErrorCodes:
    """Looks up codes by status and statuses by code; what an operation says comes first.

    tree: the whole document. resolve: follows a reference inside it.
    """

    def __init__(self, tree: Node, resolve: Callable[[Node], Node]) -> None:
        self._listed: Mapping[str, list[int]] = tree.get("x-errors", {})
        self._resolve = resolve
        self._operations = [
            node
            for item in tree.get("paths", {}).values()
            for node in item.values()
            if isinstance(node, Mapping) and "operationId" in node
        ]
        self._known: dict[str, dict[str, list[int]]] = {}

    def of(self, node: Node) -> Mapping[str, list[int]]:
        """Return the codes that an operation's error responses list, each with its statuses."""
        known = self._known.get(node["operationId"])
        if known is None:
            known = self._known[node["operationId"]] = self._read(node)
        return known

    def status(self, node: Node | None, code: str) -> int | None:
        """Return the status of a code: the operation's, the document's, or HTTP's own."""
        own = self.of(node).get(code) if node is not None else None
        statuses = own or self._listed.get(code)
        return statuses[0] if statuses else GENERAL.get(code)

    def code(self, node: Node, status: int, general: str) -> str:
        """Return the operation's code for an error that every operation can have.

        It is the general code, unless the operation lists others for the status and not that one:
        then the one that most operations list, and none that belongs to a certain member.
        """
        own = [code for code, statuses in self.of(node).items() if status in statuses]
        if not own or general in own:
            return general
        of_members = set(node.get("x-error-fields", {}).values())
        return max(own, key=lambda code: (code not in of_members, self._spread(code)))

    def _spread(self, code: str) -> int:
        """Return how many operations list the code."""
        return sum(code in self.of(node) for node in self._operations)

    def _read(self, node: Node) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for status, response in node.get("responses", {}).items():
            if str(status).isdigit() and int(status) >= 400:
                for media in self._resolve(response).get("content", {}).values():
                    for code in self._codes_in(media.get("schema", {})):
                        found.setdefault(code, []).append(int(status))
        return found

    def _codes_in(self, schema: Any, depth: int = 0) -> Iterator[str]:
        """Yield the values of the schema's `code` members; types may contain themselves."""
        if isinstance(schema, list):
            for part in schema:
                yield from self._codes_in(part, depth + 1)
        if not isinstance(schema, dict) or depth > DEPTH:
            return
        schema = self._resolve(schema)
        code = schema.get("properties", {}).get("code", {})
        if "const" in code:
            yield code["const"]
        yield from code.get("enum", ())
        for part in schema.values():
            yield from self._codes_in(part, depth + 1)
