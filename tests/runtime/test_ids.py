"""Ids: of the right characters, each tokens out once, and repeatable where that is wanted."""

from __future__ import annotations

from collections import Counter

import pytest

from stub_server.runtime import ids
from stub_server.runtime.ids import ALPHABET, SecretIds, SeededIds


@pytest.mark.parametrize("length", [0, 1, 14, 24, ids.CHUNK, 3 * ids.CHUNK + 1])
def test_a_token_has_so_many_letters_and_digits(length: int) -> None:
    for source in (SecretIds(), SeededIds("a")):
        token = source.token(length)
        assert len(token) == length
        assert set(token) <= set(ALPHABET)


def test_no_character_is_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[bytes] = []

    def counted(length: int) -> bytes:
        drawn.append(bytes((len(drawn) * 7 + position) % 251 for position in range(length)))
        return drawn[-1]

    monkeypatch.setattr("secrets.token_bytes", counted)
    source, lengths = SecretIds(), [1, 14, 24, 5000, 3, 9000, 2]
    tokens = "".join(source.token(length) for length in lengths)
    everything = b"".join(drawn).translate(ids.CHARACTERS, ids.DROPPED_BYTES).decode()
    assert everything.startswith(tokens)


def test_every_sign_is_as_likely_as_every_other() -> None:
    signs = bytes(range(256)).translate(ids.CHARACTERS, ids.DROPPED_BYTES).decode()
    assert Counter(signs) == dict.fromkeys(ALPHABET, 4)


def test_two_sources_of_secrets_say_different_things() -> None:
    assert SecretIds().token(24) != SecretIds().token(24)


def test_a_seed_repeats_itself_and_no_other() -> None:
    first, again, other = (SeededIds(seed) for seed in ("a", "a", "b"))
    tokens = [first.token(length) for length in (24, 3, 24)]
    assert tokens == [again.token(length) for length in (24, 3, 24)]
    assert tokens[0] != other.token(24)
    assert ids.seeded(7).random() == ids.seeded(7).random()
