"""A foreign server may answer anything: each command ends with a message, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stub_server.cli import responses
from stub_server.cli.errors import CannotRun
from stub_server.cli.main import group
from tests.cli import hostile

COMMANDS = [
    ("orders",),
    ("outbox",),
    ("pay", "--wait", "0"),
    ("trigger", "payment_intent.succeeded"),
    ("trigger", "payment_intent.succeeded", "--latest"),
    ("demo",),
    ("reset",),
]
CONTENTS: list[Any] = [
    [],
    3,
    {"orders": 3},
    {"orders": [{}]},
    {"mails": [None]},
    {"error": {"message": []}},
    b"<html>not JSON</html>",
    b"[" * 100_000,
]
WRONG: list[Any] = [None, 10**400, "x", [3], {"x": 1}]
LATEST = ("trigger", "payment_intent.succeeded", "--latest")
READERS: list[tuple[dict[str, Any], list[tuple[str, ...]]]] = [
    (hostile.HEALTH, [("pay", "--wait", "0"), ("trigger", "payment_intent.created"), ("reset",)]),
    (hostile.ORDER, [("orders",), ("pay", "--wait", "0"), LATEST]),
    (hostile.MAIL, [("outbox",)]),
    (hostile.CHECKOUT, [("demo",)]),
    (hostile.INTENT, [("pay", "--wait", "0"), LATEST]),
]
"""What a stub answers, and the commands that read it."""


def run(command: tuple[str, ...], url: str) -> Result:
    ended = CliRunner().invoke(group, [*command, "--url", url])
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: repr(content)[:30])
def test_another_content_ends_with_a_message(folder: Path, content: Any, status: int) -> None:
    with hostile.running(status, content) as url:
        for command in COMMANDS:
            ended = run(command, url)
            assert (command, ended.exit_code) == (command, 2), ended.output
            assert ended.stderr.startswith("Error: ")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server with the shapes of a stub."""
    with hostile.running() as address:
        yield address


@pytest.mark.parametrize(
    ("answer", "member", "commands"),
    [(answer, member, commands) for answer, commands in READERS for member in answer],
)
def test_a_member_of_another_type_ends_without_a_traceback(
    folder: Path,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    answer: dict[str, Any],
    member: str,
    commands: list[tuple[str, ...]],
) -> None:
    monkeypatch.setattr("stub_server.cli.demo.PAYMENT_SECONDS", 0)
    for value in WRONG:
        monkeypatch.setitem(answer, member, value)
        for command in commands:
            assert run(command, url).exit_code in (0, 1, 2)


@pytest.mark.parametrize("error", WRONG)
@pytest.mark.parametrize("member", ["error", "last_payment_error"])
def test_another_shape_of_an_error_ends_without_a_traceback(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, member: str, error: Any
) -> None:
    monkeypatch.setitem(hostile.INTENT, member, error)
    assert run(("pay", "--wait", "0"), url).exit_code in (1, 2)
    if isinstance(error, dict):
        monkeypatch.setitem(error, "type", "card_error")
        assert run(("pay", "--wait", "0"), url).exit_code == 1


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:70000", "http://a..b", "http://[::", "127.0.0.1:1", "ftp://a"],
)
def test_a_wrong_address_ends_with_a_message(folder: Path, address: str) -> None:
    for command in COMMANDS:
        ended = run(command, address)
        assert ended.exit_code == 2
        assert address.rstrip("/") in ended.stderr


@pytest.mark.parametrize(
    ("value", "shape", "problem"),
    [
        ({"a": 1}, {"a": str}, "a is not a text"),
        ({"a": [{"b": 1}, {}]}, {"a": [{"b": (int, float)}]}, "a[1] has no b"),
        ([], {}, "the content is not an object"),
        ({}, [str], "the content is not a list"),
        ({"a": True}, {"a": (int, float)}, "a is not a number"),
        ({"a": 10**400}, {"a": (int, float)}, "a is not a number"),
        ({"a": {"b": None}}, {"a": {"b": dict}}, "a.b is not an object"),
        ({"a": 1}, {"a": int}, None),
    ],
)
def test_the_first_difference_from_a_shape_is_named(
    value: Any, shape: Any, problem: str | None
) -> None:
    if problem is None:
        assert responses.require(value, shape, "http://a.test/", "a shopstub") == value
        return
    with pytest.raises(CannotRun) as error:
        responses.require(value, shape, "http://a.test/", "a shopstub")
    assert f"http://a.test/ answered with another shape ({problem})" in error.value.message
