"""Which members can be expanded."""

from __future__ import annotations

import pytest

from stub_server.stripe_sim.spec.expandable import (
    POLYMORPHIC,
    UNSUPPORTED,
    expandable_members,
    leads_nowhere,
)


@pytest.mark.parametrize(
    ("noun", "path", "table"),
    [
        ("charge", "customer", "customers"),
        ("charge", "payment_method_details.ideal.generated_sepa_debit", "payment_methods"),
        ("charge", "transfer_data.destination", UNSUPPORTED),
        ("customer", "default_source", "cards"),
        ("customer", "discount", UNSUPPORTED),
        ("balance_transaction", "source", POLYMORPHIC),
        ("checkout.session", "discounts.promotion_code", "promotion_codes"),
        ("payment_intent", "source", UNSUPPORTED),
    ],
)
def test_ids_are_found_with_their_tables(noun: str, path: str, table: str | None) -> None:
    assert expandable_members(noun)[path] == table


def test_other_members_cannot_be_expanded() -> None:
    assert "amount" not in expandable_members("charge")
    assert expandable_members("payment_method_preference") == {}


def test_a_path_that_no_object_has_leads_nowhere() -> None:
    assert leads_nowhere("charge", ["amount"])
    assert leads_nowhere("charge", ["customer", "name"])
    assert not leads_nowhere("charge", ["customer", "default_source"])
    assert not leads_nowhere("charge", ["refunds"])
