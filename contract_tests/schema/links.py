"""What one answer gives to the next request: the document's links, and those that it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.document import Document

BODY = "body/"
"""Before the name of a member of the next request's body."""


@dataclass(frozen=True, slots=True)
class Link:
    """After a good answer of `source`, `expression` is good for `target`'s parameter or member."""

    source: str
    expression: str
    target: str
    name: str


USUAL = (
    Link("addCartItem", "$request.body#/productId", "setCartItemQuantity", "productId"),
    Link("addCartItem", "$request.body#/productId", "removeCartItem", "productId"),
    Link("setCartItemQuantity", "$request.path.productId", "removeCartItem", "productId"),
    Link("createCheckoutIntent", "$response.body#/orderId", "getOrder", "id"),
    Link("createCheckoutIntent", "$response.body#/orderId", "confirmCheckout", "body/orderId"),
    Link("listOrders", "$response.body#/items/0/id", "getOrder", "id"),
    Link("listOrders", "$response.body#/items/0/id", "confirmCheckout", "body/orderId"),
    Link("addAddress", "$response.body#/0/id", "updateAddress", "id"),
    Link("addAddress", "$response.body#/0/id", "removeAddress", "id"),
    Link("listAddresses", "$response.body#/0/id", "updateAddress", "id"),
    Link("listAddresses", "$response.body#/0/id", "removeAddress", "id"),
    Link("listAddresses", "$response.body#/0/id", "updateMe", "body/defaultAddressId"),
)
"""By operationId, in OpenAPI's runtime expressions."""


def links(document: Document) -> list[Link]:
    """All of them, as far as the document has both operations."""
    known = document.operations
    return [it for it in (*_own(document), *USUAL) if it.source in known and it.target in known]


def value(expression: str, path: Mapping[str, str], sent: Any, came: Any) -> Any:
    """What a runtime expression stands for; None: nothing."""
    where, _, pointer = expression.partition("#")
    if where == "$response.body":
        return _at(came, pointer)
    if where == "$request.body":
        return _at(sent, pointer)
    return path.get(where.removeprefix("$request.path."))


def _at(node: Any, pointer: str) -> Any:
    for part in pointer.strip("/").split("/"):
        if isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        elif isinstance(node, dict):
            node = node.get(part.replace("~1", "/").replace("~0", "~"))
        else:
            return None
    return node


def _own(document: Document) -> Iterator[Link]:
    for operation in document.operations.values():
        node = document.raw["paths"][operation.path][operation.method.lower()]
        for response in node.get("responses", {}).values():
            for link in document.resolved(response).get("links", {}).values():
                found = document.resolved(link)
                for name, expression in found.get("parameters", {}).items():
                    target = str(found.get("operationId"))
                    yield Link(operation.id, str(expression), target, name.rpartition(".")[2])
