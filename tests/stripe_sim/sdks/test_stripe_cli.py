"""Stripe's own CLI, told another host by its hidden flag and nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import stripe

from stub_server.stripe_sim import SECRET_KEY

FOLDER = Path(__file__).parents[1] / "node"
CLI = next((FOLDER / "node_modules" / "@stripe").glob("cli-*/bin/stripe*"), None)
"""The program itself: npm's command for it starts it as a child, which a signal then misses."""
ROOT = Path(__file__).parents[3]
PATIENCE = 90
"""Seconds after which a command, or a line of one, is taken never to come."""

pytestmark = pytest.mark.process

SENT = (
    "balance.available",
    "charge.captured",
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.failed",
    "charge.refund.updated",
    "charge.refunded",
    "charge.succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "coupon.created",
    "coupon.deleted",
    "coupon.updated",
    "customer.created",
    "customer.deleted",
    "customer.source.created",
    "customer.source.updated",
    "customer.updated",
    "payment_intent.amount_capturable_updated",
    "payment_intent.canceled",
    "payment_intent.created",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.requires_action",
    "payment_intent.succeeded",
    "payment_method.attached",
    "payment_method.detached",
    "payment_method.updated",
    "price.created",
    "price.updated",
    "product.created",
    "product.deleted",
    "product.updated",
    "promotion_code.created",
    "promotion_code.updated",
    "setup_intent.canceled",
    "setup_intent.created",
    "setup_intent.requires_action",
    "setup_intent.setup_failed",
    "setup_intent.succeeded",
    "tax_rate.created",
    "tax_rate.updated",
    "test_helpers.test_clock.advancing",
    "test_helpers.test_clock.created",
    "test_helpers.test_clock.deleted",
    "test_helpers.test_clock.ready",
)
"""What `stripe trigger` makes happen here."""

WITH_RETURN_URL = ("payment_method.updated", "setup_intent.requires_action")
"""Their fixtures confirm a SetupIntent without one, which an account that offers methods with
redirects refuses, here as at Stripe."""
ADDED = ("--add", "setup_intent:return_url=https://shop.example")


@dataclass
class CliRunner:
    """A simulator in a process of its own, and the CLI beside it."""

    url: str
    env: dict[str, str]

    async def run(self, *words: str) -> str:
        """A command of the CLI from start to end; what it wrote."""
        process = await self.start(*words)
        out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        return out.decode()

    async def ask(self, *words: str) -> dict[str, Any]:
        """Run a command; return the response of the API in its output."""
        answer: dict[str, Any] = json.loads("{" + (await self.run(*words)).partition("{")[2])
        return answer

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        """A command of the CLI that goes on."""
        command = (str(CLI), *words, "--api-base", self.url)
        return await asyncio.create_subprocess_exec(
            *command,
            env=self.env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    @asynccontextmanager
    async def run_until_ready(self, *words: str) -> AsyncIterator[Lines]:
        """A command of the CLI that is ready and goes on until the block ends."""
        process = await self.start(*words)
        lines = Lines(process)
        try:
            await lines.until("Ready!")
            yield lines
        finally:
            process.terminate()
            await process.communicate()

    async def events(self) -> list[str]:
        """The types of what has happened, oldest first."""
        listed = await self.ask("events", "list", "--limit", "100")
        return [event["type"] for event in reversed(listed["data"])]


@dataclass
class Lines:
    """The output of a command, line by line."""

    process: asyncio.subprocess.Process
    read: str = ""

    async def until(self, text: str) -> str:
        """Everything up to a line with the text in it."""
        out = self.process.stdout
        assert out is not None
        while text not in self.read:
            line = await asyncio.wait_for(out.readline(), PATIENCE)
            assert line, f"{text!r} did not come:\n{self.read}"
            self.read += line.decode()
        return self.read


@asynccontextmanager
async def simulator(port: str, *extra_params: str) -> AsyncIterator[str]:
    """The simulator as a process, on that port (0: any); its URL."""
    command = (sys.executable, "-m", "stub_server", "stripe", "--memory", "--stripe-port", port)
    process = await asyncio.create_subprocess_exec(
        *command, *extra_params, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        written = await Lines(process).until("Ready")
        yield re.findall(r"http://localhost:\d+", written)[0].replace("localhost", "127.0.0.1")
    finally:
        process.terminate()
        await process.communicate()


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    if CLI is None or not find_spec("websockets"):
        pytest.fail(
            f"Stripe's CLI is not installed: run `make test`, or `npm install` in {FOLDER}."
        )
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "STRIPE_CLI_TELEMETRY_OPTOUT": "1",
        "STRIPE_API_KEY": SECRET_KEY,
        "STRIPE_DEVICE_NAME": "test",
    }


@pytest.fixture
async def cli(env: dict[str, str]) -> AsyncIterator[CliRunner]:
    async with simulator("0", "--quiet") as url:
        yield CliRunner(url, env)


async def test_resource_commands_do_what_the_api_does(cli: CliRunner) -> None:
    pay = ("--amount", "2000", "--currency", "eur", "--payment-method", "pm_card_visa")
    intent = await cli.ask(
        "payment_intents", "create", *pay, "-d", "return_url=https://shop.example", "--confirm=true"
    )
    assert intent["status"] == "succeeded"
    again = await cli.ask("payment_intents", "retrieve", intent["id"], "--expand", "latest_charge")
    assert again["latest_charge"]["object"] == "charge"
    refund = await cli.ask("refunds", "create", "--payment-intent", intent["id"])
    assert (refund["status"], refund["amount"]) == ("succeeded", 2000)
    customer = await cli.ask("customers", "create", "--email", "jenny@example.com")
    gone = await cli.ask("customers", "delete", customer["id"], "--confirm")
    assert gone == {"id": customer["id"], "object": "customer", "deleted": True}
    assert (await cli.ask("get", "/v1/payment_intents/pi_x"))["error"]["code"] == (
        "resource_missing"
    )


async def test_trigger_makes_the_events_happen(cli: CliRunner) -> None:
    two_at_once = asyncio.Semaphore(2)
    unsent = {}

    async def trigger(number: int, event_type: str) -> None:
        """An account for each, so that only its own event counts; some take seconds to come."""
        own = replace(cli, env={**cli.env, "STRIPE_API_KEY": f"sk_test_trigger{number:03}x7Kq2"})
        async with two_at_once:
            said = await own.run("trigger", event_type, *extra_params(event_type))
        for wait in (0, 1, 4, 16):
            await asyncio.sleep(wait if "Trigger succeeded" in said else 0)
            async with two_at_once:
                if event_type in await own.events():
                    return
        unsent[event_type] = said

    def extra_params(event_type: str) -> tuple[str, ...]:
        return ADDED if event_type in WITH_RETURN_URL else ()

    await asyncio.gather(*(trigger(number, name) for number, name in enumerate(SENT)))
    assert unsent == {}


async def test_an_account_of_long_ago_needs_no_return_url(cli: CliRunner) -> None:
    said = await cli.run("trigger", WITH_RETURN_URL[1])
    assert "you must provide a `return_url`" in said
    said = await cli.run("trigger", WITH_RETURN_URL[1], "--api-version", "2022-11-15")
    assert "Trigger succeeded" in said


async def test_the_signing_secret_stays_the_same(cli: CliRunner) -> None:
    first, second = [await cli.run("listen", "--print-secret") for _ in range(2)]
    assert re.search(r"whsec_[0-9a-f]{64}\n", first)
    assert first.splitlines()[-1] == second.splitlines()[-1]


async def test_listen_forwards_signed_events(cli: CliRunner, receiver: Any) -> None:
    forward = ("--forward-to", receiver.url, "--skip-update")
    events = ("--events", "payment_intent.succeeded,charge.succeeded")
    async with cli.run_until_ready("listen", *forward, *events) as lines:
        await cli.run("trigger", "payment_intent.succeeded")
        secret = re.findall(r"whsec_\w+", lines.read)[0]
        for name in ("payment_intent.succeeded", "charge.succeeded"):
            await lines.until(f"--> {name}")
        await lines.until("<--  [200]")
        await receiver.wait_for(2)
    assert "payment_intent.created" not in lines.read
    for headers, body in receiver.received:
        event = stripe.Webhook.construct_event(body, headers["stripe-signature"], secret)
        assert event.type in ("payment_intent.succeeded", "charge.succeeded")
        assert headers["user-agent"].startswith("Stripe/1.0")


async def test_an_event_that_the_backend_has_taken_waits_for_nobody(
    cli: CliRunner, receiver: Any
) -> None:
    async with cli.run_until_ready(
        "listen", "--forward-to", receiver.url, "--all-snapshot", "--skip-update"
    ) as lines:
        customer = await cli.ask("customers", "create")
        await lines.until("<--  [200]")
        listed = (await cli.ask("events", "list", "--limit", "1"))["data"][0]
    assert listed["data"]["object"]["id"] == customer["id"]
    assert json.loads(receiver.received[0][1])["pending_webhooks"] == 1
    assert listed["pending_webhooks"] == 0


async def test_an_event_is_sent_again_on_request(cli: CliRunner, receiver: Any) -> None:
    async with cli.run_until_ready(
        "listen", "--forward-to", receiver.url, "--all-snapshot"
    ) as lines:
        await cli.run("customers", "create")
        await lines.until("<--  [200]")
        lines.read = ""
        identifier = json.loads(receiver.received[0][1])["id"]
        assert (await cli.ask("events", "resend", identifier))["id"] == identifier
        await lines.until("<--  [200]")
    assert [json.loads(body)["id"] for _, body in receiver.received] == [identifier, identifier]


async def test_listen_takes_the_paths_of_the_endpoints(cli: CliRunner, receiver: Any) -> None:
    made = ("-d", "enabled_events[]=customer.created", "--url", "https://shop.example/hooks/in")
    await cli.run("webhook_endpoints", "create", *made)
    base = receiver.url.removesuffix("/api/webhooks/stripe")
    async with cli.run_until_ready("listen", "-a", "--all-snapshot", "--forward-to", base) as lines:
        await cli.run("customers", "create")
        assert f"POST {base}/hooks/in" in await lines.until("<--  [200]")


async def test_latest_shows_the_latest_version(cli: CliRunner) -> None:
    async with cli.run_until_ready("listen", "--latest", "--events", "customer.created") as lines:
        assert "2026-10-28.endive" in lines.read
        await cli.run("customers", "create")
        await lines.until("customer.created")


async def test_logs_are_tailed_and_filtered(cli: CliRunner) -> None:
    async with cli.run_until_ready("logs", "tail", "--filter-status-code-type", "4XX") as lines:
        await cli.run("customers", "create")
        await cli.run("payment_intents", "create", "--amount", "20", "--currency", "eur")
        said = await lines.until("Param: amount")
    assert "[400] POST /v1/payment_intents [req_" in said
    assert "Code: amount_too_small" in said
    assert "/v1/customers" not in said


async def test_the_cli_comes_back_to_a_simulator_that_was_started_again(
    env: dict[str, str],
) -> None:
    async with simulator("0") as url:
        listening = CliRunner(url, env).run_until_ready("listen", "--events", "customer.created")
        lines = await listening.__aenter__()
    try:
        async with simulator(url.rpartition(":")[2]) as again:
            cli = CliRunner(again, env)
            for _ in range(40):
                await cli.run("customers", "create")
                try:
                    await asyncio.wait_for(lines.until("--> customer.created"), 0.5)
                    break
                except TimeoutError:
                    continue
            assert "--> customer.created" in lines.read
    finally:
        await listening.__aexit__(None, None, None)
