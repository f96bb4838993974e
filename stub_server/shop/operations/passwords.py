"""A forgotten password: a token by mail, and a new password for the token."""

from __future__ import annotations

from dataclasses import replace

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.customer import Customer, strong
from stub_server.shop.domain.reset import ResetToken, live
from stub_server.shop.operations import visits
from stub_server.shop.operations.call import Answer, Call

SUBJECT = "Your new password"


async def request_password_reset(call: Call, shop: ShopContext) -> Answer:
    """A token to the customer's mailbox; whether there is one, nobody learns (C-cus-7)."""
    shop.rate_limit.count("reset", call.client)
    token = shop.sandbox.ids.token(48)
    customer = shop.customers.find_by_email(call.body["email"])
    if customer is not None:
        _mailed(shop, customer, token)
    return Answer()


async def confirm_password_reset(call: Call, shop: ShopContext) -> Answer:
    """A new password; the token is judged before it, and used up by it (C-cus-8).

    Ends the customer's other sessions and tokens. Raises `auth.tokenInvalid`, and
    `request.invalid` or `auth.passwordWeak`, which leave the token as good as it was.
    """
    given = call.body.get("token")
    _live(shop, given)
    hashed = await shop.passwords.hashed(strong(call.body.get("password")))
    with shop.sandbox.store.transaction():
        token = _live(shop, given)  # it may have been used meanwhile
        customer = shop.customers.get(token.customer_id)
        assert customer is not None, "customers are never deleted"
        shop.customers.save(replace(customer, password_hash=hashed))
        for each in shop.reset_tokens.find_by(customer_id=customer.id):
            shop.reset_tokens.delete(each.token)
        for session in shop.sessions.find_by(customer_id=customer.id):
            if session.key != call.session.key:
                visits.ended(shop, session)
    shop.sandbox.events.publish("password.changed", customer=customer.id)
    return Answer()


def _mailed(shop: ShopContext, customer: Customer, token: str) -> None:
    """The mail with the token; what is told of it does not hold the token (C-cus-7)."""
    lifetime = shop.terms.reset_lifetime
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


def _live(shop: ShopContext, given: object) -> ResetToken:
    found = shop.reset_tokens.get(given) if isinstance(given, str) else None
    return live(found, shop.sandbox.clock.now())
