"""Clustering when accounts come, go or change: only decisions that can come out otherwise are taken again.

`kg.resolve.clustering` takes accounts in an order that follows from the accounts themselves (here: their rank), and
each joins the best of the clusters that it finds by its blocking keys, as they are by then. So a decision depends on
what the account says and on the clusters that it finds, nothing else. This module goes through the ranks from the
first change on. It compares, for each account that looks where a cluster was touched, what it found with what it
finds now (`onlookers`, `blocking`); where both are alike the old decision stands. Otherwise only clusters that say
other things are weighed; of all others the ledger has the odds. What a cluster said at a rank is worked out again from
its members before that rank (`seats`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from heapq import heappop, heappush

from kg.resolve.clustering import Cluster, bears, chosen, weighed
from kg.resolve.growth.blocking import Blocks, Key
from kg.resolve.growth.ledger import Entangled, Ledger
from kg.resolve.growth.onlookers import Onlookers
from kg.resolve.growth.seats import (
    EXCHANGES,
    Course,
    Seat,
    Span,
    account_row,
    cluster_row,
    entry_rows,
    odds_of,
    odds_row,
    packed_verdict,
    seat_of,
    seats_of,
    sought_rows,
    spoken_of,
)
from kg.resolve.profile import Profile
from kg.resolve.scoring import Scorer, Verdict
from kg.resolve.within import nothing_apart

_MOST = 50_000
# What a group says to an account of another article.
_COMPARED = tuple(slot for slot in Profile.__slots__ if slot not in ("refs", "lines"))


@dataclass(slots=True)
class Replayed:
    """What has changed: clusters with other members or other reasons, and the articles whose accounts moved.

    `flipped` are clusters that have become a story, or no longer are one (see `Telling.stories`).
    """

    clusters: set[int] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    flipped: set[int] = field(default_factory=set)


class Replay:
    """The clustering of one universe after some accounts have gone and others have come."""

    def __init__(self, ledger: Ledger, universe: int, scorer: Scorer, faces: Set[str] = frozenset()) -> None:
        """`faces` are actors and places that have changed: what is told of such a place is scored anew."""
        self._ledger = ledger
        self._universe = universe
        self._faces = faces
        self._scorer = scorer
        self._blocks = Blocks(ledger, universe)
        self._onlookers = Onlookers(ledger, universe, self._blocks)
        self._old: dict[int, Course] = {}
        self._new: dict[int, Course] = {}
        self._touched: set[int] = set()
        self._told: dict[int, set[Key]] = {}
        self._count: dict[int, int] = {}
        self._was: dict[int, list[Key]] = {}
        self._suspect: set[int] = set()
        self._heap: list[tuple[str, int, int]] = []
        self._queued: set[int] = set()
        self._awaited: list[tuple[str, int]] = []
        self._odds: dict[int, dict[int, float]] = {}
        self._seats: dict[int, Seat] = {}
        self._moved: list[Seat] = []
        self._changed: dict[int, Seat] = {}
        self.outcome = Replayed()

    def run(self, gone: Iterable[Seat], come: Iterable[Seat]) -> Replayed:
        """Takes the changed accounts in; `come` have ids of their own and no cluster yet."""
        gone_by_id = {seat.id: seat for seat in gone}
        for seat in gone_by_id.values():
            heappush(self._heap, (seat.rank, 0, seat.id))
        for seat in come:
            self._changed[seat.id] = seat
            heappush(self._heap, (seat.rank, 1, seat.id))
        while self._heap:
            rank, kind, id_ = heappop(self._heap)
            self._advance(rank)
            if kind == 0:
                self._leave(gone_by_id[id_])
            elif id_ in self._changed:
                self._enter(self._changed[id_])
            elif id_ not in gone_by_id:
                self._look_again(self._seat(id_))
            if len(self._queued) > _MOST:
                raise Entangled("too many reports look where something has changed")
        self._write(gone_by_id)
        return self.outcome

    # --- one account after the other ----------------------------------------------------------------------

    def _leave(self, seat: Seat) -> None:
        self.outcome.articles.add(seat.article)
        if seat.cluster is not None:
            self._touch(seat.cluster, seat.rank)
            self._new[seat.cluster].give(seat)
            self._tell(seat.cluster, seat.rank)
            self._doubt(seat)

    def _enter(self, seat: Seat) -> None:
        self.outcome.articles.add(seat.article)
        _, now = self._blocks.near(seat)
        seat.cluster, seat.verdict = self._decide(seat, {}, now.numbers, now.complete)
        if seat.cluster is not None:
            self._touch(seat.cluster, seat.rank)
            self._take(seat.cluster, seat)
            self._tell(seat.cluster, seat.rank)
            self._doubt(seat)

    def _doubt(self, seat: Seat) -> None:
        """What a cluster says of actors and places that have changed weighs otherwise though it is the same."""
        if not self._faces.isdisjoint(spoken_of(seat.account.telling)):
            assert seat.cluster is not None
            self._suspect.add(seat.cluster)

    def _look_again(self, seat: Seat) -> None:
        then, now = self._blocks.near(seat)
        touched = now.numbers & self._touched
        anew = {n for n in touched if self._differs(n, seat)} | (now.numbers - then.numbers)
        if not anew and now == then and not any(map(self._opens_elsewhere, touched)):
            self._pass(seat)
            return
        held, why = seat.cluster, seat.verdict
        known = {
            n: o for n, o in odds_of(self._ledger, seat.id).items() if n in now.numbers and n not in anew
        }
        again = Seat(seat.id, seat.rank, seat.account, held, why)
        again.cluster, again.verdict = self._decide(again, known, anew, now.complete)
        if (again.cluster, again.verdict) == (held, why):
            self._pass(seat)
            return
        self.outcome.articles.add(seat.article)
        self._moved.append(again)
        for cluster in {held, again.cluster} - {None}:
            assert cluster is not None
            self._touch(cluster, seat.rank)
        if held is not None:
            self._new[held].give(seat)
        if again.cluster is not None:
            self._take(again.cluster, again)
        for cluster in {held, again.cluster} - {None}:
            assert cluster is not None
            self._tell(cluster, seat.rank, moved=held != again.cluster)

    def _pass(self, seat: Seat) -> None:
        """The old decision stands; what it adds to a cluster on another course may be new to some."""
        if seat.cluster is not None and seat.cluster in self._touched:
            self._tell(seat.cluster, seat.rank, moved=False)

    def _advance(self, rank: str) -> None:
        """Bring the clusters on another course to where the account of that rank finds them."""
        while self._awaited and self._awaited[0][0] < rank:
            _, cluster = heappop(self._awaited)
            self._new[cluster].before(rank)
            self._blocks.show(cluster)
            self._await(cluster)

    def _await(self, cluster: int) -> None:
        if (rank := self._new[cluster].awaits) is not None:
            heappush(self._awaited, (rank, cluster))

    def _take(self, cluster: int, seat: Seat) -> None:
        self._new[cluster].take(seat)
        self._await(cluster)

    def _decide(
        self, seat: Seat, known: dict[int, float], anew: Set[int], complete: bool
    ) -> tuple[int | None, Verdict | None]:
        """The cluster that an account joins as things are now, and why.

        `known` are the odds of clusters that say what they said, `anew` the clusters that must be weighed.
        """
        odds = dict(known)
        verdicts: dict[int, Verdict] = {}
        for number in anew:
            found = self._weighed(seat, number)
            if found is not None and bears(found[0]):
                odds[number], verdicts[number] = found
        self._odds[seat.id] = odds
        numbers = sorted(odds, key=self._blocks.opened)
        weights = [(odds[number], at) for at, number in enumerate(numbers)]
        best = chosen(seat.account.telling, weights, complete)
        if best is None:
            if seat.rank[0] != "0" and self._universe != EXCHANGES:
                return None, None
            founded = seat.cluster if seat.cluster is not None and seat.verdict is None else None
            return founded or self._fresh(), None
        number = numbers[best]
        if number in verdicts:
            return number, verdicts[number]
        if number == seat.cluster:
            return number, seat.verdict
        found = self._weighed(seat, number)
        assert found is not None
        return number, found[1]

    def _weighed(self, seat: Seat, number: int) -> tuple[float, Verdict] | None:
        cluster = self._course(number).before(seat.rank)
        if cluster is None:
            raise AssertionError("a cluster is found before it is there")
        return weighed(seat.account, cluster, self._scorer, nothing_apart)

    # --- what a cluster says ------------------------------------------------------------------------------

    def _course(self, cluster: int) -> Course:
        if cluster not in self._new:
            self._new[cluster] = Course(self._members(cluster))
        return self._new[cluster]

    def _members(self, cluster: int) -> list[Seat]:
        query = "SELECT id, rank, cluster, verdict, body FROM account WHERE cluster = ?"
        seats = []
        for row in self._ledger.rows(query, cluster):
            if row[0] not in self._seats:
                self._seats[row[0]] = seat_of(row)
            seats.append(self._seats[row[0]])
        return seats

    def _seat(self, id_: int) -> Seat:
        if id_ not in self._seats:
            (self._seats[id_],) = seats_of(self._ledger, "id = ?", id_)
        return self._seats[id_]

    def _opens_elsewhere(self, cluster: int) -> bool:
        """True when a cluster's first account is another one, so that it may come before others or after them."""
        return cluster not in self._old or self._old[cluster].seats[0].rank != self._blocks.opened(cluster)

    def _differs(self, cluster: int, seat: Seat) -> bool:
        """True when a cluster says other things to this account than it did."""
        if cluster not in self._old or cluster in self._suspect:
            return True
        then, now = self._old[cluster].before(seat.rank), self._new[cluster].before(seat.rank)
        if then is None or now is None:
            return then is not now
        if any(getattr(then.profile, slot) != getattr(now.profile, slot) for slot in _COMPARED):
            return True
        here = seat.article
        if (here in then.articles) != (here in now.articles):
            return True
        return here in now.articles and (
            (len(then.articles) == 1) != (len(now.articles) == 1)
            or self._of_article(then, here) != self._of_article(now, here)
        )

    @staticmethod
    def _of_article(cluster: Cluster, article: str) -> list[object]:
        return [account for account, _ in cluster.members if account.telling.article == article]

    # --- who has to look again ----------------------------------------------------------------------------

    def _touch(self, cluster: int, rank: str) -> None:
        """Set a cluster's course apart from the one that it took before."""
        self.outcome.clusters.add(cluster)
        if cluster in self._touched:
            return
        seats = self._members(cluster)
        if seats:
            self._old[cluster] = Course(seats)
        course = self._new.get(cluster)
        if course is None:
            course = self._new[cluster] = Course(seats)
        course.before(rank)
        self._await(cluster)
        self._touched.add(cluster)
        self._was[cluster] = self._blocks.turn(cluster, course)
        for seat in seats:
            self._queue(seat.id, seat.rank, rank)

    def _tell(self, cluster: int, rank: str, *, moved: bool = True) -> None:
        """Let all that look for the cluster, as it was or as it is, look again once it has `moved`."""
        course = self._new[cluster]
        course.before(f"{rank}\0")
        self._blocks.show(cluster)
        told = self._told.get(cluster)
        if told is None:
            if not moved:
                return
            told = self._told[cluster] = set()
            self._count[cluster] = -1
        if self._count[cluster] == len(course.entries):
            return
        self._count[cluster] = len(course.entries)
        spans: dict[str, list[Span]] = defaultdict(list)
        for key in (*self._was[cluster], *((pair, span) for pair, _, span in course.entries)):
            if key not in told:
                told.add(key)
                spans[key[0]].append(key[1])
        for pair, days in spans.items():
            for account, its in self._onlookers.of(pair, days, rank):
                self._queue(account, its, rank)

    def _queue(self, account: int, its: str, rank: str) -> None:
        if its > rank and account not in self._queued:
            self._queued.add(account)
            heappush(self._heap, (its, 2, account))

    # --- afterwards ---------------------------------------------------------------------------------------

    def _fresh(self) -> int:
        (most,) = self._ledger.row("SELECT value FROM about WHERE name = 'clusters'") or ("0",)
        self._ledger.put("about", [("clusters", str(int(most) + 1))])
        return int(most) + 1

    def _write(self, gone: dict[int, Seat]) -> None:
        ledger = self._ledger
        ledger.drop("account", "id", gone)
        ledger.drop("sought", "account", gone)
        ledger.drop("weighed", "account", gone)
        for seat in self._moved:
            ledger.rows(
                "UPDATE account SET cluster = ?, verdict = ? WHERE id = ?",
                seat.cluster,
                packed_verdict(seat.verdict),
                seat.id,
            )
        ledger.put("account", (account_row(seat, self._universe) for seat in self._changed.values()))
        ledger.put(
            "sought", (row for seat in self._changed.values() for row in sought_rows(seat, self._universe))
        )
        ledger.put("weighed", (odds_row(account, odds.items()) for account, odds in self._odds.items()))
        ledger.drop("entry", "cluster", self._touched)
        before = {}
        for number in self._touched:
            for (story,) in ledger.rows("SELECT story FROM cluster WHERE id = ?", number):
                before[number] = story
        ledger.drop("cluster", "id", self._touched)
        for number in sorted(self._touched):
            course = self._new[number]
            was, now = before.get(number), None
            if course.whole is not None:
                ledger.put("entry", entry_rows(course, number, self._universe))
                row = cluster_row(course, number, self._universe)
                ledger.put("cluster", [row])
                now = row[4]
            if was != now:
                self.outcome.flipped.add(number)
