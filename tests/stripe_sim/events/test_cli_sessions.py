"""The CLIs that listen: who gets what, and who has gone."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
import stripe

from stub_server.stripe_sim.events import cli_sessions
from stub_server.stripe_sim.events.cli_sessions import CliSessions, Session, secret_of
from stub_server.stripe_sim.settings import LATEST_VERSION

ACCOUNT, NOW = "acct_1", 1_800_000_000


def session(name: str, account: str = ACCOUNT, **more: Any) -> Session:
    given = {"feature": "webhooks", "forwards": True, "filters": {}, "away_since": None, **more}
    return Session(name, account, **given)


def event(number: int = 1) -> dict[str, Any]:
    own = {"id": f"evt_{number}", "object": "event", "api_version": "2026-06-24.dahlia"}
    return {**own, "type": "charge.succeeded", "_": {"account": ACCOUNT}}


def frames(of: Session) -> list[dict[str, Any]]:
    return [orjson.loads(of.frames.get_nowait()) for _ in range(of.frames.qsize())]


@pytest.mark.parametrize(
    ("away_since", "there"),
    [(None, True), (NOW, True), (NOW - 90, True), (NOW - 91, False)],
)
def test_who_was_there_a_moment_ago_is_there(away_since: int | None, there: bool) -> None:
    clis = CliSessions()
    clis.open(session("a", away_since=away_since))
    assert bool(clis.find_listeners(ACCOUNT, NOW)) is there
    assert (clis.get("a") is not None) is there


def test_each_hears_of_its_own_account_and_its_own_matter() -> None:
    clis = CliSessions()
    names = {"hooks": {}, "logs": {"feature": "request_logs"}, "other": {"account": "acct_2"}}
    for name, more in names.items():
        clis.open(session(name, **more))
    assert [cli.id for cli in clis.find_listeners(ACCOUNT, NOW)] == ["hooks"]
    assert [cli.id for cli in clis.find_listeners(ACCOUNT, NOW, "request_logs")] == ["logs"]
    assert [cli.id for cli in clis.find_listeners("acct_2", NOW)] == ["other"]
    assert clis.find_listeners("acct_3", NOW) == []
    assert clis.has_log_readers()


def test_an_event_comes_in_the_accounts_version_and_in_the_latest_signed() -> None:
    clis, listens = CliSessions(), session("a")
    clis.open(listens)
    clis.send_event(event(), "abc", NOW)
    said = frames(listens)
    assert [frame["endpoint"]["api_version"] for frame in said] == [None, LATEST_VERSION]
    assert len({frame["webhook_conversation_id"] for frame in said}) == 2
    assert listens.unacknowledged == {"evt_1"}
    for frame, version in zip(said, ("2026-06-24.dahlia", LATEST_VERSION), strict=True):
        payload, header = frame["event_payload"], frame["http_headers"]["Stripe-Signature"]
        assert orjson.loads(payload)["api_version"] == version
        assert "_" not in orjson.loads(payload)
        stripe.WebhookSignature.verify_header(payload, header, secret_of(ACCOUNT), None)


def test_two_that_listen_both_hear_it_with_the_same_secret() -> None:
    clis, first, second = CliSessions(), session("a"), session("b")
    clis.open(first)
    clis.open(second)
    clis.send_event(event(), "abc", NOW)
    ids = [frame["webhook_id"] for frame in (*frames(first), *frames(second))]
    assert len(ids) == len(set(ids)) == 4
    assert secret_of(ACCOUNT) == secret_of(ACCOUNT) != secret_of("acct_2")


def test_what_waits_for_too_long_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    clis, listens = CliSessions(), session("a", away_since=NOW)
    clis.open(listens)
    for number in range(cli_sessions.MAX_FRAMES):
        clis.send_event(event(number), "abc", NOW)
    waiting = frames(listens)
    assert len(waiting) == cli_sessions.MAX_FRAMES
    assert orjson.loads(waiting[-1]["event_payload"])["id"] == f"evt_{cli_sessions.MAX_FRAMES - 1}"


def test_the_log_goes_to_those_whose_filters_it_passes() -> None:
    clis = CliSessions()
    everything = session("all", feature="request_logs")
    rejections = session("some", feature="request_logs", filters={"filter_http_method": ["GET"]})
    clis.open(everything)
    clis.open(rejections)
    line = {"method": "POST", "status": 200, "url": "/v1/customers", "request_id": "req_1"}
    clis.send_log_line(ACCOUNT, line, "abc", NOW)
    assert [frame["type"] for frame in frames(everything)] == ["request_log_event"]
    assert frames(rejections) == []


def test_after_a_reset_nothing_waits_for_an_answer_and_all_go_on_listening() -> None:
    clis, listens = CliSessions(), session("a")
    clis.open(listens)
    clis.send_event(event(), "abc", NOW)
    clis.clear()
    assert listens.unacknowledged == set()
    assert clis.find_listeners(ACCOUNT, NOW) == [listens]
    assert [*clis.writers()] == []
