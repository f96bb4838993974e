"""Examples compared with their schemas, and put into the document where they fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.model import Json
from stub_server.contract.places import Place


def fits(
    value: Any,
    schema: Json,
    schemas: Json,
    locate: Callable[[list[str | int]], Place],
    diagnostics: Diagnostics,
) -> bool:
    """Return whether an example fits its schema; report each violation with its JSON pointer.

    locate: the page's place of the part that a way of names and indexes leads to.
    """
    whole = {**schema, "components": {"schemas": schemas}}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    violations = sorted(
        (
            (_pointer(way := list(violation.instance_path)), violation.message, way)
            for violation in validator.iter_errors(value)
        ),
        key=lambda violation: violation[:2],
    )
    for pointer, message, way in violations[:5]:
        diagnostics.report(
            "example-does-not-fit",
            locate(way),
            f"At `{pointer or '/'}` the example does not fit its type: {_short(message)}.",
        )
    return not violations


def add_example(holder: Json, value: Any, summary: str) -> None:
    """Put an example among those of a media type, once, under the next free name."""
    examples = holder.setdefault("examples", {})
    if all(example["value"] != value for example in examples.values()):
        named = {"summary": summary} if summary else {}
        examples[f"example{len(examples) + 1}"] = {**named, "value": value}


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _short(message: str) -> str:
    message = " ".join(message.split())
    return message if len(message) <= 160 else message[:157] + "…"
