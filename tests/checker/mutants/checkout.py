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
from stub_server.shop.domain.confirmation import UNDER_WAY
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import CheckoutIntent
from stub_server.shop.operations import checkout, idempotency, numbering, orders
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import skip_schema_checks, wrap, wrap_method, wrapper
from tests.checker.mutants.responses import (
    change_body,
    change_code,
    change_error,
    change_response,
    change_status,
)

INTENT = "createCheckoutIntent"


def _shows(change: Any) -> Any:
    return partial(change_body, change, INTENT)


async def _live_lines(original: Any, request: Any, shop: Any) -> Any:
    """An order that is pending shows the cart of now."""
    answer = await original(request, shop)
    order, cart = answer.value, shop.carts.get(request.session)
    if order.status != "pending" or not cart.lines:
        return answer
    counts = {line.product_id: line.quantity for line in cart.lines}
    lines = tuple(
        replace(line, quantity=counts.get(line.product_id, line.quantity))
        for line in order.purchase.lines
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

    return wrapper(address.address_of, taken)


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
    skip_schema_checks(INTENT, "email")
    wrap(checkout.create_checkout_intent, _any_email)


def _consent_assumed() -> None:
    skip_schema_checks(INTENT, "acceptsMarketing")


def _owned_if(member: str, takes: Any) -> Any:
    """A member is taken if it is one of these values, whatever the document says."""

    def apply() -> None:
        async def swap(request: Request, call_next: CallNext) -> Response:
            body = request.json
            if request.operation == INTENT and isinstance(body, dict) and member in body:
                new = takes(body[member])
                request = replace(request, body=_dumped({**body, member: new}))
            return await call_next(request)

        add_middleware(swap)

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
    address.address_of(more["shipping"], "shippingAddress")
    return original(cart, products, **more)


def _stock_first(original: Any, cart: Any, products: Any, **more: Any) -> Any:
    if cart.lines:
        purchase._check_against(cart, products)
    return original(cart, products, **more)


def _stock(seen: Any) -> Any:
    """Stock is looked at, each product's in another way."""

    def check(original: Any, cart: Any, products: Any) -> None:
        shown = [
            replace(product, stock=seen(product.stock, line.quantity))
            for line, product in zip(cart.lines, products, strict=True)
        ]
        original(cart, shown)

    return wrapper(purchase._check_against, check)


def _price(keeps: Any) -> Any:
    def check(original: Any, cart: Any, products: Any) -> None:
        shown = [
            replace(product, price=line.unit_price) if keeps(line, product) else product
            for line, product in zip(cart.lines, products, strict=True)
        ]
        original(cart, shown)

    return wrapper(purchase._check_against, check)


def _first_only(original: Any, cart: Any, products: Any) -> None:
    original(replace(cart, lines=cart.lines[:1]), products[:1])


def _all_lines(content: Any) -> None:
    if "lines" in content["error"]:
        content["error"]["lines"] = ["kaiser-natron-bad-500-g"]


def _swapped_codes(_: Request, response: Response) -> None:
    if response.status == 409:
        one, other = b"checkout.stockChanged", b"checkout.priceChanged"
        new, old = (other, one) if one in response.body else (one, other)
        response.body = response.body.replace(old, new)


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

    return wrapper(confirmation.confirm, confirmed)


def _open_is_pending(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if intent == "requires_action" else original(order, intent, declined)


def _declined_is_shown(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if declined and intent not in UNDER_WAY else original(order, intent, declined)


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

    wrap(idempotency.run_once, once)


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
    async def request(original: Any, self: Any, **told: Any) -> Any:
        return await original(self, **{**told, **change(told)})

    return partial(wrap_method, stripe_payments.StripePayments, "create_intent", request)


def _without_metadata() -> None:
    async def request(original: Any, self: Any, **told: Any) -> Any:
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

    wrap_method(stripe_payments.StripePayments, "create_intent", request)


def _cards_only() -> None:
    async def request(original: Any, self: Any, **told: Any) -> Any:
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

    wrap_method(stripe_payments.StripePayments, "create_intent", request)


def _secret_of_last() -> None:
    last: dict[str, Any] = {}

    async def request(original: Any, self: Any, **told: Any) -> Any:
        intent = await original(self, **told)
        before, last["secret"] = last.get("secret", intent.client_secret), intent.client_secret
        return replace(intent, client_secret=before)

    wrap_method(stripe_payments.StripePayments, "create_intent", request)


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


MUTANTS = [
    Mutant("chk-live-lines", "C-chk-1", "a pending order follows the cart", wrapper(orders.get_order, _live_lines)),
    Mutant("chk-billing-ignored", "C-chk-1", "the billing address is ignored", wrapper(purchase.purchase_of, _no_billing)),
    Mutant("chk-billing-for-both", "C-chk-1", "the parcel goes to the billing address", wrapper(purchase.purchase_of, _billing_for_both)),
    Mutant("chk-company-lost", "C-chk-1", "company and phone are lost", wrapper(address.address_of, _nothing_optional)),
    Mutant("chk-phone-lost", "C-chk-1", "the phone is lost", wrapper(address.address_of, _no_phone)),
    Mutant("chk-city-ascii", "C-chk-1", "Köln becomes K?ln", wrapper(address.address_of, _ascii_city)),
    Mutant("chk-secret-of-last", "C-chk-1", "the client secret is the last buyer's", _secret_of_last),
    Mutant("chk-amount-cents", "C-chk-1", "the answer's amount is in cents", _shows(lambda content: content.update(amount=round(content["amount"] * 100)))),
    Mutant("chk-amount-net", "C-chk-1", "the answer's amount has no tax", _shows(lambda content: content.update(amount=round(content["amount"] / 1.19, 2)))),
    Mutant("chk-empty-409", "C-chk-2", "an empty cart is 409", partial(change_status, "checkout.cartEmpty", 409)),
    Mutant("chk-empty-taken", "C-chk-2", "an empty cart can be checked out", wrapper(checkout.create_checkout_intent, _empty_is_last)),
    Mutant("chk-empty-made", "C-chk-2", "an empty cart is refused, and orders the last one again", wrapper(checkout.create_checkout_intent, _empty_made)),
    Mutant("chk-lower-country", "C-chk-3", "the country de is taken", wrapper(address.address_of, _capitals)),
    Mutant("chk-any-country", "C-chk-3", "any two capital letters are a country", wrapper(address.address_of, _two_letters)),
    Mutant("chk-three-countries", "C-chk-3", "only DE, AT and CH are countries", wrapper(address.address_of, _europe)),
    Mutant("chk-blank-taken", "C-chk-3", "members of spaces are taken", wrapper(address.address_of, _blank_taken)),
    Mutant("chk-no-postal-code", "C-chk-3", "the postal code may be missing", _lacking("postalCode")),
    Mutant("chk-no-street", "C-chk-3", "the street may be missing", _lacking("street")),
    Mutant("chk-billing-unchecked", "C-chk-3", "a wrong billing address is ignored", wrapper(purchase.purchase_of, _billing_unchecked)),
    Mutant("chk-wrong-field", "C-chk-3", "error.field names the shipping address always", partial(change_error, _wrong_field, INTENT)),
    Mutant("chk-address-422", "C-chk-3", "a wrong address is 422", partial(change_status, "checkout.addressInvalid", 422)),
    Mutant("chk-any-email", "C-chk-4", "any email is taken", _email_unchecked),
    Mutant("chk-email-by-at", "C-chk-4", "an email needs an @, and nothing more", _owned_if("email", _email_by_at)),
    Mutant("chk-consent-missing", "C-chk-4", "acceptsMarketing may be missing", _consent_assumed),
    Mutant("chk-consent-text", "C-chk-4", "acceptsMarketing may be \"true\" or 1", _owned_if("acceptsMarketing", _trimmed)),
    Mutant("chk-addresses-first", "C-chk-4", "addresses are judged before the cart", wrapper(purchase.purchase_of, _addresses_first)),
    Mutant("chk-stock-first", "C-chk-4", "stock is judged before the addresses", wrapper(purchase.purchase_of, _stock_first)),
    Mutant("chk-stock-ignored", "C-chk-5", "stock is not looked at", _stock(lambda *_: 10_000)),
    Mutant("chk-stock-plus-one", "C-chk-5", "one piece more than there is can be ordered", _stock(lambda stock, _: stock + 1)),
    Mutant("chk-last-piece-kept", "C-chk-5", "the last piece can't be ordered", _stock(lambda stock, _: stock - 1)),
    Mutant("chk-stock-any", "C-chk-5", "one piece in stock is enough for any quantity", _stock(lambda stock, wanted: wanted if stock else 0)),
    Mutant("chk-price-ignored", "C-chk-5", "a price that changed is not noticed", _price(lambda *_: True)),
    Mutant("chk-price-lower", "C-chk-5", "a price that fell is not noticed", _price(lambda line, product: product.price < line.unit_price)),
    Mutant("chk-price-little", "C-chk-5", "a price that moved by some cents is not noticed", _price(lambda line, product: abs(product.price - line.unit_price) < 10)),
    Mutant("chk-first-line", "C-chk-5", "stock and price of the first line only", wrapper(purchase._check_against, _first_only)),
    Mutant("chk-swapped-codes", "C-chk-5", "stockChanged and priceChanged are mixed up", partial(change_response, _swapped_codes, INTENT)),
    Mutant("chk-wrong-lines", "C-chk-5", "error.lines names another product", partial(change_error, _all_lines, INTENT)),
    Mutant("chk-refused-made", "C-chk-5", "what is refused leaves an order behind", wrapper(checkout.create_checkout_intent, _refused_and_made)),
    Mutant("chk-stock-400", "C-chk-5", "too little stock is 400", partial(change_status, "checkout.stockChanged", 400)),
    Mutant("chk-confirm-pays", "C-chk-6", "confirm makes an order paid", wrapper(checkout.confirm_checkout, _confirm_pays)),
    Mutant("chk-confirm-believes", "C-chk-6", "confirm asks Stripe and makes the order paid", wrapper(checkout.confirm_checkout, _confirm_believes)),
    Mutant("chk-read-pays", "C-chk-6", "GET of the order asks Stripe and makes it paid", wrapper(orders.get_order, _read_pays)),
    Mutant("chk-open-is-pending", "C-chk-7", "an open 3-D Secure step is 200", _confirmed(_open_is_pending)),
    Mutant("chk-declined-shown", "C-chk-7", "a decline is 200", _confirmed(_declined_is_shown)),
    Mutant("chk-processing-open", "C-chk-7", "a debit under way is authRequired", _confirmed(_processing_is_open)),
    Mutant("chk-failed-shown", "C-chk-7", "a failed order is 200", _confirmed(_failed_is_shown)),
    Mutant("chk-declined-400", "C-chk-7", "a decline is 400", partial(change_status, "payment.declined", 400)),
    Mutant("chk-declined-code", "C-chk-7", "the code is payment.failed", partial(change_code, "payment.declined", "payment.failed")),
    Mutant("chk-confirm-anybody", "C-chk-7", "confirm shows anybody's order", wrapper(checkout.confirm_checkout, _anybodys)),
    Mutant("key-ignored", "C-chk-14", "the Idempotency-Key is ignored", wrapper(idempotency.run_once, _keyless)),
    Mutant("key-global", "C-chk-14", "keys are shared by all sessions", wrapper(idempotency._name, _global_key)),
    Mutant("key-no-waiting", "C-chk-14", "two at once with one key make two orders", wrapper(idempotency.run_once, _no_waiting)),
    Mutant("key-new-secret", "C-chk-14", "one key, one order, a new PaymentIntent each time", wrapper(checkout.create_checkout_intent, _new_secret)),
    Mutant("chk-cards-only", "C-chk-15", "only cards are offered", _cards_only),
    Mutant("chk-no-key", "C-chk-16", "publishableKey is missing", _shows(lambda content: {k: v for k, v in content.items() if k != "publishableKey"})),
    Mutant("chk-currency-capitals", "C-chk-16", "currency is EUR", _shows(lambda content: content.update(currency="EUR"))),
    Mutant("chk-order-number", "C-chk-16", "orderId is a number", _shows(lambda content: content.update(orderId=4711))),
    Mutant("chk-secret-null", "C-chk-16", "clientSecret is null", _shows(lambda content: content.update(clientSecret=None))),
    Mutant("str-whole-euros", "C-str-1", "Stripe hears whole euros", _stripe_hears(_cents_lost)),
    Mutant("str-float-cents", "C-str-1", "cents are cut off after a float product", _stripe_hears(_float_cents)),
    Mutant("str-subtotal", "C-str-1", "Stripe hears the subtotal", wrapper(checkout._create, _nets)),
    Mutant("str-dollars", "C-str-1", "Stripe hears dollars", _stripe_hears(lambda _: {"currency": "usd"})),
    Mutant("str-other-metadata", "C-str-1", "the metadata say order_id", _without_metadata),
    Mutant("str-no-order", "C-str-1", "the metadata's order is always the same", _stripe_hears(lambda _: {"order_id": "ord_1"})),
    Mutant("str-other-account", "C-str-2", "the publishable key is another account's", _shows(lambda content: content.update(publishableKey="pk_test_51AnotherAccountAltogether"))),
    Mutant("str-secret-key", "C-str-2", "the secret key is given to the browser", _shows(lambda content: content.update(publishableKey="sk_test_shopstub1234567890abcdef"))),
    Mutant("str-live-key", "C-str-4", "a live key is given to the browser", _shows(lambda content: content.update(publishableKey="pk_live_51shopstub"))),
    Mutant("str-intent-only", "C-str-3", "clientSecret is the intent's id", _shows(lambda content: content.update(clientSecret=content["clientSecret"].split("_secret_")[0]))),
    Mutant("chk-cart-cleared", "C-chk-13", "the cart is emptied when the order is made", wrapper(checkout.create_checkout_intent, _cleared_at_once)),
]  # fmt: skip
