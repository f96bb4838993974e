"""The checkout: what makes an order, what does not, and what Stripe hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.money import cents
from contract_tests.shop.products import Products
from contract_tests.shop.shop_policy import LIMIT, Policy
from contract_tests.shop.shopper import ADDRESS, Shopper, new_email, quantities, request_of
from contract_tests.shop.stripe_buyer import StripeBuyer
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-chk-1", "C-chk-16", "C-ord-9", "C-ord-3")
def test_the_checkout_makes_a_pending_order_of_the_cart(
    shopper: Shopper, products: Products
) -> None:
    shopper.add(products[0], 2)
    cart = shopper.add(products[1])
    purchase = shopper.order_cart(email="ada@example.com", acceptsMarketing=True)
    order = shopper.get_order(purchase.order)
    expect.equal(order["status"], "pending", "the order's status")
    expect.equal(order["paymentStatus"], "pending", "its paymentStatus")
    expect.equal(order["fulfilmentStatus"], "unfulfilled", "its fulfilmentStatus")
    expect.equal(quantities(order), quantities(cart), "what was ordered")
    expect.equal(order["email"], "ada@example.com", "the order's email")
    expect.equal(cents(order["subtotal"]), cents(cart["subtotal"]), "the order's subtotal")
    expect.equal(purchase.amount, purchase.total, "the amount in the intent's answer, in cents")
    for line, sold in zip(order["items"], cart["items"], strict=True):
        expect.equal(cents(line["unitPrice"]), cents(sold["unitPrice"]), "a line's unit price")
        expect.equal(line["title"], sold["product"]["title"], "a line's title", "C-ord-3")
        expect.equal(line["size"], sold["product"]["size"], "a line's size", "C-ord-3")
    expect.equal(order["shippingAddress"], ADDRESS, "the shipping address")
    expect.equal(order["billingAddress"], ADDRESS, "the billing address, when none was given")
    expect.equal(quantities(shopper.cart()), quantities(cart), "the cart, not paid yet")


@rule("C-chk-1")
def test_addresses_are_kept_as_they_were_given(shopper: Shopper, products: Products) -> None:
    shipping = {**ADDRESS, "company": "Beispiel GmbH", "phone": "+49 30 1234567", "city": "Köln"}
    billing = {**ADDRESS, "name": 'Zoë O\'Müller-Łukasz & "Töchter"', "country": "AT"}
    billing |= {"postalCode": "1010", "street": "An der langen Straße " + "weiter " * 8 + "<1>"}
    shopper.add(products[0])
    purchase = shopper.order_cart(shippingAddress=shipping, billingAddress=billing)
    order = shopper.get_order(purchase.order)
    expect.equal(order["shippingAddress"], shipping, "the shipping address")
    expect.equal(order["billingAddress"], billing, "the billing address")


@rule("C-chk-1")
def test_an_order_is_a_snapshot_of_the_cart(shopper: Shopper, products: Products) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    before = shopper.get_order(purchase.order)
    shopper.add(products[1], 4)
    shopper.set_quantity(products[0], 9)
    expect.equal(shopper.get_order(purchase.order), before, "the order after the cart changed")
    shopper.clear_cart()
    expect.equal(shopper.get_order(purchase.order), before, "the order after the cart was emptied")


@rule("C-ord-3")
def test_an_order_keeps_prices_and_titles_of_its_day(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[2]
    price = states.set("product", productId=product)["price"]
    purchase = shopper.check_out(product, quantity=3)
    before = shopper.get_order(purchase.order)
    title = before["items"][0]["title"]
    try:
        states.set("product-price", productId=product, price=round(price + 2.5, 2))
        states.set("product-title", productId=product, title="Größe „XL“ & <b>Co</b>")
        after = shopper.get_order(purchase.order)
        for member in ("title", "size", "unitPrice", "lineTotal", "quantity"):
            found, wanted = after["items"][0][member], before["items"][0][member]
            expect.equal(found, wanted, f"the order's {member} after the catalogue changed")
        for member in ("subtotal", "shipping", "tax", "total"):
            expect.equal(cents(after[member]), cents(before[member]), member)
        listed = next(it for it in shopper.orders() if it["id"] == purchase.order)
        expect.equal(listed["items"][0]["title"], title, "the title in the list of orders")
        later = shopper.check_out(product).order
        shown = next(it for it in shopper.get_order(later)["items"] if it["productId"] == product)
        expect.equal(shown["title"], "Größe „XL“ & <b>Co</b>", "the title in a later order")
    finally:
        states.set("product-price", productId=product, price=price)
        states.set("product-title", productId=product, title=title)


@rule("C-chk-2")
def test_an_empty_cart_makes_no_order(shopper: Shopper, products: Products) -> None:
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    shopper.add(products[0])
    shopper.remove(products[0])
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    expect.equal(shopper.orders(), [], "the orders of who bought nothing")
    made = shopper.check_out(products[0]).order
    shopper.clear_cart()
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    expect.equal([it["id"] for it in shopper.orders()], [made], "the orders of who bought once")


NO_COUNTRIES = ["XK", "EL", "EU", "AN", "YU", "SU", "CS", "AC", "QO"]
"""Reserved by somebody, withdrawn, or in use without being assigned."""
BAD_ADDRESSES: list[tuple[Any, str]] = [
    *((({name: value}), name) for name in ADDRESS for value in ("", "   ", ...)),
    ({"country": "de"}, "country"),
    ({"country": "XX"}, "country"),
    ({"country": "DEU"}, "country"),
    ({"country": "Germany"}, "country"),
    ({"country": "UK"}, "country"),
    ({"country": "ZZ"}, "country"),
    ({"name": None}, "name"),
    ({"city": "\t\n"}, "city"),
    ({"postalCode": 10115}, "postalCode"),
    ({"name": ["Ada"]}, "name"),
    ({"company": 7}, "company"),
    ({"phone": {}}, "phone"),
    ({"country": "DE "}, "country"),
    *(({"country": it}, "country") for it in NO_COUNTRIES),
]


def _address(change: dict[str, Any]) -> dict[str, Any]:
    return {name: it for name, it in {**ADDRESS, **change}.items() if it is not ...}


@rule("C-chk-3")
@pytest.mark.parametrize("member", ["shippingAddress", "billingAddress"])
@pytest.mark.parametrize(("change", "field"), BAD_ADDRESSES, ids=str)
def test_an_address_that_is_none_makes_no_order(
    shopper: Shopper, products: Products, member: str, change: dict[str, Any], field: str
) -> None:
    shopper.add(products[0])
    members: dict[str, Any] = {member: _address(change)}
    exchange = shopper.request_checkout(**members)
    others = [] if isinstance(change.get(field, ""), str) else [(400, "request.invalid")]
    if change.get(field, "") is ...:
        others = []
    error = expect.error(exchange, 400, "checkout.addressInvalid", *others)
    if "field" in error:
        expect.equal(error["field"], f"{member}.{field}", "the error's field")
    expect.equal(shopper.orders(), [], "the orders afterwards")


@rule("C-chk-3")
@pytest.mark.parametrize("address", [..., {}])
def test_a_missing_shipping_address_makes_no_order(
    shopper: Shopper, products: Products, address: Any
) -> None:
    shopper.add(products[0])
    exchange = shopper.request_checkout(shippingAddress=address)
    expect.error(exchange, 400, "checkout.addressInvalid", (400, "request.invalid"))
    expect.equal(shopper.orders(), [], "the orders afterwards")


@rule("C-chk-3")
def test_no_other_address_steps_in(shopper: Shopper, products: Products) -> None:
    shopper.register()
    stored = shopper.store_address()
    expect.ok(shopper.client.call("updateMe", {"defaultAddressId": stored["id"]}))
    shopper.add(products[0])
    exchange = shopper.request_checkout(shippingAddress=...)
    expect.error(exchange, 400, "checkout.addressInvalid", (400, "request.invalid"))


@rule("C-chk-1", "C-cus-10")
def test_a_changed_address_changes_no_order(shopper: Shopper, products: Products) -> None:
    shopper.register()
    stored = shopper.store_address()
    purchase = shopper.check_out(products[0])
    before = shopper.get_order(purchase.order)
    expect.ok(shopper.client.call("updateAddress", {"city": "Bonn"}, id=stored["id"]))
    expect.equal(shopper.get_order(purchase.order), before, "the order, an address being changed")


@rule("C-chk-2")
def test_what_makes_no_order_makes_no_payment(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    known = stripe_buyer.intent_ids()
    expect.error(shopper.request_checkout(), 400, "checkout.cartEmpty")
    shopper.add(products[0])
    expect.error(
        shopper.request_checkout(shippingAddress={**ADDRESS, "city": ""}),
        400,
        "checkout.addressInvalid",
    )
    made = stripe_buyer.intent_ids() - known
    expect.equal(len(made), 0, "the number of PaymentIntents that refusals made")


@rule("C-chk-3")
@pytest.mark.parametrize(
    "country", ["AT", "CH", "FR", "GB", "US", "JP", "IS", "NZ", "ZA", "NO", "BQ", "SS"]
)
def test_assigned_countries_are_taken(shopper: Shopper, products: Products, country: str) -> None:
    shopper.add(products[0])
    purchase = shopper.order_cart(shippingAddress={**ADDRESS, "country": country})
    expect.equal(
        shopper.get_order(purchase.order)["shippingAddress"]["country"], country, "the country"
    )


@rule("C-chk-3")
def test_a_null_billing_address_counts_as_none(shopper: Shopper, products: Products) -> None:
    shopper.add(products[0])
    exchange = shopper.request_checkout(billingAddress=None)
    if exchange.status == 400:
        return  # the fine print is the stub's own reading
    order = shopper.get_order(expect.ok(exchange)["orderId"])
    expect.equal(order["billingAddress"], ADDRESS, "the billing address")


NO_EMAILS: list[Any] = [
    ..., None, "", "nobody", "@", "a@", "@b.de", "a b@c.de", 7, [], "a@b@c",
    "a\tb@c.de", "a\nb@c.de",
]  # fmt: skip
NO_ANSWERS: list[Any] = [..., None, "true", 1, 0, "yes", []]
BAD_MEMBERS: list[tuple[str, Any]] = [
    *(("email", it) for it in NO_EMAILS),
    *(("acceptsMarketing", it) for it in NO_ANSWERS),
]


@rule("C-chk-4")
@pytest.mark.parametrize(("member", "value"), BAD_MEMBERS, ids=repr)
def test_email_and_consent_are_demanded(
    shopper: Shopper, products: Products, member: str, value: Any
) -> None:
    shopper.add(products[0])
    error = expect.error(shopper.request_checkout(**{member: value}), 400, "request.invalid")
    if "field" in error:
        expect.equal(error["field"], member, "the error's field")
    expect.equal(shopper.orders(), [], "the orders afterwards")


@rule("C-chk-4")
def test_the_cart_is_judged_before_the_addresses(shopper: Shopper) -> None:
    exchange = shopper.request_checkout(shippingAddress={**ADDRESS, "country": "XX"})
    expect.error(exchange, 400, "checkout.cartEmpty")


@rule("C-chk-4")
def test_addresses_are_judged_before_stock(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[3]
    stock = products.stock(product)
    shopper.add(product, 2)
    try:
        states.set("product-stock", productId=product, stock=1)
        exchange = shopper.request_checkout(shippingAddress={**ADDRESS, "city": ""})
        expect.error(exchange, 400, "checkout.addressInvalid")
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-chk-4", "C-chk-5")
def test_stock_is_judged_before_prices(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[3]
    before = states.set("product", productId=product)
    shopper.add(product, 2)
    try:
        states.set("product-stock", productId=product, stock=1)
        states.set("product-price", productId=product, price=round(before["price"] + 1, 2))
        expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
    finally:
        states.set("product-stock", productId=product, stock=before["stock"])
        states.set("product-price", productId=product, price=before["price"])


@rule("C-chk-4")
def test_the_body_is_judged_before_the_cart(shopper: Shopper) -> None:
    exchange = shopper.request_checkout(email=7)
    expect.error(exchange, 400, "request.invalid")
    expect.check(exchange.code != "checkout.cartEmpty", "the cart was judged before the email")


@rule("C-chk-1", "C-ord-4")
def test_an_order_has_every_line_in_the_cart_s_order(shopper: Shopper, products: Products) -> None:
    for at in (4, 1, 3, 0, 2, 5):
        shopper.add(products[at], at + 1)
    cart = shopper.cart()
    order = shopper.get_order(shopper.order_cart().order)
    found, wanted = list(quantities(order).items()), list(quantities(cart).items())
    expect.equal(found, wanted, "the order's lines")


@rule("C-ord-4")
def test_half_a_cent_of_tax_is_a_cent(
    shopper: Shopper, products: Products, states: ProviderStates, policy: Policy
) -> None:
    """Of 19 percent, 28.5 cents are 29, and 9.5 are 10: half up, and not to even."""
    prices = (50, 150, 250, 350, 450, 5_050, 10_150)
    _has_terms_at(prices, shopper, products, states, policy)


@rule("C-chk-5")
def test_too_little_stock_makes_no_order(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product, plenty = products[3], products[0]
    stock = products.stock(product)
    try:
        states.set("product-stock", productId=product, stock=2)
        shopper.add(plenty)
        shopper.add(product, 3)
        error = expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
        if "lines" in error:
            expect.equal(error["lines"], [product], "the error's lines")
        expect.equal(shopper.orders(), [], "the orders afterwards")
        shopper.set_quantity(product, 2)
        shopper.order_cart()
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-chk-5")
def test_each_line_that_lacks_stock_is_named(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    short = [products[2], products[3]]
    stock = {it: products.stock(it) for it in short}
    try:
        shopper.add(products[0])
        for product in short:
            states.set("product-stock", productId=product, stock=1)
            shopper.add(product, 2)
        error = expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
        if "lines" in error:
            expect.equal(sorted(error["lines"]), sorted(short), "the error's lines")
    finally:
        for product, before in stock.items():
            states.set("product-stock", productId=product, stock=before)


@rule("C-chk-5")
def test_what_is_sold_out_makes_no_order(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[3]
    stock = products.stock(product)
    shopper.add(product)
    try:
        states.set("product-stock", productId=product, stock=0)
        expect.error(shopper.request_checkout(), 409, "checkout.stockChanged")
    finally:
        states.set("product-stock", productId=product, stock=stock)


@rule("C-chk-5", "C-cart-12")
@pytest.mark.parametrize("more", [111, 1, -1, -30])
def test_another_price_makes_no_order_until_the_cart_is_looked_at(
    shopper: Shopper, products: Products, states: ProviderStates, more: int
) -> None:
    product = products[2]
    before = states.set("product", productId=product)["price"]
    price = round(before + more / 100, 2)
    shopper.add(products[0])
    shopper.add(product, 2)
    try:
        states.set("product-price", productId=product, price=price)
        error = expect.error(shopper.request_checkout(), 409, "checkout.priceChanged")
        if "lines" in error:
            expect.equal(error["lines"], [product], "the error's lines")
        expect.equal(shopper.orders(), [], "the orders afterwards")
        expect.error(shopper.request_checkout(), 409, "checkout.priceChanged")
        line = shopper.cart()["items"][1]
        expect.equal(cents(line["unitPrice"]), cents(price), "the price seen then", "C-cart-12")
        purchase = shopper.order_cart()
        order = shopper.get_order(purchase.order)
        expect.equal(cents(order["items"][1]["unitPrice"]), cents(price), "the order's price")
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-str-1", "C-chk-1")
def test_stripe_hears_the_total_in_cents_and_the_order_s_id(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0], products[1], quantity=3)
    intent = stripe_buyer.get_intent(purchase.intent)
    expect.equal(intent.get("object"), "payment_intent", "what Stripe has at that id")
    expect.equal(intent["amount"], purchase.total, "the PaymentIntent's amount, in cents")
    expect.equal(intent["currency"], "eur", "its currency")
    expect.equal(intent["metadata"].get("orderId"), purchase.order, "metadata.orderId")
    expect.equal(intent["client_secret"], purchase.secret, "its client secret", "C-chk-1")


@rule("C-str-1")
def test_each_amount_arrives_to_the_cent(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer, states: ProviderStates
) -> None:
    """Among them those that a product of floats puts a cent below."""
    product = products[2]
    before = states.set("product", productId=product)["price"]
    try:
        for price in (29, 263, 284, 305, 397, 945, 1999, 8199):
            states.set("product-price", productId=product, price=round(price / 100, 2))
            for quantity in (1, 3):
                buyer = Shopper(shopper.session)
                purchase = buyer.check_out(product, quantity=quantity)
                found = stripe_buyer.get_intent(purchase.intent)["amount"]
                expect.equal(found, purchase.total, "the PaymentIntent's amount, in cents")
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-chk-1")
def test_each_order_has_an_intent_of_its_own(
    shopper: Shopper, other: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    made = [shopper.check_out(products[0]), other.check_out(products[0]), shopper.order_cart()]
    for name in ("order", "intent", "secret"):
        found = {getattr(it, name) for it in made}
        expect.equal(len(found), len(made), f"how many of three checkouts' {name}s differ")
    stripe_sender.send(made[2].payment, "succeeded")
    ended = {it["id"]: it["status"] for it in shopper.orders()}
    wanted = {made[0].order: "pending", made[2].order: "paid"}
    expect.equal(ended, wanted, "the orders, once the second one's intent was paid")


@rule("C-str-2")
def test_the_publishable_key_belongs_to_the_intent(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0])
    paid = stripe_buyer.confirm(purchase.secret, purchase.key)
    expect.equal(paid.get("id"), purchase.intent, "what this key and secret confirm at Stripe")


@rule("C-str-2")
def test_the_account_s_secrets_are_in_no_answer(shopper: Shopper, products: Products) -> None:
    """Looked at in every answer; here are some of each page."""
    shopper.add(products[0], 2)
    shopper.set_quantity(products[0], 1)
    shopper.register()
    shopper.store_address()
    purchase = shopper.order_cart()
    shopper.client.call("confirmCheckout", {"orderId": purchase.order})
    shopper.client.call("getOrder", id="nope")
    shopper.request_checkout(email="nobody")
    for look in (shopper.cart, shopper.orders, shopper.me, shopper.addresses, shopper.clear_cart):
        look()


@rule("C-str-3", "C-chk-16", "C-str-4")
def test_the_answer_holds_a_client_secret_and_no_card(shopper: Shopper, products: Products) -> None:
    shopper.add(products[0])
    intent = expect.ok(shopper.request_checkout())
    secret = str(intent["clientSecret"])
    expect.check("_secret_" in secret, f"clientSecret is {secret!r}")
    expect.check("sk_" not in str(intent), "a secret key is in the answer")
    key = str(intent["publishableKey"])
    expect.check(not key.startswith("pk_live_"), "a live key on a test machine", "C-str-4")
    expect.equal(intent["currency"], "eur", "currency")


@rule("C-chk-14")
def test_one_key_makes_one_order(shopper: Shopper, products: Products) -> None:
    shopper.add(products[0])
    key = new_email("key")
    first = expect.ok(shopper.request_checkout(key))
    again = expect.ok(shopper.request_checkout(key))
    for member in ("orderId", "clientSecret", "publishableKey", "amount", "currency"):
        expect.equal(again[member], first[member], f"{member} of the same key's second answer")
    expect.equal(len(shopper.orders()), 1, "the number of orders")
    for another in (new_email("key"), key.upper(), key + "x", "x" + key, key[:-1]):
        third = expect.ok(shopper.request_checkout(another))
        words = f"the key {another!r} answers the order of {key!r}"
        expect.check(third["orderId"] != first["orderId"], words)


@rule("C-chk-14")
def test_a_key_belongs_to_its_session(shopper: Shopper, other: Shopper, products: Products) -> None:
    key = new_email("key")
    shopper.add(products[0])
    other.add(products[0])
    mine = expect.ok(shopper.request_checkout(key))
    yours = expect.ok(other.request_checkout(key, email="another@example.com"))
    expect.check(mine["orderId"] != yours["orderId"], "two visitors with one key share an order")
    again = expect.ok(shopper.request_checkout(key))
    expect.equal(again["orderId"], mine["orderId"], "the first visitor's order, asked again")


@rule("C-chk-14")
def test_a_key_with_another_body_makes_no_second_order(
    shopper: Shopper, products: Products
) -> None:
    shopper.add(products[0])
    key = new_email("key")
    first = expect.ok(shopper.request_checkout(key))
    exchange = shopper.request_checkout(key, email="another@example.com")
    if exchange.status == 200:
        expect.equal(exchange.json["orderId"], first["orderId"], "the stored answer's order")
    else:
        expect.error(exchange, 409, "request.idempotencyConflict")
    expect.equal(len(shopper.orders()), 1, "the number of orders")


@rule("C-chk-14")
def test_a_refused_attempt_may_come_again(shopper: Shopper, products: Products) -> None:
    """Or it does: a backend may keep the refusal as the key's answer. It never makes two orders."""
    key = new_email("key")
    expect.error(shopper.request_checkout(key), 400, "checkout.cartEmpty")
    shopper.add(products[0])
    for _ in range(2):
        exchange = shopper.request_checkout(key)
        if exchange.status != 200:
            expect.error(exchange, 400, "checkout.cartEmpty")
    expect.check(len(shopper.orders()) <= 1, "one key made two orders")


@rule("C-chk-7")
def test_confirm_of_what_is_not_this_session_s_is_not_found(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    purchase = shopper.check_out(products[0])
    for visitor, order in ((other, purchase.order), (shopper, "ord_that_never_was")):
        exchange = visitor.client.call("confirmCheckout", {"orderId": order})
        expect.error(exchange, 404, "order.notFound")


@rule("C-chk-6", "C-chk-7")
def test_confirm_alone_makes_nothing_paid(shopper: Shopper, products: Products) -> None:
    purchase = shopper.check_out(products[0])
    for _ in range(2):
        exchange = shopper.client.call("confirmCheckout", {"orderId": purchase.order})
        if exchange.status == 200:
            expect.equal(exchange.json["status"], "pending", "the order's status", "C-chk-6")
        else:
            # Stripe waits for a payment method: a step of the buyer is open.
            expect.error(exchange, 402, "payment.authRequired", (402, "payment.declined"))
    expect.equal(
        shopper.get_order(purchase.order)["status"], "pending", "the order's status", "C-chk-6"
    )


@rule("C-chk-7")
@pytest.mark.parametrize("body", [{}, {"orderId": None}, {"orderId": 7}, {"orderId": ["x"]}])
def test_confirm_wants_an_order(shopper: Shopper, body: dict[str, Any]) -> None:
    exchange = shopper.client.call("confirmCheckout", body)
    expect.error(exchange, 400, "request.invalid")


@rule("C-ord-4")
@pytest.mark.parametrize("quantity", [1, 2, 3, 5, 8, 13, 21])
def test_tax_and_shipping_are_by_the_terms(
    shopper: Shopper, other: Shopper, products: Products, policy: Policy, quantity: int
) -> None:
    """The fixtures': 19 % of the subtotal, half up; 4.90, free from 49.00. Else the shop's own."""
    orders = [
        buyer.get_order(buyer.check_out(products[0], products[1], quantity=quantity).order)
        for buyer in (shopper, other)
    ]
    policy.check(orders[0])
    for member in ("shipping", "tax"):
        expect.equal(orders[1][member], orders[0][member], f"the {member} of the same goods")


@rule("C-ord-4")
def test_shipping_is_free_from_its_limit_on(
    shopper: Shopper, products: Products, states: ProviderStates, policy: Policy
) -> None:
    limit = LIMIT if policy.limit is None else policy.limit
    _has_terms_at((limit - 1, limit, limit + 1), shopper, products, states, policy)


def _has_terms_at(
    prices: tuple[int, ...],
    shopper: Shopper,
    products: Products,
    states: ProviderStates,
    policy: Policy,
) -> None:
    """At each of these prices, in cents, an order of one piece keeps the terms."""
    product = products[4]
    before = states.set("product", productId=product)["price"]
    try:
        for price in prices:
            states.set("product-price", productId=product, price=round(price / 100, 2))
            buyer = Shopper(shopper.session)
            policy.check(buyer.get_order(buyer.check_out(product).order))
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-chk-16")
def test_a_request_may_hold_more_than_the_contract_names(
    shopper: Shopper, products: Products
) -> None:
    shopper.add(products[0])
    exchange = shopper.client.call(
        "createCheckoutIntent", {**request_of(), "amount": 0.01, "currency": "usd", "total": 1}
    )
    intent = expect.ok(exchange)
    purchase = shopper.read_purchase(intent)
    expect.equal(purchase.amount, purchase.total, "the amount")
    expect.equal(intent["currency"], "eur", "the currency")
