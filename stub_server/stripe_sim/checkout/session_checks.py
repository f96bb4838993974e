"""Validation of the parameters of a new Checkout Session, and `ui_mode` by API version."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.checkout.page_checks import validate_page_settings
from stub_server.stripe_sim.checkout.session_params import OLDER_UI_MODES, RENAMED_IN, UI_MODES
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.payments.intent_params import (
    validate_method_type_params,
    validate_method_types,
)
from stub_server.stripe_sim.store.schema import Json

NOT_RECURRING = (
    "You must provide at least one recurring price in `subscription` mode when using prices."
)
NO_SUBSCRIPTIONS = (
    "The simulator has no `subscription` mode: use `payment` or `setup`. (Not something that "
    "Stripe would say.)"
)
NOT_IN_ELEMENTS = (
    "after_expiration",
    "branding_settings",
    "custom_fields",
    "custom_text",
    "optional_items",
    "origin_context",
    "submit_type",
)
UNSUPPORTED_BY_UI_MODE: Mapping[str, tuple[str, ...]] = {
    "elements": ("cancel_url", "success_url", *NOT_IN_ELEMENTS),
    "embedded_page": ("cancel_url", "success_url"),
    "form": ("cancel_url", "success_url", "optional_items", "permissions"),
    "hosted_page": ("permissions", "return_url", "redirect_on_completion"),
}
"""UI mode → parameters that it does not support."""
UNSUPPORTED_BY_MODE = {
    "setup": (
        "discounts",
        "line_items",
        "payment_intent_data",
        "saved_payment_method_options",
        "shipping_options",
        "submit_type",
        "subscription_data",
    ),
    "payment": ("setup_intent_data", "subscription_data", "payment_method_collection"),
}
"""Mode → parameters that it does not support."""
NAMES_METHODS = {"allowed_payment_method_types", "currency", "payment_method_types"}
EXCLUSIVE = (
    ("customer", "customer_email"),
    ("customer", "customer_creation"),
    ("allow_promotion_codes", "discounts"),
)


def ui_mode_of(ctx: Context) -> str:
    """Return the current name of the UI mode. Raise StripeError 400 if it has another name."""
    given = _requested_ui_mode(ctx)
    older = ctx.version[:10] < RENAMED_IN
    if given in OLDER_UI_MODES and not older:
        listed = ", ".join(UI_MODES[:-1]) + f", or {UI_MODES[-1]}"
        raise invalid_request(f"Invalid ui_mode: must be one of {listed}", "ui_mode")
    return OLDER_UI_MODES.get(given, given)


def _requested_ui_mode(ctx: Context) -> str:
    """Return the UI mode as the request names it."""
    default = "hosted" if ctx.version[:10] < RENAMED_IN else "hosted_page"
    return str(ctx.params.get("ui_mode", default))


def with_ui_mode_name(ctx: Context, session: Json) -> Json:
    """Return the session with the UI mode's name in the API version of the request."""
    older_names = {new: old for old, new in OLDER_UI_MODES.items()}
    if ctx.version[:10] >= RENAMED_IN or session["ui_mode"] not in older_names:
        return session
    return {**session, "ui_mode": older_names[session["ui_mode"]]}


def validate_session_params(ctx: Context) -> None:
    """Raise StripeError 400 if a parameter is missing, or contradicts another one."""
    params = ctx.params
    mode, lines = params.get("mode"), params.get("line_items") or []
    if mode is None:
        raise missing_param("mode")
    if mode == "subscription":
        recurring = any("recurring" in (line.get("price_data") or {}) for line in lines)
        named = any("price" in line for line in lines)
        raise invalid_request(NO_SUBSCRIPTIONS if recurring or named else NOT_RECURRING, "mode")
    validate_method_type_params(ctx)
    validate_method_types(params.get("payment_method_types") or (), "checkout_session")
    for one, other in EXCLUSIVE:
        if one in params and other in params:
            raise invalid_request(
                f"You may only specify one of these parameters: {one}, {other}.", one
            )
    for name in UNSUPPORTED_BY_MODE[mode]:
        if name in params:
            raise invalid_request(f"You can not pass `{name}` in `{mode}` mode.", name)
    if "customer_update" in params and "customer" not in params:
        raise invalid_request(
            "`customer_update` can only be used with `customer`.", "customer_update"
        )
    if mode == "payment" and not lines:
        raise invalid_request(
            "The `line_items` parameter is required in payment mode.", "line_items"
        )
    if mode == "setup" and not NAMES_METHODS & params.keys():
        raise missing_param("currency")
    if mode == "setup" and (params.get("phone_number_collection") or {}).get("enabled"):
        raise invalid_request(
            "You can not enable `phone_number_collection` in `setup` mode.",
            "phone_number_collection[enabled]",
        )
    validate_page_settings(params)
    _validate_ui_mode_params(ctx)


def _validate_ui_mode_params(ctx: Context) -> None:
    params, ui_mode = ctx.params, ui_mode_of(ctx)
    requested = _requested_ui_mode(ctx)
    never = params.get("redirect_on_completion") == "never"
    excluded = UNSUPPORTED_BY_UI_MODE[ui_mode]
    if never:
        excluded = (*excluded, "return_url")
    unsupported = [name for name in excluded if name in params]
    if ui_mode == "elements" and "required" in params.get("tax_id_collection", {}):
        unsupported.append("tax_id_collection[required]")
    if unsupported:
        why = "redirect_on_completion: never" if never else f"ui_mode: {requested}"
        raise invalid_request(
            f"The following parameters are not supported with `{why}`: {', '.join(unsupported)}.",
            unsupported[0],
        )
    if ui_mode == "hosted_page" and "success_url" not in params:
        raise missing_param("success_url")
    if ui_mode in ("embedded_page", "form") and not never and "return_url" not in params:
        raise missing_param("return_url")
