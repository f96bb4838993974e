"""A real browser, a shop's pages at one origin, and the simulator as a process at another."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Request, expect, sync_playwright

PAGES = Path(__file__).parent / "pages"
SHOPSTUB = str(Path(sys.executable).parent / "shopstub")
SECRET_KEY = "sk_test_shopstub1234567890abcdef"
PUBLISHABLE_KEY = "pk_test_shopstub1234567890abcdef"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""The browser calls nobody on its own account."""
LOOPBACK = ("127.0.0.1", "localhost")
WAIT = 30_000
"""Milliseconds that a page may take: some ask their backend only every few seconds."""
expect.set_options(timeout=WAIT)


@dataclass
class Shop:
    """A shop's server. url: of its pages; stripe: of the simulator that its pages load."""

    url: str
    stripe: str
    folders: list[Path] = field(default_factory=lambda: [PAGES])

    def page(self, name: str, **values: str) -> str:
        """The URL of a page, `{{name}}` in it filled in with the values."""
        usual = {"stripe": self.stripe, "script": "v3/", "key": PUBLISHABLE_KEY, "locale": "auto"}
        values = usual | values
        return f"{self.url}/{name}?{urlencode(values)}"

    def asks(self, method: str, path: str, **params: Any) -> dict[str, Any]:
        """What Stripe answers the shop's server."""
        how: dict[str, Any] = {"params": params} if method == "GET" else {"data": params}
        answer = httpx.request(
            method,
            f"{self.stripe}/v1/{path}",
            headers={"Authorization": f"Bearer {SECRET_KEY}"},
            trust_env=False,
            **how,
        )
        body: dict[str, Any] = answer.json()
        return body

    def intent(self, **params: Any) -> dict[str, Any]:
        """A PaymentIntent over 20 euros."""
        given: dict[str, Any] = {"amount": 2000, "currency": "eur"}
        if "confirmation_method" not in params:
            given["automatic_payment_methods[enabled]"] = "true"
        made = self.asks("POST", "payment_intents", **{**given, **params})
        assert "client_secret" in made, made
        return made

    def setup(self, **params: Any) -> dict[str, Any]:
        """A SetupIntent."""
        made = self.asks("POST", "setup_intents", **params)
        assert "client_secret" in made, made
        return made

    def status(self, intent: dict[str, Any]) -> str:
        """The intent's status as Stripe has it now."""
        return str(self.asks("GET", f"{intent['object']}s/{intent['id']}")["status"])


def _found(folders: list[Path], name: str) -> Path | None:
    files = (folder / name for folder in folders)
    return next((it for it in files if it.is_file() and not name.startswith("/")), None)


@pytest.fixture(scope="session")
def stripe_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a simulator that runs as a process."""
    folder = tmp_path_factory.mktemp("stripe")
    log = folder / "stripe.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [SHOPSTUB, "stripe", "--stripe-port", "0"], cwd=folder, stdout=out, stderr=out
        )
    until = time.monotonic() + 60
    found = None
    while not found and time.monotonic() < until and process.poll() is None:
        time.sleep(0.02)
        found = re.search(r"Stripe +(http://\S+)[\s\S]*Ready after", log.read_text())
    assert found, log.read_text()
    yield found[1]
    process.send_signal(signal.SIGTERM)
    process.wait(15)


@pytest.fixture(scope="session")
def shop(stripe_url: str) -> Iterator[Shop]:
    """The shop's server: its pages, and the calls that its pages make to it."""

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            path = _found(here.folders, asked.path.strip("/"))
            if path is None:
                return self.answers(404, b"", "text/plain")
            body = path.read_text(encoding="utf-8")
            if path.suffix == ".html":
                for name, value in parse_qsl(asked.query):
                    body = body.replace("{{" + name + "}}", value)
            return self.answers(200, body.encode(), KINDS[path.suffix])

        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
            made = here.asks("POST", self.path.removeprefix("/stripe/"), **given)
            self.answers(200, json.dumps(made).encode(), "application/json")

        def answers(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Serving) as server:
        here = Shop(f"http://localhost:{server.server_port}", stripe_url)
        running = threading.Thread(target=server.serve_forever, args=(0.05,))
        running.start()
        yield here
        server.shutdown()
        running.join()


def chromium_path() -> str:
    """Where Debian's Chromium, or Google's, is installed."""
    path = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    if path is None:
        pytest.fail("There is no Chromium: run `make test`, or `apt-get install chromium`.")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or Google's; gone, with its event loop, before the next file's tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """A buyer's tab. said: what its console had to say; away: requests that left loopback."""

    page: Page
    said: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)

    def opens(self, url: str) -> None:
        """Go to a page."""
        self.page.goto(url)

    def frame(self, title: str) -> FrameLocator:
        """The inside of an Element."""
        return self.page.frame_locator(f'iframe[title="{title}"]')

    def result(self) -> dict[str, Any]:
        """What the page's code was answered, as the page shows it."""
        shown = self.page.locator("#result:not(:empty)")
        shown.wait_for(timeout=WAIT)
        answer: dict[str, Any] = json.loads(shown.text_content() or "{}")
        return answer

    def types_card(self, number: str, frame: FrameLocator | None = None) -> None:
        """Fill in a card as a buyer does, in the payment Element."""
        fields = frame or self.frame("Secure payment input frame")
        fields.locator('[name="number"]').fill(number)
        fields.locator('[name="expiry"]').fill("12 / 34")
        fields.locator('[name="cvc"]').fill("123")

    def bank(self) -> FrameLocator:
        """The bank's page in 3-D Secure's frame, found as most tests of shops find it."""
        outer = self.page.frame_locator('body > div > iframe[name^="__privateStripeFrame"]')
        return outer.frame_locator("#challengeFrame")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A tab of its own; no request of it may leave loopback, and no script of it may break."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 1200})
    context.set_default_timeout(WAIT)
    here = Visit(context.new_page())

    def watch(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss") and url.hostname not in LOOPBACK:
            here.away.append(request.url)

    broken: list[str] = []
    context.on("request", watch)
    here.page.on("console", lambda message: here.said.append(message.text))
    here.page.on("pageerror", lambda error: broken.append(str(error)))
    yield here
    context.close()
    assert here.away == []
    assert broken == [], here.said


@pytest.fixture
def buys(shop: Shop, visit: Visit) -> Callable[..., Visit]:
    """Opens a page of the shop's."""

    def opened(name: str, **values: str) -> Visit:
        visit.opens(shop.page(name, **values))
        return visit

    return opened
