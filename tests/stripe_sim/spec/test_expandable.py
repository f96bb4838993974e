"""Expandable members."""

from __future__ import annotations

import pytest

from stub_server.stripe_sim.spec.expandable import expandable_members, is_never_expandable


@pytest.mark.parametrize(
    ("noun", "path", "nouns"),
    [
        ("charge", "customer", ("customer",)),
        ("charge", "payment_method_details.ideal.generated_sepa_debit", ("payment_method",)),
        ("charge", "transfer_data.destination", ()),
        ("customer", "default_source", ("card",)),
        ("customer", "discount", ()),
        ("balance_transaction", "source", ("charge", "dispute", "refund")),
        ("checkout.session", "discounts.promotion_code", ("promotion_code",)),
        ("payment_intent", "source", ()),
    ],
)
def test_ids_are_found_with_their_nouns(noun: str, path: str, nouns: tuple[str, ...]) -> None:
    assert expandable_members(noun)[path] == nouns


def test_other_members_cannot_be_expanded() -> None:
    assert "amount" not in expandable_members("charge")
    assert expandable_members("payment_method_preference") == {}


def test_a_path_that_no_object_has_leads_nowhere() -> None:
    assert is_never_expandable("charge", ["amount"])
    assert is_never_expandable("charge", ["customer", "name"])
    assert not is_never_expandable("charge", ["customer", "default_source"])
    assert not is_never_expandable("charge", ["refunds"])
