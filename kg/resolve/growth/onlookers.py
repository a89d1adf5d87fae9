"""Which accounts look where a cluster was or is, so that they must look again when it has changed."""

from __future__ import annotations

from collections.abc import Iterable

from kg.resolve.blocking import REACH, WIDE_DAYS
from kg.resolve.growth.blocking import Blocks
from kg.resolve.growth.ledger import Ledger
from kg.resolve.growth.seats import Span

Range = tuple[int, int]
"""The first and the last of some days."""
Onlooker = tuple[int, str]
"""An account's id, and its rank."""

_LAST = "\U0010ffff"
_SOUGHT = "SELECT account, rank FROM sought WHERE universe = ? AND pair = ? AND"
_WIDEST = 2 * REACH + WIDE_DAYS


class Onlookers:
    """Finds accounts of one universe by the blocking keys that they look up; rather too many than too few."""

    def __init__(self, ledger: Ledger, universe: int, blocks: Blocks) -> None:
        self._ledger = ledger
        self._universe = universe
        self._blocks = blocks

    def of(self, pair: str, spans: Iterable[Span], rank: str) -> list[Onlooker]:
        """Those after a rank that look for a key on the days of these spans, or around them."""
        spans = list(spans)
        overs = [self._blocks.over(pair, now=now) for now in (False, True)]
        # Where there are many, who gives no day finds the nearest, and a name is not looked up.
        until = _LAST if None in overs else max(over for over in overs if over is not None)
        is_name = pair.split("\t")[1] == "#"
        days = _ends((first, last) for first, last, _, _ in spans)
        found = self._undated(pair, days, rank, until, overs[0] == overs[1])
        if not is_name:
            on = _ends((first, last) for first, last, _, _ in spans if first is not None)
            told = _ends((first, last) for _, _, first, last in spans if first is not None)
            found += self._around(pair, on, rank, until) + self._around(pair, told, rank, until)
        return found + self._dated(pair, days, rank, until if is_name else _LAST)

    def _undated(self, pair: str, days: Range | None, rank: str, until: str, as_many: bool) -> list[Onlooker]:
        """The accounts without a day that look at all clusters of a key, up to a rank."""
        query = f"{_SOUGHT} first IS NULL AND rank > ? AND rank <= ?"
        bounds: list[object] = [self._universe, pair, rank, until]
        if as_many and days is not None:
            # An event of later days is none that they can mean, nor makes it too many for them.
            query += " AND (last IS NULL OR last >= ?)"
            bounds.append(days[0])
        return self._ledger.rows(query, *bounds) if rank < until else []

    def _around(self, pair: str, days: Range | None, rank: str, until: str) -> list[Onlooker]:
        """The accounts without a day that look only around the date of their article, as all do from a rank on."""
        if days is None or until == _LAST:
            return []
        return self._ledger.rows(
            f"{_SOUGHT} first IS NULL AND around_first BETWEEN ? AND ? AND around_last >= ? AND rank > ?",
            self._universe,
            pair,
            days[0] - _WIDEST,
            days[1],
            days[0],
            max(rank, until),
        )

    def _dated(self, pair: str, days: Range | None, rank: str, last: str) -> list[Onlooker]:
        """The accounts with a day that look for a key on these days, or on any, up to a rank."""
        query, bounds = f"{_SOUGHT} first IS NOT NULL", list[object]()
        if days is not None:
            query, bounds = f"{_SOUGHT} first <= ? AND last >= ?", [days[1] + 1, days[0] - 1]
        return self._ledger.rows(
            f"{query} AND rank > ? AND rank <= ?", self._universe, pair, *bounds, rank, last
        )


def _ends(days: Iterable[tuple[int | None, int | None]]) -> Range | None:
    """The first and the last of some days; None where there are none, or one of them is open."""
    firsts, lasts = [], []
    for first, last in days:
        if first is None or last is None:
            return None
        firsts.append(first)
        lasts.append(last)
    return (min(firsts), max(lasts)) if firsts else None
