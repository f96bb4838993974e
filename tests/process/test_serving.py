"""Start, stop, crash: what the person at the keyboard meets."""

from __future__ import annotations

import json
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.process


def test_a_taken_port_is_said_in_clear_words(run: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run("serve", "--port", port, "--stripe-port", "0", "--memory")
    assert ended.returncode == 2
    assert f"Port {port} on 127.0.0.1 is taken" in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.rule("C-str-4")
@pytest.mark.parametrize("name", ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY"])
@pytest.mark.parametrize("mode", ["simulator", "test-mode"])
def test_a_live_key_is_refused_at_the_start(run: Any, name: str, mode: str) -> None:
    key = "sk_live_1234567890abcdef" if "SECRET" in name else "pk_live_1234567890abcdef"
    ended = run("serve", "--port", "0", "--stripe-port", "0", "--stripe", mode, **{name: key})
    assert ended.returncode == 2
    assert f"{name} is a live key" in ended.stderr
    assert key not in ended.stderr


def test_test_mode_without_keys_says_which_are_needed(run: Any) -> None:
    ended = run("serve", "--port", "0", "--stripe", "test-mode", "--memory")
    assert ended.returncode == 2
    assert "STRIPE_SECRET_KEY=sk_test_" in ended.stderr


def test_a_broken_fixture_is_said_with_file_and_field(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    folder.mkdir()
    source = Path(__file__).parents[2] / "fixtures"
    for file in source.glob("*.json"):
        (folder / file.name).write_bytes(file.read_bytes())
    products = json.loads((folder / "catalogue.json").read_text())
    products[3]["price"] = 1.234
    (folder / "catalogue.json").write_text(json.dumps(products))
    ended = run("serve", "--port", "0", "--stripe-port", "0", "--fixtures", str(folder))
    assert ended.returncode == 2
    assert "catalogue.json: [3].price (kaiser-natron-tabletten-100-g-dose)" in ended.stderr


def test_health_is_the_readiness_signal_of_both(stub: Any) -> None:
    for url in (stub.url, stub.stripe):
        answer = httpx.get(f"{url}/_stub/health", trust_env=False)
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_ctrl_c_ends_it_cleanly_and_the_state_stays(start: Any, checkout: Any) -> None:
    first = start()
    with first.buyer() as buyer:
        intent = checkout(buyer)
        cookies = dict(buyer.cookies)
    assert first.stops(signal.SIGINT) == 0
    assert "Ready after" in first.printed()
    assert "Traceback" not in first.printed()
    second = start()
    with second.buyer() as buyer:
        buyer.cookies.update(cookies)
        assert buyer.get(f"/api/orders/{intent['orderId']}").status_code == 200
        assert second.runs("pay", intent["orderId"]).returncode == 0


def test_a_stop_takes_the_note_away_and_files_everything_in_the_snapshot(
    start: Any, checkout: Any
) -> None:
    stub = start()
    state = stub.folder / ".shopstub"
    with stub.buyer() as buyer:
        order_id = checkout(buyer)["orderId"]
    journals = list(state.glob("*.journal-*"))
    assert journals, "while it runs, the journal has what the snapshot has not"
    assert (state / "running.json").exists()
    assert stub.stops(signal.SIGTERM) == 0
    assert "Traceback" not in stub.printed()
    assert not (state / "running.json").exists()
    assert list(state.glob("*.journal-*")) == []
    orders = json.loads((state / "shop.json").read_text(encoding="utf-8"))["orders"]
    assert [order["id"] for order in orders.values()] == [order_id]
    intents = json.loads((state / "stripe.json").read_text(encoding="utf-8"))
    assert order_id in json.dumps(intents)


def test_kill_9_during_writes_loses_no_acknowledged_order(start: Any, checkout: Any) -> None:
    first = start("--quiet")
    made: list[str] = []
    cookies: dict[str, str] = {}

    def buys() -> None:
        with first.buyer() as buyer:
            try:
                while True:
                    intent = checkout(buyer)
                    cookies.update(buyer.cookies)
                    made.append(intent["orderId"])
            except (httpx.TransportError, AssertionError):
                return

    buying = threading.Thread(target=buys)
    buying.start()
    while len(made) < 5:
        assert buying.is_alive()
    first.stops(signal.SIGKILL)
    buying.join(20)
    second = start("--quiet")
    with second.buyer() as buyer:
        buyer.cookies.update(cookies)
        listed = {order["id"] for order in buyer.get("/api/orders").json()["items"]}
    assert set(made) <= listed


def test_two_stubs_in_one_folder_are_kept_apart(start: Any) -> None:
    first = start("--quiet")
    second = first.runs("serve", "--port", "0", "--stripe-port", "0")
    assert second.returncode == 2
    assert "in use by process" in second.stderr


def test_commands_without_a_stub_say_how_to_start_one(run: Any) -> None:
    for command in (["orders"], ["outbox"], ["reset"], ["pay"], ["demo"]):
        ended = run(*command, "--url", "http://127.0.0.1:9")
        assert ended.returncode == 2, command
        assert "shopstub serve" in ended.stderr


def test_orders_outbox_and_reset(start: Any, checkout: Any) -> None:
    stub = start("--quiet")
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        body = {"email": "demo@example.com"}
        assert buyer.post("/api/customers/password/reset", json=body).status_code == 200
    listed = json.loads(stub.runs("orders", "--json").stdout)
    assert [it["id"] for it in listed] == [intent["orderId"]]
    assert listed[0]["number"] in stub.runs("orders").stdout
    mails = json.loads(stub.runs("outbox", "--json").stdout)
    assert [it["to"] for it in mails] == ["demo@example.com"]
    assert stub.runs("reset").returncode == 0
    assert json.loads(stub.runs("orders", "--json").stdout) == []
    assert json.loads(stub.runs("outbox", "--json").stdout) == []


def test_demo_walks_to_a_paid_order(start: Any) -> None:
    ended = start("--quiet").runs("demo")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "is paid" in ended.stdout
