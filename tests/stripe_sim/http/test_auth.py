"""Authentication by API key, and the view of publishable keys."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY, SECRET_KEY
from stub_server.stripe_sim.http.auth import caller_of


async def test_a_key_comes_as_bearer_or_as_user_name(api: Any) -> None:
    assert (await api.ask("GET", "/v1/account")).status_code == 200
    api.key = ""
    basic = base64.b64encode(f"{SECRET_KEY}:".encode()).decode()
    assert (await api.ask("GET", "/v1/account", Authorization=f"Basic {basic}")).status_code == 200


@pytest.mark.parametrize("key", ["", "nonsense", "sk_test_", "sk_test_a b", "xx_test_123456"])
async def test_without_a_good_key_nothing_is_answered(api: Any, key: str) -> None:
    api.key = key
    error = await api.get_error("GET", "payment_intents")
    assert (error["status"], error["type"]) == (401, "invalid_request_error")
    assert "API key" in error["message"] or "API Key" in error["message"]


@pytest.mark.rule("C-str-4")
@pytest.mark.parametrize("kind", ["sk", "rk", "pk"])
async def test_live_keys_are_refused_and_not_repeated(api: Any, kind: str) -> None:
    api.key = f"{kind}_live_abcdefghij1234567890"
    error = await api.get_error("GET", "payment_intents")
    assert error["status"] == 401
    assert error["message"].startswith(f"Invalid API Key provided: {kind}_live_****")
    assert "code" not in error
    assert api.key not in error["message"]


def test_the_keys_of_one_account_have_one_tail() -> None:
    assert caller_of("sk_test_abcd1234").account == caller_of("pk_test_abcd1234").account
    assert caller_of("rk_test_abcd1234").account == caller_of("pk_test_abcd1234").account
    assert caller_of("sk_test_abcd1235").account != caller_of("sk_test_abcd1234").account


async def test_accounts_see_nothing_of_each_other(api: Any) -> None:
    intent = await api.intent()
    api.key = "sk_test_somebody_else"
    error = await api.get_error("GET", f"payment_intents/{intent['id']}")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    assert (await api.get("payment_intents"))["data"] == []


async def test_a_publishable_key_sees_the_intent_whose_secret_it_has(api: Any) -> None:
    intent = await api.intent(**{"metadata[orderId]": "order-1"})
    path = f"payment_intents/{intent['id']}"
    api.key = PUBLISHABLE_KEY
    seen = await api.get(path, client_secret=intent["client_secret"])
    assert seen["amount"] == 2000
    assert not {"metadata", "customer", "latest_charge", "amount_received"} & seen.keys()
    assert (await api.get_error("GET", path))["param"] == "client_secret"
    wrong = await api.get_error("GET", path, {"client_secret": "pi_1_secret_2"})
    assert (wrong["status"], wrong["param"]) == (400, "client_secret")


async def test_a_publishable_key_may_not_do_what_needs_a_secret_one(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    error = await api.get_error("POST", "payment_intents", {"amount": 2000, "currency": "eur"})
    assert (error["status"], error["code"]) == (403, "secret_key_required")


async def test_the_browser_confirms_with_the_publishable_key(api: Any) -> None:
    intent = await api.intent()
    api.key = PUBLISHABLE_KEY
    secret = intent["client_secret"]
    paid = await api.confirm(intent, "pm_card_visa", client_secret=secret)
    assert paid["status"] == "succeeded"
    assert "latest_charge" not in paid


async def test_the_browser_sees_no_more_in_an_error(api: Any) -> None:
    intent = await api.intent(**{"metadata[orderId]": "order-1"})
    api.key = PUBLISHABLE_KEY
    params = {"payment_method": "pm_card_chargeDeclined", "client_secret": intent["client_secret"]}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert error["code"] == "card_declined"
    assert "metadata" not in error["payment_intent"]


async def test_every_answer_says_its_request_and_version(api: Any) -> None:
    answer = await api.ask("GET", "/v1/account")
    assert answer.headers["request-id"].startswith("req_")
    assert answer.headers["stripe-version"] == "2026-10-28.endive"
    assert answer.headers["access-control-allow-origin"] == "*"
    api.version = None
    assert (await api.ask("GET", "/v1/account")).headers["stripe-version"] < "2026-09-30"


@pytest.mark.parametrize("version", ["yesterday", "2026-10-28", "2099-01-01", "2026-10-28.acacia"])
async def test_a_version_that_never_was_is_refused(api: Any, version: str) -> None:
    api.version = version
    error = await api.get_error("GET", "account")
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert error["message"] == f"Invalid Stripe API version: {version}"


@pytest.mark.parametrize("version", ["2020-08-27", "2024-06-20", "2025-03-31.basil"])
async def test_an_older_version_is_answered_with(api: Any, version: str) -> None:
    api.version = version
    assert (await api.ask("GET", "/v1/events")).headers["stripe-version"] == version


async def test_browsers_may_ask_from_anywhere(api: Any) -> None:
    asked = {
        "Origin": "http://localhost:5173",
        "Access_Control_Request_Headers": "authorization,x-mine",
    }
    answer = await api.ask("OPTIONS", "/v1/payment_intents", **asked)
    assert answer.status_code == 200
    head = answer.headers
    assert head["access-control-allow-origin"] == "*"
    assert head["access-control-allow-methods"] == "GET, HEAD, PUT, PATCH, POST, DELETE"
    assert head["access-control-allow-headers"] == "authorization,x-mine"
    assert head["access-control-max-age"] == "300"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("GET", "/v1/payment_intents/pi_1/dance"),
        ("GET", "/v2/core/events"),
        ("PUT", "/v1/customers"),
        ("DELETE", "/v1/payment_intents/pi_1"),
    ],
)
async def test_what_is_not_there_is_said_with_an_error_object(
    api: Any, method: str, path: str
) -> None:
    answer = await api.ask(method, path)
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert error["message"] == (
        f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we "
        "can help at https://support.stripe.com/."
    )


async def test_an_empty_id_is_noticed(api: Any) -> None:
    error = await api.get_error("GET", "customers/")
    assert error["status"] == 404
    assert "make sure you passed a valid (non-empty) identifier" in error["message"]


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
async def test_bodies_are_forms(api: Any, kind: str) -> None:
    answer = await api.send("/v1/customers", b'{"name": "Jenny"}', kind)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(
        "Invalid request (check that your POST content type is application/x-www-form-urlencoded)."
    )


async def test_what_the_query_of_a_post_says_counts_too(api: Any) -> None:
    made = await api.ask("POST", "/v1/customers?name=Jenny", {"email": "jenny@example.com"})
    assert (made.json()["name"], made.json()["email"]) == ("Jenny", "jenny@example.com")


async def test_every_error_points_to_its_log_and_its_code(api: Any) -> None:
    answer = await api.ask("GET", "/v1/customers/cus_nobody")
    error = answer.json()["error"]
    log = f"https://dashboard.stripe.com/test/logs/{answer.headers['request-id']}?t="
    assert error.pop("request_log_url").startswith(log)
    assert error == {
        "code": "resource_missing",
        "doc_url": "https://stripe.com/docs/error-codes/resource-missing",
        "message": "No such customer: 'cus_nobody'",
        "param": "id",
        "type": "invalid_request_error",
    }


async def test_another_account_s_header_is_refused(api: Any) -> None:
    answer = await api.ask("GET", "/v1/account", Stripe_Account="acct_other")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "account_invalid")
