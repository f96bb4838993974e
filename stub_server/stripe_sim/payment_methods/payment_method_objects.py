"""The PaymentMethod itself: made from what is typed, from a token, or from a ready test name."""

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
from stub_server.stripe_sim.testdata.method_types import method_types
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
"""The BIC of an iDEAL bank."""


def made(ctx: Context, given: Json, where: str = "") -> Json:
    """A PaymentMethod from parameters, not filed. StripeError 400, 402: what is typed is wrong.

    `where`: the hash that the parameters stand in, if they do.
    """
    kind = given["type"]
    record = blank(ctx, kind, given)
    billing = record["billing_details"]
    validate_email(billing["email"], _path(where, "billing_details", "email"))
    validate_country(
        billing["address"]["country"], _path(where, "billing_details", "address", "country")
    )
    if others := [_path(where, name) for name in method_types() if name in given and name != kind]:
        raise unknown_params(others)
    if kind in ("card", "sepa_debit") and kind not in given:
        raise missing_param(_path(where, kind))
    if kind == "card" and "token" in given["card"]:
        _from_token(ctx, record, given["card"]["token"])
    elif kind == "card":
        cards.fill(ctx, record, given["card"])
    elif kind == "sepa_debit":
        cards.fill_debit(record, given["sepa_debit"]["iban"], _path(where, "sepa_debit", "iban"))
        for name in ("name", "email"):
            if not billing[name]:
                raise missing_param(_path(where, "billing_details", name))
    else:
        record[kind] = {**method_types()[kind]["method"], **_own(kind, given.get(kind) or {})}
    return record


def _from_token(ctx: Context, record: Json, identifier: str) -> None:
    """Put a token's card on the PaymentMethod, and its holder. StripeError 400: it was used."""
    if (card := tokens.named(identifier)) is not None:
        cards.print_on(ctx, record, card)
        return
    token = tokens.spent(ctx, identifier)
    if token is None or token["type"] != "card":
        raise resource_missing("token", identifier, "card[token]", in_path=False)
    record["card"] = token[PRIVATE]["method"]
    record[PRIVATE]["card"] = token[PRIVATE]["card"]
    billing = record["billing_details"]
    billing["name"] = billing["name"] or token[PRIVATE]["billing"]["name"]
    if not any(billing["address"].values()):
        billing["address"] = complete_address(token[PRIVATE]["billing"]["address"])


def _path(where: str, *parts: str) -> str:
    first, *rest = (where, *parts) if where else parts
    return first + "".join(f"[{part}]" for part in rest)


def _own(kind: str, given: Json) -> Json:
    """The members that the caller may choose."""
    bank = given.get("bank")
    if bank is None:
        dob = given.get("dob")
        return {"dob": {part: dob.get(part) for part in ("day", "month", "year")}} if dob else {}
    if kind == "ideal":
        if bank not in BICS:
            raise invalid_request(
                f"Invalid ideal[bank]: must be one of {', '.join(BICS)}", "ideal[bank]"
            )
        return {"bank": bank, "bic": BICS[bank]}
    return {"bank": bank}


def blank(ctx: Context, kind: str, given: Json) -> Json:
    """A PaymentMethod of the type, without what makes it one."""
    billing = given.get("billing_details") or {}
    return new_object(
        "payment_method",
        private={"account": ctx.account},
        id=ctx.new_id("pm"),
        allow_redisplay=given.get("allow_redisplay", "unspecified"),
        billing_details={
            "address": complete_address(billing.get("address")),
            "email": billing.get("email"),
            "name": billing.get("name"),
            "phone": billing.get("phone"),
            "tax_id": billing.get("tax_id"),
        },
        created=ctx.now(),
        metadata=merge_metadata({}, given.get("metadata")),
        type=kind,
    )


NAMED_ENDINGS: Mapping[str, str] = {
    "success": "success",
    "successDelayed": "success_delayed",
    "failed": "failed",
    "failedDelayed": "failed_delayed",
    "disputed": "disputed",
    "exceedsWeeklyVolumeLimit": "charge_exceeds_weekly_limit",
    "exceedsWeeklyTransactionLimit": "charge_exceeds_source_limit",
    "insufficientFunds": "insufficient_funds",
}


def ready(ctx: Context, name: str) -> Json | None:
    """pm_card_visa and its like, pm_success_de and its like; not filed. None: there is none."""
    card = (
        cards_by_name().get(name.removeprefix("pm_card_")) if name.startswith("pm_card_") else None
    )
    if card is not None:
        record = blank(ctx, "card", {})
        cards.print_on(ctx, record, card)
        return record
    if iban := _iban_named(name):
        return debit(ctx, iban)
    return None


def debit(ctx: Context, iban: str, billing: Json | None = None) -> Json:
    """A SEPA account, not filed; without other billing details it is Jenny Rosen's."""
    person = billing or {"name": "Jenny Rosen", "email": "jenny@example.com"}
    record = blank(ctx, "sepa_debit", {"billing_details": person})
    cards.fill_debit(record, iban)
    return record


def _iban_named(name: str) -> str | None:
    _, _, rest = name.partition("pm_")
    ending, _, country = rest.partition("_")
    for iban, outcome in ibans().items():
        if iban[:2].lower() == country and outcome == NAMED_ENDINGS.get(ending):
            return iban
    return None
