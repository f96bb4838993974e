"""What is printed on cards and accounts, and what is wrong with what was typed."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.outcomes import (
    Card,
    cards,
    cards_by_key,
    has_luhn_digit,
    iban_shapes,
    ibans,
    is_iban,
    key_of,
)

NOT_A_TEST_CARD = (
    "Your card was declined. Your request was in test mode, but used a non test (live) card. For a "
    "list of valid test cards, visit: https://stripe.com/docs/testing."
)

DISPLAYED = {
    "amex": "american_express",
    "diners": "diners_club",
    "eftpos_au": "eftpos_australia",
    "unionpay": "union_pay",
    "unknown": "other",
}
"""The brands that are shown under another name."""


def decline_of(method: Json, card: Card) -> str | None:
    """How the issuer declines the card, if it does: a CVC that nobody gave can't be wrong."""
    if card.decline == "incorrect_cvc" and method["card"]["checks"]["cvc_check"] is None:
        return None
    return card.decline


def checked(method: Json, card: Card) -> Json:
    """What the bank says to the security code and to the billing address, where it was told.

    A ready test card has told everything that it is there to show.
    """
    checks: Json = {**method["card"]["checks"]}
    address = method["billing_details"]["address"] or {}
    for name in ("line1", "postal_code"):
        if address.get(name):
            checks[f"address_{name}_check"] = "pass"
    if checks["cvc_check"] == "unchecked":
        checks["cvc_check"] = "fail" if card.decline == "incorrect_cvc" else "pass"
    ready = method[PRIVATE].get("ready")
    told = {name: word for name, word in card.checks.items() if ready or checks[name]}
    return checks | told


def card_of(method: Json) -> Card | None:
    """The test card behind a PaymentMethod, or None when it is no card."""
    return cards_by_key().get(method[PRIVATE].get("card", ""))


def fill(ctx: Context, record: Json, typed: Json) -> None:
    """Put a typed card on the PaymentMethod. StripeError 402: mistyped."""
    for name in ("number", "exp_month", "exp_year"):
        if name not in typed:
            raise invalid_request(
                f"Missing required param: card[{name}].", f"card[{name}]", "parameter_missing"
            )
    number = "".join(sign for sign in typed["number"] if sign not in " -")
    _check(ctx, number, typed)
    year = typed["exp_year"] + (2000 if typed["exp_year"] < 100 else 0)
    _print(record, cards()[number], (typed["exp_month"], year), cvc="cvc" in typed)
    prefer(record["card"], typed.get("networks") or {})
    if wallet := typed.get("wallet"):
        last4 = record["card"]["last4"]
        record["card"]["wallet"] = {"dynamic_last4": last4, "type": wallet, wallet: {}}


def prefer(printed: Json, networks: Json) -> None:
    """Choose the network of a co-branded card. StripeError 400: the card is not on it."""
    if "preferred" not in networks:
        return
    preferred = networks["preferred"]
    if preferred is not None and preferred not in printed["networks"]["available"]:
        raise invalid_request(
            f"The card does not support the network {preferred}.", "card[networks][preferred]"
        )
    printed["networks"] = {**printed["networks"], "preferred": preferred}
    if preferred:
        printed["display_brand"] = DISPLAYED.get(preferred, preferred)


def _check(ctx: Context, number: str, typed: Json) -> None:
    if not (number.isdigit() and 12 <= len(number) <= 19 and has_luhn_digit(number)):
        raise _mistyped("incorrect_number", "number", "Your card number is incorrect.")
    check_expiry(ctx, typed)
    cvc = typed.get("cvc")
    if cvc is not None and not (cvc.isdigit() and len(cvc) in (3, 4)):
        raise _mistyped("invalid_cvc", "cvc", "Your card's security code is invalid.")
    if number not in cards():
        raise StripeError(
            402,
            NOT_A_TEST_CARD,
            error_type="card_error",
            code="card_declined",
            details={"decline_code": "test_mode_live_card"},
        )


def check_expiry(ctx: Context, typed: Json) -> None:
    """StripeError 402: there is no such month, or it is over."""
    now = ctx.simulation.clock.now()
    year = typed["exp_year"] + (2000 if typed["exp_year"] < 100 else 0)
    month = typed["exp_month"]
    if not 1 <= month <= 12 or (year == now.year and month < now.month):
        raise _mistyped(
            "invalid_expiry_month", "exp_month", "Your card's expiration month is invalid."
        )
    if not now.year <= year <= now.year + 50:
        raise _mistyped(
            "invalid_expiry_year", "exp_year", "Your card's expiration year is invalid."
        )


def _mistyped(code: str, param: str, message: str) -> StripeError:
    return StripeError(402, message, error_type="card_error", code=code, param=param)


def print_on(ctx: Context, record: Json, card: Card) -> None:
    """Put a ready test card on the PaymentMethod: it expires next year."""
    now = ctx.simulation.clock.now()
    _print(record, card, (now.month, now.year + 1), cvc=True)
    record[PRIVATE]["ready"] = True


def _print(record: Json, card: Card, expiry: tuple[int, int], *, cvc: bool) -> None:
    available = [card.network, card.brand] if card.network else [card.brand]
    record["card"] = {
        "brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "unchecked" if cvc else None,
        },
        "country": card.country,
        "display_brand": DISPLAYED.get(card.brand, card.brand),
        "exp_month": expiry[0],
        "exp_year": expiry[1],
        "fingerprint": fingerprint(card.number, record[PRIVATE]["account"]),
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": available, "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": card.three_d_secure},
        "wallet": None,
    }
    record[PRIVATE]["card"] = key_of(card.number)


def fill_debit(record: Json, typed: str, param: str = "sepa_debit[iban]") -> None:
    """Put an IBAN on the PaymentMethod. StripeError 400: it is none."""
    iban = typed.replace(" ", "").upper()
    if not is_iban(iban):
        raise invalid_request(
            "The IBAN you provided is invalid.", param, "invalid_bank_account_iban"
        )
    shape = iban_shapes()[iban[:2]]
    record["sepa_debit"] = {
        "bank_code": iban[slice(*shape["bank"])],
        "branch_code": iban[slice(*shape["branch"])],
        "country": iban[:2],
        "fingerprint": fingerprint(iban, record[PRIVATE]["account"]),
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }
    record[PRIVATE]["ending"] = ibans().get(iban, "success")


@lru_cache(maxsize=4096)
def fingerprint(number: str, account: str) -> str:
    """The same 16 signs for the same number on the same account."""
    return hashlib.sha256(f"{account}/{number}".encode()).hexdigest()[:16]
