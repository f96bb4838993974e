"""What the calls on Checkout Sessions take."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.coerce import (
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
from stub_server.stripe_sim.datafiles import read
from stub_server.stripe_sim.kinds import kind_of
from stub_server.stripe_sim.params import ADDRESS, CREATED, EXPAND, METADATA, PAGE, SHIPPING
from stub_server.stripe_sim.resources.prices import PRICE_DATA
from stub_server.stripe_sim.resources.shipping_rates import DATA as RATE_DATA

UI_MODES = ("elements", "embedded_page", "form", "hosted_page")
OLDER_UI_MODES = {"custom": "elements", "embedded": "embedded_page", "hosted": "hosted_page"}
"""What three of them were called in versions before 2026-03-25."""
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
PICTURE = Hash({"file": Str(), "type": Enum(("file", "url")), "url": Url()}, required=("type",))
OPTIONS = Hash(
    {kind: kind_of(each["takes"]) for kind, each in read("checkout_session_options").items()}
)
SHIPPING_OPTIONS = Array(
    Hash({"shipping_rate": Str(), "shipping_rate_data": Hash(RATE_DATA)}), unset=True
)
MESSAGE = Hash({"message": Str(longest=1200)}, required=("message",), unset=True)
ENABLED = Hash({"enabled": Bool()}, required=("enabled",))
NAMED = Hash({"enabled": Bool(), "optional": Bool()}, required=("enabled",))
TYPED = Hash(
    {"default_value": Str(), "maximum_length": Int(least=1), "minimum_length": Int(least=1)}
)
CUSTOM_FIELD = Hash(
    {
        "dropdown": Hash(
            {
                "default_value": Str(),
                "options": Array(
                    Hash({"label": Str(), "value": Str()}, required=("label", "value"))
                ),
            },
            required=("options",),
        ),
        "key": Str(longest=200),
        "label": Hash(
            {"custom": Str(longest=50), "type": Enum(("custom",))}, required=("custom", "type")
        ),
        "numeric": TYPED,
        "optional": Bool(),
        "text": TYPED,
        "type": Enum(("dropdown", "numeric", "text")),
    },
    required=("key", "label", "type"),
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
        "shipping": SHIPPING,
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
    "adaptive_pricing": Hash({"enabled": Bool()}),
    "after_expiration": Hash(
        {"recovery": Hash({"allow_promotion_codes": Bool(), "enabled": Bool()}, ("enabled",))}
    ),
    "allowed_payment_method_types": Array(Str()),
    "automatic_tax": Hash({"enabled": Bool(), "liability": Opaque()}, required=("enabled",)),
    "branding_settings": Hash(
        {
            "background_color": Str(unset=True),
            "border_style": Enum(("pill", "rectangular", "rounded"), unset=True),
            "button_color": Str(unset=True),
            "display_name": Str(),
            "font_family": Enum(tuple(read("checkout_words")["fonts"]), unset=True),
            "icon": PICTURE,
            "logo": PICTURE,
        }
    ),
    "consent_collection": Hash(
        {
            "payment_method_reuse_agreement": Hash(
                {"position": Enum(("auto", "hidden"))}, required=("position",)
            ),
            "promotions": Enum(("auto", "none")),
            "terms_of_service": Enum(("none", "required")),
        }
    ),
    "currency": Str(),
    "custom_fields": Array(CUSTOM_FIELD, longest=3),
    "custom_text": Hash(
        dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance"), MESSAGE
        )
    ),
    "customer": Str(),
    "customer_account": Str(),
    "customer_creation": Enum(("always", "if_required")),
    "customer_update": Hash(
        dict.fromkeys(("address", "name", "shipping"), Enum(("auto", "never")))
    ),
    "discounts": Array(Hash({"coupon": Str(), "promotion_code": Str()}), unset=True),
    "excluded_payment_method_types": Array(Str()),
    "expires_at": Int(),
    "invoice_creation": Hash(
        {
            "enabled": Bool(),
            "invoice_data": Hash(
                {
                    "account_tax_ids": Array(Str(), unset=True),
                    "custom_fields": Array(
                        Hash({"name": Str(), "value": Str()}, required=("name", "value")),
                        unset=True,
                    ),
                    "description": Str(longest=1500),
                    "footer": Str(longest=5000),
                    "issuer": Hash(
                        {"account": Str(), "type": Enum(("account", "self"))}, required=("type",)
                    ),
                    "metadata": METADATA,
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
        },
        required=("enabled",),
    ),
    "line_items": Array(LINE),
    "managed_payments": Hash({"enabled": Bool()}),
    "metadata": METADATA,
    "mode": Enum(("payment", "setup", "subscription")),
    "name_collection": Hash({"business": NAMED, "individual": NAMED}),
    "optional_items": Array(ITEM, longest=10),
    "payment_intent_data": INTENT_DATA,
    "payment_method_collection": Enum(("always", "if_required")),
    "payment_method_configuration": Str(),
    "payment_method_data": Hash({"allow_redisplay": Enum(("always", "limited", "unspecified"))}),
    "payment_method_options": OPTIONS,
    "payment_method_types": Array(Str()),
    "permissions": Hash({"update_shipping_details": Enum(("client_only", "server_only"))}),
    "phone_number_collection": ENABLED,
    "saved_payment_method_options": Hash(
        {
            "allow_redisplay_filters": Array(Enum(("always", "limited", "unspecified"))),
            "payment_method_remove": Enum(("disabled", "enabled")),
            "payment_method_save": Enum(("disabled", "enabled")),
        }
    ),
    "setup_intent_data": Hash({"description": Str(), "metadata": METADATA, "on_behalf_of": Str()}),
    "shipping_address_collection": Hash(
        {"allowed_countries": Array(Enum(tuple(read("checkout_words")["countries"])))},
        required=("allowed_countries",),
    ),
    "shipping_options": SHIPPING_OPTIONS,
    "subscription_data": Opaque(),
    "tax_id_collection": Hash(
        {"enabled": Bool(), "required": Enum(("if_supported", "never"))}, required=("enabled",)
    ),
    "ui_mode": Enum((*UI_MODES, *OLDER_UI_MODES)),
    "wallet_options": Hash({"link": Hash({"display": Enum(("auto", "never"))})}),
}
UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "collected_information": Hash(
        {
            "shipping_details": Hash(
                {"address": ADDRESS, "name": Str()}, required=("address", "name")
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
