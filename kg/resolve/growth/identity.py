"""Actors and places when articles come: which known ones they speak of, which are new, and what that changes.

New members are put with known ones (`grouping`); what a group says together is counted (`entities`); and where that
changes a known actor or place, the articles that it bears on are followed up (`change`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Extraction, LocalActor, LocalPlace
from kg.resolve import places as sites
from kg.resolve import roster
from kg.resolve.facts import Facts
from kg.resolve.growth.change import Bearing, Change
from kg.resolve.growth.departure import Departure, Gone
from kg.resolve.growth.entities import Entities, Held, spoken_votes
from kg.resolve.growth.grouping import Group, Grouping, HardKey
from kg.resolve.growth.ledger import Entangled, Ledger
from kg.resolve.growth.lookup import LedgerRoster
from kg.resolve.growth.namer import candidate_of, dump, published_name, renamed
from kg.resolve.places import Site
from kg.resolve.reader import state_words
from kg.resolve.roster import Identity, Ref
from kg.resolve.votes import Vote, Votes, cast


class Census:
    """Takes the actors and places of new articles into the ledger."""

    def __init__(self, ledger: Ledger, facts: Facts) -> None:
        self._ledger = ledger
        self._facts = facts
        self._grouping = Grouping(ledger, facts)
        self._entities = Entities(ledger, facts)
        self._bearing = Bearing(ledger, self._entities)
        self.change = self._bearing.change

    def take(
        self,
        news: Sequence[Extraction],
        issued: Mapping[str, str | None],
        gone: Mapping[str, Gone],
        class_of: Callable[[Ref], str],
    ) -> Change:
        """The change that it makes when articles of these dates come and others go; one that has changed does both.

        `class_of` gives the class of a known local actor. Entangled when known actors become others.
        """
        states = self._state_words()
        if gone:
            departure = Departure(
                self._ledger, self._facts, self._grouping, self._entities, self._bearing, class_of
            )
            departure.take(gone)
        actors = {(x.article, a.key): a for x in news for a in x.actors}
        groups, hard = self._grouping.actors(news)
        self._settle(
            groups,
            hard,
            actors,
            lambda ref: [
                *roster.actor_votes(actors[ref], roster.organisation(ref, actors)),
                *spoken_votes(actors[ref], issued[ref[0]]),
            ],
        )
        node_of = {ref: group.node for group in groups for ref in group.refs}
        self._belonging(actors, node_of)
        self._wanted({p.state for x in news for p in x.places if p.state})
        places = {(x.article, p.key): p for x in news for p in sites.placed(x, self._facts)}
        here, hard = self._grouping.places(places)
        self._settle(
            here,
            hard,
            places,
            lambda ref: [*sites.place_votes(places[ref]), *spoken_votes(places[ref], None)],
        )
        self._within(places, {ref: group.node for group in here for ref in group.refs})
        self._lay()
        gained = self._state_words() ^ states
        if gained:
            self._bearing.speaking_of(gained)
        self.change.articles -= {x.article for x in news} | gone.keys()
        return self.change

    # --- what they say together ---------------------------------------------------------------------------

    def _settle(
        self,
        groups: Sequence[Group],
        hard: Iterable[HardKey],
        locals_: Mapping[Ref, LocalActor] | Mapping[Ref, LocalPlace],
        votes_of: Callable[[Ref], Iterable[Vote]],
    ) -> None:
        """Count what new members say, and name the nodes that are new."""
        drafts: list[tuple[Group, Held, Identity | Site]] = []
        changed: dict[str, tuple[str, ...] | None] = {}
        for number, group in enumerate(groups):
            held = self._entities.held(group.node) if group.node is not None else Held()
            for ref in group.refs:
                cast(held.votes, votes_of(ref))
                if held.first is None or ref < held.first:
                    held.first, held.cls = ref, getattr(locals_[ref], "cls", "")
            draft = self._entities.drawn_up(held)
            kind = "actor" if isinstance(draft, Identity) else "place"
            if group.node is None and draft.entry and (there := self._entities.of_entry(kind, draft.entry)):
                if self._entities.held(there).first is not None:
                    raise Entangled("an entry of the gazetteer is met under two names")
                group.node = there
            candidate = self._entities.candidate(draft)
            if group.node is None or candidate != candidate_of(self._ledger, group.node):
                changed[group.node or f"?{kind} {number}"] = candidate
            drafts.append((group, held, draft))
        fresh = renamed(self._ledger, changed)
        moved = {node: name for node, name in fresh.items() if node[0] != "?" and node != name}
        self._bearing.call_otherwise(moved)
        self._ledger.rename({node: name for node, name in fresh.items() if node.startswith("?")})
        parts = (
            (fresh[node], fresh[node], published_name(self._ledger, fresh[node]), dump(c), "")
            for node, c in changed.items()
            if c
        )
        self._ledger.put("name", list(parts))
        node_of: dict[Ref, str] = {}
        for number, (group, held, draft) in enumerate(drafts):
            kind = "actor" if isinstance(draft, Identity) else "place"
            group.node = moved.get(group.node or "", group.node)
            before = None if group.node is None else self._entities.body(group.node)
            group.node = group.node or fresh[f"?{kind} {number}"]
            node_of |= dict.fromkeys(group.refs, group.node)
            draft = replace(draft, id=group.node, refs=())
            if isinstance(draft, Site):
                draft = self._put_in(draft, held.votes)
            self._write(draft, held)
            self._bearing.compare(before, draft)
        for ref, node in node_of.items():
            self._ledger.rows("UPDATE ref SET node = ? WHERE article = ? AND key = ?", node, *ref)
        self._ledger.put("hard", ((key, node_of[ref], int(tied)) for key, ref, tied in hard))

    def _write(self, draft: Identity | Site, held: Held) -> None:
        self.change.nodes.add(draft.id)
        self._entities.write(draft, held)

    def _state_words(self) -> frozenset[str]:
        return state_words(LedgerRoster(self._ledger).of_states())

    # --- what belongs to what -----------------------------------------------------------------------------

    def _belonging(self, actors: Mapping[Ref, LocalActor], node_of: Mapping[Ref, str | None]) -> None:
        """Count of whom the articles say that an actor is one, or a part."""
        given: dict[str, list[Vote]] = defaultdict(list)
        for ref, actor in actors.items():
            for field_, key in (("member of", actor.member_of), ("part of", actor.part_of)):
                whole = node_of.get((ref[0], key)) if key else None
                if whole is not None:
                    given[node_of[ref] or ""].append((field_, whole))
        for node, votes in given.items():
            held = self._entities.held(node)
            before = [set(held.votes.get(f, ())) for f in ("member of", "part of")]
            cast(held.votes, votes)
            if before != [set(held.votes.get(f, ())) for f in ("member of", "part of")]:
                self._bearing.speakers(node)
            self._entities.count(node, held.votes)

    def _wanted(self, states: set[str]) -> None:
        """The states and organisations that somebody belongs to, named by an article or not."""
        for node in list(self.change.nodes):
            body = self._entities.body(node)
            if isinstance(body, Identity):
                states |= {entry for entry in (body.state, body.serves) if entry}
        for entry in sorted(states):
            fact = self._facts.get(entry)
            if fact is None or fact.cls is None or self._entities.of_entry("actor", entry) is not None:
                continue
            self._add(Identity("", fact.cls, fact.name, entry=entry))

    def _around(self, entry: str | None) -> None:
        """The known places that a known place lies in, named by an article or not."""
        while entry is not None and self._entities.of_entry("place", entry) is None:
            fact = self._facts.get(entry)
            if fact is None or fact.kind is None:
                return
            self._add(sites.of_fact(fact))
            entry = fact.within

    def _add(self, draft: Identity | Site) -> None:
        """A node that no article names."""
        candidate = self._entities.candidate(draft)
        fresh = renamed(self._ledger, {"?": candidate})
        self._bearing.call_otherwise({node: name for node, name in fresh.items() if node not in ("?", name)})
        name = fresh["?"]
        self._ledger.rename({"?": name})
        self._ledger.put("name", [(name, name, "", dump(candidate), "")])
        named = replace(draft, id=name)
        self._write(named, Held(None, named.cls if isinstance(named, Identity) else "", {}))
        self._bearing.compare(None, named)

    def _within(self, places: Mapping[Ref, LocalPlace], node_of: Mapping[Ref, str | None]) -> None:
        """Count which places the articles put a place in, and put each where most do or the gazetteer does."""
        for ref, place in places.items():
            node = node_of[ref] or ""
            held = self._entities.held(node)
            whole = node_of.get((ref[0], place.within)) if place.within else None
            if whole is not None:
                cast(held.votes, [("within", whole)])
                self._entities.count(node, held.votes)
        for node in sorted(set(filter(None, node_of.values()))):
            draft = replace(self._entities.drawn_up(self._entities.held(node)), id=node, refs=())
            if isinstance(draft, Site):
                self._around(draft.within)

    def _lay(self) -> None:
        """Put each place that has changed where it lies now, and those that lie in it."""
        pending = sorted((n for n in self.change.nodes if n.startswith("place/")), reverse=True)
        while pending:
            node = pending.pop()
            held, before = self._entities.held(node), self._entities.body(node)
            assert isinstance(before, Site)
            if held.first is None:
                draft = self._put_in(before, held.votes)
            else:
                drawn = sites.sited(held.votes, [held.first], self._facts)
                draft = self._put_in(replace(drawn, id=node, refs=()), held.votes)
            if draft != before:
                self._write(draft, held)
                self._bearing.compare(before, draft)
                rows = self._ledger.rows("SELECT node FROM entity WHERE within = ?", node)
                pending += sorted(inner for (inner,) in rows)

    def _put_in(self, site: Site, votes: Votes) -> Site:
        """The place with the wider one that it lies in, and the state that follows from that."""
        fact = self._facts.get(site.entry) if site.entry else None
        wider = None
        if fact is not None and fact.kind is not None:
            known = sites.of_fact(fact)
            site = replace(site, within=known.within, state=known.state)
            wider = self._entities.of_entry("place", known.within) if known.within else None
        if wider is None:
            texts = {w: n for w, n in votes.get("within", {}).items() if w != site.id}
            wider = min(texts, key=lambda w: (-texts[w], w)) if texts else None
        state = site.state
        seen = {site.id}
        at = wider
        while state is None and at is not None and at not in seen:
            seen.add(at)
            around = self._entities.body(at)
            state, at = (around.state, around.within) if isinstance(around, Site) else (None, None)
        return replace(site, within=wider, state=state)
