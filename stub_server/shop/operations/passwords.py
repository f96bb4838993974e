"""A forgotten password: a token by mail, and a new password for the token."""

from __future__ import annotations

from dataclasses import replace

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.customer import Customer, validate_password
from stub_server.shop.domain.reset import ResetToken, require_valid
from stub_server.shop.operations import sessions
from stub_server.shop.operations.request import ShopRequest

SUBJECT = "Your new password"


async def request_password_reset(request: ShopRequest, shop: ShopContext) -> Result:
    """A token to the customer's mailbox; whether there is one, nobody learns (C-cus-7)."""
    shop.rate_limit.count("reset", request.client)
    token = shop.sandbox.ids.token(48)
    customer = shop.customers.find_by_email(request.body["email"])
    if customer is not None:
        _send_token(shop, customer, token)
    return Result()


async def confirm_password_reset(request: ShopRequest, shop: ShopContext) -> Result:
    """A new password; the token is judged before it, and used up by it (C-cus-8).

    Ends the customer's other sessions and tokens. Raises `auth.tokenInvalid`, and
    `request.invalid` or `auth.passwordWeak`, which leave the token as good as it was.
    """
    given = request.body.get("token")
    _require_valid(shop, given)
    hashed = await shop.passwords.hashed(validate_password(request.body.get("password")))
    with shop.sandbox.store.transaction():
        token = _require_valid(shop, given)  # it may have been used meanwhile
        customer = shop.customers.get(token.customer_id)
        assert customer is not None, "customers are never deleted"
        shop.customers.save(replace(customer, password_hash=hashed))
        for each in shop.reset_tokens.find_by(customer_id=customer.id):
            shop.reset_tokens.delete(each.token)
        for session in shop.sessions.find_by(customer_id=customer.id):
            if session.key != request.session.key:
                sessions.end(shop, session)
    shop.sandbox.events.publish("password.changed", customer=customer.id)
    return Result()


def _send_token(shop: ShopContext, customer: Customer, token: str) -> None:
    """The mail with the token; what is told of it does not hold the token (C-cus-7)."""
    lifetime = shop.policy.reset_lifetime
    with shop.sandbox.store.transaction():
        shop.reset_tokens.save(ResetToken(token, customer.id, shop.now() + lifetime))
        shop.outbox.send(
            customer.email,
            SUBJECT,
            f"Hello {customer.name},\n\n"
            f"with this token you can set a new password, once, within "
            f"{lifetime.total_seconds() / 60:.0f} minutes:\n\n{token}\n",
            token=token,
        )
    shop.sandbox.events.publish("mail.sent", to=customer.email, subject=SUBJECT)


def _require_valid(shop: ShopContext, given: object) -> ResetToken:
    found = shop.reset_tokens.get(given) if isinstance(given, str) else None
    return require_valid(found, shop.sandbox.clock.now())
