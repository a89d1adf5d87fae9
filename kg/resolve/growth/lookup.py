"""Who is who and where is where, looked up in the ledger as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

from kg.model import ActorClass
from kg.resolve.growth.ledger import Ledger
from kg.resolve.places import Atlas, Site
from kg.resolve.roster import Identity, Ref, Roster

K = TypeVar("K")
V = TypeVar("V")

_identity = msgspec.msgpack.Decoder(Identity).decode
_site = msgspec.msgpack.Decoder(Site).decode


class Lookup(Mapping[K, V], Generic[K, V]):
    """A mapping that asks for each key once."""

    def __init__(self, ask: Callable[[K], V | None]) -> None:
        self._ask = ask
        self._known: dict[K, V | None] = {}

    def _get(self, key: K) -> V | None:
        if key not in self._known:
            self._known[key] = self._ask(key)
        return self._known[key]

    def __getitem__(self, key: K) -> V:
        found = self._get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._get(key) is not None  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[K]:
        raise TypeError("what a ledger holds is looked up, never listed")

    def __len__(self) -> int:
        raise TypeError("what a ledger holds is looked up, never counted")


class Refs(Mapping[Ref, str]):
    """Which node each local actor or place is, article by article; `head` is how the nodes' names begin."""

    def __init__(self, ledger: Ledger, head: str) -> None:
        self._ledger = ledger
        self._head = head
        self._known: dict[str, dict[str, str]] = {}

    def _of(self, article: str) -> dict[str, str]:
        if article not in self._known:
            rows = self._ledger.rows("SELECT key, node FROM ref WHERE article = ?", article)
            self._known[article] = {key: node for key, node in rows if node.startswith(self._head)}
        return self._known[article]

    def __getitem__(self, ref: Ref) -> str:
        return self._of(ref[0])[ref[1]]

    def __contains__(self, ref: object) -> bool:
        return isinstance(ref, tuple) and ref[1] in self._of(ref[0])

    def __iter__(self) -> Iterator[Ref]:
        raise TypeError("what a ledger holds is looked up, never listed")

    def __len__(self) -> int:
        raise TypeError("what a ledger holds is looked up, never counted")


class LedgerRoster(Roster):
    """The roster that the ledger holds."""

    __slots__ = ("_ledger",)
    _ledger: Ledger

    def __init__(self, ledger: Ledger) -> None:
        object.__setattr__(self, "_ledger", ledger)
        super().__init__(
            actors=Lookup(lambda node: entity(ledger, "actor", node, _identity)),
            ids=Refs(ledger, "actor/"),
            states=Lookup(lambda entry: _of_class(ledger, entry, ActorClass.STATE)),
            organisations=Lookup(
                lambda entry: _of_class(ledger, entry, ActorClass.INTERNATIONAL_ORGANIZATION)
            ),
            groups=Lookup(lambda entry: _of_class(ledger, entry, ActorClass.ARMED_GROUP)),
        )

    def of_states(self) -> Iterable[Identity]:
        """All states."""
        rows = self._ledger.rows(
            "SELECT body FROM entity WHERE class = ? AND kind = 'actor'", ActorClass.STATE
        )
        return [_identity(body) for (body,) in rows]


def atlas_of(ledger: Ledger) -> Atlas:
    """The atlas that the ledger holds."""
    return Atlas(Lookup(lambda node: entity(ledger, "place", node, _site)), Refs(ledger, "place/"))


def entity(ledger: Ledger, kind: str, node: str, decode: Callable[[bytes], V]) -> V | None:
    """What is known of an actor or place; None when there is none of that name."""
    row = ledger.row("SELECT body FROM entity WHERE node = ? AND kind = ?", node, kind)
    return None if row is None else decode(row[0])


def _of_class(ledger: Ledger, entry: str, cls: ActorClass) -> str | None:
    row = ledger.row("SELECT node FROM entity WHERE entry = ? AND class = ? AND kind = 'actor'", entry, cls)
    return None if row is None else str(row[0])
