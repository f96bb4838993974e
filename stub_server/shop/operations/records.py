"""Values of the domain as records of the store, and back."""

from __future__ import annotations

from datetime import datetime

from stub_server.shop.domain import moment
from stub_server.shop.domain.address import MEMBERS, Address, StoredAddress, members_of
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.order import Order
from stub_server.shop.domain.pricing import Totals
from stub_server.shop.domain.purchase import OrderLine, Purchase
from stub_server.shop.domain.reset import ResetToken
from stub_server.shop.domain.session import Session
from stub_server.shop.ports import Record


def session_record(session: Session) -> Record:
    """A session, as the store keeps it."""
    return {
        "token": session.token,
        "key": session.key,
        "createdAt": moment.text(session.created_at),
        "customerId": session.customer_id,
    }


def session_of(record: Record) -> Session:
    """The session in a record."""
    return Session(
        record["token"],
        record["key"],
        moment.of_text(record["createdAt"]),
        record["customerId"],
    )


def cart_record(key: str, cart: Cart) -> Record:
    """A session's cart, as the store keeps it; prices in cents."""
    return {
        "key": key,
        "lines": [
            {
                "productId": line.product_id,
                "quantity": line.quantity,
                "unitPrice": line.unit_price,
            }
            for line in cart.lines
        ],
        "updatedAt": moment.text(cart.updated_at),
    }


def cart_of(record: Record) -> Cart:
    """The cart in a record."""
    return Cart(
        tuple(
            CartLine(line["productId"], line["quantity"], line["unitPrice"])
            for line in record["lines"]
        ),
        moment.of_text(record["updatedAt"]),
    )


def order_record(order: Order) -> Record:
    """An order, as the store keeps it; prices and sums in cents."""
    purchase = order.purchase
    return {
        "id": order.id,
        "number": order.number,
        "status": order.status,
        "paymentStatus": order.payment_status,
        "fulfilmentStatus": order.fulfilment_status,
        "createdAt": moment.text(order.created_at),
        "paidAt": _text(order.paid_at),
        "taken": order.taken,
        "trackingUrl": order.tracking_url,
        "customerId": order.customer_id,
        "sessionKey": order.session_key,
        "paymentIntent": order.payment_intent,
        "email": purchase.email,
        "shippingAddress": members_of(purchase.shipping_address),
        "billingAddress": members_of(purchase.billing_address),
        "lines": [_line_record(line) for line in purchase.lines],
        "subtotal": purchase.totals.subtotal,
        "shipping": purchase.totals.shipping,
        "tax": purchase.totals.tax,
    }


def order_of(record: Record) -> Order:
    """The order in a record."""
    return Order(
        id=record["id"],
        number=record["number"],
        status=record["status"],
        payment_status=record["paymentStatus"],
        fulfilment_status=record["fulfilmentStatus"],
        created_at=moment.of_text(record["createdAt"]),
        paid_at=_moment(record["paidAt"]),
        taken=record["taken"],
        tracking_url=record["trackingUrl"],
        customer_id=record["customerId"],
        session_key=record["sessionKey"],
        payment_intent=record["paymentIntent"],
        purchase=Purchase(
            email=record["email"],
            shipping_address=_address(record["shippingAddress"]),
            billing_address=_address(record["billingAddress"]),
            lines=tuple(_line_of(line) for line in record["lines"]),
            totals=Totals(record["subtotal"], record["shipping"], record["tax"]),
        ),
    )


def customer_record(customer: Customer) -> Record:
    """A customer, as the store keeps it: `emailKey` is what emails are compared by (C-cus-9)."""
    return {
        "id": customer.id,
        "email": customer.email,
        "emailKey": customer.email_key,
        "name": customer.name,
        "acceptsMarketing": customer.accepts_marketing,
        "createdAt": moment.text(customer.created_at),
        "defaultAddressId": customer.default_address_id,
        "passwordHash": customer.password_hash,
    }


def customer_of(record: Record) -> Customer:
    """The customer in a record."""
    return Customer(
        id=record["id"],
        email=record["email"],
        name=record["name"],
        accepts_marketing=record["acceptsMarketing"],
        created_at=moment.of_text(record["createdAt"]),
        default_address_id=record["defaultAddressId"],
        password_hash=record["passwordHash"],
    )


def address_record(stored: StoredAddress) -> Record:
    """An address of a customer's book, as the store keeps it."""
    return {"id": stored.id, "customerId": stored.customer_id, **members_of(stored.address)}


def stored_address_of(record: Record) -> StoredAddress:
    """The address in a record."""
    return StoredAddress(record["id"], record["customerId"], _address(record))


def token_record(token: ResetToken) -> Record:
    """A reset token, as the store keeps it."""
    return {
        "token": token.token,
        "customerId": token.customer_id,
        "expiresAt": moment.text(token.expires_at),
    }


def token_of(record: Record) -> ResetToken:
    """The reset token in a record."""
    return ResetToken(record["token"], record["customerId"], moment.of_text(record["expiresAt"]))


def _address(record: Record) -> Address:
    """What is filed was judged when it came, and is not judged again."""
    return Address(**{ours: record[theirs] for theirs, ours in MEMBERS.items() if theirs in record})


def _line_record(line: OrderLine) -> Record:
    return {
        "productId": line.product_id,
        "title": line.title,
        "brand": line.brand,
        "size": line.size,
        "image": line.image,
        "href": line.href,
        "quantity": line.quantity,
        "unitPrice": line.unit_price,
    }


def _line_of(record: Record) -> OrderLine:
    return OrderLine(
        product_id=record["productId"],
        title=record["title"],
        brand=record["brand"],
        size=record["size"],
        image=record["image"],
        href=record["href"],
        quantity=record["quantity"],
        unit_price=record["unitPrice"],
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else moment.text(at)


def _moment(written: str | None) -> datetime | None:
    return None if written is None else moment.of_text(written)
