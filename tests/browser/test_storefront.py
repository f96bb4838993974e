"""The example storefront beside the stub: whole checkouts in a browser, as buyers make them."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, Request, expect

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[2]
SITE = ROOT / "examples" / "vue-storefront"
AXE = Path(__file__).parent / "wrappers" / "node_modules" / "axe-core" / "axe.min.js"
SHOPSTUB = str(Path(sys.executable).parent / "shopstub")
PAYMENT = "Secure payment input frame"
GOOD, DECLINED, SECURE = "4242424242424242", "4000000000000002", "4000000000003220"
IBAN = "DE89370400440532013000"


@dataclass(frozen=True)
class Served:
    """Where the storefront, its shop and its Stripe are."""

    page: str
    shop: str
    stripe: str

    def order(self, number: str) -> dict[str, Any]:
        """An order by its number, as the stub has it."""
        answer = httpx.get(f"{self.shop}/_stub/orders/{number}", trust_env=False)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(url, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing answers at {url}")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The storefront, built for this run, beside the real processes."""
    vite = SITE / "node_modules" / ".bin" / "vite"
    if not vite.exists() or shutil.which("node") is None:
        pytest.fail(
            f"The storefront is not installed: run `make test`, or `npm install` in {SITE}."
        )
    folder = tmp_path_factory.mktemp("storefront")
    shop, stripe, page = (_free() for _ in range(3))
    ports = {"SHOP_PORT": str(shop), "STRIPE_PORT": str(stripe), "PAGE_PORT": str(page)}
    environment = {
        "PATH": f"{Path(shutil.which('node') or '').parent}:/usr/bin:/bin",
        "CACHE_DIR": str(folder / "vite"),
        **ports,
    }
    built = [
        str(vite),
        "build",
        "--mode",
        "demo",
        "--outDir",
        str(folder / "dist"),
        "--logLevel=error",
    ]
    subprocess.run(built, cwd=SITE, env=environment, check=True)
    here = Served(*(f"http://localhost:{port}" for port in (page, shop, stripe)))
    flags = ["--port", str(shop), "--stripe-port", str(stripe), "--memory", "--origin", here.page]
    stub = subprocess.Popen(
        [SHOPSTUB, "serve", *flags, "--quiet"], cwd=folder, stdout=subprocess.DEVNULL
    )
    shown = [str(vite), "preview", "--outDir", str(folder / "dist")]
    preview = subprocess.Popen(shown, cwd=SITE, env=environment, stdout=subprocess.DEVNULL)
    try:
        _answers(f"{here.shop}/api/cart", stub)
        _answers(here.page, preview)
        yield here
    finally:
        for process in (preview, stub):
            process.send_signal(signal.SIGTERM)
            process.wait(15)


@pytest.fixture
def buyer(served: Served, visit: Any) -> Page:
    """Somebody in the shop, with something in the cart."""
    page: Page = visit.page
    page.goto(f"{served.page}/shop")
    add_to_cart(page)
    return page


def add_to_cart(page: Page) -> None:
    page.get_by_role("button", name="Add Kaiser-Natron® Bad 500 g").click()
    expect(page.get_by_role("dialog", name="Your cart")).to_be_visible()


def fill_address(page: Page) -> None:
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("Full name").fill("Ada Beispiel")
    page.get_by_label("Street and number").fill("Musterweg 1")
    page.get_by_label("Postal code").fill("10115")
    page.get_by_label("City").fill("Berlin")
    page.get_by_role("button", name="Continue to payment").click()


def go_to_payment(page: Page) -> FrameLocator:
    page.get_by_role("link", name="Go to checkout").click()
    fill_address(page)
    return payment(page)


def payment(page: Page) -> FrameLocator:
    frame = page.frame_locator(f'iframe[title="{PAYMENT}"]')
    frame.locator('[name="number"]').wait_for()
    return frame


def fill_card(frame: FrameLocator, number: str) -> None:
    frame.locator('[name="number"]').fill(number)
    frame.locator('[name="expiry"]').fill("12 / 34")
    frame.locator('[name="cvc"]').fill("123")


def pay(page: Page) -> None:
    pay_button(page).click()


def pay_button(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Pay €"))


def order_number(page: Page) -> str:
    return str(page.locator(".summary strong").first.text_content())


def expect_paid(served: Served, page: Page) -> None:
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert served.order(order_number(page))["status"] == "paid"
    expect(page.get_by_role("button", name="Cart 0 items")).to_be_visible()


def bank(page: Page) -> FrameLocator:
    outer = page.frame_locator('body > div > iframe[name^="__privateStripeFrame"]')
    return outer.frame_locator("#challengeFrame")


def test_a_card_pays_the_order(served: Served, buyer: Page) -> None:
    fill_card(go_to_payment(buyer), GOOD)
    pay(buyer)
    expect_paid(served, buyer)


def test_a_declined_card_then_a_good_one(served: Served, buyer: Page) -> None:
    frame = go_to_payment(buyer)
    fill_card(frame, DECLINED)
    pay(buyer)
    expect(buyer.get_by_role("alert")).to_have_text("Your card was declined.")
    fill_card(frame, GOOD)
    pay(buyer)
    expect_paid(served, buyer)


def test_three_d_secure_pays(served: Served, buyer: Page) -> None:
    fill_card(go_to_payment(buyer), SECURE)
    pay(buyer)
    bank(buyer).locator("#test-source-authorize-3ds").click()
    expect_paid(served, buyer)


def test_three_d_secure_refused_leaves_the_buyer_at_the_form(served: Served, buyer: Page) -> None:
    frame = go_to_payment(buyer)
    fill_card(frame, SECURE)
    pay(buyer)
    bank(buyer).locator("#test-source-fail-3ds").click()
    expect(buyer.get_by_role("alert")).to_contain_text("unable to authenticate")
    fill_card(frame, GOOD)
    pay(buyer)
    expect_paid(served, buyer)


def test_a_sepa_debit_is_under_way_and_paid_in_the_end(served: Served, buyer: Page) -> None:
    frame = go_to_payment(buyer)
    frame.get_by_role("tab", name="SEPA Debit").click()
    frame.locator('[name="iban"]').fill(IBAN)
    frame.locator('[name="name"]').fill("Ada Beispiel")
    pay(buyer)
    expect(buyer.get_by_role("heading", name="Confirming your payment…")).to_be_visible()
    order = served.order(str(buyer.locator(".summary strong").first.text_content()))
    assert order["status"] == "pending"
    intent = re.search(r"payment_intent=(pi_\w+)", buyer.url)
    assert intent
    settled = f"{served.stripe}/_stub/payment_intents/{intent[1]}/settle"
    httpx.post(settled, json={"outcome": "succeed"}, trust_env=False).raise_for_status()
    expect_paid(served, buyer)


@pytest.mark.parametrize("outcome", ["Authorize", "Fail"])
def test_a_bank_s_page_leads_back(served: Served, buyer: Page, outcome: str) -> None:
    frame = go_to_payment(buyer)
    choose_method(frame, "iDEAL", "ideal")
    if frame.locator('[name="name"]').count():
        frame.locator('[name="name"]').first.fill("Ada Beispiel")
    pay(buyer)
    buyer.get_by_role("link", name=f"{outcome} Test Payment").click()
    if outcome == "Authorize":
        expect_paid(served, buyer)
        return
    expect(buyer.get_by_role("heading", name="The payment did not go through")).to_be_visible()
    buyer.get_by_role("link", name="Try again").click()
    fill_card(payment(buyer), GOOD)
    pay(buyer)
    expect_paid(served, buyer)


def choose_method(frame: FrameLocator, name: str, kind: str) -> None:
    tab = frame.get_by_role("tab", name=name)
    if tab.count():
        tab.click()
    else:
        frame.locator(".p-AdditionalPaymentMethods-menu").select_option(kind)


def test_a_reload_in_the_middle_goes_on_with_the_same_order(served: Served, buyer: Page) -> None:
    go_to_payment(buyer)
    before = buyer.evaluate("JSON.parse(sessionStorage.checkout).intent.orderId")
    buyer.reload()
    fill_card(payment(buyer), GOOD)
    pay(buyer)
    expect_paid(served, buyer)
    assert before in buyer.url


def test_back_after_paying_leads_to_the_order(served: Served, buyer: Page) -> None:
    fill_card(go_to_payment(buyer), GOOD)
    pay(buyer)
    expect_paid(served, buyer)
    number = order_number(buyer)
    buyer.go_back()
    expect(buyer.get_by_text("Your cart is empty.")).to_be_visible()
    buyer.goto(f"{served.page}/account")
    expect(buyer.get_by_role("link", name=number)).to_be_visible()


def test_a_double_click_pays_once(served: Served, buyer: Page) -> None:
    fill_card(go_to_payment(buyer), GOOD)
    confirms: list[str] = []

    def record(request: Request) -> None:
        if request.url.endswith("/confirm"):
            confirms.append(request.url)

    buyer.on("request", record)
    pay_button(buyer).dblclick()
    expect_paid(served, buyer)
    assert len(confirms) == 1


def test_two_tabs_pay_one_order_each_or_the_same_once(served: Served, buyer: Page) -> None:
    first = go_to_payment(buyer)
    second_tab = buyer.context.new_page()
    second_tab.goto(f"{served.page}/checkout")
    fill_address(second_tab)
    second = payment(second_tab)
    fill_card(first, GOOD)
    pay(buyer)
    expect_paid(served, buyer)
    fill_card(second, GOOD)
    pay(second_tab)
    expect(second_tab.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert order_number(buyer) != order_number(second_tab)


def test_the_keyboard_alone_buys(served: Served, visit: Any) -> None:
    page: Page = visit.page
    page.goto(f"{served.page}/shop/kaiser-natron-bad-500-g")
    tab_to(page, "Add to cart")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Your cart")).to_be_visible()
    tab_to(page, "Go to checkout")
    page.keyboard.press("Enter")
    page.get_by_label("Email").wait_for()
    for label, text in (
        ("Email", "ada@example.com"),
        ("Full name", "Ada Beispiel"),
        ("Street and number", "Musterweg 1"),
        ("Postal code", "10115"),
        ("City", "Berlin"),
    ):
        tab_to(page, label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    frame = payment(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "IFRAME":
            frame.locator(":focus").wait_for()  # it is handed from process to process
        if frame.locator('[name="number"]:focus').count():
            break
    page.keyboard.type(GOOD, delay=5)
    page.keyboard.type("1234", delay=5)
    page.keyboard.type("123", delay=5)
    expect(frame.locator('[name="cvc"]')).to_have_value("123")
    tab_to(page, "Pay €")
    page.keyboard.press("Enter")
    expect_paid(served, page)


def tab_to(page: Page, name: str) -> None:
    """Tab until the focus is on what has that name."""
    focused = """() => {
      const element = document.activeElement;
      const label = element.labels?.[0]?.textContent || element.getAttribute('aria-label');
      return (label || element.textContent).trim();
    }"""
    for _ in range(80):
        page.keyboard.press("Tab")
        if str(page.evaluate(focused)).startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name!r}")


def test_a_phone_buys_and_nothing_is_cut_off(served: Served, browser: Browser, visit: Any) -> None:
    page: Page = visit.page
    page.set_viewport_size({"width": 340, "height": 680})
    page.goto(f"{served.page}/shop")
    add_to_cart(page)
    frame = go_to_payment(page)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, "the page scrolls sideways"
    fill_card(frame, GOOD)
    pay(page)
    expect_paid(served, page)


def test_an_account_keeps_addresses_and_orders(served: Served, buyer: Page) -> None:
    buyer.keyboard.press("Escape")
    buyer.get_by_role("link", name="Log in").click()
    buyer.get_by_role("button", name="Create an account").click()
    buyer.get_by_label("Name").fill("Ada Beispiel")
    buyer.get_by_label("Email").fill(f"ada.{time.monotonic_ns()}@example.com")
    buyer.get_by_label("Password").fill("a long enough one")
    buyer.get_by_role("button", name="Create an account").click()
    expect(buyer.get_by_role("heading", name="Hello, Ada Beispiel")).to_be_visible()
    buyer.get_by_role("button", name="Add an address").click()
    buyer.get_by_label("Full name").fill("Ada Beispiel")
    buyer.get_by_label("Street and number").fill("Musterweg 1")
    buyer.get_by_label("Postal code").fill("10115")
    buyer.get_by_label("City").fill("Berlin")
    buyer.get_by_role("button", name="Save").click()
    buyer.get_by_role("button", name="Set as default").click()
    expect(buyer.get_by_text("default", exact=True)).to_be_visible()
    buyer.get_by_role("button", name="Cart").click()
    buyer.get_by_role("link", name="Go to checkout").click()
    expect(buyer.get_by_label("City")).to_have_value("Berlin")
    buyer.get_by_role("button", name="Continue to payment").click()
    fill_card(payment(buyer), GOOD)
    pay(buyer)
    expect_paid(served, buyer)
    number = order_number(buyer)
    buyer.get_by_role("link", name="Ada Beispiel").click()
    expect(buyer.get_by_role("link", name=number)).to_be_visible()
    buyer.get_by_role("button", name="Log out").click()
    expect(buyer.get_by_role("heading", name="Your account")).to_be_visible()
    expect(buyer.get_by_text("No orders yet.")).to_be_visible()


@pytest.mark.parametrize(
    "where",
    ["/shop", "/shop/kaiser-natron-bad-500-g", "/checkout", "/account", "/nowhere", "payment"],
)
def test_axe_finds_nothing_serious(served: Served, buyer: Page, where: str) -> None:
    if where == "payment":
        go_to_payment(buyer)
    else:
        buyer.goto(served.page + where)
        buyer.get_by_role("heading", level=1).wait_for()
    for frame in buyer.frames:
        if frame.locator("body *").count() and "controller" not in frame.url:
            assert serious(frame) == []


@pytest.mark.parametrize("path", ["/shop", "/checkout", "/account"])
def test_axe_finds_nothing_serious_in_dark_mode(served: Served, buyer: Page, path: str) -> None:
    buyer.emulate_media(color_scheme="dark")
    buyer.goto(served.page + path)
    buyer.get_by_role("heading", level=1).wait_for()
    assert serious(buyer.main_frame) == []


def serious(frame: Any) -> list[str]:
    """What axe-core calls serious or critical in a frame."""
    frame.evaluate(AXE.read_text(encoding="utf-8"))
    found = frame.evaluate("axe.run(document, { iframes: false })")
    return [
        f"{violation['id']}: {violation['nodes'][0]['html']}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


def test_no_card_number_reaches_the_shop(served: Served, buyer: Page) -> None:
    """C-str-3: what is typed into Stripe's frame goes to Stripe, and only there."""
    sent: list[tuple[str, str]] = []
    buyer.context.on("request", lambda request: sent.append((request.url, request.post_data or "")))
    fill_card(go_to_payment(buyer), GOOD)
    page_sees: Callable[[], str] = lambda: str(buyer.evaluate("document.documentElement.outerHTML"))  # noqa: E731
    assert GOOD not in page_sees().replace(" ", "")
    pay(buyer)
    expect_paid(served, buyer)
    with_card = [url for url, body in sent if GOOD in body.replace("+", "").replace("%20", "")]
    assert with_card
    assert all(url.startswith(f"{served.stripe}/v1/") for url in with_card)
