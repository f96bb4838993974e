"""Mutants of an order's titles, prices, tax and shipping."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain import money, pricing
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import OrderList
from stub_server.shop.domain.pricing import Totals
from stub_server.shop.operations import inventory, orders
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.orders.common import change_order
from tests.checker.mutants.patches import wrapper


def _live(*members: str) -> Any:
    """Show the current title or price in an order."""

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

    return wrapper(money.percentage, share)


def _float_tax(original: Any, amount: Any, percent: Any) -> Any:
    """Round floats half to even, as Python does."""
    return Cents(round(round(amount / 100 * 0.19, 2) * 100))


def _totals(change: Any) -> Any:
    def totals(original: Any, subtotal: Any, policy: Any) -> Any:
        return change(original(subtotal, policy), policy)

    return wrapper(pricing.compute_totals, totals)


def _taxed_shipping(totals: Totals, policy: Any) -> Totals:
    return replace(
        totals, tax=money.percentage(Cents(totals.subtotal + totals.shipping), policy.tax_percent)
    )


def _included(totals: Totals, policy: Any) -> Totals:
    """Compute the tax that the subtotal includes."""
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
    return replace(totals, tax=money.percentage(totals.subtotal, Decimal(7)))


def _tax_by_line(order: Any) -> None:
    tax = round(sum(round(line["lineTotal"] * 0.19 + 1e-9, 2) for line in order["items"]), 2)
    order["tax"] = tax
    order["total"] = round(order["subtotal"] + order["shipping"] + tax, 2)


def _no_shipping_in_total(order: Any) -> None:
    order["total"] = round(order["subtotal"] + order["tax"], 2)


def _subtotal_off(order: Any) -> None:
    if len(order["items"]) > 1:
        order["subtotal"] = round(order["subtotal"] - 0.01, 2)
        order["total"] = round(order["total"] - 0.01, 2)


MUTANTS = [
    Mutant("ord-live-title", "C-ord-3", "an order change_order current titles", wrapper(orders.get_order, _live("title"))),
    Mutant("ord-live-title-listed", "C-ord-3", "the list change_order current titles", wrapper(orders.list_orders, _live("title"))),
    Mutant("ord-live-price", "C-ord-3", "an order change_order current prices", wrapper(orders.get_order, _live("unit_price"))),
    Mutant("ord-live-price-listed", "C-ord-3", "the list change_order current prices", wrapper(orders.list_orders, _live("unit_price"))),
    Mutant("ord-tax-cut-off", "C-ord-4", "tax is truncated", _rounding(ROUND_DOWN)),
    Mutant("ord-tax-half-even", "C-ord-4", "tax is rounded half to even", _rounding(ROUND_HALF_EVEN)),
    Mutant("ord-tax-float", "C-ord-4", "tax is rounded with floats", wrapper(money.percentage, _float_tax)),
    Mutant("ord-tax-on-shipping", "C-ord-4", "shipping is taxed too", _totals(_taxed_shipping)),
    Mutant("ord-tax-included", "C-ord-4", "tax is the share that the subtotal includes", _totals(_included)),
    Mutant("ord-tax-seven", "C-ord-4", "tax is 7 %", _totals(_reduced)),
    Mutant("ord-tax-by-line", "C-ord-4", "tax is rounded line by line", change_order(_tax_by_line)),
    Mutant("ord-free-above", "C-ord-4", "shipping is charged at exactly 49.00", _totals(_free_above)),
    Mutant("ord-free-by-total", "C-ord-4", "shipping is free from 49.00 including tax", _totals(_free_by_total)),
    Mutant("ord-never-free", "C-ord-4", "shipping is never free", _totals(_never_free)),
    Mutant("ord-total-without-shipping", "C-ord-4", "the total excludes shipping", change_order(_no_shipping_in_total)),
    Mutant("ord-subtotal-off", "C-ord-4", "the subtotal is a cent short", change_order(_subtotal_off)),
]  # fmt: skip
