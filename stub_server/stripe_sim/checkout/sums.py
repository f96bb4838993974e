"""What the lines of a Checkout Session come to: discounts first, then taxes. Pure, in cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from stub_server.stripe_sim.store.schema import Json


def rounded(exact: Decimal) -> int:
    """A whole number of cents, rounded half up."""
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def worth(unit: str | None, quantity: int, packed: Mapping[str, object] | None) -> int:
    """So many at a price each, which may have a fraction; `packed`: sold by the box."""
    if packed:
        boxes = Decimal(quantity) / Decimal(str(packed["divide_by"]))
        up = packed["round"] == "up"
        quantity = int(boxes.to_integral_value(ROUND_CEILING if up else ROUND_FLOOR))
    return rounded(Decimal(unit or "0") * quantity)


def taken_off(coupon: Json, currency: str, subtotals: Sequence[int | None]) -> list[int]:
    """What a coupon takes off each line; None: it is not for that one.

    An amount is spread over the lines by what they cost, so that not a cent is lost. `coupon` has
    `currency_options` where it takes off an amount.
    """
    goods = sum(each or 0 for each in subtotals)
    if coupon["percent_off"] is not None:
        whole = rounded(goods * Decimal(str(coupon["percent_off"])) / 100)
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


def taxed(amount: int, rates: Sequence[Json]) -> list[Json]:
    """What each rate makes of an amount: `{amount, rate, taxability_reason, taxable_amount}`.

    An inclusive rate is in the amount already, an exclusive one comes on top.
    """
    inside = sum(Decimal(str(rate["percentage"])) for rate in rates if rate["inclusive"])
    net = Decimal(amount) * 100 / (100 + inside)
    return [
        {
            "amount": rounded(net * Decimal(str(rate["percentage"])) / 100),
            "rate": rate,
            "taxability_reason": None,
            "taxable_amount": rounded(net),
        }
        for rate in rates
    ]


def summed(line: Json, off: int, taxes: Sequence[Json]) -> None:
    """Write the line's amounts; `taxes` are those of what is left of it."""
    on_top = sum(tax["amount"] for tax in taxes if not tax["rate"]["inclusive"])
    line["amount_discount"] = off
    line["amount_tax"] = sum(tax["amount"] for tax in taxes)
    line["amount_total"] = line["amount_subtotal"] - off + on_top
