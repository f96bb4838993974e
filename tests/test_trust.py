"""Who may call what (docs/security.md): one table of cases, held against both ports.

S1 (DNS rebinding) and S2 (web pages and the well-known key) are two of its cases.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import httpx
import pytest

from stub_server import app, stripe_app
from stub_server.origins import is_loopback
from stub_server.runtime.ids import SecretIds
from stub_server.settings import Settings
from stub_server.settings_file import SettingsError
from stub_server.settings_loading import load_settings
from stub_server.stripe_sim import PUBLISHABLE_KEY, SECRET_KEY
from stub_server.trust import Caller, TrustPolicy

NAMED = "https://shop.example"
FOREIGN = "https://evil.example"
VITE = "http://localhost:5173"
DENIED = (401, 403, 421)
TOKEN = "a-token-of-the-tests"


class Case(NamedTuple):
    """Who calls: the request's headers, and what is answered to each kind of call."""

    name: str
    headers: dict[str, str]
    page: int = 200
    api: int = 200
    secret: int = 200
    control: int = 200
    host: str = "127.0.0.1:4600"


def browser(site: str, mode: str = "cors", dest: str = "empty", **more: str) -> dict[str, str]:
    """The headers that Chromium sends to a loopback address."""
    sent = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    return sent | {name.replace("_", "-"): value for name, value in more.items()}


def refused(status: int) -> dict[str, Any]:
    return {"api": status, "secret": status, "control": status}


CASES = [
    # No browser: SDKs, curl, PHP.
    Case("no browser, an IP address", {}),
    Case("no browser, localhost", {}, host="localhost:4600"),
    Case("no browser, a name below localhost", {}, host="two.localhost:4600"),
    Case("no browser, IPv6", {}, host="[::1]:4600"),
    Case("no browser, an address of the network", {}, host="192.0.2.7:4600"),
    Case("no browser, a name from --allow-host", {}, host="backend:4600"),
    Case("no browser, a foreign name", {}, 421, **refused(421), host="evil.example:4600"),
    # S1: DNS rebinding. The page's own name leads to 127.0.0.1, so it is of the same origin.
    Case(
        "rebinding",
        {"origin": "http://evil.example:4600"},
        421,
        **refused(421),
        host="evil.example:4600",
    ),
    Case("rebinding, a read", {}, 421, **refused(421), host="evil.example"),
    Case("a name that only begins right", {}, 421, **refused(421), host="127.0.0.1.evil.example"),
    Case("a name that only ends right", {}, 421, **refused(421), host="evil-localhost"),
    Case("no host name at all", {}, 421, **refused(421), host="user@127.0.0.1"),
    # Pages of this machine, whatever their port.
    Case("a loopback page", browser("cross-site", origin=VITE)),
    Case("a loopback page by address", browser("cross-site", origin="http://127.0.0.1:8080")),
    Case("a loopback page, IPv6", browser("cross-site", origin="http://[::1]:3000")),
    Case("a loopback page, below localhost", browser("same-site", origin="http://a.localhost")),
    Case("our own page", browser("same-origin", origin="http://127.0.0.1:4600")),
    Case("our own page, a read", browser("same-origin")),
    Case("typed into the address bar", browser("none", "navigate", "document")),
    # Pages from --origin.
    Case("an origin that is named", browser("cross-site", origin=NAMED)),
    Case("its port differs", browser("cross-site", origin=f"{NAMED}:8443"), **refused(403)),
    Case("its scheme differs", browser("cross-site", origin="http://shop.example"), **refused(403)),
    Case("a name below it", browser("cross-site", origin="https://a.shop.example"), **refused(403)),
    # S2: any other page.
    Case("a foreign page", browser("cross-site", origin=FOREIGN), **refused(403)),
    Case("a foreign page, an old browser", {"origin": FOREIGN}, **refused(403)),
    Case(
        "a foreign form",
        browser("cross-site", "navigate", "document", origin=FOREIGN),
        **refused(403),
    ),
    Case("a name like ours", {"origin": "http://localhost.evil.example"}, **refused(403)),
    Case("a user name like ours", {"origin": "http://localhost@evil.example"}, **refused(403)),
    Case("a page without an origin", browser("cross-site", origin="null"), **refused(403)),
    Case("an origin that is none", {"origin": "http://["}, **refused(403)),
    Case("an empty origin", {"origin": ""}, **refused(403)),
    Case("a foreign <img>", browser("cross-site", "no-cors", "image"), **refused(403)),
    Case("a foreign <script>", browser("cross-site", "no-cors", "script"), **refused(403)),
    Case("a foreign <iframe>", browser("cross-site", "navigate", "iframe"), **refused(403)),
    # A person who follows a link sees the page; the page that has the link reads nothing.
    Case(
        "a link on a foreign page",
        browser("cross-site", "navigate", "document"),
        secret=403,
        control=403,
    ),
]


class Ports:
    """Both ports of a stub, without a network."""

    def __init__(self, stub: app.Runtime) -> None:
        self.apps: dict[str, Any] = {"shop": stub.site, "stripe": stub.sim}

    async def ask(
        self, port: str, method: str, path: str, headers: dict[str, str], **more: Any
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self.apps[port])
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, headers=headers, **more)


async def ports_of(**settings: Any) -> AsyncIterator[Ports]:
    chosen = Settings(
        memory=True, origins=(NAMED,), allow_hosts=("backend",), provider_states=True, **settings
    )
    stub = app.build(chosen, "http://127.0.0.1:4600", "http://127.0.0.1:4601")
    assert stub.sim is not None
    await stub.sim.startup()
    yield Ports(stub)
    await stub.sim.shutdown()


@pytest.fixture
async def ports() -> AsyncIterator[Ports]:
    async for made in ports_of():
        yield made


@pytest.fixture
async def network_ports() -> AsyncIterator[Ports]:
    """A stub that other machines can reach."""
    async for made in ports_of(host="0.0.0.0", token=TOKEN):
        yield made


KEY = {"authorization": f"Bearer {SECRET_KEY}"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
CALLS: list[tuple[str, str, str, str, dict[str, str], str]] = [
    ("page", "shop", "GET", "/", {}, ""),
    ("page", "shop", "GET", "/openapi.yaml", {}, ""),
    ("page", "shop", "GET", "/_stub/docs/cart", {}, ""),
    ("page", "stripe", "GET", "/v3/", {}, ""),
    ("page", "stripe", "GET", "/v3/elements-inner-payment-x.html", {}, ""),
    ("api", "shop", "GET", "/_stub/health", {}, ""),
    ("api", "shop", "GET", "/api/cart", {}, ""),
    ("api", "stripe", "GET", "/_stub/health", {}, ""),
    ("secret", "stripe", "GET", "/v1/customers", KEY, ""),
    ("secret", "stripe", "GET", f"/v1/customers?key={SECRET_KEY}", {}, ""),
    ("control", "shop", "GET", "/_stub/orders", {}, ""),
    ("control", "shop", "GET", "/_stub/outbox", {}, ""),
    ("control", "stripe", "GET", "/_stub/deliveries", {}, ""),
]
CHANGES: list[tuple[str, str, str, str, dict[str, str], str]] = [
    ("api", "shop", "DELETE", "/api/cart", {}, ""),
    ("api", "stripe", "POST", "/v1/tokens", FORM, f"key={PUBLISHABLE_KEY}&pii[id_number]=1"),
    ("secret", "stripe", "POST", "/v1/customers", KEY, ""),
    ("secret", "stripe", "POST", "/v1/customers", FORM, f"key={SECRET_KEY}"),
    ("control", "shop", "POST", "/__contract/state", {}, '{"name": "clear-rate-limits"}'),
    ("control", "stripe", "POST", "/_stub/reset", {}, ""),
    ("control", "stripe", "POST", "/_stub/clock", {}, '{"seconds": 1}'),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_each_case_on_both_ports(ports: Ports, case: Case) -> None:
    reads_only = case.headers.get("sec-fetch-mode") in ("no-cors", "navigate") and (
        "origin" not in case.headers
    )
    calls = CALLS if reads_only else CALLS + CHANGES
    for access, port, method, path, headers, body in calls:
        wanted = getattr(case, access)
        sent = {"host": case.host, **case.headers, **headers}
        answer = await ports.ask(port, method, path, sent, content=body)
        denied = answer.status_code if answer.status_code in DENIED else 200
        assert denied == wanted, (access, port, method, path)
        if wanted >= 400:
            assert "access-control-allow-origin" not in answer.headers
            assert answer.json()["error"]["code"].startswith("stub.")


@pytest.mark.parametrize("port", ["shop", "stripe"])
async def test_a_rejection_says_what_to_do(ports: Ports, port: str) -> None:
    path = "/_stub/outbox" if port == "shop" else "/_stub/reset"
    host = await ports.ask(port, "GET", path, {"host": "evil.example:4600"})
    assert "--allow-host evil.example." in host.json()["error"]["message"]
    page = await ports.ask(port, "GET", path, {"origin": FOREIGN})
    assert f"--origin {FOREIGN}." in page.json()["error"]["message"]
    file = await ports.ask(port, "GET", path, {"origin": "null"})
    assert "http://localhost" in file.json()["error"]["message"]


@pytest.mark.parametrize("port", ["shop", "stripe"])
@pytest.mark.parametrize(("origin", "status"), [(VITE, 200), (NAMED, 200), (FOREIGN, 403)])
async def test_preflights(ports: Ports, port: str, origin: str, status: int) -> None:
    wanted = "X-Shopstub-Sandbox, Prefer, Idempotency-Key, Authorization"
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": wanted,
    }
    path = "/api/cart/items" if port == "shop" else "/v1/customers"
    answer = await ports.ask(port, "OPTIONS", path, headers)
    assert answer.status_code == status
    allowed = answer.headers.get("access-control-allow-headers", "")
    assert (wanted in allowed) == (status == 200)


async def test_a_signed_webhook_of_a_foreign_page_is_refused(ports: Ports) -> None:
    headers = {"origin": FOREIGN, "stripe-signature": "t=1,v1=00"}
    answer = await ports.ask("shop", "POST", "/api/webhooks/stripe", headers, content="{}")
    assert answer.status_code == 403


async def test_stripe_answers_for_its_own_names() -> None:
    async for ports in ports_of():
        for host in ("api.stripe.com", "js.stripe.com", "checkout.stripe.com"):
            headers = {"host": host, "origin": "https://js.stripe.com", **KEY}
            assert (await ports.ask("stripe", "GET", "/v1/customers", headers)).is_success
            shop = await ports.ask("shop", "GET", "/api/cart", {"host": host})
            assert shop.status_code == 421
        evil = await ports.ask("stripe", "GET", "/v1/customers", {"host": "evilstripe.com", **KEY})
        assert evil.status_code == 421


async def test_a_star_opens_the_api_and_nothing_more() -> None:
    """`--origin '*'` is for frontends whose address is not known; keys and control stay shut."""
    chosen = Settings(memory=True, origins=("*",))
    stub = app.build(chosen, "http://127.0.0.1:4600", "http://127.0.0.1:4601")
    assert stub.sim is not None
    await stub.sim.startup()
    ports = Ports(stub)
    for access, port, method, path, headers, body in CALLS + CHANGES:
        sent = {"origin": FOREIGN, **headers}
        answer = await ports.ask(port, method, path, sent, content=body)
        assert (answer.status_code == 403) == (access in ("secret", "control")), path
    await stub.sim.shutdown()


async def test_beyond_loopback_control_calls_want_the_token(network_ports: Ports) -> None:
    for access, port, method, path, headers, body in CALLS + CHANGES:
        host = {"host": "192.0.2.7:4600"}
        answer = await network_ports.ask(port, method, path, {**host, **headers}, content=body)
        assert (answer.status_code == 401) == (access == "control"), path
        if access == "control":
            assert "SHOPSTUB_TOKEN" in answer.json()["error"]["message"]
            assert answer.headers["www-authenticate"] == "Bearer"
            wrong = {**host, **headers, "authorization": "Bearer " + TOKEN[:-1]}
            answer = await network_ports.ask(port, method, path, wrong, content=body)
            assert answer.status_code == 401, path
            right = {**host, **headers, "authorization": f"Bearer {TOKEN}"}
            answer = await network_ports.ask(port, method, path, right, content=body)
            assert answer.is_success, path
            foreign = {**right, "origin": FOREIGN}
            answer = await network_ports.ask(port, method, path, foreign, content=body)
            assert answer.status_code == 403, path


async def test_beyond_loopback_a_token_is_made_when_none_is_named() -> None:
    stub = app.build(Settings(memory=True, host="0.0.0.0"), "http://a.test", "http://b.test")
    other = app.build(Settings(memory=True, host="0.0.0.0"), "http://a.test", "http://b.test")
    assert stub.policy.token is not None
    assert len(stub.policy.token) >= 24
    assert stub.policy.token != other.policy.token


@pytest.mark.parametrize("token", ["short", "with a blank in it", "x" * 15, "ümlaut-in-the-token"])
def test_a_token_that_can_be_guessed_or_sent_wrongly_is_refused(token: str) -> None:
    with pytest.raises(SettingsError, match="token"):
        load_settings({"memory": True}, {"SHOPSTUB_TOKEN": token})


async def test_frames_are_for_trusted_pages(ports: Ports) -> None:
    frame = await ports.ask("stripe", "GET", "/v3/elements-inner-payment-x.html", {})
    policy = ", ".join(frame.headers.get_list("content-security-policy"))
    assert "frame-ancestors 'self' http://localhost:* http://*.localhost:*" in policy
    assert NAMED in policy
    assert "https://*.stripe.com" in policy
    assert "script-src 'self'" in policy
    assert "immutable" not in frame.headers["cache-control"]
    for path in ("/authorize/acct_1/pa_nonce_x", "/3d_secure_2_test/acct_1/payatt_x"):
        page = await ports.ask("stripe", "GET", path, {})
        assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    for path in ("/", "/_stub/docs/cart"):
        page = await ports.ask("shop", "GET", path, {})
        assert page.headers["content-security-policy"] == "frame-ancestors 'self'"


def test_the_bound_name_is_served() -> None:
    policy = stripe_app.policy_of(Settings(memory=True, host="stub.internal"), SecretIds())
    assert policy.serves("stub.internal:4600")
    assert policy.serves("STUB.internal")
    assert not policy.serves("other.internal")


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("a.b.localhost", True),
        ("127.0.0.1", True),
        ("127.255.0.3", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.168.0.1", False),
        ("localhost.example", False),
        ("notlocalhost", False),
        ("", False),
    ],
)
def test_what_is_this_machine(name: str, here: bool) -> None:
    assert is_loopback(name) is here


def test_a_host_name_pattern_serves_all_names_below() -> None:
    policy = TrustPolicy(hosts=("*.shop.example",))
    assert policy.serves("a.shop.example:80")
    assert not policy.serves("shop.example")
    assert not policy.serves("ashop.example")
    caller = Caller("GET", "a.shop.example", origin="https://a.shop.example")
    assert policy.denial(caller, "control") is None, "same origin, at a name that is served"
