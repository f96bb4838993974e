"""Hashes by currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.currencies import table
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.types import ParamType


@dataclass(frozen=True, slots=True)
class ByCurrency:
    """A hash by lower-case currency; where it can be `unset`, an empty value takes one out."""

    of: ParamType
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> dict[str, Any]:
        if isinstance(value, str):
            raise invalid_request("Invalid object", name)
        found: dict[str, Any] = {}
        for code, given in value.items():
            where = f"{name}[{code}]"
            if code.lower() not in table():
                raise invalid_request(f"Invalid currency: {code.lower()}", where)
            empty = self.unset and given == ""
            found[code.lower()] = None if empty else self.of.read(given, where)
        return found
