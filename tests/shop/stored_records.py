"""Records as every version of the stub writes them."""

from __future__ import annotations

from typing import Any

from tests.shop.samples import ADDRESS_JSON, NOW_JSON

RECORDS: dict[str, dict[str, dict[str, Any]]] = {
    "sessions": {
        "t": {
            "token": "t",
            "key": "k",
            "createdAt": NOW_JSON,
            "customerId": "cust_1",
        }
    },
    "carts": {
        "k": {
            "key": "k",
            "lines": [{"productId": "bad", "quantity": 2, "unitPrice": 549}],
            "updatedAt": NOW_JSON,
        }
    },
    "orders": {
        "ord_2": {
            "id": "ord_2",
            "number": "KN-2026-0002",
            "status": "paid",
            "paymentStatus": "paid",
            "fulfilmentStatus": "shipped",
            "createdAt": NOW_JSON,
            "paidAt": "2026-11-23T12:00:01.123Z",
            "taken": True,
            "trackingUrl": "https://example.org",
            "customerId": "cust_1",
            "sessionKey": "key",
            "paymentIntent": "pi_2",
            "email": "erika@example.org",
            "shippingAddress": ADDRESS_JSON,
            "billingAddress": ADDRESS_JSON,
            "lines": [
                {
                    "productId": "bad",
                    "title": "Bad",
                    "brand": "Kaiser",
                    "size": "500 g",
                    "image": "/bad.jpg",
                    "href": "/shop/bad",
                    "quantity": 2,
                    "unitPrice": 549,
                }
            ],
            "subtotal": 1098,
            "shipping": 490,
            "tax": 209,
        }
    },
    "customers": {
        "cust_1": {
            "id": "cust_1",
            "email": "Erika@example.org",
            "emailKey": "erika@example.org",
            "name": "Erika",
            "acceptsMarketing": True,
            "createdAt": NOW_JSON,
            "defaultAddressId": "addr_1",
            "passwordHash": "hash",
        }
    },
    "addresses": {
        "addr_1": {
            "id": "addr_1",
            "customerId": "cust_1",
            **ADDRESS_JSON,
            "company": "M",
            "phone": "0",
        }
    },
    "resetTokens": {"t": {"token": "t", "customerId": "cust_1", "expiresAt": NOW_JSON}},
    "idempotency": {
        "k:1": {
            "fingerprint": "f",
            "orderId": "ord_2",
            "clientSecret": "s",
            "publishableKey": "pk",
            "amount": 1797,
        }
    },
    "counters": {"2026": {"year": 2026, "last": 2}},
    "catalogue": {"bad": {"productId": "bad", "stock": 23}},
}
"""Table, key and record, as every released version of the stub writes them."""
