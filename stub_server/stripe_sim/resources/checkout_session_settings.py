"""Members of a Checkout Session that say how its page is to behave."""

from __future__ import annotations

from stub_server.stripe_sim.tables import Json


def settings_of(params: Json) -> Json:
    """Members that say how the session's page is to behave."""
    texts = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
    said = params.get("custom_text") or {}
    tax = params.get("automatic_tax") or {"enabled": False}
    tax_ids = params.get("tax_id_collection") or {"enabled": False}
    payment = params["mode"] == "payment"
    invoice: Json = {
        "enabled": False,
        "invoice_data": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": None,
            "footer": None,
            "issuer": None,
            "metadata": {},
            "rendering_options": None,
        },
    }
    return {
        "adaptive_pricing": {"enabled": False, **(params.get("adaptive_pricing") or {})}
        if payment
        else None,
        "after_expiration": None,
        "automatic_tax": {
            "enabled": tax["enabled"],
            "liability": None,
            "provider": None,
            "status": None,
        },
        "consent_collection": None,
        "custom_fields": [_field(field) for field in params.get("custom_fields") or []],
        "custom_text": {name: said.get(name) for name in texts},
        "invoice_creation": invoice if payment else None,
        "managed_payments": {"enabled": False} if payment else None,
        "permissions": None,
        "phone_number_collection": params.get("phone_number_collection") or {"enabled": False},
        "payment_method_collection": params.get("payment_method_collection")
        or ("if_required" if payment else "always"),
        "saved_payment_method_options": None,
        "shipping_address_collection": params.get("shipping_address_collection"),
        "tax_id_collection": {"required": "never", **tax_ids},
        "wallet_options": None,
    }


def _field(given: Json) -> Json:
    kind = given["type"]
    blank: Json = {"default_value": None, "value": None}
    if kind != "dropdown":
        blank |= {"maximum_length": None, "minimum_length": None}
    return {
        "key": given["key"],
        "label": given["label"],
        "optional": given.get("optional", False),
        "type": kind,
        kind: {**blank, **(given.get(kind) or {})},
    }
