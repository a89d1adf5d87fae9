"""What accounts find by their blocking keys, as the ledger has it and after some clusters have taken another course.

As `kg.resolve.blocking.Index` finds clusters, but at any rank: a cluster is found by a key from the rank on at which
one of its accounts gave it that key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.resolve.blocking import FEW, days_of, is_name, slack_of, sought
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.seats import Course, Entry, Seat, pair_text

Span = tuple[str, int | None, int | None]
"""A blocking key, and the first and last day on which a cluster is found by it; None for any day."""


class Found:
    """The clusters of one blocking key, by the rank from which they are found by it and by day."""

    def __init__(self, rows: Iterable[tuple[int, str, int | None, int | None]]) -> None:
        self.rows = sorted(rows, key=lambda row: row[1])
        self.over: str | None = None
        """From which rank on there are more than a few."""
        self._by_day: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._wide: list[tuple[int, str]] = []
        seen: set[int] = set()
        for cluster, since, first, last in self.rows:
            seen.add(cluster)
            if len(seen) > FEW and self.over is None:
                self.over = since
            if first is None or last is None:
                self._wide.append((cluster, since))
            else:
                for day in range(first, last + 1):
                    self._by_day[day].append((cluster, since))

    def is_over(self, rank: str) -> bool:
        """True where there are more than a few before that rank."""
        return self.over is not None and self.over < rank

    def on(self, days: range, rank: str) -> set[int]:
        """The clusters of these days that are there before that rank."""
        found = {cluster for day in days for cluster, since in self._by_day.get(day, ()) if since < rank}
        return found | {cluster for cluster, since in self._wide if since < rank}

    def all(self, rank: str) -> set[int]:
        """All clusters that are there before that rank."""
        return {cluster for cluster, since, _, _ in self.rows if since < rank}


class Blocks:
    """The clusters of one universe by their blocking keys, then (as the ledger has them) and now."""

    def __init__(self, ledger: Ledger, universe: int) -> None:
        self._ledger = ledger
        self._universe = universe
        self._courses: dict[int, Course] = {}
        self._shown: dict[int, int] = {}
        self._opening: dict[int, str] = {}
        self._before: dict[str, Found] = {}
        self._now: dict[str, tuple[int, Found]] = {}
        self._overlay: dict[str, dict[int, list[Entry]]] = defaultdict(dict)
        self._version: dict[str, int] = defaultdict(int)

    def turn(self, cluster: int, course: Course) -> list[Span]:
        """From now on a cluster is found as its course says; the keys by which it was found then."""
        self._courses[cluster] = course
        self.show(cluster)
        was = self._ledger.rows("SELECT pair, first, last FROM entry WHERE cluster = ?", cluster)
        for pair, _, _ in was:
            self._version[pair] += 1
        return was

    def show(self, cluster: int) -> None:
        """Let a cluster that has taken another course be found by the keys that have come on it."""
        course = self._courses[cluster]
        shown = self._shown.get(cluster, 0)
        for entry in course.entries[shown:]:
            self._overlay[entry[0]].setdefault(cluster, []).append(entry)
            self._version[entry[0]] += 1
        self._shown[cluster] = len(course.entries)

    def near(self, seat: Seat, *, now: bool) -> tuple[list[int], bool]:
        """As `blocking.Index.near`: the clusters in order of their first accounts, and whether these are all."""
        telling = seat.account.telling
        days = days_of(telling.window)
        numbers: set[int] = set()
        for pair in sought(telling):
            found = self.found(pair_text(pair), now=now)
            over = found.is_over(seat.rank)
            if is_name(pair) and over:
                continue
            if days is not None:
                slack = slack_of(pair)
                numbers |= found.on(range(days.start - slack, days.stop + slack), seat.rank)
            elif over:
                return [], False
            else:
                numbers |= found.all(seat.rank)
        return sorted(numbers, key=lambda n: self._opened(n, now=now)), True

    def found(self, pair: str, *, now: bool) -> Found:
        """The clusters of one blocking key, then or now."""
        if pair not in self._before:
            query = "SELECT cluster, since, first, last FROM entry WHERE universe = ? AND pair = ?"
            self._before[pair] = Found(self._ledger.rows(query, self._universe, pair))
        if not now or pair not in self._version:
            return self._before[pair]
        version, found = self._now.get(pair, (-1, None))
        if version != self._version[pair] or found is None:
            rows = [row for row in self._before[pair].rows if row[0] not in self._courses]
            for cluster, entries in self._overlay.get(pair, {}).items():
                rows += [(cluster, since, first, last) for _, since, first, last in entries]
            found = Found(rows)
            self._now[pair] = self._version[pair], found
        return found

    def _opened(self, cluster: int, *, now: bool) -> str:
        """The rank of a cluster's first account."""
        if now and cluster in self._courses:
            return self._courses[cluster].seats[0].rank
        if cluster not in self._opening:
            (self._opening[cluster],) = self._ledger.rows("SELECT opened FROM cluster WHERE id = ?", cluster)[
                0
            ]
        return self._opening[cluster]
