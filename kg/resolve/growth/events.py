"""The events that the ledger's clusters are, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from kg.model import Article, DiplomaticAction, Extraction, PartialDate, Strike
from kg.resolve.borrowing import CERTAIN
from kg.resolve.clustering import Cluster
from kg.resolve.days import Window, day_window, without_impossible_days
from kg.resolve.events import action, evidence_keys, path, strike
from kg.resolve.evidence import Library, Report, bodies
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.lookup import Lookup
from kg.resolve.growth.seats import ACTIONS, Course, links_of, seats_of
from kg.resolve.reader import Reader
from kg.resolve.telling import STRIKE

Fetch = Callable[[Sequence[str]], Iterable[tuple[Article, Extraction]]]
"""Articles by id, each with what was extracted from it."""


def cluster_node(number: int) -> str:
    """The ledger's name for the event that a cluster is."""
    return f"c{number}"


def event_face(event: Strike | DiplomaticAction) -> str:
    """What the articles of an event show of it."""
    return repr((event.label, event.when))


class Shelf:
    """Articles and extractions, fetched when they are needed; reports by (article, key) as `Library` holds them."""

    def __init__(self, fetch: Fetch, library: Library) -> None:
        self._fetch = fetch
        self.library = library
        self.articles: dict[str, Article] = {}
        self.extractions: dict[str, Extraction] = {}

    def load(self, ids: Iterable[str]) -> None:
        """Have these articles at hand."""
        wanted = sorted(set(ids) - self.extractions.keys())
        for article, extraction in self._fetch(wanted) if wanted else ():
            self.put(article, extraction)

    def put(self, article: Article, extraction: Extraction) -> None:
        """Have an article at hand, without days of strikes that cannot be."""
        x = without_impossible_days(extraction, day_window(extraction.issued or article.issued))
        self.articles[article.id], self.extractions[article.id] = article, x
        reports = self.library.reports
        assert isinstance(reports, dict)
        spoken: tuple[Report, ...] = (*x.strikes, *x.actions, *x.statements)
        for report in spoken:
            reports[(x.article, report.key)] = report
        assert isinstance(self.library.bodies, dict)
        self.library.bodies.update(bodies(x))

    def empty(self, article: str) -> None:
        """Take an article for one that says nothing: it is no more."""
        self.extractions[article] = Extraction(article)

    def issued(self, article: str) -> PartialDate | None:
        """The date of an article, its own or that which its text gave away."""
        return self.extractions[article].issued or self.articles[article].issued

    def window(self, article: str) -> Window | None:
        """The days of that date."""
        return day_window(self.issued(article))


class Events:
    """Canonical strikes and acts by the number of their cluster."""

    def __init__(self, ledger: Ledger, shelf: Shelf, library: Library, reader: Reader) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self._library = library
        self._reader = reader
        self._anchors: Lookup[str, dict[str, int]] = Lookup(self._anchors_of)
        self._clusters: dict[int, Cluster] = {}
        self._made: dict[int, Strike | DiplomaticAction] = {}
        self._of_report: dict[str, dict[str, list[int]]] = {}

    def load(self, numbers: Iterable[int]) -> None:
        """Make events; their articles are fetched together."""
        new = [n for n in set(numbers) if n not in self._clusters]
        for number in new:
            cluster = Course(seats_of(self._ledger, "cluster = ?", number)).whole
            if cluster is not None:
                self._clusters[number] = cluster
        self._shelf.load(
            account.telling.article
            for n in new
            if n in self._clusters
            for account, _ in self._clusters[n].members
        )
        for number in new:
            if number in self._clusters:
                cluster = self._clusters[number]
                make = strike if cluster.profile.kind == STRIKE else action
                self._made[number] = make(cluster, self._library, self._reader, self._anchors)

    def exists(self, number: int) -> bool:
        """True when the cluster has any account."""
        self.load([number])
        return number in self._clusters

    def draft(self, number: int) -> Strike | DiplomaticAction:
        """The event, still without a name and without references to others."""
        self.load([number])
        return self._made[number]

    def evidence(self, number: int) -> tuple[str, ...]:
        """The keys under which the event's name is kept."""
        self.load([number])
        return evidence_keys(self._clusters[number], self._library)

    def candidate(self, number: int) -> tuple[str, ...]:
        """What the event's name is made of."""
        return path(self.draft(number), self.evidence(number), self._reader)

    def order(self, number: int) -> tuple[bool, tuple[str, int, str]]:
        """Where the event stands among all: strikes first."""
        self.load([number])
        cluster = self._clusters[number]
        return cluster.profile.kind != STRIKE, cluster.order

    def members(self, number: int) -> set[str]:
        """The articles with an account in the cluster."""
        rows = self._ledger.rows("SELECT DISTINCT article FROM account WHERE cluster = ?", number)
        return {article for (article,) in rows}

    def of_report(self, article: str) -> dict[str, list[int]]:
        """Which clusters each report of an article is part of, strikes first, each in order."""
        if article not in self._of_report:
            rows = self._ledger.rows(
                "SELECT a.universe = ?, c.least, a.rank, a.cluster, a.body FROM account a"
                " JOIN cluster c ON c.id = a.cluster WHERE a.article = ?",
                ACTIONS,
                article,
            )
            found: dict[str, dict[int, None]] = {}
            for _, _, _, number, body in sorted(rows, key=lambda row: row[:3]):
                for link in links_of(body):
                    found.setdefault(link.report, {})[number] = None
            self._of_report[article] = {key: list(numbers) for key, numbers in found.items()}
        return self._of_report[article]

    def _anchors_of(self, article: str) -> dict[str, int] | None:
        """The reports of an undated article whose day others give (see `kg.resolve.borrowing.anchors`)."""
        found: dict[str, int] = {}
        where = "article = ? AND universe <> ? AND cluster IS NOT NULL"
        for seat in seats_of(self._ledger, where, article, ACTIONS):
            telling = seat.account.telling
            row = self._ledger.row("SELECT day FROM cluster WHERE id = ?", seat.cluster)
            if row is None or row[0] is None or telling.issued is not None:
                continue
            certain = seat.verdict is None or seat.verdict.score >= CERTAIN
            if certain and telling.weekday == date.fromordinal(row[0]).weekday():
                found.update(dict.fromkeys(telling.reports, row[0]))
        return found or None
