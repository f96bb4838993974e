"""Invalid settings of a Checkout Session's page: custom fields and branding."""

from __future__ import annotations

from typing import Any

import pytest

NAMED = ("name", "value")
PRICE = {"currency": "eur", "unit_amount": 100, "product_data[name]": "A mug"}
FIELD = "custom_fields[0]"
ANSWERS = {
    f"{FIELD}[key]": "size",
    f"{FIELD}[type]": "dropdown",
    f"{FIELD}[label][type]": "custom",
    f"{FIELD}[label][custom]": "L" * 100,
    f"{FIELD}[dropdown][options][0][label]": "Small",
    f"{FIELD}[dropdown][options][0][value]": "s",
}
SECOND = f"{FIELD}[dropdown][options][1]"
ICON, LOGO = "branding_settings[icon]", "branding_settings[logo]"
NOTE = "invoice_creation[invoice_data][custom_fields]"


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({**ANSWERS, f"{FIELD}[label][custom]": "L" * 101}, f"{FIELD}[label][custom]"),
        (
            {**ANSWERS, f"{FIELD}[dropdown][default_value]": "xl"},
            f"{FIELD}[dropdown][default_value]",
        ),
        ({**ANSWERS, f"{SECOND}[label]": "S", f"{SECOND}[value]": "s"}, f"{SECOND}[value]"),
        ({**ANSWERS, f"{SECOND}[label]": "M", f"{SECOND}[value]": "m l"}, f"{SECOND}[value]"),
        ({**ANSWERS, f"{SECOND}[label]": "M" * 101, f"{SECOND}[value]": "m"}, f"{SECOND}[label]"),
        ({**ANSWERS, f"{SECOND}[label]": "M", f"{SECOND}[value]": "m" * 101}, f"{SECOND}[value]"),
        (
            {
                **ANSWERS,
                **{
                    f"{FIELD}[dropdown][options][{place}][{name}]": f"s{place}"
                    for place in range(1, 201)
                    for name in ("label", "value")
                },
            },
            f"{FIELD}[dropdown][options]",
        ),
        ({f"{ICON}[type]": "file"}, f"{ICON}[file]"),
        ({f"{ICON}[type]": "url"}, f"{ICON}[url]"),
        (
            {f"{LOGO}[type]": "file", f"{LOGO}[file]": "file_x", f"{LOGO}[url]": "https://a.de"},
            f"{LOGO}[url]",
        ),
        (
            {
                f"{each}[{name}]": value
                for each in (ICON, LOGO)
                for name, value in (("type", "file"), ("file", "file_x"))
            },
            LOGO,
        ),
        (
            {
                "invoice_creation[enabled]": "true",
                **{f"{NOTE}[{place}][{name}]": "a" for place in range(5) for name in NAMED},
            },
            NOTE,
        ),
        (
            {
                "optional_items[0][price]": "price_x",
                "optional_items[0][quantity]": 1,
                **{
                    f"line_items[{place}][{name}]": value
                    for place in range(1, 100)
                    for name, value in (("price", "price_x"), ("quantity", 1))
                },
            },
            "optional_items",
        ),
    ],
)
async def test_a_page_that_cannot_be(api: Any, params: dict[str, Any], param: str) -> None:
    if "optional_items" in param:
        price = await api.post("prices", PRICE)
        params = {
            name: price["id"] if value == "price_x" else value for name, value in params.items()
        }
    error = await api.get_error("POST", "checkout/sessions", {**api.hosted, **params})
    assert (error["status"], error["param"]) == (400, param)


async def test_a_question_has_its_answers(api: Any) -> None:
    made = await api.session(**ANSWERS, **{f"{FIELD}[dropdown][default_value]": "s"})
    assert made["custom_fields"][0]["dropdown"]["options"] == [{"label": "Small", "value": "s"}]


@pytest.mark.parametrize(
    ("params", "param"),
    [
        (
            {"saved_payment_method_options[payment_method_save]": "enabled"},
            "saved_payment_method_options",
        ),
        ({"phone_number_collection[enabled]": "true"}, "phone_number_collection[enabled]"),
    ],
)
async def test_what_is_for_payments_only(api: Any, params: dict[str, str], param: str) -> None:
    keeping = {"mode": "setup", "currency": "eur", "success_url": "https://shop.example"}
    error = await api.get_error("POST", "checkout/sessions", {**keeping, **params})
    assert (error["status"], error["param"]) == (400, param)
    off = {"phone_number_collection[enabled]": "false"}
    assert (await api.post("checkout/sessions", {**keeping, **off}))["mode"] == "setup"


@pytest.mark.parametrize(
    ("fields", "key", "param"),
    [
        (["text", "text"], "size", "custom_fields[1][key]"),
        (["dropdown"], "size", "custom_fields[0][dropdown]"),
        (["text"], "the size", "custom_fields[0][key]"),
    ],
)
async def test_a_question_that_cannot_be_asked(
    api: Any, fields: list[str], key: str, param: str
) -> None:
    told: dict[str, str] = {}
    for place, kind in enumerate(fields):
        label = f"custom_fields[{place}][label]"
        told |= {f"custom_fields[{place}][key]": key, f"custom_fields[{place}][type]": kind}
        told |= {f"{label}[type]": "custom", f"{label}[custom]": "Size"}
    error = await api.get_error("POST", "checkout/sessions", {**api.hosted, **told})
    assert (error["status"], error["param"]) == (400, param)
