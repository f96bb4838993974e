"""PaymentMethods: cards, IBANs and the rest, and the test ones that Stripe has ready."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.coerce import Enum, Hash, Int, Kind, Opaque, Str, merged_metadata
from stub_server.stripe_sim.errors import StripeError, bad, missing, no_such
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.methods import table
from stub_server.stripe_sim.outcomes import by_name, declines, ibans
from stub_server.stripe_sim.params import BILLING, BROWSER, EXPAND, METADATA, PAGE, address_of
from stub_server.stripe_sim.resources import cards
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "payment_methods"
ALLOW = Enum(("always", "limited", "unspecified"))

DATA: Mapping[str, Kind] = {
    "type": Enum(tuple(table())),
    "card": Hash(
        {
            "number": Str(),
            "exp_month": Int(),
            "exp_year": Int(),
            "cvc": Str(),
            "token": Str(),
            "networks": Opaque(),
        }
    ),
    "sepa_debit": Hash({"iban": Str()}, required=("iban",)),
    **{kind: Opaque() for kind in table() if kind not in ("card", "sepa_debit")},
    "billing_details": BILLING,
    "allow_redisplay": ALLOW,
    "metadata": METADATA,
    "radar_options": Opaque(),
}
METHOD_DATA = Hash({**DATA, **BROWSER}, required=("type",))

CREATE: Mapping[str, Kind] = {**DATA, **BROWSER, **EXPAND, "client_secret": Opaque()}
UPDATE: Mapping[str, Kind] = {
    "billing_details": BILLING,
    "allow_redisplay": ALLOW,
    "metadata": METADATA,
    "card": Hash({"exp_month": Int(), "exp_year": Int(), "networks": Opaque()}),
    **EXPAND,
}
LIST: Mapping[str, Kind] = {
    **PAGE,
    "customer": Str(),
    "type": Enum(tuple(table())),
    "allow_redisplay": ALLOW,
}
RETRIEVE = {**EXPAND}
ATTACH: Mapping[str, Kind] = {"customer": Str(), **EXPAND}
DETACH = {**EXPAND}


def create(world: World, call: Call) -> Json:
    """A PaymentMethod, not attached to anyone."""
    if "type" not in call.params:
        raise missing("type")
    record = made(world, call, call.params)
    world.books.put(KIND, record)
    return record


def made(world: World, call: Call, given: Json, prefix: str = "") -> Json:
    """A PaymentMethod from parameters, not filed. StripeError 400, 402: what is typed is wrong."""
    kind = given["type"]
    record = _blank(world, call, kind, given)
    if kind == "card":
        if "card" not in given:
            raise missing(f"{prefix}card")
        cards.fill(world, record, given["card"])
    elif kind == "sepa_debit":
        if "sepa_debit" not in given:
            raise missing(f"{prefix}sepa_debit")
        cards.fill_debit(record, given["sepa_debit"]["iban"])
    else:
        record[kind] = dict(table()[kind]["method"])
    return record


def _blank(world: World, call: Call, kind: str, given: Json) -> Json:
    billing = given.get("billing_details") or {}
    return {
        "id": world.new_id("pm", call.account),
        "object": "payment_method",
        "allow_redisplay": given.get("allow_redisplay", "unspecified"),
        "billing_details": {
            "address": address_of(billing.get("address")),
            "email": billing.get("email"),
            "name": billing.get("name"),
            "phone": billing.get("phone"),
            "tax_id": billing.get("tax_id"),
        },
        "created": world.now(),
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": merged_metadata({}, given.get("metadata")),
        "type": kind,
        PRIVATE: {"account": call.account},
    }


def resolved(
    world: World, call: Call, identifier: str, param: str = "payment_method", *, in_path: bool
) -> Json:
    """The PaymentMethod; for Stripe's test names a new one. StripeError: there is none."""
    record = world.books.get(KIND, call.account, identifier)
    record = record or _ready(world, call, identifier)
    if record is None:
        raise no_such("PaymentMethod", identifier, param, in_path=in_path)
    return record


def _ready(world: World, call: Call, name: str) -> Json | None:
    """pm_card_visa and its like, pm_success_de and its like."""
    card = by_name().get(name.removeprefix("pm_card_")) if name.startswith("pm_card_") else None
    if card is not None:
        record = _blank(world, call, "card", {})
        cards.print_on(world, record, card)
    elif iban := _iban_named(name):
        person = {"billing_details": {"name": "Jenny Rosen", "email": "jenny@example.com"}}
        record = _blank(world, call, "sepa_debit", person)
        cards.fill_debit(record, iban)
    else:
        return None
    world.books.put(KIND, record)
    return record


NAMED_ENDINGS = {
    "success": "success",
    "successDelayed": "success_delayed",
    "failed": "failed",
    "failedDelayed": "failed_delayed",
    "disputed": "disputed",
    "exceedsWeeklyVolumeLimit": "charge_exceeds_weekly_limit",
    "insufficientFunds": "insufficient_funds",
}


def _iban_named(name: str) -> str | None:
    _, _, rest = name.partition("pm_")
    ending, _, country = rest.partition("_")
    for iban, outcome in ibans().items():
        if iban[:2].lower() == country and outcome == NAMED_ENDINGS.get(ending):
            return iban
    return None


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """A PaymentMethod, by its id or by a test name."""
    return resolved(world, call, identifier, in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Billing details, expiry and metadata may change; `payment_method.updated` when attached."""
    before = resolved(world, call, identifier, in_path=True)
    record = {**before}
    for part in ("billing_details", "card"):
        if part in call.params:
            record[part] = {**before.get(part, {}), **call.params[part]}
    if "allow_redisplay" in call.params:
        record["allow_redisplay"] = call.params["allow_redisplay"]
    if "metadata" in call.params:
        record["metadata"] = merged_metadata(before["metadata"], call.params["metadata"])
    world.books.put(KIND, record)
    if record["customer"]:
        world.emit(call, "payment_method.updated", record, before)
    return record


def many(world: World, call: Call) -> Json:
    """The account's PaymentMethods, or a customer's."""
    return page(world, call, KIND, "/v1/payment_methods")


def of_customer(world: World, call: Call, customer: str) -> Json:
    """The PaymentMethods that are attached to a customer."""
    world.find("customers", call, customer, "customer", "customer", in_path=True)
    filters = {"customer": customer}
    if "type" in call.params:
        filters["type"] = call.params["type"]
    return page(world, call, KIND, f"/v1/customers/{customer}/payment_methods", filters)


def attach(world: World, call: Call, identifier: str) -> Json | StripeError:
    """Keep the PaymentMethod with a customer. StripeError 402: the card declines that."""
    if "customer" not in call.params:
        raise missing("customer")
    record = resolved(world, call, identifier, in_path=True)
    customer = call.params["customer"]
    world.find("customers", call, customer, "customer", "customer", in_path=False)
    if record["customer"] not in (None, customer):
        raise bad("The payment method you provided has already been attached to a customer.")
    refuse_used(record)
    card = cards.card_of(record)
    if card and card.decline and not card.attaches:
        return declined(card.decline)
    if record["customer"] is None:
        attached(world, call, record, customer)
    return record


def attached(world: World, call: Call, record: Json, customer: str) -> None:
    """File the PaymentMethod as the customer's, and tell so."""
    record["customer"] = customer
    world.books.put(KIND, record)
    world.emit(call, "payment_method.attached", record)


def detach(world: World, call: Call, identifier: str) -> Json:
    """Take the PaymentMethod from its customer; it cannot be used again."""
    before = resolved(world, call, identifier, in_path=True)
    if before["customer"] is None:
        raise bad(
            "The payment method you provided is not attached to a customer so detachment is "
            "impossible."
        )
    record = {**before, "customer": None, PRIVATE: {**before[PRIVATE], "used": True}}
    world.books.put(KIND, record)
    world.emit(call, "payment_method.detached", record, before)
    return record


def refuse_used(record: Json) -> None:
    """StripeError 400: it has been used, and nobody's customer keeps it."""
    if record[PRIVATE].get("used") and record["customer"] is None:
        raise bad(
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
            "attachment, shared with a connected account without Customer attachment, or was "
            "detached from a Customer. It may not be used again. To use a PaymentMethod multiple "
            "times, you must attach it to a Customer first."
        )


def declined(decline: str) -> StripeError:
    """402: the issuer says no, before there is any payment."""
    row = declines()[decline]
    return StripeError(
        402,
        row["message"],
        kind="card_error",
        code=row["code"],
        param=row["param"],
        details={"decline_code": decline, "advice_code": row["advice_code"]},
    )


def seen_by_browser(record: Json) -> Json:
    """The PaymentMethod as a publishable key sees it: no fingerprint, no metadata, no customer."""
    shown = {name: value for name, value in record.items() if name not in BROWSER_BLIND}
    kind = record["type"]
    if isinstance(record.get(kind), dict):
        shown[kind] = {name: value for name, value in record[kind].items() if name != "fingerprint"}
    return shown


BROWSER_BLIND = (PRIVATE, "metadata", "customer_account")
