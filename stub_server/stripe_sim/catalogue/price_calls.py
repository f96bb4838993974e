"""What the calls on prices take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.catalogue import product_params
from stub_server.stripe_sim.catalogue.price_params import (
    AMOUNTS,
    CUSTOM,
    INTERVAL,
    OPTIONS,
    RECURRING,
    TAX_BEHAVIOR,
    TIER,
    USAGE,
)
from stub_server.stripe_sim.params.common import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Int, Kind, Str

UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "active": Bool(),
    "currency_options": OPTIONS,
    "lookup_key": Str(unset=True, longest=200),
    "metadata": METADATA,
    "nickname": Str(unset=True),
    "tax_behavior": TAX_BEHAVIOR,
    "transfer_lookup_key": Bool(),
}
CREATE: Mapping[str, Kind] = {
    **UPDATE,
    **AMOUNTS,
    "billing_scheme": Enum(("per_unit", "tiered")),
    "currency": Str(),
    "custom_unit_amount": CUSTOM,
    "product": Str(),
    "product_data": Hash(
        {
            **{name: product_params.CREATE[name] for name in product_params.INLINE},
            "active": Bool(),
            "id": Str(),
            "statement_descriptor": Str(longest=22),
        },
        required=("name",),
    ),
    "recurring": Hash(
        {
            **RECURRING.fields,
            "meter": Str(),
            "trial_period_days": Int(least=0),
            "usage_type": USAGE,
        },
        required=("interval",),
    ),
    "tiers": Array(TIER),
    "tiers_mode": Enum(("graduated", "volume")),
    "transform_quantity": Hash(
        {"divide_by": Int(least=1), "round": Enum(("down", "up"))}, required=("divide_by", "round")
    ),
}
RETRIEVE = {**EXPAND}
LIST: Mapping[str, Kind] = {
    **PAGE,
    **CREATED,
    "active": Bool(),
    "currency": Str(),
    "lookup_keys": Array(Str(), longest=10),
    "product": Str(),
    "recurring": Hash({"interval": INTERVAL, "meter": Str(), "usage_type": USAGE}),
    "type": Enum(("one_time", "recurring")),
}
PRICE_DATA = Hash(
    {
        **AMOUNTS,
        "currency": Str(),
        "product": Str(),
        "product_data": Hash(
            {
                name: product_params.CREATE[name]
                for name in (*product_params.INLINE, "description", "images")
            },
            required=("name",),
        ),
        "recurring": RECURRING,
    },
    required=("currency",),
)
"""A price made on the spot, for a line of a Checkout Session."""
