"""Resetting a password."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.diff import distinguishing_fields
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import CheckFailed
from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.harness.session import CheckSession
from contract_tests.shop import expect
from contract_tests.shop.requests import PASSWORD, new_email
from contract_tests.shop.shopper import Shopper

NEW = "another long password"


@rule("C-cus-7")
def test_a_reset_is_answered_alike_for_all(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    known: list[Exchange] = []
    unknown: list[Exchange] = []
    for _ in range(2):
        for answers, email in ((known, shopper.email), (unknown, new_email("nobody"))):
            exchange = other.client.call("requestPasswordReset", {"email": email})
            expect.check(exchange.status < 300, f"a reset was answered {exchange.status}")
            answers.append(exchange)
    told = distinguishing_fields(known, unknown)
    expect.check(not told, f"the answer tells a known email from an unknown one by {told}")


def _token(shopper: Shopper, states: ProviderStates) -> str:
    exchange = Shopper(shopper.session).client.call(
        "requestPasswordReset", {"email": shopper.email}
    )
    expect.check(exchange.status < 300, f"a reset was answered {exchange.status}")
    token = str(states.set("last-reset-token", email=shopper.email)["token"])
    shown = token.encode() in exchange.body
    expect.check(not shown, "the answer to a reset contains its token", "C-cus-7")
    return token


def _confirms(session: CheckSession, token: Any, password: str = NEW) -> Any:
    return session.new_client().call("confirmPasswordReset", {"token": token, "password": password})


@rule("C-cus-7")
def test_a_token_can_not_be_guessed(session: CheckSession, states: ProviderStates) -> None:
    tokens = []
    for _ in range(3):
        shopper = Shopper(session)
        shopper.register()
        tokens.append(_token(shopper, states))
    expect.unguessable(tokens, "token")


@rule("C-cus-8", "C-cus-7")
def test_a_token_sets_a_new_password_once(
    shopper: Shopper, other: Shopper, states: ProviderStates, session: CheckSession
) -> None:
    shopper.register()
    token = _token(shopper, states)
    expect.check(_confirms(session, token).status < 300, "a good token was refused")
    wrong = other.client.call("loginCustomer", {"email": shopper.email, "password": PASSWORD})
    expect.error(wrong, 401, "auth.invalidCredentials")
    other.log_in(shopper.email, NEW)
    again = _confirms(session, token, "yet another password")
    if again.status < 300:
        raise CheckFailed("a token that was used works again", "C-cus-7", "C-cus-8")
    expect.error(again, 400, "auth.tokenInvalid")
    Shopper(session).log_in(shopper.email, NEW)


@rule("C-cus-8")
def test_an_expired_token_is_invalid(
    shopper: Shopper, other: Shopper, states: ProviderStates, session: CheckSession
) -> None:
    shopper.register()
    token = _token(shopper, states)
    states.set("expire-reset-token", token=token)
    expect.error(_confirms(session, token), 400, "auth.tokenInvalid")
    other.log_in(shopper.email)


@rule("C-cus-8")
@pytest.mark.parametrize("token", ["", "nonsense", "a" * 64, "0", "' OR 1=1 --"])
def test_an_unknown_token_is_invalid(session: CheckSession, token: str) -> None:
    expect.error(_confirms(session, token), 400, "auth.tokenInvalid", (400, "request.invalid"))


@rule("C-cus-8")
def test_a_token_is_its_exact_signs(
    shopper: Shopper, states: ProviderStates, session: CheckSession
) -> None:
    shopper.register()
    token = _token(shopper, states)
    for wrong in (token.swapcase(), token[:-1], token + "a", f" {token}"):
        if wrong != token:
            expect.error(
                _confirms(session, wrong), 400, "auth.tokenInvalid", (400, "request.invalid")
            )
    Shopper(session).log_in(shopper.email)


@rule("C-cus-8")
def test_a_missing_token_is_refused(session: CheckSession) -> None:
    exchange = session.new_client().call("confirmPasswordReset", {"password": NEW})
    expect.error(exchange, 400, "auth.tokenInvalid", (400, "request.invalid"))


@rule("C-cus-8", "C-cus-4")
def test_a_weak_password_changes_nothing(
    shopper: Shopper, other: Shopper, states: ProviderStates, session: CheckSession
) -> None:
    shopper.register()
    token = _token(shopper, states)
    expect.error(_confirms(session, token, "short"), 400, "auth.passwordWeak")
    other.log_in(shopper.email)


@rule("C-cus-8")
def test_a_new_password_ends_the_other_sessions(
    shopper: Shopper, other: Shopper, states: ProviderStates, session: CheckSession
) -> None:
    shopper.register()
    other.log_in(shopper.email)
    _confirms(session, _token(shopper, states))
    for visitor in (shopper, other):
        expect.equal(visitor.me(), None, "me in a session from before")
        exchange = visitor.client.call("listAddresses")
        expect.error(exchange, 401, "auth.required")


@rule("C-cus-8")
def test_a_new_password_leaves_other_customers_alone(
    shopper: Shopper, other: Shopper, states: ProviderStates, session: CheckSession
) -> None:
    shopper.register()
    other.register()
    _confirms(session, _token(shopper, states))
    expect.check(other.me() is not None, "another customer was logged out")
