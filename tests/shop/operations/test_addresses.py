from __future__ import annotations

from typing import Any

import pytest

from stub_server.server.rejection import Rejection
from tests.shop.operations.actors import Buyer
from tests.shop.samples import ADDRESS_JSON


async def streets(buyer: Buyer) -> list[str]:
    return [stored.address.street for stored in await buyer.does("listAddresses")]


async def code_of(call: Any) -> tuple[str, object]:
    with pytest.raises(Rejection) as refused:
        await call
    return refused.value.code, refused.value.members.get("field")


@pytest.mark.rule("C-cus-10")
async def test_each_change_of_an_address_returns_all_addresses(
    buyer: Buyer,
) -> None:
    await buyer.registers()
    assert await buyer.does("listAddresses") == ()
    (home,) = await buyer.does("addAddress", ADDRESS_JSON)
    home_again, work = await buyer.does(
        "addAddress", {**ADDRESS_JSON, "street": "Domkloster 4", "company": "M"}
    )
    assert home_again == home
    assert work.id != home.id
    _, moved = await buyer.does("updateAddress", {"street": "Domplatz 1", "id": "x"}, id=work.id)
    assert (moved.id, moved.address.street, moved.address.company) == (work.id, "Domplatz 1", "M")
    assert await streets(buyer) == ["Heidestraße 17", "Domplatz 1"]
    assert await buyer.does("removeAddress", id=home.id) == (moved,)
    assert (await buyer.does("getMe")).default_address_id is None


@pytest.mark.rule("C-chk-3")
async def test_an_address_that_is_not_valid_changes_nothing(buyer: Buyer) -> None:
    await buyer.registers()
    (home,) = await buyer.does("addAddress", ADDRESS_JSON)
    assert await code_of(buyer.does("addAddress", {**ADDRESS_JSON, "country": "de"})) == (
        "checkout.addressInvalid",
        "country",
    )
    assert await code_of(buyer.does("updateAddress", {"city": " "}, id=home.id)) == (
        "checkout.addressInvalid",
        "city",
    )
    assert await buyer.does("listAddresses") == (home,)


@pytest.mark.rule("C-cus-10", "C-cus-9")
async def test_an_address_of_somebody_else_is_not_there(buyer: Buyer, other: Buyer) -> None:
    await buyer.registers()
    await other.registers("other@example.org")
    (theirs,) = await other.does("addAddress", ADDRESS_JSON)
    for address_id in (theirs.id, "addr_nothing"):
        for call in (
            buyer.does("updateAddress", {"city": "Bonn"}, id=address_id),
            buyer.does("removeAddress", id=address_id),
            buyer.does("updateMe", {"defaultAddressId": address_id}),
        ):
            assert await code_of(call) == ("address.notFound", None)
    assert await other.does("listAddresses") == (theirs,)


@pytest.mark.rule("C-cus-10")
async def test_deleting_the_default_address_leaves_no_default(buyer: Buyer) -> None:
    await buyer.registers()
    await buyer.does("addAddress", ADDRESS_JSON)
    home, work = await buyer.does("addAddress", ADDRESS_JSON)
    await buyer.does("updateMe", {"defaultAddressId": home.id})
    await buyer.does("removeAddress", id=work.id)
    assert (await buyer.does("getMe")).default_address_id == home.id
    await buyer.does("removeAddress", id=home.id)
    assert (await buyer.does("getMe")).default_address_id is None


@pytest.mark.rule("C-cus-9")
async def test_null_clears_the_default_address(buyer: Buyer) -> None:
    await buyer.registers()
    (home,) = await buyer.does("addAddress", ADDRESS_JSON)
    await buyer.does("updateMe", {"defaultAddressId": home.id})
    assert (await buyer.does("updateMe", {"defaultAddressId": None})).default_address_id is None
