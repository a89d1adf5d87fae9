"""What accounts find by their blocking keys, as the ledger has it and after some clusters have taken another course.

As `kg.resolve.blocking.Index` finds clusters, but at any rank: a cluster is found by a key from the rank on at which
one of its accounts gave it that key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.resolve.blocking import FEW, Pair, days_of, is_name, slack_of, sought
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.seats import Course, Entry, Seat, pair_text
from kg.resolve.telling import Telling

Span = tuple[str, int | None, int | None]
"""A blocking key, and the first and last day on which a cluster is found by it; None for any day."""


@dataclass(slots=True)
class Near:
    """The clusters that an account finds, and whether these are all that can fit it (see `blocking.Index.near`)."""

    numbers: set[int] = field(default_factory=set)
    complete: bool = True

    def take(self, found: set[int] | None) -> None:
        """Add what one key finds; None where that is more than can be told apart: then none is found."""
        if found is None:
            self.numbers, self.complete = set(), False
        elif self.complete:
            self.numbers |= found


class Found:
    """The clusters of one blocking key as the ledger has them, by the rank from which they are found and by day."""

    def __init__(self, rows: Iterable[tuple[int, str, int | None, int | None]]) -> None:
        self.since: dict[int, str] = {}
        """From which rank on each cluster is found."""
        self._begins: dict[int, int | None] = {}
        self._rows = sorted(rows, key=lambda row: row[1])
        self._by_day: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._wide: list[tuple[int, str]] = []
        for cluster, since, first, last in self._rows:
            self.since.setdefault(cluster, since)
            begins = self._begins.setdefault(cluster, first)
            if begins is not None:
                self._begins[cluster] = None if first is None else min(begins, first)
            if first is None or last is None:
                self._wide.append((cluster, since))
            else:
                for day in range(first, last + 1):
                    self._by_day[day].append((cluster, since))
        self.sinces = sorted(self.since.values())

    def on(self, days: range | None, rank: str) -> set[int]:
        """The clusters of these days, or of any, that are there before that rank.

        Days from the first of all on, 0, are those before an undated report: of them not each is gone through, and a
        cluster counts by the first day on which it was ever found.
        """
        if days is None or days.start == 0:
            there = {cluster for cluster, since in self.since.items() if since < rank}
            return there if days is None else {c for c in there if (self._begins[c] or 0) < days.stop}
        found = {cluster for day in days for cluster, since in self._by_day.get(day, ()) if since < rank}
        return found | {cluster for cluster, since in self._wide if since < rank}


class Blocks:
    """The clusters of one universe by their blocking keys, then (as the ledger has them) and now."""

    def __init__(self, ledger: Ledger, universe: int) -> None:
        self._ledger = ledger
        self._universe = universe
        self._courses: dict[int, Course] = {}
        self._shown: dict[int, int] = {}
        self._opening: dict[int, str] = {}
        self._found: dict[str, Found] = {}
        self._turned: dict[str, set[int]] = defaultdict(set)
        self._overlay: dict[str, dict[int, list[Entry]]] = defaultdict(dict)

    def turn(self, cluster: int, course: Course) -> list[Span]:
        """From now on a cluster is found as its course says; the keys by which it was found then."""
        self._courses[cluster] = course
        self.show(cluster)
        was = self._ledger.rows("SELECT pair, first, last FROM entry WHERE cluster = ?", cluster)
        for pair, _, _ in was:
            self._turned[pair].add(cluster)
        return was

    def show(self, cluster: int) -> None:
        """Let a cluster that has taken another course be found by the keys that have come on it."""
        course = self._courses[cluster]
        for entry in course.entries[self._shown.get(cluster, 0) :]:
            self._overlay[entry[0]].setdefault(cluster, []).append(entry)
        self._shown[cluster] = len(course.entries)

    def near(self, seat: Seat) -> tuple[Near, Near]:
        """What an account finds: as the ledger has it, and as things are now."""
        telling = seat.account.telling
        then, now = Near(), Near()
        for key in sought(telling):
            was, is_ = self._of(key, telling, seat.rank)
            then.take(was)
            now.take(is_)
        return then, now

    def _of(self, key: Pair, telling: Telling, rank: str) -> tuple[set[int] | None, set[int] | None]:
        """The clusters that one key finds, then and now; None where there are too many."""
        pair, days = pair_text(key), days_of(telling.window)
        has_moved = pair in self._turned or pair in self._overlay
        over_then = over_now = False
        # Of a key that few have, and for one who gives a day, it need not be asked.
        if days is None or is_name(key):
            over_then = self._is_over(pair, rank, now=False)
            over_now = self._is_over(pair, rank, now=True) if has_moved else over_then
        many = set[int]() if is_name(key) else None
        if over_then and over_now:
            return many, many
        if days is not None:
            slack = slack_of(key)
            days = range(days.start - slack, days.stop + slack)
        elif telling.latest is not None:
            days = range(telling.latest + 1)
        then = self._then(pair).on(days, rank)
        now = self._now(pair, then, days, rank) if has_moved and not over_now else then
        return many if over_then else then, many if over_now else now

    def over(self, pair: str, *, now: bool) -> str | None:
        """From which rank on more than a few are found by a key."""
        sinces = self._then(pair).sinces
        if now and pair in self._turned.keys() | self._overlay.keys():
            turned, overlay = self._turned.get(pair, set()), self._overlay.get(pair, {})
            kept = [s for c, s in self._then(pair).since.items() if c not in turned]
            sinces = sorted([*kept, *(entries[0][1] for entries in overlay.values())])
        return sinces[FEW] if len(sinces) > FEW else None

    def opened(self, cluster: int) -> str:
        """The rank of a cluster's first account, as things are now."""
        if cluster in self._courses:
            return self._courses[cluster].seats[0].rank
        if cluster not in self._opening:
            rows = self._ledger.rows("SELECT opened FROM cluster WHERE id = ?", cluster)
            (self._opening[cluster],) = rows[0]
        return self._opening[cluster]

    def _is_over(self, pair: str, rank: str, *, now: bool) -> bool:
        then = self._then(pair)
        count = bisect_left(then.sinces, rank)
        if now:
            count -= sum(then.since[c] < rank for c in self._turned.get(pair, ()))
            count += sum(entries[0][1] < rank for entries in self._overlay.get(pair, {}).values())
        return count > FEW

    def _now(self, pair: str, then: set[int], days: range | None, rank: str) -> set[int]:
        """The clusters of a key as things are now, of which `then` were found before."""
        found = then - self._turned.get(pair, set())
        for cluster, entries in self._overlay.get(pair, {}).items():
            if any(since < rank and _meets(days, first, last) for _, since, first, last in entries):
                found.add(cluster)
        return found

    def _then(self, pair: str) -> Found:
        if pair not in self._found:
            query = "SELECT cluster, since, first, last FROM entry WHERE universe = ? AND pair = ?"
            self._found[pair] = Found(self._ledger.rows(query, self._universe, pair))
        return self._found[pair]


def _meets(days: range | None, first: int | None, last: int | None) -> bool:
    return days is None or first is None or last is None or (first < days.stop and last >= days.start)
