"""Payment pages: a Checkout Session as Stripe.js and the Stripe CLI request it."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.checkout import completion, sessions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.common import BROWSER_PARAMS, EXPAND
from stub_server.stripe_sim.params.types import Int, Opaque, ParamType, Str
from stub_server.stripe_sim.store.schema import Json

# Stripe does not document these parameters: they are those that Stripe.js and the CLI send.
RETRIEVE: Mapping[str, ParamType] = {**EXPAND, **BROWSER_PARAMS}
INIT: Mapping[str, ParamType] = {**RETRIEVE, "browser_locale": Opaque(), "redirect_type": Opaque()}
CONFIRM: Mapping[str, ParamType] = {
    **RETRIEVE,
    "eid": Opaque(),
    "expected_amount": Int(),
    "payment_method": Str(),
    "return_url": Str(),
}


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return the page of a session."""
    return _build_page(sessions.get_session(ctx, identifier))


def confirm(ctx: Context, identifier: str) -> Json | StripeError:
    """Pay. Raise StripeError 400 if the amount has changed; return StripeError 402 if declined."""
    session = sessions.get_session(ctx, identifier)
    if "payment_method" not in ctx.params:
        raise missing_param("payment_method")
    expected = ctx.params.get("expected_amount")
    if expected is not None and expected != session["amount_total"]:
        raise invalid_request(
            "The amount of this Checkout Session has changed. Please reload the page.",
            "expected_amount",
            "checkout_amount_mismatch",
        )
    typed = {"payment_method": ctx.params["payment_method"]}
    result = completion.complete_session(ctx, session, typed)
    return result if isinstance(result, StripeError) else _build_page(result)


def _build_page(session: Json) -> Json:
    members = (
        "cancel_url",
        "currency",
        "customer",
        "customer_email",
        "livemode",
        "locale",
        "mode",
        "payment_intent",
        "payment_method_types",
        "payment_status",
        "setup_intent",
        "status",
        "success_url",
        "ui_mode",
        "url",
    )
    return {
        "id": session["id"].replace("cs_test_", "ppage_", 1),
        "object": "checkout.session",
        "session_id": session["id"],
        **{name: session[name] for name in members},
        "total_summary": {
            "due": session["amount_total"],
            "subtotal": session["amount_subtotal"],
            "total": session["amount_total"],
        },
    }


OPERATIONS = {
    "GET payment_pages/*": operation(retrieve, RETRIEVE, browser=True),
    "POST payment_pages/*/init": operation(retrieve, INIT, browser=True),
    "POST payment_pages/*/confirm": operation(confirm, CONFIRM, browser=True),
}
