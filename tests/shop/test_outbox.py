"""The outbox: mails that a developer reads instead of the buyer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.ids import SeededIds
from stub_server.shop.outbox import StoreOutbox
from stub_server.shop.ports import Outbox
from stub_server.shop.state_folder import open_store


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 23, 10, tzinfo=UTC))


@pytest.fixture
def outbox(clock: FrozenClock) -> Outbox:
    return StoreOutbox(open_store(None), clock, SeededIds(1))


@pytest.mark.rule("C-cus-7", "C-conv-5")
def test_a_reset_mail_is_in_the_box_with_its_token(outbox: Outbox) -> None:
    outbox.send("ann@example.org", "New password", "Follow the link", token="t0k3n")
    assert outbox.mails() == [
        {
            "to": "ann@example.org",
            "subject": "New password",
            "text": "Follow the link",
            "token": "t0k3n",
            "sentAt": "2026-11-23T10:00:00.000Z",
        }
    ]


@pytest.mark.rule("C-cus-7")
def test_mails_are_read_oldest_first_by_address(outbox: Outbox, clock: FrozenClock) -> None:
    for number in range(3):
        outbox.send("ann@example.org", f"mail {number}", "")
        outbox.send("bob@example.org", "other", "")
        clock.advance(timedelta(minutes=1))
    mails = outbox.mails("ann@example.org")
    assert [mail["subject"] for mail in mails] == ["mail 0", "mail 1", "mail 2"]
    assert mails[2]["sentAt"] == "2026-11-23T10:02:00.000Z"
    assert mails[0]["token"] is None
    assert len(outbox.mails()) == 6
    assert outbox.mails("eve@example.org") == []


@pytest.mark.rule("C-cus-7")
def test_mails_outlive_a_restart(tmp_path: Path, clock: FrozenClock) -> None:
    store = open_store(tmp_path)
    StoreOutbox(store, clock, SeededIds(1)).send("ann@example.org", "Hello", "")
    store.close()
    again = open_store(tmp_path)
    assert len(StoreOutbox(again, clock, SeededIds(1)).mails("ann@example.org")) == 1
    again.close()
