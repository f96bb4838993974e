"""Operations on customers: register, log in, log out, read and change their data."""

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
    """Return the logged-in customer; reject a guest with `auth.required` (C-cus-10)."""
    customer = _current_customer(request, shop)
    if customer is None:
        raise Rejection("auth.required", "Log in first.", rule="C-cus-10")
    return customer


async def register_customer(request: ShopRequest, shop: ShopContext) -> Result:
    """Register and log in a customer; keep the session's cart and orders (C-cus-2).

    Reject with `request.invalid`, `auth.passwordWeak` or `auth.emailTaken`.
    """
    name = validate_name(request.body["name"])
    password = validate_password(request.body.get("password"))
    _require_free_email(shop, request.body["email"])
    password_hash = await shop.passwords.hash(password)
    with shop.sandbox.store.transaction():
        _require_free_email(
            shop, request.body["email"]
        )  # another request may have registered it meanwhile
        customer = Customer(
            id="cust_" + shop.sandbox.ids.token(16),
            email=request.body["email"],
            name=name,
            accepts_marketing=request.body["acceptsMarketing"],
            created_at=shop.now(),
            password_hash=password_hash,
        )
        shop.customers.save(customer)
        session = sessions.upgrade(shop, request.session, customer)
    shop.sandbox.events.publish("customer.registered", customer=customer.id)
    return Result(customer, session)


async def login_customer(request: ShopRequest, shop: ShopContext) -> Result:
    """Log in a customer; keep the session's cart and orders (C-cus-2).

    Reject with `auth.rateLimited`, or with `auth.invalidCredentials`: the same response after the
    same time for an unknown email and for a wrong password (C-cus-5).
    """
    shop.rate_limit.count("login", request.client)
    customer = shop.customers.find_by_email(request.body["email"])
    password_hash = customer.password_hash if customer else None
    matches = await shop.passwords.matches(request.body["password"], password_hash)
    customer = shop.customers.get(customer.id) if customer else None
    if customer is None or not matches or customer.password_hash != password_hash:
        raise Rejection("auth.invalidCredentials", "Email or password is wrong.", rule="C-cus-5")
    with shop.sandbox.store.transaction():
        session = sessions.upgrade(shop, request.session, customer)
    shop.sandbox.events.publish("customer.loggedIn", customer=customer.id)
    return Result(customer, session)


async def logout_customer(request: ShopRequest, shop: ShopContext) -> Result:
    """End the session, also a guest's, and start a guest's with an empty cart (C-cus-3)."""
    with shop.sandbox.store.transaction():
        sessions.end(shop, request.session)
        session = sessions.start(shop)
    return Result(session=session)


async def get_me(request: ShopRequest, shop: ShopContext) -> Result:
    """Return the customer, or None for a guest (C-cus-1)."""
    return Result(_current_customer(request, shop))


async def update_me(request: ShopRequest, shop: ShopContext) -> Result:
    """Replace some members of the customer (C-cus-9).

    Reject with `auth.required`, `request.invalid` for a blank name, `address.notFound` for a
    default address that is not the customer's, or `auth.emailTaken`.
    """
    customer = apply_changes(require_customer(request, shop), request.body)
    default = request.body.get("defaultAddressId")
    if default is not None:
        own_address(shop, customer, default)
    _require_free_email(shop, customer.email, except_id=customer.id)
    shop.customers.save(customer)
    return Result(customer)


def own_address(shop: ShopContext, customer: Customer, address_id: str) -> StoredAddress:
    """Return the customer's address; reject any other with `address.notFound` (C-cus-10)."""
    stored = shop.addresses.get(address_id)
    if stored is None or stored.customer_id != customer.id:
        raise Rejection(
            "address.notFound", f"There is no address “{address_id}” here.", rule="C-cus-10"
        )
    return stored


def _current_customer(request: ShopRequest, shop: ShopContext) -> Customer | None:
    customer_id = request.session.customer_id
    return shop.customers.get(customer_id) if customer_id is not None else None


def _require_free_email(shop: ShopContext, email: str, except_id: str | None = None) -> None:
    """Reject an email that another customer has, ignoring case (C-cus-9)."""
    holder = shop.customers.find_by_email(email)
    if holder is not None and holder.id != except_id:
        raise email_taken_error(email)
