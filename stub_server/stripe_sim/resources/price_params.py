"""What is told of a price, wherever one is made."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.coerce import Bool, Enum, Hash, Int, Kind, Str

TAX_BEHAVIOR = Enum(("exclusive", "inclusive", "unspecified"))
INTERVAL = Enum(("day", "week", "month", "year"))
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
    "unit_amount": Int(least=0),
    "unit_amount_decimal": Str(),
}
