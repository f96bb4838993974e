"""What is told of a price, wherever one is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.params.currencies import table
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Exact, Hash, Int, Kind, Str

TAX_BEHAVIOR = Enum(("exclusive", "inclusive", "unspecified"))
INTERVAL = Enum(("day", "month", "week", "year"))
LONGEST: Mapping[str, int] = {"day": 1095, "week": 156, "month": 36, "year": 3}
"""How many intervals may lie between two payments: three years."""
MOST = 999_999_999_999
USAGE = Enum(("licensed", "metered"))
RECURRING = Hash({"interval": INTERVAL, "interval_count": Int(least=1)}, required=("interval",))
CUSTOM = Hash(
    {
        "enabled": Bool(),
        "maximum": Int(least=1),
        "minimum": Int(least=1),
        "preset": Int(least=0),
    },
    required=("enabled",),
)
AMOUNTS: Mapping[str, Kind] = {
    "tax_behavior": TAX_BEHAVIOR,
    "unit_amount": Int(least=0, most=MOST),
    "unit_amount_decimal": Exact(),
}
TIER = Hash(
    {
        "flat_amount": Int(least=0),
        "flat_amount_decimal": Exact(),
        "unit_amount": Int(least=0),
        "unit_amount_decimal": Exact(),
        "up_to": Str(),
    },
    required=("up_to",),
)


@dataclass(frozen=True, slots=True)
class ByCurrency:
    """A hash by lower-case currency; where it can be `unset`, an empty value takes one out."""

    of: Kind
    unset: bool = False

    def read(self, value: str | Tree, name: str) -> dict[str, Any]:
        if isinstance(value, str):
            raise bad("Invalid object", name)
        found: dict[str, Any] = {}
        for code, given in value.items():
            where = f"{name}[{code}]"
            if code.lower() not in table():
                raise bad(f"Invalid currency: {code.lower()}", where)
            empty = self.unset and given == ""
            found[code.lower()] = None if empty else self.of.read(given, where)
        return found


OPTION = Hash({**AMOUNTS, "custom_unit_amount": CUSTOM, "tiers": Array(TIER)})
OPTIONS = ByCurrency(OPTION, unset=True)
"""What the price is in other currencies."""
