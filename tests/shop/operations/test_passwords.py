from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.provider_states import apply
from tests.shop.operations.actors import Buyer, PublishedEvents
from tests.shop.operations.fakes import FakePasswords
from tests.shop.samples import EMAIL


async def mailed(buyer: Buyer, email: str = EMAIL) -> str:
    """Ask for a reset, and read the token in the mail."""
    await buyer.does("requestPasswordReset", {"email": email})
    token: str = apply(buyer.shop, "last-reset-token", {"email": email})["token"]
    return token


async def sets(buyer: Buyer, token: Any, password: str = "something new") -> None:
    await buyer.does("confirmPasswordReset", {"token": token, "password": password})


async def code_of(call: Any) -> str:
    with pytest.raises(Rejection) as refused:
        await call
    return refused.value.code


@pytest.mark.rule("C-cus-7", "C-cus-8")
async def test_a_mailed_token_sets_a_new_password_once(buyer: Buyer, other: Buyer) -> None:
    await buyer.registers()
    token = await mailed(other, "Erika@example.org")
    await sets(other, token)
    assert await code_of(other.logs_in()) == "auth.invalidCredentials"
    await other.logs_in(password="something new")
    assert await code_of(sets(other, token)) == "auth.tokenInvalid"


@pytest.mark.rule("C-cus-7")
async def test_nobody_learns_whether_an_email_is_known(buyer: Buyer, other: Buyer) -> None:
    await buyer.registers()
    answers = [
        await other.does("requestPasswordReset", {"email": email})
        for email in (EMAIL, "nobody@example.org")
    ]
    assert answers == [None, None]
    assert [mail["to"] for mail in other.shop.outbox.mails()] == [EMAIL]


@pytest.mark.rule("C-cus-7")
async def test_the_token_is_in_the_mail_and_in_no_event(
    buyer: Buyer, events: PublishedEvents
) -> None:
    await buyer.registers()
    token = await mailed(buyer)
    assert len(token) >= 40
    assert token in buyer.shop.outbox.mails(EMAIL)[0]["text"]
    await sets(buyer, token)
    assert "mail.sent" in events.names()
    assert "password.changed" in events.names()
    assert token not in str(events.all)


@pytest.mark.rule("C-cus-7", "C-cus-8")
async def test_a_token_lives_for_half_an_hour(buyer: Buyer, clock: FrozenClock) -> None:
    await buyer.registers()
    token = await mailed(buyer)
    clock.advance(timedelta(minutes=29, seconds=59))
    assert await code_of(sets(buyer, token, "short")) == "auth.passwordWeak"
    clock.advance(timedelta(seconds=1))
    assert await code_of(sets(buyer, token)) == "auth.tokenInvalid"


@pytest.mark.rule("C-cus-8", "C-cus-4")
async def test_the_token_is_judged_first_and_a_weak_password_does_not_use_it_up(
    buyer: Buyer,
) -> None:
    await buyer.registers()
    token = await mailed(buyer)
    for wrong in ("nothing", "", None, 5):
        assert await code_of(sets(buyer, wrong, "short")) == "auth.tokenInvalid"
    assert await code_of(sets(buyer, token, "short")) == "auth.passwordWeak"
    await sets(buyer, token)


@pytest.mark.rule("C-cus-8")
async def test_a_new_password_ends_the_customers_other_sessions_and_tokens(
    buyer: Buyer, other: Buyer, shop: ShopContext
) -> None:
    await buyer.registers()
    await other.logs_in()
    await other.adds("bad")
    first, second = await mailed(buyer), await mailed(buyer)
    await sets(buyer, first)
    assert await buyer.does("getMe") is not None
    assert await other.does("getMe") is None
    assert (await other.cart()).count == 0
    assert await code_of(sets(buyer, second)) == "auth.tokenInvalid"


@pytest.mark.rule("C-cus-8")
async def test_a_guest_who_sets_a_new_password_ends_all_of_the_customers_sessions(
    buyer: Buyer, other: Buyer
) -> None:
    await buyer.registers()
    await other.adds("bad")
    await sets(other, await mailed(other))
    assert await buyer.does("getMe") is None
    assert (await other.cart()).count == 1


@pytest.mark.rule("C-cus-7")
async def test_a_token_that_is_used_twice_at_once_works_once(
    buyer: Buyer, other: Buyer, passwords: FakePasswords
) -> None:
    await buyer.registers()
    token = await mailed(buyer)

    async def sets_another() -> None:
        await sets(other, token, "another one")

    passwords.meanwhile = sets_another
    assert await code_of(sets(buyer, token)) == "auth.tokenInvalid"
    await other.logs_in(password="another one")


@pytest.mark.rule("C-cus-6")
async def test_the_sixth_reset_in_a_minute_is_refused_for_known_and_unknown_alike(
    buyer: Buyer, clock: FrozenClock
) -> None:
    await buyer.registers()
    for _ in range(5):
        await buyer.does("requestPasswordReset", {"email": "nobody@example.org"})
    for email in ("nobody@example.org", EMAIL):
        with pytest.raises(Rejection) as refused:
            await buyer.does("requestPasswordReset", {"email": email})
        assert (refused.value.code, refused.value.retry_after) == ("auth.rateLimited", 60)
    clock.advance(timedelta(seconds=60))
    await mailed(buyer)
