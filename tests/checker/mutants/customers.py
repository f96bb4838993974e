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
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import set_constant, wrap, wrap_method, wrapper
from tests.checker.mutants.responses import (
    CUSTOMERS,
    change_body,
    change_code,
    change_response,
    change_status,
)


def _shows(change: Any) -> Any:
    def each(content: Any) -> Any:
        return change(content) if isinstance(content, dict) else content

    return partial(change_body, each, *CUSTOMERS)


def _guest_empty(request: Request, response: Response) -> None:
    if response.body == b"null":
        response.body = b"{}"


def _guest_204(request: Request, response: Response) -> None:
    if response.body == b"null":
        response.status, response.body = 204, b""


def _guest_401(request: Request, response: Response) -> None:
    if response.body == b"null":
        response.status = 401
        response.set_json({"error": {"code": "auth.required", "message": "Log in first."}})


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

        wrap_method(Argon2Passwords, "hashed", hashed)
        wrap_method(Argon2Passwords, "matches", matches)

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

    return wrapper(customers.login_customer, login)


async def _unknown_404(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    body = request.json
    if (
        request.operation == "loginCustomer"
        and response.status == 401
        and "nobody" in body["email"]
    ):
        response.status = 404
        response.set_json({"error": {"code": "auth.unknown", "message": "No such customer."}})
    return response


def _unlimited(original: Any, self: Any, what: str, client: str) -> None:
    return None


def _limited(name: Any) -> Any:
    """Attempts are counted under another name: `name` gets what is tried and from where."""

    def count(original: Any, self: Any, what: str, client: str) -> None:
        original(self, *name(what, client))

    return partial(wrap_method, SlidingWindow, "count", count)


def _only(kind: str) -> Any:
    def count(original: Any, self: Any, what: str, client: str) -> None:
        if what == kind:
            original(self, what, client)

    return partial(wrap_method, SlidingWindow, "count", count)


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

    return partial(wrap_method, SlidingWindow, "count", count)


def _no_retry(_: Request, response: Response) -> None:
    response.headers.pop("retry-after", None)


def _retry(value: str) -> Any:
    def put(_: Request, response: Response) -> None:
        if "retry-after" in response.headers:
            response.headers["retry-after"] = value

    return partial(change_response, put)


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

    wrap(passwords._send_token, mailed)


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
    kept = [dict(session) for session in shop.sandbox.store.all("sessions")]
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


async def _read_only_ignored(request: Request, call_next: CallNext) -> Response:
    body = request.json
    if request.operation == "updateMe" and isinstance(body, dict):
        kept = {name: value for name, value in body.items() if name not in ("id", "createdAt")}
        import json

        return await call_next(replace(request, body=json.dumps(kept).encode()))
    return await call_next(request)


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
    hashed = await shop.passwords.hashed(password)
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
    async def listed(request: Request, call_next: CallNext) -> Response:
        response = await call_next(request)
        if request.operation == "listAddresses" and response.status == 401:
            response.status = 200
            response.set_json(value)
        return response

    return partial(add_middleware, listed)


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
    return [{k: v for k, v in address.items() if k != "id"} for address in content]


def _one_address(request: Request, response: Response) -> None:
    if response.status == 200:
        response.set_json(response.json[-1:])


def _name_lost(original: Any, who: Any, changes: Any) -> Any:
    """PATCH sets what it does not name back."""
    new = original(who, changes)
    return new if "acceptsMarketing" in changes else replace(new, accepts_marketing=False)


MUTANTS = [
    Mutant("me-guest-empty", "C-cus-1", "a guest's me is {}", partial(change_response, _guest_empty, "getMe")),
    Mutant("me-guest-204", "C-cus-1", "a guest's me is 204", partial(change_response, _guest_204, "getMe")),
    Mutant("me-guest-401", "C-cus-1", "a guest's me is 401", partial(change_response, _guest_401, "getMe")),
    Mutant("login-same-name", "C-cus-2", "a login keeps the session's name", wrapper(sessions.upgrade, _same_token)),
    Mutant("login-old-name-stays", "C-cus-2", "a login leaves the old name logged in too", wrapper(sessions.upgrade, _old_token_stays)),
    Mutant("login-new-session", "C-cus-2", "a login begins an empty session", wrapper(sessions.upgrade, _new_key)),
    Mutant("login-cart-lost", "C-cus-2", "a login empties the cart", wrapper(sessions.upgrade, _cart_lost)),
    Mutant("login-carts-merged", "C-cart-9", "a login brings another session's cart along", wrapper(sessions.upgrade, _carts_merged)),
    Mutant("register-no-login", "C-cus-2", "register does not log in", wrapper(customers.register_customer, _no_login)),
    Mutant("logout-cart-stays", "C-cus-3", "a logout keeps the cart", wrapper(customers.logout_customer, _cart_stays)),
    Mutant("logout-cookie-only", "C-cus-3", "a logout only sets another cookie", wrapper(sessions.end, _cookie_only)),
    Mutant("logout-session-stays", "C-cus-3", "a logout clears the cart, and the session lives on", wrapper(sessions.end, _cart_cleared_only)),
    Mutant("logout-ends-all", "C-cus-3", "a logout ends all of the customer's sessions", wrapper(sessions.end, _ends_all)),
    Mutant("logout-same-name", "C-cus-3", "a logout keeps the session's name", wrapper(customers.logout_customer, _same_session)),
    Mutant("logout-guest-stays", "C-cus-3", "a guest's logout does nothing", wrapper(customers.logout_customer, _guest_stays)),
    Mutant("pw-nine", "C-cus-4", "nine signs are enough", partial(set_constant, customer, "PASSWORD_LENGTH", 9)),
    Mutant("pw-twelve", "C-cus-4", "ten signs are too few", partial(set_constant, customer, "PASSWORD_LENGTH", 12)),
    Mutant("pw-bytes", "C-cus-4", "the bytes of a password are counted", wrapper(customer.validate_password, _bytes_counted)),
    Mutant("pw-cut-72", "C-cus-4", "a password's 73rd sign does not count", _passwords(lambda password: password[:72])),
    Mutant("pw-cut-ten", "C-cus-4", "a password's 11th sign does not count", _passwords(lambda password: password[:10])),
    Mutant("pw-trimmed", "C-cus-4", "blanks around a password do not count", _passwords(str.strip)),
    Mutant("pw-case", "C-cus-4", "a password's case does not count", _passwords(str.lower)),
    Mutant("pw-weak-422", "C-cus-4", "a weak password is 422", partial(change_status, "auth.passwordWeak", 422)),
    Mutant("login-unknown-quick", "C-cus-5", "an unknown email is answered at once", partial(wrap_method, Argon2Passwords, "matches", _quick_unknown)),
    Mutant("login-known-slow", "C-cus-5", "a known email takes 50 ms longer", partial(wrap_method, Argon2Passwords, "matches", _slow_known)),
    Mutant("login-message-tells", "C-cus-5", "the message tells a wrong password", _told_apart("message")),
    Mutant("login-member-tells", "C-cus-5", "the attempts left are told for a known email", _told_apart("member")),
    Mutant("login-wrong-403", "C-cus-5", "a wrong login is 403", partial(change_status, "auth.invalidCredentials", 403)),
    Mutant("login-code", "C-cus-5", "the code is auth.failed", partial(change_code, "auth.invalidCredentials", "auth.failed")),
    Mutant("rate-none", "C-cus-6", "nothing is limited", partial(wrap_method, SlidingWindow, "count", _unlimited)),
    Mutant("rate-login-only", "C-cus-6", "resets are not limited", _only("login")),
    Mutant("rate-reset-only", "C-cus-6", "logins are not limited", _only("reset")),
    Mutant("rate-by-email", "C-cus-6", "logins are counted by email", wrapper(customers.login_customer, _by_email)),
    Mutant("rate-by-session", "C-cus-6", "logins are counted by session", wrapper(customers.login_customer, _by_session)),
    Mutant("rate-three", "C-cus-6", "the third attempt is the last", _every(3)),
    Mutant("rate-thirty", "C-cus-6", "thirty attempts a minute", _every(30)),
    Mutant("rate-no-retry", "C-cus-6", "429 without Retry-After", partial(change_response, _no_retry)),
    Mutant("rate-retry-zero", "C-cus-6", "Retry-After is 0", _retry("0")),
    Mutant("rate-retry-hour", "C-cus-6", "Retry-After is an hour", _retry("3600")),
    Mutant("rate-retry-date", "C-cus-6", "Retry-After is no whole number", _retry("59.5")),
    Mutant("rate-403", "C-cus-6", "too many is 403", partial(change_status, "auth.rateLimited", 403)),
    Mutant("reset-unknown-404", "C-cus-7", "a reset of an unknown email is 404", wrapper(passwords.request_password_reset, _reset_404)),
    Mutant("reset-tells", "C-cus-7", "a reset says whether a mail was sent", wrapper(passwords.request_password_reset, _reset_tells)),
    Mutant("reset-token-shown", "C-cus-7", "the token is in the answer", wrapper(passwords.request_password_reset, _reset_shows_token)),
    Mutant("reset-token-short", "C-cus-7", "the token has six digits", wrapper(passwords._send_token, _short_token)),
    Mutant("reset-token-numbered", "C-cus-7", "tokens are numbered", _numbered_token),
    Mutant("reset-token-stays", "C-cus-8", "a token can be used again", wrapper(passwords.confirm_password_reset, _token_stays)),
    Mutant("reset-never-expires", "C-cus-8", "a token never expires", wrapper(reset.require_valid, _never_expires)),
    Mutant("reset-sessions-stay", "C-cus-8", "a new password leaves the sessions alone", wrapper(passwords.confirm_password_reset, _others_stay)),
    Mutant("reset-ends-all", "C-cus-8", "a new password logs everybody out", wrapper(passwords.confirm_password_reset, _all_end)),
    Mutant("reset-old-stays", "C-cus-8", "the token is taken, and the old password stays", wrapper(passwords.confirm_password_reset, _old_stays)),
    Mutant("reset-code", "C-cus-8", "the code is auth.tokenExpired", partial(change_code, "auth.tokenInvalid", "auth.tokenExpired")),
    Mutant("cus-read-only-ignored", "C-cus-9", "id and createdAt are ignored when sent", partial(add_middleware, _read_only_ignored)),
    Mutant("cus-exact-login", "C-cus-9", "a login wants the email's exact case", partial(wrap_method, CustomerRepository, "find_by_email", _by_exact_email)),
    Mutant("cus-exact-taken", "C-cus-9", "an email is free in another case", wrapper(customers._require_free_email, _free_exactly)),
    Mutant("cus-patch-taken", "C-cus-9", "PATCH takes an email that another has", wrapper(customers._require_free_email, _free_at_register)),
    Mutant("cus-own-taken", "C-cus-9", "one's own email in another case is taken", wrapper(customers._require_free_email, _taken_is_own)),
    Mutant("cus-taken-400", "C-cus-9", "a taken email is 400", partial(change_status, "auth.emailTaken", 400)),
    Mutant("cus-register-raced", "C-cus-9", "two at once open two accounts", wrapper(customers.register_customer, _register_raced)),
    Mutant("cus-patch-forgets", "C-cus-9", "PATCH sets acceptsMarketing back", wrapper(customer.apply_changes, _name_lost)),
    Mutant("adr-guest-empty", "C-cus-10", "a guest's addresses are []", _unlogged([])),
    Mutant("adr-401-403", "C-cus-10", "without a login it is 403", partial(change_status, "auth.required", 403)),
    Mutant("adr-anybody", "C-cus-10", "anybody's address can be changed", wrapper(customers.own_address, _anybodys)),
    Mutant("adr-anybody-deletes", "C-cus-10", "anybody's address can be removed", wrapper(addresses.remove_address, _anybodys_deleted)),
    Mutant("adr-404-403", "C-cus-10", "another's address is 403", partial(change_status, "address.notFound", 403)),
    Mutant("adr-default-stays", "C-cus-10", "a removed address stays the default", wrapper(addresses.remove_address, _default_stays)),
    Mutant("adr-default-any", "C-cus-10", "any id can be the default address", wrapper(customers.update_me, _default_any)),
    Mutant("adr-default-cleared", "C-cus-10", "removing any address clears the default", wrapper(addresses.remove_address, _default_cleared)),
    Mutant("adr-patch-forgets", "C-cus-10", "PATCH forgets company and phone", wrapper(address.apply_changes, _replaced)),
    Mutant("adr-patch-unjudged", "C-chk-3", "a changed address is not judged", wrapper(address.apply_changes, _unjudged_change)),
    Mutant("adr-one-only", "C-cus-11", "the next address takes the first one's place", wrapper(addresses.add_address, _second_replaces)),
    Mutant("adr-id-taken", "C-cus-10", "an address's id may be chosen", wrapper(addresses.add_address, _id_taken)),
    Mutant("adr-no-ids", "C-cus-11", "addresses have no ids", partial(change_body, _no_ids, "listAddresses", "addAddress")),
    Mutant("adr-one-answered", "C-cus-11", "POST answers the new address alone", partial(change_response, _one_address, "addAddress")),
    Mutant("cus-hash", "C-cus-11", "the hash is in the answer", _shows(lambda content: content.update(credential="$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"))),
    Mutant("cus-password", "C-cus-11", "the password is in the answer", _shows(lambda content: content.update(password="correct horse battery"))),
    Mutant("cus-password-elsewhere", "C-cus-11", "the password is in the answer, under another name", _shows(lambda content: content.update(secret="correct horse battery"))),
    Mutant("cus-no-created-at", "C-cus-11", "createdAt is missing", _shows(lambda content: {k: v for k, v in content.items() if k != "createdAt"})),
    Mutant("cus-consent-number", "C-cus-11", "acceptsMarketing is 0 or 1", _shows(lambda content: content.update(acceptsMarketing=int(content["acceptsMarketing"])))),
    Mutant("cus-default-null", "C-cus-11", "defaultAddressId is null", _shows(lambda content: {"defaultAddressId": None, **content})),
    Mutant("cus-name-lost", "C-cus-11", "names are cut to ten signs", _shows(lambda content: content.update(name=content["name"][:10]))),
]  # fmt: skip
