"""Actors and places as the ledger holds them.

What the members of a node say together is kept as counted votes, so that one more member of ten thousand is counted
and not all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from kg.model import LocalActor, LocalPlace
from kg.resolve.growth.ledger import Ledger, encode
from kg.resolve.growth.lookup import entity
from kg.resolve.places import Site
from kg.resolve.roster import Identity, Ref
from kg.resolve.votes import Vote, Votes

_votes = msgspec.msgpack.Decoder(Votes).decode
_identity = msgspec.msgpack.Decoder(Identity).decode
_site = msgspec.msgpack.Decoder(Site).decode


@dataclass(slots=True)
class Held:
    """What the ledger holds of a node: its first member and the class that this gives it, and the votes of all."""

    first: Ref | None = None
    cls: str = ""
    votes: Votes = field(default_factory=dict)


def spoken_votes(actor: LocalActor | LocalPlace, issued: str | None) -> list[Vote]:
    """What links ask besides: the words of the mentions, and the article's date."""
    out = [("text", text) for text in {m.span.text for m in actor.mentions}]
    return [*out, ("issued", issued)] if issued else out


def entity_row(node: Identity | Site, first: Ref | None, cls: str, votes: Votes) -> tuple[object, ...]:
    """The row of an actor or place; `first` is its first member, of the class `cls` ("" for a place)."""
    article, key = first or (None, None)
    actor = isinstance(node, Identity)
    within = None if isinstance(node, Identity) else node.within
    body, cast_ = encode(replace(node, refs=())), encode(votes)
    kind, sort = ("actor", node.cls) if isinstance(node, Identity) else ("place", node.kind)
    assert actor == (kind == "actor")
    return (node.id, kind, node.entry, sort, node.state, within, article, key, cls, body, cast_, b"")


class Entities:
    """The rows of actors and places."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def held(self, node: str) -> Held:
        """What is held of a node besides itself."""
        query = "SELECT article, key, first, votes FROM entity WHERE node = ?"
        article, key, cls, votes = self._ledger.rows(query, node)[0]
        return Held(None if article is None else (article, key), cls, _votes(votes))

    def of_entry(self, kind: str, entry: str) -> str | None:
        """The actor or place (`kind`) that has an entry of the gazetteer."""
        row = self._ledger.row("SELECT node FROM entity WHERE entry = ? AND kind = ?", entry, kind)
        return None if row is None else str(row[0])

    def body(self, node: str) -> Identity | Site | None:
        """The actor or place itself; None where there is none of that name."""
        if node.startswith("actor/"):
            return entity(self._ledger, "actor", node, _identity)
        return entity(self._ledger, "place", node, _site)

    def write(self, draft: Identity | Site, held: Held) -> None:
        """Hold a node as it is now."""
        self._ledger.put("entity", [entity_row(draft, held.first, held.cls, held.votes)])

    def count(self, node: str, votes: Votes) -> None:
        """Hold what the members of a node say."""
        self._ledger.rows("UPDATE entity SET votes = ? WHERE node = ?", encode(votes), node)

    def call(self, node: str) -> None:
        """Let what is held under a name be called so."""
        (body,) = self._ledger.rows("SELECT body FROM entity WHERE node = ?", node)[0]
        body = encode(replace(_identity(body), id=node))
        self._ledger.rows("UPDATE entity SET body = ? WHERE node = ?", body, node)
