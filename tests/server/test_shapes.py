"""What is wrong with a body, said by code, field and rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.shop.samples import ADDRESS_JSON

if TYPE_CHECKING:
    from tests.server.conftest import Buyer, ObedientStripe

GONE = object()
"""Stands for a member that is not sent."""


def request(**changes: Any) -> dict[str, Any]:
    body = {"email": "ada@example.com", "shippingAddress": ADDRESS_JSON, "acceptsMarketing": False}
    return {name: value for name, value in {**body, **changes}.items() if value is not GONE}


def home(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**ADDRESS_JSON, **changes}.items() if value is not GONE}


async def refused(buyer: Buyer, method: str, path: str, body: Any) -> tuple[int, str, Any, str]:
    answer = await buyer.sends(method, path, body)
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("field"), error["rule"]


SHAPES = {
    "no email": ("email", GONE),
    "email null": ("email", None),
    "email x": ("email", "x"),
    "email empty": ("email", ""),
    "email a number": ("email", 1),
    "email without a place": ("email", "ada@"),
    "no acceptsMarketing": ("acceptsMarketing", GONE),
    "acceptsMarketing null": ("acceptsMarketing", None),
    "acceptsMarketing yes": ("acceptsMarketing", "yes"),
    "acceptsMarketing 1": ("acceptsMarketing", 1),
}


@pytest.mark.rule("C-chk-4")
@pytest.mark.parametrize("case", SHAPES)
async def test_a_checkout_of_the_wrong_shape_names_the_field(
    buyer: Buyer, stripe: ObedientStripe, case: str
) -> None:
    field, value = SHAPES[case]
    wrong = (400, "request.invalid", field, "C-chk-4")
    body = request(**{field: value}, shippingAddress=GONE)
    assert await refused(buyer, "POST", "/api/checkout/intent", body) == wrong  # the cart is empty
    await buyer.adds()
    assert await refused(buyer, "POST", "/api/checkout/intent", body) == wrong
    assert stripe.asked == []


ADDRESSES: dict[str, tuple[dict[str, Any], str]] = {
    "none": ({"shippingAddress": GONE}, "shippingAddress"),
    "null": ({"shippingAddress": None}, "shippingAddress"),
    "a word": ({"shippingAddress": "Berlin"}, "shippingAddress"),
    "a list": ({"shippingAddress": []}, "shippingAddress"),
    **{
        f"without {name}": ({"shippingAddress": home(**{name: GONE})}, f"shippingAddress.{name}")
        for name in ADDRESS_JSON
    },
    **{
        f"{name} blank": ({"shippingAddress": home(**{name: " "})}, f"shippingAddress.{name}")
        for name in ADDRESS_JSON
    },
    "a country in small letters": (
        {"shippingAddress": home(country="de")},
        "shippingAddress.country",
    ),
    "a country that is none": ({"shippingAddress": home(country="XX")}, "shippingAddress.country"),
    "a number for a city": ({"shippingAddress": home(city=1)}, "shippingAddress.city"),
    "a number for a phone": ({"shippingAddress": home(phone=1)}, "shippingAddress.phone"),
    "to be billed elsewhere": (
        {"billingAddress": home(country="Germany")},
        "billingAddress.country",
    ),
    "to be billed nowhere": ({"billingAddress": home(street=GONE)}, "billingAddress.street"),
    "to be billed in a word": ({"billingAddress": "Berlin"}, "billingAddress"),
}


@pytest.mark.rule("C-chk-3", "C-chk-4")
@pytest.mark.parametrize("case", ADDRESSES)
async def test_an_address_that_is_not_valid_names_the_member(
    buyer: Buyer, stripe: ObedientStripe, case: str
) -> None:
    changes, field = ADDRESSES[case]
    asked = (buyer, "POST", "/api/checkout/intent", request(**changes))
    assert (await refused(*asked))[:2] == (400, "checkout.cartEmpty")
    await buyer.adds()
    assert await refused(*asked) == (400, "checkout.addressInvalid", field, "C-chk-3")
    assert stripe.asked == []


@pytest.mark.rule("C-chk-3")
async def test_no_other_billing_address_is_the_shipping_address(buyer: Buyer) -> None:
    await buyer.adds()
    answer = await buyer.sends("POST", "/api/checkout/intent", request(billingAddress=None))
    assert answer.status_code == 200, answer.text
    order = await buyer.sends("GET", f"/api/orders/{answer.json()['orderId']}")
    assert order.json()["billingAddress"] == ADDRESS_JSON


@pytest.mark.rule("C-chk-3", "C-cus-10")
@pytest.mark.parametrize(
    ("body", "field"),
    [(home(country="de"), "country"), (home(city=GONE), "city"), (home(name=""), "name")],
)
async def test_the_address_book_is_judged_likewise(buyer: Buyer, body: Any, field: str) -> None:
    await buyer.registers()
    told = await refused(buyer, "POST", "/api/customers/me/addresses", body)
    assert told == (400, "checkout.addressInvalid", field, "C-chk-3")


@pytest.mark.rule("C-cus-9")
@pytest.mark.parametrize("field", ["id", "createdAt"])
async def test_what_is_read_only_may_not_be_sent(buyer: Buyer, field: str) -> None:
    before = (await buyer.registers()).json()
    for value in (before[field], "another", None):
        body = {"name": "Another", field: value}
        told = await refused(buyer, "PATCH", "/api/customers/me", body)
        assert told == (400, "request.invalid", field, "C-cus-9")
    assert (await buyer.sends("GET", "/api/customers/me")).json() == before


@pytest.mark.rule("C-cus-9")
async def test_what_may_be_changed_is_changed(buyer: Buyer) -> None:
    before = (await buyer.registers()).json()
    answer = await buyer.sends("PATCH", "/api/customers/me", {"name": "Another"})
    assert (answer.status_code, answer.json()) == (200, {**before, "name": "Another"})


@pytest.mark.rule("C-cus-6")
@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/customers/login", {"email": "a@example.com", "password": "wrong enough"}, 401),
        ("/api/customers/password/reset", {"email": "a@example.com"}, 200),
    ],
)
async def test_the_sixth_attempt_in_a_minute_says_how_long_to_wait(
    buyer: Buyer, path: str, body: Any, status: int
) -> None:
    for _ in range(5):
        answer = await buyer.sends("POST", path, body)
        assert answer.status_code == status
        assert "retry-after" not in answer.headers
    answer = await buyer.sends("POST", path, body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["rule"]) == (
        429,
        "auth.rateLimited",
        "C-cus-6",
    )
    assert answer.headers["retry-after"] == "60"


@pytest.mark.rule("C-str-2")
async def test_the_publishable_key_is_that_of_the_account_in_the_settings(buyer: Buyer) -> None:
    await buyer.adds()
    intent = await buyer.checks_out()
    assert intent["publishableKey"] == "pk_test_of_the_tests"
    assert buyer.stub.settings.publishable_key == "pk_test_of_the_tests"
    health = (await buyer.sends("GET", "/_stub/health")).json()
    assert health["publishableKey"] == intent["publishableKey"]
