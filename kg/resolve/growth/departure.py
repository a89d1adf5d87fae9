"""Actors and places when articles go: what they said is taken back, and who nobody speaks of any more is taken out.

A state or an organisation to which somebody belongs, and a place around a known one, stay without an article that
names them, as they would come without one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.model import Extraction
from kg.resolve import places as sites
from kg.resolve import roster
from kg.resolve.facts import Facts
from kg.resolve.growth.change import Bearing
from kg.resolve.growth.entities import Entities, spoken_votes
from kg.resolve.growth.grouping import Grouping
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.namer import candidate_of, dump, published_name, renamed
from kg.resolve.places import Site
from kg.resolve.roster import Identity, Ref
from kg.resolve.votes import Vote, withdraw

_BELONGING = ("member of", "part of")


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that is no more as it was: what had been extracted from it, and its date."""

    extraction: Extraction
    issued: str | None


class Departure:
    """Takes what articles said of actors and places out of the ledger."""

    def __init__(
        self,
        ledger: Ledger,
        facts: Facts,
        grouping: Grouping,
        entities: Entities,
        bearing: Bearing,
        class_of: Callable[[Ref], str],
    ) -> None:
        self._ledger = ledger
        self._facts = facts
        self._grouping = grouping
        self._entities = entities
        self._bearing = bearing
        self._class_of = class_of
        self._at_stake: set[str] = set()
        """Nodes that may be there only for the sake of others that have changed."""

    def take(self, gone: Mapping[str, Gone]) -> None:
        """Take articles out; Entangled where known actors or places become others by it."""
        node_of = self._grouping.leave(sorted(gone))
        said: dict[str, list[Vote]] = defaultdict(list)
        for article in gone.values():
            for ref, votes in self._said(article, node_of):
                said[node_of[ref]] += votes
            self._wants("actor", (p.state for p in article.extraction.places))
        before: dict[str, Identity | Site] = {}
        now: dict[str, Identity | Site] = {}
        for node, votes in said.items():
            was = before[node] = self._known(node)
            now[node] = self._without(node, was, votes)
            self._release(was)
        lost = self._unwanted()
        for node, was in lost.items():
            before.pop(node, None)
            now.pop(node, None)
            if isinstance(was, Identity):
                self._bearing.compare(None, was)
        self._name(now, lost)
        for node, was in before.items():
            draft = now[node]
            self._bearing.compare(was, replace(draft, id=self._moved.get(node, node)))
        self._bearing.change.nodes |= {self._moved.get(node, node) for node in now}
        self._bearing.change.nodes -= lost.keys()

    def _said(self, gone: Gone, node_of: Mapping[Ref, str]) -> Iterator[tuple[Ref, list[Vote]]]:
        """What the local actors and places of an article said."""
        x = gone.extraction
        actors = {(x.article, a.key): a for a in x.actors}
        for ref, actor in actors.items():
            votes = roster.actor_votes(actor, roster.organisation(ref, actors))
            votes += spoken_votes(actor, gone.issued)
            for field, key in zip(_BELONGING, (actor.member_of, actor.part_of), strict=True):
                if key and (whole := node_of.get((x.article, key))):
                    votes.append((field, whole))
            yield ref, votes
        for place in sites.placed(x, self._facts):
            votes = [*sites.place_votes(place), *spoken_votes(place, None)]
            if place.within and (whole := node_of.get((x.article, place.within))):
                votes.append(("within", whole))
            yield (x.article, place.key), votes

    def _known(self, node: str) -> Identity | Site:
        known = self._entities.body(node)
        assert known is not None
        return known

    def _without(self, node: str, was: Identity | Site, votes: Iterable[Vote]) -> Identity | Site:
        """A node without some votes, as it is held from now on; still under its old name."""
        held = self._entities.held(node)
        belonging = [set(held.votes.get(field, ())) for field in _BELONGING]
        withdraw(held.votes, votes)
        first, held.first = held.first, self._entities.first(node)
        if held.first is None:
            self._at_stake.add(node)
            draft = self._entities.unnamed(was) or was
            if isinstance(draft, Identity):
                held.cls = draft.cls
        else:
            if held.cls and held.first != first:
                held.cls = self._class_of(held.first)
            draft = self._entities.drawn_up(held)
            if belonging != [set(held.votes.get(field, ())) for field in _BELONGING]:
                self._bearing.speakers(node)
        draft = replace(draft, id=node, refs=())
        if isinstance(draft, Site) and isinstance(was, Site):
            draft = replace(draft, within=was.within, state=was.state)
        self._entities.write(draft, held)
        return draft

    # --- who is there for the sake of others ----------------------------------------------------------------

    def _wants(self, kind: str, entries: Iterable[str | None]) -> None:
        nodes = (self._entities.of_entry(kind, entry) for entry in entries if entry)
        self._at_stake |= {node for node in nodes if node}

    def _release(self, node: Identity | Site) -> None:
        """What a node that has changed or gone may have been the last to belong to, or to lie in."""
        if isinstance(node, Identity):
            self._wants("actor", (node.state, node.serves))
        elif node.within is not None:
            self._at_stake.add(node.within)

    def _unwanted(self) -> dict[str, Identity | Site]:
        """Take out the nodes at stake of which no article speaks and to which nobody belongs."""
        lost: dict[str, Identity | Site] = {}
        while self._at_stake:
            node = self._at_stake.pop()
            known = self._entities.body(node)
            if known is None or self._entities.first(node) is not None:
                continue
            if self._entities.unnamed(known) is not None and self._entities.is_wanted(
                known.entry or "", node
            ):
                continue
            self._entities.drop(node)
            lost[node] = known
            self._release(known)
        return lost

    # --- names ----------------------------------------------------------------------------------------------

    def _name(self, now: Mapping[str, Identity | Site], lost: Iterable[str]) -> None:
        """Name the nodes that are left; those of them and of others that are called otherwise move."""
        ledger, change = self._ledger, self._bearing.change
        candidates: dict[str, tuple[str, ...] | None] = {}
        for node, draft in now.items():
            first = self._entities.held(node).first
            named = replace(draft, refs=() if first is None else (first,))
            if (candidate := self._entities.candidate(named)) != candidate_of(ledger, node):
                candidates[node] = candidate
        candidates |= dict.fromkeys(lost)
        fresh = renamed(ledger, candidates)
        for node in lost:
            change.lost.add(published_name(ledger, node))
            kind = node.partition("/")[0]
            rows = ledger.rows("SELECT target FROM target WHERE node = ?", node)
            change.freed |= {(kind, target) for (target,) in rows}
            for table in ("name", "target"):
                ledger.drop(table, "node", [node])
        self._moved = {node: name for node, name in fresh.items() if node != name}
        self._bearing.call_otherwise(self._moved)
        for node, made_of in candidates.items():
            if made_of is not None:
                name = fresh[node]
                ledger.put("name", [(name, name, published_name(ledger, name), dump(made_of), "")])
