"""Content codings: who gets which, and that nothing is lost in them."""

from __future__ import annotations

import gzip

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.codings import choose_coding, encoded


@pytest.mark.parametrize(
    ("header", "coding"),
    [(None, None), ("", None), ("gzip", "gzip"), ("gzip;q=0", None), ("*", "zstd"), ("*;q=0", None),
     ("br, gzip;q=0.2", "gzip"), ("identity", None), ("x-gzip", "gzip"), ("gzip;q=0, *", "zstd"),
     ("gzip, deflate, br, zstd", "zstd"), ("gzip;q=1, zstd;q=0.5", "gzip"), ("ZSTD;Q=0.1", "zstd"),
     ("zstd;q=0, gzip;q=0.3", "gzip"), ("identity, gzip;q=0.5", None), ("identity;q=0.5, gzip", "gzip"),
     ("gzip;q=much, zstd", "zstd"), ("br", None)],
)  # fmt: skip
def test_the_coding_is_the_one_that_the_client_likes_best(header: str | None, coding: str | None) -> None:
    assert choose_coding(header) == coding


_QUALITIES = st.integers(0, 1000).map(lambda n: n / 1000)


@given(st.dictionaries(st.sampled_from(["gzip", "zstd", "br", "identity", "*"]), _QUALITIES))
def test_a_coding_that_is_refused_is_never_sent(wishes: dict[str, float]) -> None:
    coding = choose_coding(", ".join(f"{name};q={q:.3f}" for name, q in wishes.items()))
    if coding is not None:
        assert wishes.get(coding, wishes.get("*", 0.0)) > 0


@given(st.binary(max_size=5000))
def test_what_is_packed_comes_out_again(content: bytes) -> None:
    assert gzip.decompress(encoded(content, "gzip")) == content
    assert zstandard.ZstdDecompressor().decompress(encoded(content, "zstd")) == content
