"""Change the shop's responses: bodies, errors, statuses and codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware

CARTS = ("getCart", "addCartItem", "setCartItemQuantity", "removeCartItem", "clearCart")
ORDERS = ("getOrder", "confirmCheckout", "listOrders")
CUSTOMERS = ("registerCustomer", "loginCustomer", "getMe", "updateMe")
ADDRESSES = ("listAddresses", "addAddress", "updateAddress", "removeAddress")


def change_response(change: Callable[[Request, Response], None], *operations: str) -> None:
    """Change the responses of these operations (default: all) before they are sent."""

    async def middleware(request: Request, call_next: CallNext) -> Response:
        response = await call_next(request)
        if not operations or request.operation in operations:
            change(request, response)
        return response

    add_middleware(middleware)


def change_body(change: Callable[[Any], Any], *operations: str) -> None:
    """Change the JSON of each 200; `change` returns the new JSON, or None if it edits in place."""
    _change_json(change, lambda status: status == 200, *operations)


def change_error(change: Callable[[Any], Any], *operations: str) -> None:
    """Change the JSON of each rejection, as `change_body` does for each 200."""
    _change_json(change, lambda status: status >= 400, *operations)


def change_orders(change: Callable[[Any], Any]) -> None:
    """Change each order in a response, alone or in a list."""

    def change_each(content: Any) -> None:
        for order in content["items"] if "count" in content else [content]:
            change(order)

    change_body(change_each, *ORDERS)


def change_status(code: str, status: int, *operations: str) -> None:
    """Send rejections that have this code with another status."""

    def change(_: Request, response: Response) -> None:
        if response.status >= 400 and f'"{code}"'.encode() in response.body:
            response.status = status

    change_response(change, *operations)


def change_code(old: str, new: str, *operations: str) -> None:
    """Send rejections that have the code `old` with the code `new`."""

    def change(_: Request, response: Response) -> None:
        if response.status >= 400:
            response.body = response.body.replace(f'"{old}"'.encode(), f'"{new}"'.encode())

    change_response(change, *operations)


def _change_json(
    change: Callable[[Any], Any], applies: Callable[[int], bool], *operations: str
) -> None:
    def change_content(_: Request, response: Response) -> None:
        if applies(response.status):
            content = response.json
            new = change(content)
            response.set_json(content if new is None else new)

    change_response(change_content, *operations)
