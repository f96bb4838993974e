"""What is wrong with the options, in one sentence."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from contract_tests.harness.config.options import flag_of

FILE = "shopstub.toml"
WANTED = {
    "bool_type": "true or false",
    "float_parsing": "a number",
    "float_type": "a number",
    "int_parsing": "a number",
    "int_from_float": "a whole number",
    "int_type": "a number",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "string_type": "a text",
}
"""By pydantic's type of error: what the value should be."""
BOUNDS = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}


class ConfigError(Exception):
    """The options can't be used; the message says what to do."""


def config_error(error: ValidationError, flags: Collection[str]) -> ConfigError:
    """Describe the first of the model's errors. flags: the options that came as flags."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    where = flag_of(name) if name in flags else f"{FILE}: {name.replace('_', '-')}"
    message = _message(first["type"], first)
    return ConfigError(f"{where}: {message}" if name else message)


def _message(kind: str, error: Any) -> str:
    value, context = error["input"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in BOUNDS:
        key, words = BOUNDS[kind]
        return f"{value!r} is not {words} {context[key]:g}."
    wanted = WANTED.get(kind)
    if wanted == "a text" and len(error["loc"]) > 1:
        wanted = "a list of texts"
    return f"{value!r} is not {wanted}." if wanted else f"{value!r}: {error['msg']}."
