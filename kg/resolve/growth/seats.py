"""Accounts in the order in which they are clustered, and clusters as they grow by them.

The order follows from the accounts themselves (`Seat.rank`); what a cluster said at a rank is worked out again from
its members before that rank (`Course`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from kg.resolve.blocking import Pair, days_of, entered, issued_of, reach_of, sought
from kg.resolve.clustering import Cluster, precedence
from kg.resolve.growth.ledger import Ledger, encode
from kg.resolve.profile import Profile
from kg.resolve.scoring import Verdict
from kg.resolve.telling import Telling
from kg.resolve.within import Account, Link

STRIKES, ACTIONS, EXCHANGES = range(3)
"""What is clustered apart: strikes, acts, and exchanges of which nobody tells more than that they were."""

_Body = tuple[Telling, list[Link], bool, list[int], list[Telling]]
_body = msgspec.msgpack.Decoder(_Body).decode
_odds = msgspec.msgpack.Decoder(list[tuple[int, float]]).decode
_verdict = msgspec.msgpack.Decoder(tuple[float, tuple[str, ...]]).decode

Span = tuple[int | None, int | None, int | None, int | None]
"""The first and last day of a cluster; of one without a day those of its articles. None for what is open."""
Entry = tuple[str, str, Span]
"""A blocking key, the rank from which a cluster was found by it, and its span then."""


@dataclass(slots=True, eq=False)
class Seat:
    """An account in the order of its universe: `rank` says where; `cluster` None for one that joined none."""

    id: int
    rank: str
    account: Account
    cluster: int | None = None
    verdict: Verdict | None = None

    @property
    def article(self) -> str:
        """The article whose account it is."""
        return self.account.telling.article


def packed(account: Account) -> bytes:
    """An account as the ledger holds it."""
    return encode((account.telling, account.links, account.implied, account.begins, account.wholes))


def unpacked(body: bytes) -> Account:
    """The account that was packed."""
    telling, links, implied, begins, wholes = _body(body)
    return Account(Profile(telling), telling, links, implied, begins, wholes)


def links_of(body: bytes) -> list[Link]:
    """The links of the account that was packed."""
    links: list[Link] = _body(body)[1]
    return links


def packed_verdict(verdict: Verdict | None) -> bytes | None:
    """Why an account joined its cluster, as the ledger holds it."""
    return None if verdict is None else encode((verdict.odds, verdict.reasons))


def rank_of(account: Account, number: int) -> str:
    """Where an account stands among all: as `clustering.cluster` takes them; `number` is its number in its article."""
    phase = 2 if account.implied else int(account.telling.is_thin)
    length, fullness, (article, begin, what) = precedence(account)
    return f"{phase}{length:04}{fullness + 9}\1{article}\1{begin:09}{what}\1{number:04}"


def spoken_of(telling: Telling) -> frozenset[str]:
    """The actors and places that a telling speaks of."""
    who = telling.doers | telling.others | telling.sides | telling.ground | telling.presumed
    return who | telling.places


def seat_of(row: tuple[int, str, int | None, bytes | None, bytes]) -> Seat:
    """The seat in a row: id, rank, cluster, verdict, body."""
    id_, rank, cluster, verdict, body = row
    return Seat(id_, rank, unpacked(body), cluster, None if verdict is None else Verdict(*_verdict(verdict)))


def seats_of(ledger: Ledger, where: str, *values: object) -> list[Seat]:
    """Seats by a condition, in order of rank."""
    query = f"SELECT id, rank, cluster, verdict, body FROM account WHERE {where} ORDER BY rank"
    return [seat_of(row) for row in ledger.rows(query, *values)]


def pair_text(pair: Pair) -> str:
    """A blocking key as the ledger holds it."""
    return "\t".join(pair)


class Course:
    """A cluster as it grows, account by account."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self.seats = sorted(seats, key=lambda seat: seat.rank)
        self.entries: list[Entry] = []
        self._fed = 0
        self._cluster: Cluster | None = None
        self._known: set[tuple[str, Span]] = set()

    def before(self, rank: str) -> Cluster | None:
        """The cluster as the account of that rank finds it; None where it does not exist yet."""
        while self._fed < len(self.seats) and self.seats[self._fed].rank < rank:
            self._feed(self.seats[self._fed])
            self._fed += 1
        return self._cluster

    @property
    def whole(self) -> Cluster | None:
        """The cluster with all its accounts."""
        return self.before("\U0010ffff")

    def _feed(self, seat: Seat) -> None:
        if self._cluster is None:
            self._cluster = Cluster.of(seat.account)
        elif seat.account.implied:
            assert seat.verdict is not None
            self._cluster.members.append((seat.account, seat.verdict))
            return
        else:
            assert seat.verdict is not None
            self._cluster.take_in(seat.account, seat.verdict)
        profile = self._cluster.profile
        span = (*_ends(days_of(profile.window)), *_ends(issued_of(profile)))
        for pair in entered(profile):
            text = pair_text(pair)
            if (text, span) not in self._known:
                self._known.add((text, span))
                self.entries.append((text, seat.rank, span))

    @property
    def awaits(self) -> str | None:
        """The rank of the account that comes next."""
        return self.seats[self._fed].rank if self._fed < len(self.seats) else None

    def take(self, seat: Seat) -> None:
        """Put a seat where its rank is, which must not have been passed yet."""
        at = bisect_left(self.seats, seat.rank, key=lambda s: s.rank)
        if at < self._fed:
            raise AssertionError("a rank that has been passed")
        self.seats.insert(at, seat)

    def give(self, seat: Seat) -> None:
        """Take a seat out that has not been passed yet."""
        at = next(i for i, s in enumerate(self.seats) if s.id == seat.id)
        if at < self._fed:
            raise AssertionError("a rank that has been passed")
        del self.seats[at]


def _ends(days: range | None) -> tuple[int | None, int | None]:
    return (None, None) if days is None else (days.start, days.stop - 1)


def account_row(seat: Seat, universe: int) -> tuple[object, ...]:
    """The row of an account."""
    body = packed(seat.account)
    return (seat.id, universe, seat.article, seat.rank, seat.cluster, packed_verdict(seat.verdict), body)


def odds_row(account: int, odds: Iterable[tuple[int, float]]) -> tuple[object, ...]:
    """The row of what an account was weighed against: clusters, and the odds of each (see `clustering.bears`)."""
    return (account, encode(list(odds)))


def odds_of(ledger: Ledger, account: int) -> dict[int, float]:
    """What an account was weighed against: cluster → odds."""
    row = ledger.row("SELECT odds FROM weighed WHERE account = ?", account)
    return {} if row is None else dict(_odds(row[0]))


def sought_rows(seat: Seat, universe: int) -> Iterable[tuple[object, ...]]:
    """The rows of the blocking keys that an account looks up, on which days, or around which (`blocking.nearest`).

    Of one without a day, the last that it can mean.
    """
    telling = seat.account.telling
    days = days_of(telling.window)
    span = (None, telling.latest) if days is None else _ends(days)
    around = _ends(reach_of(telling))
    for pair in dict.fromkeys(sought(telling)):
        yield (universe, pair_text(pair), *span, *around, seat.rank, seat.id)


def entry_rows(course: Course, number: int, universe: int) -> Iterable[tuple[object, ...]]:
    """The rows of the blocking keys under which a cluster is found."""
    for pair, since, span in course.entries:
        yield (universe, pair, number, since, *span)


def cluster_row(course: Course, number: int, universe: int) -> tuple[object, ...]:
    """The row of a cluster: the rank that opened it, its place among all, whether it is a story, and its one day."""
    cluster = course.whole
    assert cluster is not None
    window = cluster.profile.window
    story = cluster.profile.real and not cluster.profile.habitual
    article, begin, what = cluster.order
    day = window.first if window is not None and window.is_day else None
    return (number, universe, course.seats[0].rank, f"{article}\1{begin:09}{what}", int(story), day)
