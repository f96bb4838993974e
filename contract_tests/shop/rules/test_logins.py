"""Logging in: what it reveals, and how often it may be tried."""

from __future__ import annotations

import pytest

from contract_tests.harness.diff import distinguishing_fields
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.harness.session import CheckSession
from contract_tests.shop import expect
from contract_tests.shop.requests import PASSWORD, new_email
from contract_tests.shop.settings import LOGIN_ATTEMPTS
from contract_tests.shop.shopper import Shopper


@rule("C-cus-11")
def test_logging_in_answers_the_customer(shopper: Shopper, other: Shopper) -> None:
    customer = shopper.register()
    expect.equal(other.log_in(shopper.email), customer, "the customer who logged in")
    expect.equal(other.me(), customer, "me")


@rule("C-cus-4")
def test_a_password_is_its_exact_signs(shopper: Shopper, other: Shopper) -> None:
    shopper.register(password="Correct Horse")
    for password in ("correct horse", "Correct Horse ", "Correct", "CORRECT HORSE"):
        exchange = other.client.call(
            "loginCustomer", {"email": shopper.email, "password": password}
        )
        expect.error(exchange, 401, "auth.invalidCredentials")


PAIRS = {
    "umlauts": ("öffne dich ä", "öffne dich ü"),
    "other scripts": ("日本語の合言葉です、開け", "日本語の合言葉です、閉じ"),
    "after a nought": ("open sesame\0one", "open sesame\0two"),
    "a space within": ("open  sesame", "open sesame"),
}


@rule("C-cus-4")
@pytest.mark.parametrize("pair", PAIRS)
def test_passwords_that_look_alike_to_a_machine_are_two(
    shopper: Shopper, other: Shopper, pair: str
) -> None:
    right, wrong = PAIRS[pair]
    body = {"email": new_email(), "password": right, "name": "A", "acceptsMarketing": False}
    exchange = shopper.client.call("registerCustomer", body)
    if exchange.status == 400:
        return  # it takes no such signs
    expect.ok(exchange)
    exchange = other.client.call("loginCustomer", {"email": body["email"], "password": wrong})
    expect.error(exchange, 401, "auth.invalidCredentials", (400, "request.invalid"))
    other.log_in(str(body["email"]), right)


@rule("C-cus-5", "C-cus-9")
@pytest.mark.parametrize("sign", ["_", "%", "*", "."])
def test_an_email_is_no_pattern(shopper: Shopper, other: Shopper, sign: str) -> None:
    shopper.register()
    body = {"email": sign + shopper.email[1:], "password": PASSWORD}
    exchange = other.client.call("loginCustomer", body)
    expect.error(exchange, 401, "auth.invalidCredentials", (400, "request.invalid"))


@rule("C-cus-5")
def test_no_password_opens_nothing(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    exchange = other.client.call("loginCustomer", {"email": shopper.email, "password": ""})
    expect.error(exchange, 401, "auth.invalidCredentials", (400, "request.invalid"))
    expect.equal(other.me(), None, "me afterwards")


@rule("C-cus-5")
def test_a_wrong_password_and_an_unknown_email_are_answered_alike(
    shopper: Shopper, other: Shopper
) -> None:
    shopper.register()
    known: list[Exchange] = []
    unknown: list[Exchange] = []
    for _ in range(2):
        for answers, email in ((known, shopper.email), (unknown, new_email("nobody"))):
            body = {"email": email, "password": "not the right one"}
            exchange = other.client.call("loginCustomer", body)
            expect.error(exchange, 401, "auth.invalidCredentials")
            answers.append(exchange)
    told = distinguishing_fields(known, unknown)
    expect.check(not told, f"the answer tells a known email from an unknown one by {told}")
    expect.equal(other.me(), None, "me afterwards")


def _separate(these: list[float], those: list[float]) -> bool:
    """Whether one is the longer in nearly every pair, which chance and load alone do not bring."""
    longer = sum(one > other for one in these for other in those) / (len(these) * len(those))
    return not 0.15 < longer < 0.85


def _noisy(times: dict[str, list[float]]) -> bool:
    """Whether the quickest answers of a kind are so far apart that a difference may hide there."""
    return any(sorted(time)[1] - min(time) > 0.02 for time in times.values())


@rule("C-cus-5")
def test_their_times_do_not_tell(shopper: Shopper, other: Shopper, session: CheckSession) -> None:
    shopper.register()
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    tries = session.target.by_profile(fast=3, default=5, thorough=9)
    most = 4 * tries  # a busy machine may want more tries
    if not session.states.available:
        tries, most = 2, 4  # the backend's own limit
    for at in range(most):
        for kind, email in (("known", shopper.email), ("unknown", new_email("nobody"))):
            body = {"email": email, "password": "not the right one"}
            times[kind].append(other.client.call("loginCustomer", body).seconds)
        known, unknown = min(times["known"]), min(times["unknown"])
        apart = abs(known - unknown) > max(0.010, 0.25 * max(known, unknown))
        told = apart and _separate(times["known"], times["unknown"])
        if at + 1 >= tries and not told and not _noisy(times):
            return
    words = f"{known * 1000:.0f} ms for a known email, {unknown * 1000:.0f} ms for an unknown one"
    expect.check(not told, f"the time tells: {words}")


@rule("C-cus-6")
@pytest.mark.parametrize("operation", ["loginCustomer", "requestPasswordReset"])
def test_attempts_are_limited(
    session: CheckSession, states: ProviderStates, operation: str
) -> None:
    states.set("clear-rate-limits")
    visitor = session.new_client()
    least, most = LOGIN_ATTEMPTS
    body = {"email": new_email("limited")}
    if operation == "loginCustomer":
        body["password"] = "not the right one"
    answered = 0
    for _ in range(most + 1):
        exchange = visitor.call(operation, body, patient=False)
        if exchange.status == 429:
            break
        answered += 1
    expect.check(answered <= most, f"{answered} attempts in a row were let in")
    expect.check(answered >= least, f"only {answered} attempts were let in")
    expect.error(exchange, 429, "auth.rateLimited")
    wait = exchange.headers.get("retry-after", "")
    expect.check(wait.isdigit() and 0 < int(wait) <= 60, f"Retry-After is {wait!r}")
    # Limited is the address, not the visitor, nor the email.
    newcomer = session.new_client().call(
        operation,
        {**body, "email": new_email()},
        headers={"user-agent": "Another/1.0"},
        patient=False,
    )
    expect.error(newcomer, 429, "auth.rateLimited")
    states.set("clear-rate-limits")
    again = visitor.call(operation, body, patient=False)
    expect.check(again.status != 429, "the limit stays after the limits were cleared")
