"""Whether the parameters of a new Checkout Session go together, and in which words it speaks."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.checkout.page_checks import check_page
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
UNFIT: Mapping[str, tuple[str, ...]] = {
    "elements": ("cancel_url", "success_url", *NOT_IN_ELEMENTS),
    "embedded_page": ("cancel_url", "success_url"),
    "form": ("cancel_url", "success_url", "optional_items", "permissions"),
    "hosted_page": ("permissions", "return_url", "redirect_on_completion"),
}
"""What the ways of showing a session do not take."""
NOT_FOR = {
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
"""What the modes do not take."""
NAMES_METHODS = {"allowed_payment_method_types", "currency", "payment_method_types"}
EXCLUSIVE = (
    ("customer", "customer_email"),
    ("customer", "customer_creation"),
    ("allow_promotion_codes", "discounts"),
)


def ui_mode_of(ctx: Context) -> str:
    """How the session is shown, in today's word. StripeError 400: not this version's word."""
    given = _said_ui_mode(ctx)
    older = ctx.version[:10] < RENAMED_IN
    if given in OLDER_UI_MODES and not older:
        listed = ", ".join(UI_MODES[:-1]) + f", or {UI_MODES[-1]}"
        raise invalid_request(f"Invalid ui_mode: must be one of {listed}", "ui_mode")
    return OLDER_UI_MODES.get(given, given)


def _said_ui_mode(ctx: Context) -> str:
    """How the session is shown, in the caller's own word."""
    default = "hosted" if ctx.version[:10] < RENAMED_IN else "hosted_page"
    return str(ctx.params.get("ui_mode", default))


def told(ctx: Context, session: Json) -> Json:
    """The session in the words of the caller's version."""
    words = {new: old for old, new in OLDER_UI_MODES.items()}
    if ctx.version[:10] >= RENAMED_IN or session["ui_mode"] not in words:
        return session
    return {**session, "ui_mode": words[session["ui_mode"]]}


def check(ctx: Context) -> None:
    """StripeError 400: something is missing, or does not go with the rest."""
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
    for name in NOT_FOR[mode]:
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
    check_page(params)
    _check_urls(ctx)


def _check_urls(ctx: Context) -> None:
    params, ui_mode = ctx.params, ui_mode_of(ctx)
    said = _said_ui_mode(ctx)
    never = params.get("redirect_on_completion") == "never"
    unfit = UNFIT[ui_mode]
    if never:
        unfit = (*unfit, "return_url")
    unsupported = [name for name in unfit if name in params]
    if ui_mode == "elements" and "required" in params.get("tax_id_collection", {}):
        unsupported.append("tax_id_collection[required]")
    if unsupported:
        why = "redirect_on_completion: never" if never else f"ui_mode: {said}"
        raise invalid_request(
            f"The following parameters are not supported with `{why}`: {', '.join(unsupported)}.",
            unsupported[0],
        )
    if ui_mode == "hosted_page" and "success_url" not in params:
        raise missing_param("success_url")
    if ui_mode in ("embedded_page", "form") and not never and "return_url" not in params:
        raise missing_param("return_url")
