"""PaymentMethods of every type: made, kept, changed, let go, listed."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY
from stub_server.stripe_sim.testdata import method_types, outcomes

UNKEPT = [card for card in outcomes.cards().values() if card.decline and not card.attaches]
TYPED = {
    "type": "card",
    "card[number]": "4242424242424242",
    "card[exp_month]": "12",
    "card[exp_year]": "2034",
    "card[cvc]": "123",
}
OWNER = {"billing_details[name]": "Jenny Rosen", "billing_details[email]": "jenny@example.com"}


@pytest.fixture
async def customer(api: Any) -> str:
    made: str = (await api.post("customers", email="jenny@example.com"))["id"]
    return made


async def attached(api: Any, customer: str, name: str = "pm_card_visa") -> Any:
    return await api.post(f"payment_methods/{name}/attach", customer=customer)


@pytest.mark.parametrize("kind", sorted(set(method_types.method_types()) - {"card", "sepa_debit"}))
async def test_a_method_of_every_type(api: Any, kind: str) -> None:
    made = await api.post("payment_methods", {"type": kind, **OWNER})
    assert (made["type"], made["customer"], made["allow_redisplay"]) == (kind, None, "unspecified")
    assert isinstance(made[kind], dict)
    assert made["billing_details"]["name"] == "Jenny Rosen"
    assert await api.get(f"payment_methods/{made['id']}") == made


async def test_a_typed_card(api: Any) -> None:
    made = await api.post("payment_methods", {**TYPED, "metadata[a]": "b", **OWNER})
    assert made["card"]["checks"] == {
        "address_line1_check": None,
        "address_postal_code_check": None,
        "cvc_check": "unchecked",
    }
    assert made["card"]["networks"] == {"available": ["visa"], "preferred": None}
    assert (made["card"]["display_brand"], made["metadata"]) == ("visa", {"a": "b"})
    again = await api.post("payment_methods", TYPED)
    assert again["card"]["fingerprint"] == made["card"]["fingerprint"]
    assert again["id"] != made["id"]


@pytest.mark.parametrize(
    ("name", "brand", "shown", "available"),
    [
        ("visa", "visa", "visa", ["visa"]),
        ("mastercard", "mastercard", "mastercard", ["mastercard"]),
        ("amex", "amex", "american_express", ["amex"]),
        ("discover", "discover", "discover", ["discover"]),
        ("diners", "diners", "diners_club", ["diners"]),
        ("jcb", "jcb", "jcb", ["jcb"]),
        ("unionpay", "unionpay", "union_pay", ["unionpay"]),
        ("visa_cartesBancaires", "visa", "visa", ["cartes_bancaires", "visa"]),
        ("mastercard_debit_eftposAuCoBranded", "mastercard", "mastercard", None),
    ],
)
async def test_a_brand_has_a_name_to_show(
    api: Any, name: str, brand: str, shown: str, available: list[str] | None
) -> None:
    card = (await api.get(f"payment_methods/pm_card_{name}"))["card"]
    assert (card["brand"], card["display_brand"]) == (brand, shown)
    assert card["networks"]["available"] == (available or ["eftpos_au", "mastercard"])


ADDRESS = {
    "billing_details[address][line1]": "Hauptstraße 1",
    "billing_details[address][postal_code]": "10115",
}


@pytest.mark.parametrize(
    ("number", "told", "line1", "postal_code", "cvc"),
    [
        ("4242424242424242", ADDRESS, "pass", "pass", "pass"),
        ("4242424242424242", {}, None, None, "pass"),
        ("4000000000000010", ADDRESS, "fail", "fail", "pass"),
        ("4000000000000010", {}, None, None, "pass"),
        ("4000000000000028", ADDRESS, "fail", "pass", "pass"),
        ("4000000000000036", ADDRESS, "pass", "fail", "pass"),
        ("4000000000000044", ADDRESS, "unavailable", "unavailable", "pass"),
        ("4000000000000101", ADDRESS, "pass", "pass", "fail"),
        ("4000000000000101", {"card[cvc]": ""}, None, None, None),
        ("4000000000000127", {"card[cvc]": ""}, None, None, None),
    ],
)
async def test_the_issuer_checks_what_it_was_told(
    api: Any,
    customer: str,
    number: str,
    told: dict[str, str],
    line1: str | None,
    postal_code: str | None,
    cvc: str | None,
) -> None:
    typed = {**TYPED, "card[number]": number, **told}
    made = await api.post("payment_methods", {name: text for name, text in typed.items() if text})
    kept = await attached(api, customer, made["id"])
    paid = await api.confirm(await api.intent(customer=customer), kept["id"])
    charge = await api.get(f"charges/{paid['latest_charge']}")
    expected = {
        "address_line1_check": line1,
        "address_postal_code_check": postal_code,
        "cvc_check": cvc,
    }
    assert charge["payment_method_details"]["card"]["checks"] == expected
    assert kept["card"]["checks"] == expected


async def test_a_ready_card_fails_the_checks_it_is_named_for(api: Any) -> None:
    paid = await api.confirm(await api.intent(), "pm_card_avsZipFail")
    charge = await api.get(f"charges/{paid['latest_charge']}")
    checks = charge["payment_method_details"]["card"]["checks"]
    assert checks["address_postal_code_check"] == "fail"


async def test_no_wrong_email_address_is_taken(api: Any, customer: str) -> None:
    params = {**TYPED, "billing_details[email]": "jenny"}
    error = await api.refused("POST", "payment_methods", params)
    assert (error["code"], error["param"]) == ("email_invalid", "billing_details[email]")
    kept = await attached(api, customer)
    change = {"billing_details[email]": "jenny"}
    error = await api.refused("POST", f"payment_methods/{kept['id']}", change)
    assert error["message"] == "Invalid email address: jenny"


async def test_no_wrong_country_is_taken_of_a_holder(api: Any, customer: str) -> None:
    told = "Country 'JA' is unknown. Try using a 2-character alphanumeric country code instead"
    where = "billing_details[address][country]"
    error = await api.refused("POST", "payment_methods", {**TYPED, where: "JA"})
    assert (error["status"], error["param"]) == (400, where)
    assert error["message"].startswith(told)
    kept = await attached(api, customer)
    error = await api.refused("POST", f"payment_methods/{kept['id']}", {where: "JA"})
    assert error["message"].startswith(told)
    for country in ("JP", "KP", "XK"):
        await api.post(f"payment_methods/{kept['id']}", {where: country})
    owner = await api.post("customers", {"address[country]": "Japan"})
    assert owner["address"]["country"] == "Japan"


async def test_a_card_has_no_iban(api: Any) -> None:
    params = {**TYPED, "sepa_debit[iban]": "DE89370400440532013000"}
    error = await api.refused("POST", "payment_methods", params)
    assert (error["code"], error["param"]) == ("parameter_unknown", "sepa_debit")


async def test_a_co_branded_card_prefers_a_network(api: Any) -> None:
    params = {**TYPED, "card[number]": "4000002500001001"}
    prefers = {**params, "card[networks][preferred]": "cartes_bancaires"}
    made = await api.post("payment_methods", prefers)
    assert made["card"]["networks"]["preferred"] == "cartes_bancaires"
    prefers["card[networks][preferred]"] = "mastercard"
    error = await api.refused("POST", "payment_methods", prefers)
    assert error["param"] == "card[networks][preferred]"


@pytest.mark.parametrize("bank", ["ing", "rabobank"])
async def test_a_bank_is_chosen(api: Any, bank: str) -> None:
    made = await api.post("payment_methods", {"type": "ideal", "ideal[bank]": bank})
    assert (made["ideal"]["bank"], made["ideal"]["bic"][:4].lower()) == (
        bank,
        {"ing": "ingb", "rabobank": "rabo"}[bank],
    )


async def test_it_is_kept_and_told(api: Any, customer: str) -> None:
    kept = await attached(api, customer)
    assert kept["customer"] == customer
    assert (await api.events())[-1] == "payment_method.attached"
    assert (await attached(api, customer, kept["id"]))["id"] == kept["id"]
    other = (await api.post("customers"))["id"]
    error = await api.refused("POST", f"payment_methods/{kept['id']}/attach", {"customer": other})
    assert error["message"] == (
        "The payment method you provided has already been attached to a customer."
    )


@pytest.mark.parametrize("card", UNKEPT, ids=lambda card: card.number)
async def test_a_declining_card_cannot_be_kept(
    api: Any, customer: str, card: outcomes.Card
) -> None:
    params = {"customer": customer}
    error = await api.refused("POST", f"payment_methods/pm_card_{card.names[0]}/attach", params)
    expected = outcomes.declines()[str(card.decline)]
    assert (error["status"], error["type"]) == (402, "card_error")
    assert (error["code"], error["decline_code"]) == (expected["code"], card.decline)
    assert (await api.get(f"customers/{customer}/payment_methods"))["data"] == []


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("pm_nobody/attach", {"customer": "cus_1"}, 404, "resource_missing"),
        ("pm_card_visa/attach", {"customer": "cus_nobody"}, 400, "resource_missing"),
        ("pm_card_visa/attach", {}, 400, "parameter_missing"),
        ("pm_card_visa/detach", {}, 400, None),
        ("pm_nobody/detach", {}, 404, "resource_missing"),
    ],
)
async def test_what_cannot_be_kept_or_let_go(
    api: Any, path: str, params: dict[str, str], status: int, code: str | None
) -> None:
    error = await api.refused("POST", f"payment_methods/{path}", params)
    assert (error["status"], error.get("code")) == (status, code)


async def test_what_pays_once_is_not_kept(api: Any, customer: str) -> None:
    for kind in ("eps", "p24"):
        made = await api.post("payment_methods", {"type": kind, **OWNER})
        path = f"payment_methods/{made['id']}/attach"
        assert (await api.refused("POST", path, {"customer": customer}))["status"] == 400


async def test_it_is_let_go_for_good(api: Any, customer: str) -> None:
    kept = await attached(api, customer)
    default = {"invoice_settings[default_payment_method]": kept["id"]}
    await api.post(f"customers/{customer}", default)
    gone = await api.post(f"payment_methods/{kept['id']}/detach")
    assert gone["customer"] is None
    event = (await api.get("events", type="payment_method.detached"))["data"][0]
    assert event["data"]["previous_attributes"] == {"customer": customer}
    owner = await api.get(f"customers/{customer}")
    assert owner["invoice_settings"]["default_payment_method"] is None
    path = f"payment_methods/{kept['id']}"
    error = await api.refused("POST", f"{path}/attach", {"customer": customer})
    assert error["message"] == (
        "This PaymentMethod was previously used without being attached to a Customer or was "
        "detached from a Customer, and may not be used again."
    )
    error = await api.refused("POST", f"{path}/detach")
    assert error["message"] == (
        "The payment method you provided is not attached to a customer so detachment is impossible."
    )


async def test_what_is_kept_changes(api: Any, customer: str) -> None:
    kept = await attached(api, customer)
    params = {
        "billing_details[name]": "Jenny Rosen",
        "billing_details[address][city]": "Berlin",
        "card[exp_month]": "8",
        "card[exp_year]": "2035",
        "allow_redisplay": "always",
        "metadata[a]": "b",
    }
    changed = await api.post(f"payment_methods/{kept['id']}", params)
    assert (changed["card"]["exp_month"], changed["card"]["exp_year"]) == (8, 2035)
    assert changed["billing_details"]["address"]["city"] == "Berlin"
    assert changed["billing_details"]["address"]["country"] is None
    assert (changed["allow_redisplay"], changed["metadata"]) == ("always", {"a": "b"})
    event = (await api.get("events", type="payment_method.updated"))["data"][0]
    assert event["data"]["previous_attributes"]["allow_redisplay"] == "unspecified"
    more = {"billing_details[address][country]": "DE"}
    changed = await api.post(f"payment_methods/{kept['id']}", more)
    assert changed["billing_details"]["address"]["city"] == "Berlin"
    error = await api.refused("POST", f"payment_methods/{kept['id']}", {"card[exp_month]": "13"})
    assert (error["status"], error["code"]) == (402, "invalid_expiry_month")


async def test_what_nobody_keeps_stays_as_it_is(api: Any) -> None:
    made = await api.post("payment_methods", TYPED)
    error = await api.refused("POST", f"payment_methods/{made['id']}", {"metadata[a]": "b"})
    assert (error["status"], error["message"]) == (
        400,
        "You must save this PaymentMethod to a customer before you can update it.",
    )


async def test_lists(api: Any, customer: str) -> None:
    card = await attached(api, customer)
    second = await attached(api, customer, "pm_card_mastercard")
    account = await attached(api, customer, "pm_success_de")
    everything = [account["id"], second["id"], card["id"]]
    for path in (f"customers/{customer}/payment_methods", "payment_methods"):
        only = {"customer": customer} if path == "payment_methods" else {}
        listed = await api.get(path, **only)
        assert [each["id"] for each in listed["data"]] == everything
        assert listed["url"] == f"/v1/{path}"
        cards = await api.get(path, type="card", **only)
        assert [each["id"] for each in cards["data"]] == everything[1:]
        page = await api.get(path, limit=1, starting_after=account["id"], **only)
        assert ([each["id"] for each in page["data"]], page["has_more"]) == ([second["id"]], True)
    await api.post(f"payment_methods/{card['id']}", allow_redisplay="always")
    shown = await api.get(f"customers/{customer}/payment_methods", allow_redisplay="always")
    assert [each["id"] for each in shown["data"]] == [card["id"]]
    error = await api.refused("GET", "payment_methods", {"customer": "cus_nobody"})
    assert (error["code"], error["param"]) == ("resource_missing", "customer")
    error = await api.refused("GET", f"customers/{customer}/payment_methods/pm_nobody")
    assert (error["status"], error["code"]) == (404, "resource_missing")


async def test_the_browser_makes_one_and_sees_less(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    made = await api.post("payment_methods", {**TYPED, "guid": "x", "payment_user_agent": "y"})
    assert "fingerprint" not in made["card"]
    assert not {"metadata", "customer_account"} & made.keys()


async def test_a_wallet_is_a_card(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    typed = {name: value for name, value in TYPED.items() if name != "type"}
    token = await api.post("tokens", {**typed, "card[tokenization_method]": "apple_pay"})
    assert token["card"]["tokenization_method"] == "apple_pay"
    made = await api.post("payment_methods", {"type": "card", "card[token]": token["id"]})
    assert made["card"]["wallet"] == {"apple_pay": {}, "dynamic_last4": "4242", "type": "apple_pay"}
    api.key = PUBLISHABLE_KEY.replace("pk", "sk")
    never = {"automatic_payment_methods[allow_redirects]": "never"}
    paid = await api.confirm(await api.intent(**never), made["id"])
    charge = await api.get(f"charges/{paid['latest_charge']}")
    assert charge["payment_method_details"]["card"]["wallet"]["type"] == "apple_pay"
