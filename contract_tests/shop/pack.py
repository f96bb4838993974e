"""What the harness has to know of the shop's contract."""

from __future__ import annotations

from typing import Any

from contract_tests.harness.document import Document
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.packs import Pack, Preflight, ResponseCheck, SchemaChecks
from contract_tests.shop import diagnoses, invariants, schema
from contract_tests.shop.consistency import Consistency
from contract_tests.shop.options import SHOP_OPTIONS
from contract_tests.shop.passwords import SentPasswords
from contract_tests.shop.settings import ShopSettings

OPERATIONS = frozenset(
    {
        "getCart", "addCartItem", "setCartItemQuantity", "removeCartItem", "clearCart",
        "createCheckoutIntent", "confirmCheckout", "receiveStripeEvent", "listOrders", "getOrder",
        "registerCustomer", "loginCustomer", "logoutCustomer", "getMe", "updateMe",
        "listAddresses", "addAddress", "updateAddress", "removeAddress", "requestPasswordReset",
        "confirmPasswordReset",
    }
)  # fmt: skip
CART = frozenset({"items", "count", "subtotal", "updatedAt"})
SHAPE_RULES = frozenset({"C-cart-13", "C-chk-16", "C-ord-9", "C-cus-11"})
"""The rules that say what an operation answers."""
STATE_ANSWERS: dict[str, dict[str, Any]] = {
    "product": {"price": (int, float), "stock": int},
    "last-reset-token": {"token": str},
}
UNSEEN = {
    "C-chk-15": "Apple Pay and Google Pay, which a browser has to offer; cards and SEPA are tried",
    "C-cus-4": "that passwords are hashed with argon2id; their length is tried",
    "C-cus-7": "that tokens are never logged; what is answered is looked at",
    "C-str-3": "the frontend's own pages; that no card comes from the backend is looked at",
    "C-str-4": "that a live key is refused at start; that none comes is looked at",
}
"""What of a rule can't be seen from outside, and what is tried."""


def _resembles_a_cart(exchange: Exchange) -> bool:
    """Whether the response has anything of a cart's: what is wrong with it, the rules say."""
    body = exchange.full_json
    if isinstance(body, dict):
        return bool(CART & body.keys())
    return body is not None or exchange.body.strip() == b"null"


def _shape_rule(document: Document, operation: str) -> str:
    """Return the rule that says what an operation answers."""
    rules = document.operations[operation].rules
    return next((rule for rule in rules if rule in SHAPE_RULES), "C-conv-1")


def _response_checks() -> list[ResponseCheck]:
    return [invariants.failures, Consistency().failures, SentPasswords().failures]


PACK = Pack(
    name="shop",
    operations=OPERATIONS,
    options=SHOP_OPTIONS,
    settings=ShopSettings,
    preflight=Preflight("getCart", "cart", _resembles_a_cart),
    rate_limited=frozenset({"loginCustomer", "requestPasswordReset"}),
    rate_limit_state="clear-rate-limits",
    state_answers=STATE_ANSWERS,
    response_checks=_response_checks,
    unavailable_rule="C-conv-7",
    redirect_rule="C-conv-1",
    unseen=UNSEEN,
    diagnose=diagnoses.diagnoses,
    notes=diagnoses.notes,
    schema=SchemaChecks(
        rules=("C-conv-7", "C-conv-3"),
        shape_rule=_shape_rule,
        error_schemas=False,
        undocumented=frozenset({401, 403, 404, 413, 429, *range(200, 300)}),
        restarts=frozenset({"registerCustomer", "loginCustomer", "logoutCustomer"}),
        visitors=schema.visitors,
        plausible=schema.plausible,
        sequences=schema.SEQUENCES,
    ),
)
