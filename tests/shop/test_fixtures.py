"""Fixtures are checked to the last member, and a bad one is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from stub_server import resources
from stub_server.shop.fixtures import FixtureError, read


def test_the_shops_own_catalogue_has_22_products_in_cents() -> None:
    catalogue = read(resources.fixtures()).catalogue
    assert len(list(catalogue)) == 22
    stock = {product.id: product.stock for product in catalogue.values()}
    assert stock.pop("linda-neutral-375-ml-dose") == 3
    assert stock.pop("gazelle-waeschestaerke-1000-ml-flasche") == 0
    assert set(stock.values()) == {25}
    eimer = catalogue.get("kaiser-natron-pulver-3490-g-eimer")
    assert eimer is not None
    assert eimer.price == 2990


@pytest.mark.rule("C-cus-4")
def test_the_password_of_each_demo_customer_fits_the_hash_beside_it() -> None:
    path = resources.fixtures() / "customers.json"
    customers = json.loads(path.read_text(encoding="utf-8"))
    assert len(customers) > 1
    for customer in customers:
        assert PasswordHasher().verify(customer["passwordHash"], customer["password"])


def missing(facts: Any) -> None:
    del facts["caps"]


def unknown(facts: Any) -> None:
    facts["taxes"] = 3


def tax(facts: Any) -> None:
    facts["taxPercent"] = 120


def price(facts: Any) -> None:
    facts[1]["price"] = 0


def twice(facts: Any) -> None:
    facts.append(facts[0])


def plain(facts: Any) -> None:
    facts[0]["passwordHash"] = "natron"


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        ("shop.json", missing, "caps: Field required"),
        ("shop.json", unknown, "taxes: Extra inputs"),
        ("shop.json", tax, "taxPercent"),
        ("catalogue.json", price, r"\[1\].price \(kaiser-natron-pulver-250-g-grosspackung\)"),
        ("catalogue.json", twice, "occurs twice"),
        ("customers.json", plain, r"\[0\].passwordHash \(demo@example.com\)"),
    ],
)
def test_a_bad_member_is_named_with_its_file(
    tmp_path: Path, file: str, change: Callable[[Any], None], words: str
) -> None:
    shutil.copytree(resources.fixtures(), tmp_path, dirs_exist_ok=True)
    facts = json.loads((tmp_path / file).read_text(encoding="utf-8"))
    change(facts)
    (tmp_path / file).write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(FixtureError, match=words) as fault:
        read(tmp_path)
    assert str(fault.value).startswith(str(tmp_path / file))


def test_a_file_that_is_missing_or_no_json_is_named(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match=r"shop\.json: No such file"):
        read(tmp_path)
    shutil.copytree(resources.fixtures(), tmp_path, dirs_exist_ok=True)
    (tmp_path / "catalogue.json").write_text("[{]", encoding="utf-8")
    with pytest.raises(FixtureError, match=r"catalogue\.json: not JSON"):
        read(tmp_path)
