"""Options, settings and reports that the checker rejects: one line that says why, exit 2."""

from __future__ import annotations

import pytest

from tests.checker.conftest import Command, assert_unusable

pytestmark = pytest.mark.process

INVALID: dict[str, tuple[list[str], str]] = {
    "no address": ([], "--base-url"),
    "an invalid address": (["ftp://shop"], "no http address"),
    "an unknown rule": (["http://localhost:1", "--only", "C-nope-1"], "C-nope-1"),
    "a missing contract": (["http://localhost:1", "--openapi", "gone.yaml"], "gone.yaml"),
    "a live key": (["http://localhost:1", "--stripe-key", "sk_live_abc"], "live key"),
    "a header without a colon": (["http://localhost:1", "--header", "nonsense"], "--header"),
    "an invalid number": (["http://localhost:1", "--timeout", "soon"], "--timeout"),
    "two profiles": (["http://localhost:1", "--fast", "--thorough"], "--fast"),
    "an invalid port": (["http://localhost:port"], "no http address"),
    "half an IPv6 address": (["http://[::1"], "no http address"),
    "an address with a query": (["http://localhost:1/?a=b"], "has a ?"),
    "a password in the address": (["http://me:secret@localhost:1"], "--header"),
    "a header with a newline": (["http://localhost:1", "--header", "a: b\nc"], "can't be sent"),
    "a header that is not ASCII": (["http://localhost:1", "--header", "Ä: ö"], "can't be sent"),
    "two cookies in one": (["http://localhost:1", "--cookie", "a=b;c"], "can't be sent"),
    "not a number": (["http://localhost:1", "--timeout", "nan"], "--timeout"),
    "a timeout of zero": (["http://localhost:1", "--timeout", "0"], "--timeout"),
    "a command with an open quotation": (
        ["http://localhost:1", "--state-command", "'a"],
        "quotation",
    ),
    "two hooks": (["http://a", "--state-url", "http://b", "--state-command", "c"], "together"),
    "a missing catalogue": (["http://localhost:1", "--catalogue", "no.json"], "no.json"),
}


@pytest.mark.parametrize("name", INVALID)
def test_invalid_options_are_rejected(check: Command, name: str) -> None:
    arguments, word = INVALID[name]
    assert_unusable(check(*arguments), word)


def test_a_file_that_is_not_openapi_is_rejected(check: Command) -> None:
    (check.folder / "odd.yaml").write_text("just: words\n")
    assert_unusable(check("http://localhost:1", "--openapi", "odd.yaml"), "no OpenAPI document")


def test_an_unknown_setting_is_rejected(check: Command) -> None:
    (check.folder / "shopstub.toml").write_text('[check]\nbase-urll = "x"\n')
    assert_unusable(check("http://localhost:1"), "base_urll")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[check\n", "shopstub.toml"),
        ('base-url = "http://localhost:1"\n', "[check]"),
        ("check = 3\n", "[check]"),
        ('[check]\ntimeout = "soon"\n', "a number"),
        ("[check]\nfast = 1\n", "true or false"),
        ("[check]\nheader = [1]\n", "list of texts"),
        ("[check]\nstripe-url = []\n", "a text"),
    ],
)
def test_settings_have_types(check: Command, text: str, word: str) -> None:
    (check.folder / "shopstub.toml").write_text(text)
    assert_unusable(check("http://localhost:1"), "shopstub.toml", word)


@pytest.mark.parametrize("report", ["--html", "--json", "--junit", "--summary"])
def test_a_report_that_can_not_be_written_is_an_error(check: Command, report: str) -> None:
    for name in ("no/such/report", "/proc/report"):
        assert_unusable(check("http://localhost:1", report, name), name)
    assert not (check.folder / "report").exists()
