from __future__ import annotations

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.customer import apply_changes, email_key, validate_password
from tests.shop import samples

CUSTOMER = samples.customer(email="Erika@Example.org")


@pytest.mark.rule("C-cus-4")
@pytest.mark.parametrize("password", ["", "123456789"])
def test_a_short_password_is_weak(password: str) -> None:
    with pytest.raises(Rejection) as refused:
        validate_password(password)
    assert (refused.value.code, refused.value.rule) == ("auth.passwordWeak", "C-cus-4")


@pytest.mark.rule("C-cus-4")
@pytest.mark.parametrize("password", ["1234567890", "äöüäöüäöüä"])
def test_ten_characters_are_enough(password: str) -> None:
    assert validate_password(password) == password


@pytest.mark.rule("C-conv-7")
@pytest.mark.parametrize("value", [None, 1234567890, ["long enough"]])
def test_a_password_is_text(value: object) -> None:
    with pytest.raises(Rejection) as refused:
        validate_password(value)
    assert (refused.value.code, refused.value.members) == (
        "request.invalid",
        {"field": "password"},
    )


@pytest.mark.rule("C-cus-9")
def test_emails_compare_without_case() -> None:
    assert CUSTOMER.email_key == email_key("eRIKA@example.ORG")


@pytest.mark.rule("C-cus-9")
def test_members_change_one_by_one_and_unknown_ones_are_ignored() -> None:
    new = apply_changes(
        CUSTOMER, {"name": "E.", "acceptsMarketing": False, "passwordHash": "x", "id": "y"}
    )
    assert (new.name, new.accepts_marketing) == ("E.", False)
    assert (new.id, new.email, new.password_hash) == (
        CUSTOMER.id,
        CUSTOMER.email,
        CUSTOMER.password_hash,
    )
    assert apply_changes(CUSTOMER, {"defaultAddressId": "addr_1"}).default_address_id == "addr_1"


@pytest.mark.rule("C-cus-9", "C-conv-7")
def test_a_blank_name_is_refused() -> None:
    with pytest.raises(Rejection) as refused:
        apply_changes(CUSTOMER, {"name": " "})
    assert (refused.value.code, refused.value.members) == ("request.invalid", {"field": "name"})


@pytest.mark.rule("C-cus-11")
def test_a_customer_who_is_printed_does_not_show_the_hash() -> None:
    assert "argon2id" not in repr(CUSTOMER)
