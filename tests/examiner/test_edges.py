"""What can't be examined: a line that says why, exit 2, never a traceback."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.examiner.conftest import Answer, Command, Ended
from tests.examiner.running import free_ports

pytestmark = pytest.mark.process
Start = Callable[[Answer], str]


def _says(status: int, body: str, kind: str = "application/json", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("content-length") or 0)
        request.rfile.read(length)
        request.send_response(status)
        for name, value in {"content-type": kind, **headers}.items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body.encode())

    return answer


def _could_not(done: Ended, *words: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]


def test_nobody_listens(check: Command) -> None:
    _could_not(check(f"http://127.0.0.1:{free_ports(1)[0]}"), "can't be reached", "running?")


def test_a_name_that_is_none(check: Command) -> None:
    _could_not(check("http://no-such-host.invalid"), "can't be reached")


BACKENDS: dict[str, tuple[Answer, str]] = {
    "a site of HTML": (_says(200, "<!doctype html><p>Shop", "text/html"), "a page"),
    "a 404 of HTML": (_says(404, "<h1>Not Found", "text/html"), "a page"),
    "500 to all": (_says(500, '{"error": {"code": "server.error", "message": "x"}}'), "500"),
    "a bare 404": (_says(404, '{"detail": "Not Found"}'), "no error envelope"),
    "a redirect": (_says(301, "", location="https://shop.example/"), "redirects"),
    "a gate": (_says(401, '{"error": {"code": "gate.shut", "message": "x"}}'), "--header"),
    "another JSON": (_says(200, '{"hello": "world"}'), "no cart"),
    "no JSON at all": (_says(200, "hello", "application/json"), "no cart"),
}


@pytest.mark.parametrize("name", BACKENDS)
def test_what_is_no_backend_of_the_contract(check: Command, backend: Start, name: str) -> None:
    answer, word = BACKENDS[name]
    _could_not(check(backend(answer)), word)


def test_one_that_never_answers(check: Command, backend: Start) -> None:
    url = backend(lambda _: time.sleep(30))
    _could_not(check(url, "--timeout", "0.5"), "never answered", "--timeout")


def test_one_that_hangs_up(check: Command, backend: Start) -> None:
    _could_not(check(backend(lambda it: it.connection.close())), "can't be reached")


def test_one_that_sells_nothing_that_is_known(check: Command, backend: Start) -> None:
    cart = '{"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00.000Z"}'
    no = '{"error": {"code": "product.notFound", "message": "No."}}'

    def answer(request: BaseHTTPRequestHandler) -> None:
        found = _says(200, cart) if request.command == "GET" else _says(404, no)
        found(request)

    _could_not(check(backend(answer), "--only", "C-cart-1"), "--product")


GIVEN: dict[str, tuple[list[str], str]] = {
    "no address": ([], "--base-url"),
    "an address that is none": (["ftp://shop"], "no http address"),
    "a rule that is none": (["http://localhost:1", "--only", "C-nope-1"], "C-nope-1"),
    "a contract that is missing": (["http://localhost:1", "--openapi", "gone.yaml"], "gone.yaml"),
    "a live key": (["http://localhost:1", "--stripe-key", "sk_live_abc"], "live key"),
    "a header without a colon": (["http://localhost:1", "--header", "nonsense"], "--header"),
    "a number that is none": (["http://localhost:1", "--timeout", "soon"], "--timeout"),
    "both depths": (["http://localhost:1", "--fast", "--thorough"], "--fast"),
    "a catalogue that is missing": (["http://localhost:1", "--catalogue", "no.json"], "no.json"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_can_not_be_chosen(check: Command, name: str) -> None:
    given, word = GIVEN[name]
    _could_not(check(*given), word)


def test_a_document_that_is_none(check: Command) -> None:
    (check.folder / "odd.yaml").write_text("just: words\n")
    _could_not(check("http://localhost:1", "--openapi", "odd.yaml"), "no OpenAPI document")


def test_a_file_of_choices_that_is_wrong(check: Command) -> None:
    (check.folder / "shopstub.toml").write_text('[check]\nbase-urll = "x"\n')
    _could_not(check("http://localhost:1"), "base_urll")
    (check.folder / "shopstub.toml").write_text("[check\n")
    _could_not(check("http://localhost:1"), "shopstub.toml")


def test_one_that_dies_meanwhile(check: Command, backend: Start) -> None:
    """It answers a cart or two, and then nothing any more."""
    cart = json.dumps({"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00Z"})
    left = [3]

    def answer(request: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        if left[0] < 0:
            request.connection.close()
            return
        _says(200, cart)(request)

    _could_not(
        check(backend(answer), "--only", "C-cart-4", "--product", "a"),
        "stopped answering",
    )


def test_reports_that_can_not_be_written(check: Command, tmp_path: Path) -> None:
    _could_not(
        check("http://localhost:1", "--html", str(tmp_path / "no" / "such" / "page.html")),
        "page.html",
    )
