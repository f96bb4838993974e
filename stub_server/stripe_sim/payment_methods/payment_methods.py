"""PaymentMethods: made, kept with a customer, let go, listed."""

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
from stub_server.stripe_sim.payment_methods.payment_method_objects import made, ready
from stub_server.stripe_sim.payment_methods.payment_method_params import (
    ATTACH,
    CREATE,
    DETACH,
    LIST,
    METHOD_DATA,
    OF_CUSTOMER,
    RETRIEVE,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.method_types import can_set_up
from stub_server.stripe_sim.testdata.outcomes import declines

__all__ = [
    "ATTACH",
    "CREATE",
    "DETACH",
    "KIND",
    "LIST",
    "METHOD_DATA",
    "OF_CUSTOMER",
    "RETRIEVE",
    "attach",
    "attached",
    "create",
    "declined",
    "detach",
    "made",
    "many",
    "of_customer",
    "one_of_customer",
    "refuse_kept",
    "refuse_used",
    "resolved",
    "retrieve",
    "seen_by_browser",
]

KIND = "payment_methods"
USED = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
    "attachment, shared with a connected account without Customer attachment, or was detached "
    "from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must "
    "attach it to a Customer first."
)
ATTACHED_AFTER_USE = (
    "This PaymentMethod was previously used without being attached to a Customer or was detached "
    "from a Customer, and may not be used again."
)
SINGLE_USE = (
    "The payment method type {kind} is a single-use payment method and can't be attached to a "
    "customer."
)


def create(
    ctx: Context,
) -> Json:
    """A PaymentMethod, not attached to anyone."""
    if "payment_method" in ctx.params:
        raise invalid_request(
            "You can only clone a PaymentMethod to a connected account: use the Stripe-Account "
            "header.",
            "payment_method",
        )
    if "type" not in ctx.params:
        raise missing_param("type")
    record = made(ctx, ctx.params)
    ctx.save(KIND, record)
    return record


def resolved(
    ctx: Context, identifier: str, param: str = "payment_method", *, in_path: bool
) -> Json:
    """The PaymentMethod; for Stripe's test names a new one, filed. StripeError: there is none."""
    record = ctx.find(KIND, identifier)
    if record is None:
        record = ready(ctx, identifier)
        if record is None:
            raise resource_missing("PaymentMethod", identifier, param, in_path=in_path)
        ctx.save(KIND, record)
    return record


def retrieve(ctx: Context, identifier: str) -> Json:
    """A PaymentMethod, by its id or by a test name."""
    return resolved(ctx, identifier, in_path=True)


def many(
    ctx: Context,
) -> Json:
    """The account's PaymentMethods, or a customer's."""
    if ctx.params.get("customer"):
        customer = ctx.params["customer"]
        ctx.get("customers", customer, "customer", "customer", in_path=False)
    return paginate(ctx, KIND, "/v1/payment_methods")


def of_customer(ctx: Context, customer: str) -> Json:
    """The PaymentMethods that are attached to a customer."""
    ctx.get("customers", customer, "customer", "customer", in_path=True)
    filters = {"customer": customer}
    for name in ("type", "allow_redisplay"):
        if name in ctx.params:
            filters[name] = ctx.params[name]
    return paginate(ctx, KIND, f"/v1/customers/{customer}/payment_methods", filters)


def one_of_customer(ctx: Context, customer: str, identifier: str) -> Json:
    """One PaymentMethod that is attached to the customer."""
    ctx.get("customers", customer, "customer", "customer", in_path=True)
    record = ctx.find(KIND, identifier)
    if record is None or record["customer"] != customer:
        raise resource_missing("PaymentMethod", identifier, "payment_method", in_path=True)
    return record


def attach(ctx: Context, identifier: str) -> Json:
    """Keep the PaymentMethod with a customer. StripeError 402: the card declines that."""
    if "customer" not in ctx.params:
        raise missing_param("customer")
    record = resolved(ctx, identifier, in_path=True)
    customer = ctx.params["customer"]
    ctx.get("customers", customer, "customer", "customer", in_path=False)
    if record["customer"] not in (None, customer):
        raise invalid_request(
            "The payment method you provided has already been attached to a customer."
        )
    refuse_kept(record)
    if record["customer"] is None:
        checked(record)
        attached(ctx, record, customer)
    return record


def refuse_kept(record: Json) -> None:
    """StripeError 400: nothing that is kept with a customer. 402: the card declines that."""
    if not can_set_up(record["type"]) or record["type"] in ("ideal", "bancontact"):
        raise invalid_request(SINGLE_USE.format(kind=record["type"]), "payment_method")
    refuse_used(record, ATTACHED_AFTER_USE)
    card = cards.card_of(record)
    if card and not card.attaches and (decline := cards.decline_of(record, card)):
        raise declined(decline)


def checked(record: Json) -> None:
    """Note what the issuer said to the CVC and to the address; the record is not filed."""
    if card := cards.card_of(record):
        record["card"] = {**record["card"], "checks": cards.checked(record, card)}


def attached(ctx: Context, record: Json, customer: str) -> None:
    """File the PaymentMethod as the customer's, and tell so."""
    record["customer"] = customer
    ctx.save(KIND, record)
    ctx.emit("payment_method.attached", record)


def detach(ctx: Context, identifier: str) -> Json:
    """Take the PaymentMethod from its customer; it cannot be used again."""
    before = resolved(ctx, identifier, in_path=True)
    if before["customer"] is None:
        raise invalid_request(
            "The payment method you provided is not attached to a customer so detachment is "
            "impossible."
        )
    record = {**before, "customer": None, PRIVATE: {**before[PRIVATE], "used": True}}
    ctx.save(KIND, record)
    _undefault(ctx, before["customer"], identifier)
    ctx.emit("payment_method.detached", record, before)
    return record


def _undefault(ctx: Context, customer: str, identifier: str) -> None:
    """A PaymentMethod that is gone is nobody's default."""
    owner = ctx.find("customers", customer)
    if owner and owner["invoice_settings"]["default_payment_method"] == identifier:
        settings = {**owner["invoice_settings"], "default_payment_method": None}
        after = {**owner, "invoice_settings": settings}
        ctx.save("customers", after)
        ctx.emit("customer.updated", after, owner)


def refuse_used(record: Json, message: str = USED) -> None:
    """StripeError 400: it has been used, and nobody's customer keeps it."""
    if record[PRIVATE].get("used") and record["customer"] is None:
        raise invalid_request(message)


def declined(decline: str) -> StripeError:
    """402: the issuer says no, before there is any payment."""
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


def seen_by_browser(record: Json) -> Json:
    """The PaymentMethod as a publishable key sees it: no fingerprint, no metadata, no customer."""
    shown = {name: value for name, value in record.items() if name not in BROWSER_BLIND}
    kind = record["type"]
    if isinstance(record.get(kind), dict):
        shown[kind] = {name: value for name, value in record[kind].items() if name != "fingerprint"}
    return shown


BROWSER_BLIND = (PRIVATE, "metadata", "customer_account")


RESOURCE = Resource(
    object="payment_method",
    table=KIND,
    noun="PaymentMethod",
    operations={
        "POST payment_methods": operation(create, CREATE, browser=True),
        "GET payment_methods": operation(many, LIST),
        "GET payment_methods/*": operation(retrieve, RETRIEVE),
        "POST payment_methods/*/attach": operation(attach, ATTACH),
        "POST payment_methods/*/detach": operation(detach, DETACH),
        "GET customers/*/payment_methods": operation(of_customer, OF_CUSTOMER),
        "GET customers/*/payment_methods/*": operation(one_of_customer, RETRIEVE),
    },
    filters=("customer", "customer_account", "type", "allow_redisplay"),
    browser_view=seen_by_browser,
)
