"""Accounts, addresses, passwords."""

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
from contract_tests.shop.background_orders import wait_for_another_moment
from contract_tests.shop.settings import LOGIN_ATTEMPTS
from contract_tests.shop.shopper import ADDRESS, PASSWORD, Shopper, new_email

NEW = "another long password"


@rule("C-cus-1")
def test_a_guest_is_null(shopper: Shopper) -> None:
    exchange = shopper.client.call("getMe")
    expect.equal((exchange.status, exchange.body.strip()), (200, b"null"), "a guest's me")


@rule("C-cus-2", "C-cus-11")
def test_registering_logs_in(shopper: Shopper) -> None:
    email = new_email("a.rather-long-name+shop")
    name = "Zoë Müller-Łukaszewicz von und zu Beispielhausen"
    customer = shopper.register(email, name=name, acceptsMarketing=True)
    expect.equal(customer["email"], email, "email", "C-cus-11")
    expect.equal(customer["name"], name, "name", "C-cus-11")
    expect.equal(customer["acceptsMarketing"], True, "acceptsMarketing", "C-cus-11")
    expect.check("defaultAddressId" not in customer, "a new account has a defaultAddressId")
    expect.equal(shopper.me(), customer, "me")
    expect.equal(shopper.addresses(), [], "the addresses of a new account")
    silent = Shopper(shopper.session).register(acceptsMarketing=False)
    expect.equal(silent["acceptsMarketing"], False, "acceptsMarketing of who said no")


@rule("C-cus-9")
def test_a_customer_s_id_is_the_server_s(shopper: Shopper) -> None:
    body = {"email": new_email(), "password": PASSWORD, "name": "A", "acceptsMarketing": False}
    exchange = shopper.client.call("registerCustomer", {**body, "id": "cust_mine"})
    if exchange.status != 400:
        found = expect.ok(exchange)
        expect.check(found["id"] != "cust_mine", "the id in the request was taken over")


@rule("C-cus-11")
def test_logging_in_answers_the_customer(shopper: Shopper, other: Shopper) -> None:
    customer = shopper.register()
    expect.equal(other.log_in(shopper.email), customer, "the customer who logged in")
    expect.equal(other.me(), customer, "me")


@rule("C-cus-4")
@pytest.mark.parametrize("password", ["", "a", "123456789", "nine sig", "ünü-zeich", "🧼" * 9])
def test_a_short_password_opens_no_account(shopper: Shopper, password: str) -> None:
    email = new_email()
    body = {"email": email, "password": password, "name": "Ada", "acceptsMarketing": False}
    exchange = shopper.client.call("registerCustomer", body)
    expect.error(exchange, 400, "auth.passwordWeak")
    expect.equal(shopper.me(), None, "me afterwards")
    shopper.register(email)


@rule("C-cus-4")
@pytest.mark.parametrize("password", ["ten signs!", "ünü-zeiche", " spaces around ", "x" * 72])
def test_ten_signs_are_enough_and_each_counts(
    shopper: Shopper, other: Shopper, password: str
) -> None:
    shopper.register(password=password)
    other.log_in(shopper.email, password)
    stranger = Shopper(shopper.session)
    body = {"email": shopper.email, "password": password + "x"}
    wrong = stranger.client.call("loginCustomer", body)
    expect.error(wrong, 401, "auth.invalidCredentials")


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


BAD_MEMBERS: list[tuple[str, Any]] = [
    *(("email", it) for it in (..., None, "", "nobody", "a@", "@b.de", 7)),
    *(("name", it) for it in (..., None, "", "  ", 7)),
    *(("password", it) for it in (..., None, 7)),
    *(("acceptsMarketing", it) for it in (..., None, "no", 1)),
]


@rule("C-conv-7", "C-cus-9")
@pytest.mark.parametrize(("member", "value"), BAD_MEMBERS, ids=repr)
def test_an_account_wants_all_its_members(shopper: Shopper, member: str, value: Any) -> None:
    body = {"email": new_email(), "password": PASSWORD, "name": "A", "acceptsMarketing": False}
    body = {name: it for name, it in {**body, member: value}.items() if it is not ...}
    exchange = shopper.client.call("registerCustomer", body)
    others = [(400, "auth.passwordWeak")] if member == "password" else []
    expect.error(exchange, 400, "request.invalid", *others)
    expect.equal(shopper.me(), None, "me afterwards")


@rule("C-cus-9")
def test_an_email_has_one_account_whatever_its_case(shopper: Shopper, other: Shopper) -> None:
    shopper.register(new_email("Mixed.Case"))
    for email in (shopper.email, shopper.email.upper(), shopper.email.lower()):
        body = {"email": email, "password": PASSWORD, "name": "Ada", "acceptsMarketing": False}
        exchange = other.client.call("registerCustomer", body)
        expect.error(exchange, 409, "auth.emailTaken")
    expect.equal(other.me(), None, "me afterwards")
    other.log_in(shopper.email.swapcase())
    expect.equal(other.me()["id"], shopper.me()["id"], "who logged in in another case")


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
    return any(sorted(it)[1] - min(it) > 0.02 for it in times.values())


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
    stranger = session.new_client().call(
        operation,
        {**body, "email": new_email()},
        headers={"user-agent": "Another/1.0"},
        patient=False,
    )
    expect.error(stranger, 429, "auth.rateLimited")
    states.set("clear-rate-limits")
    again = visitor.call(operation, body, patient=False)
    expect.check(again.status != 429, "the limit stays after the limits were cleared")


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
    return str(states.set("last-reset-token", email=shopper.email)["token"])


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


@rule("C-cus-9")
@pytest.mark.parametrize("member", ["id", "createdAt"])
def test_id_and_birth_can_not_be_changed(shopper: Shopper, member: str) -> None:
    before = shopper.register()
    value = "cust_mine" if member == "id" else "2020-01-01T00:00:00.000Z"
    exchange = shopper.client.call("updateMe", {member: value, "name": "Somebody Else"})
    expect.error(exchange, 400, "request.invalid")
    expect.equal(shopper.me(), before, "me afterwards")


@rule("C-cus-9", "C-cus-11")
def test_an_account_can_be_changed_in_parts(shopper: Shopper) -> None:
    before = shopper.register()
    email = new_email("changed")
    changes: list[dict[str, Any]] = [
        {"name": "Ada Neu"},
        {"acceptsMarketing": True},
        {"email": email},
        {"name": "Ada Zwei", "acceptsMarketing": False},
    ]
    wanted = dict(before)
    wait_for_another_moment(before["createdAt"])
    for change in changes:
        wanted |= change
        found = expect.ok(shopper.client.call("updateMe", change))
        expect.equal(found, wanted, f"the account after {change}")
        expect.equal(shopper.me(), wanted, "me afterwards")
    stranger = Shopper(shopper.session)
    body = {"email": shopper.email, "password": PASSWORD}
    wrong = stranger.client.call("loginCustomer", body)
    expect.error(wrong, 401, "auth.invalidCredentials")
    stranger.log_in(email)


@rule("C-cus-9")
def test_an_email_that_is_taken_can_not_be_had(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    mine = other.register()
    for email in (shopper.email, shopper.email.upper()):
        exchange = other.client.call("updateMe", {"name": "Half", "email": email})
        expect.error(exchange, 409, "auth.emailTaken")
    expect.equal(other.me(), mine, "me afterwards")
    found = expect.ok(other.client.call("updateMe", {"email": other.email.upper()}))
    expect.equal(found["email"].lower(), other.email.lower(), "one's own email in another case")


@rule("C-cus-9")
@pytest.mark.parametrize(
    ("member", "value"),
    [("email", "nobody"), ("email", ""), ("name", ""), ("name", "  "), ("name", 7), ("name", None),
     ("acceptsMarketing", "yes"), ("acceptsMarketing", None)],
)  # fmt: skip
def test_an_account_takes_no_nonsense(shopper: Shopper, member: str, value: Any) -> None:
    before = shopper.register()
    exchange = shopper.client.call("updateMe", {member: value})
    expect.error(exchange, 400, "request.invalid")
    expect.equal(shopper.me(), before, "me afterwards")


NEED_A_LOGIN: list[tuple[str, Any, dict[str, str]]] = [
    ("updateMe", {"name": "Nobody"}, {}),
    ("listAddresses", None, {}),
    ("addAddress", ADDRESS, {}),
    ("updateAddress", {"city": "Bonn"}, {"id": "adr_1"}),
    ("removeAddress", None, {"id": "adr_1"}),
]


@rule("C-cus-10")
@pytest.mark.parametrize(("operation", "body", "names"), NEED_A_LOGIN, ids=lambda it: str(it)[:14])
def test_guests_have_no_account(
    shopper: Shopper, operation: str, body: Any, names: dict[str, Any]
) -> None:
    exchange = shopper.client.call(operation, body, **names)
    expect.error(exchange, 401, "auth.required")
    shopper.register()
    shopper.log_out()
    exchange = shopper.client.call(operation, body, **names)
    expect.error(exchange, 401, "auth.required")


@rule("C-cus-10", "C-cus-11")
def test_addresses_are_stored_changed_and_removed(shopper: Shopper) -> None:
    shopper.register()
    first = shopper.store_address()
    second = shopper.store_address(city="Köln", company="Beispiel GmbH", phone="+49 221 1")
    expect.check(first["id"] != second["id"], "two addresses have one id")
    expect.equal({**ADDRESS, "id": first["id"]}, first, "the stored address")
    changed = expect.ok(shopper.client.call("updateAddress", {"city": "Bonn"}, id=first["id"]))
    wanted = {**first, "city": "Bonn"}
    expect.equal(sorted(changed, key=str), sorted([wanted, second], key=str), "the addresses")
    expect.equal(shopper.addresses(), changed, "the addresses, looked at")
    left = expect.ok(shopper.client.call("removeAddress", id=first["id"]))
    expect.equal(left, [second], "the addresses after one was removed")
    expect.equal(shopper.addresses(), [second], "the addresses, looked at")
    expect.error(shopper.client.call("removeAddress", id=first["id"]), 404, "address.notFound")


@rule("C-cus-10", "C-cus-11")
def test_a_change_leaves_the_rest_of_an_address_as_it_was(shopper: Shopper) -> None:
    shopper.register()
    kept = shopper.store_address(
        company="Beispiel & Söhne Feinwaschmittel GmbH",
        street="Straße des 17. Juni 135, Hinterhaus, 3. Stock links",
        phone="+49 (0) 30 123-4567",
    )
    changes = {
        "name": "Ada Zweit", "street": "Am Ring 2", "postalCode": "50667", "city": "Köln",
        "country": "AT", "company": "Zweit KG", "phone": "+43 1 1",
    }  # fmt: skip
    for member, value in changes.items():
        kept = {**kept, member: value}
        body = {member: value}
        changed = expect.ok(shopper.client.call("updateAddress", body, id=kept["id"]))
        expect.equal(changed, [kept], f"the addresses after a change of {member}")
    expect.equal(shopper.addresses(), [kept], "the addresses, looked at")


@rule("C-cus-9", "C-cus-10")
def test_a_change_leaves_the_usual_address_as_it_was(shopper: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address()
    usual = expect.ok(shopper.client.call("updateMe", {"defaultAddressId": stored["id"]}))
    found = expect.ok(shopper.client.call("updateMe", {"name": "Ada Neu"}))
    expect.equal(found, {**usual, "name": "Ada Neu"}, "the account after a change of its name")
    shopper.store_address(city="Bonn")
    expect.ok(shopper.client.call("updateAddress", {"city": "Ulm"}, id=stored["id"]))
    expect.equal(shopper.me(), found, "the account after its addresses were changed")


@rule("C-cus-10")
def test_an_address_id_is_the_server_s(shopper: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address(id="adr_mine")
    expect.check(stored["id"] != "adr_mine", "the id in the request was taken over")


BAD_ADDRESSES = [
    *(({name: value}, name) for name in ADDRESS for value in ("", "  ")),
    ({"country": "de"}, "country"),
    ({"country": "XX"}, "country"),
    ({"country": "DEU"}, "country"),
]


@rule("C-chk-3", "C-cus-10")
@pytest.mark.parametrize(("change", "field"), BAD_ADDRESSES, ids=str)
def test_what_is_no_address_is_not_stored(
    shopper: Shopper, change: dict[str, Any], field: str
) -> None:
    shopper.register()
    exchange = shopper.client.call("addAddress", {**ADDRESS, **change})
    error = expect.error(exchange, 400, "checkout.addressInvalid")
    expect.check(str(error.get("field", field)).endswith(field), f"field is {error.get('field')}")
    stored = shopper.store_address()
    exchange = shopper.client.call("updateAddress", change, id=stored["id"])
    expect.error(exchange, 400, "checkout.addressInvalid")
    expect.equal(shopper.addresses(), [stored], "the addresses afterwards")


@rule("C-chk-3", "C-cus-10")
@pytest.mark.parametrize("member", ADDRESS)
def test_an_address_lacks_no_member(shopper: Shopper, member: str) -> None:
    shopper.register()
    body = {name: value for name, value in ADDRESS.items() if name != member}
    exchange = shopper.client.call("addAddress", body)
    expect.error(exchange, 400, "checkout.addressInvalid", (400, "request.invalid"))
    expect.equal(shopper.addresses(), [], "the addresses afterwards")


@rule("C-cus-10")
def test_another_customer_s_address_is_not_found(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address()
    other.register()
    expect.equal(other.addresses(), [], "another customer's addresses")
    calls: list[tuple[str, Any]] = [("updateAddress", {"city": "Bonn"}), ("removeAddress", None)]
    for operation, body in calls:
        exchange = other.client.call(operation, body, id=stored["id"])
        expect.error(exchange, 404, "address.notFound")
    exchange = other.client.call("updateMe", {"defaultAddressId": stored["id"]})
    expect.error(exchange, 404, "address.notFound", (400, "request.invalid"))
    expect.check(other.me().get("defaultAddressId") is None, "another's address is the default")
    expect.equal(shopper.addresses(), [stored], "the addresses afterwards")


@rule("C-cus-10")
def test_the_usual_address_is_chosen_and_let_go(shopper: Shopper) -> None:
    shopper.register()
    first, second = shopper.store_address(), shopper.store_address(city="Bonn")
    # By the fine print the first one does not become the default by itself; others may differ.
    for stored in (first, second):
        found = expect.ok(shopper.client.call("updateMe", {"defaultAddressId": stored["id"]}))
        expect.equal(found.get("defaultAddressId"), stored["id"], "defaultAddressId")
    expect.ok(shopper.client.call("updateMe", {"name": "Ada Neu"}))
    expect.equal(shopper.me().get("defaultAddressId"), second["id"], "defaultAddressId")
    expect.ok(shopper.client.call("removeAddress", id=first["id"]))
    expect.equal(shopper.me().get("defaultAddressId"), second["id"], "defaultAddressId")
    shopper.store_address(city="Hof")
    expect.ok(shopper.client.call("removeAddress", id=second["id"]))
    expect.check(
        shopper.me().get("defaultAddressId") is None, "a removed address is still the default"
    )
    exchange = shopper.client.call("updateMe", {"defaultAddressId": second["id"]})
    expect.error(exchange, 404, "address.notFound", (400, "request.invalid"))


@rule("C-cus-11", "C-cus-10")
def test_addresses_are_seen_from_each_session(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address()
    other.log_in(shopper.email)
    expect.equal(other.addresses(), [stored], "the addresses elsewhere")
