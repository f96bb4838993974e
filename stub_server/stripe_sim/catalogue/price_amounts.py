"""Amounts of a price: unit amount, tiers, custom amount, currency options."""

from __future__ import annotations

from decimal import Decimal

from stub_server.stripe_sim.catalogue.price_limits import MAX_INTERVAL_COUNT
from stub_server.stripe_sim.errors import bad, missing
from stub_server.stripe_sim.store.schema import Json


def validate_billing_scheme(params: Json) -> None:
    """Raise StripeError 400 if amounts and billing scheme or interval do not fit together."""
    is_tiered, recurring = params.get("billing_scheme") == "tiered", params.get("recurring")
    if is_tiered and recurring is None:
        raise bad("Prices with `type=one_time` are not supported with tiered billing.", "interval")
    for name in ("tiers", "tiers_mode"):
        if is_tiered and name not in params:
            raise missing(name)
        if not is_tiered and name in params:
            raise bad(f"`{name}` can only be set when `billing_scheme` is `tiered`.", name)
    if is_tiered and "transform_quantity" in params:
        raise bad("`transform_quantity` cannot be combined with `tiers`.", "transform_quantity")
    for name in ("unit_amount", "unit_amount_decimal"):
        if custom_unit_amount_of(params) and name in params:
            raise bad(
                f"You may only specify one of these parameters: custom_unit_amount, {name}.", name
            )
        if is_tiered and name in params:
            raise bad(f"`{name}` cannot be set when `billing_scheme` is `tiered`.", name)
    if custom_unit_amount_of(params) and recurring:
        raise bad("`custom_unit_amount` cannot be used with recurring prices.", "recurring")
    if recurring and recurring.get("interval_count", 1) > MAX_INTERVAL_COUNT[recurring["interval"]]:
        maximum = MAX_INTERVAL_COUNT[recurring["interval"]]
        raise bad(
            f"Invalid recurring[interval_count]: must be at most {maximum} for the interval "
            f"`{recurring['interval']}`.",
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
        raise bad("The last tier must have `up_to` set to `inf`.", "tiers")
    tiers = []
    for position, tier_params in enumerate(params):
        bound = tier_params["up_to"]
        if bound != "inf" and not bound.isdecimal():
            raise bad(f"Invalid integer: {bound}", f"tiers[{position}][up_to]")
        tier: Json = {"up_to": None if bound == "inf" else int(bound)}
        for name in ("flat_amount", "unit_amount"):
            if name in tier_params and f"{name}_decimal" in tier_params:
                raise bad(
                    f"You may only specify one of these parameters: {name}, {name}_decimal.",
                    f"tiers[{position}][{name}]",
                )
            exact = tier_params.get(f"{name}_decimal", tier_params.get(name))
            tier[f"{name}_decimal"] = None if exact is None else str(exact)
            is_whole = exact is not None and Decimal(exact) == int(Decimal(exact))
            tier[name] = int(Decimal(exact)) if is_whole and exact is not None else None
        tiers.append(tier)
    return tiers


def parse_unit_amount(params: Json) -> tuple[int | None, str | None]:
    """Return the amount in the smallest currency unit, as integer and exactly as text.

    The integer is None if the amount is not whole; both are None if the buyer chooses the amount.
    StripeError 400: there is none, or there are two.
    """
    if custom_unit_amount_of(params):
        return None, None
    if "unit_amount" in params and "unit_amount_decimal" in params:
        raise bad(
            "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
            "unit_amount",
        )
    if "unit_amount" in params:
        return params["unit_amount"], str(params["unit_amount"])
    if "unit_amount_decimal" not in params:
        raise bad("Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.")
    text: str = params["unit_amount_decimal"]
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else None, text
