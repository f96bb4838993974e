"""An OpenAPI document as a file: read, and refused where it can't be used."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

METHODS = ("get", "post", "put", "patch", "delete")
DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""Members whose values are data: a `$ref` in them leads nowhere."""
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError, RecursionError)
"""What is raised by a part of another shape than OpenAPI's."""


class DocumentError(Exception):
    """The document can't be used; the message says where and why."""


def read_document(path: Path) -> dict[str, Any]:
    """Return the document, the statuses of responses as texts. DocumentError: it is none."""
    raw = _parsed(path)
    version = str(raw.get("openapi", ""))
    if not version.startswith("3."):
        raise DocumentError(f"{path} says OpenAPI {version!r}; versions 3.0 to 3.2 are read.")
    with reading(path, "paths"):
        operations = [
            operation
            for item in raw["paths"].values()
            for method in METHODS
            if isinstance(operation := item.get(method), dict)
        ]
        if not any("$ref" in item for item in raw["paths"].values()) and not operations:
            raise DocumentError(f"{path} has no operations: nothing can be checked.")
    with reading(path, "responses"):
        for operation in operations:
            responses = operation.get("responses", {})
            operation["responses"] = {str(status): each for status, each in responses.items()}
    with reading(path, "its structure"):
        for place, reference in _references(raw):
            resolve(path, raw, reference, place)
    return raw


@contextlib.contextmanager
def reading(path: Path, place: str) -> Iterator[None]:
    """DocumentError: something within is not as OpenAPI has it."""
    try:
        yield
    except RecursionError:
        raise DocumentError(f"{path} can't be used: {place} is nested without end.") from None
    except UNREADABLE as error:
        lines = str(error).strip().splitlines()
        words = f"{type(error).__name__}: {lines[0] if lines else ''}"
        raise DocumentError(
            f"{path} can't be used: {place} is not as OpenAPI has it ({words})."
        ) from None


def resolve(path: Path, raw: Any, reference: Any, place: str = "") -> Any:
    """Return what a `$ref` leads to, through others. DocumentError: to nothing, or in a circle."""
    within = f" in {place}" if place else ""
    seen: list[object] = []
    while True:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            raise DocumentError(
                f"{path}: the $ref {reference!r}{within} leads to another file; bundle the "
                "document into one file first."
            )
        if reference in seen:
            raise DocumentError(f"{path}: the $ref {reference!r}{within} leads in a circle.")
        seen.append(reference)
        node = raw
        for part in reference.removeprefix("#/").split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            if isinstance(node, list) and name.isdigit() and int(name) < len(node):
                node = node[int(name)]
            elif isinstance(node, dict) and name in node:
                node = node[name]
            else:
                raise DocumentError(f"{path}: the $ref {reference!r}{within} leads to nothing.")
        if not (isinstance(node, dict) and "$ref" in node):
            return node
        reference = node["$ref"]


def _parsed(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise DocumentError(f"{path} can't be read: {error.strerror}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        words = " ".join(str(error).split())
        raise DocumentError(f"{path} is no YAML: {words}") from None
    if isinstance(raw, dict) and "swagger" in raw:
        raise DocumentError(f"{path} is Swagger {raw['swagger']}; convert it to OpenAPI 3 first.")
    if not isinstance(raw, dict) or "openapi" not in raw or "paths" not in raw:
        raise DocumentError(f"{path} is no OpenAPI document: it has no `openapi` or no `paths`.")
    return raw


def _references(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each `$ref` with the place where it stands; those within data are none."""
    if isinstance(node, dict):
        if "$ref" in node and not place.endswith("/properties"):
            yield place, node["$ref"]
        for name, member in node.items():
            if name not in DATA or place.endswith("/properties"):
                yield from _references(member, f"{place}/{name}".lstrip("/"))
    elif isinstance(node, list):
        for at, member in enumerate(node):
            yield from _references(member, f"{place}/{at}")
