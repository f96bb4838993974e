"""Amounts of a price: unit amount, tiers, custom amount, currency options."""

from __future__ import annotations

from decimal import Decimal

from stub_server.stripe_sim.catalogue.price_limits import MAX_INTERVAL_COUNT
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.numbers import parse_digits
from stub_server.stripe_sim.store.schema import Json


def validate_billing_scheme(params: Json) -> None:
    """Raise StripeError 400 if amounts and billing scheme or interval do not fit together."""
    is_tiered = params.get("billing_scheme") == "tiered"
    _validate_tiers(params, is_tiered=is_tiered)
    _validate_unit_amounts(params, is_tiered=is_tiered)
    if recurring := params.get("recurring"):
        _validate_interval(recurring)


def _validate_tiers(params: Json, *, is_tiered: bool) -> None:
    """Raise StripeError 400 unless a tiered price, and no other, has tiers."""
    if is_tiered and params.get("recurring") is None:
        raise invalid_request(
            "Prices with `type=one_time` are not supported with tiered billing.", "interval"
        )
    for name in ("tiers", "tiers_mode"):
        if is_tiered and name not in params:
            raise missing_param(name)
        if not is_tiered and name in params:
            raise invalid_request(
                f"`{name}` can only be set when `billing_scheme` is `tiered`.", name
            )
    if is_tiered and "transform_quantity" in params:
        raise invalid_request(
            "`transform_quantity` cannot be combined with `tiers`.", "transform_quantity"
        )


def _validate_unit_amounts(params: Json, *, is_tiered: bool) -> None:
    """Raise StripeError 400 if a unit amount stands beside tiers or a custom amount."""
    for name in ("unit_amount", "unit_amount_decimal"):
        if custom_unit_amount_of(params) and name in params:
            raise invalid_request(
                f"You may only specify one of these parameters: custom_unit_amount, {name}.", name
            )
        if is_tiered and name in params:
            raise invalid_request(
                f"`{name}` cannot be set when `billing_scheme` is `tiered`.", name
            )
    if custom_unit_amount_of(params) and params.get("recurring"):
        raise invalid_request(
            "`custom_unit_amount` cannot be used with recurring prices.", "recurring"
        )


def _validate_interval(recurring: Json) -> None:
    """Raise StripeError 400 if more than three years lie between two payments."""
    maximum = MAX_INTERVAL_COUNT[recurring["interval"]]
    if recurring.get("interval_count", 1) > maximum:
        raise invalid_request(
            f"Invalid recurring[interval_count]: must be at most {maximum} for the "
            f"interval `{recurring['interval']}`.",
            "recurring[interval_count]",
        )


def custom_unit_amount_of(params: Json) -> Json | None:
    """Return the bounds of an amount that the buyer chooses, or None."""
    custom = params.get("custom_unit_amount")
    if not custom or not custom["enabled"]:
        return None
    return {name: custom.get(name) for name in ("maximum", "minimum", "preset")}


def build_currency_option(params: Json) -> Json:
    """Return the price's amounts in one other currency."""
    amount, exact = (None, None) if "tiers" in params else parse_unit_amount(params)
    tiers = {"tiers": build_tiers(params["tiers"])} if "tiers" in params else {}
    return {
        "custom_unit_amount": custom_unit_amount_of(params),
        "tax_behavior": params.get("tax_behavior", "unspecified"),
        **tiers,
        "unit_amount": amount,
        "unit_amount_decimal": exact,
    }


def build_tiers(params: list[Json]) -> list[Json]:
    """Return the tiers; only the last one has no upper bound.

    StripeError 400: a tier is invalid.
    """
    if params[-1]["up_to"] != "inf":
        raise invalid_request("The last tier must have `up_to` set to `inf`.", "tiers")
    return [_build_tier(tier, f"tiers[{position}]") for position, tier in enumerate(params)]


def _build_tier(params: Json, prefix: str) -> Json:
    """Return one tier; `prefix` is its parameter. StripeError 400: it is invalid."""
    bound = params["up_to"]
    last = None if bound == "inf" else parse_digits(bound, f"{prefix}[up_to]")
    tier: Json = {"up_to": last}
    for name in ("flat_amount", "unit_amount"):
        if name in params and f"{name}_decimal" in params:
            raise invalid_request(
                f"You may only specify one of these parameters: {name}, {name}_decimal.",
                f"{prefix}[{name}]",
            )
        exact = params.get(f"{name}_decimal", params.get(name))
        tier[f"{name}_decimal"] = None if exact is None else str(exact)
        is_whole = exact is not None and Decimal(exact) == int(Decimal(exact))
        tier[name] = int(Decimal(exact)) if is_whole and exact is not None else None
    return tier


def parse_unit_amount(params: Json) -> tuple[int | None, str | None]:
    """Return the amount in the smallest currency unit, as integer and exactly as text.

    The integer is None if the amount is not whole; both are None if the buyer chooses the amount.
    StripeError 400: there is none, or there are two.
    """
    if custom_unit_amount_of(params):
        return None, None
    if "unit_amount" in params and "unit_amount_decimal" in params:
        raise invalid_request(
            "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
            "unit_amount",
        )
    if "unit_amount" in params:
        return params["unit_amount"], str(params["unit_amount"])
    if "unit_amount_decimal" not in params:
        raise invalid_request(
            "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set."
        )
    text: str = params["unit_amount_decimal"]
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else None, text
