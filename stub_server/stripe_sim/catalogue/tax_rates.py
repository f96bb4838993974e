"""Tax rates: what is added to a line, or is in its price already."""

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

KIND = "tax_rates"
COPIED_FIELDS = (
    "active",
    "country",
    "description",
    "display_name",
    "jurisdiction",
    "state",
    "tax_type",
)
LIMITS: Overlay = {
    "display_name": adjust(longest=50),
    "jurisdiction": adjust(longest=200),
    "percentage": Number(least=0, most=100),
}
CREATE = declared_params("POST tax_rates", LIMITS)
UPDATE = declared_params("POST tax_rates/*", LIMITS)
REQUIRED = ("display_name", "percentage", "inclusive")
RETRIEVE = declared_params("GET tax_rates/*")
LIST = declared_params("GET tax_rates")


def create(
    ctx: Context,
) -> Json:
    """A tax rate; `tax_rate.created`."""
    params = ctx.params
    for name in REQUIRED:
        if name not in params:
            raise missing_param(name)
    record: Json = new_object(
        "tax_rate",
        private={"account": ctx.account},
        id=ctx.new_id("txr"),
        **{**dict.fromkeys(COPIED_FIELDS), "active": True, **_copied(params)},
        created=ctx.now(),
        inclusive=params["inclusive"],
        metadata=merge_metadata({}, params.get("metadata")),
        percentage=params["percentage"],
        rate_type="percentage",
    )
    ctx.save(KIND, record)
    ctx.emit("tax_rate.created", record)
    return record


def _copied(params: Json) -> Json:
    """The parameters that the object repeats."""
    return {name: params[name] for name in COPIED_FIELDS if name in params}


def retrieve(ctx: Context, identifier: str) -> Json:
    """One tax rate."""
    return ctx.get(KIND, identifier, "tax rate", "tax_rate", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Its words, and whether it is on offer, may change; `tax_rate.updated`."""
    before, params = retrieve(ctx, identifier), ctx.params
    record = {**before, **_copied(params)}
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if record != before:
        ctx.save(KIND, record)
        ctx.emit("tax_rate.updated", record, before)
    return record


def many(
    ctx: Context,
) -> Json:
    """The account's tax rates."""
    return paginate(ctx, KIND, "/v1/tax_rates")


RESOURCE = Resource(
    object="tax_rate",
    table=KIND,
    noun="tax rate",
    operations={
        "POST tax_rates": operation(create, CREATE),
        "GET tax_rates": operation(many, LIST),
        "GET tax_rates/*": operation(retrieve, RETRIEVE),
        "POST tax_rates/*": operation(update, UPDATE),
    },
    filters=("active", "inclusive"),
)
