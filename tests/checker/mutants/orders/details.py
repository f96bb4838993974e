"""Mutants of an order's times, status and shape."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.operations import checkout, orders
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.orders.common import change_order
from tests.checker.mutants.patches import wrap, wrapper
from tests.checker.mutants.responses import (
    change_body,
    change_orders,
)


def _float_total(order: Any) -> None:
    order["total"] = order["subtotal"] + order["shipping"] + order["tax"]


def _paid_at_null(order: Any) -> None:
    order.setdefault("paidAt", None)


def _paid_at_always(order: Any) -> None:
    order.setdefault("paidAt", order["createdAt"])


def _paid_at_never(order: Any) -> None:
    order.pop("paidAt", None)


def _paid_at_before(order: Any) -> None:
    if "paidAt" in order:
        order["paidAt"] = "2020-01-01T00:00:00.000Z"


def _tracking_empty(order: Any) -> None:
    order.setdefault("trackingUrl", "")


def _tracking_early(order: Any) -> None:
    if order["status"] == "paid":
        order.setdefault("trackingUrl", "https://parcels.example/soon")


def _tracking_never(order: Any) -> None:
    order.pop("trackingUrl", None)


def _times_out(after: float) -> Any:
    async def late(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        order = answer.value
        age = (shop.now() - order.created_at).total_seconds()
        if order.status == "pending" and age > after:
            order = replace(order, status="failed", payment_status="failed")
            shop.orders.save(order)
        return Result(order)

    return wrapper(orders.get_order, late)


def _three_polls() -> None:
    polls: dict[str, int] = {}

    def count(order: Any) -> None:
        if order["status"] == "pending":
            polls[order["id"]] = polls.get(order["id"], 0) + 1
            if polls[order["id"]] > 3:
                order.update(status="failed", paymentStatus="failed")

    change_orders(count)


def _count_off(content: Any) -> None:
    if "count" in content:
        content["count"] += 1


def _pieces_counted(content: Any) -> None:
    content["count"] = sum(
        line["quantity"] for order in content["items"] for line in order["items"]
    )


def _list_lacks(name: str) -> Any:
    def lack(content: Any) -> None:
        for order in content["items"]:
            order.pop(name, None)

    return partial(change_body, lack, "listOrders")


def _lacks(name: str) -> Any:
    return change_order(lambda order: order.pop(name, None) and None)


def _lines_lack(name: str) -> Any:
    def lack(order: Any) -> None:
        for line in order["items"]:
            del line[name]

    return change_order(lack)


def _list_status(content: Any) -> None:
    """List each order as it was when it was created."""
    for order in content["items"]:
        if order["status"] == "paid":
            order.update(status="pending", paymentStatus="pending", fulfilmentStatus="unfulfilled")
            order.pop("paidAt", None)


def _customers_email() -> None:
    """Store the account's email in the order instead of the one in the request."""

    async def made(original: Any, request: Any, shop: Any) -> Any:
        customer = (
            shop.customers.get(request.session.customer_id) if request.session.customer_id else None
        )
        if customer:
            request = replace(request, body={**request.body, "email": customer.email})
        return await original(request, shop)

    wrap(checkout._create, made)


async def _bare_list(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation == "listOrders" and response.status == 200:
        response.set_json(response.json["items"])
    return response


MUTANTS = [
    Mutant("ord-float-total", "C-conv-4", "the total is a sum of floats", change_order(_float_total)),
    Mutant("ord-paid-at-null", "C-ord-5", "paidAt is null before the payment", change_order(_paid_at_null)),
    Mutant("ord-paid-at-always", "C-ord-5", "paidAt is present from the start", change_order(_paid_at_always)),
    Mutant("ord-paid-at-never", "C-ord-5", "paidAt is never present", change_order(_paid_at_never)),
    Mutant("ord-paid-at-before", "C-ord-5", "paidAt is before createdAt", change_order(_paid_at_before)),
    Mutant("ord-tracking-empty", "C-ord-5", "trackingUrl is empty before the shipment", change_order(_tracking_empty)),
    Mutant("ord-tracking-early", "C-ord-5", "a paid order has a trackingUrl", change_order(_tracking_early)),
    Mutant("ord-tracking-never", "C-ord-5", "a shipped order has no trackingUrl", change_order(_tracking_never)),
    Mutant("ord-three-polls", "C-ord-7", "an order fails after three polls", _three_polls),
    Mutant("ord-two-seconds", "C-ord-7", "an order fails after two seconds", _times_out(2)),
    Mutant("ord-fifteen-seconds", "C-ord-7", "an order fails after fifteen seconds", _times_out(15)),
    Mutant("ord-count-off", "C-ord-9", "the list's count is one too high", partial(change_body, _count_off, "listOrders")),
    Mutant("ord-count-pieces", "C-ord-9", "the list's count is the number of pieces", partial(change_body, _pieces_counted, "listOrders")),
    Mutant("ord-bare-list", "C-ord-9", "the list is a bare array", partial(add_middleware, _bare_list)),
    Mutant("ord-list-no-lines", "C-ord-9", "orders in the list lack their lines", _list_lacks("items")),
    Mutant("ord-list-no-billing", "C-ord-9", "orders in the list lack the billing address", _list_lacks("billingAddress")),
    Mutant("ord-no-customer", "C-ord-9", "an order lacks its customer", _lacks("customer")),
    Mutant("ord-lines-no-product", "C-ord-9", "an order's lines lack the product", _lines_lack("product")),
    Mutant("ord-lines-no-title", "C-ord-9", "an order's lines lack the title", _lines_lack("title")),
    Mutant("ord-status-capital", "C-ord-9", "the status is Pending", change_order(lambda order: order.update(status=order["status"].capitalize()))),
    Mutant("ord-currency-capitals", "C-ord-9", "the currency is EUR", change_order(lambda order: order.update(currency="EUR"))),
    Mutant("ord-list-stale", "C-ord-9", "the list does not show that an order is paid", partial(change_body, _list_status, "listOrders")),
    Mutant("ord-customers-email", "C-ord-9", "the order's email is the account's", _customers_email),
]  # fmt: skip
