"""What a customer has to their credit: balance transactions, and the cash balance."""

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

KIND = "customer_balance_transactions"
CUSTOMERS = "customers"
CREATE = declared_params("POST customers/*/balance_transactions", description=UNSET)
UPDATE = declared_params("POST customers/*/balance_transactions/*", description=UNSET)
LIST = declared_params("GET customers/*/balance_transactions")
RETRIEVE = declared_params("GET customers/*/balance_transactions/*")
RETRIEVE_CASH = declared_params("GET customers/*/cash_balance")
UPDATE_CASH = declared_params("POST customers/*/cash_balance")


def _owner(ctx: Context, customer: str) -> Json:
    return ctx.get(CUSTOMERS, customer, "customer", "customer", in_path=True)


def create(ctx: Context, customer: str) -> Json:
    """More credit, or less; the customer's balance follows, and with it `customer.updated`."""
    before = _owner(ctx, customer)
    for name in ("amount", "currency"):
        if name not in ctx.params:
            raise missing_param(name)
    amount, currency = ctx.params["amount"], ctx.params["currency"].lower()
    if before["currency"] not in (None, currency):
        raise invalid_request(
            f"You cannot combine currencies on a single customer. This customer has had an invoice "
            f"or balance in {before['currency']}.",
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
    ctx.save(KIND, record)
    ctx.save(CUSTOMERS, owner)
    ctx.emit("customer.updated", owner, before)
    return record


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """One change of the customer's balance."""
    _owner(ctx, customer)
    noun = "customer_balance_transaction"
    return ctx.get(KIND, identifier, noun, "transaction", in_path=True)


def update(ctx: Context, customer: str, identifier: str) -> Json:
    """Description and metadata may change."""
    record = retrieve(ctx, customer, identifier)
    if "description" in ctx.params:
        record["description"] = ctx.params["description"]
    if "metadata" in ctx.params:
        record["metadata"] = merge_metadata(record["metadata"], ctx.params["metadata"])
    ctx.save(KIND, record)
    return record


def many(ctx: Context, customer: str) -> Json:
    """How the customer's balance came about."""
    _owner(ctx, customer)
    url = f"/v1/customers/{customer}/balance_transactions"
    named = {"invoice": ctx.params["invoice"]} if "invoice" in ctx.params else {}
    return paginate(ctx, KIND, url, {"customer": customer, **named})


def cash(ctx: Context, customer: str) -> Json:
    """The customer's cash balance: nobody transfers money to it here."""
    mode = _owner(ctx, customer)[PRIVATE].get("reconciliation_mode")
    return new_object(
        "cash_balance",
        customer=customer,
        settings={
            "reconciliation_mode": mode or "automatic",
            "using_merchant_default": mode is None,
        },
    )


def update_cash(ctx: Context, customer: str) -> Json:
    """How transfers are to be matched to payments."""
    owner = _owner(ctx, customer)
    if mode := (ctx.params.get("settings") or {}).get("reconciliation_mode"):
        owner[PRIVATE]["reconciliation_mode"] = None if mode == "merchant_default" else mode
        ctx.save(CUSTOMERS, owner)
    return cash(ctx, customer)


RESOURCE = Resource(
    object="customer_balance_transaction",
    table=KIND,
    operations={
        "POST customers/*/balance_transactions": operation(create, CREATE),
        "GET customers/*/balance_transactions": operation(many, LIST),
        "GET customers/*/balance_transactions/*": operation(retrieve, RETRIEVE),
        "POST customers/*/balance_transactions/*": operation(update, UPDATE),
        "GET customers/*/cash_balance": operation(cash, RETRIEVE_CASH),
        "POST customers/*/cash_balance": operation(update_cash, UPDATE_CASH),
    },
    filters=("customer", "invoice"),
)
