"""Test clocks: the time of some customers, which stands still until a call advances it."""

from __future__ import annotations

from stub_server.stripe_sim.customers import customers
from stub_server.stripe_sim.customers.clock_members import TABLE, customers_of, require_ready
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

LIFETIME = 30 * 86_400
"""Seconds until `deletes_after`; the simulator deletes no clock by itself."""
MAX_ADVANCE = 2 * 366 * 86_400
"""Seconds by which one call may advance a clock."""
ADVANCE_DURATION = 0.2
"""Seconds that a clock stays `advancing`."""
CREATE = declared_params(
    "POST test_helpers/test_clocks", frozen_time=Int(least=0), name=adjust(longest=300)
)
RETRIEVE = declared_params("GET test_helpers/test_clocks/*")
DELETE = declared_params("DELETE test_helpers/test_clocks/*", also=EXPAND)
ADVANCE = declared_params("POST test_helpers/test_clocks/*/advance", frozen_time=Int(least=0))
LIST = declared_params("GET test_helpers/test_clocks")


def create(ctx: Context) -> Json:
    """Create a clock; emit `test_helpers.test_clock.created`."""
    params = ctx.params
    if "frozen_time" not in params:
        raise missing_param("frozen_time")
    record: Json = new_object(
        "test_helpers.test_clock",
        private={"account": ctx.account},
        id=ctx.new_id("clock"),
        created=ctx.now(),
        deletes_after=ctx.now() + LIFETIME,
        frozen_time=params["frozen_time"],
        name=params.get("name"),
        status="ready",
        status_details={},
    )
    ctx.save(TABLE, record)
    ctx.emit("test_helpers.test_clock.created", record)
    if "customer" in params:
        _attach_customer(ctx, record["id"], params["customer"])
    return record


def _attach_customer(ctx: Context, clock: str, identifier: str) -> None:
    """Attach an existing customer to the clock; emit `customer.updated`."""
    before = ctx.get("customers", identifier, "customer", "customer", in_path=False)
    if before["test_clock"]:
        raise invalid_request("This customer is already attached to a test clock.", "customer")
    record = {**before, "test_clock": clock}
    ctx.save("customers", record)
    ctx.emit("customer.updated", record, before)


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one clock."""
    return ctx.get(TABLE, identifier, "test clock", "test_clock", in_path=True)


def advance(ctx: Context, identifier: str) -> Json:
    """Start to advance a clock to a later time; emit `test_helpers.test_clock.advancing`."""
    before = retrieve(ctx, identifier)
    if "frozen_time" not in ctx.params:
        raise missing_param("frozen_time")
    target = ctx.params["frozen_time"]
    require_ready(before)
    if target <= before["frozen_time"]:
        raise invalid_request(
            "`frozen_time` must be after the test clock's current frozen time "
            f"({before['frozen_time']}).",
            "frozen_time",
        )
    if target > before["frozen_time"] + MAX_ADVANCE:
        raise invalid_request(
            "A test clock cannot be advanced by more than two years.", "frozen_time"
        )
    record = {
        **before,
        "status": "advancing",
        "status_details": {"advancing": {"target_frozen_time": target}},
    }
    ctx.save(TABLE, record)
    ctx.emit("test_helpers.test_clock.advancing", record, before)
    ctx.after(ADVANCE_DURATION, "arrive", record)
    return record


def finish_advance(ctx: Context, identifier: str) -> None:
    """Set the clock to its target time; emit `test_helpers.test_clock.ready`."""
    before = ctx.find(TABLE, identifier)
    if before is None or before["status"] != "advancing":
        return
    target = before["status_details"]["advancing"]["target_frozen_time"]
    record = {**before, "frozen_time": target, "status": "ready", "status_details": {}}
    ctx.save(TABLE, record)
    ctx.emit("test_helpers.test_clock.ready", record, before)


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a clock and its customers; emit `test_helpers.test_clock.deleted`."""
    record = retrieve(ctx, identifier)
    for customer in customers_of(ctx, identifier):
        customers.delete(ctx, customer["id"])
    ctx.delete(TABLE, record)
    ctx.emit("test_helpers.test_clock.deleted", record)
    return {"id": identifier, "object": "test_helpers.test_clock", "deleted": True}


def list_test_clocks(ctx: Context) -> Json:
    """List the account's clocks."""
    return paginate(ctx, TABLE, "/v1/test_helpers/test_clocks")


RESOURCE = Resource(
    object="test_helpers.test_clock",
    table=TABLE,
    noun="test clock",
    operations={
        "POST test_helpers/test_clocks": operation(create, CREATE),
        "GET test_helpers/test_clocks": operation(list_test_clocks, LIST),
        "GET test_helpers/test_clocks/*": operation(retrieve, RETRIEVE),
        "DELETE test_helpers/test_clocks/*": operation(delete, DELETE),
        "POST test_helpers/test_clocks/*/advance": operation(advance, ADVANCE),
    },
    filters=("status",),
    jobs={"arrive": finish_advance},
    waiting={"advancing": "arrive"},
)
