from __future__ import annotations

import json
from typing import Any

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.provider_states import STATES, apply
from stub_server.shop.seed import seed
from tests.shop.operations.actors import Buyer, PublishedEvents
from tests.shop.operations.fakes import DictStore
from tests.shop.samples import EMAIL


def refused(shop: ShopContext, name: object, **parameters: Any) -> tuple[str, object]:
    with pytest.raises(Rejection) as caught:
        apply(shop, name, parameters)
    return caught.value.code, caught.value.members.get("field")


def test_the_contracts_states_are_all_there() -> None:
    assert set(STATES) == {
        "reset",
        "product-price",
        "product-stock",
        "product-title",
        "product",
        "order-shipped",
        "last-reset-token",
        "expire-reset-token",
        "clear-rate-limits",
    }


async def test_reset_goes_back_to_the_fixtures(
    buyer: Buyer, shop: ShopContext, store: DictStore
) -> None:
    seeded = json.dumps(store.tables)
    apply(shop, "product-stock", {"productId": "bad", "stock": 1})
    await buyer.registers()
    await buyer.adds("bad")
    await buyer.checks_out("key-1")
    for _ in range(5):
        await buyer.does("requestPasswordReset", {"email": EMAIL})
    assert apply(shop, "reset", {}) == {}
    (demo,) = store.tables.pop("customers").values()
    assert store.tables == {}
    assert {**demo, "id": ""} == {**next(iter(json.loads(seeded)["customers"].values())), "id": ""}
    assert apply(shop, "product", {"productId": "bad"}) == {"price": 5.49, "stock": 25}
    await buyer.does("requestPasswordReset", {"email": EMAIL})


async def test_the_demo_customers_can_log_in_and_come_once(buyer: Buyer, shop: ShopContext) -> None:
    seed(shop)
    assert len(shop.sandbox.store.all("customers")) == 1
    await buyer.logs_in("demo@example.org", "demo demo")


def test_price_stock_and_title_move_each_by_itself(
    shop: ShopContext, events: PublishedEvents
) -> None:
    apply(shop, "product-price", {"productId": "bad", "price": 6})
    apply(shop, "product-stock", {"productId": "bad", "stock": 0})
    apply(shop, "product-title", {"productId": "bad", "title": "Salz"})
    assert apply(shop, "product", {"productId": "bad"}) == {"price": 6.0, "stock": 0}
    assert events.names() == ["state.entered"] * 4


@pytest.mark.rule("C-cus-8")
async def test_a_token_expires_on_demand(buyer: Buyer, shop: ShopContext) -> None:
    await buyer.registers()
    await buyer.does("requestPasswordReset", {"email": EMAIL})
    token = apply(shop, "last-reset-token", {"email": "ERIKA@example.org"})["token"]
    apply(shop, "expire-reset-token", {"token": token})
    with pytest.raises(Rejection, match=r"auth\.tokenInvalid"):
        await buyer.does("confirmPasswordReset", {"token": token, "password": "something new"})


async def test_attempts_are_forgotten_on_demand(buyer: Buyer, shop: ShopContext) -> None:
    for _ in range(6):
        apply(shop, "clear-rate-limits", {})
        await buyer.logs_in("demo@example.org", "demo demo")


@pytest.mark.rule("C-conv-7")
@pytest.mark.parametrize(
    ("name", "parameters", "code", "field"),
    [
        ("nothing", {}, "request.invalid", "name"),
        (["reset"], {}, "request.invalid", "name"),
        ("product-price", {"productId": "bad", "price": 0}, "request.invalid", "price"),
        ("product-price", {"productId": "bad", "price": 1.001}, "request.invalid", "price"),
        ("product-price", {"productId": "bad"}, "request.invalid", "price"),
        ("product-price", {"price": 1}, "request.invalid", "productId"),
        ("product-price", {"productId": "nothing", "price": 1}, "product.notFound", None),
        ("product-stock", {"productId": "bad", "stock": -1}, "request.invalid", "stock"),
        ("product-stock", {"productId": "bad", "stock": True}, "request.invalid", "stock"),
        ("product-title", {"productId": "bad", "title": " "}, "request.invalid", "title"),
        ("product", {"productId": "nothing"}, "product.notFound", None),
        (
            "order-shipped",
            {"orderId": "ord_1", "trackingUrl": "/here"},
            "request.invalid",
            "trackingUrl",
        ),
        (
            "order-shipped",
            {"orderId": "ord_1", "trackingUrl": "https://example.org"},
            "order.notFound",
            None,
        ),
        ("last-reset-token", {"email": "demo@example.org"}, "request.invalid", "email"),
        ("last-reset-token", {"email": "nobody@example.org"}, "request.invalid", "email"),
        ("expire-reset-token", {"token": "nothing"}, "auth.tokenInvalid", "token"),
    ],
)
def test_a_state_that_cannot_be_is_refused(
    shop: ShopContext, name: object, parameters: dict[str, Any], code: str, field: str | None
) -> None:
    assert refused(shop, name, **parameters) == (code, field)
