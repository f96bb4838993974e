"""PaymentMethod objects: built from parameters, from a token, or from the name of a test method."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import (
    invalid_request,
    missing_param,
    resource_missing,
    unknown_params,
)
from stub_server.stripe_sim.params.common import complete_address, validate_country, validate_email
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payment_methods import cards, tokens
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.method_types import known_method_types
from stub_server.stripe_sim.testdata.outcomes import cards_by_name, ibans

BICS = {
    "abn_amro": "ABNANL2A",
    "asn_bank": "ASNBNL21",
    "bunq": "BUNQNL2A",
    "handelsbanken": "HANDNL2A",
    "ing": "INGBNL2A",
    "knab": "KNABNL2H",
    "moneyou": "MOYONL21",
    "n26": "NTSBDEB1",
    "rabobank": "RABONL2U",
    "regiobank": "RBRBNL21",
    "revolut": "REVOLT21",
    "sns_bank": "SNSBNL2A",
    "triodos_bank": "TRIONL2U",
    "van_lanschot": "FVLBNL22",
}
"""iDEAL bank → BIC."""


def build_payment_method(ctx: Context, params: Json, prefix: str = "") -> Json:
    """Return a PaymentMethod from parameters, not stored.

    StripeError 400, 402: they are invalid.
    `prefix`: the parameter that contains them, or an empty string.
    """
    method_type = params["type"]
    record = build_without_type(ctx, method_type, params)
    billing = record["billing_details"]
    validate_email(billing["email"], _param_path(prefix, "billing_details", "email"))
    validate_country(
        billing["address"]["country"], _param_path(prefix, "billing_details", "address", "country")
    )
    if others := [
        _param_path(prefix, name)
        for name in known_method_types()
        if name in params and name != method_type
    ]:
        raise unknown_params(others)
    if method_type in ("card", "sepa_debit") and method_type not in params:
        raise missing_param(_param_path(prefix, method_type))
    if method_type == "card" and "token" in params["card"]:
        _set_card_of_token(ctx, record, params["card"]["token"])
    elif method_type == "card":
        cards.set_card(ctx, record, params["card"])
    elif method_type == "sepa_debit":
        cards.set_sepa_debit(
            record, params["sepa_debit"]["iban"], _param_path(prefix, "sepa_debit", "iban")
        )
        for name in ("name", "email"):
            if not billing[name]:
                raise missing_param(_param_path(prefix, "billing_details", name))
    else:
        record[method_type] = {
            **known_method_types()[method_type]["method"],
            **_build_type_members(method_type, params.get(method_type) or {}),
        }
    return record


def _set_card_of_token(ctx: Context, record: Json, identifier: str) -> None:
    """Set the card and the billing details of a token. StripeError 400: it is unknown or used."""
    if (card := tokens.test_card_of(identifier)) is not None:
        cards.set_test_card(ctx, record, card)
        return
    token = tokens.consume(ctx, identifier)
    if token is None or token["type"] != "card":
        raise resource_missing("token", identifier, "card[token]", in_path=False)
    record["card"] = token[PRIVATE]["method"]
    record[PRIVATE]["card"] = token[PRIVATE]["card"]
    billing = record["billing_details"]
    billing["name"] = billing["name"] or token[PRIVATE]["billing"]["name"]
    if not any(billing["address"].values()):
        billing["address"] = complete_address(token[PRIVATE]["billing"]["address"])


def _param_path(prefix: str, *parts: str) -> str:
    """Return the name of a nested parameter, such as `card[number]`."""
    first, *rest = (prefix, *parts) if prefix else parts
    return first + "".join(f"[{part}]" for part in rest)


def _build_type_members(method_type: str, params: Json) -> Json:
    """Return the members of the type's hash that parameters determine.

    StripeError 400: no such bank.
    """
    bank = params.get("bank")
    if bank is None:
        dob = params.get("dob")
        return {"dob": {part: dob.get(part) for part in ("day", "month", "year")}} if dob else {}
    if method_type == "ideal":
        if bank not in BICS:
            raise invalid_request(
                f"Invalid ideal[bank]: must be one of {', '.join(BICS)}", "ideal[bank]"
            )
        return {"bank": bank, "bic": BICS[bank]}
    return {"bank": bank}


def build_without_type(ctx: Context, method_type: str, params: Json) -> Json:
    """Return a PaymentMethod without the hash of its type, not stored."""
    billing = params.get("billing_details") or {}
    return new_object(
        "payment_method",
        private={"account": ctx.account},
        id=ctx.new_id("pm"),
        allow_redisplay=params.get("allow_redisplay", "unspecified"),
        billing_details={
            "address": complete_address(billing.get("address")),
            "email": billing.get("email"),
            "name": billing.get("name"),
            "phone": billing.get("phone"),
            "tax_id": billing.get("tax_id"),
        },
        created=ctx.now(),
        metadata=merge_metadata({}, params.get("metadata")),
        type=method_type,
    )


TEST_OUTCOMES: Mapping[str, str] = {
    "success": "success",
    "successDelayed": "success_delayed",
    "failed": "failed",
    "failedDelayed": "failed_delayed",
    "disputed": "disputed",
    "exceedsWeeklyVolumeLimit": "charge_exceeds_weekly_limit",
    "exceedsWeeklyTransactionLimit": "charge_exceeds_source_limit",
    "insufficientFunds": "insufficient_funds",
}
"""Name in the id of a test method → outcome of its IBAN."""


def build_test_method(ctx: Context, name: str) -> Json | None:
    """Return the test method of an id such as `pm_card_visa`, not stored, or None."""
    card = (
        cards_by_name().get(name.removeprefix("pm_card_")) if name.startswith("pm_card_") else None
    )
    if card is not None:
        record = build_without_type(ctx, "card", {})
        cards.set_test_card(ctx, record, card)
        return record
    if iban := _test_iban_of(name):
        return build_sepa_debit(ctx, iban)
    return None


def build_sepa_debit(ctx: Context, iban: str, billing: Json | None = None) -> Json:
    """Return a PaymentMethod of a SEPA account, not stored; Jenny Rosen is its default holder."""
    person = billing or {"name": "Jenny Rosen", "email": "jenny@example.com"}
    record = build_without_type(ctx, "sepa_debit", {"billing_details": person})
    cards.set_sepa_debit(record, iban)
    return record


def _test_iban_of(name: str) -> str | None:
    """Return the IBAN of a test method such as `pm_success_de`, or None."""
    _, _, rest = name.partition("pm_")
    ending, _, country = rest.partition("_")
    for iban, outcome in ibans().items():
        if iban[:2].lower() == country and outcome == TEST_OUTCOMES.get(ending):
            return iban
    return None
