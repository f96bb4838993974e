"""A forgotten password: a token by mail, and a new password for the token."""

from __future__ import annotations

from dataclasses import replace

from stub_server.shop.domain.customer import Customer, strong
from stub_server.shop.domain.reset import ResetToken, live
from stub_server.shop.operations import filing, visits
from stub_server.shop.operations.call import Answer, Call
from stub_server.shop.operations.shop import Shop

SUBJECT = "Your new password"


async def request_password_reset(call: Call, shop: Shop) -> Answer:
    """A token to the customer's mailbox; whether there is one, nobody learns (C-cus-7)."""
    shop.tries.count("reset", call.client)
    token = shop.ids.token(48)
    customer = filing.customer_with_email(shop, call.body["email"])
    if customer is not None:
        _mailed(shop, customer, token)
    return Answer()


async def confirm_password_reset(call: Call, shop: Shop) -> Answer:
    """A new password; the token is judged before it, and used up by it (C-cus-8).

    Ends the customer's other sessions and tokens. Raises `auth.tokenInvalid`, and
    `request.invalid` or `auth.passwordWeak`, which leave the token as good as it was.
    """
    given = call.body.get("token")
    _live(shop, given)
    hashed = await shop.passwords.hashed(strong(call.body.get("password")))
    with shop.store.transaction():
        token = _live(shop, given)  # it may have been used meanwhile
        customer = filing.customer(shop, token.customer_id)
        assert customer is not None, "customers are never deleted"
        filing.keep_customer(shop, replace(customer, password_hash=hashed))
        for each in filing.tokens_of(shop, customer.id):
            shop.store.delete("resetTokens", each.token)
        for session in filing.sessions_with(shop, "customerId", customer.id):
            if session.key != call.session.key:
                visits.ended(shop, session)
    shop.events.publish("password.changed", customer=customer.id)
    return Answer()


def _mailed(shop: Shop, customer: Customer, token: str) -> None:
    """The mail with the token; what is told of it does not hold the token (C-cus-7)."""
    lifetime = shop.terms.reset_lifetime
    with shop.store.transaction():
        filing.keep_token(shop, ResetToken(token, customer.id, shop.now() + lifetime))
        shop.outbox.send(
            customer.email,
            SUBJECT,
            f"Hello {customer.name},\n\n"
            f"with this token you can set a new password, once, within "
            f"{lifetime.total_seconds() / 60:.0f} minutes:\n\n{token}\n",
            token=token,
        )
    shop.events.publish("mail.sent", to=customer.email, subject=SUBJECT)


def _live(shop: Shop, given: object) -> ResetToken:
    found = filing.token(shop, given) if isinstance(given, str) else None
    return live(found, shop.clock.now())
