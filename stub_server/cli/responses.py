"""What servers answer to the commands, checked: any server may be at the address that was named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from stub_server.cli.errors import CannotRun

Shape = type | tuple[type, ...] | list[Any] | Mapping[str, Any]
"""A type, or types; a list with the shape of its items; an object with the shapes of its members.

Other members of an object are not looked at.
"""
NUMBER = (int, float)
MAX_NUMBER = 1e15
MAX_ECHO = 500
TYPES = {str: "a text", dict: "an object", list: "a list", NUMBER: "a number"}

HEALTH = {"stripe": str}
ORDER = {
    "id": str,
    "number": str,
    "status": str,
    "total": NUMBER,
    "paymentIntent": str,
    "clientSecret": str,
}
LISTED_ORDER = {
    "id": str,
    "number": str,
    "status": str,
    "fulfilmentStatus": str,
    "items": [{"quantity": NUMBER}],
    "total": NUMBER,
    "email": str,
}
MAIL = {"to": str, "subject": str, "text": str, "sentAt": str}
CHECKOUT = {"orderId": str, "clientSecret": str, "publishableKey": str}
PAYMENT_INTENT = {"id": str, "status": str}


def read_json(response: httpx.Response, server: str) -> Any:
    """Return the JSON of a response. CannotRun: it is none; server: what should have answered."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        raise CannotRun(
            f"{response.url} answered {response.status_code} without JSON: is that {server}?"
        ) from None


def require(value: Any, shape: Shape, source: str, server: str) -> Any:
    """Return a value that has a shape.

    CannotRun: it has not; source: where it came from, server: what should have answered there.
    """
    problem = _problem(value, shape, "")
    if problem:
        raise CannotRun(f"{source} answered with another shape ({problem}): is that {server}?")
    return value


def fits(value: Any, shape: Shape) -> bool:
    """Return whether a value has a shape."""
    return not _problem(value, shape, "")


def error_message(content: Any, response: httpx.Response) -> str:
    """Return the message of an error envelope, else the beginning of the response's text."""
    error = content.get("error") if isinstance(content, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message if isinstance(message, str) and message else response.text[:MAX_ECHO]


def _problem(value: Any, shape: Shape, path: str) -> str:
    """Return the first difference from a shape; "" if there is none."""
    place = path or "the content"
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            return f"{place} is not an object"
        missing = next((name for name in shape if name not in value), None)
        if missing:
            return f"{place} has no {missing}"
        parts = ((value[name], shape[name], _join(path, name)) for name in shape)
        return next(filter(None, (_problem(*part) for part in parts)), "")
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{place} is not a list"
        items = ((item, shape[0], f"{path}[{index}]") for index, item in enumerate(value))
        return next(filter(None, (_problem(*item) for item in items)), "")
    is_typed = isinstance(value, shape) and not isinstance(value, bool)
    if is_typed and isinstance(value, NUMBER):
        is_typed = -MAX_NUMBER < value < MAX_NUMBER
    return "" if is_typed else f"{place} is not {TYPES.get(shape, 'of the type expected')}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
