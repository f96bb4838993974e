"""What can be wrong with orders: who sees them, what they show, how they are numbered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain import money, pricing
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import Order, OrderList
from stub_server.shop.domain.pricing import Totals
from stub_server.shop.operations import checkout, inventory, numbering, orders, sessions
from tests.examiner.fault import (
    Answered,
    Asked,
    Fault,
    Go,
    around,
    between,
    changing,
    code,
    method,
    showing,
    status,
    wrapping,
)
from tests.examiner.fault import orders as shown


def _shows(change: Any) -> Any:
    return partial(shown, change)


def _visible(change: Any) -> Any:
    def visible(original: Any, self: Any, session: Any) -> Any:
        return change(original(self, session), self, session)

    return partial(method, Order, "visible_to", visible)


def _by_key(seen: bool, order: Any, session: Any) -> bool:
    return seen or (bool(session.key) and order.session_key == session.key)


def _guests_see_guests(seen: bool, order: Any, session: Any) -> bool:
    return seen or (session.customer_id is None and order.customer_id is None)


def _customers_see_customers(seen: bool, order: Any, session: Any) -> bool:
    return seen or (session.customer_id is not None and order.customer_id is not None)


async def _anybodys(original: Any, request: Any, shop: Any) -> Any:
    order = shop.orders.get(request.path["id"])
    return Result(order) if order else await original(request, shop)


async def _paid_is_public(original: Any, request: Any, shop: Any) -> Any:
    order = shop.orders.get(request.path["id"])
    return Result(order) if order and order.stock_deducted else await original(request, shop)


async def _all_listed(original: Any, request: Any, shop: Any) -> Any:
    return Result(OrderList(tuple(shop.orders.newest(50))))


async def _oldest_first(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    return Result(OrderList(answer.value.items[::-1]))


async def _last_touched_first(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    settled = sorted(answer.value.items, key=lambda it: it.paid_at or it.created_at, reverse=True)
    return Result(OrderList(tuple(settled)))


async def _paid_only(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    return Result(OrderList(tuple(it for it in answer.value.items if it.status == "paid")))


async def _ten_only(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    return Result(OrderList(answer.value.items[:2]))


def _left_behind(original: Any, shop: Any, session: Any, customer: Any) -> Any:
    """A login leaves the guest's orders behind."""
    kept = [it for it in shop.orders.find_by(session_key=session.key) if not it.customer_id]
    new = original(shop, session, customer)
    for order in kept:
        shop.orders.save(order)
    return new


def _all_taken_over(original: Any, shop: Any, session: Any, customer: Any) -> Any:
    """A login takes over the orders of the session's customer of before, too."""
    new = original(shop, session, customer)
    for order in shop.orders.find_by(session_key=new.key):
        shop.orders.save(replace(order, customer_id=customer.id))
    return new


def _unknown_200(asked: Asked, answered: Answered) -> None:
    if answered.status == 404:
        answered.status, answered.body = 200, b"null"


def _live(*members: str) -> Any:
    """The order shows today's title or price."""

    async def get(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        if isinstance(answer.value, OrderList):
            return Result(OrderList(tuple(_today(shop, it, members) for it in answer.value.items)))
        return Result(_today(shop, answer.value, members))

    return get


def _today(shop: Any, order: Any, members: tuple[str, ...]) -> Any:
    lines = []
    for line in order.purchase.lines:
        product = inventory.product(shop, line.product_id)
        now = {"title": product.title, "unit_price": product.price}
        lines.append(replace(line, **{name: now[name] for name in members}))
    totals = order.purchase.totals
    if "unit_price" in members:
        subtotal = sum(it.total for it in lines)
        totals = replace(totals, subtotal=Cents(subtotal))
    return replace(order, purchase=replace(order.purchase, lines=tuple(lines), totals=totals))


def _rounding(how: str) -> Any:
    def share(original: Any, amount: Any, percent: Any) -> Any:
        return Cents(int((Decimal(amount) * percent / 100).quantize(Decimal(1), how)))

    return wrapping(money.percentage, share)


def _float_tax(original: Any, amount: Any, percent: Any) -> Any:
    """Python's round over floats: the nearest even, of what a float makes of it."""
    return Cents(round(round(amount / 100 * 0.19, 2) * 100))


def _totals(change: Any) -> Any:
    def totals(original: Any, subtotal: Any, policy: Any) -> Any:
        return change(original(subtotal, policy), policy)

    return wrapping(pricing.compute_totals, totals)


def _taxed_shipping(it: Totals, policy: Any) -> Totals:
    return replace(it, tax=money.percentage(Cents(it.subtotal + it.shipping), policy.tax_percent))


def _included(it: Totals, policy: Any) -> Totals:
    """The tax that is in the subtotal already."""
    return replace(it, tax=Cents(round(it.subtotal * 19 / 119)))


def _free_above(it: Totals, policy: Any) -> Totals:
    return replace(it, shipping=policy.shipping) if it.subtotal == policy.free_from else it


def _free_by_total(it: Totals, policy: Any) -> Totals:
    free = it.subtotal + it.tax >= policy.free_from
    return replace(it, shipping=Cents(0)) if free else it


def _never_free(it: Totals, policy: Any) -> Totals:
    return replace(it, shipping=policy.shipping)


def _reduced(it: Totals, policy: Any) -> Totals:
    return replace(it, tax=money.percentage(it.subtotal, Decimal(7)))


def _tax_by_line(order: Any) -> None:
    tax = round(sum(round(line["lineTotal"] * 0.19 + 1e-9, 2) for line in order["items"]), 2)
    order["tax"] = tax
    order["total"] = round(order["subtotal"] + order["shipping"] + tax, 2)


def _no_shipping_in_total(order: Any) -> None:
    order["total"] = round(order["subtotal"] + order["tax"], 2)


def _float_total(order: Any) -> None:
    order["total"] = order["subtotal"] + order["shipping"] + order["tax"]


def _subtotal_off(order: Any) -> None:
    if len(order["items"]) > 1:
        order["subtotal"] = round(order["subtotal"] - 0.01, 2)
        order["total"] = round(order["total"] - 0.01, 2)


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

    return wrapping(orders.get_order, late)


def _three_polls() -> None:
    polls: dict[str, int] = {}

    def count(order: Any) -> None:
        if order["status"] == "pending":
            polls[order["id"]] = polls.get(order["id"], 0) + 1
            if polls[order["id"]] > 3:
                order.update(status="failed", paymentStatus="failed")

    shown(count)


def _numbers(make: Any) -> Any:
    def number(original: Any, shop: Any, year: int) -> str:
        return str(make(original, shop, year))

    return wrapping(numbering.next_number, number)


def _chance(original: Any, shop: Any, year: int) -> str:
    original(shop, year)
    return f"KN-{year}-{int(shop.sandbox.ids.token(6).encode().hex(), 16) % 10**6:06}"


def _by_two(original: Any, shop: Any, year: int) -> str:
    original(shop, year)
    return str(original(shop, year))


def _last_year(original: Any, shop: Any, year: int) -> str:
    return str(original(shop, year - 1))


def _unreadable(original: Any, shop: Any, year: int) -> str:
    return str(original(shop, year)).rsplit("-", 1)[1]


def _by_session() -> None:
    """Each buyer's orders have numbers of their own."""
    counts: dict[str, int] = {}

    async def made(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        order = shop.orders.get(answer.order_id)
        assert order
        counts[order.session_key] = count = counts.get(order.session_key, 0) + 1
        shop.orders.save(replace(order, number=f"KN-{order.created_at.year}-{count:04}"))
        return answer

    around(checkout._create, made)


def _numbers_raced() -> None:
    """The number is read before Stripe is asked, and written after."""

    async def made(original: Any, request: Any, shop: Any) -> Any:
        year = shop.now().year
        counter = shop.sandbox.store.get("counters", str(year))
        mine = 1 + (counter["last"] if counter else 0)
        await asyncio.sleep(0.02)
        answer = await original(request, shop)
        order = shop.orders.get(answer.order_id)
        assert order
        shop.orders.save(replace(order, number=f"KN-{year}-{mine:04}"))
        shop.sandbox.store.put("counters", str(year), {"year": year, "last": mine})
        return answer

    around(checkout._create, made)


def _count_off(content: Any) -> None:
    if "count" in content:
        content["count"] += 1


def _pieces_counted(content: Any) -> None:
    content["count"] = sum(line["quantity"] for it in content["items"] for line in it["items"])


def _list_lacks(name: str) -> Any:
    def lack(content: Any) -> None:
        for order in content["items"]:
            order.pop(name, None)

    return partial(showing, lack, "listOrders")


def _lacks(name: str) -> Any:
    return _shows(lambda order: order.pop(name, None) and None)


def _lines_lack(name: str) -> Any:
    def lack(order: Any) -> None:
        for line in order["items"]:
            del line[name]

    return _shows(lack)


def _list_status(content: Any) -> None:
    """The list is made from what was known when the order was made."""
    for order in content["items"]:
        if order["status"] == "paid":
            order.update(status="pending", paymentStatus="pending", fulfilmentStatus="unfulfilled")
            order.pop("paidAt", None)


def _customers_email() -> None:
    """The order's email is the account's, not the one that was given."""

    async def made(original: Any, request: Any, shop: Any) -> Any:
        customer = (
            shop.customers.get(request.session.customer_id) if request.session.customer_id else None
        )
        if customer:
            request = replace(request, body={**request.body, "email": customer.email})
        return await original(request, shop)

    around(checkout._create, made)


async def _bare_list(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if asked.operation == "listOrders" and answered.status == 200:
        answered.says(answered.json["items"])
    return answered


FAULTS = [
    Fault("ord-anybody", "C-ord-1", "who knows an order's id sees it", wrapping(orders.get_order, _anybodys)),
    Fault("ord-paid-public", "C-ord-1", "who knows a paid order's id sees it", wrapping(orders.get_order, _paid_is_public)),
    Fault("ord-all-listed", "C-ord-1", "the list holds everybody's orders", wrapping(orders.list_orders, _all_listed)),
    Fault("ord-guests-share", "C-ord-1", "guests see one another's orders", _visible(_guests_see_guests)),
    Fault("ord-customers-share", "C-ord-1", "customers see one another's orders", _visible(_customers_see_customers)),
    Fault("ord-old-customer", "C-ord-1", "a session sees its last customer's orders", _visible(_by_key)),
    Fault("ord-oldest-first", "C-ord-1", "the oldest order comes first", wrapping(orders.list_orders, _oldest_first)),
    Fault("ord-paid-first", "C-ord-1", "the list is by the time of payment", wrapping(orders.list_orders, _last_touched_first)),
    Fault("ord-paid-only", "C-ord-1", "the list holds paid orders only", wrapping(orders.list_orders, _paid_only)),
    Fault("ord-few-only", "C-ord-1", "the list holds two orders at most", wrapping(orders.list_orders, _ten_only)),
    Fault("ord-left-behind", "C-ord-1", "a login leaves the guest's orders behind", wrapping(sessions.upgrade, _left_behind)),
    Fault("ord-all-taken", "C-ord-1", "a login takes over another customer's orders of the session", wrapping(sessions.upgrade, _all_taken_over)),
    Fault("ord-unknown-400", "C-ord-2", "an unknown order is 400", partial(status, "order.notFound", 400, "getOrder")),
    Fault("ord-unknown-403", "C-ord-2", "an unknown order is 403", partial(status, "order.notFound", 403, "getOrder")),
    Fault("ord-unknown-null", "C-ord-2", "an unknown order is 200 null", partial(changing, _unknown_200, "getOrder")),
    Fault("ord-unknown-code", "C-ord-2", "the code is orders.unknown", partial(code, "order.notFound", "orders.unknown", "getOrder")),
    Fault("ord-live-title", "C-ord-3", "an order shows today's title", wrapping(orders.get_order, _live("title"))),
    Fault("ord-live-title-listed", "C-ord-3", "the list shows today's titles", wrapping(orders.list_orders, _live("title"))),
    Fault("ord-live-price", "C-ord-3", "an order shows today's price", wrapping(orders.get_order, _live("unit_price"))),
    Fault("ord-live-price-listed", "C-ord-3", "the list shows today's prices", wrapping(orders.list_orders, _live("unit_price"))),
    Fault("ord-tax-cut-off", "C-ord-4", "tax is cut off", _rounding(ROUND_DOWN)),
    Fault("ord-tax-half-even", "C-ord-4", "tax is rounded half to even", _rounding(ROUND_HALF_EVEN)),
    Fault("ord-tax-float", "C-ord-4", "tax is rounded as a float", wrapping(money.percentage, _float_tax)),
    Fault("ord-tax-on-shipping", "C-ord-4", "shipping is taxed too", _totals(_taxed_shipping)),
    Fault("ord-tax-included", "C-ord-4", "tax is what the subtotal holds of it", _totals(_included)),
    Fault("ord-tax-seven", "C-ord-4", "tax is 7 %", _totals(_reduced)),
    Fault("ord-tax-by-line", "C-ord-4", "tax is rounded line by line", _shows(_tax_by_line)),
    Fault("ord-free-above", "C-ord-4", "shipping costs at 49.00 exactly", _totals(_free_above)),
    Fault("ord-free-by-total", "C-ord-4", "shipping is free from 49.00 with tax", _totals(_free_by_total)),
    Fault("ord-never-free", "C-ord-4", "shipping is never free", _totals(_never_free)),
    Fault("ord-total-without-shipping", "C-ord-4", "the total lacks the shipping", _shows(_no_shipping_in_total)),
    Fault("ord-subtotal-off", "C-ord-4", "the subtotal is a cent short", _shows(_subtotal_off)),
    Fault("ord-float-total", "C-conv-4", "the total is a float's sum", _shows(_float_total)),
    Fault("ord-paid-at-null", "C-ord-5", "paidAt is null before", _shows(_paid_at_null)),
    Fault("ord-paid-at-always", "C-ord-5", "paidAt is there from the start", _shows(_paid_at_always)),
    Fault("ord-paid-at-never", "C-ord-5", "paidAt is never there", _shows(_paid_at_never)),
    Fault("ord-paid-at-before", "C-ord-5", "paidAt lies before createdAt", _shows(_paid_at_before)),
    Fault("ord-tracking-empty", "C-ord-5", "trackingUrl is empty before", _shows(_tracking_empty)),
    Fault("ord-tracking-early", "C-ord-5", "a paid order has a trackingUrl", _shows(_tracking_early)),
    Fault("ord-tracking-never", "C-ord-5", "a shipped order has no trackingUrl", _shows(_tracking_never)),
    Fault("ord-three-polls", "C-ord-7", "after three polls it has failed", _three_polls),
    Fault("ord-two-seconds", "C-ord-7", "after two seconds it has failed", _times_out(2)),
    Fault("ord-fifteen-seconds", "C-ord-7", "after fifteen seconds it has failed", _times_out(15)),
    Fault("ord-number-chance", "C-ord-8", "numbers are random", _numbers(_chance)),
    Fault("ord-number-by-two", "C-ord-8", "numbers grow by two", _numbers(_by_two)),
    Fault("ord-number-year", "C-ord-8", "numbers have last year's year", _numbers(_last_year)),
    Fault("ord-number-bare", "C-ord-8", "numbers have no year", _numbers(_unreadable)),
    Fault("ord-number-by-buyer", "C-ord-8", "each buyer's orders are numbered from 1", _by_session),
    Fault("ord-number-raced", "C-ord-8", "orders made at once have one number", _numbers_raced),
    Fault("ord-count-off", "C-ord-9", "the list's count is one too many", partial(showing, _count_off, "listOrders")),
    Fault("ord-count-pieces", "C-ord-9", "the list's count is the pieces'", partial(showing, _pieces_counted, "listOrders")),
    Fault("ord-bare-list", "C-ord-9", "the list is a bare array", partial(between, _bare_list)),
    Fault("ord-list-no-lines", "C-ord-9", "orders in the list lack their lines", _list_lacks("items")),
    Fault("ord-list-no-billing", "C-ord-9", "orders in the list lack the billing address", _list_lacks("billingAddress")),
    Fault("ord-no-customer", "C-ord-9", "an order lacks its customer", _lacks("customer")),
    Fault("ord-lines-no-product", "C-ord-9", "an order's lines lack the product", _lines_lack("product")),
    Fault("ord-lines-no-title", "C-ord-9", "an order's lines lack the title", _lines_lack("title")),
    Fault("ord-status-capital", "C-ord-9", "the status is Pending", _shows(lambda it: it.update(status=it["status"].capitalize()))),
    Fault("ord-currency-capitals", "C-ord-9", "the currency is EUR", _shows(lambda it: it.update(currency="EUR"))),
    Fault("ord-list-stale", "C-ord-9", "the list does not know that it is paid", partial(showing, _list_status, "listOrders")),
    Fault("ord-customers-email", "C-ord-9", "the order's email is the account's", _customers_email),
]  # fmt: skip
