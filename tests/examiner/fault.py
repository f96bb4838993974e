"""A fault: one small mistake, and the tools to put it into the stub from outside."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import stub_server
from stub_server import app, resources
from stub_server.server import document, document_file


@dataclass(frozen=True, slots=True)
class Fault:
    """`says`: what is wrong, as a developer would confess it; `apply` brings it about.

    `rule`: the rule that it breaks, and by which the examiner must catch it.
    """

    id: str
    rule: str
    says: str
    apply: Callable[[], None]


@dataclass(slots=True)
class Asked:
    """A request, as it comes in. `operation`: its operationId, "" for what no page names."""

    operation: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    client: str = ""

    @property
    def json(self) -> Any:
        """The body; None if it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(slots=True)
class Answered:
    """An answer, before it goes out; header names in lower case, `cookies` apart."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def json(self) -> Any:
        """The body; None if it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def says(self, content: Any) -> None:
        """Another body."""
        self.body = json.dumps(content, ensure_ascii=False).encode()


Go = Callable[[Asked], Awaitable[Answered]]
Between = Callable[[Asked, Go], Awaitable[Answered]]


def modules() -> Iterator[Any]:
    """Every module of the shop itself, imported."""
    for package in ("shop", "server"):
        root = importlib.import_module(f"{stub_server.__name__}.{package}")
        yield root
        for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            yield importlib.import_module(found.name)
    yield app


def instead(original: Any, new: Any) -> None:
    """Wherever the shop names `original`, in modules, tables and classes, it finds `new`."""
    found = 0
    list(modules())
    for module in [it for name, it in sys.modules.items() if name.startswith("stub_server.")]:
        for name, value in list(vars(module).items()):
            if value is original:
                setattr(module, name, new)
                found += 1
            elif isinstance(value, dict) and not name.startswith("__"):
                for key, it in value.items():
                    if it is original:
                        value[key] = new
                        found += 1
    if not found:
        raise LookupError(f"nothing in the shop names {original!r}")


def around(original: Any, new: Callable[..., Any]) -> None:
    """Likewise; `new` gets the original first, then what it was called with."""
    if inspect.iscoroutinefunction(original):

        async def later(*args: Any, **named: Any) -> Any:
            return await new(original, *args, **named)

        instead(original, later)
    else:
        instead(original, lambda *args, **named: new(original, *args, **named))


def wrapping(original: Any, new: Callable[..., Any]) -> Callable[[], None]:
    """`around`, as a fault's `apply`."""
    return partial(around, original, new)


def method(owner: type, name: str, new: Callable[..., Any]) -> None:
    """Another method of a class; `new` gets the original first. A property stays one."""
    original = inspect.getattr_static(owner, name)
    if isinstance(original, property):
        getter = original.fget
        setattr(owner, name, property(lambda self: new(getter, self)))
    elif inspect.iscoroutinefunction(original):

        async def later(*args: Any, **named: Any) -> Any:
            return await new(original, *args, **named)

        setattr(owner, name, later)
    else:
        setattr(owner, name, lambda *args, **named: new(original, *args, **named))


def constant(module: Any, name: str, value: Any) -> None:
    """Another value of a module's constant."""
    assert hasattr(module, name), name
    setattr(module, name, value)


def owning(operation: str, *members: str) -> None:
    """The operation judges these members by itself from now on, and not the document."""

    def fields_of(original: Any, node: Mapping[str, Any]) -> dict[str, str]:
        own = dict.fromkeys(members, "request.invalid") if node["operationId"] == operation else {}
        return {**original(node), **own}

    around(document.error_fields_of, fields_of)


def between(new: Between) -> None:
    """Something stands between the buyers and the shop: it sees each request and answer."""
    original = app.build

    def build(*args: Any, **named: Any) -> Any:
        stub: Any = original(*args, **named)
        standing: Any = _Standing(stub.site, new)
        stub.site = standing
        return stub

    app.build = build


def changing(change: Callable[[Asked, Answered], None], *operations: str) -> None:
    """Answers are changed before they go out: those of these operations, or all."""

    async def pass_on(asked: Asked, go: Go) -> Answered:
        answered = await go(asked)
        if not operations or asked.operation in operations:
            change(asked, answered)
        return answered

    between(pass_on)


def showing(change: Callable[[Any], Any], *operations: str) -> None:
    """What a 200 shows is changed: `change` gets the JSON, and answers it or changes it."""

    def shown(_: Asked, answered: Answered) -> None:
        if answered.status == 200:
            content = answered.json
            changed = change(content)
            answered.says(content if changed is None else changed)

    changing(shown, *operations)


CARTS = ("getCart", "addCartItem", "setCartItemQuantity", "removeCartItem", "clearCart")
ORDERS = ("getOrder", "confirmCheckout", "listOrders")
CUSTOMERS = ("registerCustomer", "loginCustomer", "getMe", "updateMe")
ADDRESSES = ("listAddresses", "addAddress", "updateAddress", "removeAddress")


def orders(change: Callable[[Any], Any]) -> None:
    """Each order that is shown is changed, alone or in a list."""

    def shown(content: Any) -> None:
        for order in content["items"] if "count" in content else [content]:
            change(order)

    showing(shown, *ORDERS)


def refusing(change: Callable[[Any], Any], *operations: str) -> None:
    """Each refusal is changed: `change` gets its JSON."""

    def shown(_: Asked, answered: Answered) -> None:
        if answered.status >= 400:
            content = answered.json
            changed = change(content)
            answered.says(content if changed is None else changed)

    changing(shown, *operations)


def status(code: str, other: int, *operations: str) -> None:
    """A refusal of that code has another status."""

    def shown(_: Asked, answered: Answered) -> None:
        if answered.status >= 400 and f'"{code}"'.encode() in answered.body:
            answered.status = other

    changing(shown, *operations)


def code(one: str, other: str, *operations: str) -> None:
    """A refusal has another code."""

    def shown(_: Asked, answered: Answered) -> None:
        if answered.status >= 400:
            answered.body = answered.body.replace(f'"{one}"'.encode(), f'"{other}"'.encode())

    changing(shown, *operations)


class _Standing:
    """An ASGI app before the shop's."""

    def __init__(self, site: Any, new: Between) -> None:
        self._site = site
        self._new = new
        operations = document_file.read(resources.document()).operations.values()
        self._operations = [
            (it.method, re.compile(re.sub(r"\{[^}]+\}", "[^/]+", it.path) + r"\Z"), it.id)
            for it in operations
        ]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._site(scope, receive, send)
            return
        asked = Asked(
            operation=self._named(scope["method"], scope["raw_path"].decode("latin-1")),
            method=scope["method"],
            path=scope["raw_path"].decode("latin-1"),
            headers={name.decode(): value.decode("latin-1") for name, value in scope["headers"]},
            body=await _read(receive),
            client=scope["client"][0] if scope.get("client") else "",
        )

        async def go(asked: Asked) -> Answered:
            return await self._passed(scope, asked)

        answered = await self._new(asked, go)
        headers = {**answered.headers, "content-length": str(len(answered.body))}
        if not answered.body and answered.status == 204:
            headers.pop("content-type", None)
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        pairs += [(b"set-cookie", cookie.encode("latin-1")) for cookie in answered.cookies]
        await send({"type": "http.response.start", "status": answered.status, "headers": pairs})
        await send({"type": "http.response.body", "body": answered.body})

    def _named(self, method: str, path: str) -> str:
        for known, pattern, name in self._operations:
            if known == method and pattern.match(path):
                return name
        return ""

    async def _passed(self, scope: Any, asked: Asked) -> Answered:
        answered = Answered(500, {}, b"")

        async def receive() -> Any:
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answered.status = message["status"]
                for name, value in message["headers"]:
                    if name.lower() == b"set-cookie":
                        answered.cookies.append(value.decode("latin-1"))
                    else:
                        answered.headers[name.decode().lower()] = value.decode("latin-1")
            else:
                answered.body += message.get("body", b"")

        sent = {
            **scope,
            "method": asked.method,
            "path": asked.path,
            "raw_path": asked.path.encode("latin-1"),
            "headers": [
                (name.encode(), value.encode("latin-1"))
                for name, value in {**asked.headers, "content-length": str(len(asked.body))}.items()
            ],
        }
        await self._site(sent, receive, send)
        return answered


async def _read(receive: Any) -> bytes:
    body = b""
    while True:
        message: dict[str, Any] = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body") or message["type"] != "http.request":
            return body
