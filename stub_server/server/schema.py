"""Schemas of the document, compiled; and the places where a value does not fit one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema_rs import Draft202012, Draft202012Validator, Registry


@dataclass(frozen=True, slots=True)
class SchemaViolation:
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

    def violations(self, value: Any) -> Iterator[SchemaViolation]:
        """Yield every place where the value does not fit, the outermost first."""
        for error in self._validator.iter_errors(value):
            path = [str(step) for step in error.instance_path]
            missing = (
                getattr(error.kind, "property", None) if error.kind.name == "required" else None
            )
            if missing is not None:
                path.append(str(missing))
            message = "is missing" if missing is not None else _words(error)
            pointer = "".join(f"/{step}" for step in path)
            yield SchemaViolation(
                ".".join(path), pointer, message, error.kind.name == "falseSchema"
            )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of path or query."""

    schema: Schema
    required: bool

    def takes(self, text: str) -> bool:
        """Whether the text, or the number that it spells, fits."""
        number = text.removeprefix("-").isdecimal() and self.schema.fits(int(text[:40]))
        return self.schema.fits(text) or number


_HERE = "urn:document"


def registry_of(tree: Mapping[str, Any]) -> Registry:
    """Return the registry that `anchored` references point into."""
    return Registry([(_HERE, {"components": tree.get("components", {})})], draft=Draft202012)


def anchored(node: Any) -> Any:
    """Return the schema with its references pointing into the registry."""
    if isinstance(node, dict):
        return {
            key: _HERE + value if key == "$ref" and isinstance(value, str) else anchored(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [anchored(one) for one in node]
    return node


def without_read_only(node: Any) -> Any:
    """Return the schemas of requests: a member that is read-only may not be sent."""
    if isinstance(node, dict):
        if node.get("readOnly") is True:
            return False
        changed = {key: without_read_only(value) for key, value in node.items()}
        if isinstance(changed.get("required"), list) and isinstance(node.get("properties"), dict):
            changed["required"] = [
                name for name in changed["required"] if changed["properties"].get(name) is not False
            ]
        return changed
    if isinstance(node, list):
        return [without_read_only(one) for one in node]
    return node


def _words(error: Any) -> str:
    if error.kind.name == "falseSchema":
        return "is read-only and may not be sent"
    text = str(error.message)
    return text if len(text) <= 200 else text[:199] + "…"
