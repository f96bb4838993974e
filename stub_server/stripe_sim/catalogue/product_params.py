"""What the calls on products take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.catalogue.price_params import AMOUNTS, CUSTOM, OPTIONS, RECURRING
from stub_server.stripe_sim.params.common import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Kind, Number, Str, Url

INLINE = ("metadata", "name", "tax_code", "tax_details", "unit_label")
SIZES = ("height", "length", "weight", "width")
TYPE = Enum(("good", "service"))
UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "active": Bool(),
    "default_price": Str(unset=True),
    "description": Str(unset=True, longest=40_000),
    "images": Array(Url(longest=2048), unset=True, longest=8),
    "marketing_features": Array(
        Hash({"name": Str(longest=80)}, required=("name",)), unset=True, longest=15
    ),
    "metadata": METADATA,
    "name": Str(),
    "package_dimensions": Hash(
        {name: Number(over=0) for name in SIZES},
        required=SIZES,
        unset=True,
    ),
    "shippable": Bool(),
    "statement_descriptor": Str(unset=True, longest=22),
    "tax_code": Str(unset=True),
    "tax_details": Hash({"performance_location": Str(), "tax_code": Str(unset=True)}, unset=True),
    "unit_label": Str(unset=True, longest=12),
    "url": Url(unset=True, longest=2048),
}
CREATE: Mapping[str, Kind] = {
    **{name: kind for name, kind in UPDATE.items() if name != "default_price"},
    "default_price_data": Hash(
        {
            **AMOUNTS,
            "currency": Str(),
            "currency_options": OPTIONS,
            "custom_unit_amount": CUSTOM,
            "metadata": METADATA,
            "recurring": RECURRING,
        },
        required=("currency",),
    ),
    "id": Str(),
    "type": TYPE,
}
RETRIEVE = {**EXPAND}
DELETE: Mapping[str, Kind] = {}
LIST: Mapping[str, Kind] = {
    **PAGE,
    **CREATED,
    "active": Bool(),
    "ids": Array(Str()),
    "shippable": Bool(),
    "type": TYPE,
    "url": Str(),
}
