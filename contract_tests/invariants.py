"""What holds of each single answer, whatever led to it. Pure: an answer in, broken rules out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contract_tests.exchange import Exchange

Complaint = tuple[str, str]
CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 20
"""Above this, no amount is plausible, and Decimal's precision ends soon after."""
TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
CODE = re.compile(r"^[A-Za-z][\w-]*(\.[\w-]+)+$", re.ASCII)
PRODUCT_ID = re.compile(r"^[a-z0-9-]{1,80}$")
SUMS = frozenset({"subtotal", "shipping", "tax", "total", "amount"})
PRICES = frozenset({"unitPrice", "lineTotal"})
TIMES = frozenset({"createdAt", "paidAt", "updatedAt"})
SECRET = re.compile(r"\b[sr]k_(test|live)_\w{8}|\bwhsec_\w{8}")
INSIDE = re.compile(
    r"Traceback \(most recent|Stack trace:|SQLSTATE\[|\.php[:(]\d+"
    r"|\.py\", line \d+|\bat \S+\.js:\d+"
)
"""What a message says to developers alone, and to whoever looks for a way in."""
PASSWORD = re.compile(
    r"passw(or)?d(_?(hash|digest|salt))?$|^(pw_?)?(hash|digest|salt)$", re.IGNORECASE
)
HASH = re.compile(r"\$argon2|\$2[aby]\$\d\d\$|\$scrypt\$|\$pbkdf2")


def complaints(exchange: Exchange) -> list[Complaint]:
    """The rules that this answer breaks by itself, each with what is wrong."""
    found: list[Complaint] = list(_headed(exchange))
    text = exchange.body.decode("utf-8", "replace")
    if SECRET.search(text):
        found.append(("C-str-2", "a secret of the Stripe account is in the answer"))
    if exchange.method == "HEAD":
        return found  # it has no body
    if exchange.status >= 400:
        found += _error(exchange)
        return found
    body = exchange.json
    for member, value in _members(body):
        found += _money(member, value)
        if member in TIMES and not _is_time(value):
            found.append(("C-conv-5", f"{member} is {value!r}, no ISO-8601 time in UTC with Z"))
        if member == "productId" and isinstance(value, str) and not PRODUCT_ID.match(value):
            found.append(("C-conv-6", f"the product id {value!r} has other signs than a-z, 0-9, -"))
    look = LOOKS.get(exchange.operation)
    if look is not None and body is not None:
        found += look(body)
    found += _passwords(exchange.whole)
    if HASH.search(text):
        found.append(("C-cus-11", "a password hash is in the answer"))
    return found


def cents(value: Any) -> int:
    """Convert an amount to cents, half up. Raise AssertionError if it is not an amount."""
    try:
        exact = Decimal(str(value)) * 100
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    except (ArithmeticError, ValueError):
        raise AssertionError(f"{value!r} is not an amount of money") from None


def _differ(expected: Decimal, stated: Any) -> bool:
    """Compare two amounts in cents. An amount that is not a number differs from any other."""
    try:
        return cents(expected) != cents(stated)
    except AssertionError:
        return True


def instant(time: str) -> str:
    """A time that can be compared with others: fractions of a second have as many digits."""
    second, _, fraction = time.removesuffix("Z").partition(".")
    return f"{second}.{fraction:0<12}"


def _headed(exchange: Exchange) -> Iterator[Complaint]:
    if exchange.operation == "receiveStripeEvent" and exchange.status < 400:
        if exchange.whole is None and exchange.body.strip() not in (b"", b"null"):
            yield "C-conv-1", "what Stripe is answered is neither empty nor JSON"
        return
    kind = exchange.headers.get("content-type", "")
    if not exchange.body:
        return
    name, _, rest = kind.partition(";")
    if name.strip().lower() != "application/json":
        yield "C-conv-1", f"the body is {kind or 'of no content type'}, not application/json"
    elif "charset" in rest.lower() and "utf-8" not in rest.lower():
        yield "C-conv-1", f"the body is in {rest.strip()}, not in utf-8"


def _error(exchange: Exchange) -> Iterator[Complaint]:
    body = exchange.json
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        yield "C-conv-3", f"a {exchange.status} without the error envelope"
        return
    code, message = error.get("code"), error.get("message")
    if not isinstance(code, str) or not CODE.match(code):
        yield "C-conv-3", f"the error's code is {code!r}, not a dotted word"
    if not isinstance(message, str) or not message.strip():
        yield "C-conv-3", f"the error's message is {message!r}, no words for people"
    elif INSIDE.search(message):
        yield "C-conv-3", f"the error's message tells of the machine: {message[:200]!r}"
    if exchange.status == 405:
        allowed = exchange.headers.get("allow", "")
        if not allowed:
            yield "C-conv-7", "a 405 without Allow"
        elif exchange.method in {it.strip().upper() for it in allowed.split(",")}:
            yield "C-conv-7", f"a 405 to {exchange.method}, and Allow is {allowed}"
    if exchange.status == 429 and not _is_wait(exchange.headers.get("retry-after", "")):
        yield "C-cus-6", "a 429 without a Retry-After in whole seconds"


def _is_wait(value: str) -> bool:
    return value.isdigit() and int(value) > 0


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and bool(TIMESTAMP.match(value))


def _money(member: str, value: Any) -> Iterator[Complaint]:
    if member not in SUMS and member not in PRICES:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield "C-conv-4", f"{member} is {value!r}, no number"
        return
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) >= LIMIT:
        yield "C-conv-4", f"{member} is {value!r}, no amount of money"
        return
    if exact != exact.quantize(CENT):
        yield "C-conv-4", f"{member} is {value!r}: more than two decimals"
    if exact < 0 or (exact == 0 and member in PRICES):
        yield "C-conv-4", f"{member} is {value!r}"


def _lines(lines: Any) -> Iterator[Complaint]:
    for line in lines if isinstance(lines, list) else ():
        try:
            total = (Decimal(str(line["unitPrice"])) * line["quantity"]).quantize(
                CENT, ROUND_HALF_UP
            )
            if Decimal(str(line["lineTotal"])) != total:
                yield (
                    "C-cart-7",
                    f"{line['quantity']} × {line['unitPrice']} is {total}, lineTotal says "
                    f"{line['lineTotal']}",
                )
        except (KeyError, TypeError, ArithmeticError):
            continue  # the schema complains


def _sum(lines: Any, member: str) -> Decimal | None:
    try:
        total = sum((Decimal(str(line[member])) for line in lines), Decimal(0))
        return total if total.is_finite() else None
    except (KeyError, TypeError, ArithmeticError):
        return None


def _cart(body: Any) -> Iterator[Complaint]:
    if not isinstance(body, dict):
        return
    lines = body.get("items")
    yield from _lines(lines)
    count, subtotal = _sum(lines, "quantity"), _sum(lines, "lineTotal")
    if count is not None and body.get("count") != int(count):
        yield "C-cart-7", f"the quantities make {count}, count says {body.get('count')}"
    if subtotal is not None and _differ(subtotal, body.get("subtotal") or 0):
        yield "C-cart-7", f"the lines make {subtotal}, subtotal says {body.get('subtotal')}"
    ids = [line.get("productId") for line in lines or [] if isinstance(line, dict)]
    if len(ids) != len(set(ids)):
        yield "C-cart-2", f"a product has two lines: {ids}"
    for line in lines or []:
        product = line.get("product") if isinstance(line, dict) else None
        if isinstance(product, dict) and product.get("id") != line.get("productId"):
            yield "C-cart-13", "a line's product is another than its productId"


def _order(body: Any) -> Iterator[Complaint]:
    if not isinstance(body, dict):
        return
    for rule, what in _lines(body.get("items")):
        yield rule.replace("C-cart-7", "C-ord-4"), what
    subtotal = _sum(body.get("items"), "lineTotal")
    if subtotal is not None and _differ(subtotal, body.get("subtotal") or 0):
        yield "C-ord-4", f"the lines make {subtotal}, subtotal says {body.get('subtotal')}"
    try:
        parts = sum(Decimal(str(body[name])) for name in ("subtotal", "shipping", "tax"))
        if _differ(Decimal(parts), body["total"]):
            yield "C-ord-4", f"subtotal, shipping and tax make {parts}, total says {body['total']}"
    except (KeyError, TypeError, ArithmeticError):
        pass  # the schema complains
    yield from _paid(body)


def _paid(body: dict[str, Any]) -> Iterator[Complaint]:
    status, payment = body.get("status"), body.get("paymentStatus")
    if status == "paid" and not body.get("paidAt"):
        yield "C-ord-5", "a paid order without paidAt"
    if status in ("pending", "failed") and "paidAt" in body:
        yield "C-ord-5", f"paidAt in an order that is {status}"
    if body.get("fulfilmentStatus") in ("unfulfilled", "processing") and "trackingUrl" in body:
        yield "C-ord-5", f"trackingUrl in an order that is {body['fulfilmentStatus']}"
    pairs = {
        "pending": "pending",
        "paid": "paid",
        "failed": "failed",
        "refunded": "refunded",
        "cancelled": "failed",
    }
    if isinstance(status, str) and status in pairs and payment != pairs[status]:
        rule = "C-chk-11" if status in ("refunded", "cancelled") else "C-chk-10"
        yield rule, f"the order is {status}, its payment {payment}"
    if status == "pending" and body.get("fulfilmentStatus") not in (None, "unfulfilled"):
        yield "C-ord-6", f"a pending order is {body.get('fulfilmentStatus')}"
    customer = body.get("customer")
    guest = customer if isinstance(customer, dict) and "customerId" not in customer else {}
    if guest.get("email", body.get("email")) != body.get("email"):
        yield "C-ord-9", "the order's email and its customer's differ"


def _orders(body: Any) -> Iterator[Complaint]:
    if not isinstance(body, dict) or not isinstance(body.get("items"), list):
        return
    orders = body["items"]
    for order in orders:
        yield from _order(order)
    if body.get("count") != len(orders):
        yield "C-ord-9", f"count says {body.get('count')}, there are {len(orders)} orders"
    made = [instant(str(order.get("createdAt"))) for order in orders if isinstance(order, dict)]
    if made != sorted(made, reverse=True):
        yield "C-ord-1", "the orders are not newest first"


def _intent(body: Any) -> Iterator[Complaint]:
    if isinstance(body, dict) and not str(body.get("publishableKey")).startswith(
        ("pk_test_", "pk_live_")
    ):
        yield "C-str-2", f"publishableKey is {body.get('publishableKey')!r}"


def _passwords(body: Any) -> Iterator[Complaint]:
    for member, value in _members(body):
        if PASSWORD.search(member) and isinstance(value, str):
            yield "C-cus-11", f"{member} is in the answer"


def _members(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield name, value
            yield from _members(value)
    elif isinstance(node, list):
        for value in node:
            yield from _members(value)


LOOKS: dict[str, Callable[[Any], Iterator[Complaint]]] = {
    "getCart": _cart,
    "addCartItem": _cart,
    "setCartItemQuantity": _cart,
    "removeCartItem": _cart,
    "clearCart": _cart,
    "createCheckoutIntent": _intent,
    "confirmCheckout": _order,
    "getOrder": _order,
    "listOrders": _orders,
}
"""What is looked at in an answer of which operation."""
