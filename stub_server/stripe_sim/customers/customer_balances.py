"""Customer balance transactions, and the customer's cash balance."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import UNSET
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "customer_balance_transactions"
CUSTOMERS = "customers"
CREATE = declared_params("POST customers/*/balance_transactions", description=UNSET)
UPDATE = declared_params("POST customers/*/balance_transactions/*", description=UNSET)
LIST = declared_params("GET customers/*/balance_transactions")
RETRIEVE = declared_params("GET customers/*/balance_transactions/*")
RETRIEVE_CASH_BALANCE = declared_params("GET customers/*/cash_balance")
UPDATE_CASH_BALANCE = declared_params("POST customers/*/cash_balance")


def _get_customer(ctx: Context, customer: str) -> Json:
    """Return the customer. StripeError 404: there is none."""
    return ctx.get(CUSTOMERS, customer, "customer", "customer", in_path=True)


def create(ctx: Context, customer: str) -> Json:
    """Create a transaction and change the customer's balance; emit `customer.updated`."""
    before = _get_customer(ctx, customer)
    for name in ("amount", "currency"):
        if name not in ctx.params:
            raise missing_param(name)
    amount, currency = ctx.params["amount"], ctx.params["currency"].lower()
    if before["currency"] not in (None, currency):
        raise invalid_request(
            "You cannot combine currencies on a single customer. This customer has had "
            f"an invoice or balance in {before['currency']}.",
            "currency",
        )
    owner = {**before, "balance": before["balance"] + amount, "currency": currency}
    record: Json = new_object(
        "customer_balance_transaction",
        private={"account": ctx.account},
        id=ctx.new_id("cbtxn"),
        amount=amount,
        created=ctx.now(),
        currency=currency,
        customer=customer,
        description=ctx.params.get("description"),
        ending_balance=owner["balance"],
        metadata=merge_metadata({}, ctx.params.get("metadata")),
        type="adjustment",
    )
    ctx.save(TABLE, record)
    ctx.save(CUSTOMERS, owner)
    ctx.emit("customer.updated", owner, before)
    return record


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """Return one transaction."""
    _get_customer(ctx, customer)
    noun = "customer_balance_transaction"
    return ctx.get(TABLE, identifier, noun, "transaction", in_path=True)


def update(ctx: Context, customer: str, identifier: str) -> Json:
    """Update description and metadata."""
    record = retrieve(ctx, customer, identifier)
    if "description" in ctx.params:
        record["description"] = ctx.params["description"]
    if "metadata" in ctx.params:
        record["metadata"] = merge_metadata(record["metadata"], ctx.params["metadata"])
    ctx.save(TABLE, record)
    return record


def list_balance_transactions(ctx: Context, customer: str) -> Json:
    """List the customer's transactions."""
    _get_customer(ctx, customer)
    url = f"/v1/customers/{customer}/balance_transactions"
    invoice_filter = {"invoice": ctx.params["invoice"]} if "invoice" in ctx.params else {}
    return paginate(ctx, TABLE, url, {"customer": customer, **invoice_filter})


def retrieve_cash_balance(ctx: Context, customer: str) -> Json:
    """Return the customer's cash balance, which is always empty."""
    mode = _get_customer(ctx, customer)[PRIVATE].get("reconciliation_mode")
    return new_object(
        "cash_balance",
        customer=customer,
        settings={
            "reconciliation_mode": mode or "automatic",
            "using_merchant_default": mode is None,
        },
    )


def update_cash_balance(ctx: Context, customer: str) -> Json:
    """Update the reconciliation mode."""
    owner = _get_customer(ctx, customer)
    if mode := (ctx.params.get("settings") or {}).get("reconciliation_mode"):
        owner[PRIVATE]["reconciliation_mode"] = None if mode == "merchant_default" else mode
        ctx.save(CUSTOMERS, owner)
    return retrieve_cash_balance(ctx, customer)


RESOURCE = Resource(
    object="customer_balance_transaction",
    table=TABLE,
    operations={
        "POST customers/*/balance_transactions": operation(create, CREATE),
        "GET customers/*/balance_transactions": operation(list_balance_transactions, LIST),
        "GET customers/*/balance_transactions/*": operation(retrieve, RETRIEVE),
        "POST customers/*/balance_transactions/*": operation(update, UPDATE),
        "GET customers/*/cash_balance": operation(retrieve_cash_balance, RETRIEVE_CASH_BALANCE),
        "POST customers/*/cash_balance": operation(update_cash_balance, UPDATE_CASH_BALANCE),
    },
    filters=("customer", "invoice"),
)
