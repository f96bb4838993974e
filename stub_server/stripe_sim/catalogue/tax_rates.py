"""Tax rates, inclusive or exclusive."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.params.types import Number, merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "tax_rates"
COPIED_FIELDS = (
    "active",
    "country",
    "description",
    "display_name",
    "jurisdiction",
    "state",
    "tax_type",
)
"""Members that are equal to their parameters."""
OVERLAY: Overlay = {
    "display_name": adjust(longest=50),
    "jurisdiction": adjust(longest=200),
    "percentage": Number(least=0, most=100),
}
CREATE = declared_params("POST tax_rates", OVERLAY)
UPDATE = declared_params("POST tax_rates/*", OVERLAY)
REQUIRED_PARAMS = ("display_name", "percentage", "inclusive")
RETRIEVE = declared_params("GET tax_rates/*")
LIST = declared_params("GET tax_rates")


def create(ctx: Context) -> Json:
    """Create a tax rate; emit `tax_rate.created`."""
    params = ctx.params
    for name in REQUIRED_PARAMS:
        if name not in params:
            raise missing_param(name)
    record: Json = new_object(
        "tax_rate",
        private={"account": ctx.account},
        id=ctx.new_id("txr"),
        **{**dict.fromkeys(COPIED_FIELDS), "active": True, **_copied_fields(params)},
        created=ctx.now(),
        inclusive=params["inclusive"],
        metadata=merge_metadata({}, params.get("metadata")),
        percentage=params["percentage"],
        rate_type="percentage",
    )
    ctx.save(TABLE, record)
    ctx.emit("tax_rate.created", record)
    return record


def _copied_fields(params: Json) -> Json:
    """Return the parameters with which members are equal."""
    return {name: params[name] for name in COPIED_FIELDS if name in params}


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one tax rate."""
    return ctx.get(TABLE, identifier, "tax rate", "tax_rate", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update a tax rate; emit `tax_rate.updated`."""
    before, params = retrieve(ctx, identifier), ctx.params
    record = {**before, **_copied_fields(params)}
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("tax_rate.updated", record, before)
    return record


def list_tax_rates(ctx: Context) -> Json:
    """List the account's tax rates."""
    return paginate(ctx, TABLE, "/v1/tax_rates")


RESOURCE = Resource(
    object="tax_rate",
    table=TABLE,
    noun="tax rate",
    operations={
        "POST tax_rates": operation(create, CREATE),
        "GET tax_rates": operation(list_tax_rates, LIST),
        "GET tax_rates/*": operation(retrieve, RETRIEVE),
        "POST tax_rates/*": operation(update, UPDATE),
    },
    filters=("active", "inclusive"),
)
