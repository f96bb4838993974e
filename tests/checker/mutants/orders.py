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
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap, wrap_method, wrapper
from tests.checker.mutants.responses import (
    change_body,
    change_code,
    change_orders,
    change_response,
    change_status,
)


def _shows(change: Any) -> Any:
    return partial(change_orders, change)


def _visible(change: Any) -> Any:
    def visible(original: Any, self: Any, session: Any) -> Any:
        return change(original(self, session), self, session)

    return partial(wrap_method, Order, "visible_to", visible)


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
    settled = sorted(
        answer.value.items, key=lambda order: order.paid_at or order.created_at, reverse=True
    )
    return Result(OrderList(tuple(settled)))


async def _paid_only(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    return Result(OrderList(tuple(order for order in answer.value.items if order.status == "paid")))


async def _ten_only(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    return Result(OrderList(answer.value.items[:2]))


def _left_behind(original: Any, shop: Any, session: Any, customer: Any) -> Any:
    """A login leaves the guest's orders behind."""
    kept = [
        order for order in shop.orders.find_by(session_key=session.key) if not order.customer_id
    ]
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


def _unknown_200(request: Request, response: Response) -> None:
    if response.status == 404:
        response.status, response.body = 200, b"null"


def _live(*members: str) -> Any:
    """The order shows today's title or price."""

    async def get(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        if isinstance(answer.value, OrderList):
            return Result(
                OrderList(tuple(_today(shop, order, members) for order in answer.value.items))
            )
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
        subtotal = sum(line.total for line in lines)
        totals = replace(totals, subtotal=Cents(subtotal))
    return replace(order, purchase=replace(order.purchase, lines=tuple(lines), totals=totals))


def _rounding(how: str) -> Any:
    def share(original: Any, amount: Any, percent: Any) -> Any:
        return Cents(int((Decimal(amount) * percent / 100).quantize(Decimal(1), how)))

    return wrapper(money.share, share)


def _float_tax(original: Any, amount: Any, percent: Any) -> Any:
    """Python's round over floats: the nearest even, of what a float makes of it."""
    return Cents(round(round(amount / 100 * 0.19, 2) * 100))


def _totals(change: Any) -> Any:
    def totals(original: Any, subtotal: Any, policy: Any) -> Any:
        return change(original(subtotal, policy), policy)

    return wrapper(pricing.totals_of, totals)


def _taxed_shipping(totals: Totals, policy: Any) -> Totals:
    return replace(
        totals, tax=money.share(Cents(totals.subtotal + totals.shipping), policy.tax_percent)
    )


def _included(totals: Totals, policy: Any) -> Totals:
    """The tax that is in the subtotal already."""
    return replace(totals, tax=Cents(round(totals.subtotal * 19 / 119)))


def _free_above(totals: Totals, policy: Any) -> Totals:
    return (
        replace(totals, shipping=policy.shipping) if totals.subtotal == policy.free_from else totals
    )


def _free_by_total(totals: Totals, policy: Any) -> Totals:
    free = totals.subtotal + totals.tax >= policy.free_from
    return replace(totals, shipping=Cents(0)) if free else totals


def _never_free(totals: Totals, policy: Any) -> Totals:
    return replace(totals, shipping=policy.shipping)


def _reduced(totals: Totals, policy: Any) -> Totals:
    return replace(totals, tax=money.share(totals.subtotal, Decimal(7)))


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

    return wrapper(orders.get_order, late)


def _three_polls() -> None:
    polls: dict[str, int] = {}

    def count(order: Any) -> None:
        if order["status"] == "pending":
            polls[order["id"]] = polls.get(order["id"], 0) + 1
            if polls[order["id"]] > 3:
                order.update(status="failed", paymentStatus="failed")

    change_orders(count)


def _numbers(make: Any) -> Any:
    def number(original: Any, shop: Any, year: int) -> str:
        return str(make(original, shop, year))

    return wrapper(numbering.next_number, number)


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

    wrap(checkout._create, made)


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

    wrap(checkout._create, made)


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

    wrap(checkout._create, made)


async def _bare_list(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    if request.operation == "listOrders" and response.status == 200:
        response.set_json(response.json["items"])
    return response


MUTANTS = [
    Mutant("ord-anybody", "C-ord-1", "who knows an order's id sees it", wrapper(orders.get_order, _anybodys)),
    Mutant("ord-paid-public", "C-ord-1", "who knows a paid order's id sees it", wrapper(orders.get_order, _paid_is_public)),
    Mutant("ord-all-listed", "C-ord-1", "the list holds everybody's orders", wrapper(orders.list_orders, _all_listed)),
    Mutant("ord-guests-share", "C-ord-1", "guests see one another's orders", _visible(_guests_see_guests)),
    Mutant("ord-customers-share", "C-ord-1", "customers see one another's orders", _visible(_customers_see_customers)),
    Mutant("ord-old-customer", "C-ord-1", "a session sees its last customer's orders", _visible(_by_key)),
    Mutant("ord-oldest-first", "C-ord-1", "the oldest order comes first", wrapper(orders.list_orders, _oldest_first)),
    Mutant("ord-paid-first", "C-ord-1", "the list is by the time of payment", wrapper(orders.list_orders, _last_touched_first)),
    Mutant("ord-paid-only", "C-ord-1", "the list holds paid orders only", wrapper(orders.list_orders, _paid_only)),
    Mutant("ord-few-only", "C-ord-1", "the list holds two orders at most", wrapper(orders.list_orders, _ten_only)),
    Mutant("ord-left-behind", "C-ord-1", "a login leaves the guest's orders behind", wrapper(sessions.upgrade, _left_behind)),
    Mutant("ord-all-taken", "C-ord-1", "a login takes over another customer's orders of the session", wrapper(sessions.upgrade, _all_taken_over)),
    Mutant("ord-unknown-400", "C-ord-2", "an unknown order is 400", partial(change_status, "order.notFound", 400, "getOrder")),
    Mutant("ord-unknown-403", "C-ord-2", "an unknown order is 403", partial(change_status, "order.notFound", 403, "getOrder")),
    Mutant("ord-unknown-null", "C-ord-2", "an unknown order is 200 null", partial(change_response, _unknown_200, "getOrder")),
    Mutant("ord-unknown-code", "C-ord-2", "the code is orders.unknown", partial(change_code, "order.notFound", "orders.unknown", "getOrder")),
    Mutant("ord-live-title", "C-ord-3", "an order shows today's title", wrapper(orders.get_order, _live("title"))),
    Mutant("ord-live-title-listed", "C-ord-3", "the list shows today's titles", wrapper(orders.list_orders, _live("title"))),
    Mutant("ord-live-price", "C-ord-3", "an order shows today's price", wrapper(orders.get_order, _live("unit_price"))),
    Mutant("ord-live-price-listed", "C-ord-3", "the list shows today's prices", wrapper(orders.list_orders, _live("unit_price"))),
    Mutant("ord-tax-cut-off", "C-ord-4", "tax is cut off", _rounding(ROUND_DOWN)),
    Mutant("ord-tax-half-even", "C-ord-4", "tax is rounded half to even", _rounding(ROUND_HALF_EVEN)),
    Mutant("ord-tax-float", "C-ord-4", "tax is rounded as a float", wrapper(money.share, _float_tax)),
    Mutant("ord-tax-on-shipping", "C-ord-4", "shipping is taxed too", _totals(_taxed_shipping)),
    Mutant("ord-tax-included", "C-ord-4", "tax is what the subtotal holds of it", _totals(_included)),
    Mutant("ord-tax-seven", "C-ord-4", "tax is 7 %", _totals(_reduced)),
    Mutant("ord-tax-by-line", "C-ord-4", "tax is rounded line by line", _shows(_tax_by_line)),
    Mutant("ord-free-above", "C-ord-4", "shipping costs at 49.00 exactly", _totals(_free_above)),
    Mutant("ord-free-by-total", "C-ord-4", "shipping is free from 49.00 with tax", _totals(_free_by_total)),
    Mutant("ord-never-free", "C-ord-4", "shipping is never free", _totals(_never_free)),
    Mutant("ord-total-without-shipping", "C-ord-4", "the total lacks the shipping", _shows(_no_shipping_in_total)),
    Mutant("ord-subtotal-off", "C-ord-4", "the subtotal is a cent short", _shows(_subtotal_off)),
    Mutant("ord-float-total", "C-conv-4", "the total is a float's sum", _shows(_float_total)),
    Mutant("ord-paid-at-null", "C-ord-5", "paidAt is null before", _shows(_paid_at_null)),
    Mutant("ord-paid-at-always", "C-ord-5", "paidAt is there from the start", _shows(_paid_at_always)),
    Mutant("ord-paid-at-never", "C-ord-5", "paidAt is never there", _shows(_paid_at_never)),
    Mutant("ord-paid-at-before", "C-ord-5", "paidAt lies before createdAt", _shows(_paid_at_before)),
    Mutant("ord-tracking-empty", "C-ord-5", "trackingUrl is empty before", _shows(_tracking_empty)),
    Mutant("ord-tracking-early", "C-ord-5", "a paid order has a trackingUrl", _shows(_tracking_early)),
    Mutant("ord-tracking-never", "C-ord-5", "a shipped order has no trackingUrl", _shows(_tracking_never)),
    Mutant("ord-three-polls", "C-ord-7", "after three polls it has failed", _three_polls),
    Mutant("ord-two-seconds", "C-ord-7", "after two seconds it has failed", _times_out(2)),
    Mutant("ord-fifteen-seconds", "C-ord-7", "after fifteen seconds it has failed", _times_out(15)),
    Mutant("ord-number-chance", "C-ord-8", "numbers are random", _numbers(_chance)),
    Mutant("ord-number-by-two", "C-ord-8", "numbers grow by two", _numbers(_by_two)),
    Mutant("ord-number-year", "C-ord-8", "numbers have last year's year", _numbers(_last_year)),
    Mutant("ord-number-bare", "C-ord-8", "numbers have no year", _numbers(_unreadable)),
    Mutant("ord-number-by-buyer", "C-ord-8", "each buyer's orders are numbered from 1", _by_session),
    Mutant("ord-number-raced", "C-ord-8", "orders made at once have one number", _numbers_raced),
    Mutant("ord-count-off", "C-ord-9", "the list's count is one too many", partial(change_body, _count_off, "listOrders")),
    Mutant("ord-count-pieces", "C-ord-9", "the list's count is the pieces'", partial(change_body, _pieces_counted, "listOrders")),
    Mutant("ord-bare-list", "C-ord-9", "the list is a bare array", partial(add_middleware, _bare_list)),
    Mutant("ord-list-no-lines", "C-ord-9", "orders in the list lack their lines", _list_lacks("items")),
    Mutant("ord-list-no-billing", "C-ord-9", "orders in the list lack the billing address", _list_lacks("billingAddress")),
    Mutant("ord-no-customer", "C-ord-9", "an order lacks its customer", _lacks("customer")),
    Mutant("ord-lines-no-product", "C-ord-9", "an order's lines lack the product", _lines_lack("product")),
    Mutant("ord-lines-no-title", "C-ord-9", "an order's lines lack the title", _lines_lack("title")),
    Mutant("ord-status-capital", "C-ord-9", "the status is Pending", _shows(lambda order: order.update(status=order["status"].capitalize()))),
    Mutant("ord-currency-capitals", "C-ord-9", "the currency is EUR", _shows(lambda order: order.update(currency="EUR"))),
    Mutant("ord-list-stale", "C-ord-9", "the list does not know that it is paid", partial(change_body, _list_status, "listOrders")),
    Mutant("ord-customers-email", "C-ord-9", "the order's email is the account's", _customers_email),
]  # fmt: skip
