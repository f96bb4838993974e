"""Members of a Checkout Session that configure its page."""

from __future__ import annotations

from stub_server.stripe_sim.spec.objects import complete
from stub_server.stripe_sim.store.schema import Json

BRANDING: Json = {
    "background_color": "#ffffff",
    "border_style": "rounded",
    "button_color": "#0074d4",
    "display_name": "shopstub",
    "font_family": "default",
    "icon": None,
    "logo": None,
}
"""Default branding of the page."""
SAVED_METHOD_OPTIONS: Json = {
    "allow_redisplay_filters": ["always"],
    "payment_method_remove": "disabled",
    "payment_method_save": None,
}


def build_page_settings(params: Json) -> Json:
    """Return the members of a session that configure its page."""
    texts = params.get("custom_text") or {}
    payment = params["mode"] == "payment"
    members: Json = {
        "adaptive_pricing": {"enabled": False, **(params.get("adaptive_pricing") or {})},
        "after_expiration": _after_expiration(params),
        "automatic_tax": _automatic_tax(params),
        "branding_settings": _branding(params),
        "consent_collection": _consent_collection(params),
        "custom_fields": [_custom_field(field) for field in params.get("custom_fields") or []],
        "custom_text": complete("checkout.session/custom_text", texts),
        "invoice_creation": _invoice_creation(params) if payment else None,
        "managed_payments": {"enabled": False} if payment else None,
        "permissions": {"update_shipping_details": None, **params["permissions"]}
        if "permissions" in params
        else None,
        "phone_number_collection": params.get("phone_number_collection") or {"enabled": False},
        "payment_method_collection": params.get("payment_method_collection")
        or ("if_required" if payment else "always"),
        "saved_payment_method_options": _saved_method_options(params) if payment else None,
        "shipping_address_collection": params.get("shipping_address_collection"),
        "wallet_options": params.get("wallet_options"),
    }
    if "tax_id_collection" in params:
        members["tax_id_collection"] = {"required": "never", **params["tax_id_collection"]}
    if "name_collection" in params:
        members["name_collection"] = {
            who: {"optional": False, **each} for who, each in params["name_collection"].items()
        }
    return members


def _after_expiration(params: Json) -> Json | None:
    recovery = (params.get("after_expiration") or {}).get("recovery")
    if recovery is None:
        return None
    defaults = {"allow_promotion_codes": False, "expires_at": None, "url": None}
    return {"recovery": {**defaults, **recovery}}


def _automatic_tax(params: Json) -> Json:
    """Return `automatic_tax` of an account without tax registrations: it never adds a tax."""
    enabled = (params.get("automatic_tax") or {}).get("enabled", False)
    return {
        "enabled": enabled,
        "liability": {"type": "self"} if enabled else None,
        "provider": "stripe" if enabled else None,
        "status": "requires_location_inputs" if enabled else None,
    }


def _branding(params: Json) -> Json:
    given = params.get("branding_settings") or {}
    return {**BRANDING, **{name: value for name, value in given.items() if value is not None}}


def _consent_collection(params: Json) -> Json | None:
    given = params.get("consent_collection")
    return given and complete("checkout.session/consent_collection", given)


def _invoice_creation(params: Json) -> Json:
    given = params.get("invoice_creation") or {"enabled": False}
    data = given.get("invoice_data") or {}
    data = {**data, "metadata": data.get("metadata") or {}}
    path = "checkout.session/invoice_creation/invoice_data"
    return {"enabled": given["enabled"], "invoice_data": complete(path, data)}


def _saved_method_options(params: Json) -> Json | None:
    given = params.get("saved_payment_method_options")
    if given is None and "customer" not in params:
        return None
    return {**SAVED_METHOD_OPTIONS, **(given or {})}


def _custom_field(given: Json) -> Json:
    field_type = given["type"]
    defaults: Json = {"default_value": None, "value": None}
    if field_type != "dropdown":
        defaults |= {"maximum_length": None, "minimum_length": None}
    return {
        "key": given["key"],
        "label": given["label"],
        "optional": given.get("optional", False),
        "type": field_type,
        field_type: {**defaults, **(given.get(field_type) or {})},
    }
