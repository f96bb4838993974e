"""PaymentMethods: created, retrieved, listed, and reduced for publishable keys."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import (
    StripeError,
    invalid_request,
    missing_param,
    resource_missing,
)
from stub_server.stripe_sim.payment_methods import cards
from stub_server.stripe_sim.payment_methods.payment_method_objects import (
    build_payment_method,
    build_test_method,
)
from stub_server.stripe_sim.payment_methods.payment_method_params import (
    CREATE,
    LIST,
    LIST_OF_CUSTOMER,
    RETRIEVE,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.outcomes import declines

TABLE = "payment_methods"
USED_BEFORE = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
    "attachment, shared with a connected account without Customer attachment, or was "
    "detached from a Customer. It may not be used again. To use a PaymentMethod multiple "
    "times, you must attach it to a Customer first."
)


def create(ctx: Context) -> Json:
    """Create a PaymentMethod that is not attached to a customer."""
    if "payment_method" in ctx.params:
        raise invalid_request(
            "You can only clone a PaymentMethod to a connected account: use the "
            "Stripe-Account header.",
            "payment_method",
        )
    if "type" not in ctx.params:
        raise missing_param("type")
    record = build_payment_method(ctx, ctx.params)
    ctx.save(TABLE, record)
    return record


def resolve(ctx: Context, identifier: str, param: str = "payment_method", *, in_path: bool) -> Json:
    """Return the PaymentMethod; store a new one for the id of a test method.

    StripeError 404, 400: there is none.
    """
    record = ctx.find(TABLE, identifier)
    if record is None:
        record = build_test_method(ctx, identifier)
        if record is None:
            raise resource_missing("PaymentMethod", identifier, param, in_path=in_path)
        ctx.save(TABLE, record)
    return record


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return a PaymentMethod by its id or by the id of a test method."""
    return resolve(ctx, identifier, in_path=True)


def list_payment_methods(ctx: Context) -> Json:
    """List the account's PaymentMethods, or those of a customer."""
    if ctx.params.get("customer"):
        customer = ctx.params["customer"]
        ctx.get("customers", customer, "customer", "customer", in_path=False)
    return paginate(ctx, TABLE, "/v1/payment_methods")


def list_of_customer(ctx: Context, customer: str) -> Json:
    """List the PaymentMethods that are attached to a customer."""
    ctx.get("customers", customer, "customer", "customer", in_path=True)
    filters = {"customer": customer}
    for name in ("type", "allow_redisplay"):
        if name in ctx.params:
            filters[name] = ctx.params[name]
    return paginate(ctx, TABLE, f"/v1/customers/{customer}/payment_methods", filters)


def retrieve_of_customer(ctx: Context, customer: str, identifier: str) -> Json:
    """Return one PaymentMethod that is attached to the customer."""
    ctx.get("customers", customer, "customer", "customer", in_path=True)
    record = ctx.find(TABLE, identifier)
    if record is None or record["customer"] != customer:
        raise resource_missing("PaymentMethod", identifier, "payment_method", in_path=True)
    return record


def update_checks(record: Json) -> None:
    """Set the issuer's checks of CVC and address on a card; the object is not stored."""
    if card := cards.card_of(record):
        record["card"] = {**record["card"], "checks": cards.build_checks(record, card)}


def validate_reusable(record: Json, message: str = USED_BEFORE) -> None:
    """Raise StripeError 400 if the method has been used without a customer."""
    if record[PRIVATE].get("used") and record["customer"] is None:
        raise invalid_request(message)


def decline_error(decline: str) -> StripeError:
    """Return the error 402 of a decline outside a payment."""
    row = declines()[decline]
    details = ("advice_code", "network_advice_code", "network_decline_code")
    return StripeError(
        402,
        row["message"],
        error_type="card_error",
        code=row["code"],
        param=row["param"],
        details={"decline_code": decline, **{name: row[name] for name in details}},
    )


def redact_for_publishable_key(record: Json) -> Json:
    """Return the PaymentMethod without fingerprint and metadata."""
    visible = {name: value for name, value in record.items() if name not in REDACTED_FIELDS}
    method_type = record["type"]
    if isinstance(record.get(method_type), dict):
        visible[method_type] = {
            name: value for name, value in record[method_type].items() if name != "fingerprint"
        }
    return visible


REDACTED_FIELDS = (PRIVATE, "metadata", "customer_account")


RESOURCE = Resource(
    object="payment_method",
    table=TABLE,
    noun="PaymentMethod",
    operations={
        "POST payment_methods": operation(create, CREATE, browser=True),
        "GET payment_methods": operation(list_payment_methods, LIST),
        "GET payment_methods/*": operation(retrieve, RETRIEVE),
        "GET customers/*/payment_methods": operation(list_of_customer, LIST_OF_CUSTOMER),
        "GET customers/*/payment_methods/*": operation(retrieve_of_customer, RETRIEVE),
    },
    filters=("customer", "customer_account", "type", "allow_redisplay"),
    browser_view=redact_for_publishable_key,
)
