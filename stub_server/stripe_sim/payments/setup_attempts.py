"""SetupAttempts: one for each time that a SetupIntent was confirmed."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import method_types

KIND = "setup_attempts"
LIST = declared_params("GET setup_attempts")


def made(ctx: Context, intent: Json, method: Json) -> Json:
    """An attempt that has just begun, not filed."""
    return new_object(
        "setup_attempt",
        private={"account": ctx.account},
        id=ctx.new_id("setatt"),
        created=ctx.now(),
        customer=intent["customer"],
        payment_method=method["id"],
        payment_method_details=_details(method),
        setup_intent=intent["id"],
        status="requires_confirmation",
        usage=intent["usage"],
    )


def _details(method: Json) -> Json:
    kind = method["type"]
    card = card_of(method)
    if card:
        printed = method["card"]
        plain = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
        shown = {
            **{name: printed[name] for name in plain},
            "checks": {**printed["checks"]},
            "network": card.network or card.brand,
            "three_d_secure": None,
            "wallet": _wallet(printed),
        }
        return {"card": shown, "type": "card"}
    shown = {}
    if "generates" in method_types()[kind]:
        known = method_types()[kind]["details"]
        shown = {name: known[name] for name in known if name != "transaction_id"}
    return {kind: shown, "type": kind}


def _wallet(printed: Json) -> Json | None:
    wallet = printed["wallet"]
    return wallet and {name: value for name, value in wallet.items() if name != "dynamic_last4"}


def ended(
    ctx: Context,
    intent: Json,
    status: str,
    *,
    error: Json | None = None,
    details: Json | None = None,
) -> None:
    """File how the intent's latest attempt stands now; `details`: what is known of the method."""
    if intent["latest_attempt"] is None:
        return
    attempt = ctx.find(KIND, intent["latest_attempt"])
    assert attempt is not None
    kind = attempt["payment_method_details"]["type"]
    attempt["payment_method_details"][kind] |= details or {}
    attempt |= {"status": status, "setup_error": error}
    ctx.save(KIND, attempt)


def many(
    ctx: Context,
) -> Json:
    """The attempts at a SetupIntent."""
    if "setup_intent" not in ctx.params:
        raise missing_param("setup_intent")
    intent = ctx.params["setup_intent"]
    ctx.get("setup_intents", intent, "setupintent", "setup_intent", in_path=False)
    return paginate(ctx, KIND, "/v1/setup_attempts", {"setup_intent": intent})


RESOURCE = Resource(
    object="setup_attempt",
    table=KIND,
    operations={
        "GET setup_attempts": operation(many, LIST),
    },
    filters=("setup_intent",),
)
