"""What the calls on promotion codes take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.catalogue.price_params import ByCurrency
from stub_server.stripe_sim.params.common import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.params.types import Bool, Enum, Hash, Int, Kind, Str

OPTIONS = ByCurrency(Hash({"minimum_amount": Int(least=1)}))
CREATE: Mapping[str, Kind] = {
    **EXPAND,
    "active": Bool(),
    "code": Str(longest=500),
    "coupon": Str(),
    "customer": Str(),
    "customer_account": Str(),
    "expires_at": Int(),
    "max_redemptions": Int(least=1),
    "metadata": METADATA,
    "promotion": Hash({"coupon": Str(), "type": Enum(("coupon",))}, required=("type",)),
    "restrictions": Hash(
        {
            "currency_options": OPTIONS,
            "first_time_transaction": Bool(),
            "minimum_amount": Int(least=1),
            "minimum_amount_currency": Str(),
        }
    ),
}
UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "active": Bool(),
    "metadata": METADATA,
    "restrictions": Hash({"currency_options": OPTIONS}),
}
RETRIEVE = {**EXPAND}
LIST: Mapping[str, Kind] = {
    **PAGE,
    **CREATED,
    "active": Bool(),
    "code": Str(),
    "coupon": Str(),
    "customer": Str(),
    "customer_account": Str(),
}
