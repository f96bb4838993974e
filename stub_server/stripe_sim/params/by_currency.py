"""Hashes by currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.currencies import currencies
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.types import ParamType


@dataclass(frozen=True, slots=True)
class ByCurrency:
    """A hash by lower-case currency. unset: whether an empty value removes a currency."""

    of: ParamType
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> dict[str, Any]:
        if isinstance(value, str):
            raise invalid_request("Invalid object", name)
        values: dict[str, Any] = {}
        for code, option in value.items():
            param = f"{name}[{code}]"
            if code.lower() not in currencies():
                raise invalid_request(f"Invalid currency: {code.lower()}", param)
            empty = self.unset and option == ""
            values[code.lower()] = None if empty else self.of.read(option, param)
        return values
