"""The amounts of a price: in cents and exactly, by steps, up to the buyer, in other currencies."""

from __future__ import annotations

from decimal import Decimal

from stub_server.stripe_sim.catalogue.price_params import LONGEST
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.store.schema import Json


def check_scheme(given: Json) -> None:
    """StripeError 400: amounts that do not go with how the price is worked out, or how often."""
    tiered, recurring = given.get("billing_scheme") == "tiered", given.get("recurring")
    if tiered and recurring is None:
        raise invalid_request(
            "Prices with `type=one_time` are not supported with tiered billing.", "interval"
        )
    for name in ("tiers", "tiers_mode"):
        if tiered and name not in given:
            raise missing_param(name)
        if not tiered and name in given:
            raise invalid_request(
                f"`{name}` can only be set when `billing_scheme` is `tiered`.", name
            )
    if tiered and "transform_quantity" in given:
        raise invalid_request(
            "`transform_quantity` cannot be combined with `tiers`.", "transform_quantity"
        )
    for name in ("unit_amount", "unit_amount_decimal"):
        if custom_of(given) and name in given:
            raise invalid_request(
                f"You may only specify one of these parameters: custom_unit_amount, {name}.", name
            )
        if tiered and name in given:
            raise invalid_request(
                f"`{name}` cannot be set when `billing_scheme` is `tiered`.", name
            )
    if custom_of(given) and recurring:
        raise invalid_request(
            "`custom_unit_amount` cannot be used with recurring prices.", "recurring"
        )
    if recurring and recurring.get("interval_count", 1) > LONGEST[recurring["interval"]]:
        most = LONGEST[recurring["interval"]]
        raise invalid_request(
            f"Invalid recurring[interval_count]: must be at most {most} for the interval "
            f"`{recurring['interval']}`.",
            "recurring[interval_count]",
        )


def custom_of(given: Json) -> Json | None:
    """The bounds of what the buyer may pay, if that is up to them."""
    custom = given.get("custom_unit_amount")
    if not custom or not custom["enabled"]:
        return None
    return {name: custom.get(name) for name in ("maximum", "minimum", "preset")}


def option(given: Json) -> Json:
    """What the price is in one of its other currencies."""
    amount, exact = (None, None) if "tiers" in given else amounts(given)
    tiers = {"tiers": tiers_of(given["tiers"])} if "tiers" in given else {}
    return {
        "custom_unit_amount": custom_of(given),
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        **tiers,
        "unit_amount": amount,
        "unit_amount_decimal": exact,
    }


def tiers_of(given: list[Json]) -> list[Json]:
    """The steps of a price by quantity; the last one has no end. StripeError 400: it has one."""
    if given[-1]["up_to"] != "inf":
        raise invalid_request("The last tier must have `up_to` set to `inf`.", "tiers")
    found = []
    for position, tier in enumerate(given):
        ends = tier["up_to"]
        if ends != "inf" and not ends.isdecimal():
            raise invalid_request(f"Invalid integer: {ends}", f"tiers[{position}][up_to]")
        step: Json = {"up_to": None if ends == "inf" else int(ends)}
        for name in ("flat_amount", "unit_amount"):
            if name in tier and f"{name}_decimal" in tier:
                raise invalid_request(
                    f"You may only specify one of these parameters: {name}, {name}_decimal.",
                    f"tiers[{position}][{name}]",
                )
            exact = tier.get(f"{name}_decimal", tier.get(name))
            step[f"{name}_decimal"] = None if exact is None else str(exact)
            whole = exact is not None and Decimal(exact) == int(Decimal(exact))
            step[name] = int(Decimal(exact)) if whole and exact is not None else None
        found.append(step)
    return found


def amounts(given: Json, prefix: str = "") -> tuple[int | None, str | None]:
    """What one costs: in whole units of the currency, if it is whole, and exactly."""
    if custom_of(given):
        return None, None
    if "unit_amount" in given and "unit_amount_decimal" in given:
        raise invalid_request(
            "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
            f"{prefix}[unit_amount]" if prefix else "unit_amount",
        )
    if "unit_amount" in given:
        return given["unit_amount"], str(given["unit_amount"])
    if "unit_amount_decimal" not in given:
        raise invalid_request(
            "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set."
        )
    text: str = given["unit_amount_decimal"]
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else None, text
