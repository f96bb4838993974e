"""The search query language, and the objects that it finds."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.store import search_query

FIELDS = {"amount": "number", "metadata": "token", "status": "token", "name": "text"}
RECORD: dict[str, Any] = {
    "amount": 2000,
    "metadata": {"order": "A-1"},
    "status": "succeeded",
    "name": "Jenny Rosen",
    "refunded": False,
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("metadata['order']:'A-1'", True),
        ('metadata["order"]:"a-1"', True),
        ("metadata['order']:'A-2'", False),
        ("metadata['order']:'A'", False),
        ("metadata['none']:null", True),
        ("-metadata['order']:null", True),
        ("-metadata['none']:null", False),
        ("status:'succeeded'", True),
        ("-status:'succeeded'", False),
        ("status:'succeeded' AND amount>1999", True),
        ("status:'succeeded' AND amount>2000", False),
        ("status:'canceled' OR amount<=2000", True),
        ("status:'succeeded' amount:2000", True),
        ("amount=2000", True),
        ("amount:'2000'", True),
        ("refunded:false", True),
        ("name:'jenny'", True),
        ("name~'osen'", True),
        ("name~'xyz'", False),
    ],
)
def test_a_clause_holds_or_not(query: str, found: bool) -> None:
    assert search_query.matches(search_query.parse_query(query), RECORD, FIELDS) is found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "asdf",
        "status:",
        "status:succeeded",
        "amount:2000'",
        "status:'a' AND",
        "status:'a' AND b:'c' OR d:'e'",
        "'a':'b'",
        "a:'b",
    ],
)
def test_what_is_no_query(query: str) -> None:
    with pytest.raises(search_query.QueryError, match="We were unable to parse your search query"):
        search_query.parse_query(query)


def test_ten_clauses_are_enough() -> None:
    assert len(search_query.parse_query(" ".join(["a:'b'"] * 10)).clauses) == 10
    with pytest.raises(search_query.QueryError):
        search_query.parse_query(" ".join(["a:'b'"] * 11))


@pytest.mark.parametrize(
    ("query", "param"),
    [
        (None, "query"),
        ("nothing:'a'", None),
        ("metadata:'a'", None),
        ("status~'succ'", None),
        ("amount>'much'", None),
    ],
)
async def test_a_search_that_cannot_be(api: Any, query: str | None, param: str | None) -> None:
    params = {} if query is None else {"query": query}
    error = await api.get_error("GET", "payment_intents/search", params)
    assert (error["status"], error.get("param")) == (400, param)
    if query == "nothing:'a'":
        assert error["message"].startswith(
            "Field `nothing` is an unsupported search field for resource `payment_intents`."
        )


async def test_payments_are_found_page_by_page(api: Any) -> None:
    made = [(await api.intent(**{"metadata[cart]": "c"}))["id"] for _ in range(5)]
    await api.intent(**{"metadata[cart]": "d"})
    params = {"query": "metadata['cart']:'c'", "limit": 2}
    seen: list[str] = []
    page = await api.get("payment_intents/search", **params)
    assert (page["object"], page["url"]) == ("search_result", "/v1/payment_intents/search")
    assert "total_count" not in page
    while True:
        seen += [intent["id"] for intent in page["data"]]
        if not page["has_more"]:
            break
        page = await api.get("payment_intents/search", page=page["next_page"], **params)
    assert page["next_page"] is None
    assert seen == made[::-1]
    counted = await api.get("payment_intents/search", **params, **{"expand[]": "total_count"})
    assert counted["total_count"] == 5
    error = await api.get_error("GET", "payment_intents/search", {**params, "page": "nonsense"})
    assert error["param"] == "page"


async def test_charges_and_customers_are_found(api: Any) -> None:
    await api.post("customers", email="jenny@example.com", name="Jenny Rosen")
    found = await api.get("customers/search", query="email:'jenny@example.com'")
    assert [customer["name"] for customer in found["data"]] == ["Jenny Rosen"]
    await api.pay_by_card(amount=700)
    query = "payment_method_details.card.last4:4242 AND amount<1000 AND -refunded:'true'"
    params = {"query": query, "expand[]": "data.payment_intent"}
    charges = await api.get("charges/search", **params)
    assert [charge["payment_intent"]["amount"] for charge in charges["data"]] == [700]


async def test_what_went_back_is_told_apart(api: Any) -> None:
    """`refunded`: true is in full, false in part, null not at all (Stripe's documentation)."""
    charges = [(await api.pay_by_card())["latest_charge"] for _ in range(3)]
    await api.post("refunds", charge=charges[0])
    await api.post("refunds", charge=charges[1], amount=500)
    for word, place in (("'true'", 0), ("'false'", 1), ("null", 2)):
        found = await api.get("charges/search", query=f"refunded:{word}")
        assert [charge["id"] for charge in found["data"]] == [charges[place]]


@pytest.mark.parametrize("version", ["2017-08-15", "2020-03-02"])
async def test_there_was_no_search_once(api: Any, version: str) -> None:
    api.version = version
    error = await api.get_error("GET", "products/search", {"query": "name:'tea'"})
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert error["message"] == (
        f"Search is not supported on api version {version}. Update your API version, or set the "
        "API Version of this request to 2020-08-27 or greater."
    )


async def test_a_repeated_search_reads_only_the_objects_that_match(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        await api.intent(**{"metadata[order]": f"o-{number}"})
    query = {"query": "metadata['order']:'O-7'"}
    (found,) = (await api.get("payment_intents/search", **query))["data"]
    objects, reads = api.app.simulation.objects, []
    get = objects.get

    def counting_get(table: str, account: str, identifier: str) -> Any:
        reads.append(identifier)
        return get(table, account, identifier)

    monkeypatch.setattr(objects, "get", counting_get)
    (again,) = (await api.get("payment_intents/search", **query))["data"]
    assert again["id"] == found["id"]
    assert len(reads) <= 2


async def test_a_search_finds_objects_as_they_are_now(api: Any) -> None:
    first = await api.intent(**{"metadata[order]": "a"})
    second = await api.intent(**{"metadata[order]": "b"})

    async def find(query: str) -> list[str]:
        page = await api.get("payment_intents/search", query=query)
        return [intent["id"] for intent in page["data"]]

    assert await find("metadata['order']:'a'") == [first["id"]]
    await api.post(f"payment_intents/{second['id']}", {"metadata[order]": "a"})
    assert await find("metadata['order']:'a'") == [second["id"], first["id"]]
    await api.confirm(first, "pm_card_visa")
    assert await find("metadata['order']:'a' AND status:'succeeded'") == [first["id"]]
    assert await find("amount:2000 AND metadata['order']:'a'") == [second["id"], first["id"]]
    assert await find("metadata['order']:'b'") == []
    third = await api.intent(**{"metadata[order]": "b"})
    assert await find("metadata['order']:'b'") == [third["id"]]


async def test_a_number_is_compared_with_a_word_without_an_error(api: Any) -> None:
    """The expiry of a card is a number, and a token may be compared with any text."""
    await api.pay_by_card()
    found = await api.get("charges/search", query="payment_method_details.card.exp_year:'soon'")
    assert found["data"] == []
