"""What the calls on PaymentIntents take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.params.common import BROWSER, CREATED, EXPAND, METADATA, PAGE, SHIPPING
from stub_server.stripe_sim.params.schema_types import kind_of
from stub_server.stripe_sim.params.types import Bool, Enum, Hash, Int, Kind, Opaque, Str, Uri
from stub_server.stripe_sim.payment_methods.mandates import MANDATE_DATA
from stub_server.stripe_sim.payment_methods.payment_method_params import METHOD_DATA
from stub_server.stripe_sim.payments.amount_details import AMOUNT_DETAILS
from stub_server.stripe_sim.payments.intent_params import ALLOWED, AUTOMATIC, EXCLUDED, TYPES
from stub_server.stripe_sim.testdata.files import read

CAPTURE_METHOD = Enum(("automatic", "automatic_async", "manual"))
FUTURE = Enum(("off_session", "on_session"), unset=True)
OPTIONS = Hash(
    {kind: kind_of(each["takes"]) for kind, each in read("payment_intent_options").items()},
    unset=True,
)

PAYMENT_DETAILS = Hash(
    {"customer_reference": Str(unset=True), "order_reference": Str(unset=True)}, unset=True
)

EVERYWHERE: Mapping[str, Kind] = {
    **EXPAND,
    "allowed_payment_method_types": ALLOWED,
    "amount_details": AMOUNT_DETAILS,
    "capture_method": CAPTURE_METHOD,
    "excluded_payment_method_types": EXCLUDED,
    "hooks": Opaque(),
    "payment_details": PAYMENT_DETAILS,
    "payment_method": Str(),
    "payment_method_data": METHOD_DATA,
    "payment_method_options": OPTIONS,
    "payment_method_types": TYPES,
    "receipt_email": Str(unset=True),
    "setup_future_usage": FUTURE,
    "shipping": SHIPPING,
}
WORDS: Mapping[str, Kind] = {
    "description": Str(unset=True),
    "metadata": METADATA,
    "statement_descriptor": Str(unset=True, longest=22),
    "statement_descriptor_suffix": Str(unset=True, longest=22),
    "transfer_data": Opaque(),
    "transfer_group": Str(unset=True),
    "application_fee_amount": Int(unset=True),
}
TRY: Mapping[str, Kind] = {
    "confirmation_token": Str(),
    "error_on_requires_action": Bool(),
    "mandate": Str(),
    "mandate_data": MANDATE_DATA,
    "off_session": Enum(("true", "false", "one_off", "recurring")),
    "radar_options": Opaque(),
    "return_url": Uri(),
    "use_stripe_sdk": Bool(),
}

CREATE: Mapping[str, Kind] = {
    **EVERYWHERE,
    **WORDS,
    **TRY,
    "amount": Int(),
    **AUTOMATIC,
    "confirm": Bool(),
    "confirmation_method": Enum(("automatic", "manual")),
    "currency": Str(),
    "customer": Str(),
    "customer_account": Str(),
    "on_behalf_of": Str(),
    "payment_method_configuration": Str(),
}
UPDATE: Mapping[str, Kind] = {
    **EVERYWHERE,
    **WORDS,
    "amount": Int(),
    "currency": Str(),
    "customer": Str(unset=True),
    "customer_account": Str(),
    "payment_method": Str(unset=True),
    "payment_method_configuration": Str(),
    "client_secret": Str(),
    "key": Opaque(),
}
CONFIRM: Mapping[str, Kind] = {
    **EVERYWHERE,
    **TRY,
    **BROWSER,
    "amount_to_confirm": Int(),
    "client_secret": Str(),
}
CAPTURE: Mapping[str, Kind] = {
    **EXPAND,
    **{name: kind for name, kind in WORDS.items() if name not in ("description", "transfer_group")},
    "amount_details": AMOUNT_DETAILS,
    "amount_to_capture": Int(least=1),
    "final_capture": Bool(),
    "hooks": Opaque(),
    "payment_details": PAYMENT_DETAILS,
}
CANCEL: Mapping[str, Kind] = {
    **EXPAND,
    "cancellation_reason": Enum(("duplicate", "fraudulent", "requested_by_customer", "abandoned")),
}
INCREMENT: Mapping[str, Kind] = {
    **EXPAND,
    **{name: kind for name, kind in WORDS.items() if not name.endswith(("_suffix", "_group"))},
    "amount": Int(least=1),
    "amount_details": AMOUNT_DETAILS,
    "hooks": Opaque(),
    "payment_details": PAYMENT_DETAILS,
}
APPLY_BALANCE: Mapping[str, Kind] = {**EXPAND, "amount": Int(least=1), "currency": Str()}
LIST: Mapping[str, Kind] = {**PAGE, **CREATED, "customer": Str(), "customer_account": Str()}
