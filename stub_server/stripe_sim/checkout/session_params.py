"""What the calls on Checkout Sessions take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.catalogue.price_calls import PRICE_DATA
from stub_server.stripe_sim.catalogue.shipping_rates import DATA as RATE_DATA
from stub_server.stripe_sim.checkout.page_params import PAGE_SETTINGS
from stub_server.stripe_sim.params.common import ADDRESS, CREATED, EXPAND, METADATA, PAGE, SHIPPING
from stub_server.stripe_sim.params.schema_types import kind_of
from stub_server.stripe_sim.params.types import (
    Array,
    Bool,
    Email,
    Enum,
    Hash,
    Int,
    Kind,
    Opaque,
    Str,
    Url,
)
from stub_server.stripe_sim.testdata.files import read

UI_MODES = ("elements", "embedded_page", "form", "hosted_page")
OLDER_UI_MODES = {"custom": "elements", "embedded": "embedded_page", "hosted": "hosted_page"}
"""What three of them were called in versions before 2026-03-25."""
EXCLUDED = tuple(read("method_types")["excluded"])
ALLOWED = (*EXCLUDED, "link")
"""Types that Stripe has, on in this account or not; Link is never left out alone."""
RENAMED_IN = "2026-03-25"

MOST_OF_ONE = 999_999
ADJUSTABLE = Hash(
    {
        "enabled": Bool(),
        "maximum": Int(least=0, most=MOST_OF_ONE),
        "minimum": Int(least=0, most=MOST_OF_ONE),
    },
    required=("enabled",),
)
LINE = Hash(
    {
        "adjustable_quantity": ADJUSTABLE,
        "dynamic_tax_rates": Opaque(),
        "metadata": METADATA,
        "price": Str(),
        "price_data": PRICE_DATA,
        "quantity": Int(least=0, most=MOST_OF_ONE),
        "tax_rates": Array(Str(), unset=True),
    }
)
CHANGED_LINE = Hash({**LINE.fields, "id": Str()})
ITEM = Hash({"adjustable_quantity": ADJUSTABLE, "price": Str(), "quantity": Int(least=1)})
OPTIONS = Hash(
    {kind: kind_of(each["takes"]) for kind, each in read("checkout_session_options").items()}
)
SHIPPING_OPTIONS = Array(
    Hash({"shipping_rate": Str(), "shipping_rate_data": Hash(RATE_DATA)}), unset=True
)
FUTURE = Enum(("off_session", "on_session"))
INTENT_DATA = Hash(
    {
        "application_fee_amount": Int(),
        "capture_method": Enum(("automatic", "automatic_async", "manual")),
        "description": Str(longest=1000),
        "metadata": METADATA,
        "on_behalf_of": Str(),
        "receipt_email": Str(),
        "setup_future_usage": FUTURE,
        "shipping": Hash(
            {**SHIPPING.fields, "address": Hash(ADDRESS.fields, required=("line1",))},
            required=("address", "name"),
        ),
        "statement_descriptor": Str(longest=22),
        "statement_descriptor_suffix": Str(longest=22),
        "transfer_data": Opaque(),
        "transfer_group": Str(),
    }
)
WORDS: Mapping[str, Kind] = {
    "allow_promotion_codes": Bool(),
    "billing_address_collection": Enum(("auto", "required")),
    "cancel_url": Url(),
    "client_reference_id": Str(longest=200),
    "customer_email": Email(longest=800),
    "integration_identifier": Str(),
    "locale": Enum(tuple(read("checkout_words")["locales"])),
    "origin_context": Enum(("mobile_app", "web")),
    "redirect_on_completion": Enum(("always", "if_required", "never")),
    "return_url": Url(),
    "submit_type": Enum(("auto", "book", "donate", "pay", "subscribe")),
    "success_url": Url(),
}
"""What a session repeats as it was given."""
CREATE: Mapping[str, Kind] = {
    **EXPAND,
    **WORDS,
    **PAGE_SETTINGS,
    "adaptive_pricing": Hash({"enabled": Bool()}),
    "allowed_payment_method_types": Array(Enum(ALLOWED)),
    "currency": Str(),
    "customer": Str(),
    "customer_account": Str(),
    "customer_creation": Enum(("always", "if_required")),
    "customer_update": Hash(
        dict.fromkeys(("address", "name", "shipping"), Enum(("auto", "never")))
    ),
    "discounts": Array(Hash({"coupon": Str(), "promotion_code": Str()}), unset=True),
    "excluded_payment_method_types": Array(Enum(EXCLUDED)),
    "expires_at": Int(),
    "line_items": Array(LINE),
    "managed_payments": Hash({"enabled": Bool()}),
    "metadata": METADATA,
    "mode": Enum(("payment", "setup", "subscription")),
    "optional_items": Array(ITEM, longest=10),
    "payment_intent_data": INTENT_DATA,
    "payment_method_collection": Enum(("always", "if_required")),
    "payment_method_configuration": Str(),
    "payment_method_data": Hash({"allow_redisplay": Enum(("always", "limited", "unspecified"))}),
    "payment_method_options": OPTIONS,
    "payment_method_types": Array(Str()),
    "setup_intent_data": Hash({"description": Str(), "metadata": METADATA, "on_behalf_of": Str()}),
    "shipping_options": SHIPPING_OPTIONS,
    "subscription_data": Opaque(),
    "ui_mode": Enum((*UI_MODES, *OLDER_UI_MODES)),
}
UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "collected_information": Hash(
        {
            "shipping_details": Hash(
                {
                    "address": Hash(ADDRESS.fields, required=("country", "line1")),
                    "name": Str(),
                },
                required=("address", "name"),
            )
        }
    ),
    "line_items": Array(CHANGED_LINE),
    "metadata": METADATA,
    "payment_intent_data": Hash(
        {
            "description": Str(unset=True, longest=1000),
            "metadata": METADATA,
            "setup_future_usage": Enum(("off_session", "on_session"), unset=True),
            "statement_descriptor": Str(unset=True, longest=22),
            "statement_descriptor_suffix": Str(unset=True, longest=22),
        }
    ),
    "shipping_options": SHIPPING_OPTIONS,
}
RETRIEVE = {**EXPAND}
EXPIRE = {**EXPAND}
LINES: Mapping[str, Kind] = {**PAGE}
LIST: Mapping[str, Kind] = {
    **PAGE,
    **CREATED,
    "customer": Str(),
    "customer_account": Str(),
    "customer_details": Hash({"email": Str()}, required=("email",)),
    "payment_intent": Str(),
    "payment_link": Str(),
    "status": Enum(("complete", "expired", "open")),
    "subscription": Str(),
}
