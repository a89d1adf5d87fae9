"""Actors and places as the ledger holds them.

What the members of a node say together is kept as counted votes, so that one more member of ten thousand is counted
and not all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from kg.model import ActorClass, LocalActor, LocalPlace
from kg.resolve import places as sites
from kg.resolve import roster
from kg.resolve.facts import Facts
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
    serves = node.serves if isinstance(node, Identity) else None
    of = (node.entry, sort, node.state, serves, within)
    return (node.id, kind, *of, article, key, cls, body, cast_, b"")


class Entities:
    """The rows of actors and places."""

    def __init__(self, ledger: Ledger, facts: Facts) -> None:
        self._ledger = ledger
        self._facts = facts

    def drawn_up(self, held: Held) -> Identity | Site:
        """The actor or place that its members agree on; still without a name and what a place lies in."""
        refs = [] if held.first is None else [held.first]
        if held.cls:
            return roster.drawn_up(held.votes, refs, ActorClass(held.cls), self._facts)
        return sites.sited(held.votes, refs, self._facts)

    def candidate(self, draft: Identity | Site) -> tuple[str, ...]:
        """What the name of an actor or place is made of."""
        if isinstance(draft, Identity):
            return roster.path(draft, self._facts)
        return sites.path(draft, self._facts)

    def unnamed(self, node: Identity | Site) -> Identity | Site | None:
        """A node of the gazetteer as it is where no article speaks of it; None for one that is no such node."""
        fact = self._facts.get(node.entry) if node.entry else None
        if fact is None:
            return None
        if isinstance(node, Identity):
            return None if fact.cls is None else Identity("", fact.cls, fact.name, entry=fact.id)
        return None if fact.kind is None else sites.of_fact(fact)

    def held(self, node: str) -> Held:
        """What is held of a node besides itself."""
        query = "SELECT article, key, first, votes FROM entity WHERE node = ?"
        article, key, cls, votes = self._ledger.rows(query, node)[0]
        return Held(None if article is None else (article, key), cls, _votes(votes))

    def drop(self, node: str) -> None:
        """Hold a node no more."""
        self._ledger.drop("entity", "node", [node])

    def first(self, node: str) -> Ref | None:
        """The first of a node's members; None where no article speaks of it."""
        query = "SELECT article, key FROM ref WHERE node = ? ORDER BY article, key LIMIT 1"
        row = self._ledger.row(query, node)
        return None if row is None else (row[0], row[1])

    def is_wanted(self, entry: str, node: str) -> bool:
        """True where actors belong to the entry of a node, or places lie in it, that articles speak of."""
        if node.startswith("place/"):
            return self._ledger.row("SELECT 1 FROM entity WHERE within = ? LIMIT 1", node) is not None
        named = "kind = 'actor' AND article IS NOT NULL AND node <> ?"
        return any(
            self._ledger.row(query, entry, *more) is not None
            for query, *more in (
                ("SELECT 1 FROM ref WHERE state = ? LIMIT 1",),
                (f"SELECT 1 FROM entity WHERE state = ? AND {named} LIMIT 1", node),
                (f"SELECT 1 FROM entity WHERE serves = ? AND {named} LIMIT 1", node),
            )
        )

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
