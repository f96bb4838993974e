"""Cards and SEPA accounts of PaymentMethods: their details, checks and validation."""

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
    "Your card was declined. Your request was in test mode, but used a non test (live) card. "
    "For a list of valid test cards, visit: https://stripe.com/docs/testing."
)

DISPLAY_BRANDS = {
    "amex": "american_express",
    "diners": "diners_club",
    "eftpos_au": "eftpos_australia",
    "unionpay": "union_pay",
    "unknown": "other",
}
"""Brands whose display name differs from their name."""


def decline_of(method: Json, card: Card) -> str | None:
    """Return the issuer's decline code, or None. A CVC that was not entered cannot be incorrect."""
    if card.decline == "incorrect_cvc" and method["card"]["checks"]["cvc_check"] is None:
        return None
    return card.decline


def build_checks(method: Json, card: Card) -> Json:
    """Return the issuer's checks of CVC and billing address, as far as they were entered.

    A test card that was not entered by number has all the checks of its definition.
    """
    checks: Json = {**method["card"]["checks"]}
    address = method["billing_details"]["address"] or {}
    for name in ("line1", "postal_code"):
        if address.get(name):
            checks[f"address_{name}_check"] = "pass"
    if checks["cvc_check"] == "unchecked":
        checks["cvc_check"] = "fail" if card.decline == "incorrect_cvc" else "pass"
    is_test_card = method[PRIVATE].get("ready")
    results = {name: result for name, result in card.checks.items() if is_test_card or checks[name]}
    return checks | results


def card_of(method: Json) -> Card | None:
    """Return the test card of a PaymentMethod, or None when the method is not a card."""
    return cards_by_key().get(method[PRIVATE].get("card", ""))


def set_card(ctx: Context, record: Json, params: Json) -> None:
    """Set the card of a PaymentMethod from entered details.

    StripeError 400, 402: they are incomplete or invalid.
    """
    for name in ("number", "exp_month", "exp_year"):
        if name not in params:
            raise invalid_request(
                f"Missing required param: card[{name}].", f"card[{name}]", "parameter_missing"
            )
    number = "".join(character for character in params["number"] if character not in " -")
    _validate_card(ctx, number, params)
    year = params["exp_year"] + (2000 if params["exp_year"] < 100 else 0)
    _set_card(record, cards()[number], (params["exp_month"], year), cvc="cvc" in params)
    set_preferred_network(record["card"], params.get("networks") or {})
    if wallet := params.get("wallet"):
        last4 = record["card"]["last4"]
        record["card"]["wallet"] = {"dynamic_last4": last4, "type": wallet, wallet: {}}


def set_preferred_network(card: Json, networks: Json) -> None:
    """Set the network of a co-branded card. StripeError 400: the card does not support it."""
    if "preferred" not in networks:
        return
    preferred = networks["preferred"]
    if preferred is not None and preferred not in card["networks"]["available"]:
        raise invalid_request(
            f"The card does not support the network {preferred}.", "card[networks][preferred]"
        )
    card["networks"] = {**card["networks"], "preferred": preferred}
    if preferred:
        card["display_brand"] = DISPLAY_BRANDS.get(preferred, preferred)


def _validate_card(ctx: Context, number: str, params: Json) -> None:
    """Raise StripeError 402 if number, expiry or CVC is invalid, or it is no test card."""
    if not (
        number.isascii() and number.isdigit() and 12 <= len(number) <= 19 and has_luhn_digit(number)
    ):
        raise _card_error("incorrect_number", "number", "Your card number is incorrect.")
    validate_expiry(ctx, params)
    cvc = params.get("cvc")
    if cvc is not None and not (cvc.isascii() and cvc.isdigit() and len(cvc) in (3, 4)):
        raise _card_error("invalid_cvc", "cvc", "Your card's security code is invalid.")
    if number not in cards():
        raise StripeError(
            402,
            NOT_A_TEST_CARD,
            error_type="card_error",
            code="card_declined",
            details={"decline_code": "test_mode_live_card"},
        )


def validate_expiry(ctx: Context, params: Json) -> None:
    """Raise StripeError 402 if the month or the year is invalid, or the card has expired."""
    now = ctx.simulation.clock.now()
    year = params["exp_year"] + (2000 if params["exp_year"] < 100 else 0)
    month = params["exp_month"]
    if not 1 <= month <= 12 or (year == now.year and month < now.month):
        raise _card_error(
            "invalid_expiry_month", "exp_month", "Your card's expiration month is invalid."
        )
    if not now.year <= year <= now.year + 50:
        raise _card_error(
            "invalid_expiry_year", "exp_year", "Your card's expiration year is invalid."
        )


def _card_error(code: str, param: str, message: str) -> StripeError:
    """Return the error about one entered detail of a card."""
    return StripeError(402, message, error_type="card_error", code=code, param=param)


def set_test_card(ctx: Context, record: Json, card: Card) -> None:
    """Set a test card on a PaymentMethod; it expires next year."""
    now = ctx.simulation.clock.now()
    _set_card(record, card, (now.month, now.year + 1), cvc=True)
    record[PRIVATE]["ready"] = True


def _set_card(record: Json, card: Card, expiry: tuple[int, int], *, cvc: bool) -> None:
    """Set the card with its expiry, a pair of month and year."""
    available = [card.network, card.brand] if card.network else [card.brand]
    record["card"] = {
        "brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "unchecked" if cvc else None,
        },
        "country": card.country,
        "display_brand": DISPLAY_BRANDS.get(card.brand, card.brand),
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


def set_sepa_debit(record: Json, text: str, param: str = "sepa_debit[iban]") -> None:
    """Set an IBAN on a PaymentMethod. StripeError 400: the IBAN is invalid."""
    iban = text.replace(" ", "").upper()
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
    """Return 16 characters that are equal for equal numbers of one account."""
    return hashlib.sha256(f"{account}/{number}".encode()).hexdigest()[:16]
