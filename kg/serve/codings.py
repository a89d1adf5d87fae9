"""Content codings (RFC 9110, 8.4): which one a client gets, and an answer's bytes in it."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import zstandard

_OFFERED = ("zstd", "gzip")  # in the order of preference among what a client likes equally
SMALLEST = 860  # bytes; below, the answer fits in a packet either way
_CODING = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")
_ZSTD_LEVEL = 3  # result tables: smaller than gzip's level 5, in a fifth of the time
_GZIP_LEVEL = 5  # where tables stop shrinking much for the time it takes


@lru_cache(maxsize=256)
def choose_coding(header: str | None) -> str | None:
    """The content coding for an Accept-Encoding header; None for the plain bytes.

    The one with the highest quality (RFC 9110, 12.5.3); zstd (RFC 8878) before gzip among equals, and plain
    only where the client likes that better. A header that is absent would allow all, but clients that send none
    often cannot decode.
    """
    qualities: dict[str, float] = {}
    for part in (header or "").split(","):
        found = _CODING.fullmatch(part)
        if found is not None:
            quality = float(found[2]) if found[2] else 1.0
            qualities.setdefault(found[1].lower().removeprefix("x-"), min(quality, 1.0))
    anything = qualities.get("*", 0.0)
    best = max(_OFFERED, key=lambda coding: qualities.get(coding, anything))
    quality = qualities.get(best, anything)
    return best if quality > 0 and quality >= qualities.get("identity", 0.0) else None


def encoded(content: bytes, coding: str) -> bytes:
    """`content` in "zstd" or "gzip"."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(content)
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


__all__ = ["SMALLEST", "choose_coding", "encoded"]
