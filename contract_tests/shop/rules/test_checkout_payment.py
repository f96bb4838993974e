"""The PaymentIntent of a checkout: amount, metadata, keys."""

from __future__ import annotations

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_buyer import StripeBuyer
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-str-1", "C-chk-1")
def test_stripe_hears_the_total_in_cents_and_the_order_s_id(
    shopper: Shopper, products: Products, stripe_buyer: StripeBuyer
) -> None:
    purchase = shopper.check_out(products[0], products[1], quantity=3)
    intent = stripe_buyer.get_intent(purchase)
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
                found = stripe_buyer.get_intent(purchase)["amount"]
                expect.equal(found, purchase.total, "the PaymentIntent's amount, in cents")
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-chk-1")
def test_each_order_has_an_intent_of_its_own(
    shopper: Shopper, other: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    made = [shopper.check_out(products[0]), other.check_out(products[0]), shopper.order_cart()]
    for name in ("order", "intent", "secret"):
        found = {getattr(each, name) for each in made}
        expect.equal(len(found), len(made), f"how many of three checkouts' {name}s differ")
    stripe_sender.send(made[2].payment, "succeeded")
    ended = {order["id"]: order["status"] for order in shopper.orders()}
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
