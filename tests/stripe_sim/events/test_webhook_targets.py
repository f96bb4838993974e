"""S3: where webhooks may go. Loopback is the purpose; the rest wants a setting, or is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from stub_server.stripe_sim.events.webhook_targets import (
    TargetError,
    allowed_addresses,
    validate_url,
)
from stub_server.stripe_sim.settings import WebhookTargets

LOOPBACK = [
    "http://127.0.0.1:8000/hook",
    "http://localhost:8000/hook",
    "http://shop.localhost/hook",
    "https://[::1]/hook",
    "http://2130706433/hook",
    "http://127.1/hook",
    "http://0x7f000001/hook",
    "http://[::ffff:127.0.0.1]/hook",
]
PRIVATE = ["http://10.0.0.5/", "http://192.168.1.9/", "http://172.16.0.1/", "http://[fd00::1]/"]
PRIVATE += ["http://100.64.0.1/", "http://[::ffff:10.0.0.5]/", "http://3232235777/"]
PUBLIC = ["http://93.184.215.14/", "https://[2606:4700::1111]/", "http://[64:ff9b::808:808]/"]
NEVER = [
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://2852039166/",
    "http://0.0.0.0:8000/",
    "http://0/",
    "http://[::]/",
    "http://0.1.2.3/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://user:password@127.0.0.1/",
    "http://user@localhost/",
    "http://@localhost/",
    "http://local\nhost/",
    "http://",
    "http://[",
    "http://localhost:99999/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "127.0.0.1:8000",
]


@pytest.mark.parametrize("setting", ["loopback", "private", "any"])
@pytest.mark.parametrize("url", [*LOOPBACK, *PRIVATE, *PUBLIC, *NEVER])
async def test_which_addresses_a_setting_allows(url: str, setting: WebhookTargets) -> None:
    wider: dict[str, list[str]] = {"loopback": [], "private": PRIVATE, "any": PRIVATE + PUBLIC}
    if url in LOOPBACK + wider[setting]:
        validate_url(url, setting)
        assert await allowed_addresses(url, setting)
        return
    with pytest.raises(TargetError) as refused:
        validate_url(url, setting)
    assert ("--webhook-targets" in str(refused.value)) == (url not in NEVER)
    with pytest.raises(TargetError):
        await allowed_addresses(url, setting)


@pytest.mark.parametrize(
    ("found", "setting", "allowed"),
    [
        (["127.0.0.1"], "loopback", ["127.0.0.1"]),
        (["10.0.0.5"], "loopback", None),
        (["10.0.0.5"], "private", ["10.0.0.5"]),
        (["93.184.215.14"], "private", None),
        (["93.184.215.14"], "any", ["93.184.215.14"]),
        (["169.254.169.254"], "any", None),
        (["10.0.0.5", "127.0.0.1", "127.0.0.1"], "loopback", ["127.0.0.1"]),
    ],
)
async def test_a_name_is_judged_by_what_it_leads_to(
    found: list[str], setting: WebhookTargets, allowed: list[str] | None
) -> None:
    async def resolve(name: str) -> list[str]:
        assert name == "backend.example"
        return found

    url = "https://backend.example/hook"
    validate_url(url, setting)
    if allowed is None:
        with pytest.raises(TargetError):
            await allowed_addresses(url, setting, resolve)
    else:
        assert await allowed_addresses(url, setting, resolve) == allowed


@pytest.mark.parametrize("url", [PRIVATE[0], PUBLIC[0], NEVER[0], NEVER[5], NEVER[11]])
async def test_an_endpoint_that_may_never_be_called_is_not_made(api: Any, url: str) -> None:
    given = {"url": url, "enabled_events[]": "*"}
    error = await api.get_error("POST", "webhook_endpoints", given)
    assert (error["status"], error["param"], error["code"]) == (400, "url", "url_invalid")
    given["url"] = "http://127.0.0.1:9/"
    made = await api.post("webhook_endpoints", given)
    error = await api.get_error("POST", f"webhook_endpoints/{made['id']}", {"url": url})
    assert error["code"] == "url_invalid"


async def deliveries(api: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await api.control("deliveries")).json()["data"]
    return found


async def test_a_name_elsewhere_is_made_and_not_called(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SDK examples name `https://example.com/hook`: they run, and nothing leaves the machine."""
    loop = asyncio.get_running_loop()

    async def getaddrinfo(host: str, *_: Any, **__: Any) -> list[Any]:
        assert host == "example.com"
        return [(2, 1, 6, "", ("93.184.215.14", 0))]

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    await api.post(
        "webhook_endpoints", {"url": "https://example.com/hook", "enabled_events[]": "*"}
    )
    await api.post("customers")
    await api.advance(0)
    (delivery,) = await deliveries(api)
    error = delivery["attempts"][0]["error"]
    assert error.startswith("not sent: 93.184.215.14 is not on this machine.")
    assert "--webhook-targets any" in error


async def test_a_name_of_this_machine_is_called_by_its_name(api: Any, receiver: Any) -> None:
    url = receiver.url.replace("127.0.0.1", "backend.localhost")
    await api.post("webhook_endpoints", {"url": url, "enabled_events[]": "*"})
    await api.post("customers")
    await api.advance(0)
    ((headers, _),) = receiver.received
    assert headers["host"].startswith("backend.localhost:")


async def test_a_redirect_is_not_followed(make_api: Any, receiver: Any) -> None:
    class Redirect:
        asked = 0

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            self.asked += 1
            head = [(b"location", receiver.url.encode())]
            await send({"type": "http.response.start", "status": 307, "headers": head})
            await send({"type": "http.response.body", "body": b""})

    from tests.stripe_sim.conftest import serve

    redirect = Redirect()
    async with serve(redirect) as url:
        api = make_api()
        await api.post("webhook_endpoints", {"url": url, "enabled_events[]": "*"})
        await api.post("customers")
        await api.advance(0)
    assert (redirect.asked, receiver.received) == (1, [])


async def test_a_url_from_a_flag_is_consent(make_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose's `--webhook-to http://backend:8000`: the name leads to another container."""
    asked: list[str] = []

    import httpx

    async def post(self: Any, url: Any, **_: Any) -> httpx.Response:
        asked.append(str(url))
        return httpx.Response(200, text="ok")

    monkeypatch.setattr(httpx.AsyncClient, "post", post)
    api = make_api(webhook_to=(("http://backend:8000/hook", "whsec_x"),))
    await api.post("customers")
    await api.advance(0)
    assert asked == ["http://backend:8000/hook"]
