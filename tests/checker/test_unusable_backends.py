"""Backends that can't be checked: one line that says why, exit 2, never a traceback."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.checker.conftest import Command, Responder, assert_unusable, respond_with
from tests.checker.processes import free_ports

pytestmark = pytest.mark.process
Start = Callable[[Responder], str]


def _raw(body: bytes, headers: bytes = b"", length: int | None = None) -> Responder:
    """Return a responder that sends these bytes, even if the headers contradict them."""
    size = len(body) if length is None else length

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
            + headers
            + b"content-length: %d\r\n\r\n" % size
            + body
        )

    return answer


def _endless(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        request.wfile.write(b"10000\r\n" + b" " * 65_536 + b"\r\n")


def test_an_unused_port(check: Command) -> None:
    assert_unusable(check(f"http://127.0.0.1:{free_ports(1)[0]}"), "can't be reached", "running?")


def test_an_unknown_host(check: Command) -> None:
    assert_unusable(check("http://no-such-host.invalid"), "can't be reached")


BACKENDS: dict[str, tuple[Responder, str]] = {
    "a site of HTML": (respond_with(200, "<!doctype html><p>Shop", "text/html"), "a page"),
    "a 404 of HTML": (respond_with(404, "<h1>Not Found", "text/html"), "a page"),
    "500 to all": (respond_with(500, '{"error": {"code": "server.error", "message": "x"}}'), "500"),
    "503 of a proxy": (respond_with(503, "<h1>Unavailable", "text/html"), "503"),
    "JSON null to all": (respond_with(200, "null"), "alike"),
    "a list to all": (respond_with(200, "[]"), "alike"),
    "nothing to all": (respond_with(204, ""), "no cart"),
    "a redirect to https": (
        respond_with(301, "", location="https://127.0.0.1/api/cart"),
        "shopstub check https://127.0.0.1",
    ),
    "a redirect to a login": (respond_with(302, "", location="/login"), "login"),
    "a redirect that adds a slash": (
        respond_with(308, "", location="/api/cart/"),
        "answer /api/cart itself",
    ),
    "no UTF-8": (_raw(b'{"items": [], "count": "\xff\xfe"}'), "no cart"),
    "no gzip": (_raw(b"plain", b"content-encoding: gzip\r\n"), "can't be read"),
    "cut short": (_raw(b"{}", length=1000), "can't be read"),
    "two lengths": (_raw(b"{}", b"content-length: 3\r\n"), "can't be read"),
    "no end": (_endless, "8 MiB"),
    "a page that says JSON": (respond_with(200, "<!doctype html>"), "no cart"),
    "basic authentication": (respond_with(401, "no", "text/plain"), "--header"),
    "a bare 404": (respond_with(404, '{"detail": "Not Found"}'), "no error envelope"),
    "a redirect": (respond_with(301, "", location="https://shop.example/"), "redirects"),
    "a gate": (respond_with(401, '{"error": {"code": "gate.shut", "message": "x"}}'), "--header"),
    "another JSON": (respond_with(200, '{"hello": "world"}'), "no cart"),
    "no JSON at all": (respond_with(200, "hello", "application/json"), "no cart"),
}


@pytest.mark.parametrize("name", BACKENDS)
def test_a_backend_of_another_contract(check: Command, backend: Start, name: str) -> None:
    answer, word = BACKENDS[name]
    assert_unusable(check(backend(answer)), word)


def test_a_backend_that_never_responds(check: Command, backend: Start) -> None:
    url = backend(lambda _: time.sleep(30))
    assert_unusable(check(url, "--timeout", "0.5"), "never answered", "--timeout")


@pytest.mark.parametrize("part", ["the headers", "the body"])
def test_a_backend_that_responds_byte_by_byte(check: Command, backend: Start, part: str) -> None:
    """Each byte arrives in time, but the whole response would take minutes."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(
            head + (b"x-a: " if part == "the headers" else b"content-length: 9999\r\n\r\n")
        )
        for _ in range(300):
            request.wfile.write(b"a")
            time.sleep(0.1)

    began = time.monotonic()
    assert_unusable(check(backend(answer), "--timeout", "0.5"), "did not end")
    assert time.monotonic() - began < 15


def test_a_backend_that_closes_the_connection(check: Command, backend: Start) -> None:
    assert_unusable(check(backend(lambda request: request.connection.close())), "can't be read")


def test_a_backend_without_known_products(check: Command, backend: Start) -> None:
    cart = '{"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00.000Z"}'
    no = '{"error": {"code": "product.notFound", "message": "No."}}'

    def answer(request: BaseHTTPRequestHandler) -> None:
        found = respond_with(200, cart) if request.command == "GET" else respond_with(404, no)
        found(request)

    assert_unusable(check(backend(answer), "--only", "C-cart-1"), "--product")


def test_a_backend_that_stops_during_the_check(check: Command, backend: Start) -> None:
    """Respond with three carts, then close every connection."""
    cart = json.dumps({"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00Z"})
    left = [3]

    def answer(request: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        if left[0] < 0:
            request.connection.close()
            return
        respond_with(200, cart)(request)

    assert_unusable(
        check(backend(answer), "--only", "C-cart-4", "--product", "a"),
        "stopped answering",
    )
