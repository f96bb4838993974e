"""Test clocks: time that stands still for some customers, until it is told to move on."""

from __future__ import annotations

from stub_server.stripe_sim.customers import customers
from stub_server.stripe_sim.customers.clock_members import KIND, customers_of, refuse_moving
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.common import EXPAND
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import adjust
from stub_server.stripe_sim.params.types import Int
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

KEPT = 30 * 86_400
"""After so many seconds a clock would be deleted by itself; here it is not."""
FURTHEST = 2 * 366 * 86_400
"""How far a clock without subscriptions may be moved at once."""
WAIT = 0.2
"""How long a clock is on its way, in seconds."""
CREATE = declared_params(
    "POST test_helpers/test_clocks", frozen_time=Int(least=0), name=adjust(longest=300)
)
RETRIEVE = declared_params("GET test_helpers/test_clocks/*")
DELETE = declared_params("DELETE test_helpers/test_clocks/*", also=EXPAND)
ADVANCE = declared_params("POST test_helpers/test_clocks/*/advance", frozen_time=Int(least=0))
LIST = declared_params("GET test_helpers/test_clocks")


def create(
    ctx: Context,
) -> Json:
    """A clock that stands at a time; `test_helpers.test_clock.created`."""
    params = ctx.params
    if "frozen_time" not in params:
        raise missing_param("frozen_time")
    record: Json = new_object(
        "test_helpers.test_clock",
        private={"account": ctx.account},
        id=ctx.new_id("clock"),
        created=ctx.now(),
        deletes_after=ctx.now() + KEPT,
        frozen_time=params["frozen_time"],
        name=params.get("name"),
        status="ready",
        status_details={},
    )
    ctx.save(KIND, record)
    ctx.emit("test_helpers.test_clock.created", record)
    if "customer" in params:
        _adopt(ctx, record["id"], params["customer"])
    return record


def _adopt(ctx: Context, clock: str, identifier: str) -> None:
    """An existing customer lives by the clock from now on."""
    before = ctx.get("customers", identifier, "customer", "customer", in_path=False)
    if before["test_clock"]:
        raise invalid_request("This customer is already attached to a test clock.", "customer")
    record = {**before, "test_clock": clock}
    ctx.save("customers", record)
    ctx.emit("customer.updated", record, before)


def retrieve(ctx: Context, identifier: str) -> Json:
    """One clock."""
    return ctx.get(KIND, identifier, "test clock", "test_clock", in_path=True)


def advance(ctx: Context, identifier: str) -> Json:
    """Set out for a later time, where it is soon after; `test_helpers.test_clock.advancing`."""
    before = retrieve(ctx, identifier)
    if "frozen_time" not in ctx.params:
        raise missing_param("frozen_time")
    to = ctx.params["frozen_time"]
    refuse_moving(before)
    if to <= before["frozen_time"]:
        raise invalid_request(
            "`frozen_time` must be after the test clock's current frozen time "
            f"({before['frozen_time']}).",
            "frozen_time",
        )
    if to > before["frozen_time"] + FURTHEST:
        raise invalid_request(
            "A test clock cannot be advanced by more than two years.", "frozen_time"
        )
    record = {
        **before,
        "status": "advancing",
        "status_details": {"advancing": {"target_frozen_time": to}},
    }
    ctx.save(KIND, record)
    ctx.emit("test_helpers.test_clock.advancing", record, before)
    ctx.after(WAIT, "arrive", record)
    return record


def arrived(ctx: Context, identifier: str) -> None:
    """The clock is where it was to go; `test_helpers.test_clock.ready`."""
    before = ctx.find(KIND, identifier)
    if before is None or before["status"] != "advancing":
        return
    to = before["status_details"]["advancing"]["target_frozen_time"]
    record = {**before, "frozen_time": to, "status": "ready", "status_details": {}}
    ctx.save(KIND, record)
    ctx.emit("test_helpers.test_clock.ready", record, before)


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a clock, and who lives by it; `test_helpers.test_clock.deleted`."""
    record = retrieve(ctx, identifier)
    for customer in customers_of(ctx, identifier):
        customers.delete(ctx, customer["id"])
    ctx.delete(KIND, record)
    ctx.emit("test_helpers.test_clock.deleted", record)
    return {"id": identifier, "object": "test_helpers.test_clock", "deleted": True}


def many(
    ctx: Context,
) -> Json:
    """The account's clocks."""
    return paginate(ctx, KIND, "/v1/test_helpers/test_clocks")


RESOURCE = Resource(
    object="test_helpers.test_clock",
    table=KIND,
    noun="test clock",
    operations={
        "POST test_helpers/test_clocks": operation(create, CREATE),
        "GET test_helpers/test_clocks": operation(many, LIST),
        "GET test_helpers/test_clocks/*": operation(retrieve, RETRIEVE),
        "DELETE test_helpers/test_clocks/*": operation(delete, DELETE),
        "POST test_helpers/test_clocks/*/advance": operation(advance, ADVANCE),
    },
    filters=("status",),
    jobs={"arrive": arrived},
    waiting={"advancing": "arrive"},
)
