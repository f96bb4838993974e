"""Checkout Sessions: creation, completion, expiry and updates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stripe_sim.checkout.session_calls import create_session


async def complete(api: Any, made: dict[str, Any], **typed: Any) -> dict[str, Any]:
    answer = await api.control(f"checkout/sessions/{made['id']}/complete", typed)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_session_adds_up(api: Any) -> None:
    rate = {
        "shipping_options[0][shipping_rate_data][display_name]": "Post",
        "shipping_options[0][shipping_rate_data][fixed_amount][amount]": 490,
        "shipping_options[0][shipping_rate_data][fixed_amount][currency]": "eur",
    }
    made = await create_session(api, client_reference_id="order-1", **rate, **{"metadata[a]": "1"})
    assert (made["amount_subtotal"], made["amount_total"]) == (2400, 2890)
    assert made["total_details"]["amount_shipping"] == 490
    assert (made["status"], made["payment_status"], made["currency"]) == ("open", "unpaid", "eur")
    assert (made["payment_intent"], made["customer"]) == (None, None)
    assert made["customer_creation"] == "if_required"
    assert made["expires_at"] == made["created"] + 86_400
    assert made["id"].startswith("cs_test_")
    assert len(made["id"]) == 66
    assert made["id"] in made["url"]
    assert made["client_secret"] is None
    assert "line_items" not in made


async def test_lines_are_listed_and_expanded(api: Any) -> None:
    product = await api.post("products", name="A cup")
    price = await api.post("prices", product=product["id"], currency="eur", unit_amount=500)
    line = {"line_items[1][price]": price["id"], "line_items[1][quantity]": 1}
    made = await create_session(api, **line, **{"expand[]": "line_items"})
    assert [item["description"] for item in made["line_items"]["data"]] == ["A mug", "A cup"]
    path = f"checkout/sessions/{made['id']}/line_items"
    first = await api.get(path, limit=1)
    assert (first["has_more"], first["data"][0]["amount_total"]) == (True, 2400)
    rest = await api.get(path, starting_after=first["data"][0]["id"])
    assert (rest["has_more"], rest["data"][0]["price"]) == (False, price)
    ends = {"starting_after": first["data"][0]["id"], "ending_before": rest["data"][0]["id"]}
    assert "Please pass in only one" in (await api.get_error("GET", path, ends))["message"]
    found = await api.get(
        f"checkout/sessions/{made['id']}", **{"expand[]": "line_items.data.price.product"}
    )
    assert found["line_items"]["data"][1]["price"]["product"] == product


async def test_a_buyer_pays(api: Any) -> None:
    made = await create_session(api, **{"payment_intent_data[metadata][orderId]": "o1"})
    done = await complete(api, made, email="ada@example.com")
    assert (done["status"], done["payment_status"], done["url"]) == ("complete", "paid", None)
    assert done["customer_details"]["email"] == "ada@example.com"
    intent = await api.get(f"payment_intents/{done['payment_intent']}")
    assert (intent["status"], intent["amount_received"]) == ("succeeded", 2400)
    assert intent["metadata"] == {"orderId": "o1"}
    kinds = [kind for kind in await api.events() if not kind.startswith(("product", "price"))]
    assert kinds == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    listed = await api.get("checkout/sessions", payment_intent=intent["id"])
    assert listed["data"] == [done]
    again = await api.control(f"checkout/sessions/{made['id']}/complete", {})
    assert again.status_code == 409


async def test_a_refused_card_leaves_it_open(api: Any) -> None:
    made = await create_session(api)
    answer = await api.control(
        f"checkout/sessions/{made['id']}/complete", {"payment_method": "pm_card_chargeDeclined"}
    )
    assert answer.status_code == 402
    after = await api.get(f"checkout/sessions/{made['id']}")
    assert (after["status"], after["payment_status"]) == ("open", "unpaid")
    done = await complete(api, made)
    assert done["payment_intent"] == after["payment_intent"]


async def test_a_challenge_comes_first(api: Any) -> None:
    made = await create_session(api)
    waiting = await complete(api, made, payment_method="pm_card_authenticationRequired")
    assert waiting["status"] == "open"
    await api.control(f"payment_intents/{waiting['payment_intent']}/authenticate", {})
    assert (await api.get(f"checkout/sessions/{made['id']}"))["status"] == "complete"
    assert (await api.events())[-1] == "checkout.session.completed"


@pytest.mark.parametrize(
    ("method", "ending"), [("pm_success_de", "succeeded"), ("pm_failed_de", "failed")]
)
async def test_a_debit_is_paid_later(api: Any, method: str, ending: str) -> None:
    made = await create_session(api)
    done = await complete(api, made, payment_method=method)
    assert (done["status"], done["payment_status"]) == ("complete", "unpaid")
    await api.advance(20)
    assert (await api.events())[-1] == f"checkout.session.async_payment_{ending}"
    after = await api.get(f"checkout/sessions/{made['id']}")
    assert after["payment_status"] == ("paid" if ending == "succeeded" else "unpaid")


async def test_a_customer_is_made_where_asked(api: Any) -> None:
    made = await create_session(api, customer_creation="always", customer_email="ada@example.com")
    done = await complete(api, made)
    customer = await api.get(f"customers/{done['customer']}")
    assert customer["email"] == "ada@example.com"
    (kept,) = (await api.get("payment_intents", customer=customer["id"]))["data"]
    assert kept["id"] == done["payment_intent"]


async def test_a_session_tells_what_it_collects_once_there_is_a_customer(api: Any) -> None:
    customer = (await api.post("customers", email="ada@example.com"))["id"]
    nothing = {"business_name": None, "individual_name": None, "shipping_details": None}
    known = await create_session(api, customer=customer)
    assert known["collected_information"] == nothing
    anonymous = await create_session(api)
    assert (anonymous["collected_information"], "tax_id_collection" in anonymous) == (None, False)
    assert (await complete(api, anonymous))["collected_information"] is None
    newcomer = await create_session(api, customer_creation="always")
    assert (await complete(api, newcomer))["collected_information"] == nothing


async def test_a_session_is_given_up(api: Any) -> None:
    made = await create_session(api)
    over = await api.post(f"checkout/sessions/{made['id']}/expire")
    assert (over["status"], over["url"]) == ("expired", None)
    assert (await api.events())[-1] == "checkout.session.expired"
    error = await api.get_error("POST", f"checkout/sessions/{made['id']}/expire")
    assert error["message"] == (
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session '
        "has a status of `expired`."
    )


async def test_a_session_runs_out(api: Any) -> None:
    now = int(api.clock.now().timestamp())
    made = await create_session(api, expires_at=now + 1800)
    await api.advance(1799)
    assert (await api.get(f"checkout/sessions/{made['id']}"))["status"] == "open"
    await api.advance(2)
    assert (await api.get(f"checkout/sessions/{made['id']}"))["status"] == "expired"


async def test_what_the_command_line_does(api: Any) -> None:
    """The calls of `stripe trigger checkout.session.completed`, as it makes them."""
    api.version = None
    product = await api.post("products", name="myproduct", description="(created by Stripe CLI)")
    price = await api.post("prices", product=product["id"], unit_amount=1500, currency="usd")
    made = await api.post(
        "checkout/sessions",
        {
            "success_url": "https://httpbin.org/post",
            "cancel_url": "https://httpbin.org/post",
            "mode": "payment",
            "line_items[0][price]": price["id"],
            "line_items[0][quantity]": 2,
            "payment_intent_data[shipping][name]": "Jenny Rosen",
            "payment_intent_data[shipping][address][line1]": "510 Townsend St",
        },
    )
    await api.get(f"payment_pages/{made['id']}")
    method = await api.post("payment_methods", {"type": "card", "card[token]": "tok_visa"})
    page = await api.post(
        f"payment_pages/{made['id']}/confirm", payment_method=method["id"], expected_amount=3000
    )
    assert (page["status"], page["session_id"]) == ("complete", made["id"])
    assert (await api.events())[-1] == "checkout.session.completed"


async def test_a_session_may_change_while_it_is_open(api: Any) -> None:
    made = await create_session(api)
    path = f"checkout/sessions/{made['id']}"
    changed = await api.post(path, {"metadata[a]": "1"})
    assert changed["metadata"] == {"a": "1"}
    error = await api.get_error("GET", "checkout/sessions/cs_test_nobody")
    assert (error["status"], error["param"]) == (404, "session")
    assert error["message"] == "No such checkout.session: 'cs_test_nobody'"
