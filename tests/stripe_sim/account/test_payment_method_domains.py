"""Payment method domains: created, enabled, listed, validated."""

from __future__ import annotations

from typing import Any

import pytest

METHODS = ("amazon_pay", "apple_pay", "google_pay", "klarna", "link", "paypal")


async def test_create_and_retrieve_a_domain(api: Any) -> None:
    domain = await api.post("payment_method_domains", domain_name="shop.example.com")
    assert domain["id"].startswith("pmd_")
    assert (domain["object"], domain["enabled"]) == ("payment_method_domain", True)
    assert {domain[method]["status"] for method in METHODS} == {"active"}
    assert await api.get(f"payment_method_domains/{domain['id']}") == domain
    assert await api.post(f"payment_method_domains/{domain['id']}/validate") == domain


async def test_creating_a_domain_again_returns_it(api: Any) -> None:
    domain = await api.post("payment_method_domains", domain_name="shop.example.com")
    assert await api.post("payment_method_domains", domain_name="shop.example.com") == domain


async def test_a_domain_is_disabled(api: Any) -> None:
    domain = await api.post("payment_method_domains", domain_name="shop.example.com")
    changed = await api.post(f"payment_method_domains/{domain['id']}", enabled="false")
    assert changed == {**domain, "enabled": False}
    assert await api.get(f"payment_method_domains/{domain['id']}") == changed


async def test_domains_are_listed_by_name_and_enabled(api: Any) -> None:
    first = await api.post("payment_method_domains", domain_name="one.example.com")
    second = await api.post(
        "payment_method_domains", domain_name="two.example.com", enabled="false"
    )
    domains = await api.get("payment_method_domains")
    assert [domain["id"] for domain in domains["data"]] == [second["id"], first["id"]]
    domains_by_name = await api.get("payment_method_domains", domain_name="one.example.com")
    assert [domain["id"] for domain in domains_by_name["data"]] == [first["id"]]
    disabled = await api.get("payment_method_domains", enabled="false")
    assert [domain["id"] for domain in disabled["data"]] == [second["id"]]


@pytest.mark.parametrize(
    "name", ["https://shop.example.com", "shop example", "a/b", "-.com", "a" * 300]
)
async def test_an_invalid_domain_name_is_rejected(api: Any, name: str) -> None:
    error = await api.get_error("POST", "payment_method_domains", {"domain_name": name})
    assert (error["status"], error["param"]) == (400, "domain_name")


async def test_a_domain_requires_a_name(api: Any) -> None:
    error = await api.get_error("POST", "payment_method_domains")
    assert (error["code"], error["param"]) == ("parameter_missing", "domain_name")


async def test_an_unknown_domain_is_not_found(api: Any) -> None:
    error = await api.get_error("GET", "payment_method_domains/pmd_none")
    assert (error["status"], error["code"]) == (404, "resource_missing")
