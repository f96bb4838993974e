"""The account's one payment method configuration: which ways to pay are switched on."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, adjust
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import method_types

KIND = "payment_method_configurations"
WALLETS = ("apple_pay", "cartes_bancaires", "google_pay")
"""What the account has besides the types of PaymentMethods."""
UPDATE = declared_params("POST payment_method_configurations/*", jcb=OMIT, name=adjust(longest=100))
LIST = declared_params("GET payment_method_configurations")
RETRIEVE = declared_params("GET payment_method_configurations/*")


def identifier_of(account: str) -> str:
    """The id of the account's configuration: always the same."""
    return "pmc_1" + account[6:] + account[-8:]


def details(ctx: Context, params: Json) -> Json:
    """What an intent says of its configuration. StripeError 400: it names another."""
    named = params.get("payment_method_configuration")
    own = identifier_of(ctx.account)
    if named not in (None, own):
        raise resource_missing(
            "payment_method_configuration", named, "payment_method_configuration", in_path=False
        )
    return {"id": own, "parent": None}


def _stored(
    ctx: Context,
) -> Json | None:
    return ctx.find(KIND, identifier_of(ctx.account))


def switched_off(
    ctx: Context,
) -> frozenset[str]:
    """The types that the account's configuration does not offer."""
    record = _stored(ctx)
    if record is None:
        return frozenset()
    return frozenset(
        kind for kind in method_types() if record[kind]["display_preference"]["value"] == "off"
    )


def _current(
    ctx: Context,
) -> Json:
    shown = {"overridable": None, "preference": "on", "value": "on"}
    return _stored(ctx) or new_object(
        "payment_method_configuration",
        private={"account": ctx.account},
        id=identifier_of(ctx.account),
        active=True,
        is_default=True,
        name="Default",
        **{
            kind: {"available": True, "display_preference": {**shown}}
            for kind in sorted((*method_types(), *WALLETS))
        },
    )


def retrieve(ctx: Context, identifier: str) -> Json:
    """The account's configuration."""
    if identifier != identifier_of(ctx.account):
        raise resource_missing(
            "payment_method_configuration", identifier, "configuration", in_path=True
        )
    return _current(ctx)


def update(ctx: Context, identifier: str) -> Json:
    """Switch ways to pay on and off."""
    record = retrieve(ctx, identifier)
    for name, value in ctx.params.items():
        if name == "active" and not value:
            raise invalid_request(
                "You cannot deactivate the default payment method configuration.", "active"
            )
        if name == "name":
            record["name"] = value
        elif isinstance(value, dict) and "display_preference" in value:
            _prefer(record[name], value["display_preference"].get("preference", "none"))
    ctx.simulation.objects.store.put(KIND, f"{ctx.account}/{identifier}", record)
    return record


def _prefer(kind: Json, preference: str) -> None:
    on = preference != "off"
    kind["available"] = on
    kind["display_preference"] |= {"preference": preference, "value": "on" if on else "off"}


def many(
    ctx: Context,
) -> Json:
    """The account's configuration, as a list of one."""
    named = ctx.params.get("application")
    wanted = ctx.params.get("active", True) and not named
    return {
        "object": "list",
        "url": "/v1/payment_method_configurations",
        "has_more": False,
        "data": [_current(ctx)] if wanted else [],
    }


RESOURCE = Resource(
    object="payment_method_configuration",
    table=KIND,
    operations={
        "GET payment_method_configurations": operation(many, LIST),
        "GET payment_method_configurations/*": operation(retrieve, RETRIEVE),
        "POST payment_method_configurations/*": operation(update, UPDATE),
    },
)
