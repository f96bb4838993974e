"""What can be wrong with accounts: logins, passwords, addresses, limits, sessions."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop.domain import address, customer, reset
from stub_server.shop.operations import addresses, customers, passwords, sessions
from stub_server.shop.passwords import Argon2Passwords
from stub_server.shop.rate_limit import SlidingWindow
from stub_server.shop.repositories import CustomerRepository
from tests.examiner.fault import (
    CUSTOMERS,
    Answered,
    Asked,
    Fault,
    Go,
    around,
    between,
    changing,
    code,
    constant,
    method,
    showing,
    status,
    wrapping,
)


def _shows(change: Any) -> Any:
    def each(content: Any) -> Any:
        return change(content) if isinstance(content, dict) else content

    return partial(showing, each, *CUSTOMERS)


def _guest_empty(asked: Asked, answered: Answered) -> None:
    if answered.body == b"null":
        answered.body = b"{}"


def _guest_204(asked: Asked, answered: Answered) -> None:
    if answered.body == b"null":
        answered.status, answered.body = 204, b""


def _guest_401(asked: Asked, answered: Answered) -> None:
    if answered.body == b"null":
        answered.status = 401
        answered.says({"error": {"code": "auth.required", "message": "Log in first."}})


def _same_token(original: Any, shop: Any, session: Any, who: Any) -> Any:
    new = original(shop, session, who)
    shop.sessions.delete(new.token)
    kept = replace(new, token=session.token)
    shop.sessions.save(kept)
    return kept


def _old_token_stays(original: Any, shop: Any, session: Any, who: Any) -> Any:
    new = original(shop, session, who)
    shop.sessions.save(replace(new, token=session.token))
    return new


def _new_key(original: Any, shop: Any, session: Any, who: Any) -> Any:
    """A login begins a new session: cart and orders stay behind."""
    return original(shop, replace(session, key="-"), who)


def _cart_lost(original: Any, shop: Any, session: Any, who: Any) -> Any:
    new = original(shop, session, who)
    shop.carts.delete(new.key)
    return new


def _carts_merged(original: Any, shop: Any, session: Any, who: Any) -> Any:
    """A login brings the cart of the customer's other session along."""
    others = shop.sessions.find_by(customer_id=who.id)
    new = original(shop, session, who)
    for other in others:
        cart = shop.carts.find(other.key)
        mine = shop.carts.find(new.key)
        if cart and other.key != new.key:
            known = {line.product_id for line in mine.lines} if mine else set()
            lines = tuple(line for line in cart.lines if line.product_id not in known)
            shop.carts.save(new.key, replace(cart, lines=(*(mine.lines if mine else ()), *lines)))
    return new


async def _no_login(original: Any, request: Any, shop: Any) -> Any:
    """Register makes the account, and leaves the buyer a guest."""
    answer = await original(request, shop)
    session = replace(answer.session, customer_id=None)
    shop.sessions.save(session)
    return replace(answer, session=session)


async def _cart_stays(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.find(request.session.key)
    answer = await original(request, shop)
    if cart:
        shop.carts.save(answer.session.key, cart)
    return answer


def _cookie_only(original: Any, shop: Any, session: Any) -> None:
    """A logout only has the browser forget."""


def _cart_cleared_only(original: Any, shop: Any, session: Any) -> None:
    shop.carts.delete(session.key)


def _ends_all(original: Any, shop: Any, session: Any) -> None:
    original(shop, session)
    if session.customer_id:
        for other in shop.sessions.find_by(customer_id=session.customer_id):
            original(shop, other)


async def _same_session(original: Any, request: Any, shop: Any) -> Any:
    """A logout makes the session a guest's, under its old name."""
    shop.carts.delete(request.session.key)
    session = replace(request.session, customer_id=None, key=shop.sandbox.ids.token(24))
    shop.sessions.save(session)
    return Result(session=session)


async def _guest_stays(original: Any, request: Any, shop: Any) -> Any:
    return await original(request, shop) if request.session.customer_id else Result()


def _bytes_counted(original: Any, given: Any) -> Any:
    return given if isinstance(given, str) and len(given.encode()) >= 10 else original(given)


def _passwords(change: Any) -> Any:
    """Each password is changed before it is hashed or compared."""

    def apply() -> None:
        async def hashed(original: Any, self: Any, password: str) -> Any:
            return await original(self, change(password))

        async def matches(original: Any, self: Any, password: str, known: Any) -> Any:
            return await original(self, change(password), known)

        method(Argon2Passwords, "hash", hashed)
        method(Argon2Passwords, "matches", matches)

    return apply


async def _quick_unknown(original: Any, self: Any, password: str, known: Any) -> Any:
    return False if known is None else await original(self, password, known)


async def _slow_known(original: Any, self: Any, password: str, known: Any) -> Any:
    await asyncio.sleep(0 if known is None else 0.05)
    return await original(self, password, known)


def _told_apart(word: str) -> Any:
    async def login(original: Any, request: Any, shop: Any) -> Any:
        try:
            return await original(request, shop)
        except Rejection as rejection:
            known = shop.customers.find_by_email(request.body["email"])
            if rejection.code == "auth.invalidCredentials" and known:
                if word == "message":
                    rejection.message = "The password is wrong."
                elif word == "member":
                    rejection.members["attemptsLeft"] = 3
            raise

    return wrapping(customers.login_customer, login)


async def _unknown_404(asked: Asked, go: Go) -> Answered:
    answered = await go(asked)
    body = asked.json
    if asked.operation == "loginCustomer" and answered.status == 401 and "nobody" in body["email"]:
        answered.status = 404
        answered.says({"error": {"code": "auth.unknown", "message": "No such customer."}})
    return answered


def _unlimited(original: Any, self: Any, what: str, client: str) -> None:
    return None


def _limited(name: Any) -> Any:
    """Attempts are counted under another name: `name` gets what is tried and from where."""

    def count(original: Any, self: Any, what: str, client: str) -> None:
        original(self, *name(what, client))

    return partial(method, SlidingWindow, "count", count)


def _only(kind: str) -> Any:
    def count(original: Any, self: Any, what: str, client: str) -> None:
        if what == kind:
            original(self, what, client)

    return partial(method, SlidingWindow, "count", count)


async def _failures_only(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    for tried in shop.rate_limit._attempts.values():
        tried.pop()
    return answer


async def _by_email(original: Any, request: Any, shop: Any) -> Any:
    return await original(replace(request, client=request.body["email"]), shop)


async def _by_session(original: Any, request: Any, shop: Any) -> Any:
    return await original(replace(request, client=request.session.token), shop)


def _every(times: int) -> Any:
    def count(original: Any, self: Any, what: str, client: str) -> None:
        if self._limit != times:
            self._limit = times
        original(self, what, client)

    return partial(method, SlidingWindow, "count", count)


def _no_retry(_: Asked, answered: Answered) -> None:
    answered.headers.pop("retry-after", None)


def _retry(value: str) -> Any:
    def put(_: Asked, answered: Answered) -> None:
        if "retry-after" in answered.headers:
            answered.headers["retry-after"] = value

    return partial(changing, put)


async def _reset_404(original: Any, request: Any, shop: Any) -> Any:
    if shop.customers.find_by_email(request.body["email"]) is None:
        raise Rejection("request.notFound", "No such customer.", rule="C-cus-7")
    return await original(request, shop)


async def _reset_tells(original: Any, request: Any, shop: Any) -> Any:
    from stub_server.shop.serializers import Raw

    await original(request, shop)
    known = shop.customers.find_by_email(request.body["email"]) is not None
    return Result(Raw({"sent": known}))


async def _reset_shows_token(original: Any, request: Any, shop: Any) -> Any:
    from stub_server.shop.serializers import Raw

    await original(request, shop)
    found = shop.customers.find_by_email(request.body["email"])
    tokens = shop.reset_tokens.find_by(customer_id=found.id) if found else []
    return Result(Raw({"token": tokens[-1].token if tokens else shop.sandbox.ids.token(48)}))


def _short_token(original: Any, shop: Any, who: Any, token: str) -> None:
    original(shop, who, f"{int(token[:6].encode().hex(), 16) % 10**6:06}")


def _numbered_token() -> None:
    count = iter(range(10**15, 10**16))

    def mailed(original: Any, shop: Any, who: Any, token: str) -> None:
        original(shop, who, str(next(count)))

    around(passwords._send_token, mailed)


async def _token_stays(original: Any, request: Any, shop: Any) -> Any:
    found = shop.reset_tokens.get(request.body.get("token")) if request.body.get("token") else None
    answer = await original(request, shop)
    if found:
        shop.reset_tokens.save(found)
    return answer


def _never_expires(original: Any, found: Any, now: Any) -> Any:
    return found or original(found, now)


async def _weak_uses_up(original: Any, request: Any, shop: Any) -> Any:
    """The token is used up by a weak password."""
    try:
        return await original(request, shop)
    except Rejection as rejection:
        if rejection.code == "auth.passwordWeak":
            shop.reset_tokens.delete(request.body["token"])
        raise


async def _others_stay(original: Any, request: Any, shop: Any) -> Any:
    kept = [dict(it) for it in shop.sandbox.store.all("sessions")]
    answer = await original(request, shop)
    for record in kept:
        shop.sandbox.store.put("sessions", record["token"], record)
    return answer


async def _all_end(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    for record in shop.sandbox.store.all("sessions"):
        if record["customerId"]:
            shop.sessions.delete(record["token"])
    return answer


async def _old_stays(original: Any, request: Any, shop: Any) -> Any:
    """The token is taken, and the password stays."""
    token = shop.reset_tokens.get(request.body.get("token") or "")
    who = shop.customers.get(token.customer_id) if token else None
    answer = await original(request, shop)
    if who:
        shop.customers.save(who)
    return answer


async def _read_only_ignored(asked: Asked, go: Go) -> Answered:
    body = asked.json
    if asked.operation == "updateMe" and isinstance(body, dict):
        kept = {name: it for name, it in body.items() if name not in ("id", "createdAt")}
        import json

        return await go(replace(asked, body=json.dumps(kept).encode()))
    return await go(asked)


def _by_exact_email(original: Any, customers: Any, email: str) -> Any:
    found = original(customers, email)
    return found if found and found.email == email else None


def _free_exactly(original: Any, shop: Any, email: str, but_for: Any = None) -> None:
    found = shop.customers.find_by_email(email)
    if found and found.email == email:
        original(shop, email, but_for)


def _free_at_register(original: Any, shop: Any, email: str, but_for: Any = None) -> None:
    if but_for is None:
        original(shop, email, but_for)


async def _register_raced(original: Any, request: Any, shop: Any) -> Any:
    customers._require_free_email(shop, request.body["email"])
    name, password = (
        customer.validate_name(request.body["name"]),
        customer.validate_password(request.body.get("password")),
    )
    hashed = await shop.passwords.hash(password)
    await asyncio.sleep(0.02)
    made = customer.Customer(
        id="cust_" + shop.sandbox.ids.token(16), email=request.body["email"], name=name,
        accepts_marketing=request.body["acceptsMarketing"], created_at=shop.now(),
        password_hash=hashed,
    )  # fmt: skip
    shop.customers.save(made)
    return Result(made, sessions.upgrade(shop, request.session, made))


def _taken_is_own(original: Any, shop: Any, email: str, but_for: Any = None) -> None:
    """One's own email in another case is taken, too."""
    original(shop, email, None if but_for and not _same(shop, email, but_for) else but_for)


def _same(shop: Any, email: str, who: str) -> bool:
    found = shop.customers.get(who)
    return bool(found and found.email == email)


def _unlogged(value: Any) -> Any:
    async def listed(asked: Asked, go: Go) -> Answered:
        answered = await go(asked)
        if asked.operation == "listAddresses" and answered.status == 401:
            answered.status = 200
            answered.says(value)
        return answered

    return partial(between, listed)


def _anybodys(original: Any, shop: Any, who: Any, address_id: str) -> Any:
    return shop.addresses.get(address_id) or original(shop, who, address_id)


async def _anybodys_deleted(original: Any, request: Any, shop: Any) -> Any:
    stored = shop.addresses.get(request.path["id"])
    if stored:
        shop.addresses.delete(stored.id)
    return Result(shop.addresses.find_by(customer_id=customers.require_customer(request, shop).id))


async def _default_stays(original: Any, request: Any, shop: Any) -> Any:
    who = customers.require_customer(request, shop)
    answer = await original(request, shop)
    shop.customers.save(who)
    return answer


async def _default_any(original: Any, request: Any, shop: Any) -> Any:
    given = request.body.get("defaultAddressId")
    if given is None:
        return await original(request, shop)
    body = {k: v for k, v in request.body.items() if k != "defaultAddressId"}
    answer = await original(replace(request, body=body), shop)
    shop.customers.save(replace(answer.value, default_address_id=given))
    return Result(replace(answer.value, default_address_id=given))


async def _default_cleared(original: Any, request: Any, shop: Any) -> Any:
    """Whichever address is removed, the default is none from then on."""
    answer = await original(request, shop)
    who = customers.require_customer(request, shop)
    shop.customers.save(replace(who, default_address_id=None))
    return answer


def _replaced(original: Any, before: Any, changes: Any) -> Any:
    """PATCH forgets the optional members that it does not name."""
    return replace(
        original(before, changes), company=changes.get("company"), phone=changes.get("phone")
    )


def _unjudged_change(original: Any, before: Any, changes: Any) -> Any:
    try:
        return original(before, changes)
    except Rejection:
        return replace(before, city=str(changes.get("city", before.city)))


async def _second_replaces(original: Any, request: Any, shop: Any) -> Any:
    """A customer has one address: the next one takes its place."""
    for stored in shop.addresses.find_by(customer_id=customers.require_customer(request, shop).id):
        shop.addresses.delete(stored.id)
    return await original(request, shop)


async def _id_taken(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    given = request.body.get("id") if isinstance(request.body, dict) else None
    if isinstance(given, str):
        last = answer.value[-1]
        shop.addresses.delete(last.id)
        shop.addresses.save(replace(last, id=given))
        return Result(shop.addresses.find_by(customer_id=last.customer_id))
    return answer


def _no_ids(content: Any) -> Any:
    return [{k: v for k, v in it.items() if k != "id"} for it in content]


def _one_address(asked: Asked, answered: Answered) -> None:
    if answered.status == 200:
        answered.says(answered.json[-1:])


def _name_lost(original: Any, who: Any, changes: Any) -> Any:
    """PATCH sets what it does not name back."""
    new = original(who, changes)
    return new if "acceptsMarketing" in changes else replace(new, accepts_marketing=False)


FAULTS = [
    Fault("me-guest-empty", "C-cus-1", "a guest's me is {}", partial(changing, _guest_empty, "getMe")),
    Fault("me-guest-204", "C-cus-1", "a guest's me is 204", partial(changing, _guest_204, "getMe")),
    Fault("me-guest-401", "C-cus-1", "a guest's me is 401", partial(changing, _guest_401, "getMe")),
    Fault("login-same-name", "C-cus-2", "a login keeps the session's name", wrapping(sessions.upgrade, _same_token)),
    Fault("login-old-name-stays", "C-cus-2", "a login leaves the old name logged in too", wrapping(sessions.upgrade, _old_token_stays)),
    Fault("login-new-session", "C-cus-2", "a login begins an empty session", wrapping(sessions.upgrade, _new_key)),
    Fault("login-cart-lost", "C-cus-2", "a login empties the cart", wrapping(sessions.upgrade, _cart_lost)),
    Fault("login-carts-merged", "C-cart-9", "a login brings another session's cart along", wrapping(sessions.upgrade, _carts_merged)),
    Fault("register-no-login", "C-cus-2", "register does not log in", wrapping(customers.register_customer, _no_login)),
    Fault("logout-cart-stays", "C-cus-3", "a logout keeps the cart", wrapping(customers.logout_customer, _cart_stays)),
    Fault("logout-cookie-only", "C-cus-3", "a logout only sets another cookie", wrapping(sessions.end, _cookie_only)),
    Fault("logout-session-stays", "C-cus-3", "a logout clears the cart, and the session lives on", wrapping(sessions.end, _cart_cleared_only)),
    Fault("logout-ends-all", "C-cus-3", "a logout ends all of the customer's sessions", wrapping(sessions.end, _ends_all)),
    Fault("logout-same-name", "C-cus-3", "a logout keeps the session's name", wrapping(customers.logout_customer, _same_session)),
    Fault("logout-guest-stays", "C-cus-3", "a guest's logout does nothing", wrapping(customers.logout_customer, _guest_stays)),
    Fault("pw-nine", "C-cus-4", "nine signs are enough", partial(constant, customer, "PASSWORD_LENGTH", 9)),
    Fault("pw-twelve", "C-cus-4", "ten signs are too few", partial(constant, customer, "PASSWORD_LENGTH", 12)),
    Fault("pw-bytes", "C-cus-4", "the bytes of a password are counted", wrapping(customer.validate_password, _bytes_counted)),
    Fault("pw-cut-72", "C-cus-4", "a password's 73rd sign does not count", _passwords(lambda it: it[:72])),
    Fault("pw-cut-ten", "C-cus-4", "a password's 11th sign does not count", _passwords(lambda it: it[:10])),
    Fault("pw-trimmed", "C-cus-4", "blanks around a password do not count", _passwords(str.strip)),
    Fault("pw-case", "C-cus-4", "a password's case does not count", _passwords(str.lower)),
    Fault("pw-weak-422", "C-cus-4", "a weak password is 422", partial(status, "auth.passwordWeak", 422)),
    Fault("login-unknown-quick", "C-cus-5", "an unknown email is answered at once", partial(method, Argon2Passwords, "matches", _quick_unknown)),
    Fault("login-known-slow", "C-cus-5", "a known email takes 50 ms longer", partial(method, Argon2Passwords, "matches", _slow_known)),
    Fault("login-message-tells", "C-cus-5", "the message tells a wrong password", _told_apart("message")),
    Fault("login-member-tells", "C-cus-5", "the attempts left are told for a known email", _told_apart("member")),
    Fault("login-wrong-403", "C-cus-5", "a wrong login is 403", partial(status, "auth.invalidCredentials", 403)),
    Fault("login-code", "C-cus-5", "the code is auth.failed", partial(code, "auth.invalidCredentials", "auth.failed")),
    Fault("rate-none", "C-cus-6", "nothing is limited", partial(method, SlidingWindow, "count", _unlimited)),
    Fault("rate-login-only", "C-cus-6", "resets are not limited", _only("login")),
    Fault("rate-reset-only", "C-cus-6", "logins are not limited", _only("reset")),
    Fault("rate-by-email", "C-cus-6", "logins are counted by email", wrapping(customers.login_customer, _by_email)),
    Fault("rate-by-session", "C-cus-6", "logins are counted by session", wrapping(customers.login_customer, _by_session)),
    Fault("rate-three", "C-cus-6", "the third attempt is the last", _every(3)),
    Fault("rate-thirty", "C-cus-6", "thirty attempts a minute", _every(30)),
    Fault("rate-no-retry", "C-cus-6", "429 without Retry-After", partial(changing, _no_retry)),
    Fault("rate-retry-zero", "C-cus-6", "Retry-After is 0", _retry("0")),
    Fault("rate-retry-hour", "C-cus-6", "Retry-After is an hour", _retry("3600")),
    Fault("rate-retry-date", "C-cus-6", "Retry-After is no whole number", _retry("59.5")),
    Fault("rate-403", "C-cus-6", "too many is 403", partial(status, "auth.rateLimited", 403)),
    Fault("reset-unknown-404", "C-cus-7", "a reset of an unknown email is 404", wrapping(passwords.request_password_reset, _reset_404)),
    Fault("reset-tells", "C-cus-7", "a reset says whether a mail was sent", wrapping(passwords.request_password_reset, _reset_tells)),
    Fault("reset-token-shown", "C-cus-7", "the token is in the answer", wrapping(passwords.request_password_reset, _reset_shows_token)),
    Fault("reset-token-short", "C-cus-7", "the token has six digits", wrapping(passwords._send_token, _short_token)),
    Fault("reset-token-numbered", "C-cus-7", "tokens are numbered", _numbered_token),
    Fault("reset-token-stays", "C-cus-8", "a token can be used again", wrapping(passwords.confirm_password_reset, _token_stays)),
    Fault("reset-never-expires", "C-cus-8", "a token never expires", wrapping(reset.require_valid, _never_expires)),
    Fault("reset-sessions-stay", "C-cus-8", "a new password leaves the sessions alone", wrapping(passwords.confirm_password_reset, _others_stay)),
    Fault("reset-ends-all", "C-cus-8", "a new password logs everybody out", wrapping(passwords.confirm_password_reset, _all_end)),
    Fault("reset-old-stays", "C-cus-8", "the token is taken, and the old password stays", wrapping(passwords.confirm_password_reset, _old_stays)),
    Fault("reset-code", "C-cus-8", "the code is auth.tokenExpired", partial(code, "auth.tokenInvalid", "auth.tokenExpired")),
    Fault("cus-read-only-ignored", "C-cus-9", "id and createdAt are ignored when sent", partial(between, _read_only_ignored)),
    Fault("cus-exact-login", "C-cus-9", "a login wants the email's exact case", partial(method, CustomerRepository, "find_by_email", _by_exact_email)),
    Fault("cus-exact-taken", "C-cus-9", "an email is free in another case", wrapping(customers._require_free_email, _free_exactly)),
    Fault("cus-patch-taken", "C-cus-9", "PATCH takes an email that another has", wrapping(customers._require_free_email, _free_at_register)),
    Fault("cus-own-taken", "C-cus-9", "one's own email in another case is taken", wrapping(customers._require_free_email, _taken_is_own)),
    Fault("cus-taken-400", "C-cus-9", "a taken email is 400", partial(status, "auth.emailTaken", 400)),
    Fault("cus-register-raced", "C-cus-9", "two at once open two accounts", wrapping(customers.register_customer, _register_raced)),
    Fault("cus-patch-forgets", "C-cus-9", "PATCH sets acceptsMarketing back", wrapping(customer.apply_changes, _name_lost)),
    Fault("adr-guest-empty", "C-cus-10", "a guest's addresses are []", _unlogged([])),
    Fault("adr-401-403", "C-cus-10", "without a login it is 403", partial(status, "auth.required", 403)),
    Fault("adr-anybody", "C-cus-10", "anybody's address can be changed", wrapping(customers.own_address, _anybodys)),
    Fault("adr-anybody-deletes", "C-cus-10", "anybody's address can be removed", wrapping(addresses.remove_address, _anybodys_deleted)),
    Fault("adr-404-403", "C-cus-10", "another's address is 403", partial(status, "address.notFound", 403)),
    Fault("adr-default-stays", "C-cus-10", "a removed address stays the default", wrapping(addresses.remove_address, _default_stays)),
    Fault("adr-default-any", "C-cus-10", "any id can be the default address", wrapping(customers.update_me, _default_any)),
    Fault("adr-default-cleared", "C-cus-10", "removing any address clears the default", wrapping(addresses.remove_address, _default_cleared)),
    Fault("adr-patch-forgets", "C-cus-10", "PATCH forgets company and phone", wrapping(address.apply_changes, _replaced)),
    Fault("adr-patch-unjudged", "C-chk-3", "a changed address is not judged", wrapping(address.apply_changes, _unjudged_change)),
    Fault("adr-one-only", "C-cus-10", "the next address takes the first one's place", wrapping(addresses.add_address, _second_replaces)),
    Fault("adr-id-taken", "C-cus-10", "an address's id may be chosen", wrapping(addresses.add_address, _id_taken)),
    Fault("adr-no-ids", "C-cus-11", "addresses have no ids", partial(showing, _no_ids, "listAddresses", "addAddress")),
    Fault("adr-one-answered", "C-cus-11", "POST answers the new address alone", partial(changing, _one_address, "addAddress")),
    Fault("cus-hash", "C-cus-11", "the hash is in the answer", _shows(lambda it: it.update(credential="$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"))),
    Fault("cus-password", "C-cus-11", "the password is in the answer", _shows(lambda it: it.update(password="correct horse battery"))),
    Fault("cus-password-elsewhere", "C-cus-11", "the password is in the answer, under another name", _shows(lambda it: it.update(secret="correct horse battery"))),
    Fault("cus-no-created-at", "C-cus-11", "createdAt is missing", _shows(lambda it: {k: v for k, v in it.items() if k != "createdAt"})),
    Fault("cus-consent-number", "C-cus-11", "acceptsMarketing is 0 or 1", _shows(lambda it: it.update(acceptsMarketing=int(it["acceptsMarketing"])))),
    Fault("cus-default-null", "C-cus-11", "defaultAddressId is null", _shows(lambda it: {"defaultAddressId": None, **it})),
    Fault("cus-name-lost", "C-cus-11", "names are cut to ten signs", _shows(lambda it: it.update(name=it["name"][:10]))),
]  # fmt: skip
