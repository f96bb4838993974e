"""The account's only payment method configuration: the payment method types that it offers."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, adjust
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import known_method_types

TABLE = "payment_method_configurations"
WALLETS = ("apple_pay", "cartes_bancaires", "google_pay")
"""Members besides the types of PaymentMethods."""
UPDATE = declared_params("POST payment_method_configurations/*", jcb=OMIT, name=adjust(longest=100))
LIST = declared_params("GET payment_method_configurations")
RETRIEVE = declared_params("GET payment_method_configurations/*")


def identifier_of(account: str) -> str:
    """Return the id of the account's configuration, which never changes."""
    return "pmc_1" + account[6:] + account[-8:]


def build_details(ctx: Context, params: Json) -> Json:
    """Return `payment_method_configuration_details` of an intent.

    StripeError 400: it is another account's.
    """
    identifier = params.get("payment_method_configuration")
    own = identifier_of(ctx.account)
    if identifier not in (None, own):
        raise resource_missing(
            "payment_method_configuration",
            identifier,
            "payment_method_configuration",
            in_path=False,
        )
    return {"id": own, "parent": None}


def _find_configuration(ctx: Context) -> Json | None:
    """Return the stored configuration, or None before its first update."""
    return ctx.find(TABLE, identifier_of(ctx.account))


def disabled_types(ctx: Context) -> frozenset[str]:
    """Return the types that the account's configuration does not offer."""
    record = _find_configuration(ctx)
    if record is None:
        return frozenset()
    return frozenset(
        method_type
        for method_type in known_method_types()
        if record[method_type]["display_preference"]["value"] == "off"
    )


def _current_configuration(ctx: Context) -> Json:
    """Return the stored configuration, or the default one."""
    preference = {"overridable": None, "preference": "on", "value": "on"}
    return _find_configuration(ctx) or new_object(
        "payment_method_configuration",
        private={"account": ctx.account},
        id=identifier_of(ctx.account),
        active=True,
        is_default=True,
        name="Default",
        **{
            method_type: {"available": True, "display_preference": {**preference}}
            for method_type in sorted((*known_method_types(), *WALLETS))
        },
    )


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return the account's configuration."""
    if identifier != identifier_of(ctx.account):
        raise resource_missing(
            "payment_method_configuration", identifier, "configuration", in_path=True
        )
    return _current_configuration(ctx)


def update(ctx: Context, identifier: str) -> Json:
    """Update name and display preferences."""
    record = retrieve(ctx, identifier)
    for name, value in ctx.params.items():
        if name == "active" and not value:
            raise invalid_request(
                "You cannot deactivate the default payment method configuration.", "active"
            )
        if name == "name":
            record["name"] = value
        elif isinstance(value, dict) and "display_preference" in value:
            _set_preference(record[name], value["display_preference"].get("preference", "none"))
    ctx.simulation.objects.store.put(TABLE, f"{ctx.account}/{identifier}", record)
    return record


def _set_preference(member: Json, preference: str) -> None:
    """Set the display preference of one type."""
    is_on = preference != "off"
    member["available"] = is_on
    member["display_preference"] |= {"preference": preference, "value": "on" if is_on else "off"}


def list_configurations(ctx: Context) -> Json:
    """List the account's configuration."""
    application = ctx.params.get("application")
    is_listed = ctx.params.get("active", True) and not application
    return {
        "object": "list",
        "url": "/v1/payment_method_configurations",
        "has_more": False,
        "data": [_current_configuration(ctx)] if is_listed else [],
    }


RESOURCE = Resource(
    object="payment_method_configuration",
    table=TABLE,
    operations={
        "GET payment_method_configurations": operation(list_configurations, LIST),
        "GET payment_method_configurations/*": operation(retrieve, RETRIEVE),
        "POST payment_method_configurations/*": operation(update, UPDATE),
    },
)
