"""Mutants of who sees which order, and in which sequence."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain.order import Order, OrderList
from stub_server.shop.operations import orders, sessions
from tests.checker.mutants.middleware import Request, Response
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import (
    change_code,
    change_response,
    change_status,
)


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


async def _skip_owner_check(original: Any, request: Any, shop: Any) -> Any:
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
    """Log in without taking over the guest's orders."""
    kept = [
        order for order in shop.orders.find_by(session_key=session.key) if not order.customer_id
    ]
    new = original(shop, session, customer)
    for order in kept:
        shop.orders.save(order)
    return new


def _all_taken_over(original: Any, shop: Any, session: Any, customer: Any) -> Any:
    """Take over the orders of the session's previous customer at login."""
    new = original(shop, session, customer)
    for order in shop.orders.find_by(session_key=new.key):
        shop.orders.save(replace(order, customer_id=customer.id))
    return new


def _unknown_200(request: Request, response: Response) -> None:
    if response.status == 404:
        response.status, response.body = 200, b"null"


MUTANTS = [
    Mutant("ord-anybody", "C-ord-1", "any session that knows an order's id can read it", wrapper(orders.get_order, _skip_owner_check)),
    Mutant("ord-paid-public", "C-ord-1", "any session that knows a paid order's id can read it", wrapper(orders.get_order, _paid_is_public)),
    Mutant("ord-all-listed", "C-ord-1", "the list contains the orders of all customers", wrapper(orders.list_orders, _all_listed)),
    Mutant("ord-guests-share", "C-ord-1", "guests see the orders of other guests", _visible(_guests_see_guests)),
    Mutant("ord-customers-share", "C-ord-1", "customers see the orders of other customers", _visible(_customers_see_customers)),
    Mutant("ord-old-customer", "C-ord-1", "a session sees the orders of its previous customer", _visible(_by_key)),
    Mutant("ord-oldest-first", "C-ord-1", "the oldest order comes first", wrapper(orders.list_orders, _oldest_first)),
    Mutant("ord-paid-first", "C-ord-1", "the list is sorted by the time of payment", wrapper(orders.list_orders, _last_touched_first)),
    Mutant("ord-paid-only", "C-ord-1", "the list contains paid orders only", wrapper(orders.list_orders, _paid_only)),
    Mutant("ord-few-only", "C-ord-1", "the list contains two orders at most", wrapper(orders.list_orders, _ten_only)),
    Mutant("ord-left-behind", "C-ord-1", "a login does not take over the guest's orders", wrapper(sessions.upgrade, _left_behind)),
    Mutant("ord-all-taken", "C-ord-1", "a login takes over the orders of the session's previous customer", wrapper(sessions.upgrade, _all_taken_over)),
    Mutant("ord-unknown-400", "C-ord-2", "an unknown order is 400", partial(change_status, "order.notFound", 400, "getOrder")),
    Mutant("ord-unknown-403", "C-ord-2", "an unknown order is 403", partial(change_status, "order.notFound", 403, "getOrder")),
    Mutant("ord-unknown-null", "C-ord-2", "an unknown order is 200 null", partial(change_response, _unknown_200, "getOrder")),
    Mutant("ord-unknown-code", "C-ord-2", "the code is orders.unknown", partial(change_code, "order.notFound", "orders.unknown", "getOrder")),
]  # fmt: skip
