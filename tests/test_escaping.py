"""S4: what comes from outside is escaped for a terminal, a log, HTML and JSON."""

from __future__ import annotations

import json

import pytest

from stub_server.escaping import for_html, for_json, for_log, for_terminal
from tests.hostile import CONTROLS, FRIENDLY, HIDDEN, HOSTILE, assert_harmless

SHOWN = [
    ("\x1b]0;pwned\x07", r"\x1b]0;pwned\x07"),
    ("\x9b31m", r"\x9b31m"),
    ("\x7f\x00", r"\x7f\x00"),
    ("a\nb\r\tc", r"a\nb\r\tc"),
    ("\u202egnp", r"\u202egnp"),
    ("\u2066\u200b\u2028", r"\u2066\u200b\u2028"),
    ("\ud800", r"\ud800"),
    ("\U000e0001", r"\U000e0001"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_a_terminal_gets_a_picture_of_each_control_character(text: str, shown: str) -> None:
    assert for_terminal(text) == shown
    assert for_log(text) == shown


@pytest.mark.parametrize("char", CONTROLS + HIDDEN)
def test_no_control_character_gets_through(char: str) -> None:
    for escape in (for_terminal, for_log):
        assert_harmless(escape(f"a{char}b"))
    assert char in "\n\t" or char not in for_html(f"a{char}b")


@pytest.mark.parametrize("escape", [for_terminal, for_log, for_html, for_json])
def test_legible_text_stays_as_it_is(escape: object) -> None:
    assert callable(escape)
    assert escape(FRIENDLY) == FRIENDLY
    assert escape("") == ""


def test_what_is_escaped_stays_as_it_is() -> None:
    once = for_terminal(HOSTILE)
    assert for_terminal(once) == once


def test_newlines_stay_where_the_layout_owns_them() -> None:
    assert for_terminal("a\nb\x1b\r\nc", keep_newlines=True) == "a\nb\\x1b\\r\nc"


def test_a_traceback_in_a_log_is_indented_so_that_no_line_looks_like_an_entry() -> None:
    assert for_log("a\nERROR b\x1b", keep_newlines=True) == "  a\n  ERROR b\\x1b"


def test_html_is_escaped_in_elements_and_attributes() -> None:
    shown = for_html('<b title="\'&\u202e\x1b">\n\t')
    assert shown == "&lt;b title=&quot;&#x27;&amp;\\u202e\\x1b&quot;&gt;\n\t"


@pytest.mark.parametrize("text", [HOSTILE, CONTROLS, HIDDEN, FRIENDLY], ids=ascii)
def test_json_means_the_same_afterwards(text: str) -> None:
    document = for_json(json.dumps({"a": [text]}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {"a": [text]}
    assert_harmless(document)
