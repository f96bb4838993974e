"""What the calls on customers take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.customers.customer_taxes import TAX
from stub_server.stripe_sim.customers.tax_ids import DATUM
from stub_server.stripe_sim.params.common import ADDRESS, CREATED, EXPAND, METADATA, PAGE, RECIPIENT
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Int, Kind, Opaque, Str

UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "address": ADDRESS,
    "balance": Int(),
    "business_name": Str(unset=True, longest=150),
    "description": Str(unset=True),
    "email": Str(unset=True, longest=512),
    "individual_name": Str(unset=True, longest=150),
    "invoice_prefix": Str(unset=True),
    "invoice_settings": Hash(
        {
            "custom_fields": Array(
                Hash(
                    {"name": Str(longest=40), "value": Str(longest=140)},
                    required=("name", "value"),
                ),
                unset=True,
                longest=4,
            ),
            "default_payment_method": Str(unset=True),
            "footer": Str(unset=True),
            "rendering_options": Hash(
                {
                    "amount_tax_display": Enum(
                        ("exclude_tax", "include_inclusive_tax"), unset=True
                    ),
                    "template": Str(),
                },
                unset=True,
            ),
        }
    ),
    "metadata": METADATA,
    "name": Str(unset=True, longest=256),
    "next_invoice_sequence": Int(),
    "phone": Str(unset=True, longest=20),
    "preferred_locales": Array(Str(), unset=True),
    "shipping": RECIPIENT,
    "source": Str(),
    "cash_balance": Opaque(),
    "default_source": Str(),
    "tax": TAX,
    "tax_exempt": Enum(("exempt", "none", "reverse"), unset=True),
    "validate": Bool(),
}
CREATE: Mapping[str, Kind] = {
    **{name: kind for name, kind in UPDATE.items() if name != "default_source"},
    "payment_method": Str(),
    "tax_id_data": Array(Hash(DATUM, required=("type", "value"))),
    "test_clock": Str(),
}
RETRIEVE: Mapping[str, Kind] = {**EXPAND}
DELETE: Mapping[str, Kind] = {**EXPAND}
LIST: Mapping[str, Kind] = {**PAGE, **CREATED, "email": Str(), "test_clock": Str()}
