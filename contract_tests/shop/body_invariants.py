"""What holds of a response's body: sums, statuses that go together, order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contract_tests.harness.failures import Evidence, Failure
from contract_tests.harness.values import in_one_line
from contract_tests.shop.money import cents, instant

CENT = Decimal("0.01")


def _differ(expected: Decimal, stated: Any) -> bool:
    """Compare two amounts in cents. An amount that is not a number differs from any other."""
    try:
        return cents(expected) != cents(stated)
    except AssertionError:
        return True


def _check_lines(lines: Any) -> Iterator[Failure]:
    for at, line in enumerate(lines if isinstance(lines, list) else ()):
        try:
            total = (Decimal(str(line["unitPrice"])) * line["quantity"]).quantize(
                CENT, ROUND_HALF_UP
            )
            if Decimal(str(line["lineTotal"])) != total:
                yield Failure(
                    "C-cart-7",
                    f"{line['quantity']} × {line['unitPrice']} is {total}, lineTotal says "
                    f"{line['lineTotal']}",
                    Evidence(total, line["lineTotal"], f"items.{at}.lineTotal"),
                )
        except (KeyError, TypeError, ArithmeticError):
            continue  # the schema complains


def _sum(lines: Any, member: str) -> Decimal | None:
    try:
        total = sum((Decimal(str(line[member])) for line in lines), Decimal(0))
        return total if total.is_finite() else None
    except (KeyError, TypeError, ArithmeticError):
        return None


def _check_cart(body: Any) -> Iterator[Failure]:
    if not isinstance(body, dict):
        return
    lines = body.get("items")
    yield from _check_lines(lines)
    count, subtotal = _sum(lines, "quantity"), _sum(lines, "lineTotal")
    if count is not None and body.get("count") != int(count):
        words = f"the quantities make {count}, count says {body.get('count')}"
        yield Failure("C-cart-7", words, Evidence(count, body.get("count"), "count"))
    if subtotal is not None and _differ(subtotal, body.get("subtotal") or 0):
        yield _wrong_subtotal("C-cart-7", subtotal, body)
    ids = [line.get("productId") for line in lines or [] if isinstance(line, dict)]
    if len(ids) != len(set(ids)):
        yield Failure("C-cart-2", f"a product has two lines: {ids}")
    for at, line in enumerate(lines or []):
        product = line.get("product") if isinstance(line, dict) else None
        if isinstance(product, dict) and product.get("id") != line.get("productId"):
            words = "a line's product is another than its productId"
            pair = line.get("productId"), product.get("id")
            yield Failure("C-cart-13", words, Evidence(*pair, f"items.{at}.product.id"))


def _check_order(body: Any) -> Iterator[Failure]:
    if not isinstance(body, dict):
        return
    for failure in _check_lines(body.get("items")):
        yield replace(failure, rule="C-ord-4")
    subtotal = _sum(body.get("items"), "lineTotal")
    if subtotal is not None and _differ(subtotal, body.get("subtotal") or 0):
        yield _wrong_subtotal("C-ord-4", subtotal, body)
    try:
        parts = sum(Decimal(str(body[name])) for name in ("subtotal", "shipping", "tax"))
        if _differ(Decimal(parts), body["total"]):
            words = f"subtotal, shipping and tax make {parts}, total says {body['total']}"
            yield Failure("C-ord-4", words, Evidence(parts, body["total"], "total"))
    except (KeyError, TypeError, ArithmeticError):
        pass  # the schema complains
    yield from _check_paid(body)


def _wrong_subtotal(rule: str, subtotal: Decimal, body: dict[str, Any]) -> Failure:
    stated = body.get("subtotal")
    words = f"the lines make {subtotal}, subtotal says {stated}"
    return Failure(rule, words, Evidence(subtotal, stated, "subtotal"))


def _check_paid(body: dict[str, Any]) -> Iterator[Failure]:
    status, payment = body.get("status"), body.get("paymentStatus")
    if status == "paid" and not body.get("paidAt"):
        yield Failure("C-ord-5", "a paid order without paidAt", Evidence(member="paidAt"))
    if status in ("pending", "failed") and "paidAt" in body:
        evidence = Evidence("no such member", body["paidAt"], "paidAt")
        yield Failure("C-ord-5", f"paidAt in an order that is {status}", evidence)
    if body.get("fulfilmentStatus") in ("unfulfilled", "processing") and "trackingUrl" in body:
        yield Failure("C-ord-5", f"trackingUrl in an order that is {body['fulfilmentStatus']}")
    pairs = {
        "pending": "pending",
        "paid": "paid",
        "failed": "failed",
        "refunded": "refunded",
        "cancelled": "failed",
    }
    if isinstance(status, str) and status in pairs and payment != pairs[status]:
        rule = "C-chk-11" if status in ("refunded", "cancelled") else "C-chk-10"
        evidence = Evidence(pairs[status], payment, "paymentStatus")
        yield Failure(rule, f"the order is {status}, its payment {payment}", evidence)
    if status == "pending" and body.get("fulfilmentStatus") not in (None, "unfulfilled"):
        actual = body.get("fulfilmentStatus")
        evidence = Evidence("unfulfilled", actual, "fulfilmentStatus")
        yield Failure("C-ord-6", f"a pending order is {actual}", evidence)
    customer = body.get("customer")
    guest = customer if isinstance(customer, dict) and "customerId" not in customer else {}
    if guest.get("email", body.get("email")) != body.get("email"):
        evidence = Evidence(body.get("email"), guest.get("email"), "customer.email")
        yield Failure("C-ord-9", "the order's email and its customer's differ", evidence)


def _check_orders(body: Any) -> Iterator[Failure]:
    if not isinstance(body, dict) or not isinstance(body.get("items"), list):
        return
    orders = body["items"]
    for order in orders:
        yield from _check_order(order)
    if body.get("count") != len(orders):
        words = f"count says {body.get('count')}, there are {len(orders)} orders"
        yield Failure("C-ord-9", words, Evidence(len(orders), body.get("count"), "count"))
    made = [instant(str(order.get("createdAt"))) for order in orders if isinstance(order, dict)]
    if made != sorted(made, reverse=True):
        yield Failure("C-ord-1", "the orders are not newest first")


def _check_intent(body: Any) -> Iterator[Failure]:
    if isinstance(body, dict) and not str(body.get("publishableKey")).startswith(
        ("pk_test_", "pk_live_")
    ):
        key = body.get("publishableKey")
        evidence = Evidence("a key that begins with pk_test_ or pk_live_", key, "publishableKey")
        yield Failure("C-str-2", f"publishableKey is {in_one_line(key)}", evidence)


BODY_CHECKS: dict[str, Callable[[Any], Iterator[Failure]]] = {
    "getCart": _check_cart,
    "addCartItem": _check_cart,
    "setCartItemQuantity": _check_cart,
    "removeCartItem": _check_cart,
    "clearCart": _check_cart,
    "createCheckoutIntent": _check_intent,
    "confirmCheckout": _check_order,
    "getOrder": _check_order,
    "listOrders": _check_orders,
}
"""By operation."""
