"""Early fraud warnings: the bank has heard of fraud, and has not disputed anything yet."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

KIND = "early_fraud_warnings"
RETRIEVE = declared_params("GET radar/early_fraud_warnings/*")
LIST = declared_params("GET radar/early_fraud_warnings")


def given(world: World, call: Call, charge: Json) -> None:
    """File a warning about the charge; `radar.early_fraud_warning.created`."""
    warning: Json = new_object(
        "radar.early_fraud_warning",
        private={"account": call.account},
        id=world.new_id("issfr", call.account),
        actionable=True,
        charge=charge["id"],
        created=world.now(),
        fraud_type="made_with_stolen_card",
        payment_intent=charge["payment_intent"],
    )
    world.books.put(KIND, warning)
    world.emit(call, "radar.early_fraud_warning.created", warning)


def on_refund(world: World, call: Call, charge: Json) -> None:
    """Make warnings about a charge that is refunded in full no longer actionable."""
    if not charge["refunded"]:
        return
    shelf = world.books.shelf(KIND, call.account)
    for place in shelf.places_of({"charge": charge["id"]}, 0, len(shelf.ids)):
        before = world.books.get(KIND, call.account, shelf.ids[place] or "")
        if before and before["actionable"]:
            warning = {**before, "actionable": False}
            world.books.put(KIND, warning)
            world.emit(call, "radar.early_fraud_warning.updated", warning, before)


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One warning."""
    noun = "early_fraud_warning"
    return world.find(KIND, call, identifier, noun, noun, in_path=True)


def many(world: World, call: Call) -> Json:
    """The account's warnings, a charge's, or a PaymentIntent's."""
    return page(world, call, KIND, "/v1/radar/early_fraud_warnings")


RESOURCE = Resource(
    object="radar.early_fraud_warning",
    table=KIND,
    operations={
        "GET radar/early_fraud_warnings": operation(many, LIST),
        "GET radar/early_fraud_warnings/*": operation(retrieve, RETRIEVE),
    },
    filters=("charge", "payment_intent"),
)
