"""SetupIntents: build them from parameters, and apply parameters to them."""

from __future__ import annotations

from stub_server.stripe_sim.account import payment_method_configurations
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payments import state_machine
from stub_server.stripe_sim.payments.intent_offers import offer_method_types
from stub_server.stripe_sim.payments.intent_params import build_automatic_payment_methods
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json


def build_setup_intent(ctx: Context) -> Json:
    """Build a SetupIntent. StripeError 400: wrong type or customer."""
    params = ctx.params
    identifier = ctx.new_id("seti")
    intent: Json = new_object(
        "setup_intent",
        private={"account": ctx.account},
        id=identifier,
        automatic_payment_methods=build_automatic_payment_methods(ctx),
        client_secret=f"{identifier}_secret_{ctx.ids.token(31)}",
        created=ctx.now(),
        flow_directions=params.get("flow_directions"),
        metadata={},
        payment_method_types=[],
        status=state_machine.INITIAL,
        usage=params.get("usage", "off_session"),
    )
    if intent["automatic_payment_methods"]:
        details = payment_method_configurations.build_details(ctx, params)
        intent["payment_method_configuration_details"] = details
    if params.get("single_use"):
        intent[PRIVATE]["single_use"] = params["single_use"]
    apply_params(ctx, intent)
    return intent


def apply_params(ctx: Context, intent: Json) -> None:
    """Apply the parameters of the request to the intent, except its method."""
    params = ctx.params
    if params.get("customer"):
        ctx.get("customers", params["customer"], "customer", "customer", in_path=False)
    fields = (
        "allowed_payment_method_types",
        "attach_to_self",
        "customer",
        "description",
        "excluded_payment_method_types",
        "flow_directions",
    )
    for name in fields:
        if name in params:
            intent[name] = params[name]
    if "metadata" in params:
        intent["metadata"] = merge_metadata(intent["metadata"], params["metadata"])
    offer_method_types(ctx, intent)
