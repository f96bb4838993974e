"""The customers' operations: register, log in and out, and the customer's own record."""

from __future__ import annotations

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.address import StoredAddress
from stub_server.shop.domain.customer import Customer, changed, named, strong, taken
from stub_server.shop.domain.refusal import Refusal
from stub_server.shop.operations import visits
from stub_server.shop.operations.call import Answer, Call


def required(call: Call, shop: ShopContext) -> Customer:
    """The customer who is logged in; `auth.required` when nobody is (C-cus-10)."""
    customer = _logged_in(call, shop)
    if customer is None:
        raise Refusal("auth.required", "Log in first.", rule="C-cus-10")
    return customer


async def register_customer(call: Call, shop: ShopContext) -> Answer:
    """A new customer, logged in; cart and orders of the session stay (C-cus-2).

    Raises `request.invalid`, `auth.passwordWeak`, `auth.emailTaken`.
    """
    name, password = named(call.body["name"]), strong(call.body.get("password"))
    _free(shop, call.body["email"])
    hashed = await shop.passwords.hashed(password)
    with shop.sandbox.store.transaction():
        _free(shop, call.body["email"])  # two may have registered at once
        customer = Customer(
            id="cust_" + shop.sandbox.ids.token(16),
            email=call.body["email"],
            name=name,
            accepts_marketing=call.body["acceptsMarketing"],
            created_at=shop.now(),
            password_hash=hashed,
        )
        shop.customers.save(customer)
        session = visits.upgraded(shop, call.session, customer)
    shop.sandbox.events.publish("customer.registered", customer=customer.id)
    return Answer(customer, session)


async def login_customer(call: Call, shop: ShopContext) -> Answer:
    """The customer, logged in; cart and orders of the session stay (C-cus-2).

    Raises `auth.rateLimited`, and `auth.invalidCredentials` alike for an unknown email and a
    wrong password, after the same work (C-cus-5).
    """
    shop.rate_limit.count("login", call.client)
    found = shop.customers.find_by_email(call.body["email"])
    hashed = found.password_hash if found else None
    matches = await shop.passwords.matches(call.body["password"], hashed)
    customer = shop.customers.get(found.id) if found else None
    if customer is None or not matches or customer.password_hash != hashed:
        raise Refusal("auth.invalidCredentials", "Email or password is wrong.", rule="C-cus-5")
    with shop.sandbox.store.transaction():
        session = visits.upgraded(shop, call.session, customer)
    shop.sandbox.events.publish("customer.loggedIn", customer=customer.id)
    return Answer(customer, session)


async def logout_customer(call: Call, shop: ShopContext) -> Answer:
    """A guest's new session with an empty cart; for a guest too (C-cus-3)."""
    with shop.sandbox.store.transaction():
        visits.ended(shop, call.session)
        session = visits.begun(shop)
    return Answer(session=session)


async def get_me(call: Call, shop: ShopContext) -> Answer:
    """The customer, or nobody (C-cus-1)."""
    return Answer(_logged_in(call, shop))


async def update_me(call: Call, shop: ShopContext) -> Answer:
    """The customer with some members new (C-cus-9).

    Raises `auth.required`, `request.invalid` for a blank name, `address.notFound` for a default
    address that is not the customer's, `auth.emailTaken`.
    """
    customer = changed(required(call, shop), call.body)
    default = call.body.get("defaultAddressId")
    if default is not None:
        own_address(shop, customer, default)
    _free(shop, customer.email, but_for=customer.id)
    shop.customers.save(customer)
    return Answer(customer)


def own_address(shop: ShopContext, customer: Customer, address_id: str) -> StoredAddress:
    """The customer's address; `address.notFound` when it is not there, or not theirs (C-cus-10)."""
    stored = shop.addresses.get(address_id)
    if stored is None or stored.customer_id != customer.id:
        raise Refusal(
            "address.notFound", f"There is no address “{address_id}” here.", rule="C-cus-10"
        )
    return stored


def _logged_in(call: Call, shop: ShopContext) -> Customer | None:
    customer_id = call.session.customer_id
    return shop.customers.get(customer_id) if customer_id is not None else None


def _free(shop: ShopContext, email: str, but_for: str | None = None) -> None:
    """Refuse an email that another customer has, in whatever case (C-cus-9)."""
    holder = shop.customers.find_by_email(email)
    if holder is not None and holder.id != but_for:
        raise taken(email)
