"""The server's HTTP/1.1: usual and unusual requests, offers of other protocols, odd bytes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from tests.echo_server import Caller, Echo, serve_echo
from tests.hostile_http import FRAMINGS, NONSENSE, SPLITTING_LINES, with_line


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with serve_echo(Echo()) as caller:
        yield caller


POST = b"POST /v1/x?a=1 HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\n"


async def test_an_answer_is_http(caller: Caller) -> None:
    answer = await caller.say(POST + b"b=2")
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 201 Created"
    assert re.match(rb"date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", lines[1])
    assert (lines[2:], body) == ([b"content-length: 23"], b"echo POST|/v1/x|a=1|b=2")


@pytest.mark.parametrize(
    "pieces",
    [
        (POST + b"b=2",),
        (POST, b"b=2"),
        (POST[:1], POST[1:9], POST[9:-1], POST[-1:], b"b", b"=2"),
        (POST.replace(b"Content-Length", b"content-LENGTH") + b"b=2",),
    ],
)
async def test_a_request_may_come_in_pieces(caller: Caller, pieces: tuple[bytes, ...]) -> None:
    assert (await caller.say(*pieces)).endswith(b"echo POST|/v1/x|a=1|b=2")


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (b"GET /a%20b HTTP/1.1\r\nhost: h\r\n\r\n", b"echo GET|/a b||"),
        (b"DELETE /a HTTP/1.1\r\n\r\n", b"echo DELETE|/a||"),
        (b"OPTIONS /a HTTP/1.1\r\n\r\n", b"echo OPTIONS|/a||"),
        (
            b"POST /a HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            b"HTTP2-Settings: AAMAAABkAAQ\r\nContent-Length: 3\r\n\r\nb=2",
            b"echo POST|/a||b=2",
        ),
        (
            b"POST /a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n3\r\nb=2\r\n0\r\n\r\n",
            b"echo POST|/a||b=2",
        ),
        (b"PATCH /a HTTP/1.1\r\n\r\n", b"echo PATCH|/a||"),
        (b"GET http://h/a HTTP/1.1\r\n\r\n", b"echo GET|/a||"),
        (
            b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nb=2\r\n0\r\n\r\n",
            b"echo POST|/a||b=2",
        ),
        (b"POST /a HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n" + b"b" * 2_000_000, b"b"),
        (b"GET /a HTTP/1.1\r\nA: 1\r\nA: 2\r\n\r\n", b"echo GET|/a||"),
        (b"GET /a HTTP/1.0\r\n\r\n", b"echo GET|/a||"),
    ],
)
async def test_what_is_unusual_is_answered_too(
    caller: Caller, request_: bytes, body: bytes
) -> None:
    answer = await caller.say(request_)
    assert answer.startswith(b"HTTP/1.1 201 Created")
    assert answer.endswith(body)


async def test_who_waits_for_a_word_before_the_body_gets_it(caller: Caller) -> None:
    asked = POST.replace(b"Host: here", b"Expect: 100-continue")
    reader, writer = await caller.opened()
    writer.write(asked)
    assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    writer.write(b"b=2")
    assert (await caller.heard(reader)).endswith(b"echo POST|/v1/x|a=1|b=2")
    writer.close()


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_what_is_no_http_is_refused(caller: Caller, nonsense: bytes) -> None:
    answer = await caller.say(nonsense, closes=True)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request")
    assert caller.app.asked == []


async def test_a_connection_stays_and_answers_in_order(caller: Caller) -> None:
    reader, writer = await caller.opened()
    for number in range(3):
        writer.write(b"GET /%d HTTP/1.1\r\n\r\n" % number)
        assert b"|/%d|" % number in await caller.heard(reader)
    writer.write(b"GET /slow HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\n\r\nGET /la")
    await asyncio.sleep(0.05)
    assert caller.app.asked[3:] == ["/slow"]
    writer.write(b"st HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    caller.app.slow.set()
    assert b"|/slow|" in await caller.heard(reader)
    assert b"|/next|" in await caller.heard(reader)
    assert b"echo GET|/last||" in await caller.heard(reader)
    writer.close()


async def test_much_that_waits_is_read_when_its_turn_comes(caller: Caller) -> None:
    reader, writer = await caller.opened()
    long = b"POST /%d HTTP/1.1\r\nContent-Length: 50000\r\n\r\n" + b"b" * 50_000
    writer.write(b"GET /slow HTTP/1.1\r\n\r\n" + b"".join(long % at for at in range(9)))
    await asyncio.sleep(0.05)
    caller.app.slow.set()
    answers = [await caller.heard(reader) for _ in range(10)]
    assert [caller.app.asked[1:], b"|/8|" in answers[9]] == [[f"/{at}" for at in range(9)], True]
    writer.close()


async def test_who_asks_for_it_is_let_go(caller: Caller) -> None:
    answer = await caller.say(b"GET /a HTTP/1.1\r\nConnection: close\r\n\r\n", closes=True)
    assert b"\r\nconnection: close\r\n" in answer
    assert answer.endswith(b"echo GET|/a||")


async def test_a_broken_app_is_said_and_the_connection_ends(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await caller.say(b"GET /broken HTTP/1.1\r\n\r\n", closes=True)
    assert answer.startswith(b"HTTP/1.1 500 Internal Server Error")
    assert "ZeroDivisionError" in caplog.text
    assert (await caller.say(b"GET /a HTTP/1.1\r\n\r\n")).endswith(b"|/a||")


async def test_who_says_nothing_for_long_is_let_go(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller.server.config, "timeout_keep_alive", 0.2)
    answer = await caller.say(b"GET /a HTTP/1.1\r\n\r\n", closes=True)
    assert answer.endswith(b"|/a||")


async def test_an_answer_under_way_is_given_before_the_end(caller: Caller) -> None:
    reader, writer = await caller.opened()
    writer.write(b"GET /slow HTTP/1.1\r\n\r\n")
    idle, idly = await caller.opened()
    await asyncio.sleep(0.05)
    caller.server.should_exit = True
    assert await asyncio.wait_for(idle.read(), 5) == b""
    caller.app.slow.set()
    assert (await caller.heard(reader)).endswith(b"|/slow||")
    assert await reader.read() == b""
    writer.close()
    idly.close()


async def test_who_has_gone_does_not_disturb_the_others(caller: Caller) -> None:
    _, writer = await caller.opened()
    writer.write(b"GET /slow HTTP/1.1\r\n\r\n")
    await asyncio.sleep(0.05)
    writer.close()
    await asyncio.sleep(0.05)
    caller.app.slow.set()
    assert (await caller.say(b"GET /a HTTP/1.1\r\n\r\n")).endswith(b"|/a||")


@pytest.mark.parametrize("line", SPLITTING_LINES)
async def test_s5_a_header_that_could_split_the_answer_is_refused(
    caller: Caller, line: bytes
) -> None:
    answer = await caller.say(with_line(line), closes=True)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"evil" not in answer
    assert caller.app.asked == []


@pytest.mark.parametrize("framing", FRAMINGS)
async def test_a_body_with_two_lengths_or_none_is_not_served(
    caller: Caller, framing: bytes
) -> None:
    answer = await caller.say(b"POST /a HTTP/1.1\r\nHost: h\r\n" + framing, closes=True)
    assert answer.startswith(b"HTTP/1.1 4")


async def test_r5_offers_of_http_2_lose_no_body_wherever_they_stand(caller: Caller) -> None:
    offer = (
        b"POST /%d HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\nContent-Length: 3\r\n\r\nb=%d"
    )
    reader, writer = await caller.opened()
    for number in range(3):
        whole = offer % (number, number)
        for piece in (whole[:20], whole[20:-2], whole[-2:]):
            writer.write(piece)
            await asyncio.sleep(0.01)
        expected = b"echo POST|/%d||b=%d" % (number, number)
        assert (await caller.heard(reader)).endswith(expected)
    writer.write(b"".join(offer % (number, number) for number in range(3, 6)))
    for number in range(3, 6):
        expected = b"echo POST|/%d||b=%d" % (number, number)
        assert (await caller.heard(reader)).endswith(expected)
    writer.close()


async def test_a_thousand_offers_in_one_packet_are_answered(caller: Caller) -> None:
    offer = b"GET /%d HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    reader, writer = await caller.opened()
    writer.write(b"".join(offer % number for number in range(1000)))
    for number in range(1000):
        assert (await caller.heard(reader)).endswith(b"echo GET|/%d||" % number)
    writer.close()


async def test_a_connection_that_sends_nothing_is_closed(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller.server.config, "timeout_keep_alive", 0.1)
    reader, writer = await caller.opened()
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
