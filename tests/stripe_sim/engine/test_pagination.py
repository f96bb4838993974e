"""Lists: newest first, page by page, filtered, expanded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stub_server.stripe_sim import registry, router


async def seven_customers(api: Any) -> list[str]:
    """Seven PaymentIntents, a second apart; their ids, newest first."""
    made = []
    for _ in range(7):
        made.append((await api.intent())["id"])
        api.clock.advance(timedelta(seconds=1))
    return made[::-1]


def ids(page: Any) -> list[str]:
    return [item["id"] for item in page["data"]]


async def test_a_list_is_walked_through_in_both_directions(api: Any) -> None:
    made = await seven_customers(api)
    first = await api.get("payment_intents", limit=3)
    assert (first["object"], first["url"]) == ("list", "/v1/payment_intents")
    assert (ids(first), first["has_more"]) == (made[:3], True)
    second = await api.get("payment_intents", limit=3, starting_after=made[2])
    assert (ids(second), second["has_more"]) == (made[3:6], True)
    last = await api.get("payment_intents", limit=3, starting_after=made[5])
    assert (ids(last), last["has_more"]) == (made[6:], False)
    back = await api.get("payment_intents", limit=3, ending_before=made[5])
    assert (ids(back), back["has_more"]) == (made[2:5], True)
    start = await api.get("payment_intents", limit=3, ending_before=made[2])
    assert (ids(start), start["has_more"]) == (made[:2], False)


async def test_ten_unless_said_and_a_hundred_at_most(api: Any) -> None:
    await seven_customers(api)
    await seven_customers(api)
    assert len((await api.get("payment_intents"))["data"]) == 10
    for limit in (0, 101):
        error = await api.get_error("GET", "payment_intents", {"limit": limit})
        assert (error["code"], error["param"]) == ("parameter_invalid_integer", "limit")


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"created[gte]": 3}, [0, 1, 2, 3]),
        ({"created[gt]": 3}, [0, 1, 2]),
        ({"created[lt]": 3}, [4, 5, 6]),
        ({"created[lte]": 3, "created[gt]": 1}, [3, 4]),
        ({"created": 3}, [3]),
    ],
)
async def test_a_list_of_a_time(api: Any, asked: dict[str, int], places: list[int]) -> None:
    start = int(api.clock.now().timestamp())
    made = await seven_customers(api)
    page = await api.get(
        "payment_intents", **{name: start + second for name, second in asked.items()}
    )
    assert ids(page) == [made[place] for place in places]


async def test_a_list_of_some(api: Any) -> None:
    paid, _ = await api.pay_by_card(), await api.pay_by_card()
    charges = await api.get("charges", payment_intent=paid["id"])
    assert ids(charges) == [paid["latest_charge"]]
    await api.post("customers", email="a@example.com")
    await api.post("customers", email="b@example.com")
    found = await api.get("customers", email="b@example.com")
    assert [customer["email"] for customer in found["data"]] == ["b@example.com"]
    events = await api.get("events", **{"types[]": ["customer.created", "charge.succeeded"]})
    assert [event["type"] for event in events["data"]] == [
        "customer.created",
        "customer.created",
        "charge.succeeded",
        "charge.succeeded",
    ]


OTHERWISE = {
    "GET customers/*/cards": {"object"},
    "GET events": {"types", "delivery_success"},
    "GET payment_method_configurations": {"active", "application"},
    "GET prices": {"lookup_keys", "recurring"},
    "GET products": {"ids"},
    "GET promotion_codes": {"active", "code", "coupon"},
    "GET shipping_rates": {"currency"},
    "GET checkout/sessions": {"customer_details"},
    "GET setup_intents": {"attach_to_self"},
}
"""Filters that are no member of the object: their own tests ask for them."""
KINDS = {
    "balance/history": "balance_transactions",
    "customers/*/sources": "cards",
    "customers/*/balance_transactions": "customer_balance_transactions",
}
PAGING = {"created", "ending_before", "expand", "limit", "page", "query", "starting_after"}


@pytest.mark.parametrize(
    "where", [w for w in router.operations() if "limit" in router.operations()[w].params.fields]
)
def test_a_list_goes_by_every_filter_that_it_takes(where: str) -> None:
    own = router.operations()[where].params.fields.keys() - PAGING
    path = where.removeprefix("GET ")
    table = KINDS.get(path) or path.rpartition("*/")[2].replace("checkout/", "checkout_")
    table = table.removeprefix("radar/").removeprefix("test_helpers/")
    assert own - OTHERWISE.get(where, set()) <= {*registry.filters().get(table, ())}


async def test_a_page_starts_after_something_that_there_is(api: Any) -> None:
    error = await api.get_error("GET", "payment_intents", {"starting_after": "pi_nobody"})
    assert (error["code"], error["param"]) == ("resource_missing", "starting_after")
    assert error["message"] == "No such payment_intent: 'pi_nobody'"
    assert error["status"] == 400


async def test_a_page_starts_at_one_end_only(api: Any) -> None:
    made = await seven_customers(api)
    both = {"starting_after": made[0], "ending_before": made[5]}
    error = await api.get_error("GET", "payment_intents", both)
    assert error["message"] == (
        "Received both starting_after and ending_before parameters. Please pass in only one."
    )


async def test_a_deleted_customer_leaves_the_list(api: Any) -> None:
    made = [(await api.post("customers"))["id"] for _ in range(3)]
    answer = await api.ask("DELETE", f"/v1/customers/{made[1]}")
    assert answer.json() == {"id": made[1], "object": "customer", "deleted": True}
    assert ids(await api.get("customers")) == [made[2], made[0]]


async def test_ids_become_objects_where_asked(api: Any) -> None:
    paid = await api.pay_by_card()
    listed = await api.get(
        "payment_intents", **{"expand[]": "data.latest_charge.balance_transaction.source"}
    )
    charge = listed["data"][0]["latest_charge"]
    assert charge["balance_transaction"]["source"]["id"] == charge["id"] == paid["latest_charge"]


@pytest.mark.parametrize(
    "path", ["amount", "nothing", "latest_charge.amount", "metadata", "payment_method_types.card"]
)
async def test_what_is_no_link_cannot_be_expanded(api: Any, path: str) -> None:
    paid = await api.pay_by_card()
    error = await api.get_error("GET", f"payment_intents/{paid['id']}", {"expand[]": path})
    assert error["status"] == 400
    assert error["message"] == f"This property cannot be expanded ({path})."


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("payment_intents/{}", "customer.nothing"),
        ("payment_intents/{}", "latest_charge.amount"),
        ("payment_intents/{}", "latest_charge.balance_transaction.fee"),
        ("refunds", "data.amount"),
        ("refunds", "data.charge.nothing"),
        ("checkout/sessions", "data.success_url"),
        ("charges/search", "data.amount"),
    ],
)
async def test_nor_can_it_where_there_is_nothing_yet(api: Any, where: str, path: str) -> None:
    made = await api.intent()
    params = {"expand[]": path, **({"query": "amount>1"} if "search" in where else {})}
    error = await api.get_error("GET", where.format(made["id"]), params)
    assert error["message"] == f"This property cannot be expanded ({path})."


@pytest.mark.parametrize(
    "path",
    [
        "data.charge.refunds",
        "data.charge.customer.sources",
        "data.payment_intent.last_payment_error.payment_method",
        "data.balance_transaction.source",
        "data.payment_method.card.generated_from",
    ],
)
async def test_what_there_is_not_yet_may_be_asked_for(api: Any, path: str) -> None:
    assert (await api.get("refunds", **{"expand[]": path}))["data"] == []


@pytest.mark.parametrize("path", ["data.object", "data.object.customer", "request"])
async def test_an_event_keeps_telling_how_things_were(api: Any, path: str) -> None:
    await api.post("customers")
    event = (await api.get("events"))["data"][0]
    for where, asked in ((f"events/{event['id']}", path), ("events", f"data.{path}")):
        error = await api.get_error("GET", where, {"expand[]": asked})
        assert (error["status"], error["type"]) == (400, "invalid_request_error")
        assert error["message"] == f"This property cannot be expanded ({asked})."


@pytest.mark.parametrize(
    "path",
    [
        "customer",
        "customer.invoice_settings.default_payment_method",
        "last_payment_error.payment_method",
        "latest_charge.balance_transaction.source.payment_intent",
        "latest_charge.refunds.data.balance_transaction",
        "payment_method.customer",
        "review",
    ],
)
async def test_a_link_may_lead_nowhere(api: Any, path: str) -> None:
    for intent in (await api.intent(), await api.pay_by_card()):
        assert (await api.get(f"payment_intents/{intent['id']}", **{"expand[]": path}))["id"]


async def test_a_path_goes_through_lists_and_arrays(api: Any) -> None:
    rate = {"display_name": "Post", "type": "fixed_amount"}
    fixed = {"amount": 500, "currency": "eur"}
    session = await api.post(
        "checkout/sessions",
        {
            "mode": "payment",
            "success_url": "https://shop.example/thanks",
            "line_items[0][price_data][currency]": "eur",
            "line_items[0][price_data][unit_amount]": 2000,
            "line_items[0][price_data][product_data][name]": "Tea",
            "line_items[0][quantity]": 1,
            "shipping_address_collection[allowed_countries][]": "DE",
            **{f"shipping_options[0][shipping_rate_data][{name}]": rate[name] for name in rate},
            **{
                f"shipping_options[0][shipping_rate_data][fixed_amount][{name}]": fixed[name]
                for name in fixed
            },
            "expand[0]": "line_items.data.price.product",
            "expand[1]": "shipping_options.shipping_rate",
        },
    )
    assert session["line_items"]["data"][0]["price"]["product"]["name"] == "Tea"
    assert session["shipping_options"][0]["shipping_rate"]["display_name"] == "Post"


async def test_in_a_list_the_path_begins_with_data(api: Any) -> None:
    await api.intent()
    error = await api.get_error("GET", "payment_intents", {"expand[]": "customer"})
    assert error["message"] == (
        "This property cannot be expanded (customer). You may want to try expanding "
        "'data.customer' instead."
    )
    assert (await api.get("payment_intents", **{"expand[]": "data"}))["data"]


@pytest.mark.parametrize("path", ["a.b.c.d.e", "data.latest_charge.payment_intent.customer.x"])
async def test_four_levels_are_enough(api: Any, path: str) -> None:
    error = await api.get_error("GET", "payment_intents", {"expand[]": path})
    assert error["code"] == "property_expansion_max_depth"
    assert error["message"] == (
        f"You cannot expand more than 4 levels of a property. Property: {path}"
    )


async def test_a_refused_expansion_takes_everything_back(api: Any) -> None:
    params = {"amount": 2000, "currency": "eur", "expand[]": "amount"}
    await api.get_error("POST", "payment_intents", params)
    assert (await api.get("payment_intents"))["data"] == []
    assert await api.events() == []
