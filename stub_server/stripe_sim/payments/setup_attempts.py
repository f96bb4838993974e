"""SetupAttempts: one for each confirmation of a SetupIntent."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import known_method_types

TABLE = "setup_attempts"
LIST = declared_params("GET setup_attempts")


def build_attempt(ctx: Context, intent: Json, method: Json) -> Json:
    """Build the attempt of a confirmation that has begun."""
    return new_object(
        "setup_attempt",
        private={"account": ctx.account},
        id=ctx.new_id("setatt"),
        created=ctx.now(),
        customer=intent["customer"],
        payment_method=method["id"],
        payment_method_details=_build_method_details(method),
        setup_intent=intent["id"],
        status="requires_confirmation",
        usage=intent["usage"],
    )


def _build_method_details(method: Json) -> Json:
    """Build `payment_method_details` of an attempt."""
    method_type = method["type"]
    card = card_of(method)
    if card:
        card_fields = method["card"]
        fields = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
        details = {
            **{name: card_fields[name] for name in fields},
            "checks": {**card_fields["checks"]},
            "network": card.network or card.brand,
            "three_d_secure": None,
            "wallet": _build_wallet(card_fields),
        }
        return {"card": details, "type": "card"}
    details = {}
    if "generates" in known_method_types()[method_type]:
        values = known_method_types()[method_type]["details"]
        details = {name: values[name] for name in values if name != "transaction_id"}
    return {method_type: details, "type": method_type}


def _build_wallet(card_fields: Json) -> Json | None:
    """Build `wallet` of a card, or None."""
    wallet = card_fields["wallet"]
    return wallet and {name: value for name, value in wallet.items() if name != "dynamic_last4"}


def update_attempt(
    ctx: Context,
    intent: Json,
    status: str,
    *,
    error: Json | None = None,
    details: Json | None = None,
) -> None:
    """Save status, error and details of the method with the intent's latest attempt."""
    if intent["latest_attempt"] is None:
        return
    attempt = ctx.find(TABLE, intent["latest_attempt"])
    assert attempt is not None
    method_type = attempt["payment_method_details"]["type"]
    attempt["payment_method_details"][method_type] |= details or {}
    attempt |= {"status": status, "setup_error": error}
    ctx.save(TABLE, attempt)


def list_setup_attempts(ctx: Context) -> Json:
    """List the attempts of a SetupIntent."""
    if "setup_intent" not in ctx.params:
        raise missing_param("setup_intent")
    intent = ctx.params["setup_intent"]
    ctx.get("setup_intents", intent, "setupintent", "setup_intent", in_path=False)
    return paginate(ctx, TABLE, "/v1/setup_attempts", {"setup_intent": intent})


RESOURCE = Resource(
    object="setup_attempt",
    table=TABLE,
    operations={"GET setup_attempts": operation(list_setup_attempts, LIST)},
    filters=("setup_intent",),
)
