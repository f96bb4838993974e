"""A new Checkout Session: what has to be told, what does not go together, what it looks like."""

from __future__ import annotations

from stub_server.stripe_sim import methods
from stub_server.stripe_sim.coerce import merged_metadata
from stub_server.stripe_sim.currencies import currency_of
from stub_server.stripe_sim.errors import bad, missing
from stub_server.stripe_sim.resources import checkout_discounts, checkout_lines
from stub_server.stripe_sim.resources.checkout_session_params import (
    OLDER_UI_MODES,
    RENAMED_IN,
    UI_MODES,
    WORDS,
)
from stub_server.stripe_sim.resources.checkout_session_settings import settings_of
from stub_server.stripe_sim.resources.checkout_totals import (
    check_total,
    shipping_cost,
    shipping_from,
    sum_up,
)
from stub_server.stripe_sim.resources.intent_params import refuse_types, refuse_unknown_types
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

SHORTEST, LONGEST = 30 * 60, 24 * 3600
"""How long a session may be open, in seconds."""
NOT_RECURRING = (
    "You must provide at least one recurring price in `subscription` mode when using prices."
)
NO_SUBSCRIPTIONS = (
    "The simulator has no `subscription` mode: use `payment` or `setup`. (Not something that "
    "Stripe would say.)"
)
NOT_HOSTED = ("cancel_url", "success_url")
NOT_FOR = {
    "setup": (
        "discounts",
        "line_items",
        "payment_intent_data",
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


def ui_mode_of(call: Call) -> str:
    """How the session is shown, in today's word. StripeError 400: not this version's word."""
    given = _said_ui_mode(call)
    older = call.version[:10] < RENAMED_IN
    if given in OLDER_UI_MODES and not older:
        listed = ", ".join(UI_MODES[:-1]) + f", or {UI_MODES[-1]}"
        raise bad(f"Invalid ui_mode: must be one of {listed}", "ui_mode")
    return OLDER_UI_MODES.get(given, given)


def _said_ui_mode(call: Call) -> str:
    """How the session is shown, in the caller's own word."""
    default = "hosted" if call.version[:10] < RENAMED_IN else "hosted_page"
    return str(call.params.get("ui_mode", default))


def told(call: Call, session: Json) -> Json:
    """The session in the words of the caller's version."""
    words = {new: old for old, new in OLDER_UI_MODES.items()}
    if call.version[:10] >= RENAMED_IN or session["ui_mode"] not in words:
        return session
    return {**session, "ui_mode": words[session["ui_mode"]]}


def check(call: Call) -> None:
    """StripeError 400: something is missing, or does not go with the rest."""
    params = call.params
    mode, lines = params.get("mode"), params.get("line_items") or []
    if mode is None:
        raise missing("mode")
    if mode == "subscription":
        recurring = any("recurring" in (line.get("price_data") or {}) for line in lines)
        named = any("price" in line for line in lines)
        raise bad(NO_SUBSCRIPTIONS if recurring or named else NOT_RECURRING, "mode")
    refuse_types(call)
    refuse_unknown_types(params.get("payment_method_types") or (), "checkout_session")
    for one, other in EXCLUSIVE:
        if one in params and other in params:
            raise bad(f"You may only specify one of these parameters: {one}, {other}.", one)
    for name in NOT_FOR[mode]:
        if name in params:
            raise bad(f"You can not pass `{name}` in `{mode}` mode.", name)
    if "customer_update" in params and "customer" not in params:
        raise bad("`customer_update` can only be used with `customer`.", "customer_update")
    if mode == "payment" and not lines:
        raise bad("The `line_items` parameter is required in payment mode.", "line_items")
    if mode == "setup" and not NAMES_METHODS & params.keys():
        raise missing("currency")
    _check_urls(call)


def _check_urls(call: Call) -> None:
    params, ui_mode = call.params, ui_mode_of(call)
    said = _said_ui_mode(call)
    never = params.get("redirect_on_completion") == "never"
    unfit: tuple[str, ...] = (
        NOT_HOSTED if ui_mode != "hosted_page" else ("return_url", "redirect_on_completion")
    )
    if never:
        unfit = (*unfit, "return_url")
    strangers = [name for name in unfit if name in params]
    if strangers:
        why = "redirect_on_completion: never" if never else f"ui_mode: {said}"
        raise bad(
            f"The following parameters are not supported with `{why}`: {', '.join(strangers)}.",
            strangers[0],
        )
    if ui_mode == "hosted_page" and "success_url" not in params:
        raise missing("success_url")
    if ui_mode in ("embedded_page", "form") and not never and "return_url" not in params:
        raise missing("return_url")


def made(world: World, call: Call) -> Json:
    """A session, not filed."""
    params = call.params
    check(call)
    mode, ui_mode = params["mode"], ui_mode_of(call)
    customer = None
    if "customer" in params:
        customer = world.find(
            "customers", call, params["customer"], "customer", "customer", in_path=False
        )
    identifier = f"cs_test_a1{world.ids.token(56)}"
    currency = params.get("currency")
    currency = currency and currency_of(currency)
    lines = checkout_lines.lines_from(world, call, [], currency)
    currency = lines[0]["currency"] if lines else currency
    shipping = shipping_from(world, call, currency) if currency and lines else []
    discount = checkout_discounts.asked_for(world, call)
    hosted = ui_mode == "hosted_page"
    session: Json = {
        "id": identifier,
        "object": "checkout.session",
        **{name: params.get(name) for name in WORDS if name not in LEFT_OUT},
        **settings_of(params),
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "amount_subtotal": None,
        "amount_total": None,
        "client_secret": None if hosted else f"{identifier}_secret_{world.ids.token(58)}",
        "collected_information": None,
        "consent": None,
        "created": world.now(),
        "currency": currency,
        "currency_conversion": None,
        "customer": params.get("customer"),
        "customer_account": None,
        "customer_creation": _customer_creation(params),
        "customer_details": _customer_details(params, customer),
        "discounts": [] if mode == "payment" else None,
        "expires_at": _expiry(world, params),
        "invoice": None,
        "livemode": False,
        "metadata": merged_metadata({}, params.get("metadata")),
        "mode": mode,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_options": params.get("payment_method_options") or {},
        "payment_status": "unpaid" if mode == "payment" else "no_payment_required",
        "recovered_from": None,
        "setup_intent": None,
        "shipping_cost": shipping_cost(shipping[0]) if shipping else None,
        "shipping_options": shipping,
        "status": "open",
        "subscription": None,
        "total_details": None,
        "ui_mode": ui_mode,
        "url": f"{world.settings.public_url or call.origin}/c/pay/{identifier}" if hosted else None,
        PRIVATE: {
            "account": call.account,
            "lines": lines,
            "intent_data": params.get("payment_intent_data") or params.get("setup_intent_data"),
        },
    }
    for name in ("redirect_on_completion", "return_url"):
        if not hosted and name in params:
            session[name] = params[name]
    if not hosted:
        session.setdefault("redirect_on_completion", "always")
    if "optional_items" in params:
        session["optional_items"] = checkout_lines.optional_items(world, call)
    _offer(call, session)
    if discount:
        checkout_discounts.check(world, call, discount, session)
        checkout_discounts.given(world, call, session, discount)
    if mode == "payment":
        sum_up(world, session)
        check_total(call, session["amount_total"], session["currency"])
    return session


LEFT_OUT = ("redirect_on_completion", "return_url")
"""Members that a hosted session does not have."""


def _expiry(world: World, params: Json) -> int:
    latest = world.now() + LONGEST
    at: int = params.get("expires_at", latest)
    if at < world.now() + SHORTEST:
        raise bad(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
            "creation.",
            "expires_at",
        )
    if at > latest:
        raise bad(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            "expires_at",
        )
    return at


def _customer_creation(params: Json) -> str | None:
    if "customer" in params:
        return None
    default = "if_required" if params["mode"] == "payment" else "always"
    return str(params.get("customer_creation", default))


def _customer_details(params: Json, customer: Json | None) -> Json | None:
    """What is known of the buyer before anything is typed."""
    email = customer["email"] if customer else params.get("customer_email")
    return {**details_of({"email": email}), "tax_ids": None} if email else None


def details_of(person: Json) -> Json:
    """`customer_details`, of what the buyer has typed."""
    return {
        "address": person.get("address"),
        "business_name": None,
        "email": person.get("email"),
        "individual_name": None,
        "name": person.get("name"),
        "phone": person.get("phone"),
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _offer(call: Call, session: Json) -> None:
    """Say which types of method the session takes."""
    params = call.params
    given = params.get("payment_method_types")
    manual = (params.get("payment_intent_data") or {}).get("capture_method") == "manual"
    session["payment_method_types"] = given or methods.offered(
        session["currency"],
        redirects=True,
        manual=manual,
        kept=session["mode"] == "setup",
        allowed=params.get("allowed_payment_method_types"),
        excluded=params.get("excluded_payment_method_types"),
    )
    configuration = {"id": "pmc_1" + call.account[6:] + call.account[-8:], "parent": None}
    session["payment_method_configuration_details"] = None if given else configuration
    if "excluded_payment_method_types" in params:
        session["excluded_payment_method_types"] = params["excluded_payment_method_types"]
    options = session["payment_method_options"]
    if "card" in session["payment_method_types"]:
        card = options.get("card") or {}
        session["payment_method_options"] = {
            **options,
            "card": {"request_three_d_secure": "automatic", **card},
        }
