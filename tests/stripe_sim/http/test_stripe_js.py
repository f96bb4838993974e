"""Files for browsers: Stripe.js under its URLs, its frames, and paths of telemetry."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stub_server.stripe_sim.http import stripe_js


@pytest.mark.parametrize(
    "path",
    ["/v3", "/v3/", "/v3/stripe.js"]
    + [f"/{train}/stripe.js" for train in ("acacia", "basil", "clover", "dahlia", "endive")],
)
async def test_the_script_is_there_under_each_of_its_names(api: Any, path: str) -> None:
    answer = await api.ask("GET", path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.text.startswith("/* Made by `make browser`")
    again = await api.ask("GET", path, if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/endive", "/endive/", "/foo/stripe.js", "/v2/stripe.js", "/v3x"])
async def test_other_names_are_not_there(api: Any, path: str) -> None:
    assert (await api.ask("GET", path)).status_code == 404


async def test_browsers_keep_a_frames_script_and_ask_for_its_page(api: Any) -> None:
    script = (await api.ask("GET", "/v3/")).text
    print_ = stripe_js.fingerprint()
    assert print_ in script
    assert "__FRAMES__" not in script
    page = await api.ask("GET", f"/v3/elements-inner-payment-{print_}.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache", "its policy depends on the settings"
    source = re.search(r'<script src="([^"]+)">', page.text)
    assert source
    bundle = await api.ask("GET", source[1])
    assert bundle.status_code == 200
    assert "immutable" in bundle.headers["cache-control"]
    other = await api.ask("GET", "/v3/elements-inner-payment-0123456789abcdef0123.html")
    assert (other.status_code, other.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "page", ["elements-inner-card", "three-ds-2-challenge", "controller", "m-outer"]
)
async def test_each_frame_has_its_page(api: Any, page: str) -> None:
    assert (await api.ask("GET", f"/v3/{page}-abc123.html")).status_code == 200


@pytest.mark.parametrize("path", ["/0", "/6", "/b", "/4"])
async def test_reports_are_taken_and_forgotten(api: Any, path: str) -> None:
    answer = await api.send(path, b"[]", "application/json")
    assert (answer.status_code, answer.content) == (204, b"")
