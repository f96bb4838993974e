"""Totals of a Checkout Session: line items less the discount, with taxes and shipping."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import shipping_rates
from stub_server.stripe_sim.checkout import session_discounts
from stub_server.stripe_sim.checkout.sums import compute_taxes, set_amounts, split_discount
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.currencies import (
    MAX_AMOUNT,
    MIN_AMOUNT,
    SETTLEMENT_CURRENCY,
    convert_to_eur,
    format_amount,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json

MAX_OPTIONS = 5
FREE_SINCE = "2023-08-16"
"""The first version in which the total of a session may be 0."""


def update_totals(ctx: Context, session: Json) -> None:
    """Compute all amounts again; store the breakdown of the line items for `expand[]`."""
    private = session[PRIVATE]
    lines: list[Json] = private["lines"]
    coupon, discount = private.get("coupon"), private.get("discount")
    discounts_by_line = (
        _split_by_line(coupon, session["currency"], lines) if coupon else [0 for _ in lines]
    )
    by_rate: dict[str, Json] = {}
    for line, off in zip(lines, discounts_by_line, strict=True):
        taxes = compute_taxes(line["amount_subtotal"] - off, line["tax_rates"])
        set_amounts(line, off, taxes)
        for tax in taxes:
            total = by_rate.setdefault(tax["rate"]["id"], {**tax, "amount": 0, "taxable_amount": 0})
            total["amount"] += tax["amount"]
            total["taxable_amount"] += tax["taxable_amount"]
        off_by = [{"amount": off, "discount": discount}] if off else []
        if off_by or taxes:
            key = f"{private['account']}/{line['id']}"
            more = {PRIVATE: {"more": {"discounts": off_by, "taxes": taxes}}}
            ctx.simulation.objects.store.put("line_items", key, more)
    cost = session["shipping_cost"]
    shipping = cost["amount_total"] if cost else 0
    session["amount_subtotal"] = sum(line["amount_subtotal"] for line in lines)
    session["amount_total"] = sum(line["amount_total"] for line in lines) + shipping
    session["total_details"] = {
        "amount_discount": sum(discounts_by_line),
        "amount_shipping": shipping,
        "amount_tax": sum(line["amount_tax"] for line in lines),
    }
    discounts = [{"amount": sum(discounts_by_line), "discount": discount}] if discount else []
    private["more"] = {
        "total_details.breakdown": {"discounts": discounts, "taxes": list(by_rate.values())},
        "shipping_cost.taxes": [],
    }


def _split_by_line(coupon: Json, currency: str, lines: list[Json]) -> list[int]:
    """Return the discount of each line item, in cents."""
    with_amounts = {**coupon, "currency_options": session_discounts.amounts_off(coupon)}
    goods = [
        line["amount_subtotal"] if session_discounts.applies_to(coupon, line) else None
        for line in lines
    ]
    return split_discount(with_amounts, currency, goods)


def validate_total(ctx: Context, amount: int, currency: str) -> None:
    """Raise StripeError 400 if the total is below the minimum, or above the maximum."""
    if amount == 0:
        if ctx.version[:10] < FREE_SINCE:
            raise invalid_request(
                "The Checkout Session's total amount due cannot be zero in `payment` mode."
            )
        return
    if amount > MAX_AMOUNT:
        raise invalid_request(
            "The Checkout Session's total amount due must be no more than "
            f"{format_amount(MAX_AMOUNT, currency)}.",
            code="amount_too_large",
        )
    if convert_to_eur(amount, currency) >= MIN_AMOUNT:
        return
    if currency == SETTLEMENT_CURRENCY:
        raise StripeError(
            400,
            "The Checkout Session's total amount due must add up to at least "
            f"{format_amount(MIN_AMOUNT, currency)} {currency}",
            code="amount_too_small",
        )
    raise StripeError(
        400,
        f"The Checkout Session's total amount must convert to at least {MIN_AMOUNT} "
        f"cents. {format_amount(amount, currency)} converts to approximately "
        f"{format_amount(convert_to_eur(amount, currency), SETTLEMENT_CURRENCY)}.",
        code="amount_too_small",
    )


def build_shipping_options(ctx: Context, currency: str) -> list[Json]:
    """Return `shipping_options`; create the rates of `shipping_rate_data`.

    Raise StripeError 400 if an option is invalid.
    """
    given: list[Json] = ctx.params.get("shipping_options") or []
    if len(given) > MAX_OPTIONS:
        raise invalid_request(
            f"You can specify up to {MAX_OPTIONS} shipping options.", "shipping_options"
        )
    options = []
    for position, option in enumerate(given):
        where = f"shipping_options[{position}]"
        rate = _find_or_create_rate(ctx, option, where)
        amount = shipping_rates.amount_in(rate, currency)
        if amount is None:
            raise invalid_request(
                "The shipping rate specified only supports "
                f"`{rate['fixed_amount']['currency']}`. This doesn't match the expected "
                f"currency: `{currency}`.",
                where,
            )
        options.append({"shipping_amount": amount, "shipping_rate": rate["id"]})
    return options


def _find_or_create_rate(ctx: Context, option: Json, where: str) -> Json:
    """Return the rate of a shipping option, or create it."""
    if "shipping_rate_data" in option and "shipping_rate" in option:
        raise invalid_request(
            "You may only specify one of these parameters: shipping_rate, shipping_rate_data.",
            where,
        )
    if "shipping_rate_data" in option:
        data = option["shipping_rate_data"]
        return shipping_rates.create_shipping_rate(ctx, data, f"{where}[shipping_rate_data]")
    name = f"{where}[shipping_rate]"
    if "shipping_rate" not in option:
        raise missing_param(name)
    rate = ctx.get(
        shipping_rates.TABLE, option["shipping_rate"], "shipping rate", name, in_path=False
    )
    if not rate["active"]:
        raise invalid_request(
            "The shipping rate specified is inactive. This field only accepts active "
            "shipping rates.",
            name,
        )
    return rate


def build_shipping_cost(option: Json) -> Json:
    """Return `shipping_cost` of a shipping option."""
    return {
        "amount_subtotal": option["shipping_amount"],
        "amount_tax": 0,
        "amount_total": option["shipping_amount"],
        "shipping_rate": option["shipping_rate"],
    }
