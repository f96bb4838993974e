"""openapi.yaml, read once: its operations, with a compiled validator for each body and answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import yaml
from jsonschema_rs import Draft202012, Draft202012Validator, Registry

METHODS = ("get", "put", "post", "delete", "patch")
JSON = "application/json"


class DocumentFault(Exception):
    """The document can't be served: says which file, where in it, and what to do."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a value does not fit its schema.

    field: the member, dotted as people write it (`shippingAddress.country`); "" is the whole value.
    pointer: the same place as a JSON pointer. read_only: what is wrong is that it was sent at all.
    """

    field: str
    pointer: str
    message: str
    read_only: bool = False


class Schema:
    """A schema of the document, compiled."""

    def __init__(self, node: dict[str, Any], registry: Registry) -> None:
        self._validator = Draft202012Validator(node, registry=registry, validate_formats=True)
        self.fits = self._validator.is_valid

    def breaches(self, value: Any) -> Iterator[Breach]:
        """Every place where the value breaks the schema, the outermost first."""
        for error in self._validator.iter_errors(value):
            path = [str(step) for step in error.instance_path]
            missing = (
                getattr(error.kind, "property", None) if error.kind.name == "required" else None
            )
            if missing is not None:
                path.append(str(missing))
            message = "is missing" if missing is not None else _words(error)
            pointer = "".join(f"/{step}" for step in path)
            yield Breach(".".join(path), pointer, message, error.kind.name == "falseSchema")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of path or query."""

    schema: Schema
    required: bool

    def takes(self, text: str) -> bool:
        """Whether the text, or the number that it spells, fits."""
        number = text.removeprefix("-").isdecimal() and self.schema.fits(int(text[:40]))
        return self.schema.fits(text) or number


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of an endpoint table, as the document has it.

    cookie: whether the buyer's session plays a part. login: whether it must be a customer's.
    parameters: those of path and query, by place and name.
    body: the schema of the JSON body; None when the operation takes none, or takes it raw.
    answers: the schema of each documented status; None for any content.
    """

    id: str
    method: str
    path: str
    cookie: bool
    login: bool
    raw_body: bool
    parameters: Mapping[tuple[str, str], Parameter]
    body: Schema | None
    answers: Mapping[int, Schema | None]
    node: Mapping[str, Any]


class Document:
    """The document as a whole: `operations` by operationId, `rule_pages` by rule id."""

    def __init__(self, source: str, tree: Mapping[str, Any]) -> None:
        self.source = source
        self.tree = tree
        schemes = tree.get("components", {}).get("securitySchemes", {})
        self._cookie_schemes = [key for key, it in schemes.items() if it.get("in") == "cookie"]
        self.cookie_name: str = next(
            (schemes[key]["name"] for key in self._cookie_schemes), "session"
        )
        self.rule_pages: dict[str, str] = {
            rule: str(it.get("page", "")).removesuffix(".md")
            for rule, it in tree.get("x-rules", {}).items()
        }
        self._incoming = _registry(_without_read_only(tree))
        self._outgoing = _registry(tree)
        self.operations = {it.id: it for it in self._read_operations()}

    def _read_operations(self) -> Iterator[Operation]:
        for path, item in _members(self.tree.get("paths"), f"{self.source}: paths"):
            for method, node in _members(item, f"{self.source}: {path}"):
                if method in METHODS:
                    _members(node, f"{self.source}: {method.upper()} {path}")
                    yield self._operation(path, method, node)

    def _operation(self, path: str, method: str, node: Mapping[str, Any]) -> Operation:
        where = f"{method.upper()} {path}"
        if "operationId" not in node:
            raise DocumentFault(f"{self.source}: {where} has no operationId. Give it one.")
        security = node.get("security", self.tree.get("security", [{}]))
        content = node.get("requestBody", {}).get("content", {})
        signed = any(it.get("name") == "Stripe-Signature" for it in node.get("parameters", ()))
        try:
            return Operation(
                id=node["operationId"],
                method=method.upper(),
                path=path,
                cookie=any(key in it for it in security for key in self._cookie_schemes),
                login=bool(node.get("x-login")),
                raw_body=signed,
                parameters=self._parameters(node),
                body=self._schema(_without_read_only(content), self._incoming)
                if content and not signed
                else None,
                answers={
                    int(status): self._schema(it.get("content", {}), self._outgoing)
                    for status, it in self._responses(node)
                },
                node=node,
            )
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise DocumentFault(f"{self.source}: {where} can't be read: {fault}") from fault

    def _parameters(self, node: Mapping[str, Any]) -> dict[tuple[str, str], Parameter]:
        return {
            (it["in"], it["name"]): Parameter(
                Schema(_anchored(it.get("schema", {})), self._incoming), bool(it.get("required"))
            )
            for it in map(self.resolved, node.get("parameters", ()))
            if it["in"] in ("path", "query")
        }

    def _responses(self, node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for status, response in node.get("responses", {}).items():
            if str(status).isdigit():
                yield str(status), self.resolved(response)

    def resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a reference inside the document points to; the node itself when it is none."""
        while "$ref" in node:
            target: Any = self.tree
            for step in str(node["$ref"]).removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    @staticmethod
    def _schema(content: Mapping[str, Any], registry: Registry) -> Schema | None:
        media = next((it for name, it in content.items() if name.startswith(JSON)), None)
        if media is None or "schema" not in media:
            return None
        return Schema(_anchored(media["schema"]), registry)


def read(path: Path) -> Document:
    """The document in the file; DocumentFault when it is missing or is not an OpenAPI document."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise DocumentFault(
            f"{path}: {fault.strerror or fault}. Make it with `shopstub compile`."
        ) from fault
    return parse(str(path), raw)


def parse(source: str, raw: bytes) -> Document:
    """The document in YAML or JSON bytes; DocumentFault says where it can't be read."""
    try:
        tree = orjson.loads(raw) if raw[:1] == b"{" else yaml.load(raw, _Loader)  # noqa: S506 - it is a safe loader
    except (yaml.YAMLError, orjson.JSONDecodeError) as fault:
        words = str(fault).replace('"<byte string>"', source)
        raise DocumentFault(
            f"{source}: not readable: {words}. Make it anew with `shopstub compile`."
        ) from fault
    if not isinstance(tree, dict) or not str(tree.get("openapi", "")).startswith("3.1"):
        raise DocumentFault(f"{source}: not an OpenAPI 3.1 document. Compile one from the pages.")
    return Document(source, tree)


def _members(node: Any, where: str) -> list[tuple[str, Any]]:
    """The members of an object of the document; DocumentFault when it is none."""
    if not isinstance(node, dict):
        raise DocumentFault(f"{where} must be an object, not {node!r:.60}.")
    return list(node.items())


_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HERE = "urn:document"


def _registry(tree: Mapping[str, Any]) -> Registry:
    return Registry([(_HERE, {"components": tree.get("components", {})})], draft=Draft202012)


def _anchored(node: Any) -> Any:
    """The same schema with its references turned towards the registry's copy of the document."""
    if isinstance(node, dict):
        return {
            key: _HERE + value if key == "$ref" and isinstance(value, str) else _anchored(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_anchored(it) for it in node]
    return node


def _without_read_only(node: Any) -> Any:
    """The schemas as a request must keep them: what is read-only may not be sent (C-cus-9)."""
    if isinstance(node, dict):
        if node.get("readOnly") is True:
            return False
        changed = {key: _without_read_only(value) for key, value in node.items()}
        if isinstance(changed.get("required"), list) and isinstance(node.get("properties"), dict):
            changed["required"] = [
                it for it in changed["required"] if changed["properties"].get(it) is not False
            ]
        return changed
    if isinstance(node, list):
        return [_without_read_only(it) for it in node]
    return node


def _words(error: Any) -> str:
    if error.kind.name == "falseSchema":
        return "is read-only and may not be sent"
    text = str(error.message)
    return text if len(text) <= 200 else text[:199] + "…"
