"""One step of growth: articles come, and what they touch is resolved again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.gazetteer import load
from kg.model import ActionReport, Article, DiplomaticAction, Extraction, Strike, StrikeReport
from kg.resolve.clues import proper_names
from kg.resolve.clustering import Cluster, undivided
from kg.resolve.entities import first_mention
from kg.resolve.evidence import Library
from kg.resolve.facts import GazetteerFacts
from kg.resolve.growth.events import Events, Fetch, Shelf
from kg.resolve.growth.identity import Census, Change, dump
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.lookup import LedgerRoster, Lookup, atlas_of
from kg.resolve.growth.namer import Candidate, renamed
from kg.resolve.growth.replay import (
    ACTIONS,
    EXCHANGES,
    STRIKES,
    Replay,
    Replayed,
    Seat,
    packed,
    rank_of,
    seats_of,
)
from kg.resolve.growth.told import Answers, Counts, Statements
from kg.resolve.names import KeptNames, keep
from kg.resolve.profile import Profile
from kg.resolve.resolution import action_tellings, strike_tellings
from kg.resolve.scoring import Scorer
from kg.resolve.telling import Reader, Telling
from kg.resolve.text import distinctive_words
from kg.resolve.within import Account, group, nothing_apart


@dataclass(slots=True)
class Grown:
    """What a step has touched, as node names of the ledger.

    `events` are clusters whose event must be shown anew, `statements`, `counts` (by unit) and `entities` likewise,
    `articles` those whose own graphs may differ; `gone` are published names that nothing bears any more.
    """

    events: set[int] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


class Growth:
    """Takes articles into a ledger. Entangled is raised where they touch more than can be followed."""

    def __init__(self, ledger: Ledger, fetch: Fetch, facts: GazetteerFacts | None = None) -> None:
        self.ledger = ledger
        self.facts = facts or GazetteerFacts(load())
        self.library = Library({}, LedgerRoster(ledger))
        self.atlas = atlas_of(ledger)
        self.shelf = Shelf(fetch, self.library)
        self.names: dict[str, str] = {}
        self._left: dict[str, dict[int, int]] = {}
        self._next = int(ledger.rows("SELECT coalesce(max(id), 0) FROM account")[0][0])

    def take(
        self,
        come: Sequence[tuple[Article, Extraction]],
        marks: Mapping[str, str],
        kept: KeptNames,
        revision: str,
    ) -> tuple[Grown, KeptNames]:
        """Take new articles in; what they touch, and the names to keep. `marks`: article → its fingerprint."""
        ledger, shelf = self.ledger, self.shelf
        for article, extraction in sorted(come, key=lambda told: told[0].id):
            shelf.put(article, extraction)
        new = sorted(shelf.extractions)
        issued = {a: day.iso if (day := shelf.issued(a)) is not None else None for a in new}
        change = Census(ledger, self.facts).take([shelf.extractions[a] for a in new], issued)
        self._look_up_anew()
        read_anew = change.articles
        shelf.load(read_anew)
        dirty = {*new, *read_anew}
        moved = self._cluster(dirty, change.faces)
        for a in new:
            article, x = shelf.articles[a], shelf.extractions[a]
            words = vocabulary(article, x)
            left = self._left.get(a, {})
            row = (a, marks[a], words, article.publisher, left.get(STRIKES, 0), left.get(ACTIONS, 0), 0)
            ledger.put("seen", [row])
        for a, by_universe in self._left.items():
            for universe, number in by_universe.items():
                column = "left_acts" if universe == ACTIONS else "left_strikes"
                ledger.rows(f"UPDATE seen SET {column} = ? WHERE article = ?", number, a)
        for a in dirty | moved.articles:
            ledger.rows("UPDATE seen SET unplaced = ? WHERE article = ?", self._unplaced(a), a)
        return self._settle(new, dirty, change, moved, kept, revision)

    def _look_up_anew(self) -> None:
        self.library = Library(self.library.reports, LedgerRoster(self.ledger))
        self.shelf.library = self.library
        self.atlas = atlas_of(self.ledger)
        self.reader = Reader(self.library.roster, self.atlas)
        self.scorer = Scorer(self.reader)

    # --- which event each report is part of -----------------------------------------------------------------

    def _cluster(self, dirty: set[str], faces: set[str]) -> Replayed:
        strikes = self._replay(STRIKES, dirty, faces, self._strikes_told)
        exchanges = self._exchanges(dirty | strikes.articles, faces)
        bearing = strikes.articles | exchanges.articles
        for number in strikes.flipped | exchanges.flipped:
            rows = self.ledger.rows("SELECT DISTINCT article FROM account WHERE cluster = ?", number)
            bearing |= {article for (article,) in rows}
        told = dirty | {a for a in bearing if self._tells_other_stories(a)}
        self.shelf.load(told)
        actions = self._replay(ACTIONS, told, faces, self._acts_told)
        every = (strikes, exchanges, actions)
        return Replayed(
            clusters=set().union(*(r.clusters for r in every)),
            articles=set().union(*(r.articles for r in every)),
        )

    def _replay(
        self,
        universe: int,
        articles: Iterable[str],
        faces: set[str],
        tell: Callable[[str], list[Telling]],
    ) -> Replayed:
        gone: list[Seat] = []
        come: list[Seat] = []
        for article in sorted(articles):
            there = {
                seat.rank: seat
                for seat in seats_of(self.ledger, "article = ? AND universe = ?", article, universe)
            }
            reading = group(tell(article), self.scorer, nothing_apart)
            for seat in self._seats(reading.accounts):
                before = there.get(seat.rank)
                if before is not None and _says_the_same(before, seat, faces):
                    del there[seat.rank]
                else:
                    come.append(seat)
            gone += there.values()
            self._left.setdefault(article, {})[universe] = len(set(reading.unattached))
        return Replay(self.ledger, universe, self.scorer, faces).run(gone, come)

    def _seats(self, accounts: Iterable[Account]) -> list[Seat]:
        out = []
        for number, account in enumerate(accounts):
            self._next += 1
            out.append(Seat(self._next, rank_of(account, number), account))
        return out

    def _strikes_told(self, article: str) -> list[Telling]:
        shelf = self.shelf
        return strike_tellings(
            shelf.extractions[article], shelf.articles[article], self.reader, shelf.window(article)
        )

    def _acts_told(self, article: str) -> list[Telling]:
        stories = frozenset(self._stories(article))
        return action_tellings(
            self.shelf.extractions[article], self.reader, self.shelf.window(article), stories
        )

    def _stories(self, article: str) -> set[int]:
        """The strikes that an article tells of, by which acts in the same crisis are known."""
        rows = self.ledger.rows(
            "SELECT c.id FROM account a JOIN cluster c ON c.id = a.cluster"
            " WHERE a.article = ? AND c.story AND a.universe <> ? AND a.rank < '2'",
            article,
            ACTIONS,
        )
        return {number for (number,) in rows}

    def _tells_other_stories(self, article: str) -> bool:
        seats = seats_of(self.ledger, "article = ? AND universe = ?", article, ACTIONS)
        return any(seat.account.telling.stories != self._stories(article) for seat in seats[:1])

    def _exchanges(self, articles: Iterable[str], faces: set[str]) -> Replayed:
        """The mentions of exchanges whose halves no other article tells of."""
        gone, come = [], []
        for article in sorted(articles):
            there = seats_of(self.ledger, "article = ? AND universe = ?", article, EXCHANGES)
            seats = seats_of(self.ledger, "article = ? AND universe = ?", article, STRIKES)
            now: list[Account] = []
            if any(seat.account.wholes for seat in seats):
                placed = [(seat.account, None) for seat in seats if seat.cluster is not None]
                as_one = Cluster(Profile(seats[0].account.telling), list(placed), set())
                now = undivided([seat.account for seat in seats], [as_one])
            if there or now:
                gone += there
                come += self._seats(now)
        if not gone and not come:
            return Replayed()
        return Replay(self.ledger, EXCHANGES, self.scorer, faces).run(gone, come)

    def _unplaced(self, article: str) -> int:
        """How many reports of an article say too little to be an event, and are part of none."""
        where = "article = ? AND universe <> ?"
        seats = seats_of(self.ledger, where, article, ACTIONS)
        placed = {ref for seat in seats if seat.cluster is not None for ref in seat.account.telling.refs}
        thin = [seat.account.telling for seat in seats if seat.account.telling.is_thin]
        return sum(ref not in placed for telling in thin for ref in telling.refs)

    # --- what they are called ---------------------------------------------------------------------------------

    def _settle(
        self,
        new: Sequence[str],
        dirty: set[str],
        change: Change,
        moved: Replayed,
        kept: KeptNames,
        revision: str,
    ) -> tuple[Grown, KeptNames]:
        ledger = self.ledger
        self.events = events = Events(ledger, self.shelf, self.library, self.reader)
        self.statements = Statements(ledger, self.shelf, self.library)
        self.counts = Counts(ledger, self.shelf, self.library, events, Lookup(self._fresh_event))
        self.answers = Answers(ledger, self.shelf, events)
        changed = moved.clusters | self._with_days_of_others(moved.clusters)
        events.load(changed)
        gone = {cluster_node(n) for n in changed if not events.exists(n)}
        changed = {n for n in changed if cluster_node(n) not in gone}
        named = self._name({cluster_node(n): events.candidate(n) for n in changed}, gone)
        changed |= {int(node[1:]) for node in named}
        # What is said, counted and answered in the articles whose reports are of other events now.
        retold = dirty | moved.articles
        for node in named:
            retold |= events.members(int(node[1:]))
        self.statements.read_again(dirty.difference(new))
        said = self.statements.take(new) | self.statements.of_articles(dirty)
        said |= self._name({n: self.statements.candidate(n) for n in said}, self.statements.gone)
        units, uncounted = self.counts.take(retold)
        units |= self.counts.units_of(changed)
        tolls = self.counts.nodes(units)
        tolls_named = self._name({n: self.counts.candidate(*found) for n, found in tolls.items()}, uncounted)
        units |= {unit for node in tolls_named for unit in self.counts.units_of_node(node)}
        tolls = self.counts.nodes(units)
        for node in gone:
            self.answers.forget(int(node[1:]))
        answering = self.answers.take(retold)
        evidence = {cluster_node(n): events.evidence(n) for n in sorted(changed, key=events.order)}
        evidence |= {node: self.statements.evidence(node) for node in sorted(said)}
        evidence |= {node: self.counts.evidence(found) for node, (_, found) in tolls.items()}
        off = {*gone, *self.statements.gone, *uncounted}
        names, other = self._keep(new, change, evidence, off, kept, revision)
        # What shows a node by a name, a label or a day that has changed.
        grown = Grown(entities=set(change.nodes), articles=dirty | moved.articles, gone=other.gone)
        grown.gone |= {old for old, _, _ in kept.replaced} - {old for old, _, _ in names.replaced}
        other_face = {int(node[1:]) for node in self._faces(changed)} | {
            int(node[1:]) for node in other.nodes if node[0] == "c" and node not in off
        }
        for number in other_face:
            grown.articles |= events.members(number)
        grown.statements = said | self.statements.of_articles(retold | grown.articles)
        for node in said | {node for node in other.nodes if node[0] == "s" and node not in off}:
            articles = {article for article, _ in self.statements.reports(node)}
            grown.articles |= articles
            grown.statements |= self.statements.of_articles(articles)
        for node in other.nodes:
            if node[0] == "t" and node not in off:
                grown.articles |= self.counts.articles_of(node)
        grown.units = units | self.counts.units_of(other_face)
        grown.events = changed | self.answers.around(answering | changed | other_face)
        for unit in grown.units:
            grown.events |= set(self.counts.strikes_of(unit))
        grown.events = {n for n in grown.events if events.exists(n)}
        for node in off:
            ledger.drop("name", "node", [node])
        return grown, names

    def _with_days_of_others(self, clusters: Iterable[int]) -> set[int]:
        """The events that may borrow a day through one of these: those that its undated articles tell of."""
        out: set[int] = set()
        for number in clusters:
            for seat in seats_of(self.ledger, "cluster = ? AND universe <> ?", number, ACTIONS):
                if seat.account.telling.issued is None and seat.account.telling.weekday is not None:
                    query = "SELECT DISTINCT cluster FROM account WHERE article = ? AND cluster IS NOT NULL"
                    out |= {n for (n,) in self.ledger.rows(query, seat.article)}
        return out

    def _fresh_event(self, number: int) -> str | None:
        row = self.ledger.row("SELECT fresh FROM name WHERE node = ?", cluster_node(number))
        return None if row is None else str(row[0])

    def _name(self, candidates: Mapping[str, Candidate], gone: Iterable[str]) -> set[str]:
        """Name nodes; those of them, and of all others, that are called otherwise than before."""
        ledger = self.ledger
        fresh = renamed(ledger, {**candidates, **dict.fromkeys(gone)})
        changed = set()
        for node, name in fresh.items():
            row = ledger.row("SELECT fresh, published, parts, face FROM name WHERE node = ?", node)
            was, published, parts, face = row or ("", "", "", "")
            if was != name:
                changed.add(node)
            parts = dump(candidates[node]) if node in candidates else parts
            ledger.put("name", [(node, name, published, parts, face)])
        return changed

    def _keep(
        self,
        new: Sequence[str],
        change: Change,
        evidence: dict[str, tuple[str, ...]],
        off: Iterable[str],
        kept: KeptNames,
        revision: str,
    ) -> tuple[KeptNames, _Renamed]:
        """The names under which nodes are published, and those that are published otherwise than before."""
        ledger = self.ledger
        other = _Renamed()
        entities = self._entity_evidence(new)
        known = {node: p for node in entities if (p := self._published(node))}
        mine = {node: keys for node, keys in entities.items() if node not in known}
        mine |= {node: () for node in change.nodes if node not in entities and not self._published(node)}
        mine |= evidence
        # Evidence that has come from a node of which nothing else has changed: its name is at stake too.
        for node in self._bearers(
            {kept.reports[k] for keys in evidence.values() for k in keys if k in kept.reports}
        ):
            if node not in mine and node not in off:
                mine[node] = self._evidence_of(node)
        fresh = {node: self._fresh(node) for node in mine}
        before = {node: self._published(node) for node in (*mine, *off)}
        at_stake = set(before.values()) - {""}
        chosen, names = keep(
            {fresh[node]: keys for node, keys in mine.items()},
            kept,
            revision,
            lambda name: name not in at_stake and bool(self._bearers({name})),
        )
        for node in mine:
            published = chosen[fresh[node]]
            if published != before[node]:
                other.nodes.add(node)
                ledger.rows("UPDATE name SET published = ? WHERE node = ?", published, node)
        other.gone = at_stake - set(chosen.values())
        reports = {k: name for k, name in kept.reports.items() if name not in at_stake}
        reports |= names.reports
        reports |= {key: known[node] for node in known for key in entities[node]}
        return replace(names, reports=reports), other

    def _bearers(self, names: Iterable[str]) -> list[str]:
        return [
            node
            for name in names
            for (node,) in self.ledger.rows("SELECT node FROM name WHERE published = ?", name)
        ]

    def _fresh(self, node: str) -> str:
        return str(self.ledger.rows("SELECT fresh FROM name WHERE node = ?", node)[0][0])

    def _published(self, node: str) -> str:
        row = self.ledger.row("SELECT published FROM name WHERE node = ?", node)
        return "" if row is None else str(row[0])

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


def _says_the_same(before: Seat, now: Seat, faces: set[str]) -> bool:
    """True when an account that was read again says what it said, of actors and places that are as they were."""
    telling = now.account.telling
    spoken_of = telling.doers | telling.others | telling.sides | telling.ground | telling.places
    return faces.isdisjoint(spoken_of) and packed(before.account) == packed(now.account)


@dataclass(slots=True)
class _Renamed:
    """The nodes that are published under another name than before, and names that nothing bears any more."""

    nodes: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def cluster_node(number: int) -> str:
    """The ledger's name for the event that a cluster is."""
    return f"c{number}"


def event_face(event: Strike | DiplomaticAction) -> str:
    """What the articles of an event show of it."""
    return repr((event.label, event.when))


def vocabulary(article: Article, extraction: Extraction) -> str:
    """The words whose weight depends on what actors and states are called, each between spaces."""
    reports: list[StrikeReport | ActionReport] = [*extraction.strikes, *extraction.actions]
    sentences = {report.mention.sentence.text for report in reports}
    words = set().union(*(distinctive_words(s) | proper_names(s) for s in sentences))
    words |= set().union(*(proper_names(line) for line in article.text.splitlines()))
    return f" {' '.join(sorted(words))} "
