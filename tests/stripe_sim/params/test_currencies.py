"""Amounts: too small for an account that settles in EUR, too large, and in which currencies."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.params.currencies import convert_to_eur, currencies, format_amount

ZERO = (
    "bif",
    "clp",
    "djf",
    "gnf",
    "jpy",
    "kmf",
    "krw",
    "mga",
    "pyg",
    "rwf",
    "vnd",
    "vuv",
    "xaf",
    "xof",
    "xpf",
)


@pytest.mark.parametrize(
    ("amount", "currency", "code", "message"),
    [
        (49, "eur", "amount_too_small", "Amount must be at least €0.50 eur"),
        (
            50,
            "usd",
            "amount_too_small",
            "Amount must convert to at least 50 cents. $0.50 converts to approximately €0.46.",
        ),
        (
            50,
            "jpy",
            "amount_too_small",
            "Amount must convert to at least 50 cents. ¥50 converts to approximately €0.31.",
        ),
        (30, "gbp", "amount_too_small", "Amount must convert to at least 50 cents."),
        (100_000_000, "eur", "amount_too_large", "Amount must be no more than €999,999.99"),
        (10_001, "kwd", None, "Amounts in KWD must be evenly divisible by 10."),
        (50_050, "isk", None, "Amounts in ISK must be evenly divisible by 100."),
        (1_000_050, "ugx", None, "Amounts in UGX must be evenly divisible by 100."),
        (-5, "eur", "parameter_invalid_integer", "The amount must be greater than or equal to "),
        (1000, "zzz", None, "Invalid currency: zzz. Stripe currently supports these currencies: "),
    ],
)
async def test_an_amount_that_cannot_be_charged(
    api: Any, amount: int, currency: str, code: str | None, message: str
) -> None:
    given = {"amount": amount, "currency": currency}
    error = await api.get_error("POST", "payment_intents", given)
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert error.get("code") == code
    assert error["message"].startswith(message)
    assert error["param"] == ("currency" if currency == "zzz" else "amount")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(50, "eur"), (55, "usd"), (82, "jpy"), (10_010, "kwd"), (50_000, "isk"), (99_999_999, "EUR")],
)
async def test_an_amount_that_can(api: Any, amount: int, currency: str) -> None:
    made = await api.post("payment_intents", amount=amount, currency=currency)
    assert (made["amount"], made["currency"]) == (amount, currency.lower())


async def test_what_cannot_be_paid_is_neither_captured_nor_given_back(api: Any) -> None:
    held = await api.pay_by_card(amount=10_000, currency="kwd", capture_method="manual")
    path = f"payment_intents/{held['id']}/capture"
    error = await api.get_error("POST", path, {"amount_to_capture": 5001})
    assert (error["param"], error["status"]) == ("amount_to_capture", 400)
    await api.post(path, amount_to_capture=5000)
    back = {"payment_intent": held["id"], "amount": 15}
    assert (await api.get_error("POST", "refunds", back))["param"] == "amount"


async def test_another_currency_makes_an_amount_too_small(api: Any) -> None:
    intent = await api.intent(amount=60)
    error = await api.get_error("POST", f"payment_intents/{intent['id']}", {"currency": "czk"})
    assert (error["code"], error["param"]) == ("amount_too_small", "amount")


def test_some_currencies_have_no_cents_and_some_have_mills() -> None:
    digits = {code: currency.digits for code, currency in currencies().items()}
    assert sorted(code for code in digits if digits[code] == 0) == sorted(ZERO)
    assert sorted(code for code in digits if digits[code] == 3) == [
        "bhd",
        "jod",
        "kwd",
        "omr",
        "tnd",
    ]
    assert len(digits) > 130
    assert next(iter(digits)) == "usd"


def test_amounts_are_shown_and_settled() -> None:
    assert (format_amount(123_456, "eur"), format_amount(1000, "jpy")) == ("€1,234.56", "¥1,000")
    assert (convert_to_eur(1000, "eur"), convert_to_eur(1000, "usd")) == (1000, 920)
