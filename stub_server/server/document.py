"""The OpenAPI document, read once: its operations, with a compiled schema for each body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema_rs import Registry

from stub_server.server.error_codes import ErrorCodes
from stub_server.server.schema import (
    Parameter,
    Schema,
    anchored,
    registry_of,
    without_read_only,
)

METHODS = ("get", "put", "post", "delete", "patch")
JSON = "application/json"


class DocumentError(Exception):
    """The document can't be served: says which file, where in it, and what to do."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document.

    cookie: whether the session plays a part. login: whether it must be logged in.
    signature_header: the header with the signature of a webhook; its body is passed on as bytes.
    parameters: those of path and query, by place and name.
    body: the schema of the JSON body; None when the operation takes none, or takes it as bytes.
    responses: the schema of each documented status; None for any content.
    error_fields: members of the body that have an error code of their own (`x-error-fields`).
    """

    id: str
    method: str
    path: str
    cookie: bool
    login: bool
    signature_header: str | None
    parameters: Mapping[tuple[str, str], Parameter]
    body: Schema | None
    responses: Mapping[int, Schema | None]
    error_fields: Mapping[str, str]
    node: Mapping[str, Any]

    @property
    def success(self) -> int:
        """The first documented status of a success; 200 when the document names none."""
        return min((status for status in self.responses if 200 <= status < 300), default=200)


class Document:
    """The document as a whole: `operations` by operationId, `rule_pages` by rule id."""

    def __init__(self, source: str, tree: Mapping[str, Any]) -> None:
        self.source = source
        self.tree = tree
        schemes = tree.get("components", {}).get("securitySchemes", {})
        self._cookie_schemes = [
            key for key, scheme in schemes.items() if scheme.get("in") == "cookie"
        ]
        self.cookie_name: str = next(
            (schemes[key]["name"] for key in self._cookie_schemes), "session"
        )
        self.names_sessions = not all(schemes[key].get("x-default") for key in self._cookie_schemes)
        """Whether the contract itself speaks of a session cookie."""
        self.rule_pages: dict[str, str] = {
            rule: str(node.get("page", "")).removesuffix(".md")
            for rule, node in tree.get("x-rules", {}).items()
        }
        self._incoming = registry_of(without_read_only(tree))
        self._outgoing = registry_of(tree)
        self.operations = {operation.id: operation for operation in self._read_operations()}
        self.errors = ErrorCodes(tree, self.resolved)

    def rule_of(self, operation: Operation, code: str, member: str) -> str | None:
        """Return the operation's first rule whose text names both the code and the member."""
        rules = self.tree.get("x-rules", {})
        return next(
            (
                rule
                for rule in operation.node.get("x-rules", ())
                if f"`{code}`" in (text := str(rules.get(rule, {}).get("text", "")))
                and f"`{member}`" in text
            ),
            None,
        )

    def webhook_path(self, signature_header: str) -> str | None:
        """Return the path of the operation whose requests are signed in that header."""
        return next(
            (
                operation.path
                for operation in self.operations.values()
                if operation.signature_header == signature_header
            ),
            None,
        )

    def _read_operations(self) -> Iterator[Operation]:
        for path, item in _members(self.tree.get("paths"), f"{self.source}: paths"):
            shared = item.get("parameters", ()) if isinstance(item, dict) else ()
            for method, node in _members(item, f"{self.source}: {path}"):
                if method in METHODS:
                    _members(node, f"{self.source}: {method.upper()} {path}")
                    yield self._operation(path, method, node, shared)

    def _operation(
        self, path: str, method: str, node: Mapping[str, Any], shared: Sequence[Any]
    ) -> Operation:
        where = f"{method.upper()} {path}"
        if "operationId" not in node:
            raise DocumentError(f"{self.source}: {where} has no operationId. Give it one.")
        try:
            security = node.get("security", self.tree.get("security", [{}]))
            content = self.resolved(node.get("requestBody", {})).get("content", {})
            parameters = [self.resolved(one) for one in (*shared, *node.get("parameters", ()))]
            signature = _signature_header(parameters)
            return Operation(
                id=node["operationId"],
                method=method.upper(),
                path=path,
                cookie=any(key in one for one in security for key in self._cookie_schemes),
                login=bool(node.get("x-login")),
                signature_header=signature,
                parameters=self._parameters(parameters),
                body=self._schema(without_read_only(content), self._incoming)
                if content and not signature
                else None,
                responses={
                    int(status): self._schema(one.get("content", {}), self._outgoing)
                    for status, one in self._responses(node)
                },
                error_fields=error_fields_of(node),
                node=node,
            )
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise DocumentError(f"{self.source}: {where} can't be read: {fault}") from fault

    def _parameters(
        self, parameters: Sequence[Mapping[str, Any]]
    ) -> dict[tuple[str, str], Parameter]:
        return {
            (one["in"], one["name"]): Parameter(
                Schema(anchored(one.get("schema", {})), self._incoming), bool(one.get("required"))
            )
            for one in parameters
            if one["in"] in ("path", "query")
        }

    def _responses(self, node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for status, response in node.get("responses", {}).items():
            if str(status).isdigit():
                yield str(status), self.resolved(response)

    def resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a reference inside the document points to; another node as it is."""
        while "$ref" in node:
            target: Any = self.tree
            for step in str(node["$ref"]).removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    @staticmethod
    def _schema(content: Mapping[str, Any], registry: Registry) -> Schema | None:
        media = next((one for name, one in content.items() if name.startswith(JSON)), None)
        if media is None or "schema" not in media:
            return None
        return Schema(anchored(media["schema"]), registry)


def error_fields_of(node: Mapping[str, Any]) -> dict[str, str]:
    """Return the error code of each member of an operation's body that has one of its own."""
    return dict(node.get("x-error-fields", {}))


def _signature_header(parameters: Sequence[Mapping[str, Any]]) -> str | None:
    return next(
        (
            str(one["name"])
            for one in parameters
            if one["in"] == "header" and one.get("required") and "signature" in one["name"].lower()
        ),
        None,
    )


def _members(node: Any, where: str) -> list[tuple[str, Any]]:
    """Return the members of an object of the document; DocumentError: it is no object."""
    if not isinstance(node, dict):
        raise DocumentError(f"{where} must be an object, not {node!r:.60}.")
    return list(node.items())
