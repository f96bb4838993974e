"""What the calls on SetupIntents take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.params.common import BROWSER, CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Int, Kind, Opaque, Str, Uri
from stub_server.stripe_sim.payment_methods.mandates import MANDATE_DATA
from stub_server.stripe_sim.payment_methods.payment_method_params import METHOD_DATA
from stub_server.stripe_sim.payments.intent_params import ALLOWED, AUTOMATIC, EXCLUDED, TYPES

MANDATE_OPTIONS = Hash(
    {
        "amount": Int(),
        "amount_type": Enum(("fixed", "maximum")),
        "currency": Str(),
        "description": Str(),
        "end_date": Int(),
        "interval": Enum(("day", "month", "sporadic", "week", "year")),
        "interval_count": Int(),
        "reference": Str(),
        "start_date": Int(),
        "supported_types": Array(Enum(("india",))),
    },
    required=("amount", "amount_type", "currency", "interval", "reference", "start_date"),
)
OPTIONS = Hash(
    {
        "card": Hash(
            {
                "mandate_options": MANDATE_OPTIONS,
                "moto": Bool(),
                "network": Str(),
                "request_three_d_secure": Enum(("any", "automatic", "challenge")),
                "setup_credential_usage": Enum(("installment", "recurring", "unscheduled")),
                "three_d_secure": Opaque(),
            }
        ),
        "klarna": Hash(
            {
                "currency": Str(),
                "on_demand": Opaque(),
                "preferred_locale": Str(),
                "subscriptions": Opaque(),
            }
        ),
        "link": Hash({"persistent_token": Str()}),
        "paypal": Hash({"billing_agreement_id": Str()}),
        "sepa_debit": Hash({"mandate_options": Hash({"reference_prefix": Str(unset=True)})}),
    }
)
DIRECTIONS = Array(Enum(("inbound", "outbound")))

SHARED: Mapping[str, Kind] = {
    **EXPAND,
    "allowed_payment_method_types": ALLOWED,
    "payment_method": Str(),
    "payment_method_data": METHOD_DATA,
    "payment_method_options": OPTIONS,
}
CHANGED: Mapping[str, Kind] = {
    **SHARED,
    "attach_to_self": Bool(),
    "customer": Str(),
    "customer_account": Str(),
    "description": Str(unset=True),
    "excluded_payment_method_types": EXCLUDED,
    "flow_directions": DIRECTIONS,
    "metadata": METADATA,
    "payment_method_configuration": Str(),
    "payment_method_types": TYPES,
}
TRY: Mapping[str, Kind] = {
    "confirmation_token": Str(),
    "mandate_data": MANDATE_DATA,
    "return_url": Uri(),
    "use_stripe_sdk": Bool(),
}
CREATE: Mapping[str, Kind] = {
    **CHANGED,
    **TRY,
    **AUTOMATIC,
    "confirm": Bool(),
    "on_behalf_of": Str(),
    "single_use": Hash({"amount": Int(), "currency": Str()}, required=("amount", "currency")),
    "usage": Enum(("off_session", "on_session")),
}
UPDATE: Mapping[str, Kind] = {
    **CHANGED,
    **BROWSER,
    "client_secret": Str(),
    "customer": Str(unset=True),
    "payment_method": Str(unset=True),
}
CONFIRM: Mapping[str, Kind] = {
    **SHARED,
    **TRY,
    **BROWSER,
    "client_secret": Str(),
    "payment_method_types": TYPES,
}
CANCEL: Mapping[str, Kind] = {
    **EXPAND,
    "cancellation_reason": Enum(("abandoned", "duplicate", "requested_by_customer")),
}
LIST: Mapping[str, Kind] = {
    **PAGE,
    **CREATED,
    "attach_to_self": Bool(),
    "customer": Str(),
    "customer_account": Str(),
    "payment_method": Str(),
}
