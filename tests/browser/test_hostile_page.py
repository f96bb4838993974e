"""A hostile web page in Chromium changes nothing and reads nothing (S1, S2; docs/security.md).

Its host name is mapped to 127.0.0.1, as a DNS server of its owner would: once at a port of its own
(a foreign origin) and once at the stub's own ports (DNS rebinding).
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import httpx
import orjson
import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from tests.browser.conftest import QUIET, SECRET_KEY, SHOPSTUB, chromium_path

pytestmark = pytest.mark.process
EVIL = "evil.example"
CONTENT_TYPES = (None, "text/plain", "application/json", "application/x-www-form-urlencoded")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
MAIL = "buyer-of-the-tests@example.com"


class Stub(NamedTuple):
    """A running stub. secret: a password-reset token that no page may read."""

    shop: str
    stripe: str
    secret: str

    def state(self) -> dict[str, Any]:
        """Everything that a hostile page could change, as a script sees it."""
        key = {"Authorization": f"Bearer {SECRET_KEY}"}
        names = ("customers", "payment_methods", "payment_intents", "webhook_endpoints", "events")
        with httpx.Client(trust_env=False, headers=key) as http:
            found = {name: http.get(f"{self.stripe}/v1/{name}").json() for name in names}
            found["orders"] = http.get(f"{self.shop}/_stub/orders").json()
            found["outbox"] = http.get(f"{self.shop}/_stub/outbox").json()
            found["deliveries"] = http.get(f"{self.stripe}/_stub/deliveries").json()
            state = {"name": "product", "productId": "kaiser-natron-bad-500-g"}
            found["product"] = http.post(f"{self.shop}/__contract/state", json=state).json()
            clock = http.get(f"{self.stripe}/_stub/clock").json()["now"]
            found["clock"] = abs(clock - time.time()) < 60
        return found


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of a shop and its Stripe, run as a process."""
    folder = tmp_path_factory.mktemp("hostile")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("STRIPE_", "SHOPSTUB_"))}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [SHOPSTUB, "serve", "--port", "0", "--stripe-port", "0"],
            cwd=folder,
            env=clean,
            stdout=log,
            stderr=log,
        )
    note = folder / ".shopstub" / "running.json"
    until = time.monotonic() + 60
    while not note.exists() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.02)
    assert note.exists(), (folder / "log").read_text()
    facts = orjson.loads(note.read_bytes())
    yield facts["url"], facts["stripe"]
    process.send_signal(signal.SIGTERM)
    process.wait(15)


@pytest.fixture
def stub(running: tuple[str, str]) -> Stub:
    """The running stub, with a customer and a reset mail in it that an attack could take away."""
    shop, stripe = running
    key = {"Authorization": f"Bearer {SECRET_KEY}"}
    httpx.post(f"{stripe}/v1/customers", headers=key, trust_env=False).raise_for_status()
    with httpx.Client(base_url=shop, trust_env=False) as http:
        account = {
            "email": MAIL,
            "password": "a long password",
            "name": "Ada",
            "acceptsMarketing": False,
        }
        assert http.post("/api/customers/register", json=account).status_code in (200, 409)
        http.post("/__contract/state", json={"name": "clear-rate-limits"}).raise_for_status()
        http.post("/api/customers/password/reset", json={"email": MAIL}).raise_for_status()
        state = {"name": "last-reset-token", "email": MAIL}
        answer = http.post("/__contract/state", json=state).raise_for_status()
    return Stub(shop, stripe, answer.json()["token"])


@pytest.fixture(scope="module")
def evil() -> Iterator[int]:
    """The port of the hostile site."""

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<!doctype html><title>hostile</title><body></body>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Serving) as server:
        running = threading.Thread(target=server.serve_forever, args=(0.05,))
        running.start()
        yield server.server_port
        server.shutdown()
        running.join()


@pytest.fixture(scope="module")
def victim() -> Iterator[Browser]:
    """A browser for which the hostile name leads to this machine."""
    flags = [*QUIET, f"--host-resolver-rules=MAP {EVIL} 127.0.0.1"]
    # Chromium would ask the person for leave first; other browsers, and older ones, don't.
    flags.append("--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def hostile(victim: Browser, evil: int) -> Iterator[Page]:
    """A tab with the hostile page open."""
    context = victim.new_context()
    page = context.new_page()
    page.goto(f"http://{EVIL}:{evil}/")
    yield page
    context.close()


SEND = """async ({url, method, type, mode, body, credentials, headers}) => {
  try {
    const options = {method, mode, credentials, headers: {...headers}};
    if (!['GET', 'HEAD'].includes(method)) {
      options.body = type ? body : new Blob([body]);
      if (type) options.headers['Content-Type'] = type;
    }
    const answer = await fetch(url, options);
    return answer.type === 'opaque' ? 'opaque' : `${answer.status} ${await answer.text()}`;
  } catch (error) { return 'refused'; }
}"""


def targets(stub: Stub) -> list[tuple[str, str, dict[str, str]]]:
    """What is worth an attack: URL, body, headers."""
    key = {"Authorization": f"Bearer {SECRET_KEY}"}
    form = f"key={SECRET_KEY}&description=stolen"
    return [
        (f"{stub.shop}/_stub/outbox", "", {}),
        (f"{stub.shop}/_stub/orders", "", {}),
        (f"{stub.shop}/_stub/health", "", {}),
        (f"{stub.shop}/__contract/state", '{"name": "reset"}', {}),
        (f"{stub.shop}/__contract/state", f'{{"name": "last-reset-token", "email": "{MAIL}"}}', {}),
        (f"{stub.shop}/api/cart", "{}", {}),
        (f"{stub.shop}/api/customers/me", "{}", {}),
        (f"{stub.shop}/api/webhooks/stripe", "{}", {"Stripe-Signature": "t=1,v1=00"}),
        (f"{stub.stripe}/_stub/reset", "{}", {}),
        (f"{stub.stripe}/_stub/clock", '{"seconds": 90000}', {}),
        (f"{stub.stripe}/_stub/deliveries", "", {}),
        (f"{stub.stripe}/_stub/health", "", {}),
        (f"{stub.stripe}/v1/customers", form, {}),
        (f"{stub.stripe}/v1/customers", "description=stolen", key),
        (f"{stub.stripe}/v1/customers?key={SECRET_KEY}", form, {}),
        (f"{stub.stripe}/v1/tokens", "key=pk_test_shopstub1234567890abcdef&pii[id_number]=1", {}),
        (f"{stub.stripe}/nothing", "", {}),
    ]


@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_fetch_with_every_method_and_content_type(hostile: Page, stub: Stub, mode: str) -> None:
    before = stub.state()
    for url, body, headers in targets(stub):
        for method in METHODS if mode == "cors" else ("GET", "POST", "HEAD"):
            for kind in CONTENT_TYPES if method not in ("GET", "HEAD") else (None,):
                said = hostile.evaluate(
                    SEND,
                    {
                        "url": url,
                        "method": method,
                        "type": kind,
                        "mode": mode,
                        "body": body,
                        "credentials": "include",
                        "headers": headers if mode == "cors" else {},
                    },
                )
                assert said in ("refused", "opaque"), (method, url, kind, said)
    assert stub.state() == before


def test_forms_beacons_images_scripts_and_styles(hostile: Page, stub: Stub) -> None:
    before = stub.state()
    for url, body, _ in targets(stub):
        hostile.evaluate(
            """async ({url, body}) => {
              const ended = (node) => new Promise((done) => {
                node.onload = node.onerror = done;
                document.body.append(node);
                setTimeout(done, 1000);
              });
              await ended(Object.assign(new Image(), {src: url}));
              await ended(Object.assign(document.createElement('script'), {src: url}));
              const sheet = document.createElement('link');
              await ended(Object.assign(sheet, {rel: 'stylesheet', href: url}));
              navigator.sendBeacon(url, body);
              navigator.sendBeacon(url, new Blob([body], {type: 'text/plain'}));
              const form = 'application/x-www-form-urlencoded';
              const kinds = ['text/plain', form, 'multipart/form-data'];
              for (const enctype of kinds)
                for (const policy of ['', 'no-referrer']) {
                  const frame = document.createElement('iframe');
                  frame.name = `form${Math.random()}`;
                  frame.referrerPolicy = policy;
                  document.body.append(frame);
                  const sent = document.createElement('form');
                  Object.assign(sent, {method: 'post', action: url, target: frame.name, enctype});
                  for (const [name, value] of new URLSearchParams(body))
                    sent.append(Object.assign(document.createElement('input'), {name, value}));
                  document.body.append(sent);
                  const loaded = new Promise((done) => {
                    frame.onload = done;
                    setTimeout(done, 1000);
                  });
                  sent.submit();
                  await loaded;
                }
            }""",
            {"url": url, "body": body},
        )
    assert stub.state() == before


@pytest.mark.parametrize("sandbox", ["allow-scripts", "allow-scripts allow-same-origin"])
def test_frames_of_the_stub_stay_empty(hostile: Page, stub: Stub, sandbox: str) -> None:
    """Neither pages, nor Stripe's Elements, nor bank pages can be put into a hostile frame."""
    paths = [f"{stub.shop}/", f"{stub.shop}/_stub/docs/cart", f"{stub.shop}/_stub/outbox"]
    paths += [f"{stub.shop}/api/cart", f"{stub.stripe}/_stub/deliveries"]
    paths += [f"{stub.stripe}/v3/elements-inner-payment-x.html#parentOrigin=http://{EVIL}"]
    paths += [f"{stub.stripe}/v3/three-ds-2-challenge-x.html#acsUrl=javascript:alert(1)"]
    paths += [f"{stub.stripe}/authorize/acct_1/pa_nonce_x", f"{stub.stripe}/3d_secure_2_test/a/b"]
    for path in paths:
        hostile.evaluate(
            """({src, sandbox}) => new Promise((done) => {
              const frame = Object.assign(document.createElement('iframe'), {src});
              frame.sandbox = sandbox;
              frame.onload = done;
              document.body.replaceChildren(frame);
              setTimeout(done, 3000);
            })""",
            {"src": path, "sandbox": sandbox},
        )
        until = time.monotonic() + 10
        while len(frames := hostile.main_frame.child_frames) > 1 and time.monotonic() < until:
            hostile.wait_for_timeout(20)  # the one before is about to go
        (frame,) = frames
        text = frame.evaluate("document.body ? document.body.innerText : ''")
        assert frame.url.startswith("chrome-error:") or "stub.originNotAllowed" in text, path


def test_a_page_without_an_origin(hostile: Page, stub: Stub) -> None:
    """A sandboxed frame sends `Origin: null`."""
    before = stub.state()
    hostile.evaluate(
        """() => new Promise((done) => {
          const frame = Object.assign(document.createElement('iframe'), {srcdoc: '<body></body>'});
          frame.sandbox = 'allow-scripts allow-forms';
          frame.onload = done;
          document.body.append(frame);
        })"""
    )
    frame = hostile.frames[-1]
    for url, body, headers in targets(stub):
        for method in ("GET", "POST"):
            asked: dict[str, Any] = {
                "url": url,
                "method": method,
                "type": "text/plain",
                "mode": "cors",
            }
            asked |= {"body": body, "credentials": "omit", "headers": headers}
            assert frame.evaluate(SEND, asked) == "refused", (method, url)
    assert stub.state() == before


def test_web_sockets(hostile: Page, stub: Stub) -> None:
    for url in (f"{stub.stripe}/stripecli/subscribe", f"{stub.stripe}/", f"{stub.shop}/"):
        said = hostile.evaluate(
            """(url) => new Promise((done) => {
              const socket = new WebSocket(url.replace('http', 'ws'), 'stripecli-devproxy-v1');
              socket.onopen = () => done('open');
              socket.onclose = () => done('closed');
            })""",
            url,
        )
        assert said == "closed", url


@pytest.mark.parametrize("port", ["shop", "stripe"])
def test_dns_rebinding(victim: Browser, stub: Stub, port: str) -> None:
    """S1: the hostile name leads to the stub itself, so that its page counts as same-origin."""
    before = stub.state()
    base = getattr(stub, port)
    own = base.replace("localhost", EVIL)
    context = victim.new_context()
    page = context.new_page()
    answer = page.goto(f"{own}/_stub/outbox")
    assert answer is not None
    assert answer.status == 421
    for url, body, headers in targets(stub):
        if not url.startswith(base):
            continue
        for method in METHODS:
            asked = {"url": url.replace(base, own), "method": method, "mode": "same-origin"}
            asked |= {"type": "application/json", "body": body, "credentials": "include"}
            said = page.evaluate(SEND, {**asked, "headers": headers})
            assert said.startswith("421 "), (method, url, said)
            assert stub.secret not in said
    context.close()
    assert stub.state() == before


def test_a_script_in_the_address_of_a_frame_page_does_not_run(victim: Browser, stub: Stub) -> None:
    """A link can carry `acsUrl=javascript:…`; the page of 3-D Secure would run it as its own."""
    before = stub.state()
    context = victim.new_context()
    page = context.new_page()
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    script = "fetch('/_stub/reset',{method:'POST'}).then(()=>alert('reset'));//"
    for address in (f"javascript:{script}", f"JaVaScRiPt:{script}", f"data:text/html,{script}"):
        page.goto(f"{stub.stripe}/v3/three-ds-2-challenge-x.html?a#acsUrl={address}")
        page.reload()
        page.wait_for_timeout(300)
    context.close()
    assert dialogs == []
    assert stub.state() == before


def test_a_trusted_page_still_can(victim: Browser, stub: Stub, evil: int) -> None:
    """The same requests from a page of this machine are answered: the tests above can fail."""
    context = victim.new_context()
    page = context.new_page()
    page.goto(f"http://localhost:{evil}/")
    asked: dict[str, Any] = {
        "method": "GET",
        "type": None,
        "mode": "cors",
        "body": "",
        "headers": {},
    }
    said = page.evaluate(SEND, {**asked, "url": f"{stub.shop}/_stub/outbox", "credentials": "omit"})
    assert said.startswith("200 ")
    assert stub.secret in said
    context.close()
