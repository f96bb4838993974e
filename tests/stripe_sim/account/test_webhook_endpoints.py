"""Webhook endpoints: parameters, members, and rolling secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stripe

LATEST = "2026-10-28.endive"


async def create_endpoint(api: Any, **params: Any) -> Any:
    endpoint_params = {"url": "http://127.0.0.1:9/", "enabled_events[]": "charge.succeeded"}
    return await api.post("webhook_endpoints", {**endpoint_params, **params})


async def test_only_the_response_to_create_has_the_secret(api: Any) -> None:
    endpoint = await create_endpoint(api, description="mine", **{"metadata[a]": "1"})
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
async def test_invalid_parameters_are_rejected(
    api: Any, params: dict[str, Any], param: str, message: str
) -> None:
    endpoint_params = {"url": "https://shop.example/", "enabled_events[]": "*", **params}
    error = await api.get_error("POST", "webhook_endpoints", endpoint_params)
    assert (error["status"], error["param"]) == (400, param)
    assert message in error["message"]


@pytest.mark.parametrize("name", ["url", "enabled_events"])
async def test_url_and_events_are_required(api: Any, name: str) -> None:
    endpoint_params = {"url": "https://shop.example/", "enabled_events[]": "*"}
    endpoint_params = {
        param: value for param, value in endpoint_params.items() if not param.startswith(name)
    }
    error = await api.get_error("POST", "webhook_endpoints", endpoint_params)
    assert (error["code"], error["param"]) == ("parameter_missing", name)


async def test_an_account_has_at_most_sixteen_endpoints(api: Any) -> None:
    first = await create_endpoint(api)
    for _ in range(15):
        await create_endpoint(api)
    endpoint_params = {"url": "https://shop.example/", "enabled_events[]": "*"}
    error = await api.get_error("POST", "webhook_endpoints", endpoint_params)
    assert error["message"] == "You have reached the maximum of 16 test webhook endpoints."
    await api.ask("DELETE", f"/v1/webhook_endpoints/{first['id']}")
    await create_endpoint(api)


async def test_an_unknown_endpoint_is_not_found(api: Any) -> None:
    error = await api.get_error("GET", "webhook_endpoints/we_nobody")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    assert error["message"] == "No such webhook endpoint: 'we_nobody'"


def has_valid_signature(request: Any, secret: str) -> bool:
    headers, body = request
    try:
        stripe.WebhookSignature.verify_header(
            body.decode(), headers["stripe-signature"], secret, None
        )
    except stripe.SignatureVerificationError:
        return False
    return True


async def test_both_secrets_sign_while_a_secret_is_rolled(api: Any, receiver: Any) -> None:
    endpoint = await create_endpoint(
        api, url=receiver.url, **{"enabled_events[]": "customer.created"}
    )
    new_endpoint = (
        await api.control(f"webhook_endpoints/{endpoint['id']}/roll", {"seconds": 3600})
    ).json()
    assert new_endpoint["secret"] != endpoint["secret"]
    await api.post("customers")
    await api.app.run_due()
    assert receiver.received[0][0]["stripe-signature"].count("v1=") == 2
    assert has_valid_signature(receiver.received[0], endpoint["secret"])
    assert has_valid_signature(receiver.received[0], new_endpoint["secret"])
    await api.advance(3600)
    await api.post("customers")
    await api.app.run_due()
    assert not has_valid_signature(receiver.received[1], endpoint["secret"])
    assert has_valid_signature(receiver.received[1], new_endpoint["secret"])


async def test_invalid_rolls_are_rejected(api: Any) -> None:
    endpoint = await create_endpoint(api)
    for path, body, status in (
        (endpoint["id"], {"seconds": -1}, 400),
        (endpoint["id"], {"seconds": 86_401}, 400),
        ("we_nobody", {}, 404),
    ):
        response = await api.control(f"webhook_endpoints/{path}/roll", body)
        assert response.status_code == status


async def test_a_disabled_endpoint_gets_no_retries(api: Any, receiver: Any) -> None:
    endpoint = await create_endpoint(
        api, url=receiver.url, **{"enabled_events[]": "customer.created"}
    )
    receiver.answers = [500]
    await api.post("customers")
    await api.app.run_due()
    await api.post(f"webhook_endpoints/{endpoint['id']}", disabled="true")
    await api.advance(100)
    await api.post(f"webhook_endpoints/{endpoint['id']}", disabled="false")
    await api.advance(100)
    assert len(receiver.received) == 1
    (record,) = (await api.control("deliveries")).json()["data"]
    assert record["state"] == "given_up"


async def test_an_event_has_the_version_of_its_endpoint(api: Any, receiver: Any) -> None:
    endpoint_params = {"url": receiver.url, "enabled_events[]": "customer.created"}
    await create_endpoint(api, **endpoint_params, api_version=LATEST)
    await create_endpoint(api, **endpoint_params)
    await api.post("customers")
    await api.app.run_due()
    versions = [json.loads(body)["api_version"] for _, body in receiver.received]
    assert sorted(versions) == ["2026-06-24.dahlia", LATEST]


async def test_an_endpoint_of_connect_gets_no_events_of_the_account(
    api: Any, receiver: Any
) -> None:
    await create_endpoint(api, url=receiver.url, connect="true", **{"enabled_events[]": "*"})
    await api.post("customers")
    (event,) = (await api.get("events"))["data"]
    assert event["pending_webhooks"] == 0
    await api.app.run_due()
    assert receiver.received == []
