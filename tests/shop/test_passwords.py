"""Passwords: argon2id, beside the event loop, as slow for nobody as for somebody."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError

from stub_server.shop.passwords import WORKERS, Argon2Passwords
from stub_server.shop.ports import Passwords


@pytest.fixture
def passwords() -> Passwords:
    return Argon2Passwords()


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that were compared, with all that it costs."""
    hashes: list[str] = []
    really = PasswordHasher.verify

    def verify(self: PasswordHasher, hash: str, password: str) -> bool:  # noqa: A002 - argon2's
        hashes.append(hash)
        return really(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    return hashes


@pytest.mark.rule("C-cus-4")
async def test_a_password_becomes_an_argon2id_hash_with_its_own_salt(passwords: Passwords) -> None:
    first = await passwords.hash("correct horse")
    second = await passwords.hash("correct horse")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert "horse" not in first


@pytest.mark.rule("C-cus-4")
async def test_only_the_right_password_matches(passwords: Passwords) -> None:
    hashed = await passwords.hash("correct horse")
    assert await passwords.matches("correct horse", hashed)
    assert not await passwords.matches("correct house", hashed)


@pytest.mark.rule("C-cus-5")
async def test_an_unknown_email_costs_one_comparison_like_a_wrong_password(
    passwords: Passwords, compared: list[str]
) -> None:
    hashed = await passwords.hash("correct horse")
    assert not await passwords.matches("wrong horse", hashed)
    assert not await passwords.matches("wrong horse", None)
    assert not await passwords.matches("a password that nobody has", None)
    costs = [each.rsplit("$", 2)[0] for each in compared]
    assert len(costs) == 3
    assert len(set(costs)) == 1


@pytest.mark.rule("C-cus-5")
@pytest.mark.parametrize("known", [True, False])
async def test_the_first_login_ever_costs_the_same_for_known_and_unknown(
    monkeypatch: pytest.MonkeyPatch, compared: list[str], known: bool
) -> None:
    hashed = await Argon2Passwords().hash("correct horse")
    hashings: list[str] = []
    really = PasswordHasher.hash

    def hash_it(self: PasswordHasher, password: str) -> str:
        hashings.append(password)
        return really(self, password)

    monkeypatch.setattr(PasswordHasher, "hash", hash_it)
    fresh = Argon2Passwords()
    assert not await fresh.matches("wrong horse", hashed if known else None)
    assert (len(hashings), len(compared)) == (1, 1)


@pytest.mark.rule("C-cus-4")
async def test_others_go_on_while_passwords_are_hashed(passwords: Passwords) -> None:
    work = asyncio.gather(*(passwords.hash("correct horse") for _ in range(3 * WORKERS)))
    turns = 0
    while not work.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 10
    assert len(set(await work)) == 3 * WORKERS


async def test_something_stored_that_is_no_hash_is_a_fault(passwords: Passwords) -> None:
    with pytest.raises(InvalidHashError):
        await passwords.matches("correct horse", "plain text")
