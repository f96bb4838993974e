"""Money in Stripe's words, and what an EU account that settles in EUR takes."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from stub_server.stripe_sim.datafiles import read
from stub_server.stripe_sim.errors import StripeError, bad

SETTLED_IN = "eur"
MOST = 99_999_999


class Currency(NamedTuple):
    """`digits`: after the point. `minimum`: in its smallest unit. `rate`: EUR for one unit."""

    sign: str
    digits: int
    minimum: int
    rate: Decimal


@cache
def table() -> dict[str, Currency]:
    """The currencies that can be charged, by lower-case code."""
    return {
        code: Currency(row["sign"], row["digits"], row["minimum"], Decimal(row["rate"]))
        for code, row in read("currencies").items()
    }


def currency_of(code: str) -> str:
    """The lower-case code. StripeError 400: no such currency."""
    lower = code.lower()
    if lower not in table():
        raise bad(
            f"Invalid currency: {lower}. Stripe currently supports these currencies: "
            f"{', '.join(table())}",
            "currency",
        )
    return lower


def shown(amount: int, code: str) -> str:
    """The amount for people: €10.00, ¥1,000."""
    currency = table()[code]
    return f"{currency.sign}{Decimal(amount).scaleb(-currency.digits):,.{currency.digits}f}"


def settled(amount: int, code: str) -> int:
    """The amount in cents of EUR, rounded half up."""
    currency = table()[code]
    euros = Decimal(amount).scaleb(-currency.digits) * currency.rate
    return int((euros * 100).quantize(Decimal(1), ROUND_HALF_UP))


def check_amount(amount: int, code: str, param: str = "amount") -> None:
    """StripeError 400: too small for the settlement currency, or for its own; or too large."""
    if amount > MOST:
        raise _refused("large", f"no more than {shown(MOST, code)}", param)
    least = table()[code].minimum
    if code == SETTLED_IN or least > amount:
        if amount < least:
            raise _refused("small", f"at least {shown(least, code)} {code}", param)
        return
    floor = table()[SETTLED_IN].minimum
    if settled(amount, code) < floor:
        raise StripeError(
            400,
            f"Amount must convert to at least {floor} cents. {shown(amount, code)} converts to "
            f"approximately {shown(settled(amount, code), SETTLED_IN)}.",
            code="amount_too_small",
            param=param,
        )


def _refused(side: str, bound: str, param: str) -> StripeError:
    return bad(f"Amount must be {bound}", param, f"amount_too_{side}")
