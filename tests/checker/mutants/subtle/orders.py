"""Subtle mutants of orders and payments."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.shop import payments as stripe_payments
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain import payment, purchase
from stub_server.shop.operations import (
    checkout,
    inventory,
    webhooks,
)
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap, wrap_method, wrapper
from tests.checker.mutants.responses import change_orders


def _prices_first(original: Any, cart: Any, products: Any) -> None:
    """Check prices before stock."""
    plenty = [replace(product, stock=10_000) for product in products]
    original(cart, plenty)
    original(cart, products)


def _created_anew(original: Any, order: Any, happened: str, at: Any) -> Any:
    settled = original(order, happened, at)
    return replace(settled, created_at=at) if settled != order else settled


def _empty_carts_of_customer(original: Any, shop: Any, order: Any) -> None:
    """Remove the purchase from the customer's other carts, too."""
    original(shop, order)
    if order.customer_id:
        for session in shop.sessions.find_by(customer_id=order.customer_id):
            cart = shop.carts.find(session.key)
            if cart and session.key != order.session_key:
                left = rules.subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
                shop.carts.save(session.key, left)


def _carts_by_token() -> None:
    """Find the cart of an order by the session token, which a login changes."""
    names: dict[str, str] = {}

    async def made(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        names[answer.order_id] = request.session.token
        return answer

    def over(original: Any, shop: Any, order: Any) -> None:
        if shop.sandbox.store.get("sessions", names.get(order.id, "")):
            original(shop, order)
        else:
            inventory.decrement_stock(shop, order.purchase.quantities)

    wrap(checkout._create, made)
    wrap(webhooks._deduct_purchase, over)


def _sort_lines(order: Any) -> None:
    order["items"].sort(key=lambda line: line["productId"])


def _lost_line(order: Any) -> None:
    """Show at most five lines of an order."""
    if len(order["items"]) > 5:
        order["items"] = order["items"][:5]


def _paid_number(order: Any) -> None:
    """Show a paid order with another number."""
    if order["status"] == "paid":
        order["number"] = order["number"][:-4] + f"{int(order['number'][-4:]) + 5000}"


def _email_lost(order: Any) -> None:
    if order["status"] == "paid":
        order["email"] = order["customer"]["email"] = "orders@example.com"


def _title_when_paid(original: Any, shop: Any, payment_event: Any) -> Any:
    """Copy the current titles into an order when it is paid."""
    settled = original(shop, payment_event)
    if settled is not None and settled.status == "paid":
        lines = tuple(
            replace(line, title=inventory.product(shop, line.product_id).title)
            for line in settled.purchase.lines
        )
        settled = replace(settled, purchase=replace(settled.purchase, lines=lines))
        shop.orders.save(settled)
    return settled


def _price_when_paid(original: Any, shop: Any, payment_event: Any) -> Any:
    """Copy the current prices into an order when it is paid."""
    settled = original(shop, payment_event)
    if settled is not None and settled.status == "paid":
        lines = tuple(
            replace(line, unit_price=inventory.product(shop, line.product_id).price)
            for line in settled.purchase.lines
        )
        subtotal: Any = sum(line.total for line in lines)
        totals = replace(settled.purchase.totals, subtotal=subtotal)
        settled = replace(settled, purchase=replace(settled.purchase, lines=lines, totals=totals))
        shop.orders.save(settled)
    return settled


async def _pages(request: Request, call_next: CallNext) -> Response:
    """Return only the first three orders."""
    response = await call_next(request)
    if request.operation == "listOrders" and response.status == 200:
        items = response.json["items"][:3]
        response.set_json({"items": items, "count": len(items)})
    return response


def _intent_reused() -> None:
    """Reuse the intent of an earlier order with the same email and amount."""
    kept: dict[str, Any] = {}

    async def create(original: Any, self: Any, **told: Any) -> Any:
        if told["email"] in kept and kept[told["email"]][0] == told["amount"]:
            return kept[told["email"]][1]
        intent = await original(self, **told)
        kept[told["email"]] = (told["amount"], intent)
        return intent

    wrap_method(stripe_payments.StripePayments, "create_intent", create)


MUTANTS = [
    Mutant("sub-prices-first", "C-chk-4", "prices are checked before stock", wrapper(purchase._check_against, _prices_first)),
    Mutant("sub-created-anew", "C-chk-1", "a payment resets createdAt", wrapper(payment.apply_event, _created_anew)),
    Mutant("sub-other-carts", "C-chk-13", "a paid order also removes its lines from the customer's other carts", wrapper(webhooks._deduct_purchase, _empty_carts_of_customer)),
    Mutant("sub-cart-by-name", "C-chk-13", "a paid order stays in the cart after a login", _carts_by_token),
    Mutant("sub-lines-sorted", "C-chk-1", "an order's lines are sorted by product id", partial(change_orders, _sort_lines)),
    Mutant("sub-lines-cut", "C-ord-4", "an order change_order at most five lines", partial(change_orders, _lost_line)),
    Mutant("sub-paid-number", "C-ord-8", "a paid order has another number", partial(change_orders, _paid_number)),
    Mutant("sub-email-lost", "C-ord-9", "a paid order has the shop's email", partial(change_orders, _email_lost)),
    Mutant("sub-title-when-paid", "C-ord-3", "titles are taken at the time of payment", wrapper(webhooks._apply, _title_when_paid)),
    Mutant("sub-price-when-paid", "C-ord-3", "prices are taken at the time of payment", wrapper(webhooks._apply, _price_when_paid)),
    Mutant("sub-list-by-pages", "C-ord-1", "the list contains three orders at most", partial(add_middleware, _pages)),
    Mutant("sub-intent-reused", "C-chk-1", "two orders with the same email and amount share a PaymentIntent", _intent_reused),
]  # fmt: skip
