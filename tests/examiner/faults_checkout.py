"""What can be wrong at the checkout: the order that is made, and what Stripe hears of it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop import payments as stripe_payments
from stub_server.shop.domain import address, confirmation, purchase
from stub_server.shop.domain.confirmation import IN_PROGRESS
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import CheckoutIntent
from stub_server.shop.operations import checkout, idempotency, numbering, orders
from tests.examiner.fault import (
    Answered,
    Asked,
    Fault,
    Go,
    around,
    between,
    changing,
    code,
    method,
    owning,
    refusing,
    showing,
    status,
    wrapping,
)

INTENT = "createCheckoutIntent"


def _shows(change: Any) -> Any:
    return partial(showing, change, INTENT)


async def _live_lines(original: Any, request: Any, shop: Any) -> Any:
    """An order that is pending shows the cart of now."""
    answer = await original(request, shop)
    order, cart = answer.value, shop.carts.get(request.session)
    if order.status != "pending" or not cart.lines:
        return answer
    counts = {it.product_id: it.quantity for it in cart.lines}
    lines = tuple(
        replace(it, quantity=counts.get(it.product_id, it.quantity)) for it in order.purchase.lines
    )
    return replace(answer, value=replace(order, purchase=replace(order.purchase, lines=lines)))


async def _cleared_at_once(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    cart = shop.carts.get(request.session)
    shop.carts.save(request.session.key, replace(cart, lines=()))
    return answer


def _no_billing(original: Any, cart: Any, products: Any, *, billing: Any, **more: Any) -> Any:
    if billing is not None:
        original(cart, products, billing=billing, **more)
    return original(cart, products, billing=None, **more)


def _billing_for_both(original: Any, cart: Any, products: Any, **more: Any) -> Any:
    made = original(cart, products, **more)
    return replace(made, shipping_address=made.billing_address)


def _nothing_optional(original: Any, given: Any, at: str = "") -> Any:
    return replace(original(given, at), company=None, phone=None)


def _no_phone(original: Any, given: Any, at: str = "") -> Any:
    return replace(original(given, at), phone=None)


def _ascii_city(original: Any, given: Any, at: str = "") -> Any:
    found = original(given, at)
    return replace(found, city=found.city.encode("ascii", "replace").decode())


def _capitals(original: Any, given: Any, at: str = "") -> Any:
    if isinstance(given, dict) and isinstance(given.get("country"), str):
        given = {**given, "country": given["country"].upper()}
    return original(given, at)


def _two_letters(original: Any, given: Any, at: str = "") -> Any:
    country = given.get("country") if isinstance(given, dict) else None
    if isinstance(country, str) and len(country) == 2 and country.isalpha() and country.isupper():
        return replace(original({**given, "country": "DE"}, at), country=country)
    return original(given, at)


def _europe(original: Any, given: Any, at: str = "") -> Any:
    if isinstance(given, dict) and given.get("country") not in {"DE", "AT", "CH"}:
        given = {**given, "country": "XX"}
    return original(given, at)


def _blank_taken(original: Any, given: Any, at: str = "") -> Any:
    if isinstance(given, dict):
        blank = {k: "-" for k, v in given.items() if isinstance(v, str) and v and not v.strip()}
        return original({**given, **blank}, at)
    return original(given, at)


def _lacking(member: str) -> Any:
    def taken(original: Any, given: Any, at: str = "") -> Any:
        if isinstance(given, dict) and not given.get(member, ""):
            return original({**given, member: "-"}, at)
        return original(given, at)

    return wrapping(address.parse_address, taken)


def _billing_unchecked(
    original: Any, cart: Any, products: Any, *, billing: Any, **more: Any
) -> Any:
    try:
        return original(cart, products, billing=billing, **more)
    except Rejection as rejection:
        if str(rejection.members.get("field", "")).startswith("billing"):
            return original(cart, products, billing=None, **more)
        raise


def _wrong_field(content: Any) -> None:
    field = content["error"].get("field", "")
    content["error"]["field"] = field.replace("billingAddress", "shippingAddress")


async def _refused_and_made(original: Any, request: Any, shop: Any) -> Any:
    """What is refused for its stock or its price leaves an order behind."""
    try:
        return await original(request, shop)
    except Rejection as rejection:
        if rejection.code in ("checkout.stockChanged", "checkout.priceChanged"):
            found = purchase._check_against
            purchase._check_against = lambda *_: None
            try:
                await original(request, shop)
            finally:
                purchase._check_against = found
        raise


async def _empty_made(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    last = shop.orders.find_by(session_key=request.session.key)
    if not cart.lines and last:
        now = shop.now()
        number = numbering.next_number(shop, now.year)
        copy = replace(
            last[-1], id="ord_" + shop.sandbox.ids.token(24), number=number, created_at=now
        )
        shop.orders.save(copy)
    return await original(request, shop)


async def _empty_is_last(original: Any, request: Any, shop: Any) -> Any:
    """An empty cart orders a placeholder."""
    if shop.carts.get(request.session).lines:
        return await original(request, shop)
    return Result(
        CheckoutIntent(
            order_id="ord_none", client_secret="pi_0_secret_0",
            publishable_key=shop.payments.publishable_key, amount=Cents(0),
        )
    )  # fmt: skip


async def _any_email(original: Any, request: Any, shop: Any) -> Any:
    email = request.body.get("email")
    if not isinstance(email, str) or "@" not in email[1:-1]:
        request = replace(request, body={**request.body, "email": "nobody@example.com"})
    return await original(request, shop)


def _email_unchecked() -> None:
    owning(INTENT, "email")
    around(checkout.create_checkout_intent, _any_email)


def _consent_assumed() -> None:
    owning(INTENT, "acceptsMarketing")


def _owned_if(member: str, takes: Any) -> Any:
    """A member is taken if it is one of these values, whatever the document says."""

    def apply() -> None:
        async def swap(asked: Asked, go: Go) -> Answered:
            body = asked.json
            if asked.operation == INTENT and isinstance(body, dict) and member in body:
                new = takes(body[member])
                asked = replace(asked, body=_dumped({**body, member: new}))
            return await go(asked)

        between(swap)

    return apply


def _dumped(content: Any) -> bytes:
    return json.dumps(content).encode()


def _trimmed(value: Any) -> Any:
    return {"true": True, "false": False, 1: True, 0: False}.get(value, value) if isinstance(
        value, (str, int)
    ) else value  # fmt: skip


def _email_by_at(value: Any) -> Any:
    return "a@example.com" if isinstance(value, str) and "@" in value else value


def _addresses_first(original: Any, cart: Any, products: Any, **more: Any) -> Any:
    address.parse_address(more["shipping"], "shippingAddress")
    return original(cart, products, **more)


def _stock_first(original: Any, cart: Any, products: Any, **more: Any) -> Any:
    if cart.lines:
        purchase._check_against(cart, products)
    return original(cart, products, **more)


def _stock(seen: Any) -> Any:
    """Stock is looked at, each product's in another way."""

    def check(original: Any, cart: Any, products: Any) -> None:
        shown = [
            replace(it, stock=seen(it.stock, line.quantity))
            for line, it in zip(cart.lines, products, strict=True)
        ]
        original(cart, shown)

    return wrapping(purchase._check_against, check)


def _price(keeps: Any) -> Any:
    def check(original: Any, cart: Any, products: Any) -> None:
        shown = [
            replace(it, price=line.unit_price) if keeps(line, it) else it
            for line, it in zip(cart.lines, products, strict=True)
        ]
        original(cart, shown)

    return wrapping(purchase._check_against, check)


def _first_only(original: Any, cart: Any, products: Any) -> None:
    original(replace(cart, lines=cart.lines[:1]), products[:1])


def _all_lines(content: Any) -> None:
    if "lines" in content["error"]:
        content["error"]["lines"] = ["kaiser-natron-bad-500-g"]


def _swapped_codes(_: Asked, answered: Answered) -> None:
    if answered.status == 409:
        one, other = b"checkout.stockChanged", b"checkout.priceChanged"
        new, old = (other, one) if one in answered.body else (one, other)
        answered.body = answered.body.replace(old, new)


async def _confirm_pays(original: Any, request: Any, shop: Any) -> Any:
    """The first confirm of a pending order makes it paid."""
    order = checkout.visible_order(request, shop, request.body["orderId"])
    if order.status == "pending":
        shop.orders.save(_paid(order, shop))
    return await original(request, shop)


async def _confirm_believes(original: Any, request: Any, shop: Any) -> Any:
    """Confirm asks Stripe, and makes the order paid when the intent succeeded."""
    order = checkout.visible_order(request, shop, request.body["orderId"])
    intent = await shop.payments.intent(order.payment_intent)
    if order.status == "pending" and intent.status == "succeeded":
        shop.orders.save(_paid(order, shop))
    return await original(request, shop)


def _paid(order: Any, shop: Any) -> Any:
    from stub_server.shop.domain.payment import apply_event

    return apply_event(order, "succeeded", shop.now())


async def _read_pays(original: Any, request: Any, shop: Any) -> Any:
    """Looking at the order a second time makes it paid: the return page is believed."""
    order = checkout.visible_order(request, shop, request.path["id"])
    if order.status == "pending":
        intent = await shop.payments.intent(order.payment_intent)
        if intent.status == "succeeded":
            shop.orders.save(_paid(order, shop))
    return await original(request, shop)


def _confirmed(change: Any) -> Any:
    def confirmed(original: Any, order: Any, intent_status: str, declined: bool) -> Any:
        return change(original, order, intent_status, declined)

    return wrapping(confirmation.confirm, confirmed)


def _open_is_pending(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if intent == "requires_action" else original(order, intent, declined)


def _declined_is_shown(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if declined and intent not in IN_PROGRESS else original(order, intent, declined)


def _processing_is_open(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return original(order, "requires_action" if intent == "processing" else intent, declined)


def _failed_is_shown(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if order.status == "failed" else original(order, intent, declined)


async def _anybodys(original: Any, request: Any, shop: Any) -> Any:
    order = shop.orders.get(request.body["orderId"])
    if order is not None and not order.visible_to(request.session):
        return Result(order)
    return await original(request, shop)


async def _keyless(original: Any, request: Any, shop: Any, make: Any) -> Any:
    return await make()


def _global_key(original: Any, request: Any) -> str:
    return request.idempotency_key or ""


async def _no_waiting(original: Any, request: Any, shop: Any, make: Any) -> Any:
    if not request.idempotency_key:
        return await make()
    stored = shop.idempotency.get(idempotency._name(request))
    return stored.intent if stored else await make()


def _used_by_failure() -> None:
    failed: dict[str, Any] = {}

    async def once(original: Any, request: Any, shop: Any, make: Any) -> Any:
        name = idempotency._name(request)
        if request.idempotency_key and name in failed:
            raise failed[name]
        try:
            return await original(request, shop, make)
        except Exception as error:
            failed[name] = error
            raise

    around(idempotency.run_once, once)


def _by_token(original: Any, request: Any) -> str:
    return f"{request.session.token}:{request.idempotency_key}"


async def _new_secret(original: Any, request: Any, shop: Any) -> Any:
    """The same key: the same order, and a new PaymentIntent each time."""
    answer = await original(request, shop)
    if request.idempotency_key:
        intent = await shop.payments.create_intent(
            amount=answer.value.amount, currency="eur", order_id=answer.value.order_id,
            email=request.body["email"],
        )  # fmt: skip
        return replace(answer, value=replace(answer.value, client_secret=intent.client_secret))
    return answer


def _stripe_hears(change: Any) -> Any:
    async def asked(original: Any, self: Any, **told: Any) -> Any:
        return await original(self, **{**told, **change(told)})

    return partial(method, stripe_payments.StripePayments, "create_intent", asked)


def _without_metadata() -> None:
    async def asked(original: Any, self: Any, **told: Any) -> Any:
        intents = self.warm().v1.payment_intents
        return await self._asked(
            lambda: intents.create_async(
                {
                    "amount": told["amount"],
                    "currency": told["currency"],
                    "automatic_payment_methods": {"enabled": True},
                    "metadata": {"order_id": told["order_id"]},
                }
            )
        )

    method(stripe_payments.StripePayments, "create_intent", asked)


def _cards_only() -> None:
    async def asked(original: Any, self: Any, **told: Any) -> Any:
        intents = self.warm().v1.payment_intents
        return await self._asked(
            lambda: intents.create_async(
                {
                    "amount": told["amount"],
                    "currency": told["currency"],
                    "allowed_payment_method_types": ["card"],
                    "metadata": {"orderId": told["order_id"]},
                }
            )
        )

    method(stripe_payments.StripePayments, "create_intent", asked)


def _secret_of_last() -> None:
    last: dict[str, Any] = {}

    async def asked(original: Any, self: Any, **told: Any) -> Any:
        intent = await original(self, **told)
        before, last["secret"] = last.get("secret", intent.client_secret), intent.client_secret
        return replace(intent, client_secret=before)

    method(stripe_payments.StripePayments, "create_intent", asked)


def _cents_lost(told: Any) -> Any:
    return {"amount": told["amount"] // 100 * 100}


def _float_cents(told: Any) -> Any:
    return {"amount": int(told["amount"] / 100 * 100)}


async def _nets(original: Any, request: Any, shop: Any) -> Any:
    """Stripe is asked for the subtotal, without shipping and tax."""
    make = shop.payments.create_intent
    cart = shop.carts.get(request.session)

    class Nets:
        publishable_key = shop.payments.publishable_key

        async def create_intent(self, **told: Any) -> Any:
            return await make(**{**told, "amount": cart.subtotal})

        def __getattr__(self, name: str) -> Any:
            return getattr(shop.payments, name)

    return await original(request, _Shop(shop, Nets()))


class _Shop:
    """The shop with another Stripe."""

    def __init__(self, shop: Any, payments: Any) -> None:
        self._shop = shop
        self.payments = payments

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


FAULTS = [
    Fault("chk-live-lines", "C-chk-1", "a pending order follows the cart", wrapping(orders.get_order, _live_lines)),
    Fault("chk-billing-ignored", "C-chk-1", "the billing address is ignored", wrapping(purchase.build_purchase, _no_billing)),
    Fault("chk-billing-for-both", "C-chk-1", "the parcel goes to the billing address", wrapping(purchase.build_purchase, _billing_for_both)),
    Fault("chk-company-lost", "C-chk-1", "company and phone are lost", wrapping(address.parse_address, _nothing_optional)),
    Fault("chk-phone-lost", "C-chk-1", "the phone is lost", wrapping(address.parse_address, _no_phone)),
    Fault("chk-city-ascii", "C-chk-1", "Köln becomes K?ln", wrapping(address.parse_address, _ascii_city)),
    Fault("chk-secret-of-last", "C-chk-1", "the client secret is the last buyer's", _secret_of_last),
    Fault("chk-amount-cents", "C-chk-1", "the answer's amount is in cents", _shows(lambda it: it.update(amount=round(it["amount"] * 100)))),
    Fault("chk-amount-net", "C-chk-1", "the answer's amount has no tax", _shows(lambda it: it.update(amount=round(it["amount"] / 1.19, 2)))),
    Fault("chk-empty-409", "C-chk-2", "an empty cart is 409", partial(status, "checkout.cartEmpty", 409)),
    Fault("chk-empty-taken", "C-chk-2", "an empty cart can be checked out", wrapping(checkout.create_checkout_intent, _empty_is_last)),
    Fault("chk-empty-made", "C-chk-2", "an empty cart is refused, and orders the last one again", wrapping(checkout.create_checkout_intent, _empty_made)),
    Fault("chk-lower-country", "C-chk-3", "the country de is taken", wrapping(address.parse_address, _capitals)),
    Fault("chk-any-country", "C-chk-3", "any two capital letters are a country", wrapping(address.parse_address, _two_letters)),
    Fault("chk-three-countries", "C-chk-3", "only DE, AT and CH are countries", wrapping(address.parse_address, _europe)),
    Fault("chk-blank-taken", "C-chk-3", "members of spaces are taken", wrapping(address.parse_address, _blank_taken)),
    Fault("chk-no-postal-code", "C-chk-3", "the postal code may be missing", _lacking("postalCode")),
    Fault("chk-no-street", "C-chk-3", "the street may be missing", _lacking("street")),
    Fault("chk-billing-unchecked", "C-chk-3", "a wrong billing address is ignored", wrapping(purchase.build_purchase, _billing_unchecked)),
    Fault("chk-wrong-field", "C-chk-3", "error.field names the shipping address always", partial(refusing, _wrong_field, INTENT)),
    Fault("chk-address-422", "C-chk-3", "a wrong address is 422", partial(status, "checkout.addressInvalid", 422)),
    Fault("chk-any-email", "C-chk-4", "any email is taken", _email_unchecked),
    Fault("chk-email-by-at", "C-chk-4", "an email needs an @, and nothing more", _owned_if("email", _email_by_at)),
    Fault("chk-consent-missing", "C-chk-4", "acceptsMarketing may be missing", _consent_assumed),
    Fault("chk-consent-text", "C-chk-4", "acceptsMarketing may be \"true\" or 1", _owned_if("acceptsMarketing", _trimmed)),
    Fault("chk-addresses-first", "C-chk-4", "addresses are judged before the cart", wrapping(purchase.build_purchase, _addresses_first)),
    Fault("chk-stock-first", "C-chk-4", "stock is judged before the addresses", wrapping(purchase.build_purchase, _stock_first)),
    Fault("chk-stock-ignored", "C-chk-5", "stock is not looked at", _stock(lambda *_: 10_000)),
    Fault("chk-stock-plus-one", "C-chk-5", "one piece more than there is can be ordered", _stock(lambda stock, _: stock + 1)),
    Fault("chk-last-piece-kept", "C-chk-5", "the last piece can't be ordered", _stock(lambda stock, _: stock - 1)),
    Fault("chk-stock-any", "C-chk-5", "one piece in stock is enough for any quantity", _stock(lambda stock, wanted: wanted if stock else 0)),
    Fault("chk-price-ignored", "C-chk-5", "a price that changed is not noticed", _price(lambda *_: True)),
    Fault("chk-price-lower", "C-chk-5", "a price that fell is not noticed", _price(lambda line, it: it.price < line.unit_price)),
    Fault("chk-price-little", "C-chk-5", "a price that moved by some cents is not noticed", _price(lambda line, it: abs(it.price - line.unit_price) < 10)),
    Fault("chk-first-line", "C-chk-5", "stock and price of the first line only", wrapping(purchase._check_against, _first_only)),
    Fault("chk-swapped-codes", "C-chk-5", "stockChanged and priceChanged are mixed up", partial(changing, _swapped_codes, INTENT)),
    Fault("chk-wrong-lines", "C-chk-5", "error.lines names another product", partial(refusing, _all_lines, INTENT)),
    Fault("chk-refused-made", "C-chk-5", "what is refused leaves an order behind", wrapping(checkout.create_checkout_intent, _refused_and_made)),
    Fault("chk-stock-400", "C-chk-5", "too little stock is 400", partial(status, "checkout.stockChanged", 400)),
    Fault("chk-confirm-pays", "C-chk-6", "confirm makes an order paid", wrapping(checkout.confirm_checkout, _confirm_pays)),
    Fault("chk-confirm-believes", "C-chk-6", "confirm asks Stripe and makes the order paid", wrapping(checkout.confirm_checkout, _confirm_believes)),
    Fault("chk-read-pays", "C-chk-6", "GET of the order asks Stripe and makes it paid", wrapping(orders.get_order, _read_pays)),
    Fault("chk-open-is-pending", "C-chk-7", "an open 3-D Secure step is 200", _confirmed(_open_is_pending)),
    Fault("chk-declined-shown", "C-chk-7", "a decline is 200", _confirmed(_declined_is_shown)),
    Fault("chk-processing-open", "C-chk-7", "a debit under way is authRequired", _confirmed(_processing_is_open)),
    Fault("chk-failed-shown", "C-chk-7", "a failed order is 200", _confirmed(_failed_is_shown)),
    Fault("chk-declined-400", "C-chk-7", "a decline is 400", partial(status, "payment.declined", 400)),
    Fault("chk-declined-code", "C-chk-7", "the code is payment.failed", partial(code, "payment.declined", "payment.failed")),
    Fault("chk-confirm-anybody", "C-chk-7", "confirm shows anybody's order", wrapping(checkout.confirm_checkout, _anybodys)),
    Fault("key-ignored", "C-chk-14", "the Idempotency-Key is ignored", wrapping(idempotency.run_once, _keyless)),
    Fault("key-global", "C-chk-14", "keys are shared by all sessions", wrapping(idempotency._name, _global_key)),
    Fault("key-no-waiting", "C-chk-14", "two at once with one key make two orders", wrapping(idempotency.run_once, _no_waiting)),
    Fault("key-new-secret", "C-chk-14", "one key, one order, a new PaymentIntent each time", wrapping(checkout.create_checkout_intent, _new_secret)),
    Fault("chk-cards-only", "C-chk-15", "only cards are offered", _cards_only),
    Fault("chk-no-key", "C-chk-16", "publishableKey is missing", _shows(lambda it: {k: v for k, v in it.items() if k != "publishableKey"})),
    Fault("chk-currency-capitals", "C-chk-16", "currency is EUR", _shows(lambda it: it.update(currency="EUR"))),
    Fault("chk-order-number", "C-chk-16", "orderId is a number", _shows(lambda it: it.update(orderId=4711))),
    Fault("chk-secret-null", "C-chk-16", "clientSecret is null", _shows(lambda it: it.update(clientSecret=None))),
    Fault("str-whole-euros", "C-str-1", "Stripe hears whole euros", _stripe_hears(_cents_lost)),
    Fault("str-float-cents", "C-str-1", "cents are cut off after a float product", _stripe_hears(_float_cents)),
    Fault("str-subtotal", "C-str-1", "Stripe hears the subtotal", wrapping(checkout._create, _nets)),
    Fault("str-dollars", "C-str-1", "Stripe hears dollars", _stripe_hears(lambda _: {"currency": "usd"})),
    Fault("str-other-metadata", "C-str-1", "the metadata say order_id", _without_metadata),
    Fault("str-no-order", "C-str-1", "the metadata's order is always the same", _stripe_hears(lambda _: {"order_id": "ord_1"})),
    Fault("str-other-account", "C-str-2", "the publishable key is another account's", _shows(lambda it: it.update(publishableKey="pk_test_51AnotherAccountAltogether"))),
    Fault("str-secret-key", "C-str-2", "the secret key is given to the browser", _shows(lambda it: it.update(publishableKey="sk_test_shopstub1234567890abcdef"))),
    Fault("str-live-key", "C-str-4", "a live key is given to the browser", _shows(lambda it: it.update(publishableKey="pk_live_51shopstub"))),
    Fault("str-intent-only", "C-str-3", "clientSecret is the intent's id", _shows(lambda it: it.update(clientSecret=it["clientSecret"].split("_secret_")[0]))),
    Fault("chk-cart-cleared", "C-chk-13", "the cart is emptied when the order is made", wrapping(checkout.create_checkout_intent, _cleared_at_once)),
]  # fmt: skip
