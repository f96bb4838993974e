"""The SetupIntent itself: made from parameters, and changed by them."""

from __future__ import annotations

from stub_server.stripe_sim import intents
from stub_server.stripe_sim.coerce import merged_metadata
from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.methods import can_be_kept, offered, setup_options_for
from stub_server.stripe_sim.resources import payment_method_configurations
from stub_server.stripe_sim.resources.intent_methods import automatic, refuse_unknown_types
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

OFFERED_BY = frozenset(
    {
        "allowed_payment_method_types",
        "excluded_payment_method_types",
        "payment_method_options",
        "payment_method_types",
    }
)
"""What the offered types and their options depend on."""
NEVER_SHOWN = ("moto", "on_demand", "subscriptions", "three_d_secure")
"""Options that are used and not kept."""


def made(world: World, call: Call) -> Json:
    """A new intent, not filed. StripeError 400: a type or the customer is wrong."""
    params = call.params
    identifier = world.new_id("seti", call.account)
    intent: Json = {
        "id": identifier,
        "object": "setup_intent",
        "allowed_payment_method_types": None,
        "application": None,
        "automatic_payment_methods": automatic(params),
        "cancellation_reason": None,
        "client_secret": f"{identifier}_secret_{world.ids.token(31)}",
        "created": world.now(),
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "flow_directions": params.get("flow_directions"),
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "managed_payments": None,
        "mandate": None,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": None,
        "payment_method_types": [],
        "single_use_mandate": None,
        "status": intents.NEW,
        "usage": params.get("usage", "off_session"),
        PRIVATE: {"account": call.account},
    }
    if intent["automatic_payment_methods"]:
        details = payment_method_configurations.details(call, params)
        intent["payment_method_configuration_details"] = details
    if params.get("single_use"):
        intent[PRIVATE]["single_use"] = params["single_use"]
    apply(world, call, intent)
    return intent


def apply(world: World, call: Call, intent: Json) -> None:
    """Change the intent as the call's parameters say, all but its method."""
    params = call.params
    if params.get("customer"):
        world.find("customers", call, params["customer"], "customer", "customer", in_path=False)
    plain = (
        "allowed_payment_method_types",
        "customer",
        "description",
        "excluded_payment_method_types",
        "flow_directions",
    )
    for name in plain:
        if name in params:
            intent[name] = params[name]
    if "metadata" in params:
        intent["metadata"] = merged_metadata(intent["metadata"], params["metadata"])
    if not intent["payment_method_types"] or not OFFERED_BY.isdisjoint(params):
        _offer(world, call, intent)


def _offer(world: World, call: Call, intent: Json) -> None:
    """Say which types of method can be set up, and with which options."""
    given = call.params.get("payment_method_types")
    on = intent["automatic_payment_methods"]
    if given:
        refuse_unknown_types(given, "setup_intent")
        for kind in given:
            if not can_be_kept(kind):
                raise bad(
                    f'The payment method type "{kind}" cannot be used with SetupIntents.',
                    "payment_method_types",
                    "setup_intent_invalid_parameter",
                )
        intent["payment_method_types"] = list(given)
        intent["automatic_payment_methods"] = None
        intent["payment_method_configuration_details"] = None
    elif on:
        intent["payment_method_types"] = offered(
            None,
            redirects=on["allow_redirects"] == "always",
            kept=True,
            allowed=intent["allowed_payment_method_types"],
            excluded=intent["excluded_payment_method_types"],
            off=payment_method_configurations.switched_off(world, call),
        )
    elif not intent["payment_method_types"]:
        intent["payment_method_types"] = ["card"]
    before = intent["payment_method_options"] or {}
    changed = call.params.get("payment_method_options") or {}
    merged = {kind: _merged(before.get(kind), changed.get(kind)) for kind in {*before, *changed}}
    intent["payment_method_options"] = setup_options_for(intent["payment_method_types"], merged)


def _merged(before: Json | None, changed: Json | None) -> Json:
    """A type's options after a change, as they are shown."""
    after = {**(before or {}), **(changed or {})}
    if after.get("mandate_options") and "reference" in after["mandate_options"]:
        optional = dict.fromkeys(("description", "end_date", "interval_count", "supported_types"))
        after["mandate_options"] = {**optional, **after["mandate_options"]}
    return {name: value for name, value in after.items() if name not in NEVER_SHOWN}
