"""Amounts of the line items of a Checkout Session: discounts first, then taxes. In cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from stub_server.stripe_sim.store.schema import Json


def round_cents(exact: Decimal) -> int:
    """Return the amount in whole cents, rounded half up."""
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def compute_subtotal(unit: str | None, quantity: int, packed: Mapping[str, object] | None) -> int:
    """Return quantity times unit amount, in cents.

    `unit`: unit amount in cents, with a fraction if any. `packed`: `transform_quantity` of a price.
    """
    if packed:
        packages = Decimal(quantity) / Decimal(str(packed["divide_by"]))
        up = packed["round"] == "up"
        quantity = int(packages.to_integral_value(ROUND_CEILING if up else ROUND_FLOOR))
    return round_cents(Decimal(unit or "0") * quantity)


def split_discount(coupon: Json, currency: str, subtotals: Sequence[int | None]) -> list[int]:
    """Return the discount of each line item, in cents.

    `subtotals`: subtotal of each line item; None if the coupon does not apply to it. An amount is
    divided in proportion to the subtotals, and the shares add up to it. `coupon` has
    `currency_options` if it takes off an amount.
    """
    goods = sum(each or 0 for each in subtotals)
    if coupon["percent_off"] is not None:
        whole = round_cents(goods * Decimal(str(coupon["percent_off"])) / 100)
    else:
        whole = min(goods, coupon["currency_options"][currency]["amount_off"])
    if not goods:
        return [0 for _ in subtotals]
    exact = [Decimal(whole) * (each or 0) / goods for each in subtotals]
    shares = [int(each) for each in exact]
    for position in sorted(range(len(exact)), key=lambda at: shares[at] - exact[at]):
        if sum(shares) == whole:
            break
        shares[position] += 1
    return shares


def compute_taxes(amount: int, rates: Sequence[Json]) -> list[Json]:
    """Return the tax of each rate: `{amount, rate, taxability_reason, taxable_amount}`.

    An inclusive rate is part of the amount, an exclusive rate is added to it.
    """
    inside = sum(Decimal(str(rate["percentage"])) for rate in rates if rate["inclusive"])
    net = Decimal(amount) * 100 / (100 + inside)
    return [
        {
            "amount": round_cents(net * Decimal(str(rate["percentage"])) / 100),
            "rate": rate,
            "taxability_reason": None,
            "taxable_amount": round_cents(net),
        }
        for rate in rates
    ]


def set_amounts(line: Json, off: int, taxes: Sequence[Json]) -> None:
    """Set the amounts of a line item; `taxes`: taxes of its subtotal less the discount."""
    on_top = sum(tax["amount"] for tax in taxes if not tax["rate"]["inclusive"])
    line["amount_discount"] = off
    line["amount_tax"] = sum(tax["amount"] for tax in taxes)
    line["amount_total"] = line["amount_subtotal"] - off + on_top
