"""Answers that were given before: by revision, normalized query and format, within a budget of bytes."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass

Key = tuple[str, ...]
_SMALLEST_GZIP = 860  # bytes; below, the answer fits in a packet either way


@dataclass(slots=True)
class Stored:
    """An answer as it is kept. `zipped` is made when the first client asks for it."""

    content: bytes
    content_type: str
    etag: str
    rows: int | None
    zipped: bytes | None = None

    @property
    def weight(self) -> int:
        """Bytes this takes, with an allowance for the objects around it."""
        return len(self.content) + len(self.zipped or b"") + 600


class Cache:
    """Least recently used answers go first when the budget is spent. Safe to use from any thread."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._kept: OrderedDict[Key, Stored] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Key) -> Stored | None:
        """The answer kept under `key`, if it is still there."""
        with self._lock:
            stored = self._kept.get(key)
            if stored is None:
                self.misses += 1
                return None
            self._kept.move_to_end(key)
            self.hits += 1
            return stored

    def put(self, key: Key, stored: Stored) -> None:
        """Keeps an answer, unless it alone would take an eighth of the budget."""
        if stored.weight * 8 > self._budget:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            self.weight += stored.weight - (old.weight if old else 0)
            self._kept[key] = stored
            while self.weight > self._budget:
                self.weight -= self._kept.popitem(last=False)[1].weight

    def zipped(self, key: Key, stored: Stored) -> bytes | None:
        """The answer's gzip form; None where it is not worth it."""
        if len(stored.content) < _SMALLEST_GZIP:
            return None
        if stored.zipped is None:
            made = gzipped(stored.content)
            with self._lock:
                if stored.zipped is None:
                    stored.zipped = made
                    if self._kept.get(key) is stored:
                        self.weight += len(made)
        return stored.zipped

    def clear(self) -> None:
        """Forgets everything: another revision is served."""
        with self._lock:
            self._kept.clear()
            self.weight = 0


def gzipped(content: bytes) -> bytes:
    """`content` in gzip's format; level 5 is where result tables stop shrinking much for the time it
    takes."""
    packer = zlib.compressobj(5, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


__all__ = ["Cache", "Stored", "gzipped"]
