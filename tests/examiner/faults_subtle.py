"""Faults that nobody planned the suite for: what databases, caches and haste do to a shop."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop import payments as stripe_payments
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain import payment, purchase
from stub_server.shop.domain.customer import validate_password
from stub_server.shop.domain.quantity import parse_quantity
from stub_server.shop.operations import cart as carts
from stub_server.shop.operations import (
    checkout,
    customers,
    inventory,
    numbering,
    passwords,
    sessions,
    webhooks,
)
from stub_server.shop.repositories import ResetTokenRepository
from tests.examiner.fault import (
    Answered,
    Asked,
    Fault,
    Go,
    around,
    between,
    method,
    orders,
    refusing,
    showing,
    wrapping,
)


def _collated(original: Any, shop: Any, product_id: str) -> Any:
    """The database compares ids without case, and without blanks at the end."""
    return original(shop, product_id.strip().lower())


def _token_collated(original: Any, tokens: Any, value: str) -> Any:
    for record in tokens._store.all("resetTokens"):
        if record["token"].lower() == value.lower():
            return original(tokens, record["token"])
    return original(tokens, value)


def _session_collated(original: Any, shop: Any, token: str | None, *, keep: bool) -> Any:
    if token:
        for record in shop.sandbox.store.all("sessions"):
            if record["token"].lower() == token.lower():
                token = record["token"]
    return original(shop, token, keep=keep)


def _session_cut(original: Any, shop: Any, token: str | None, *, keep: bool) -> Any:
    """The column is too short: a session is known by its first sixteen signs."""
    if token and len(token) >= 16:
        for record in shop.sandbox.store.all("sessions"):
            if record["token"][:16] == token[:16]:
                token = record["token"]
    return original(shop, token, keep=keep)


def _by_moment() -> None:
    """Events that are older than the last one are thought to be outdated."""
    last: dict[str, int] = {}

    async def heard(original: Any, request: Any, shop: Any) -> Any:
        event = shop.payments.verify_event(request.raw, request.signature)
        news = payment.parse_event(event.type, event.subject)
        if news:
            created = json.loads(request.raw).get("created", 0)
            if created < last.get(news.intent, 0):
                return Result()
            last[news.intent] = created
        return await original(request, shop)

    around(webhooks.receive_stripe_event, heard)


def _by_email(original: Any, shop: Any, session: Any, who: Any) -> Any:
    """A login brings all guests' orders with the customer's email along."""
    new = original(shop, session, who)
    for record in shop.sandbox.store.all("orders"):
        if record["email"].lower() == who.email.lower() and not record["customerId"]:
            order = shop.orders.get(record["id"])
            assert order
            shop.orders.save(replace(order, customer_id=who.id))
    return new


async def _token_raced(original: Any, request: Any, shop: Any) -> Any:
    """The token is looked at, and taken away later."""
    given = request.body.get("token")
    token = passwords._require_valid(shop, given)
    hashed = await shop.passwords.hash(validate_password(request.body.get("password")))
    await asyncio.sleep(0.05)
    who = shop.customers.get(token.customer_id)
    assert who
    shop.customers.save(replace(who, password_hash=hashed))
    for session in shop.sessions.find_by(customer_id=who.id):
        sessions.end(shop, session)
    shop.reset_tokens.delete(token.token)
    return Result()


class _Uncounted:
    """The shop, where nothing is counted."""

    class _Free:
        def count(self, *_: Any) -> None:
            """Nothing is counted."""

    def __init__(self, shop: Any) -> None:
        self._shop = shop
        self.rate_limit = self._Free()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


async def _attempts_raced(original: Any, request: Any, shop: Any) -> Any:
    """Attempts are looked at before, and counted when they are over."""
    shop.rate_limit.count("login", request.client)
    tried = shop.rate_limit._attempts[("login", request.client)]
    at = tried.pop()
    try:
        return await original(request, _Uncounted(shop))
    finally:
        tried.append(at)


def _number_first(original: Any, request: Any, shop: Any) -> Any:
    """A checkout takes its number before it is judged."""
    year = shop.now().year
    counter = shop.sandbox.store.get("counters", str(year))
    try:
        return original(request, shop)
    except Rejection:
        last = counter["last"] if counter else 0
        shop.sandbox.store.put("counters", str(year), {"year": year, "last": last + 1})
        raise


async def _number_again(original: Any, request: Any, shop: Any) -> Any:
    """A second click takes a number, too."""
    before = len(shop.sandbox.store.page("orders", limit=10_000))
    answer = await original(request, shop)
    if len(shop.sandbox.store.page("orders", limit=10_000)) == before:
        numbering.next_number(shop, shop.now().year)
    return answer


def _prices_first(original: Any, cart: Any, products: Any) -> None:
    """Prices are judged before stock."""
    plenty = [replace(it, stock=10_000) for it in products]
    original(cart, plenty)
    original(cart, products)


def _created_anew(original: Any, order: Any, happened: str, at: Any) -> Any:
    settled = original(order, happened, at)
    return replace(settled, created_at=at) if settled != order else settled


def _settled_by_customer(original: Any, shop: Any, order: Any) -> None:
    """The goods leave the customer's other carts, too."""
    original(shop, order)
    if order.customer_id:
        for session in shop.sessions.find_by(customer_id=order.customer_id):
            cart = shop.carts.find(session.key)
            if cart and session.key != order.session_key:
                left = rules.subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
                shop.carts.save(session.key, left)


def _carts_by_token() -> None:
    """The order remembers the session's name, and a login changes that."""
    names: dict[str, str] = {}

    async def made(original: Any, request: Any, shop: Any) -> Any:
        answer = await original(request, shop)
        names[answer.order_id] = request.session.token
        return answer

    def over(original: Any, shop: Any, order: Any) -> None:
        if shop.sandbox.store.get("sessions", names.get(order.id, "")):
            original(shop, order)
        else:
            inventory.decrement_stock(shop, order.purchase.quantities)

    around(checkout._create, made)
    around(webhooks._deduct_purchase, over)


async def _cart_raced(original: Any, request: Any, shop: Any) -> Any:
    """PATCH reads the cart, and writes it a little later."""
    cart = shop.carts.get(request.session)
    product = inventory.product(shop, request.path["productId"])
    wanted = parse_quantity(request.body.get("quantity"))
    changed = rules.set_quantity(
        cart, product, wanted, shop.policy.limits, shop.sandbox.clock.now()
    )
    await asyncio.sleep(0.03)
    return carts._save(request, shop, cart, changed)


def _words_of_the_machine(content: Any) -> None:
    if content["error"]["code"] == "request.invalid":
        content["error"]["message"] += (
            " in /srv/shop/src/Http/Kernel.php:114\nStack trace:\n#0 /srv/shop/index.php(7)"
        )


def _sql(content: Any) -> None:
    if content["error"]["code"] == "order.notFound":
        content["error"]["message"] = "SQLSTATE[42S02]: Base table or view not found: 1146"


def _secret_beside(content: Any) -> Any:
    return {**content, "debug": {"stripeKey": "sk_test_shopstub1234567890abcdef"}}


def _hook_secret(content: Any) -> Any:
    return {**content, "webhook": "whsec_shopstub1234567890abcdef"}


async def _echoes(asked: Asked, go: Go) -> Answered:
    """What was sent stands in the answer to a registration."""
    answered = await go(asked)
    if asked.operation == "registerCustomer" and answered.status == 200:
        answered.says({**answered.json, "request": asked.json})
    return answered


async def _echoes_refused(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    if asked.operation == "loginCustomer" and answered.status == 401:
        content = answered.json
        content["error"]["sent"] = asked.body.decode()
        answered.says(content)
    return answered


async def _old_email_too(original: Any, request: Any, shop: Any) -> Any:
    """The email of before goes on to log in."""
    before = customers.require_customer(request, shop)
    answer = await original(request, shop)
    if answer.value.email != before.email:
        shop.customers.save(replace(before, id=before.id + "-"))
    return answer


def _sorted_lines(order: Any) -> None:
    order["items"].sort(key=lambda it: it["productId"])


def _lost_line(order: Any) -> None:
    """Five lines of an order are shown."""
    if len(order["items"]) > 5:
        order["items"] = order["items"][:5]


def _paid_number(order: Any) -> None:
    """A paid order is shown by the invoice's number."""
    if order["status"] == "paid":
        order["number"] = order["number"][:-4] + f"{int(order['number'][-4:]) + 5000}"


def _email_lost(order: Any) -> None:
    if order["status"] == "paid":
        order["email"] = order["customer"]["email"] = "orders@example.com"


def _title_when_paid(original: Any, shop: Any, news: Any) -> Any:
    """Titles are taken when an order is paid."""
    settled = original(shop, news)
    if settled is not None and settled.status == "paid":
        lines = tuple(
            replace(it, title=inventory.product(shop, it.product_id).title)
            for it in settled.purchase.lines
        )
        settled = replace(settled, purchase=replace(settled.purchase, lines=lines))
        shop.orders.save(settled)
    return settled


def _price_when_paid(original: Any, shop: Any, news: Any) -> Any:
    """Prices are those of the day of payment."""
    settled = original(shop, news)
    if settled is not None and settled.status == "paid":
        lines = tuple(
            replace(it, unit_price=inventory.product(shop, it.product_id).price)
            for it in settled.purchase.lines
        )
        subtotal: Any = sum(it.total for it in lines)
        totals = replace(settled.purchase.totals, subtotal=subtotal)
        settled = replace(settled, purchase=replace(settled.purchase, lines=lines, totals=totals))
        shop.orders.save(settled)
    return settled


def _wrong_cap(original: Any, request: Any, shop: Any) -> Any:
    quantity = request.body.get("quantity")
    if isinstance(quantity, int) and quantity > 2**31 - 1:
        raise OverflowError("out of range for type integer")
    return original(request, shop)


async def _pages(asked: Asked, go: Go) -> Answered:
    """The list of orders is by pages of three."""
    answered = await go(asked)
    if asked.operation == "listOrders" and answered.status == 200:
        items = answered.json["items"][:3]
        answered.says({"items": items, "count": len(items)})
    return answered


def _intent_reused() -> None:
    """A session's pending intent is used again for the next order, at its old amount."""
    kept: dict[str, Any] = {}

    async def create(original: Any, self: Any, **told: Any) -> Any:
        if told["email"] in kept and kept[told["email"]][0] == told["amount"]:
            return kept[told["email"]][1]
        intent = await original(self, **told)
        kept[told["email"]] = (told["amount"], intent)
        return intent

    method(stripe_payments.StripePayments, "create_intent", create)


FAULTS = [
    Fault("sub-id-case", "C-cart-5", "product ids are compared without case", wrapping(inventory.product, _collated)),
    Fault("sub-token-case", "C-cus-8", "reset tokens are compared without case", partial(method, ResetTokenRepository, "get", _token_collated)),
    Fault("sub-session-case", "C-conv-2", "session names are compared without case", wrapping(sessions.load_or_start, _session_collated)),
    Fault("sub-session-cut", "C-conv-2", "a session is known by its first sixteen signs", wrapping(sessions.load_or_start, _session_cut)),
    Fault("sub-by-moment", "C-chk-9", "an event older than the last one is ignored", _by_moment),
    Fault("sub-claimed-by-email", "C-ord-1", "a login takes over all guests' orders with its email", wrapping(sessions.upgrade, _by_email)),
    Fault("sub-token-raced", "C-cus-7", "a token can be used twice at once", wrapping(passwords.confirm_password_reset, _token_raced)),
    Fault("sub-attempts-raced", "C-cus-6", "attempts at once are all let in", wrapping(customers.login_customer, _attempts_raced)),
    Fault("sub-number-first", "C-ord-8", "a refused checkout uses up a number", wrapping(checkout._build_purchase, _number_first)),
    Fault("sub-number-again", "C-ord-8", "a second click uses up a number", wrapping(checkout.create_checkout_intent, _number_again)),
    Fault("sub-prices-first", "C-chk-4", "prices are judged before stock", wrapping(purchase._check_against, _prices_first)),
    Fault("sub-created-anew", "C-chk-1", "a payment sets createdAt anew", wrapping(payment.apply_event, _created_anew)),
    Fault("sub-other-carts", "C-chk-13", "what is paid leaves the customer's other carts, too", wrapping(webhooks._deduct_purchase, _settled_by_customer)),
    Fault("sub-cart-by-name", "C-chk-13", "after a login a paid order stays in the cart", _carts_by_token),
    Fault("sub-patch-raced", "C-cart-3", "PATCH and POST at once: one is lost", wrapping(carts.set_cart_item_quantity, _cart_raced)),
    Fault("sub-trace", "C-conv-3", "a message holds a stack trace", partial(refusing, _words_of_the_machine)),
    Fault("sub-sql", "C-conv-3", "a message holds the database's words", partial(refusing, _sql)),
    Fault("sub-secret-key", "C-str-2", "the cart's answer holds the secret key", partial(showing, _secret_beside, "getCart")),
    Fault("sub-hook-secret", "C-str-2", "the intent's answer holds the webhook's secret", partial(showing, _hook_secret, "createCheckoutIntent")),
    Fault("sub-echo", "C-cus-11", "a registration is answered with what was sent", partial(between, _echoes)),
    Fault("sub-echo-refused", "C-cus-11", "a refused login is answered with what was sent", partial(between, _echoes_refused)),
    Fault("sub-old-email", "C-cus-9", "a changed email logs in under the old one, too", wrapping(customers.update_me, _old_email_too)),
    Fault("sub-lines-sorted", "C-chk-1", "an order's lines are sorted by product id", partial(orders, _sorted_lines)),
    Fault("sub-lines-cut", "C-ord-4", "five lines of an order are shown", partial(orders, _lost_line)),
    Fault("sub-paid-number", "C-ord-8", "a paid order has another number", partial(orders, _paid_number)),
    Fault("sub-email-lost", "C-ord-9", "a paid order has the shop's email", partial(orders, _email_lost)),
    Fault("sub-title-when-paid", "C-ord-3", "titles are those of the day of payment", wrapping(webhooks._apply, _title_when_paid)),
    Fault("sub-price-when-paid", "C-ord-3", "prices are those of the day of payment", wrapping(webhooks._apply, _price_when_paid)),
    Fault("sub-quantity-overflow", "C-cart-6", "a quantity over 2³¹ is 500", wrapping(carts.add_cart_item, _wrong_cap)),
    Fault("sub-list-by-pages", "C-ord-1", "the list holds three orders at most", partial(between, _pages)),
    Fault("sub-intent-reused", "C-chk-1", "one PaymentIntent for two orders of one email and amount", _intent_reused),
]  # fmt: skip
