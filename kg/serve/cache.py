"""Answers that were given before: by revision, normalized query and format, within a budget of bytes."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from kg.serve.codings import encoded

Key = tuple[str, ...]


@dataclass(slots=True)
class Stored:
    """An answer as it is kept. A form in a content coding is made when the first client asks for it."""

    content: bytes
    content_type: str
    etag: str
    rows: int | None
    forms: dict[str, bytes] = field(default_factory=dict)


def weight(key: Key, stored: Stored) -> int:
    """Bytes that an answer takes with its key, which holds the query, and an allowance for the objects around it."""
    return len(stored.content) + sum(map(len, stored.forms.values())) + sum(map(sys.getsizeof, key)) + 600


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
        more = weight(key, stored)
        if more * 8 > self._budget:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            self.weight += more - (weight(key, old) if old else 0)
            self._kept[key] = stored
            if self.weight > self._budget:
                self._shrink()

    def _shrink(self) -> None:
        while self.weight > self._budget:
            self.weight -= weight(*self._kept.popitem(last=False))

    def form(self, key: Key, stored: Stored, coding: str) -> bytes:
        """The answer in a content coding, kept beside it."""
        form = stored.forms.get(coding)
        if form is None:
            form = encoded(stored.content, coding)
            with self._lock:
                if coding not in stored.forms:
                    stored.forms[coding] = form
                    if self._kept.get(key) is stored:
                        self.weight += len(form)
                        self._shrink()
        return form

    def clear(self) -> None:
        """Forgets everything: another revision is served."""
        with self._lock:
            self._kept.clear()
            self.weight = 0


__all__ = ["Cache", "Key", "Stored", "weight"]
