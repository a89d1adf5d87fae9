"""Which event each report is part of when articles come: strikes, exchanges and acts are clustered again in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from kg.resolve.clustering import Cluster, undivided
from kg.resolve.fresh import action_tellings, strike_tellings
from kg.resolve.growth.events import Shelf
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.replay import Replay, Replayed
from kg.resolve.growth.seats import ACTIONS, EXCHANGES, STRIKES, Seat, packed, rank_of, seats_of, spoken_of
from kg.resolve.profile import Profile
from kg.resolve.reader import Reader
from kg.resolve.scoring import Scorer
from kg.resolve.telling import Telling
from kg.resolve.within import Account, group, nothing_apart


class Clustering:
    """Reads articles, and clusters what they tell otherwise than before with what the ledger knows."""

    def __init__(self, ledger: Ledger, shelf: Shelf, reader: Reader) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self._reader = reader
        self._gone: Set[str] = frozenset()
        self._scorer = Scorer(reader)
        self._next = int(ledger.rows("SELECT coalesce(max(id), 0) FROM account")[0][0])
        self.left: dict[str, dict[int, int]] = {}
        """How many reports of an article are part of no account, by what is clustered apart."""

    def take(self, dirty: set[str], faces: set[str], gone: Set[str] = frozenset()) -> Replayed:
        """What moves when these articles are read anew, and these actors and places have changed.

        Of those that are `gone` nothing stays as it was; where they have come again, they tell other things.
        """
        self._gone = gone
        strikes = self._replay(STRIKES, dirty, faces, self._strikes_told)
        exchanges = self._exchanges(dirty | strikes.articles, faces)
        bearing = strikes.articles | exchanges.articles
        for number in strikes.flipped | exchanges.flipped:
            rows = self._ledger.rows("SELECT DISTINCT article FROM account WHERE cluster = ?", number)
            bearing |= {article for (article,) in rows}
        told = dirty | {a for a in bearing if self._tells_other_stories(a)}
        self._shelf.load(told)
        actions = self._replay(ACTIONS, told, faces, self._acts_told)
        every = (strikes, exchanges, actions)
        return Replayed(
            clusters=set().union(*(r.clusters for r in every)),
            articles=set().union(*(r.articles for r in every)),
        )

    def unplaced(self, article: str) -> int:
        """How many reports of an article say too little to be an event, and are part of none."""
        where = "article = ? AND universe <> ?"
        seats = seats_of(self._ledger, where, article, ACTIONS)
        placed = {ref for seat in seats if seat.cluster is not None for ref in seat.account.telling.refs}
        thin = [seat.account.telling for seat in seats if seat.account.telling.is_thin]
        return sum(ref not in placed for telling in thin for ref in telling.refs)

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
                for seat in seats_of(self._ledger, "article = ? AND universe = ?", article, universe)
            }
            told = tell(article) if article in self._shelf.articles else []
            reading = group(told, self._scorer, nothing_apart)
            for seat in self._seats(reading.accounts):
                before = None if article in self._gone else there.get(seat.rank)
                if before is not None and _says_the_same(before, seat, faces):
                    del there[seat.rank]
                else:
                    come.append(seat)
            gone += there.values()
            self.left.setdefault(article, {})[universe] = len(set(reading.unattached))
        return Replay(self._ledger, universe, self._scorer, faces).run(gone, come)

    def _seats(self, accounts: Iterable[Account]) -> list[Seat]:
        out = []
        for number, account in enumerate(accounts):
            self._next += 1
            out.append(Seat(self._next, rank_of(account, number), account))
        return out

    def _strikes_told(self, article: str) -> list[Telling]:
        shelf = self._shelf
        return strike_tellings(
            shelf.extractions[article], shelf.articles[article], self._reader, shelf.window(article)
        )

    def _acts_told(self, article: str) -> list[Telling]:
        stories = frozenset(self._stories(article))
        return action_tellings(
            self._shelf.extractions[article], self._reader, self._shelf.window(article), stories
        )

    def _stories(self, article: str) -> set[int]:
        """The strikes that an article tells of, by which acts in the same crisis are known."""
        rows = self._ledger.rows(
            "SELECT c.id FROM account a JOIN cluster c ON c.id = a.cluster"
            " WHERE a.article = ? AND c.story AND a.universe <> ? AND a.rank < '2'",
            article,
            ACTIONS,
        )
        return {number for (number,) in rows}

    def _tells_other_stories(self, article: str) -> bool:
        seats = seats_of(self._ledger, "article = ? AND universe = ?", article, ACTIONS)
        return any(seat.account.telling.stories != self._stories(article) for seat in seats[:1])

    def _exchanges(self, articles: Iterable[str], faces: set[str]) -> Replayed:
        """The mentions of exchanges whose halves no other article tells of."""
        gone, come = [], []
        for article in sorted(articles):
            there = seats_of(self._ledger, "article = ? AND universe = ?", article, EXCHANGES)
            seats = seats_of(self._ledger, "article = ? AND universe = ?", article, STRIKES)
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
        return Replay(self._ledger, EXCHANGES, self._scorer, faces).run(gone, come)


def _says_the_same(before: Seat, now: Seat, faces: set[str]) -> bool:
    """True when an account that was read again says what it said, of actors and places that are as they were."""
    if not faces.isdisjoint(spoken_of(now.account.telling)):
        return False
    return packed(before.account) == packed(now.account)
