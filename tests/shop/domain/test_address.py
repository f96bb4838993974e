from __future__ import annotations

from typing import Any

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.address import apply_changes, members_of, parse_address
from stub_server.shop.domain.countries import COUNTRIES
from tests.shop import samples
from tests.shop.samples import ADDRESS_JSON

WHOLE = {**ADDRESS_JSON, "company": "Muster GmbH", "phone": "+49 221 123"}


def field_at_fault(value: object, path: str = "") -> Any:
    with pytest.raises(Rejection) as refused:
        parse_address(value, path)
    assert (refused.value.code, refused.value.rule) == ("checkout.addressInvalid", "C-chk-3")
    return refused.value.members.get("field")


def test_a_whole_address_is_taken_as_it_is() -> None:
    assert members_of(parse_address(WHOLE)) == WHOLE


@pytest.mark.rule("C-chk-3")
@pytest.mark.parametrize("member", ["name", "street", "postalCode", "city", "country"])
@pytest.mark.parametrize("value", [..., "", "  \t", None, 5, ["DE"]])
def test_a_required_member_that_is_missing_blank_or_no_text_is_named(
    member: str, value: object
) -> None:
    body: dict[str, object] = {**WHOLE, member: value}
    if value is ...:
        del body[member]
    assert field_at_fault(body, "shippingAddress") == f"shippingAddress.{member}"


@pytest.mark.rule("C-chk-3")
@pytest.mark.parametrize("country", ["de", "XX", "UK", "DEU", "D", " DE", "Deutschland", "EU"])
def test_a_country_is_an_assigned_code_in_capitals(country: str) -> None:
    assert field_at_fault({**WHOLE, "country": country}) == "country"


@pytest.mark.rule("C-chk-3")
@pytest.mark.parametrize("body", [None, "Köln", [], 5])
def test_what_is_not_an_object_is_not_an_address(body: object) -> None:
    assert field_at_fault(body, "billingAddress") == "billingAddress"
    assert field_at_fault(body) is None


@pytest.mark.rule("C-chk-3")
@pytest.mark.parametrize("member", ["company", "phone"])
@pytest.mark.parametrize("value", [None, 5, {}])
def test_an_optional_member_is_text_when_it_is_there(member: str, value: object) -> None:
    assert field_at_fault({**WHOLE, member: value}) == member


def test_optional_members_may_be_missing_or_blank_and_unknown_ones_are_ignored() -> None:
    body = {**WHOLE, "company": " ", "floor": "3"}
    del body["phone"]
    address = parse_address(body)
    assert (address.company, address.phone) == (None, None)
    assert "floor" not in members_of(address)


def test_some_members_change_and_the_whole_must_be_valid() -> None:
    address = parse_address(WHOLE)
    assert apply_changes(address, {"city": "Bonn", "company": ""}) == (
        samples.address(city="Bonn", phone="+49 221 123")
    )
    with pytest.raises(Rejection, match=r"checkout\.addressInvalid"):
        apply_changes(address, {"city": ""})


@pytest.mark.rule("C-chk-3")
def test_the_table_has_all_the_assigned_codes() -> None:
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isupper() for code in COUNTRIES)
    assert {"DE", "AT", "CH", "FR", "GB", "US", "SS", "BQ"} <= COUNTRIES
    assert not COUNTRIES & {"UK", "EU", "XK", "AN", "SU"}
