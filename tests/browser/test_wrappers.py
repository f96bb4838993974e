"""React's and Vue's wrappers of Stripe.js, from npm and unchanged, on small pages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.process
Buys = Callable[..., Any]
SOURCES = Path(__file__).parent / "wrappers"
PAYMENT = "Secure payment input frame"


@pytest.fixture(scope="module", autouse=True)
def built(shop: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The pages' bundles, made by esbuild, are the shop's too."""
    esbuild = SOURCES / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists() or shutil.which("node") is None:
        pytest.fail(f"The wrappers are not installed: run `make test`, or `npm install` {SOURCES}.")
    folder = tmp_path_factory.mktemp("built")
    define = (
        '--define:process.env.NODE_ENV="development"',
        "--define:__VUE_OPTIONS_API__=true",
        "--define:__VUE_PROD_DEVTOOLS__=false",
        "--define:__VUE_PROD_HYDRATION_MISMATCH_DETAILS__=false",
    )
    sources = ("react.jsx", "vue.js")
    flags = ("--bundle", "--format=esm", "--jsx=automatic", f"--outdir={folder}", *define)
    subprocess.run([esbuild, *sources, *flags, "--log-level=warning"], cwd=SOURCES, check=True)
    before = list(shop.folders)
    shop.folders += [folder, SOURCES]
    yield
    shop.folders[:] = before


def opened(shop: Any, buys: Buys, app: str, script: str, **values: str) -> Any:
    tag = f'<script src="{shop.stripe}/{script}"></script>'
    return buys("app.html", app=app, tag=tag, kind=values.pop("kind", "payment"), **values)


def pay(visit: Any) -> None:
    visit.page.get_by_role("button", name="Pay", exact=True).click()


def test_react_pays_with_the_payment_element(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = opened(shop, buys, "react", "endive/stripe.js", secret=intent["client_secret"])
    visit.types_card("4242424242424242")
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded"
    assert not [it for it in visit.said if "stripe" in it.lower()], visit.said


def test_react_finds_the_card_element_by_its_component(shop: Any, buys: Buys) -> None:
    secret = shop.intent()["client_secret"]
    visit = opened(shop, buys, "react", "endive/stripe.js", secret=secret, kind="card")
    fields = visit.frame("Secure card payment input frame")
    fields.locator('[name="cardnumber"]').fill("4242424242424242")
    fields.locator('[name="exp-date"]').fill("1234")
    fields.locator('[name="cvc"]').fill("123")
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded"


def test_react_may_take_it_away_and_bring_it_back(shop: Any, buys: Buys) -> None:
    secret = shop.intent()["client_secret"]
    visit = opened(shop, buys, "react", "endive/stripe.js", secret=secret)
    visit.types_card("4242424242424242")
    visit.page.get_by_role("button", name="Toggle").click()
    visit.page.locator('iframe[title="Secure payment input frame"]').wait_for(state="detached")
    visit.page.get_by_role("button", name="Toggle").click()
    number = visit.frame(PAYMENT).locator('[name="number"]')
    number.wait_for()
    assert number.input_value() == ""


def test_an_older_script_is_said_to_be_older(shop: Any, buys: Buys) -> None:
    secret = shop.intent()["client_secret"]
    visit = opened(shop, buys, "react", "clover/stripe.js", secret=secret)
    visit.frame(PAYMENT).locator('[name="number"]').wait_for()
    assert any("Stripe.js@clover was loaded" in it for it in visit.said), visit.said


def test_vue_pays(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = opened(shop, buys, "vue", "v3/", secret=intent["client_secret"])
    visit.types_card("4242424242424242")
    visit.page.get_by_text("ready").wait_for()
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded"
    expect(visit.page.locator("#events")).to_contain_text("change")
