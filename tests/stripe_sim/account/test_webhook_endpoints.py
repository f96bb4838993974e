"""Webhook endpoints: what they take, what they show, and how their secrets are rolled."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stripe

LATEST = "2026-10-28.endive"


async def made(api: Any, **params: Any) -> Any:
    given = {"url": "http://127.0.0.1:9/", "enabled_events[]": "charge.succeeded"}
    return await api.post("webhook_endpoints", {**given, **params})


async def test_a_secret_is_shown_once(api: Any) -> None:
    endpoint = await made(api, description="mine", **{"metadata[a]": "1"})
    secret = endpoint.pop("secret")
    assert secret.startswith("whsec_")
    assert len(secret) == 38
    assert endpoint == {
        "id": endpoint["id"],
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": endpoint["created"],
        "description": "mine",
        "enabled_events": ["charge.succeeded"],
        "livemode": False,
        "metadata": {"a": "1"},
        "status": "enabled",
        "url": "http://127.0.0.1:9/",
    }
    assert await api.get(f"webhook_endpoints/{endpoint['id']}") == endpoint
    changed = await api.post(f"webhook_endpoints/{endpoint['id']}", disabled="true")
    assert changed == {**endpoint, "status": "disabled"}
    assert (await api.get("webhook_endpoints"))["data"] == [changed]


@pytest.mark.parametrize(
    ("params", "param", "message"),
    [
        ({"url": "127.0.0.1/hook"}, "url", "Invalid URL: An explicit scheme (such as https)"),
        ({"url": "http://"}, "url", "Not a valid URL"),
        ({"url": ""}, "url", "You passed an empty string for 'url'"),
        (
            {"enabled_events[]": "charge.eaten"},
            "enabled_events[0]",
            "Invalid enabled_events[0]: must be one of account.application.authorized, ",
        ),
        ({"enabled_events[]": [], "enabled_events": "x"}, "enabled_events", "Invalid array"),
        ({"api_version": "2026"}, "api_version", "Invalid api_version: must be one of 2011-01-01"),
        ({"colour": "red"}, "colour", "Received unknown parameter: colour"),
    ],
)
async def test_what_an_endpoint_does_not_take(
    api: Any, params: dict[str, Any], param: str, message: str
) -> None:
    given = {"url": "https://shop.example/", "enabled_events[]": "*", **params}
    error = await api.refused("POST", "webhook_endpoints", given)
    assert (error["status"], error["param"]) == (400, param)
    assert message in error["message"]


@pytest.mark.parametrize("name", ["url", "enabled_events"])
async def test_an_endpoint_needs_a_url_and_events(api: Any, name: str) -> None:
    given = {"url": "https://shop.example/", "enabled_events[]": "*"}
    given = {each: value for each, value in given.items() if not each.startswith(name)}
    error = await api.refused("POST", "webhook_endpoints", given)
    assert (error["code"], error["param"]) == ("parameter_missing", name)


async def test_sixteen_are_enough(api: Any) -> None:
    first = await made(api)
    for _ in range(15):
        await made(api)
    given = {"url": "https://shop.example/", "enabled_events[]": "*"}
    error = await api.refused("POST", "webhook_endpoints", given)
    assert error["message"] == "You have reached the maximum of 16 test webhook endpoints."
    await api.ask("DELETE", f"/v1/webhook_endpoints/{first['id']}")
    await made(api)


async def test_one_that_is_not_there_is_missed(api: Any) -> None:
    error = await api.refused("GET", "webhook_endpoints/we_nobody")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    assert error["message"] == "No such webhook endpoint: 'we_nobody'"


def believed(got: Any, secret: str) -> bool:
    headers, body = got
    try:
        stripe.WebhookSignature.verify_header(
            body.decode(), headers["stripe-signature"], secret, None
        )
    except stripe.SignatureVerificationError:
        return False
    return True


async def test_while_a_secret_is_rolled_both_sign(api: Any, receiver: Any) -> None:
    endpoint = await made(api, url=receiver.url, **{"enabled_events[]": "customer.created"})
    rolled = (
        await api.control(f"webhook_endpoints/{endpoint['id']}/roll", {"seconds": 3600})
    ).json()
    assert rolled["secret"] != endpoint["secret"]
    await api.post("customers")
    await api.app.run_due()
    assert receiver.got[0][0]["stripe-signature"].count("v1=") == 2
    assert believed(receiver.got[0], endpoint["secret"])
    assert believed(receiver.got[0], rolled["secret"])
    await api.later(3600)
    await api.post("customers")
    await api.app.run_due()
    assert not believed(receiver.got[1], endpoint["secret"])
    assert believed(receiver.got[1], rolled["secret"])


async def test_a_roll_that_cannot_be(api: Any) -> None:
    endpoint = await made(api)
    for path, body, status in (
        (endpoint["id"], {"seconds": -1}, 400),
        (endpoint["id"], {"seconds": 86_401}, 400),
        ("we_nobody", {}, 404),
    ):
        answer = await api.control(f"webhook_endpoints/{path}/roll", body)
        assert answer.status_code == status


async def test_a_disabled_endpoint_is_not_tried_again(api: Any, receiver: Any) -> None:
    endpoint = await made(api, url=receiver.url, **{"enabled_events[]": "customer.created"})
    receiver.answers = [500]
    await api.post("customers")
    await api.app.run_due()
    await api.post(f"webhook_endpoints/{endpoint['id']}", disabled="true")
    await api.later(100)
    await api.post(f"webhook_endpoints/{endpoint['id']}", disabled="false")
    await api.later(100)
    assert len(receiver.got) == 1
    (record,) = (await api.control("deliveries")).json()["data"]
    assert record["state"] == "given_up"


async def test_an_event_is_told_in_the_version_of_its_endpoint(api: Any, receiver: Any) -> None:
    given = {"url": receiver.url, "enabled_events[]": "customer.created"}
    await made(api, **given, api_version=LATEST)
    await made(api, **given)
    await api.post("customers")
    await api.app.run_due()
    versions = [json.loads(body)["api_version"] for _, body in receiver.got]
    assert sorted(versions) == ["2026-06-24.dahlia", LATEST]


async def test_an_endpoint_of_connect_gets_nothing_of_ones_own(api: Any, receiver: Any) -> None:
    await made(api, url=receiver.url, connect="true", **{"enabled_events[]": "*"})
    await api.post("customers")
    (event,) = (await api.get("events"))["data"]
    assert event["pending_webhooks"] == 0
    await api.app.run_due()
    assert receiver.got == []
