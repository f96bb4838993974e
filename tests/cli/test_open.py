"""`shopstub open`: which address it opens, and what it says without a browser or a stub."""

from __future__ import annotations

from typing import Any

import click
import httpx
import pytest

from stub_server.cli.stub_client import StubClient


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that a browser was asked for, of a stub that is running."""
    addresses: list[str] = []
    monkeypatch.setattr(StubClient, "health", lambda self, shape=None: {"ok": True})

    def launch(address: str) -> int:
        addresses.append(address)
        return 0

    monkeypatch.setattr(click, "launch", launch)
    return addresses


@pytest.mark.parametrize(
    ("arguments", "path"), [((), "/"), (("docs",), "/_stub/docs/"), (("health",), "/_stub/health")]
)
def test_a_page_of_the_stub_is_opened(
    run: Any, opened: list[str], arguments: tuple[str, ...], path: str
) -> None:
    ended = run("open", *arguments, "--url", "http://localhost:4999")
    assert ended.exit_code == 0, ended.output
    assert opened == [f"http://localhost:4999{path}"]


def test_the_address_can_be_printed_alone(run: Any, opened: list[str]) -> None:
    ended = run("open", "--print", "--url", "http://localhost:4999")
    assert (ended.stdout, opened) == ("http://localhost:4999/\n", [])


def test_without_a_browser_the_address_is_told(
    run: Any, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(click, "launch", lambda address: 1)
    ended = run("open", "--url", "http://localhost:4999")
    assert "http://localhost:4999/" in ended.stdout
    assert "open the address yourself" in ended.stderr


def test_without_a_stub_nothing_is_opened(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **more: Any) -> httpx.Response:
        raise httpx.ConnectError("refused")

    monkeypatch.setattr(httpx.Client, "request", refuse)
    ended = run("open", "--url", "http://localhost:4999")
    assert ended.exit_code == 2
    assert "shopstub serve" in ended.output
