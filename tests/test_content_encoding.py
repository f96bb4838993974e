"""Bodies with `Content-Encoding`: decoded up to the limit, or refused."""

from __future__ import annotations

import gzip
import zlib
from functools import partial

import pytest

from stub_server.content_encoding import EncodingFault, decode

gzipped = partial(gzip.compress, mtime=0)  # the ids of the tests are the same each time
TEXT = b'{"quantity": 1}'
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (TEXT, "identity"),
        (gzipped(TEXT), "gzip"),
        (gzipped(TEXT), "X-GZIP"),
        (gzipped(TEXT[:5]) + gzipped(TEXT[5:]), "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (RAW_DEFLATE, "deflate"),
        (gzipped(zlib.compress(TEXT)), "deflate, gzip"),
    ],
)
def test_gzip_and_deflate_are_decoded(body: bytes, encoding: str) -> None:
    assert decode(body, encoding, 100) == TEXT


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip, gzip", "gzip, br"])
def test_another_encoding_is_unsupported(encoding: str) -> None:
    with pytest.raises(EncodingFault, match=r"is not supported.*gzip or deflate") as raised:
        decode(TEXT, encoding, 100)
    assert raised.value.status == 415


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("body", [TEXT, gzipped(TEXT)[:-9], zlib.compress(TEXT)[:-5], b"\0"])
def test_a_damaged_body_is_a_bad_request(body: bytes, encoding: str) -> None:
    with pytest.raises(EncodingFault, match=f"not valid {encoding}") as raised:
        decode(body, encoding, 100)
    assert raised.value.status == 400


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzipped(b"0" * 50_000_000), "gzip"),
        (zlib.compress(b"0" * 50_000_000), "deflate"),
        (gzipped(gzipped(b"0" * 50_000_000)), "gzip, gzip"),
        (gzipped(b"0") * 2000, "gzip"),
    ],
)
def test_a_bomb_is_cut_off_one_byte_beyond_the_limit(body: bytes, encoding: str) -> None:
    assert len(decode(body, encoding, 1000)) == 1001
