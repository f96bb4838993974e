"""Operations for a password reset: mail a token, and set a password with it."""

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
    """Mail a token to the customer; give the same response without one (C-cus-7)."""
    shop.rate_limit.count("reset", request.client)
    token = shop.sandbox.ids.token(48)
    customer = shop.customers.find_by_email(request.body["email"])
    if customer is not None:
        _send_token(shop, customer, token)
    return Result()


async def confirm_password_reset(request: ShopRequest, shop: ShopContext) -> Result:
    """Set a password; delete the customer's reset tokens and other sessions (C-cus-8).

    Reject with `auth.tokenInvalid` first; with `request.invalid` or `auth.passwordWeak` the token
    stays valid.
    """
    value = request.body.get("token")
    _require_valid(shop, value)
    password_hash = await shop.passwords.hash(validate_password(request.body.get("password")))
    with shop.sandbox.store.transaction():
        token = _require_valid(shop, value)  # another request may have used it
        customer = shop.customers.get(token.customer_id)
        assert customer is not None, "customers are never deleted"
        shop.customers.save(replace(customer, password_hash=password_hash))
        for issued in shop.reset_tokens.find_by(customer_id=customer.id):
            shop.reset_tokens.delete(issued.token)
        for session in shop.sessions.find_by(customer_id=customer.id):
            if session.key != request.session.key:
                sessions.end(shop, session)
    shop.sandbox.events.publish("password.changed", customer=customer.id)
    return Result()


def _send_token(shop: ShopContext, customer: Customer, token: str) -> None:
    """Store and mail the token; the published event does not have it (C-cus-7)."""
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


def _require_valid(shop: ShopContext, value: object) -> ResetToken:
    token = shop.reset_tokens.get(value) if isinstance(value, str) else None
    return require_valid(token, shop.sandbox.clock.now())
