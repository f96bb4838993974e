"""The summary in Markdown, and GitHub's annotations."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from contract_tests.harness.failures import Failure
from contract_tests.harness.reports.files import Files
from contract_tests.harness.reports.summary import summary
from contract_tests.harness.reports.terminal import github_annotations
from tests.checker.reports.samples import facts
from tests.hostile import HOSTILE, assert_harmless


def rendered(markdown: str) -> str:
    html: str = MarkdownIt("commonmark").enable("table").render(markdown)
    return html


def test_it_has_the_numbers_the_findings_and_the_reasons() -> None:
    text = summary(facts())
    html = rendered(text)
    assert "<h2>shopstub check: ✗ broken</h2>" in html
    assert "<td>C-cart-7</td>" in html
    assert "<th>Expected</th><th>Actual</th>" in html
    assert "<b>4.99</b>" in html
    assert "curl -sS" in html
    assert "<strong>C-str-1</strong> no Stripe" in html


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "| a | b |", "![x](http://evil/x.png) @team #1 http://evil/", "``` `` `x", "<b>x"],
)
def test_it_is_text_whatever_a_backend_says(text: str) -> None:
    html = rendered(summary(facts(message=text, missing=text)))
    for forbidden in ("<img", "<a ", "<script", "<b>x"):
        assert forbidden not in html
    assert html.count("<tr>") == html.count("</tr>")
    assert_harmless(html)


def test_an_address_becomes_no_link() -> None:
    assert r"see http\://evil" in summary(facts(message="see http://evil"))


def test_a_summary_of_many_findings_has_a_size_that_github_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("contract_tests.harness.reports.summary.LARGEST", 100)
    assert "1 more rules are broken" in summary(facts())


def test_it_is_appended_to_the_summary_of_the_step_and_replaces_any_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("step.md", "own.md"):
        (tmp_path / name).write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step.md"))
    for name in ("step.md", "own.md"):
        Files(None, None, None, str(tmp_path / name)).write(facts())
    assert (tmp_path / "step.md").read_text("utf-8").startswith("before\n## shopstub check")
    assert (tmp_path / "own.md").read_text("utf-8").startswith("## shopstub check")


def test_annotations_are_at_most_the_ten_that_github_shows() -> None:
    found = facts()
    for number in range(20):
        found.results.fail(Failure(f"C-x-{number}", "a: b, 100%\n::error::x"))
    rules = found.results.rule_results()
    found = type(found)(found.session, rules, 1, 1.0, False, found.secrets)
    lines = github_annotations(found)
    assert len(lines) == 10
    assert lines[1].startswith("::error title=C-x-0 broken::a: b, 100%25 ::error::x")
    assert lines[-1].startswith("::error title=More rules are broken::C-x-8, C-x-9")
