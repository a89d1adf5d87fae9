"""What accounts find by their blocking keys, as the ledger has it and after some clusters have taken another course.

As `kg.resolve.blocking.Index` finds clusters, but at any rank: a cluster is found by a key from the rank on at which
one of its accounts gave it that key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from kg.resolve.blocking import FEW, Pair, days_of, is_name, nearest, slack_of, sought
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.seats import Course, Entry, Seat, Span, pair_text
from kg.resolve.telling import Telling

Key = tuple[str, Span]
"""A blocking key, and the span of a cluster that is found by it."""

_Hits = tuple[set[int], bool]
_SPAN = "first, last, told_first, told_last"


@dataclass(slots=True)
class Near:
    """The clusters that an account finds, and whether these are all that can well fit (see `blocking.Index.near`)."""

    numbers: set[int] = field(default_factory=set)
    complete: bool = True

    def take(self, found: set[int], whole: bool) -> None:
        """Add what one key finds, and whether that is all."""
        self.numbers |= found
        self.complete = self.complete and whole


class Found:
    """The clusters of one blocking key as the ledger has them, by the rank from which they are found and by day."""

    def __init__(
        self, rows: Iterable[tuple[int, str, int | None, int | None, int | None, int | None]]
    ) -> None:
        self.since: dict[int, str] = {}
        """From which rank on each cluster is found."""
        self._begins: dict[int, int | None] = {}
        self._rows = sorted(rows, key=lambda row: row[1])
        self._by_day: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._told_on: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._wide: list[tuple[int, str]] = []
        for cluster, since, first, last, told_first, told_last in self._rows:
            self.since.setdefault(cluster, since)
            begins = self._begins.setdefault(cluster, first)
            if begins is not None:
                self._begins[cluster] = None if first is None else min(begins, first)
            if first is None or last is None:
                self._wide.append((cluster, since))
            else:
                for day in range(first, last + 1):
                    self._by_day[day].append((cluster, since))
            if told_first is not None and told_last is not None:
                for day in range(told_first, told_last + 1):
                    self._told_on[day].append((cluster, since))
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

    def of_day(self, day: int, rank: str) -> set[int]:
        """The clusters that were on a day, those of any day left out, that are there before that rank."""
        return {cluster for cluster, since in self._by_day.get(day, ()) if since < rank}

    def told_on(self, day: int, rank: str) -> set[int]:
        """The clusters without a day of which an article of that day tells, that are there before that rank."""
        return {cluster for cluster, since in self._told_on.get(day, ()) if since < rank}


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

    def turn(self, cluster: int, course: Course) -> list[Key]:
        """From now on a cluster is found as its course says; the keys by which it was found then."""
        self._courses[cluster] = course
        self.show(cluster)
        was = self._ledger.rows(f"SELECT pair, {_SPAN} FROM entry WHERE cluster = ?", cluster)
        for pair, *_ in was:
            self._turned[pair].add(cluster)
        return [
            (pair, (first, last, told_first, told_last)) for pair, first, last, told_first, told_last in was
        ]

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
            then.take(*was)
            now.take(*is_)
        return then, now

    def _of(self, key: Pair, telling: Telling, rank: str) -> tuple[_Hits, _Hits]:
        """The clusters that one key finds, then and now, and whether these are all."""
        pair = pair_text(key)
        then = self._at(pair, key, telling, rank, now=False)
        return then, self._at(pair, key, telling, rank, now=True) if self._has_moved(pair) else then

    def _at(self, pair: str, key: Pair, telling: Telling, rank: str, *, now: bool) -> _Hits:
        days = days_of(telling.window)
        # Of a key that few have, and for one who gives a day, it need not be asked.
        if (days is None or is_name(key)) and self._is_over(pair, rank, now=now):
            if is_name(key):
                return set(), True
            look = partial(self._of_day, pair, rank, now), partial(self._told_on, pair, rank, now)
            return nearest(telling, *look)
        if days is not None:
            slack = slack_of(key)
            days = range(days.start - slack, days.stop + slack)
        elif telling.latest is not None:
            days = range(telling.latest + 1)
        found = self._then(pair).on(days, rank)
        return (self._now(pair, found, rank, lambda span: _meets(days, *span[:2])) if now else found), True

    def _of_day(self, pair: str, rank: str, now: bool, day: int) -> set[int]:
        found = self._then(pair).of_day(day, rank)
        return self._now(pair, found, rank, lambda span: _is_in(day, *span[:2])) if now else found

    def _told_on(self, pair: str, rank: str, now: bool, day: int) -> set[int]:
        found = self._then(pair).told_on(day, rank)
        return self._now(pair, found, rank, lambda span: _is_in(day, *span[2:])) if now else found

    def over(self, pair: str, *, now: bool) -> str | None:
        """From which rank on more than a few are found by a key."""
        sinces = self._then(pair).sinces
        if now and self._has_moved(pair):
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

    def _has_moved(self, pair: str) -> bool:
        return pair in self._turned or pair in self._overlay

    def _now(self, pair: str, then: set[int], rank: str, fits: Callable[[Span], bool]) -> set[int]:
        """The clusters of a key whose span fits as things are now, of which `then` were found before."""
        found = then - self._turned.get(pair, set())
        for cluster, entries in self._overlay.get(pair, {}).items():
            if any(since < rank and fits(span) for _, since, span in entries):
                found.add(cluster)
        return found

    def _then(self, pair: str) -> Found:
        if pair not in self._found:
            query = f"SELECT cluster, since, {_SPAN} FROM entry WHERE universe = ? AND pair = ?"
            self._found[pair] = Found(self._ledger.rows(query, self._universe, pair))
        return self._found[pair]


def _meets(days: range | None, first: int | None, last: int | None) -> bool:
    return days is None or first is None or last is None or (first < days.stop and last >= days.start)


def _is_in(day: int, first: int | None, last: int | None) -> bool:
    return first is not None and last is not None and first <= day <= last
