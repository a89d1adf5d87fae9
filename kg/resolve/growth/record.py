"""A ledger of what a whole build found out, so that the next article need not be resolved with all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.gazetteer import load
from kg.model import DiplomaticAction, LocalActor, LocalPlace, Strike
from kg.resolve import places as sites
from kg.resolve import roster
from kg.resolve.actors import hard_key
from kg.resolve.claims import toll_key
from kg.resolve.company import Local
from kg.resolve.contradictions import ground
from kg.resolve.days import ordinal
from kg.resolve.facts import GazetteerFacts
from kg.resolve.fresh import Trace
from kg.resolve.growth.change import vocabulary
from kg.resolve.growth.entities import entity_row, spoken_votes
from kg.resolve.growth.events import cluster_node, event_face
from kg.resolve.growth.grouping import hard_place, key_text, packed_local
from kg.resolve.growth.ledger import Ledger, encode
from kg.resolve.growth.namer import dump
from kg.resolve.growth.seats import (
    ACTIONS,
    EXCHANGES,
    STRIKES,
    Course,
    Seat,
    account_row,
    cluster_row,
    entry_rows,
    odds_row,
    rank_of,
    sought_rows,
)
from kg.resolve.growth.told import answer_rows, block_text, said_node, toll_place
from kg.resolve.growth.traits import traits
from kg.resolve.names import tried
from kg.resolve.resolution import Resolution
from kg.resolve.roster import Ref
from kg.resolve.scoring import Verdict
from kg.resolve.statements import blocks_of
from kg.resolve.text import content_words
from kg.resolve.votes import Votes, cast
from kg.resolve.within import Account


def record(ledger: Ledger, resolution: Resolution, marks: Mapping[str, str]) -> None:
    """Write the rows of a traced resolution; `marks`: article → its fingerprint."""
    trace = resolution.trace
    if trace is None:
        raise ValueError("only a traced resolution can be recorded")
    made = _Record(ledger, trace, GazetteerFacts(load()))
    made.identities()
    made.clusters()
    made.names()
    made.reports()
    made.articles(marks)
    ledger.put("clash", ((c.event, c.id) for c in resolution.knowledge.contradictions))
    ledger.index()


class _Record:
    def __init__(self, ledger: Ledger, trace: Trace, facts: GazetteerFacts) -> None:
        self._ledger = ledger
        self._trace = trace
        self._facts = facts
        self._numbers: dict[str, int] = {}
        self._issued = {
            x.article: day.iso if (day := x.issued or trace.articles[x.article].issued) else None
            for x in trace.extractions
        }

    def identities(self) -> None:
        """Who and where is who and where, and by what they are known."""
        trace = self._trace
        self._actors(self._issued)
        places = {(x.article, p.key): p for x in trace.extractions for p in sites.placed(x, self._facts)}
        raw = dict(trace.atlas.ids.items())
        votes: dict[str, Votes] = defaultdict(dict)
        hard: dict[str, str] = {}
        keys: dict[Ref, str] = {}
        for ref, place in places.items():
            node = raw[ref]
            cast(votes[node], sites.place_votes(place))
            cast(votes[node], spoken_votes(place, None))
            if place.within and (whole := raw.get((ref[0], place.within))):
                cast(votes[node], [("within", whole)])
            if (key := hard_place(place)) is not None:
                hard[key] = node
                keys[ref] = key
        self._ledger.put("hard", ((key, node, 0) for key, node in hard.items()))
        self._refs(places, raw, keys, {})
        self._entities(((s, s.refs[0] if s.refs else None, "") for s in trace.atlas.sites.values()), votes)

    def _actors(self, issued: Mapping[str, str | None]) -> None:
        trace = self._trace
        actors = {(x.article, a.key): a for x in trace.extractions for a in x.actors}
        days = {x.article: ordinal(x.issued) for x in trace.extractions}
        votes: dict[str, Votes] = defaultdict(dict)
        hard: dict[str, tuple[str, bool]] = {}
        bound: dict[Ref, Local] = {}
        alone: dict[str, list[Ref]] = defaultdict(list)
        ids = trace.roster.ids
        rows: list[tuple[str, str, str]] = []
        locals_: dict[Ref, Local] = {}
        keys: dict[Ref, str] = {}
        for ref, actor in actors.items():
            node = ids[ref]
            local = locals_[ref] = Local(ref[0], days[ref[0]], actor)
            cast(votes[node], roster.actor_votes(actor, roster.organisation(ref, actors)))
            cast(votes[node], spoken_votes(actor, issued[ref[0]]))
            for field, key in (("member of", actor.member_of), ("part of", actor.part_of)):
                if key and (whole := ids.get((ref[0], key))):
                    cast(votes[node], [(field, whole)])
            found = traits(local, self._facts)
            if found:
                bound[ref] = local
                rows += [(trait, *ref) for trait, _ in found]
            if (hard_one := hard_key(local)) is not None:
                text = keys[ref] = key_text(hard_one)
                hard[text] = node, bool(found) or hard.get(text, (node, False))[1]
                if not found:
                    alone[text].append(ref)
        for text, refs in alone.items():
            if hard[text][1]:
                bound |= {ref: locals_[ref] for ref in refs}
        self._ledger.put("trait", rows)
        self._ledger.put("hard", ((text, node, int(tied)) for text, (node, tied) in hard.items()))
        self._refs(actors, ids, keys, bound)
        first = {i.id: i.refs[0] for i in trace.roster.actors.values() if i.refs}
        self._entities(
            (
                (i, first.get(i.id), actors[first[i.id]].cls if i.id in first else i.cls)
                for i in trace.roster.actors.values()
            ),
            votes,
        )

    def _refs(
        self,
        locals_: Mapping[Ref, LocalActor] | Mapping[Ref, LocalPlace],
        ids: Mapping[Ref, str],
        keys: Mapping[Ref, str],
        bound: Mapping[Ref, Local],
    ) -> None:
        position: dict[str, int] = defaultdict(int)
        rows = []
        for ref, local in locals_.items():
            packed = packed_local(bound[ref]) if ref in bound else None
            state = local.state if isinstance(local, LocalPlace) else None
            rows.append((*ref, position[ref[0]], ids[ref], keys.get(ref), state, packed))
            position[ref[0]] += 1
        self._ledger.put("ref", rows)

    def _entities(
        self,
        nodes: Iterable[tuple[roster.Identity | sites.Site, Ref | None, str]],
        votes: Mapping[str, Votes],
    ) -> None:
        rows, targets = [], []
        for node, first, cls in nodes:
            links = self._trace.links.get(node.id, ())
            rows.append((*entity_row(node, first, cls, votes.get(node.id, {}))[:-1], encode(links)))
            targets += [(link.target, node.id) for link in links if link.certain]
        self._ledger.put("entity", rows)
        self._ledger.put("target", targets)

    def clusters(self) -> None:
        """What is told of which event, and by what events are found."""
        trace = self._trace
        clusters = [*trace.strikes, *trace.acts]
        names = list(trace.told.evidence)
        self._numbers = {name: number for number, name in enumerate(names, 1)}
        placed: dict[int, tuple[int, Verdict | None]] = {}
        for number, cluster in enumerate(clusters, 1):
            for account, verdict in cluster.members:
                placed[id(account)] = (number, verdict)
        known = {id(account) for accounts in trace.accounts for account in accounts}
        number_of = {id(cluster): number for number, cluster in enumerate(clusters, 1)}
        odds = {
            account: (noted, weighing.opened)
            for weighing in trace.weighing
            for account, noted in weighing.odds.items()
        }
        apart: list[Account] = sorted(
            (a for c in trace.strikes for a, _ in c.members if id(a) not in known),
            key=lambda a: (a.telling.article, a.telling.reports),
        )
        seats: dict[int, list[Seat]] = defaultdict(list)
        universe_of: dict[int, int] = {}
        count = 0
        for universe, accounts in enumerate((*trace.accounts, apart)):
            universe = (STRIKES, ACTIONS, EXCHANGES)[universe]
            position: dict[str, int] = defaultdict(int)
            rows: list[tuple[object, ...]] = []
            looked: list[tuple[object, ...]] = []
            weighed: list[tuple[object, ...]] = []
            for account in accounts:
                count += 1
                article = account.telling.article
                its, verdict = placed.get(id(account), (None, None))
                seat = Seat(count, rank_of(account, position[article]), account, its, verdict)
                position[article] += 1
                rows.append(account_row(seat, universe))
                looked += sought_rows(seat, universe)
                if id(account) in odds:
                    noted, opened = odds[id(account)]
                    numbers = (number_of[id(opened[int(n)])] for n in noted[::2])
                    weighed.append(odds_row(count, zip(numbers, noted[1::2], strict=True)))
                if its is not None:
                    seats[its].append(seat)
                    universe_of[its] = universe
            self._ledger.put("account", rows)
            self._ledger.put("sought", looked)
            self._ledger.put("weighed", weighed)
        entries: list[tuple[object, ...]] = []
        rows = []
        for number, members in seats.items():
            course = Course(members)
            rows.append(cluster_row(course, number, universe_of[number]))
            entries += entry_rows(course, number, universe_of[number])
        self._ledger.put("entry", entries)
        self._ledger.put("cluster", rows)
        self._ledger.put("about", [("clusters", str(len(clusters)))])
        towns = (
            (place, day, self._numbers[event.id])
            for event in trace.told.strikes
            for place, day in ground(event, trace.atlas.sites)
        )
        self._ledger.put("town", towns)

    def names(self) -> None:
        """How nodes came by their names."""
        trace = self._trace
        toll_nodes = self._tolls()
        events: dict[str, Strike | DiplomaticAction] = {e.id: e for e in trace.told.strikes}
        events |= {e.id: e for e in trace.told.actions}
        groups: list[tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]] = [
            (trace.roster.candidates, {i: i for i in trace.roster.actors}),
            (trace.atlas.candidates, {i: i for i in trace.atlas.sites}),
            (trace.told.candidates, {name: cluster_node(n) for name, n in self._numbers.items()}),
            (trace.said.candidates, self._said()),
            (trace.tolls.candidates, toll_nodes),
        ]
        for candidates, nodes in groups:
            steps = tried(list(candidates.values()))
            rows, ways = [], []
            for (name, parts), names in zip(candidates.items(), steps, strict=True):
                face = event_face(events[name]) if name in events else ""
                rows.append((nodes[name], name, trace.chosen.get(name, name), dump(parts), face))
                ways += [(step, nodes[name]) for step in names]
            self._ledger.put("name", rows)
            self._ledger.put("tried", ways)

    def _said(self) -> dict[str, str]:
        trace = self._trace
        nodes: dict[str, str] = {}
        rows, blocks = [], []
        for x in trace.extractions:
            for report in x.statements:
                ref = (x.article, report.key)
                node = nodes.setdefault(trace.said.of_report[ref], said_node(ref))
                rows.append((*ref, node))
                speakers = frozenset(trace.roster.find(x.article, report.speakers))
                found = blocks_of(content_words(report.content), speakers)
                blocks += [(block_text(block), *ref) for block in found]
        self._ledger.put("said", rows)
        self._ledger.put("block", blocks)
        return nodes

    def _tolls(self) -> dict[str, str]:
        trace = self._trace
        rows, counted = [], []
        nodes: dict[str, str] = {}
        for x in trace.extractions:
            for claim in x.casualties:
                key = toll_key((x.article, claim.key), claim, trace.library, trace.told.of_report)
                numbers = [self._numbers[name] for name in key.strikes]
                unit, node = toll_place(key, numbers)
                rows.append((x.article, claim.key, unit, node))
                counted += [(number, unit) for number in numbers]
                nodes[trace.tolls.of_claim[(x.article, claim.key)]] = node
        self._ledger.put("claim", rows)
        self._ledger.put("counted", counted)
        return nodes

    def reports(self) -> None:
        """Which event is said to answer which."""
        trace = self._trace
        numbers: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for (article, key), names in trace.told.of_report.items():
            numbers[article][key] = [self._numbers[name] for name in names]
        self._ledger.put(
            "answer",
            (
                row
                for x in trace.extractions
                for row in answer_rows(x.article, [*x.strikes, *x.actions], numbers[x.article])
            ),
        )

    def articles(self, marks: Mapping[str, str]) -> None:
        """What is known of each article."""
        trace = self._trace
        left = [_counted(refs) for refs in trace.left]
        self._ledger.put(
            "seen",
            (
                (
                    x.article,
                    marks[x.article],
                    trace.articles[x.article].publisher,
                    self._issued[x.article],
                    *(counts.get(x.article, 0) for counts in left),
                )
                for x in trace.extractions
            ),
        )
        words = ((x.article, vocabulary(trace.articles[x.article], x)) for x in trace.extractions)
        self._ledger.put("vocabulary", words)


def _counted(refs: Sequence[Ref]) -> dict[str, int]:
    out: dict[str, int] = defaultdict(int)
    for article, _ in refs:
        out[article] += 1
    return out
