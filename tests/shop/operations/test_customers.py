from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from tests.shop.operations.actors import Buyer, PublishedEvents
from tests.shop.operations.fakes import DictStore, FakePasswords
from tests.shop.samples import EMAIL, PASSWORD


async def refused(call: Any) -> Rejection:
    with pytest.raises(Rejection) as caught:
        await call
    return caught.value


@pytest.mark.rule("C-cus-1", "C-conv-8")
async def test_a_guest_is_nobody(buyer: Buyer) -> None:
    assert await buyer.does("getMe") is None
    await buyer.adds("bad")
    assert await buyer.does("getMe") is None


@pytest.mark.rule("C-cus-2", "C-cus-4", "C-cus-11")
async def test_who_registers_is_logged_in_under_a_new_token_and_keeps_the_cart(
    buyer: Buyer, events: PublishedEvents, other: Buyer
) -> None:
    await buyer.adds("bad", 2)
    old = buyer.token
    customer = await buyer.registers()
    assert await buyer.does("getMe") == customer
    assert customer.password_hash == f"hash of {PASSWORD}"
    assert buyer.token != old
    assert (await buyer.cart()).count == 2
    other.token = old
    assert (await other.cart()).count == 0
    assert await other.does("getMe") is None
    assert events.all == [("customer.registered", {"customer": customer.id})]


@pytest.mark.rule("C-cus-2")
async def test_login_brings_the_sessions_orders_to_the_customer(buyer: Buyer, other: Buyer) -> None:
    customer = await other.registers()
    await buyer.adds("bad")
    order_id = (await buyer.checks_out()).order_id
    old = buyer.token
    assert await buyer.logs_in("ERIKA@example.org") == customer
    assert buyer.token != old
    assert (await buyer.cart()).count == 1
    assert (await other.sees(order_id)).customer_id == customer.id


@pytest.mark.rule("C-cus-4")
async def test_a_weak_password_registers_nobody(buyer: Buyer, other: Buyer) -> None:
    assert (await refused(buyer.registers(password="too short"))).code == "auth.passwordWeak"
    assert (await refused(buyer.registers(name=" "))).code == "request.invalid"
    await other.registers()


@pytest.mark.rule("C-cus-9")
async def test_an_email_is_taken_in_whatever_case(buyer: Buyer, other: Buyer) -> None:
    await buyer.registers(EMAIL)
    rejection = await refused(other.registers("Erika@Example.org"))
    assert (rejection.code, rejection.rule) == ("auth.emailTaken", "C-cus-9")
    assert await other.does("getMe") is None


@pytest.mark.rule("C-cus-9")
async def test_of_two_who_register_at_once_one_gets_the_email(
    buyer: Buyer, other: Buyer, passwords: FakePasswords
) -> None:
    passwords.meanwhile = other.registers
    assert (await refused(buyer.registers())).code == "auth.emailTaken"
    assert await other.does("getMe") is not None
    assert await buyer.does("getMe") is None


@pytest.mark.rule("C-cus-5")
async def test_an_unknown_email_and_a_wrong_password_are_refused_alike(
    buyer: Buyer, other: Buyer, passwords: FakePasswords
) -> None:
    await other.registers()
    unknown = await refused(buyer.logs_in("nobody@example.org"))
    wrong = await refused(buyer.logs_in(password="wrong enough"))
    assert (unknown.code, unknown.message) == (wrong.code, wrong.message)
    assert (unknown.code, unknown.rule) == ("auth.invalidCredentials", "C-cus-5")
    assert passwords.compared == [None, f"hash of {PASSWORD}"]
    assert await buyer.does("getMe") is None


@pytest.mark.rule("C-cus-8")
async def test_a_login_with_a_password_that_was_changed_meanwhile_is_refused(
    buyer: Buyer, other: Buyer, passwords: FakePasswords
) -> None:
    await other.registers()
    await other.does("requestPasswordReset", {"email": EMAIL})
    token = other.shop.outbox.mails()[0]["token"]

    async def changes() -> None:
        await other.does("confirmPasswordReset", {"token": token, "password": "something new"})

    passwords.meanwhile = changes
    assert (await refused(buyer.logs_in())).code == "auth.invalidCredentials"


@pytest.mark.rule("C-cus-6")
async def test_the_sixth_login_in_a_minute_is_refused_whoever_tries_from_there(
    buyer: Buyer, other: Buyer, clock: FrozenClock
) -> None:
    await other.registers()
    for attempt in range(5):
        await (buyer.logs_in() if attempt % 2 else refused(buyer.logs_in(password="wrong")))
        clock.advance(timedelta(seconds=10))
    limited = await refused(buyer.logs_in())
    assert (limited.code, limited.rule, limited.retry_after) == (
        "auth.rateLimited",
        "C-cus-6",
        10,
    )
    await other.logs_in()
    await buyer.does("requestPasswordReset", {"email": EMAIL})
    clock.advance(timedelta(seconds=10))
    await buyer.logs_in()
    assert (await refused(buyer.logs_in())).retry_after == 10


@pytest.mark.rule("C-cus-3")
async def test_logout_ends_the_session_and_its_cart(
    buyer: Buyer, other: Buyer, store: DictStore
) -> None:
    await buyer.registers()
    await buyer.adds("bad")
    old = other.token = buyer.token
    assert await buyer.does("logoutCustomer") is None
    assert buyer.token != old
    for who in (buyer, other):
        assert await who.does("getMe") is None
        assert (await who.cart()).count == 0
    assert store.tables["carts"] == {}


@pytest.mark.rule("C-cus-3")
async def test_a_guest_who_logs_out_gets_a_new_session_and_an_empty_cart(buyer: Buyer) -> None:
    await buyer.adds("bad")
    old = buyer.session
    await buyer.does("logoutCustomer")
    assert buyer.session.key != old.key
    assert buyer.session.token != old.token
    assert (await buyer.cart()).count == 0


@pytest.mark.rule("C-cus-2", "C-cus-3")
async def test_a_login_during_which_the_session_ended_begins_another(
    buyer: Buyer, other: Buyer, passwords: FakePasswords
) -> None:
    await other.registers()
    await buyer.adds("bad")
    old = buyer.session

    async def logs_out() -> None:
        await buyer.does("logoutCustomer")

    passwords.meanwhile = logs_out
    await buyer.logs_in()
    assert buyer.session.key != old.key
    assert await buyer.does("getMe") is not None


@pytest.mark.rule("C-cus-9")
async def test_a_customer_changes_what_may_be_changed(buyer: Buyer, other: Buyer) -> None:
    before = await buyer.registers()
    await other.registers("other@example.org")
    changes = {"name": "E. M.", "email": "ERIKA@example.org", "acceptsMarketing": False}
    after = await buyer.does("updateMe", {**changes, "shoeSize": 38})
    assert (after.name, after.email, after.accepts_marketing) == tuple(changes.values())
    assert (after.id, after.created_at) == (before.id, before.created_at)
    assert await buyer.does("getMe") == after
    for body, code in (
        ({"email": "OTHER@example.org"}, "auth.emailTaken"),
        ({"name": "\t"}, "request.invalid"),
        ({"defaultAddressId": "addr_nothing"}, "address.notFound"),
    ):
        assert (await refused(buyer.does("updateMe", {"name": "no", **body}))).code == code
    assert await buyer.does("getMe") == after


@pytest.mark.rule("C-cus-9")
async def test_a_changed_email_logs_in_and_frees_the_old_one(buyer: Buyer, other: Buyer) -> None:
    await buyer.registers()
    await buyer.does("updateMe", {"email": "new@example.org"})
    assert (await refused(other.logs_in())).code == "auth.invalidCredentials"
    await other.logs_in("new@example.org")
    await other.registers(EMAIL)


@pytest.mark.rule("C-cus-10")
@pytest.mark.parametrize(
    "operation", ["updateMe", "listAddresses", "addAddress", "updateAddress", "removeAddress"]
)
async def test_what_needs_a_login_is_refused_to_a_guest(buyer: Buyer, operation: str) -> None:
    needed = await refused(buyer.does(operation, {}, id="addr_1"))
    assert (needed.code, needed.rule) == ("auth.required", "C-cus-10")
