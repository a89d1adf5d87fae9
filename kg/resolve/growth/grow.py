"""One step of growth: articles come, and what they touch is resolved again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.gazetteer import load
from kg.model import Article, Extraction
from kg.resolve.entities import first_mention
from kg.resolve.evidence import Library
from kg.resolve.facts import GazetteerFacts
from kg.resolve.growth.change import Change, vocabulary
from kg.resolve.growth.clustering import Clustering
from kg.resolve.growth.departure import Gone
from kg.resolve.growth.events import Events, Fetch, Shelf, cluster_node, event_face
from kg.resolve.growth.identity import Census
from kg.resolve.growth.kept import Names
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.lookup import LedgerRoster, Lookup, atlas_of
from kg.resolve.growth.replay import Replayed
from kg.resolve.growth.seats import ACTIONS, STRIKES, seats_of
from kg.resolve.growth.told import Answers, Counts, Statements
from kg.resolve.names import Kept, NameChange
from kg.resolve.reader import Reader
from kg.resolve.roster import Ref


@dataclass(slots=True)
class Grown:
    """What a step has touched, as node names of the ledger.

    `events` are clusters whose event must be shown anew, `statements`, `counts` (by unit) and `entities` likewise,
    `articles` those whose own graphs may differ; `gone` are published names that nothing bears any more. `removed`
    are articles that are no more, `publishers` those of articles that are no more as they were, `ended` clusters
    that have no account left, `led` names given up that lead elsewhere than before, `freed` what actors and places
    that are no more were linked to, each with the kind of node.
    """

    events: set[int] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    led: set[str] = field(default_factory=set)
    freed: set[tuple[str, str]] = field(default_factory=set)


class Growth:
    """Takes articles into a ledger. Entangled is raised where they touch more than can be followed."""

    def __init__(self, ledger: Ledger, fetch: Fetch, facts: GazetteerFacts | None = None) -> None:
        self.ledger = ledger
        self.facts = facts or GazetteerFacts(load())
        self.library = Library({}, LedgerRoster(ledger))
        self.atlas = atlas_of(ledger)
        self.shelf = Shelf(fetch, self.library)
        self._publishers: set[str] = set()

    def take(
        self,
        come: Sequence[tuple[Article, Extraction]],
        marks: Mapping[str, str],
        kept: Kept,
        revision: str,
        gone: Iterable[Extraction] = (),
    ) -> tuple[Grown, NameChange]:
        """Take new articles in and others out; what that touches, and what changes of the names kept.

        `marks`: article → its fingerprint. `gone` is what had been extracted from articles that are no more as they
        were; those that have changed come too.
        """
        ledger, shelf = self.ledger, self.shelf
        left = {x.article: Gone(x, self._forget(x.article)) for x in gone}
        for article, extraction in sorted(come, key=lambda told: told[0].id):
            shelf.put(article, extraction)
        new = sorted(shelf.extractions)
        for lost in left.keys() - shelf.extractions.keys():
            shelf.empty(lost)
        issued = {a: day.iso if (day := shelf.issued(a)) is not None else None for a in new}
        news = [shelf.extractions[a] for a in new]
        change = Census(ledger, self.facts).take(news, issued, left, self._class_of)
        self._look_up_anew()
        read_anew = change.articles
        shelf.load(read_anew)
        dirty = {*new, *read_anew}
        clustering = Clustering(ledger, shelf, self.reader)
        moved = clustering.take(dirty | left.keys(), change.faces, left.keys())
        for a in new:
            article, x = shelf.articles[a], shelf.extractions[a]
            apart = clustering.left.get(a, {})
            row = (a, marks[a], article.publisher, issued[a], apart.get(STRIKES, 0), apart.get(ACTIONS, 0), 0)
            ledger.put("seen", [row])
            ledger.put("vocabulary", [(a, vocabulary(article, x))])
        for a, by_universe in clustering.left.items():
            for universe, number in by_universe.items():
                column = "left_acts" if universe == ACTIONS else "left_strikes"
                ledger.rows(f"UPDATE seen SET {column} = ? WHERE article = ?", number, a)
        for a in dirty | moved.articles:
            ledger.rows("UPDATE seen SET unplaced = ? WHERE article = ?", clustering.unplaced(a), a)
        return self._settle(new, dirty, left, change, moved, kept, revision)

    def _forget(self, article: str) -> str | None:
        """Take an article for one that was never seen; its date."""
        (issued, publisher) = self.ledger.rows(
            "SELECT issued, publisher FROM seen WHERE article = ?", article
        )[0]
        for table in ("seen", "vocabulary"):
            self.ledger.drop(table, "article", [article])
        if publisher is not None:
            self._publishers.add(publisher)
        return None if issued is None else str(issued)

    def _class_of(self, ref: Ref) -> str:
        """The class that an article gives to an actor."""
        self.shelf.load([ref[0]])
        return next(a.cls for a in self.shelf.extractions[ref[0]].actors if a.key == ref[1])

    def _look_up_anew(self) -> None:
        self.library = Library(self.library.reports, LedgerRoster(self.ledger), self.library.bodies)
        self.shelf.library = self.library
        self.atlas = atlas_of(self.ledger)
        self.reader = Reader(self.library.roster, self.atlas)

    def _settle(
        self,
        new: Sequence[str],
        dirty: set[str],
        left: Mapping[str, Gone],
        change: Change,
        moved: Replayed,
        kept: Kept,
        revision: str,
    ) -> tuple[Grown, NameChange]:
        """Name what has changed, and tell what must be shown anew."""
        ledger = self.ledger
        self.events = events = Events(ledger, self.shelf, self.library, self.reader)
        self.statements = Statements(ledger, self.shelf, self.library)
        self.counts = Counts(ledger, self.shelf, self.library, events, Lookup(self._fresh_event))
        self.answers = Answers(ledger, self.shelf, events)
        names = Names(ledger, self._evidence_of)
        changed = moved.clusters | self._with_days_of_others(moved.clusters)
        changed |= self._claimed_by(change.faces, dirty.difference(new))
        events.load(changed)
        gone = {cluster_node(n) for n in changed if not events.exists(n)}
        changed = {n for n in changed if cluster_node(n) not in gone}
        named = names.name({cluster_node(n): events.candidate(n) for n in changed}, gone)
        changed |= {int(node[1:]) for node in named}
        # What is said, counted and answered in the articles whose reports are of other events now. Where an event is
        # only called otherwise, it is the counts for it whose names follow, and what its published name stands in.
        retold = dirty | moved.articles | left.keys()
        self.statements.read_again(dirty.difference(new))
        said = self.statements.leave(left)
        said |= self.statements.take(new) | self.statements.of_articles(dirty)
        said |= names.name({n: self.statements.candidate(n) for n in said}, self.statements.gone)
        units, uncounted = self.counts.take(retold)
        units |= self.counts.units_of(changed)
        tolls = self.counts.nodes(units)
        tolls_named = names.name({n: self.counts.candidate(*found) for n, found in tolls.items()}, uncounted)
        units |= {unit for node in tolls_named for unit in self.counts.units_of_node(node)}
        tolls = self.counts.nodes(units)
        for node in gone:
            self.answers.forget(int(node[1:]))
        answering = self.answers.take(retold)
        evidence = {cluster_node(n): events.evidence(n) for n in sorted(changed, key=events.order)}
        evidence |= {node: self.statements.evidence(node) for node in sorted(said)}
        evidence |= {node: self.counts.evidence(found) for node, (_, found) in tolls.items()}
        off = {*gone, *self.statements.gone, *uncounted}
        # Of actors and places it is the evidence that has gone with an article: their names are not at stake.
        unsaid = {
            first_mention(article, kind, local)
            for article, was in left.items()
            for kind, locals_ in (("actor", was.extraction.actors), ("place", was.extraction.places))
            for local in locals_
        }
        change_of_names, other = names.keep(
            self._entity_evidence(new), change.nodes, evidence, off, kept, revision, unsaid, change.lost
        )
        grown = Grown(
            events=changed,
            statements=said,
            units=units,
            entities=set(change.nodes),
            articles=dirty | moved.articles,
            gone=other.gone,
            removed=set(left).difference(new),
            publishers=self._publishers,
            ended={int(node[1:]) for node in gone},
            freed=change.freed,
        )
        given_up = {old for old, _, _ in change_of_names.replaced}
        moved_on = {old for old, _, _ in set(change_of_names.replaced) ^ set(kept.replaced)}
        grown.gone |= moved_on - given_up
        grown.led = moved_on & given_up
        self._show_around(grown, answering, {node for node in other.nodes if node not in off}, retold)
        for node in off:
            ledger.drop("name", "node", [node])
        return grown, change_of_names

    def _show_around(self, grown: Grown, answering: set[int], renamed: set[str], retold: set[str]) -> None:
        """Add to what was resolved anew all that shows it by a name, a label or a day that has changed.

        `answering`: events whose answers are others now; `renamed`: nodes that are only called otherwise; `retold`:
        articles whose reports are of other events now.
        """
        changed, said = grown.events, grown.statements
        other_face = {int(node[1:]) for node in self._faces(changed)} | {
            int(node[1:]) for node in renamed if node[0] == "c"
        }
        for number in other_face:
            grown.articles |= self.events.members(number)
        grown.statements = said | self.statements.of_articles(retold | grown.articles)
        for node in said | {node for node in renamed if node[0] == "s"}:
            articles = {article for article, _ in self.statements.reports(node)}
            grown.articles |= articles
            grown.statements |= self.statements.of_articles(articles)
        for node in renamed:
            if node[0] == "t":
                grown.articles |= self.counts.articles_of(node)
        grown.units = grown.units | self.counts.units_of(other_face)
        grown.events = changed | self.answers.around(answering | changed | other_face)
        for unit in grown.units:
            grown.events |= set(self.counts.strikes_of(unit))
        grown.events = {n for n in grown.events if self.events.exists(n)}
        grown.articles -= grown.removed

    def _with_days_of_others(self, clusters: Iterable[int]) -> set[int]:
        """The events that may borrow a day through one of these: those that its undated articles tell of."""
        out: set[int] = set()
        for number in clusters:
            for seat in seats_of(self.ledger, "cluster = ? AND universe <> ?", number, ACTIONS):
                if seat.account.telling.issued is None and seat.account.telling.weekday is not None:
                    query = "SELECT DISTINCT cluster FROM account WHERE article = ? AND cluster IS NOT NULL"
                    out |= {n for (n,) in self.ledger.rows(query, seat.article)}
        return out

    def _claimed_by(self, faces: set[str], articles: Iterable[str]) -> set[int]:
        """The events that one of these articles tells by the word of an actor who has changed, or denied by him."""
        out: set[int] = set()
        for article in articles:
            for strike in self.shelf.extractions[article].strikes:
                if not faces.isdisjoint(self.library.spokesmen(article, strike.mention.according_to)):
                    out.update(self.events.of_report(article).get(strike.key, ()))
        return out

    def _fresh_event(self, number: int) -> str | None:
        row = self.ledger.row("SELECT fresh FROM name WHERE node = ?", cluster_node(number))
        return None if row is None else str(row[0])

    def _evidence_of(self, node: str) -> tuple[str, ...]:
        if node[0] == "c":
            return self.events.evidence(int(node[1:]))
        if node[0] == "s":
            return self.statements.evidence(node)
        (unit,) = self.counts.units_of_node(node)
        return self.counts.evidence(self.counts.nodes([unit])[node][1])

    def _entity_evidence(self, new: Iterable[str]) -> dict[str, tuple[str, ...]]:
        out: dict[str, list[str]] = {}
        for article in new:
            x = self.shelf.extractions[article]
            for ids, kind, locals_ in (
                (self.library.roster.ids, "actor", x.actors),
                (self.atlas.ids, "place", x.places),
            ):
                for local in locals_:
                    out.setdefault(ids[(article, local.key)], []).append(first_mention(article, kind, local))
        return {node: tuple(sorted(set(keys))) for node, keys in out.items()}

    def _faces(self, changed: Iterable[int]) -> set[str]:
        """The events that articles show otherwise: their name, their label or their day is another."""
        out = set()
        for number in changed:
            node, event = cluster_node(number), self.events.draft(number)
            face = event_face(event)
            row = self.ledger.row("SELECT face FROM name WHERE node = ?", node)
            if row is None or row[0] != face:
                out.add(node)
                self.ledger.rows("UPDATE name SET face = ? WHERE node = ?", face, node)
        return out
