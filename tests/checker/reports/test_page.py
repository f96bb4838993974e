"""The page of HTML in a real browser: on a phone, in the dark, printed, without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from contract_tests.harness.failures import Evidence
from contract_tests.harness.reports.page import write_page
from tests.browser.conftest import QUIET, chromium_path
from tests.checker.reports.samples import CART, TARGET, exchange, facts
from tests.hostile import HOSTILE

pytestmark = pytest.mark.process
LONG = {f"aVeryLongNameOfAMember{at}": "x" * 500 for at in range(60)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    long = exchange("POST", "/api/" + "y" * 300, {"password": "secret-0123456789", **LONG}, LONG)
    stripe = exchange("POST", "/v1/refunds", b"amount=1", service="Stripe")
    evidence = Evidence(9.98, 4.99, "subtotal", exchange())
    write_page(facts(f"{HOSTILE} {'z' * 300}", evidence, (stripe, long, exchange())), path)
    return path


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of, its policy among it."""
    return []


@pytest.fixture
def page(browser: Browser, report: Path, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(report.as_uri())
    yield page
    assert complaints == []
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1400])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_either_scheme(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for selector in (".kept", ".broken", ".not-reached", ".soft", "pre mark", "pre", "a", "button"):
        assert page.evaluate(CONTRAST, selector) >= 4.5, selector


def test_a_state_is_a_word_and_a_symbol(page: Page) -> None:
    states = page.locator(".rules .state").all_inner_texts()
    assert [" ".join(state.split()) for state in states] == [
        "✗ broken",
        "✓ kept",
        "– not reached",
    ]
    tiles = page.locator(".tile").all_inner_texts()
    assert [tile[0] for tile in tiles] == ["✗", "✓", "–"]


def test_a_click_copies_the_command(page: Page) -> None:
    button = page.get_by_role("button", name="Copy").first
    button.click()
    assert page.locator(".copy button").first.inner_text() == "Copied"
    command = page.locator(".copy pre").first.inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == command
    assert command.startswith("curl -sS")


def test_folds_are_open_on_paper_and_closed_again_afterwards(page: Page) -> None:
    closed = page.locator("details:not([open])").count()
    assert closed > 2
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == closed
    page.emulate_media(media="print")
    assert page.locator(".copy button").first.is_hidden()


def test_the_deciding_request_is_open_and_the_others_are_folded(page: Page) -> None:
    assert page.locator(".finding pre mark", has_text='"subtotal": 4.99').first.is_visible()
    assert page.get_by_text("2 other requests of this test").is_visible()
    assert page.locator(".before .step").first.is_hidden()
    assert page.locator(".before .badge", has_text="Stripe").count() > 0


def test_rules_and_pages_are_linked(page: Page, report: Path) -> None:
    for link in page.locator("a").all():
        target = str(link.get_attribute("href"))
        if target.startswith("#"):
            assert page.locator(f"[id='{target[1:]}']").count() == 1
        else:
            assert (report.parent / target).is_file(), target


def test_it_needs_nothing_else_and_runs_nothing_else(report: Path) -> None:
    html = report.read_text("utf-8")
    assert not re.findall(r"""<(?:link|img|iframe)\b|\bsrc=|\son\w+=["']|style=["']""", html)
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)[0]
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    assert html.count("<script") == 1


def test_a_page_of_the_contract_is_linked_at_github_in_its_actions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "SERVER_URL": "https://github.com",
        "REPOSITORY": "me/shop",
        "SHA": "abc",
        "WORKSPACE": str(TARGET.openapi.parent),
    }.items():
        monkeypatch.setenv(f"GITHUB_{name}", value)
    write_page(facts(exchanges=(exchange(received=CART),)), tmp_path / "r.html")
    link = 'href="https://github.com/me/shop/blob/abc/docs/api/cart.md"'
    assert link in (tmp_path / "r.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["javascript:alert(1).md", "../../secret.md", "//evil/x.md"])
def test_a_page_s_name_from_outside_is_no_link(tmp_path: Path, name: str) -> None:
    found = facts()
    result = found.rule_results[0]
    result.rule = replace(result.rule, page=name)
    write_page(found, tmp_path / "r.html")
    assert f'href="{name}' not in (tmp_path / "r.html").read_text("utf-8")


CONTRAST = """(selector) => {
  const channels = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = (color) => {
    const [red, green, blue] = channels(color);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (element) => {
    let under = element;
    while (getComputedStyle(under).backgroundColor === "rgba(0, 0, 0, 0)") under = under.parentElement;
    const both = [getComputedStyle(element).color, getComputedStyle(under).backgroundColor];
    const [dark, light] = both.map(luminance).sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  };
  return Math.min(...[...document.querySelectorAll(selector)].map(contrast));
}"""
"""The least contrast of text to its background, as WCAG 2 defines it."""
