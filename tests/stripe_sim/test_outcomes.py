"""The test data and the code keep in step, both ways."""

from __future__ import annotations

from typing import get_args

import pytest

from stub_server.stripe_sim import outcomes
from stub_server.stripe_sim.datafiles import read
from stub_server.stripe_sim.methods import Flow, table

CARDS = outcomes.cards()


def test_every_card_number_is_right_and_stands_once() -> None:
    rows = read("cards")
    assert len({row["number"] for row in rows}) == len(rows)
    assert all(outcomes.luhn(row["number"]) for row in rows)


def test_every_name_means_one_card() -> None:
    names = [name for card in CARDS.values() for name in card.names]
    assert len(names) == len(set(names)) == len(outcomes.by_name())


def test_every_decline_has_a_card_and_every_declined_card_a_decline() -> None:
    on_cards = {card.decline for card in CARDS.values() if card.decline}
    # No card declines like this by itself: a challenge that nobody is there to answer does.
    assert on_cards | {"authentication_required"} == set(outcomes.declines())


def test_every_way_to_authenticate_has_a_card() -> None:
    assert {card.authentication for card in CARDS.values()} == set(outcomes.AUTHENTICATIONS)


def test_every_risk_has_a_card() -> None:
    assert {card.risk for card in CARDS.values()} == set(outcomes.RISKS)


def test_country_cards_say_their_country_in_their_number() -> None:
    numbers = {"DE": "276", "FR": "250", "GB": "826", "IE": "372", "IT": "380", "AT": "040"}
    for country, digits in numbers.items():
        card = outcomes.by_name()[country.lower()]
        assert card.country == country
        assert card.number[6:9] == digits


def test_every_account_number_is_an_iban_and_ends_in_a_known_way() -> None:
    known = {*outcomes.DEBIT_FAILURES, *outcomes.DEBIT_SUCCESSES}
    assert set(outcomes.ibans().values()) == known
    assert all(outcomes.is_iban(iban) for iban in outcomes.ibans())


@pytest.mark.parametrize("text", ["", "DE", "DE89370400440532013001", "XX00!", "8937040044053201"])
def test_what_is_no_iban_is_none(text: str) -> None:
    assert not outcomes.is_iban(text)


def test_every_way_to_pay_has_a_flow_that_the_code_knows() -> None:
    assert {method["flow"] for method in table().values()} == set(get_args(Flow))
