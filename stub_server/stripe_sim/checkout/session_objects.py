"""The object of a new Checkout Session."""

from __future__ import annotations

from stub_server.stripe_sim.checkout import line_items, session_discounts
from stub_server.stripe_sim.checkout.optional_items import build_optional_items
from stub_server.stripe_sim.checkout.session_checks import ui_mode_of, validate_session_params
from stub_server.stripe_sim.checkout.session_params import COPIED_FIELDS
from stub_server.stripe_sim.checkout.session_settings import build_page_settings
from stub_server.stripe_sim.checkout.totals import (
    build_shipping_cost,
    build_shipping_options,
    update_totals,
    validate_total,
)
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata import method_types

TABLE = "checkout_sessions"
MIN_SECONDS, MAX_SECONDS = 30 * 60, 24 * 3600
"""Bounds of the time for which a session is open, in s."""
NOT_HOSTED = ("redirect_on_completion", "return_url")
"""Members that a hosted session does not have."""


def build_session(ctx: Context) -> Json:
    """Return a new session, unsaved. Raise StripeError 400 if a parameter is invalid."""
    params = ctx.params
    validate_session_params(ctx)
    mode, ui_mode = params["mode"], ui_mode_of(ctx)
    customer = None
    if "customer" in params:
        customer = ctx.get("customers", params["customer"], "customer", "customer", in_path=False)
    identifier = f"cs_test_{'a' if mode == 'payment' else 'c'}1{ctx.ids.token(56)}"
    currency = params.get("currency")
    currency = currency and currency_of(currency)
    lines = line_items.build_line_items(ctx, [], currency)
    currency = lines[0]["currency"] if lines else currency
    shipping = build_shipping_options(ctx, currency) if currency and lines else []
    discount = session_discounts.find_discount(ctx)
    hosted = ui_mode == "hosted_page"
    session: Json = new_object(
        "checkout.session",
        private={
            "account": ctx.account,
            "lines": lines,
            "intent_data": params.get("payment_intent_data") or params.get("setup_intent_data"),
        },
        id=identifier,
        **{name: params.get(name) for name in COPIED_FIELDS if name not in NOT_HOSTED},
        **build_page_settings(params),
        allowed_payment_method_types=params.get("allowed_payment_method_types"),
        client_secret=None if hosted else f"{identifier}_secret_{ctx.ids.token(58)}",
        collected_information=build_collected_information({}) if customer else None,
        created=ctx.now(),
        currency=currency,
        customer=params.get("customer"),
        customer_creation=_customer_creation(params),
        customer_details=_customer_details(params, customer),
        discounts=[] if mode == "payment" else None,
        expires_at=_expiry(ctx, params),
        metadata=merge_metadata({}, params.get("metadata")),
        mode=mode,
        payment_method_options=params.get("payment_method_options") or {},
        payment_method_types=[],
        payment_status="unpaid" if mode == "payment" else "no_payment_required",
        shipping_cost=build_shipping_cost(shipping[0]) if shipping else None,
        shipping_options=shipping,
        status="open",
        ui_mode=ui_mode,
        url=f"{ctx.settings.public_url or ctx.origin}/c/pay/{identifier}" if hosted else None,
    )
    for name in NOT_HOSTED:
        if not hosted and name in params:
            session[name] = params[name]
    if not hosted:
        session.setdefault("redirect_on_completion", "always")
    if "optional_items" in params:
        session["optional_items"] = build_optional_items(ctx)
    _set_method_types(ctx, session)
    if discount:
        session_discounts.validate_discount(ctx, discount, session)
        session_discounts.apply_discount(ctx, session, discount)
    if mode == "payment":
        update_totals(ctx, session)
        validate_total(ctx, session["amount_total"], session["currency"])
    return session


def build_collected_information(collected: Json) -> Json:
    """Return `collected_information` of a session with a customer."""
    return complete("checkout.session/collected_information", collected)


def _expiry(ctx: Context, params: Json) -> int:
    latest = ctx.now() + MAX_SECONDS
    at: int = params.get("expires_at", latest)
    if at < ctx.now() + MIN_SECONDS:
        raise invalid_request(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
            "creation.",
            "expires_at",
        )
    if at > latest:
        raise invalid_request(
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
    """Return `customer_details` of a new session; None if no email address is known."""
    email = customer["email"] if customer else params.get("customer_email")
    exempt = "none" if params["mode"] == "payment" else None
    unknown: Json = {"tax_exempt": exempt, "tax_ids": None}
    return {**build_customer_details({"email": email}), **unknown} if email else None


def build_customer_details(person: Json) -> Json:
    """Return `customer_details` with the data of the buyer."""
    typed = {name: person.get(name) for name in ("address", "email", "name", "phone")}
    members: Json = {**typed, "tax_exempt": "none", "tax_ids": []}
    return complete("checkout.session/customer_details", members)


def _set_method_types(ctx: Context, session: Json) -> None:
    """Set the payment method types of the session, and their options."""
    params = ctx.params
    given = params.get("payment_method_types")
    manual = (params.get("payment_intent_data") or {}).get("capture_method") == "manual"
    session["payment_method_types"] = given or method_types.list_method_types(
        session["currency"],
        redirects=True,
        manual=manual,
        reusable=session["mode"] == "setup",
        allowed=params.get("allowed_payment_method_types"),
        excluded=params.get("excluded_payment_method_types"),
    )
    configuration = {"id": "pmc_1" + ctx.account[6:] + ctx.account[-8:], "parent": None}
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
