from __future__ import annotations

import pytest

from stub_server.shop.context import ShopContext
from stub_server.shop.operations.sessions import load_or_start
from tests.shop.operations.actors import Buyer
from tests.shop.operations.fakes import DictStore


@pytest.mark.rule("C-conv-2", "C-conv-8")
async def test_a_session_begins_with_the_first_request_that_may_change_something(
    buyer: Buyer, store: DictStore
) -> None:
    tokens = []
    for operation in ("listOrders", "clearCart", "clearCart", "listOrders"):
        await buyer.does(operation)
        tokens.append(buyer.token)
    assert tokens[0] is None
    assert tokens[1:] == [tokens[1]] * 3
    assert list(store.tables["sessions"]) == [tokens[1]]


@pytest.mark.rule("C-cus-2")
def test_a_token_that_the_shop_did_not_issue_is_never_adopted(shop: ShopContext) -> None:
    session = load_or_start(shop, "chosen-by-somebody-else", keep=True)
    assert session.token != "chosen-by-somebody-else"
    assert len(session.token) == 32
    assert load_or_start(shop, "chosen-by-somebody-else", keep=False).token == ""


@pytest.mark.rule("C-cus-1")
async def test_the_session_of_a_customer_who_is_no_more_is_a_guests(
    buyer: Buyer, store: DictStore
) -> None:
    customer = await buyer.registers()
    store.delete("customers", customer.id)
    assert buyer.session.customer_id is None
    assert await buyer.does("getMe") is None
