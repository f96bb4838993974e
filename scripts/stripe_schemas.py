"""Stripe's type declarations as JSON Schemas, and whether an answer is as they say.

They are made from the Node SDK that `make test` installs, at the first use, and kept beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import orjson

Json = dict[str, Any]

FOLDER = Path(__file__).parent.parent / "tests" / "stripe_sim" / "node"
SCRIPT = Path(__file__).with_name("stripe_spec.mjs")
MODULES = FOLDER / "node_modules"
CACHE = MODULES / ".cache" / "stripe-schemas.json"
SHOWN = 200
ALSO = ("charge_exceeds_weekly_limit", "custom", "embedded", "hosted")
"""Words that Stripe's documentation has, or its older versions, and its declarations do not."""
UNDECLARED = ("payment_method_preference",)
"""Objects that Stripe answers to its own script, and declares nowhere."""


class Declarations:
    """`objects`: a schema for each `object`; `calls`: of the parameters of each call."""

    def __init__(self, declared: Json) -> None:
        self.objects: Json = declared["objects"]
        self.calls: Json = declared["calls"]
        self.definitions: Json = declared["definitions"]
        self.versions: Json = {name: declared[name] for name in ("sdk", "openapi", "version")}
        self._validators: dict[tuple[str, bool], Any] = {}

    def plain(self, schema: Json) -> Json:
        """The schema behind a reference; of several, that of the hash or of the array."""
        while "$ref" in schema:
            schema = self.definitions[unquote(schema["$ref"][8:])]
        for each in schema.get("anyOf", ()):
            found = self.plain(each)
            if found.get("type") in ("object", "array"):
                return found
        return schema

    def choices(self, schema: Json) -> list[Json]:
        """Each schema that a value may have, behind references."""
        while "$ref" in schema:
            schema = self.definitions[unquote(schema["$ref"][8:])]
        several = schema.get("anyOf")
        return (
            [schema] if several is None else [it for each in several for it in self.choices(each)]
        )

    def complaints(self, answer: bytes, *, partly: bool = False) -> list[str]:
        """What is wrong with the objects in an answer. `partly`: some members may be left out."""
        value = orjson.loads(answer)
        return [text for each in _objects(value) for text in self._complaints(each, partly)]

    def _complaints(self, value: Json, partly: bool) -> Iterator[str]:
        noun = ("deleted " if value.get("deleted") is True else "") + value["object"]
        if noun in UNDECLARED:
            return
        if noun not in self.objects:
            yield f"{noun}: not declared"
            return
        where = f"{noun} {value.get('id', '')}"
        for error in self._validator(noun, partly).iter_errors(value):
            for each in _causes(error, value):
                yield f"{where}: {each}"

    def _validator(self, noun: str, partly: bool) -> Any:
        found = self._validators.get((noun, partly))
        if found is None:
            schema = {**self.objects[noun], "$defs": self.definitions}
            if partly:
                del schema["required"]
            found = self._validators[noun, partly] = jsonschema_rs.Draft202012Validator(schema)
        return found


def _objects(value: Any) -> Iterator[Json]:
    """Every object of the API in the answer, also inside others."""
    if isinstance(value, dict):
        if isinstance(value.get("object"), str):
            yield value
        for name, member in value.items():
            if name not in ("metadata", "previous_attributes"):
                yield from _objects(member)
    elif isinstance(value, list):
        for member in value:
            yield from _objects(member)


def _causes(error: Any, value: Any) -> Iterator[str]:
    """The errors of the branch that comes nearest, where there are several."""
    branches = getattr(error.kind, "context", None)
    if branches:
        # A branch of another type fails at the place itself; the nearest one fails below it.
        deepest = max(branches, key=lambda branch: max(len(each.instance_path) for each in branch))
        for each in deepest:
            yield from _causes(each, value)
        return
    where = ".".join(str(step) for step in error.instance_path)
    if error.instance in ALSO:
        return
    yield f"{where}: {error.message[:SHOWN]}"


def installed() -> bool:
    """Whether there is an SDK to read the declarations of, and something to read them with."""
    return shutil.which("node") is not None and (MODULES / "typescript").is_dir()


@cache
def declarations() -> Declarations:
    """Stripe's declarations. RuntimeError: they cannot be read here."""
    if not installed():
        raise RuntimeError(f"Stripe's declarations are not installed: `npm install` in {FOLDER}.")
    newest = max(
        path.stat().st_mtime for path in (SCRIPT, MODULES / "stripe", MODULES / "typescript")
    )
    if not CACHE.exists() or CACHE.stat().st_mtime < newest:
        made = subprocess.run(["node", str(SCRIPT)], check=True, capture_output=True)  # noqa: S603, S607
        CACHE.parent.mkdir(exist_ok=True)
        draft = CACHE.with_suffix(f".{os.getpid()}")
        draft.write_bytes(made.stdout)
        draft.replace(CACHE)
    return Declarations(orjson.loads(CACHE.read_bytes()))
