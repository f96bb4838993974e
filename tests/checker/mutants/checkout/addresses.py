"""Mutants of addresses and emails at the checkout."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import address, purchase
from stub_server.shop.operations import checkout
from tests.checker.mutants.checkout.common import INTENT
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import skip_schema_checks, wrap, wrapper
from tests.checker.mutants.responses import (
    change_error,
    change_status,
)


def _no_billing(original: Any, cart: Any, products: Any, *, billing: Any, **more: Any) -> Any:
    if billing is not None:
        original(cart, products, billing=billing, **more)
    return original(cart, products, billing=None, **more)


def _billing_for_both(original: Any, cart: Any, products: Any, **more: Any) -> Any:
    made = original(cart, products, **more)
    return replace(made, shipping_address=made.billing_address)


def _drop_optional_fields(original: Any, given: Any, at: str = "") -> Any:
    return replace(original(given, at), company=None, phone=None)


def _no_phone(original: Any, given: Any, at: str = "") -> Any:
    return replace(original(given, at), phone=None)


def _ascii_city(original: Any, given: Any, at: str = "") -> Any:
    found = original(given, at)
    return replace(found, city=found.city.encode("ascii", "replace").decode())


def _upper_case_country(original: Any, given: Any, at: str = "") -> Any:
    if isinstance(given, dict) and isinstance(given.get("country"), str):
        given = {**given, "country": given["country"].upper()}
    return original(given, at)


def _two_letters(original: Any, given: Any, at: str = "") -> Any:
    country = given.get("country") if isinstance(given, dict) else None
    if isinstance(country, str) and len(country) == 2 and country.isalpha() and country.isupper():
        return replace(original({**given, "country": "DE"}, at), country=country)
    return original(given, at)


def _europe(original: Any, given: Any, at: str = "") -> Any:
    if isinstance(given, dict) and given.get("country") not in {"DE", "AT", "CH"}:
        given = {**given, "country": "XX"}
    return original(given, at)


def _accept_blanks(original: Any, given: Any, at: str = "") -> Any:
    if isinstance(given, dict):
        blank = {k: "-" for k, v in given.items() if isinstance(v, str) and v and not v.strip()}
        return original({**given, **blank}, at)
    return original(given, at)


def _default_field(member: str) -> Any:
    def taken(original: Any, given: Any, at: str = "") -> Any:
        if isinstance(given, dict) and not given.get(member, ""):
            return original({**given, member: "-"}, at)
        return original(given, at)

    return wrapper(address.parse_address, taken)


def _billing_unchecked(
    original: Any, cart: Any, products: Any, *, billing: Any, **more: Any
) -> Any:
    try:
        return original(cart, products, billing=billing, **more)
    except Rejection as rejection:
        if str(rejection.members.get("field", "")).startswith("billing"):
            return original(cart, products, billing=None, **more)
        raise


def _wrong_field(content: Any) -> None:
    field = content["error"].get("field", "")
    content["error"]["field"] = field.replace("billingAddress", "shippingAddress")


async def _any_email(original: Any, request: Any, shop: Any) -> Any:
    email = request.body.get("email")
    if not isinstance(email, str) or "@" not in email[1:-1]:
        request = replace(request, body={**request.body, "email": "nobody@example.com"})
    return await original(request, shop)


def _email_unchecked() -> None:
    skip_schema_checks(INTENT, "email")
    wrap(checkout.create_checkout_intent, _any_email)


def _default_consent() -> None:
    skip_schema_checks(INTENT, "acceptsMarketing")


def _accept_value(member: str, takes: Any) -> Any:
    """Accept the field if its value is one of these, whatever the document says."""

    def apply() -> None:
        async def swap(request: Request, call_next: CallNext) -> Response:
            body = request.json
            if request.operation == INTENT and isinstance(body, dict) and member in body:
                new = takes(body[member])
                request = replace(request, body=_dump({**body, member: new}))
            return await call_next(request)

        add_middleware(swap)

    return apply


def _dump(content: Any) -> bytes:
    return json.dumps(content).encode()


def _trimmed(value: Any) -> Any:
    return {"true": True, "false": False, 1: True, 0: False}.get(value, value) if isinstance(
        value, (str, int)
    ) else value  # fmt: skip


def _email_by_at(value: Any) -> Any:
    return "a@example.com" if isinstance(value, str) and "@" in value else value


def _addresses_first(original: Any, cart: Any, products: Any, **more: Any) -> Any:
    address.parse_address(more["shipping"], "shippingAddress")
    return original(cart, products, **more)


def _stock_first(original: Any, cart: Any, products: Any, **more: Any) -> Any:
    if cart.lines:
        purchase._check_against(cart, products)
    return original(cart, products, **more)


MUTANTS = [
    Mutant("chk-billing-ignored", "C-chk-1", "the billing address is ignored", wrapper(purchase.build_purchase, _no_billing)),
    Mutant("chk-billing-for-both", "C-chk-1", "the billing address is used as shipping address", wrapper(purchase.build_purchase, _billing_for_both)),
    Mutant("chk-company-lost", "C-chk-1", "company and phone are not stored", wrapper(address.parse_address, _drop_optional_fields)),
    Mutant("chk-phone-lost", "C-chk-1", "the phone is not stored", wrapper(address.parse_address, _no_phone)),
    Mutant("chk-city-ascii", "C-chk-1", "Köln is stored as K?ln", wrapper(address.parse_address, _ascii_city)),
    Mutant("chk-lower-country", "C-chk-3", "the country de is accepted", wrapper(address.parse_address, _upper_case_country)),
    Mutant("chk-any-country", "C-chk-3", "any two capital letters are accepted as country", wrapper(address.parse_address, _two_letters)),
    Mutant("chk-three-countries", "C-chk-3", "only DE, AT and CH are accepted as countries", wrapper(address.parse_address, _europe)),
    Mutant("chk-blank-taken", "C-chk-3", "fields that contain only spaces are accepted", wrapper(address.parse_address, _accept_blanks)),
    Mutant("chk-no-postal-code", "C-chk-3", "the postal code may be missing", _default_field("postalCode")),
    Mutant("chk-no-street", "C-chk-3", "the street may be missing", _default_field("street")),
    Mutant("chk-billing-unchecked", "C-chk-3", "an invalid billing address is ignored", wrapper(purchase.build_purchase, _billing_unchecked)),
    Mutant("chk-wrong-field", "C-chk-3", "error.field always names the shipping address", partial(change_error, _wrong_field, INTENT)),
    Mutant("chk-address-422", "C-chk-3", "an invalid address is 422", partial(change_status, "checkout.addressInvalid", 422)),
    Mutant("chk-any-email", "C-chk-4", "any string is accepted as email", _email_unchecked),
    Mutant("chk-email-by-at", "C-chk-4", "any string with an @ is accepted as email", _accept_value("email", _email_by_at)),
    Mutant("chk-consent-missing", "C-chk-4", "acceptsMarketing may be missing", _default_consent),
    Mutant("chk-consent-text", "C-chk-4", "acceptsMarketing may be \"true\" or 1", _accept_value("acceptsMarketing", _trimmed)),
    Mutant("chk-addresses-first", "C-chk-4", "addresses are validated before the cart", wrapper(purchase.build_purchase, _addresses_first)),
    Mutant("chk-stock-first", "C-chk-4", "stock is checked before the addresses", wrapper(purchase.build_purchase, _stock_first)),
]  # fmt: skip
