"""Days as numbers, and what a report's time leaves open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kg.model import DateBasis, Extraction, Factuality, PartialDate, StrikeReport, When

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@lru_cache(maxsize=65536)
def _bounds(iso: str) -> tuple[int, int]:
    if len(iso) == 10:
        day = date.fromisoformat(iso).toordinal()
        return day, day
    year = int(iso[:4])
    if len(iso) == 7:
        month = int(iso[5:7])
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1).toordinal(), after.toordinal() - 1
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


def ordinal(day: PartialDate | None) -> int | None:
    """The proleptic Gregorian ordinal of a date's last day; None for none."""
    return None if day is None else _bounds(day.iso)[1]


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The days [first, last] (ordinals) on which something can have happened."""

    first: int
    last: int

    @property
    def is_day(self) -> bool:
        """True when only one day is left."""
        return self.first == self.last

    def overlaps(self, other: Window) -> bool:
        """True when some day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def gap(self, other: Window) -> int:
        """Days between the two; 0 when they overlap."""
        return max(0, self.first - other.last, other.first - self.last)

    def narrowed(self, other: Window) -> Window:
        """The days in both; the two must overlap."""
        return Window(max(self.first, other.first), min(self.last, other.last))

    @property
    def iso(self) -> str:
        """The single day, or the first one, as YYYY-MM-DD."""
        return date.fromordinal(self.first).isoformat()


def day_window(day: PartialDate | None) -> Window | None:
    """The days of a date; None for none."""
    return None if day is None else Window(*_bounds(day.iso))


def window(when: When | None) -> Window | None:
    """The days that a time expression allows; None for no expression at all.

    "Overnight" is the night into the day that it was worked out to: a raid "late on Monday" may be the same.
    """
    if when is None:
        return None
    first, last = _bounds(when.start.iso)
    if when.span is not None and when.span.text.lower() == "overnight":
        first -= 1
    if when.end is not None:
        last = max(last, _bounds(when.end.iso)[1])
    return Window(first, last)


def without_impossible_days(extraction: Extraction, issued: Window | None) -> Extraction:
    """The extraction without days of strikes, told as done, that were worked out to lie after the article.

    Such a day counts from the wrong one ("three days after the attack on Mafa"). One that is written out may be
    the next: at the place it is tomorrow already. Acts are another matter: "the minister arrives on Sunday".
    """
    if issued is None:
        return extraction
    return replace(extraction, strikes=tuple(_possible(r, issued) for r in extraction.strikes))


def _possible(report: StrikeReport, issued: Window) -> StrikeReport:
    told = window(report.when)
    done = report.mention.factuality is not Factuality.HYPOTHETICAL
    if told is None or report.when is None or not done:
        return report
    latest = issued.last + (0 if report.when.basis is DateBasis.RESOLVED else 1)
    return replace(report, when=None) if told.first > latest else report
