"""Settings of a Checkout Session's page, and the buyer's choices."""

from __future__ import annotations

from typing import Any

import pytest

RATE = "shipping_options[{}][shipping_rate_data]"


def shipping_option(place: int, amount: int, currency: str = "eur") -> dict[str, Any]:
    """A way of sending the parcel."""
    at = RATE.format(place)
    return {
        f"{at}[display_name]": f"Way {place}",
        f"{at}[fixed_amount][amount]": amount,
        f"{at}[fixed_amount][currency]": currency,
    }


@pytest.mark.parametrize(
    ("params", "member", "value"),
    [
        (
            {"consent_collection[terms_of_service]": "required"},
            "consent_collection",
            {
                "payment_method_reuse_agreement": None,
                "promotions": None,
                "terms_of_service": "required",
            },
        ),
        (
            {"saved_payment_method_options[payment_method_save]": "enabled"},
            "saved_payment_method_options",
            {
                "allow_redisplay_filters": ["always"],
                "payment_method_remove": "disabled",
                "payment_method_save": "enabled",
            },
        ),
        (
            {"name_collection[individual][enabled]": "true"},
            "name_collection",
            {"individual": {"enabled": True, "optional": False}},
        ),
        (
            {"automatic_tax[enabled]": "true"},
            "automatic_tax",
            {
                "enabled": True,
                "liability": {"type": "self"},
                "provider": "stripe",
                "status": "requires_location_inputs",
            },
        ),
        (
            {"wallet_options[link][display]": "never"},
            "wallet_options",
            {"link": {"display": "never"}},
        ),
        ({}, "saved_payment_method_options", None),
        ({}, "after_expiration", None),
    ],
)
async def test_a_session_repeats_its_settings(
    api: Any, params: dict[str, Any], member: str, value: Any
) -> None:
    assert (await api.session(**params))[member] == value


async def test_a_session_has_the_account_s_looks(api: Any) -> None:
    made = await api.session(**{"branding_settings[button_color]": "#ff0000"})
    looks = made["branding_settings"]
    assert (looks["button_color"], looks["background_color"]) == ("#ff0000", "#ffffff")


async def test_an_expired_session_can_be_recovered(api: Any) -> None:
    wanted = {"after_expiration[recovery][enabled]": "true"}
    made = await api.session(**wanted)
    blank = {"allow_promotion_codes": False, "enabled": True, "expires_at": None, "url": None}
    assert made["after_expiration"] == {"recovery": blank}
    over = await api.post(f"checkout/sessions/{made['id']}/expire")
    assert over["after_expiration"]["recovery"]["url"].endswith(made["id"])


async def test_a_buyer_agrees_and_answers(api: Any) -> None:
    field = {
        "custom_fields[0][key]": "engraving",
        "custom_fields[0][type]": "text",
        "custom_fields[0][label][type]": "custom",
        "custom_fields[0][label][custom]": "Engraving",
        "consent_collection[terms_of_service]": "required",
        "phone_number_collection[enabled]": "true",
    }
    made = await api.session(**field)
    done = await api.complete_session(made, custom_fields={"engraving": "Ada"})
    assert done["custom_fields"][0]["text"]["value"] == "Ada"
    assert done["consent"] == {"promotions": None, "terms_of_service": "accepted"}
    assert done["customer_details"]["phone"]


async def test_a_buyer_chooses_how_it_is_sent(api: Any) -> None:
    made = await api.session(**shipping_option(0, 500), **shipping_option(1, 900))
    assert made["amount_total"] == 2900
    express = made["shipping_options"][1]["shipping_rate"]
    done = await api.complete_session(made, shipping_rate=express)
    assert (done["amount_total"], done["shipping_cost"]["shipping_rate"]) == (3300, express)
    assert (await api.get(f"payment_intents/{done['payment_intent']}"))["amount"] == 3300


@pytest.mark.parametrize(
    ("params", "param"),
    [
        (shipping_option(0, 500, "usd"), "shipping_options[0]"),
        ({"shipping_options[0][shipping_rate]": "shr_x"}, "shipping_options[0][shipping_rate]"),
        ({f"shipping_options[{at}][shipping_rate]": "x" for at in range(6)}, "shipping_options"),
        (
            {**shipping_option(0, 500), "shipping_options[0][shipping_rate]": "shr_x"},
            "shipping_options[0]",
        ),
    ],
)
async def test_a_way_of_sending_that_is_none(api: Any, params: dict[str, Any], param: str) -> None:
    error = await api.get_error("POST", "checkout/sessions", {**api.hosted, **params})
    assert (error["status"], error["param"]) == (400, param)


async def test_a_capture_pays_the_session(api: Any) -> None:
    made = await api.session(**{"payment_intent_data[capture_method]": "manual"})
    done = await api.complete_session(made)
    assert (done["status"], done["payment_status"]) == ("complete", "unpaid")
    await api.post(f"payment_intents/{done['payment_intent']}/capture")
    assert (await api.get(f"checkout/sessions/{made['id']}"))["payment_status"] == "paid"


@pytest.mark.parametrize("what", ["cancel", "confirm"])
async def test_an_open_session_keeps_its_payment_to_itself(api: Any, what: str) -> None:
    made = await api.session()
    path = f"checkout/sessions/{made['id']}"
    declined = await api.control(f"{path}/complete", {"payment_method": "pm_card_chargeDeclined"})
    assert declined.json()["error"]["code"] == "card_declined"
    intent = (await api.get(path))["payment_intent"]
    error = await api.get_error("POST", f"payment_intents/{intent}/{what}")
    assert error["code"] == "payment_intent_unexpected_state"
    await api.post(f"{path}/expire")
    assert (await api.get(f"payment_intents/{intent}"))["status"] == "canceled"


async def test_sessions_are_found_by_the_buyers_address(api: Any) -> None:
    for email in ("ada@example.com", "bob@example.com", "ada@example.com"):
        await api.session(customer_email=email)
    found = await api.get(
        "checkout/sessions", **{"customer_details[email]": "Ada@example.com", "limit": 1}
    )
    assert (len(found["data"]), found["has_more"]) == (1, True)


async def test_what_a_payment_is_made_with_changes_in_the_shops_own_page(api: Any) -> None:
    made = await api.post("checkout/sessions", api.own_page)
    change = {"payment_intent_data[description]": "Order 7"}
    await api.post(f"checkout/sessions/{made['id']}", change)
    done = await api.complete_session(made)
    intent = await api.get(f"payment_intents/{done['payment_intent']}")
    assert intent["description"] == "Order 7"
    hosted = await api.session()
    error = await api.get_error("POST", f"checkout/sessions/{hosted['id']}", change)
    assert error["param"] == "payment_intent_data"


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"custom_text[submit][message]": "Thanks"}, "custom_text"),
        ({"submit_type": "book"}, "submit_type"),
        ({"cancel_url": "https://shop.example"}, "cancel_url"),
        ({"branding_settings[button_color]": "#ff0000"}, "branding_settings"),
        (
            {"tax_id_collection[enabled]": "true", "tax_id_collection[required]": "never"},
            "tax_id_collection[required]",
        ),
    ],
)
async def test_the_shops_own_page_has_its_own_words(
    api: Any, params: dict[str, Any], param: str
) -> None:
    error = await api.get_error("POST", "checkout/sessions", {**api.own_page, **params})
    assert (error["status"], error["param"]) == (400, param)


async def test_where_the_parcel_goes_may_be_told_by_the_shop_in_its_own_page(api: Any) -> None:
    allowed = {"permissions[update_shipping_details]": "server_only"}
    made = await api.post("checkout/sessions", {**api.own_page, **allowed})
    assert made["permissions"] == {"update_shipping_details": "server_only"}
    details = "collected_information[shipping_details]"
    told = {
        f"{details}[name]": "Ada",
        f"{details}[address][line1]": "Unter den Linden 1",
        f"{details}[address][country]": "DE",
    }
    changed = await api.post(f"checkout/sessions/{made['id']}", told)
    assert changed["collected_information"]["shipping_details"]["name"] == "Ada"
    hosted = await api.session()
    error = await api.get_error("POST", f"checkout/sessions/{hosted['id']}", told)
    assert error["param"] == "collected_information"
    error = await api.get_error("POST", "checkout/sessions", {**api.hosted, **allowed})
    assert error["param"] == "permissions"
