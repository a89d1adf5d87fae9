"""Grouping that knows what must stay apart: union-find with cannot-link pairs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Partition(Generic[K]):
    """Disjoint groups of keys. `join` refuses a union that would put two keys held apart into one group.

    The outcome depends on the order of the calls; callers go through sorted keys.
    """

    def __init__(self, keys: Iterable[K] = ()) -> None:
        self._parent: dict[K, K] = {k: k for k in keys}
        self._members: dict[K, list[K]] = {k: [k] for k in self._parent}
        self._apart: dict[K, set[K]] = {}

    def add(self, key: K) -> None:
        """Make `key` a group of its own unless it is known already."""
        if key not in self._parent:
            self._parent[key] = key
            self._members[key] = [key]

    def find(self, key: K) -> K:
        """The key that stands for the group of `key`."""
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def hold_apart(self, a: K, b: K) -> None:
        """Forbid that `a` and `b` ever come into one group (they must not be in one now)."""
        ra, rb = self.find(a), self.find(b)
        if ra != rb:
            self._apart.setdefault(ra, set()).add(rb)
            self._apart.setdefault(rb, set()).add(ra)

    def may_join(self, a: K, b: K) -> bool:
        """True unless something in the group of `a` must stay apart from something in the group of `b`."""
        return self.find(b) not in self._apart.get(self.find(a), ())

    def join(self, a: K, b: K) -> bool:
        """Unite the groups of `a` and `b`; False when that is forbidden."""
        ra, rb = self.find(a), self.find(b)
        if ra == rb:
            return True
        if not self.may_join(ra, rb):
            return False
        if len(self._members[ra]) < len(self._members[rb]):
            ra, rb = rb, ra
        self._parent[rb] = ra
        self._members[ra].extend(self._members.pop(rb))
        for other in self._apart.pop(rb, ()):
            self._apart[other].discard(rb)
            self._apart[other].add(ra)
            self._apart.setdefault(ra, set()).add(other)
        return True

    def members(self, key: K) -> list[K]:
        """The keys in the group of `key`, in no particular order."""
        return self._members[self.find(key)]

    def groups(self) -> list[list[K]]:
        """All groups, in no particular order."""
        return list(self._members.values())
