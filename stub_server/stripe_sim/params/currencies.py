"""Currencies and amounts of an EU account that settles in EUR."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.testdata.files import read

SETTLEMENT_CURRENCY = "eur"
MIN_AMOUNT, MAX_AMOUNT = 50, 99_999_999
"""Bounds of an amount: the minimum in cents of EUR, the maximum in the smallest unit charged."""

AMOUNT_STEPS = {"isk": 100, "ugx": 100, "bhd": 10, "jod": 10, "kwd": 10, "omr": 10, "tnd": 10}
"""Currency → smallest step of an amount, in its smallest unit."""


class Currency(NamedTuple):
    """`digits`: decimal places. `rate`: EUR for one unit."""

    sign: str
    digits: int
    rate: Decimal


@cache
def currencies() -> dict[str, Currency]:
    """Return the currencies that can be charged, by lower-case code."""
    return {
        code: Currency(row["sign"], row["digits"], Decimal(row["rate"]))
        for code, row in read("currencies").items()
    }


def currency_of(code: str) -> str:
    """Return the lower-case code. Raise StripeError 400 if the currency is unknown."""
    lower = code.lower()
    if lower not in currencies():
        raise invalid_request(
            f"Invalid currency: {lower}. Stripe currently supports these currencies: "
            f"{', '.join(currencies())}",
            "currency",
        )
    return lower


def format_amount(amount: int, code: str) -> str:
    """Return the amount as text: €10.00, ¥1,000."""
    currency = currencies()[code]
    return f"{currency.sign}{Decimal(amount).scaleb(-currency.digits):,.{currency.digits}f}"


@lru_cache(maxsize=4096)
def convert_to_eur(amount: int, code: str) -> int:
    """Return the amount in cents of EUR, rounded half up."""
    currency = currencies()[code]
    euros = Decimal(amount).scaleb(-currency.digits) * currency.rate
    return int((euros * 100).quantize(Decimal(1), ROUND_HALF_UP))


def validate_step(amount: int, code: str, param: str = "amount") -> None:
    """Raise StripeError 400 if the amount is no multiple of the step of its currency."""
    step = AMOUNT_STEPS.get(code, 1)
    if amount % step:
        raise invalid_request(
            f"Amounts in {code.upper()} must be evenly divisible by {step}.", param
        )


def validate_amount(amount: int, code: str, param: str = "amount") -> None:
    """Raise StripeError 400 if the amount is too small, too large, or no multiple of the step."""
    validate_step(amount, code, param)
    if amount > MAX_AMOUNT:
        raise _amount_error(
            "large", f"Amount must be no more than {format_amount(MAX_AMOUNT, code)}", param
        )
    if convert_to_eur(amount, code) >= MIN_AMOUNT:
        return
    if code == SETTLEMENT_CURRENCY:
        raise _amount_error(
            "small", f"Amount must be at least {format_amount(MIN_AMOUNT, code)} {code}", param
        )
    raise _amount_error(
        "small",
        f"Amount must convert to at least {MIN_AMOUNT} cents. {format_amount(amount, code)} "
        "converts to "
        f"approximately {format_amount(convert_to_eur(amount, code), SETTLEMENT_CURRENCY)}.",
        param,
    )


def _amount_error(side: str, message: str, param: str) -> StripeError:
    return invalid_request(message, param, f"amount_too_{side}")
