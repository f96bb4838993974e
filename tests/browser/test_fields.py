"""What a buyer sees and types inside the frames, and what tests of shops find there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, expect

pytestmark = pytest.mark.process
DEFERRED = {"mode": "payment", "amount": 2000, "currency": "eur"}
CARD_ONLY = {**DEFERRED, "paymentMethodTypes": ["card"]}
NO_WALLETS = {"wallets": {"applePay": "never", "googlePay": "never"}}
ALL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("payment", {}),
    ("linkAuthentication", {}),
    ("address", {"mode": "shipping", "fields": {"phone": "always"}}),
    ("expressCheckout", {}),
    ("card", {}),
    ("cardNumber", {"showIcon": True}),
    ("cardExpiry", {}),
    ("cardCvc", {}),
    ("iban", {"supportedCountries": ["SEPA"]}),
)
AXE = Path(__file__).parent / "wrappers" / "node_modules" / "axe-core" / "axe.min.js"
Shows = Callable[..., Any]


@pytest.fixture
def shows(shop: Any, visit: Any) -> Shows:
    """Opens a page with these Elements, and waits until they are drawn."""

    def shown(
        *elements: tuple[str, dict[str, Any]],
        group: dict[str, Any] | None = None,
        locale: str = "en",
        width: int = 480,
    ) -> Any:
        visit.page.set_viewport_size({"width": width, "height": 800})
        values = {"elements": json.dumps(elements), "group": json.dumps(group or DEFERRED)}
        visit.opens(shop.page("fields.html", locale=locale, **values))
        visit.page.wait_for_function(
            f"events.filter((it) => it.name === 'ready').length === {len(elements)}"
        )
        return visit

    return shown


def inside(visit: Any, kind: str) -> FrameLocator:
    found: FrameLocator = visit.page.frame_locator(f"#{kind} iframe")
    return found


@pytest.mark.parametrize("by", ["keys", "fill"])
@pytest.mark.parametrize("typed", ["1245", "12/45", "12 / 45", "12/2045"])
def test_an_expiry_date_is_understood_however_it_is_typed(
    shows: Shows, typed: str, by: str
) -> None:
    fields = inside(shows(("payment", {}), group=CARD_ONLY), "payment")
    expiry = fields.locator('[name="expiry"]')
    if by == "fill":
        expiry.fill(typed)
    else:
        expiry.press_sequentially(typed)
    expect(expiry).to_have_value("12 / 45")
    expect(fields.locator('[name="cvc"]')).to_be_focused()


@pytest.mark.parametrize(
    ("number", "shown", "cvc"),
    [
        ("4242424242424242", "4242 4242 4242 4242", "123"),
        ("378282246310005", "3782 822463 10005", "1234"),
        ("36227206271667", "3622 720627 1667", "123"),
    ],
)
def test_a_card_is_typed_from_field_to_field(
    shows: Shows, number: str, shown: str, cvc: str
) -> None:
    visit = shows(("payment", {}), group=CARD_ONLY)
    fields = inside(visit, "payment")
    fields.locator('[name="number"]').click()
    visit.page.keyboard.type(number + "1245" + cvc + "9")
    expect(fields.locator('[name="number"]')).to_have_value(shown)
    expect(fields.locator('[name="expiry"]')).to_have_value("12 / 45")
    expect(fields.locator('[name="cvc"]')).to_have_value(cvc)
    visit.page.wait_for_function("last('change', 'payment').complete")


def test_the_caret_stays_where_one_corrects(shows: Shows) -> None:
    visit = shows(("payment", {}), group=CARD_ONLY)
    number = inside(visit, "payment").locator('[name="number"]')
    number.fill("4242 4242")
    number.evaluate("(it) => it.setSelectionRange(2, 2)")
    visit.page.keyboard.type("98")
    expect(number).to_have_value("4298 4242 42")
    visit.page.keyboard.press("Backspace")
    expect(number).to_have_value("4294 2424 2")


@pytest.mark.parametrize("way", ["backspaces", "selected"])
def test_a_field_is_emptied(shows: Shows, way: str) -> None:
    visit = shows(("payment", {}), group=CARD_ONLY)
    fields = inside(visit, "payment")
    fields.locator('[name="number"]').fill("4242424242424242")
    expiry = fields.locator('[name="expiry"]')
    expiry.fill("1245")
    if way == "selected":
        expiry.click(click_count=3)
        visit.page.keyboard.press("Backspace")
    else:
        expiry.focus()
        visit.page.keyboard.press("End")
        for _ in range(7):
            visit.page.keyboard.press("Backspace")
    expect(expiry).to_have_value("")
    expect(fields.locator('[name="number"]')).to_have_value("4242 4242 4242 4242")


FAULTS = [
    ("number", "4242", "Your card number is incomplete."),
    ("number", "4242424242424241", "Your card number is invalid."),
    ("expiry", "12", "Your card's expiration date is incomplete."),
    ("expiry", "1220", "Your card's expiration year is in the past."),
    ("cvc", "1", "Your card's security code is incomplete."),
]


@pytest.mark.parametrize(("name", "typed", "message"), FAULTS)
def test_what_is_wrong_is_said_at_the_field(
    shows: Shows, name: str, typed: str, message: str
) -> None:
    fields = inside(shows(("payment", {}), group=CARD_ONLY), "payment")
    field = fields.locator(f'[name="{name}"]')
    field.fill(typed)
    field.blur()
    expect(fields.locator(f"#Field-{name}Error")).to_have_text(message)
    expect(fields.get_by_role("alert").get_by_text(message)).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(message)


def test_an_empty_form_is_faulted_when_it_is_sent(shows: Shows) -> None:
    visit = shows(("payment", NO_WALLETS), group=CARD_ONLY)
    error = visit.page.evaluate("elements.submit()")["error"]
    assert (error["type"], error["code"]) == ("validation_error", "incomplete_number")
    assert inside(visit, "payment").get_by_role("alert").all_inner_texts()[:3] == [
        "Your card number is incomplete.",
        "Your card's expiration date is incomplete.",
        "Your card's security code is incomplete.",
    ]


PAYMENT_SELECTORS = [
    'input[name="number"]',
    "#payment-numberInput",
    '[data-field="number"].p-Field label.p-FieldLabel.Label[for="payment-numberInput"]',
    '.p-CardNumberInput > .p-Input > .Input[placeholder="1234 1234 1234 1234"]',
    '[autocomplete="billing cc-number"][inputmode="numeric"]',
    '#payment-expiryInput[name="expiry"][placeholder="MM / YY"]',
    '#payment-cvcInput[name="cvc"][placeholder="CVC"]',
    'select#payment-countryInput[name="country"]',
    '#payment-postalCodeInput[name="postalCode"][placeholder="12345"]',
    "button#card-tab",
    '[data-testid="card"][role="tab"]',
]


def test_tests_find_the_fields_of_the_payment_element(shows: Shows) -> None:
    fields = inside(shows(("payment", {}), group=CARD_ONLY), "payment")
    fields.locator('select[name="country"]').select_option("United States")
    fields.locator('select[name="country"]').select_option("US")
    for selector in PAYMENT_SELECTORS:
        expect(fields.locator(selector), selector).to_be_visible()
    expect(fields.get_by_role("textbox", name="Expiration date MM / YY")).to_be_visible()
    assert fields.locator(".p-CardForm .p-Input-input").count() >= 3
    fields.locator('select[name="country"]').select_option("DE")
    expect(fields.locator('[name="postalCode"]')).to_be_hidden()


LEGACY = [
    ("card", "cardnumber", "cardNumber", "Card number"),
    ("card", "exp-date", "cardExpiry", "MM / YY"),
    ("card", "cvc", "cardCvc", "CVC"),
    ("card", "postal", "postalCode", "ZIP"),
    ("cardNumber", "cardnumber", "cardNumber", "1234 1234 1234 1234"),
    ("cardExpiry", "exp-date", "cardExpiry", "MM / YY"),
    ("cardCvc", "cvc", "cardCvc", "CVC"),
    ("iban", "iban", "iban", "DE00 1234 5678 9012 3456 78"),
]


@pytest.mark.parametrize(("kind", "name", "stable", "placeholder"), LEGACY)
def test_tests_find_the_older_fields(
    shows: Shows, kind: str, name: str, stable: str, placeholder: str
) -> None:
    options = {"supportedCountries": ["SEPA"]} if kind == "iban" else {}
    visit = shows((kind, options), width=700)
    field = inside(visit, kind).locator(f'input[name="{name}"]')
    expect(field).to_have_attribute("data-elements-stable-field-name", stable)
    expect(field).to_have_attribute("placeholder", placeholder)
    expect(field).to_have_attribute("class", "InputElement is-empty Input Input--empty")
    assert "StripeElement--empty" in visit.page.locator(f"#{kind}").get_attribute("class")


def test_a_card_in_one_line_tells_its_state(shows: Shows) -> None:
    visit = shows(("card", {}), width=700)
    card = inside(visit, "card")
    card.locator('[name="cardnumber"]').click()
    visit.page.keyboard.type("4242424242424242" + "1245" + "123" + "94107")
    node = visit.page.locator("#card")
    expect(node).to_contain_class("StripeElement StripeElement--complete StripeElement--focus")
    visit.page.wait_for_function("last('change', 'card').complete")
    change = visit.page.evaluate("last('change', 'card')")
    assert (change["brand"], change["value"]) == ("visa", {"postalCode": "94107"})
    card.locator('[name="cardnumber"]').fill("4242424242424241")
    expect(node).to_contain_class("StripeElement StripeElement--invalid StripeElement--focus")
    visit.page.wait_for_function("last('change', 'card').error")
    error = visit.page.evaluate("last('change', 'card').error")
    assert error == {
        "type": "validation_error",
        "code": "invalid_number",
        "message": "Your card number is invalid.",
    }


def test_the_page_never_hears_what_is_typed(shows: Shows) -> None:
    visit = shows(*ALL)
    inside(visit, "payment").locator('[name="number"]').fill("5555555555554444")
    inside(visit, "card").locator('[name="cardnumber"]').fill("5555555555554444")
    inside(visit, "cardNumber").locator('[name="cardnumber"]').fill("5555555555554444")
    inside(visit, "cardCvc").locator('[name="cvc"]').fill("987")
    inside(visit, "iban").locator('[name="iban"]').fill("DE89370400440532013000")
    visit.page.wait_for_function("last('change', 'iban')?.complete")
    heard = " ".join(visit.page.evaluate("heard")).replace(" ", "")
    for secret in ("55555555", "987", "37040044"):
        assert secret not in heard


def test_the_payment_element_tells_what_changed(shows: Shows) -> None:
    visit = shows(("payment", {}), group=CARD_ONLY)
    fields = inside(visit, "payment")
    fields.locator('select[name="country"]').select_option("US")
    fields.locator('[name="postalCode"]').fill("94107")
    fields.locator('[name="number"]').fill("5105105105105100")
    visit.page.wait_for_function("last('change', 'payment')?.empty === false")
    visit.page.wait_for_function("last('carddetailschange', 'payment')")
    change = visit.page.evaluate("last('change', 'payment')")
    del change["name"]
    assert change == {
        "elementType": "payment",
        "empty": False,
        "complete": False,
        "collapsed": False,
        "value": {
            "type": "card",
            "billingDetails": {"address": {"country": "US", "postalCode": "94107"}},
        },
    }
    details = visit.page.evaluate("last('carddetailschange', 'payment').details")
    assert details == {"brands": ["mastercard"], "funding": "prepaid"}


def test_tabs_are_walked_with_the_keyboard(shows: Shows) -> None:
    visit = shows(("payment", {}))
    fields = inside(visit, "payment")
    fields.locator("#card-tab").focus()
    visit.page.keyboard.press("ArrowRight")
    expect(fields.get_by_role("tab", selected=True)).to_have_id("apple_pay-tab")
    visit.page.keyboard.press("Home")
    expect(fields.get_by_role("tabpanel", name="Card")).to_be_visible()
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_function("last('escape', 'payment')")


def test_a_method_without_room_is_in_the_menu(shows: Shows) -> None:
    visit = shows(("payment", {}))
    fields = inside(visit, "payment")
    fields.locator(".p-AdditionalPaymentMethods-menu").select_option("sepa_debit")
    expect(fields.locator("#sepa_debit-tab")).to_have_attribute("aria-selected", "true")
    expect(fields.locator('[name="iban"]')).to_be_visible()
    visit.page.wait_for_function("last('change', 'payment').value.type === 'sepa_debit'")


def test_tabs_may_be_collapsed_too(shows: Shows) -> None:
    visit = shows(("payment", {"layout": {"type": "tabs", "defaultCollapsed": True}}))
    fields = inside(visit, "payment")
    expect(fields.get_by_role("tab", selected=True)).to_have_count(0)
    fields.locator("#card-tab").press("Enter")
    expect(fields.locator('[name="number"]')).to_be_visible()
    visit.page.evaluate("elements.getElement('payment').collapse()")
    expect(fields.locator('[name="number"]')).to_have_count(0)


def test_an_accordion_opens_and_collapses(shows: Shows) -> None:
    layout = {"type": "accordion", "defaultCollapsed": True}
    visit = shows(("payment", {"layout": layout}))
    fields = inside(visit, "payment")
    expect(fields.locator('[name="number"]')).to_have_count(0)
    card = fields.get_by_role("button", name="Card", exact=True)
    expect(card).to_have_attribute("data-value", "card")
    card.press("Enter")
    expect(card).to_have_attribute("aria-expanded", "true")
    expect(fields.locator('[name="number"]')).to_be_visible()
    visit.page.evaluate("elements.getElement('payment').collapse()")
    expect(fields.locator('[name="number"]')).to_have_count(0)
    visit.page.wait_for_function("last('change', 'payment').collapsed")
    assert visit.page.evaluate("elements.submit()")["error"]["code"] == "incomplete_payment_details"


def test_an_address_asks_what_addresses_have_there(shows: Shows) -> None:
    visit = shows(("address", {"mode": "shipping", "fields": {"phone": "always"}}))
    fields = inside(visit, "address")
    fields.locator('[name="country"]').select_option("US")
    fields.get_by_label("Full name").fill("Ada Beispiel")
    fields.get_by_label("Address line 1").fill("1 Main St")
    fields.get_by_label("City").fill("Springfield")
    fields.get_by_label("State").select_option("Illinois")
    fields.get_by_label("ZIP").fill("62701")
    fields.get_by_label("Phone number").fill("+1 555 555 1234")
    value = visit.page.evaluate("elements.getElement('address').getValue()")
    assert value == {
        "complete": True,
        "isNewAddress": True,
        "value": {
            "name": "Ada Beispiel",
            "address": {
                "line1": "1 Main St",
                "line2": None,
                "city": "Springfield",
                "state": "IL",
                "postal_code": "62701",
                "country": "US",
            },
            "phone": "+1 555 555 1234",
        },
    }
    fields.locator('[name="country"]').select_option("DE")
    expect(fields.locator('[name="administrativeArea"]')).to_have_count(0)
    expect(fields.get_by_label("Full name")).to_have_value("Ada Beispiel")


def test_an_address_that_is_known_is_chosen(shows: Shows) -> None:
    where = {"line1": "Musterweg 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
    contacts = [{"name": "Ada Beispiel", "address": where}]
    visit = shows(("address", {"mode": "shipping", "contacts": contacts}))
    value = visit.page.evaluate("elements.getElement('address').getValue()")
    assert (value["complete"], value["isNewAddress"]) == (True, False)
    assert value["value"] == {
        "name": "Ada Beispiel",
        "address": {**where, "line2": None, "state": ""},
    }
    fields = inside(visit, "address")
    fields.get_by_role("radio", name="New address").check()
    fields.get_by_label("Full name").fill("Grace")
    visit.page.wait_for_function("last('change', 'address').value.name === 'Grace'")


def test_an_address_says_what_is_wrong_when_it_is_asked_for(shows: Shows) -> None:
    options = {"mode": "shipping", "allowedCountries": ["DE"], "blockPoBox": True}
    visit = shows(("address", options))
    fields = inside(visit, "address")
    fields.get_by_label("Address line 1").fill("P.O. Box 12")
    assert visit.page.evaluate("elements.getElement('address').getValue()")["complete"] is False
    expect(fields.locator("#Field-nameError")).to_be_visible()
    expect(fields.locator("#Field-addressLine1Error")).to_contain_text("PO boxes")
    expect(fields.locator('[name="country"]')).to_be_hidden()
    expect(fields.get_by_label("Address line 1")).to_be_focused()


def test_german_is_spoken(shows: Shows) -> None:
    visit = shows(("payment", {}), ("card", {}), locale="de")
    fields = inside(visit, "payment")
    expect(fields.get_by_label("Kartennummer")).to_be_visible()
    fields.locator('[name="number"]').fill("4242424242424241")
    expect(fields.get_by_role("alert").first).to_have_text("Ihre Kartennummer ist ungültig.")
    expect(inside(visit, "card").get_by_placeholder("PLZ")).to_have_count(1)


def test_another_language_keeps_what_was_typed(shows: Shows) -> None:
    visit = shows(("payment", {}), ("address", {"mode": "billing"}), ("card", {}), width=700)
    card = inside(visit, "card").locator('[name="cardnumber"]')
    card.fill("4242424242424242")
    inside(visit, "address").get_by_label("Full name").fill("Ada Beispiel")
    fields = inside(visit, "payment")
    fields.locator('[name="country"]').select_option("US")
    fields.locator('[name="postalCode"]').fill("94107")
    fields.locator('[name="number"]').fill("4242424242424242")
    visit.page.evaluate("elements.update({ locale: 'de' })")
    expect(fields.get_by_label("Kartennummer")).to_have_value("4242 4242 4242 4242")
    expect(fields.locator('[name="postalCode"]')).to_have_value("94107")
    expect(inside(visit, "address").get_by_label("Vollständiger Name")).to_have_value(
        "Ada Beispiel"
    )
    expect(inside(visit, "card").get_by_placeholder("PLZ")).to_have_count(1)
    expect(card).to_have_value("4242 4242 4242 4242")


def test_the_appearance_is_worn(shows: Shows) -> None:
    appearance = {
        "theme": "night",
        "variables": {"borderRadius": "11px", "colorText": "red;} body{display:none"},
        "rules": {".Label": {"textTransform": "uppercase"}, ".Input": {"position": "fixed"}},
    }
    visit = shows(("payment", {}), group={**CARD_ONLY, "appearance": appearance})
    number = inside(visit, "payment").locator('[name="number"]')
    expect(number).to_have_css("border-radius", "11px")
    expect(number).to_have_css("background-color", "rgb(48, 49, 61)")
    expect(number).to_have_css("color", "rgb(255, 255, 255)")
    expect(number).to_have_css("position", "static")
    expect(inside(visit, "payment").locator(".Label").first).to_have_css(
        "text-transform", "uppercase"
    )
    visit.page.evaluate("elements.update({ appearance: { theme: 'stripe' } })")
    expect(number).to_have_css("background-color", "rgb(255, 255, 255)")


def test_the_older_style_is_worn(shows: Shows) -> None:
    style = {
        "base": {"fontSize": "20px", ":focus": {"color": "rgb(0, 0, 255)"}},
        "invalid": {"color": "rgb(200, 0, 0)"},
    }
    visit = shows(("cardNumber", {"style": style}))
    number = inside(visit, "cardNumber").locator("input")
    expect(number).to_have_css("font-size", "20px")
    number.focus()
    expect(number).to_have_css("color", "rgb(0, 0, 255)")
    number.fill("4242424242424241")
    expect(number).to_have_class("InputElement is-invalid Input")
    number.blur()
    expect(number).to_have_css("color", "rgb(200, 0, 0)")


def test_fields_and_terms_are_left_out_as_the_page_says(shows: Shows) -> None:
    options = {
        **NO_WALLETS,
        "fields": {"billingDetails": {"address": {"country": "never"}}},
        "terms": {"card": "always"},
        "business": {"name": "Rocket Rides"},
        "readOnly": True,
    }
    fields = inside(shows(("payment", options), group=CARD_ONLY), "payment")
    expect(fields.locator('[name="country"]')).to_have_count(0)
    expect(fields.get_by_text("you allow Rocket Rides to charge your card")).to_be_visible()
    expect(fields.locator('[name="number"]')).to_be_disabled()
    expect(fields.get_by_role("tab")).to_have_count(0)


@pytest.mark.parametrize(("layout", "locale"), [("tabs", "de"), ("accordion", "en")])
def test_a_small_telephone_has_room(shows: Shows, layout: str, locale: str) -> None:
    visit = shows(("payment", {"layout": layout}), *ALL[1:], locale=locale, width=320)
    visit.page.evaluate("elements.submit()")
    frames = [frame for frame in visit.page.frames[1:] if "elements-inner" in frame.url]
    for frame in frames:
        wide, there = frame.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= there, frame.url
        frame.wait_for_function(
            "document.body.getBoundingClientRect().height <= window.innerHeight + 1"
        )


GROUNDS = {"stripe": "#ffffff", "night": "#1b1c24", "flat": "#ffffff"}


@pytest.mark.parametrize(
    ("theme", "layout", "others"),
    [("stripe", "tabs", ALL[1:]), ("night", "accordion", ()), ("flat", "accordion", ())],
)
def test_axe_finds_nothing_serious(
    shows: Shows, theme: str, layout: str, others: tuple[tuple[str, dict[str, Any]], ...]
) -> None:
    if not AXE.exists():
        pytest.fail("axe-core is not installed: run `make test`.")
    group = {**DEFERRED, "appearance": {"theme": theme, "disableAnimations": True}}
    visit = shows(("payment", {"layout": layout}), *others, group=group)
    visit.page.evaluate("elements.submit()")
    for frame in visit.page.frames[1:]:
        if "elements-inner" not in frame.url:
            continue
        frame.evaluate(f"document.body.style.background = '{GROUNDS[theme]}'")
        frame.evaluate(AXE.read_text(encoding="utf-8"))
        found = frame.evaluate("axe.run(document).then((it) => it.violations)")
        grave = [it for it in found if it["impact"] in ("serious", "critical")]
        assert grave == [], (frame.url, json.dumps(grave)[:800])
