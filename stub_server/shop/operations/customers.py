"""The customers' operations: register, log in and out, and the customer's own record."""

from __future__ import annotations

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.address import StoredAddress
from stub_server.shop.domain.customer import (
    Customer,
    apply_changes,
    email_taken_error,
    validate_name,
    validate_password,
)
from stub_server.shop.operations import sessions
from stub_server.shop.operations.request import ShopRequest


def require_customer(request: ShopRequest, shop: ShopContext) -> Customer:
    """The customer who is logged in; `auth.required` when nobody is (C-cus-10)."""
    customer = _current_customer(request, shop)
    if customer is None:
        raise Rejection("auth.required", "Log in first.", rule="C-cus-10")
    return customer


async def register_customer(request: ShopRequest, shop: ShopContext) -> Result:
    """A new customer, logged in; cart and orders of the session stay (C-cus-2).

    Raises `request.invalid`, `auth.passwordWeak`, `auth.emailTaken`.
    """
    name, password = (
        validate_name(request.body["name"]),
        validate_password(request.body.get("password")),
    )
    _require_free_email(shop, request.body["email"])
    hashed = await shop.passwords.hashed(password)
    with shop.sandbox.store.transaction():
        _require_free_email(shop, request.body["email"])  # two may have registered at once
        customer = Customer(
            id="cust_" + shop.sandbox.ids.token(16),
            email=request.body["email"],
            name=name,
            accepts_marketing=request.body["acceptsMarketing"],
            created_at=shop.now(),
            password_hash=hashed,
        )
        shop.customers.save(customer)
        session = sessions.upgrade(shop, request.session, customer)
    shop.sandbox.events.publish("customer.registered", customer=customer.id)
    return Result(customer, session)


async def login_customer(request: ShopRequest, shop: ShopContext) -> Result:
    """The customer, logged in; cart and orders of the session stay (C-cus-2).

    Raises `auth.rateLimited`, and `auth.invalidCredentials` alike for an unknown email and a
    wrong password, after the same work (C-cus-5).
    """
    shop.rate_limit.count("login", request.client)
    found = shop.customers.find_by_email(request.body["email"])
    hashed = found.password_hash if found else None
    matches = await shop.passwords.matches(request.body["password"], hashed)
    customer = shop.customers.get(found.id) if found else None
    if customer is None or not matches or customer.password_hash != hashed:
        raise Rejection("auth.invalidCredentials", "Email or password is wrong.", rule="C-cus-5")
    with shop.sandbox.store.transaction():
        session = sessions.upgrade(shop, request.session, customer)
    shop.sandbox.events.publish("customer.loggedIn", customer=customer.id)
    return Result(customer, session)


async def logout_customer(request: ShopRequest, shop: ShopContext) -> Result:
    """A guest's new session with an empty cart; for a guest too (C-cus-3)."""
    with shop.sandbox.store.transaction():
        sessions.end(shop, request.session)
        session = sessions.start(shop)
    return Result(session=session)


async def get_me(request: ShopRequest, shop: ShopContext) -> Result:
    """The customer, or nobody (C-cus-1)."""
    return Result(_current_customer(request, shop))


async def update_me(request: ShopRequest, shop: ShopContext) -> Result:
    """The customer with some members new (C-cus-9).

    Raises `auth.required`, `request.invalid` for a blank name, `address.notFound` for a default
    address that is not the customer's, `auth.emailTaken`.
    """
    customer = apply_changes(require_customer(request, shop), request.body)
    default = request.body.get("defaultAddressId")
    if default is not None:
        own_address(shop, customer, default)
    _require_free_email(shop, customer.email, but_for=customer.id)
    shop.customers.save(customer)
    return Result(customer)


def own_address(shop: ShopContext, customer: Customer, address_id: str) -> StoredAddress:
    """The customer's address; `address.notFound` when it is not there, or not theirs (C-cus-10)."""
    stored = shop.addresses.get(address_id)
    if stored is None or stored.customer_id != customer.id:
        raise Rejection(
            "address.notFound", f"There is no address “{address_id}” here.", rule="C-cus-10"
        )
    return stored


def _current_customer(request: ShopRequest, shop: ShopContext) -> Customer | None:
    customer_id = request.session.customer_id
    return shop.customers.get(customer_id) if customer_id is not None else None


def _require_free_email(shop: ShopContext, email: str, but_for: str | None = None) -> None:
    """Refuse an email that another customer has, in whatever case (C-cus-9)."""
    holder = shop.customers.find_by_email(email)
    if holder is not None and holder.id != but_for:
        raise email_taken_error(email)
