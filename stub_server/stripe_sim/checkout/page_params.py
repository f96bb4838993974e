"""What a new Checkout Session takes on how its page is to look, and what it asks the buyer."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.params.common import METADATA
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Int, Kind, Opaque, Str, Url
from stub_server.stripe_sim.testdata.files import read

PICTURE = Hash({"file": Str(), "type": Enum(("file", "url")), "url": Url()}, required=("type",))
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
                    Hash(
                        {"label": Str(longest=100), "value": Str(longest=100)},
                        required=("label", "value"),
                    ),
                    longest=200,
                ),
            },
            required=("options",),
        ),
        "key": Str(longest=200),
        "label": Hash(
            {"custom": Str(longest=100), "type": Enum(("custom",))}, required=("custom", "type")
        ),
        "numeric": TYPED,
        "optional": Bool(),
        "text": TYPED,
        "type": Enum(("dropdown", "numeric", "text")),
    },
    required=("key", "label", "type"),
)
PAGE_SETTINGS: Mapping[str, Kind] = {
    "after_expiration": Hash(
        {"recovery": Hash({"allow_promotion_codes": Bool(), "enabled": Bool()}, ("enabled",))}
    ),
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
    "custom_fields": Array(CUSTOM_FIELD, longest=3),
    "custom_text": Hash(
        dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance"), MESSAGE
        )
    ),
    "invoice_creation": Hash(
        {
            "enabled": Bool(),
            "invoice_data": Hash(
                {
                    "account_tax_ids": Array(Str(), unset=True),
                    "custom_fields": Array(
                        Hash(
                            {"name": Str(longest=40), "value": Str(longest=140)},
                            required=("name", "value"),
                        ),
                        unset=True,
                        longest=4,
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
    "name_collection": Hash({"business": NAMED, "individual": NAMED}),
    "permissions": Hash({"update_shipping_details": Enum(("client_only", "server_only"))}),
    "phone_number_collection": ENABLED,
    "saved_payment_method_options": Hash(
        {
            "allow_redisplay_filters": Array(Enum(("always", "limited", "unspecified"))),
            "payment_method_remove": Enum(("disabled", "enabled")),
            "payment_method_save": Enum(("disabled", "enabled")),
        }
    ),
    "shipping_address_collection": Hash(
        {"allowed_countries": Array(Enum(tuple(read("checkout_words")["countries"])))},
        required=("allowed_countries",),
    ),
    "tax_id_collection": Hash(
        {"enabled": Bool(), "required": Enum(("if_supported", "never"))}, required=("enabled",)
    ),
    "wallet_options": Hash({"link": Hash({"display": Enum(("auto", "never"))})}),
}
