"""Early fraud warnings: the bank has heard of fraud, and has not disputed anything yet."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

KIND = "early_fraud_warnings"
RETRIEVE = declared_params("GET radar/early_fraud_warnings/*")
LIST = declared_params("GET radar/early_fraud_warnings")


def given(ctx: Context, charge: Json) -> None:
    """File a warning about the charge; `radar.early_fraud_warning.created`."""
    warning: Json = new_object(
        "radar.early_fraud_warning",
        private={"account": ctx.account},
        id=ctx.new_id("issfr"),
        actionable=True,
        charge=charge["id"],
        created=ctx.now(),
        fraud_type="made_with_stolen_card",
        payment_intent=charge["payment_intent"],
    )
    ctx.save(KIND, warning)
    ctx.emit("radar.early_fraud_warning.created", warning)


def on_refund(ctx: Context, charge: Json) -> None:
    """Make warnings about a charge that is refunded in full no longer actionable."""
    if not charge["refunded"]:
        return
    index = ctx.index(KIND)
    for position in index.positions_of({"charge": charge["id"]}, 0, len(index.ids)):
        before = ctx.find(KIND, index.ids[position] or "")
        if before and before["actionable"]:
            warning = {**before, "actionable": False}
            ctx.save(KIND, warning)
            ctx.emit("radar.early_fraud_warning.updated", warning, before)


def retrieve(ctx: Context, identifier: str) -> Json:
    """One warning."""
    noun = "early_fraud_warning"
    return ctx.get(KIND, identifier, noun, noun, in_path=True)


def many(
    ctx: Context,
) -> Json:
    """The account's warnings, a charge's, or a PaymentIntent's."""
    return paginate(ctx, KIND, "/v1/radar/early_fraud_warnings")


RESOURCE = Resource(
    object="radar.early_fraud_warning",
    table=KIND,
    operations={
        "GET radar/early_fraud_warnings": operation(many, LIST),
        "GET radar/early_fraud_warnings/*": operation(retrieve, RETRIEVE),
    },
    filters=("charge", "payment_intent"),
)
