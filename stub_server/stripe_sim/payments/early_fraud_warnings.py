"""Early fraud warnings: reports of fraud by the issuer before a dispute."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "early_fraud_warnings"
RETRIEVE = declared_params("GET radar/early_fraud_warnings/*")
LIST = declared_params("GET radar/early_fraud_warnings")


def create_warning(ctx: Context, charge: Json) -> None:
    """Save a warning about the charge; `radar.early_fraud_warning.created`."""
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
    ctx.save(TABLE, warning)
    ctx.emit("radar.early_fraud_warning.created", warning)


def on_refund(ctx: Context, charge: Json) -> None:
    """Set warnings about a fully refunded charge to not actionable."""
    if not charge["refunded"]:
        return
    index = ctx.index(TABLE)
    for position in index.positions_of({"charge": charge["id"]}, 0, len(index.ids)):
        before = ctx.find(TABLE, index.ids[position] or "")
        if before and before["actionable"]:
            warning = {**before, "actionable": False}
            ctx.save(TABLE, warning)
            ctx.emit("radar.early_fraud_warning.updated", warning, before)


def retrieve(ctx: Context, identifier: str) -> Json:
    """Retrieve a warning."""
    noun = "early_fraud_warning"
    return ctx.get(TABLE, identifier, noun, noun, in_path=True)


def list_early_fraud_warnings(ctx: Context) -> Json:
    """List warnings of the account, a charge or a PaymentIntent."""
    return paginate(ctx, TABLE, "/v1/radar/early_fraud_warnings")


RESOURCE = Resource(
    object="radar.early_fraud_warning",
    table=TABLE,
    operations={
        "GET radar/early_fraud_warnings": operation(list_early_fraud_warnings, LIST),
        "GET radar/early_fraud_warnings/*": operation(retrieve, RETRIEVE),
    },
    filters=("charge", "payment_intent"),
)
