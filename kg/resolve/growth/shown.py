"""What a step of growth has touched, as the graph shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter

import msgspec

from kg.model import (
    Actor,
    Article,
    CasualtyReport,
    DiplomaticAction,
    Event,
    Knowledge,
    Link,
    Mention,
    PartialDate,
    Place,
    Statement,
    Strike,
)
from kg.resolve import statements as saying
from kg.resolve.claims import issue_days
from kg.resolve.contradictions import contradictions, ground
from kg.resolve.entities import described, located, mentions_of
from kg.resolve.fresh import dated
from kg.resolve.growth.events import cluster_node
from kg.resolve.growth.grow import Grown, Growth
from kg.resolve.growth.ledger import encode
from kg.resolve.linking import links_of_actor, links_of_place
from kg.resolve.names import NameChange
from kg.resolve.rename import renamed
from kg.resolve.resolution import led_on
from kg.resolve.votes import Votes
from kg.resolve.wikidata import without_clashes

_links = msgspec.msgpack.Decoder(tuple[Link, ...]).decode
_votes = msgspec.msgpack.Decoder(Votes).decode


@dataclass(frozen=True, slots=True)
class Touched:
    """The part of the knowledge that a step of growth bears on.

    `knowledge` holds the `articles` that may differ, with all that they are evidence for, and the `nodes` that may
    differ, whole; what else it holds is not whole. `gone` are nodes that are no more, and so are `articles` that the
    knowledge does not hold. `publishers` are those of all articles, `left` those of articles that are no more as they
    were.
    """

    knowledge: Knowledge
    nodes: frozenset[str]
    gone: frozenset[str]
    articles: frozenset[str]
    publishers: frozenset[str]
    left: frozenset[str]


class Show:
    """Makes the nodes of a growth's ledger."""

    def __init__(self, growth: Growth, grown: Grown, names: NameChange) -> None:
        self._growth = growth
        self._grown = grown
        self._names = names
        self._ledger = growth.ledger
        self._actors: dict[str, set[Mention]] = defaultdict(set)
        self._places: dict[str, set[Mention]] = defaultdict(set)
        self._names_of: dict[str, str] = {}

    def touched(self) -> Touched:
        """All that may differ."""
        growth, grown = self._growth, self._grown
        growth.shelf.load(grown.articles)
        disputed = self._disputed()
        events = set(grown.events) | disputed | self._events_in(grown.articles)
        growth.events.load(events)
        units = grown.units | growth.counts.units_of(disputed | grown.events)
        counted = growth.counts.nodes(units | growth.counts.units_of_articles(grown.articles))
        said = grown.statements | growth.statements.of_articles(grown.articles)
        self._speaking()
        fresh = {node: self._fresh(node) for node in counted}
        tolls = growth.counts.reports(units | growth.counts.units_of_articles(grown.articles), fresh)
        strikes, actions = self._events(events, tolls)
        statements = [self._statement(node) for node in said]
        for event in (*strikes, *actions, *statements):
            self._mentioned(event)
        for toll in tolls:
            self._need(toll.according_to)
        touched_entities = self._relinked()
        self._need(touched_entities)
        actors = self._made_actors()
        places = self._made_places()
        knowledge = Knowledge(
            articles=tuple(self._article(a) for a in sorted(grown.articles)),
            actors=tuple(actors[a] for a in sorted(actors)),
            places=tuple(places[p] for p in sorted(places)),
            strikes=tuple(sorted(strikes, key=attrgetter("id"))),
            actions=tuple(sorted(actions, key=attrgetter("id"))),
            statements=tuple(sorted(statements, key=attrgetter("id"))),
            casualties=tuple(sorted(tolls, key=attrgetter("id"))),
        )
        published = {name: self.published(name) for name in set(_spoken_of(knowledge))}
        knowledge = led_on(renamed(knowledge, published), self._names.replaced)
        whole = {cluster_node(n) for n in grown.events} | grown.statements
        whole |= {node for unit in grown.units for node in growth.counts.nodes([unit])}
        nodes = {self.published(self._fresh(node)) for node in whole} | {
            self.published(e) for e in touched_entities
        }
        knowledge, clashing, settled = self._clashes(knowledge, disputed, units)
        nodes |= clashing | self._grown.led
        (publishers,) = [self._ledger.rows("SELECT DISTINCT publisher FROM seen WHERE publisher IS NOT NULL")]
        return Touched(
            knowledge,
            frozenset(nodes),
            frozenset((grown.gone | settled) - nodes),
            frozenset(grown.articles | grown.removed),
            frozenset(p for (p,) in publishers),
            frozenset(grown.publishers),
        )

    def published(self, fresh: str) -> str:
        """The name under which a node of a fresh name is published."""
        row = self._ledger.row("SELECT published FROM name WHERE fresh = ?", fresh)
        return fresh if row is None else str(row[0])

    def _fresh(self, node: str) -> str:
        if node not in self._names_of:
            ((name,),) = self._ledger.rows("SELECT fresh FROM name WHERE node = ?", node)
            self._names_of[node] = str(name)
        return self._names_of[node]

    def _article(self, article: str) -> Article:
        shelf = self._growth.shelf
        return dated(shelf.articles[article], shelf.extractions[article])

    # --- events and statements ------------------------------------------------------------------------------

    def _events_in(self, articles: Iterable[str]) -> set[int]:
        return {
            number
            for article in articles
            for (number,) in self._ledger.rows(
                "SELECT DISTINCT cluster FROM account WHERE article = ? AND cluster IS NOT NULL", article
            )
        }

    def _events(
        self, numbers: Iterable[int], tolls: Iterable[CasualtyReport]
    ) -> tuple[list[Strike], list[DiplomaticAction]]:
        counts: dict[str, list[str]] = defaultdict(list)
        for toll in tolls:
            for strike in toll.strikes:
                counts[strike].append(toll.id)
        strikes: list[Strike] = []
        actions: list[DiplomaticAction] = []
        for number in numbers:
            name = self._fresh(cluster_node(number))
            event = self._growth.events.draft(number)
            answered: tuple[str, ...] = ()
            if number in self._grown.events:
                answered = tuple(
                    sorted(self._fresh(cluster_node(n)) for n in self._growth.answers.of(number))
                )
            event = replace(event, id=name, in_response_to=answered)
            if isinstance(event, Strike):
                strikes.append(replace(event, casualties=tuple(sorted(counts[name]))))
            else:
                actions.append(event)
        return strikes, actions

    def _statement(self, node: str) -> Statement:
        growth = self._growth
        refs, reports = growth.statements.ordered(node)
        events, statements, places = {}, {}, {}
        for article in {article for article, _ in refs}:
            for key, numbers in growth.events.of_report(article).items():
                events[(article, key)] = [self._fresh(cluster_node(n)) for n in numbers]
            for key, said in self._ledger.rows("SELECT key, node FROM said WHERE article = ?", article):
                statements[(article, key)] = self._fresh(said)
            for place in growth.shelf.extractions[article].places:
                places[(article, place.key)] = growth.atlas.ids[(article, place.key)]
        library = growth.library
        referents = saying.Referents(library.roster, growth.atlas, places, events, statements)
        return saying.statement(self._fresh(node), refs, reports, library, referents)

    # --- actors and places ----------------------------------------------------------------------------------

    def _speaking(self) -> None:
        """The mentions of actors and places in the articles that may differ."""
        for article in self._grown.articles:
            x = self._growth.shelf.extractions[article]
            for actor in x.actors:
                self._actors[self._growth.library.roster.ids[(article, actor.key)]].update(actor.mentions)
            for place in x.places:
                self._places[self._growth.atlas.ids[(article, place.key)]].update(place.mentions)

    def _mentioned(self, event: Event) -> None:
        for member in event.members:
            self._need(member.attackers)
            self._need(member.places)
        self._need(event.places)
        if isinstance(event, Strike):
            self._need((*event.attackers, *event.targets))

    def _need(self, nodes: Iterable[str]) -> None:
        for node in nodes:
            if node.startswith("actor/"):
                self._actors.setdefault(node, set())
            elif node.startswith("place/"):
                self._places.setdefault(node, set())

    def _made_actors(self) -> dict[str, Actor]:
        made: dict[str, Actor] = {}
        pending = sorted(self._actors)
        while pending:
            node = pending.pop()
            if node not in made:
                made[node] = self._actor(node)
                pending += (*made[node].member_of, *made[node].part_of)
        return made

    def _actor(self, node: str) -> Actor:
        growth = self._growth
        (votes, links) = self._ledger.rows("SELECT votes, links FROM entity WHERE node = ?", node)[0]
        said = _votes(votes)
        mentions = mentions_of(self._actors.get(node, ()), growth.library)
        made = described(
            growth.library.roster.actors[node],
            said.get("member of", {}).keys(),
            said.get("part of", {}).keys(),
            growth.library.roster,
            mentions,
            tuple(sorted({m.article for m in mentions})),
        )
        return replace(
            made, links=self._final[node] if node in self._final else _links(links) if links else ()
        )

    def _made_places(self) -> dict[str, Place]:
        made: dict[str, Place] = {}
        pending = sorted(self._places)
        while pending:
            node = pending.pop()
            if node not in made:
                growth = self._growth
                mentions = mentions_of(self._places.get(node, ()), growth.library)
                place = located(growth.atlas.sites[node], growth.library.roster, mentions)
                made[node] = replace(place, links=self._final.get(node, ()))
                pending += [place.within] if place.within else []
        return made

    def _relinked(self) -> set[str]:
        """Links of touched actors and places, and of those that claim an id with them; all these nodes."""
        growth = self._growth
        gazetteer = growth.facts.gazetteer
        self._final: dict[str, tuple[Link, ...]] = {}
        targets = set(self._grown.freed)
        for node in sorted(self._grown.entities):
            (votes,) = self._ledger.rows("SELECT votes FROM entity WHERE node = ?", node)[0]
            said = _votes(votes)
            if node.startswith("actor/"):
                actor = self._actor(node)
                issued = min(said.get("issued", ()), default=None)
                links = links_of_actor(
                    actor,
                    growth.library.roster.actors[node],
                    actor.label in said.get("text", {}),
                    None if issued is None else PartialDate(issued),
                    gazetteer,
                )
            else:
                place = located(growth.atlas.sites[node], growth.library.roster, ())
                links = links_of_place(place, growth.atlas, gazetteer)
            self._ledger.rows("UPDATE entity SET links = ? WHERE node = ?", encode(links), node)
            was = {t for (t,) in self._ledger.rows("SELECT target FROM target WHERE node = ?", node)}
            self._ledger.drop("target", "node", [node])
            certain = {link.target for link in links if link.certain}
            self._ledger.put("target", ((target, node) for target in certain))
            kind = node.partition("/")[0]
            targets |= {(kind, target) for target in certain | was}
        touched = set(self._grown.entities)
        for kind, target in targets:
            rows = self._ledger.rows("SELECT node FROM target WHERE target = ?", target)
            touched |= {node for (node,) in rows if node.startswith(kind)}
        needed = touched | self._actors.keys() | self._places.keys()
        for kind in ("actor/", "place/"):
            raw: dict[str, tuple[Link, ...]] = {}
            shared: set[str] = set()
            for node in sorted(n for n in needed if n.startswith(kind)):
                shared |= {t for (t,) in self._ledger.rows("SELECT target FROM target WHERE node = ?", node)}
            rivals = {
                node
                for target in shared
                for (node,) in self._ledger.rows("SELECT node FROM target WHERE target = ?", target)
                if node.startswith(kind)
            }
            for node in sorted({n for n in needed if n.startswith(kind)} | rivals):
                (links,) = self._ledger.rows("SELECT links FROM entity WHERE node = ?", node)[0]
                raw[node] = _links(links) if links else ()
            self._final |= without_clashes(raw)
        return touched

    # --- contradictions -------------------------------------------------------------------------------------

    def _disputed(self) -> set[int]:
        """The events whose contradictions may differ: those touched, their rivals, those counted with them."""
        counts = self._growth.counts
        found: set[int] = set()
        pending = set(self._grown.events)
        for number in self._grown.events | self._grown.ended:
            for place, day in self._ledger.rows("SELECT place, day FROM town WHERE cluster = ?", number):
                pending |= self._rivals(place, day)
        self._ledger.drop("town", "cluster", self._grown.ended)
        while pending:
            number = pending.pop()
            if number in found or not self._growth.events.exists(number):
                continue
            found.add(number)
            for unit in counts.units_of([number]):
                if unit[0] != "t":
                    pending |= set(counts.strikes_of(unit))
            event = self._growth.events.draft(number)
            self._ledger.drop("town", "cluster", [number])
            if isinstance(event, Strike):
                towns = ground(event, self._growth.atlas.sites)
                self._ledger.put("town", ((place, day, number) for place, day in towns))
                for place, day in towns:
                    pending |= self._rivals(place, day)
        return found

    def _rivals(self, place: str, day: str) -> set[int]:
        query = "SELECT cluster FROM town WHERE place = ? AND day = ?"
        return {number for (number,) in self._ledger.rows(query, place, day)}

    def _clashes(
        self, knowledge: Knowledge, disputed: set[int], units: set[str]
    ) -> tuple[Knowledge, set[str], set[str]]:
        """The knowledge with the contradictions of the disputed events; their names, and names of those settled."""
        names = {self.published(self._fresh(cluster_node(n))) for n in disputed}
        tolls = {self.published(self._fresh(n)) for n in self._growth.counts.nodes(units)}
        part = replace(
            knowledge,
            strikes=tuple(s for s in knowledge.strikes if s.id in names),
            actions=tuple(a for a in knowledge.actions if a.id in names),
            casualties=tuple(c for c in knowledge.casualties if c.id in tolls),
        )
        shelf = self._growth.shelf
        found = contradictions(part, issue_days(shelf.articles, list(shelf.extractions.values())))
        found = tuple(c for c in found if c.event in names)
        before = {
            name
            for event in names | self._grown.gone
            for (name,) in self._ledger.rows("SELECT name FROM clash WHERE event = ?", event)
        }
        self._ledger.drop("clash", "name", before)
        self._ledger.put("clash", ((c.event, c.id) for c in found))
        now = {c.id for c in found}
        return replace(knowledge, contradictions=found), now, before - now


def _spoken_of(knowledge: Knowledge) -> Iterable[str]:
    for actor in knowledge.actors:
        yield from (actor.id, *actor.member_of, *actor.part_of)
        yield from (a for m in actor.mentions for a in m.according_to)
    for place in knowledge.places:
        yield place.id
        yield from (node for node in (place.country, place.within) if node)
        yield from (a for m in place.mentions for a in m.according_to)
    for event in (*knowledge.strikes, *knowledge.actions, *knowledge.statements):
        yield from (event.id, *event.places, *event.in_response_to)
        for member in event.members:
            yield from (*member.mention.according_to, *member.attackers, *member.places)
        if isinstance(event, Strike):
            yield from (*event.attackers, *event.targets, *event.casualties)
        elif isinstance(event, DiplomaticAction):
            yield from (*event.initiators, *event.recipients)
        elif isinstance(event, Statement):
            yield from (*event.speakers, *event.addressees, *event.about)
    for toll in knowledge.casualties:
        yield from (toll.id, *toll.strikes, *toll.according_to, *toll.revises)
        yield from (a for m in toll.mentions for a in m.according_to)
