"""What day a time expression means for an article, counted from the article's own date.

No expression falls back to the publication date. An article without a date of its own is anchored by a full
date in its text ("January 18 2024" under a photograph); without that too, "Tuesday" stays unresolved. The
expressions are found in `kg.extract.expressions`; when an event was is told by `kg.extract.times`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kg.extract.expressions import DATELINE, DAYS, FEASTS, MONTHS, TimeExpression, day_of, find_expressions
from kg.model import Article, BlockKind, DateBasis, PartialDate, Span, When

# How long a range between two days of the year may be.
_LONGEST = timedelta(183)


class Calendar:
    """The time expressions of one article and the days they mean.

    `issued` is the article's date when it carries one; `anchor` the day that weekdays are counted from, which
    may come from a full date in the text; `exact` says that the anchor is the day of publication.
    """

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self.expressions = find_expressions(article.text)
        self.issued, self.basis = article.issued, article.issued_basis
        self.exact = True
        self.anchor: date | None = as_day(article.issued)
        if self.anchor is None:
            self._infer(article)

    def _infer(self, article: Article) -> None:
        """Take the date of a dateline, or the latest full date that stands in the text."""
        years = [int(e.part("year")) for e in self.expressions if e.kind in {"iso", "full"}]
        for block in article.blocks:
            if block.kind is BlockKind.BODY:
                match = DATELINE.match(article.text[block.begin : block.end])
                year = (
                    (match and match["year"])
                    or (self.issued.iso[:4] if self.issued else None)
                    or (str(max(years)) if years else None)
                )
                if match and year:
                    self.anchor = day_of(
                        int(year), MONTHS[match["month"].lower().rstrip(".")], int(match["day"])
                    )
                    if self.anchor:
                        self.issued, self.basis = PartialDate(self.anchor.isoformat()), DateBasis.INFERRED
                        return
                break
        explicit = [
            d for e in self.expressions if e.kind in {"iso", "full"} and (d := e.named_day) is not None
        ]
        latest = max((int(e.part("year")) for e in self.expressions if e.part("year")), default=0)
        # "On 15 August 1984 …, in October 2024 …": the only full date belongs to the history it tells.
        if explicit and max(explicit).year >= latest:
            self.anchor, self.exact = max(explicit), False
            if self.issued is None:
                self.issued, self.basis = PartialDate(self.anchor.isoformat()[:7]), DateBasis.INFERRED

    def resolve(
        self, e: TimeExpression, *, future: bool = False, done: bool = False, told: When | None = None
    ) -> When | None:
        """The time that `e` means, or None when nothing fixes it. `told` is the event just told ("two days later").

        `future`: it lies ahead; `done`: it is over on the day of publication, so that "9 June" in May is last year's.
        """
        evidence = self.evidence(e)
        if e.part("about"):
            return None

        def when(
            start: date | None, end: date | None = None, basis: DateBasis = DateBasis.RESOLVED
        ) -> When | None:
            if start is None:
                return None
            return When(
                PartialDate(start.isoformat()),
                PartialDate(end.isoformat()) if end and end != start else None,
                basis,
                evidence,
            )

        def month_of(year: int, month: int, basis: DateBasis = DateBasis.RESOLVED) -> When:
            return When(PartialDate(f"{year:04d}-{month:02d}"), None, basis, evidence)

        if e.kind in {"iso", "full"}:
            return when(e.named_day, basis=DateBasis.STATED)
        if e.kind == "monthyear":
            return month_of(int(e.part("year")), e.month("month"), DateBasis.STATED)
        if e.kind == "year":
            return When(PartialDate(e.part("year")), None, DateBasis.STATED, evidence)
        if e.kind == "offset" or e.part("adj") in {"next", "following", "previous", "before", "after"}:
            base = as_day(told.start) if told and not told.end else None
            return when(base + e.offset) if base else None
        if e.kind == "adjacent":
            return told
        if e.kind in {"thatyear", "monththat"}:
            years = [o.part("year") for o in self.expressions if o.end <= e.begin and o.part("year")]
            if not years:
                return None
            if e.kind == "monththat":
                return month_of(int(years[-1]), e.month("month"))
            return when(day_of(int(years[-1]), e.month("month"), int(e.part("day"))))
        if e.kind == "weekdayafter":
            base = as_day(told.start) if told and not told.end else None
            return when(_weekday_from(base, DAYS[e.part("weekday")], e.part("rel"))) if base else None
        if e.kind == "thatweekday":
            base, weekday = (
                as_day(told.start) if told else None,
                DAYS[e.part("weekday") or e.part("weekday3")],
            )
            if base is not None and base.weekday() == weekday:
                return when(base)
            return when(self._weekday(weekday, future)) if self.anchor is not None else None
        if self.anchor is None and e.kind in {"monthday", "dayrange"}:
            year = self._year_of(e.month("month"))
            first = day_of(year, e.month("month"), int(e.part("day"))) if year else None
            last = _last_day(first, e.month("month"), int(e.part("day2"))) if e.part("day2") else None
            return when(first, last)
        if self.anchor is None:
            return None
        anchor = self.anchor
        if e.kind == "monthlast":
            return month_of(anchor.year - 1, e.month("month"))
        if e.kind == "monthdaylast":
            return when(day_of(anchor.year - 1, e.month("month"), int(e.part("day"))))
        if e.kind == "feast":
            return when(self._nearest_year(*FEASTS[e.part("feast").replace("’", "'")], future))
        if e.kind == "months":
            first = self._nearest_year(
                e.month("month", "month3"), int(e.part("day") or e.part("day3")), future, done
            )
            return when(
                first, _last_day(first, e.month("month2", "month4"), int(e.part("day2") or e.part("day4")))
            )
        if e.kind in {"monthday", "dayrange"}:
            month = e.month("month")
            first = self._nearest_year(month, int(e.part("day")), future, done)
            return when(first, _last_day(first, month, int(e.part("day2"))) if e.part("day2") else None)
        if e.kind in {"weekday", "intoday"}:
            return when(self._weekday(DAYS[e.part("weekday")], future))
        if e.kind == "weekdays":
            last = self._weekday(DAYS[e.part("weekday2")], future)
            return when(last - timedelta((last.weekday() - DAYS[e.part("weekday")]) % 7), last)
        if e.kind == "relweek":
            return when(self._relative_weekday(DAYS[e.part("weekday")], e.part("rel")))
        if e.kind == "weekdayweek":
            monday = (
                anchor - timedelta(anchor.weekday()) + timedelta(weeks=-1 if "last" in e.part("rel") else 1)
            )
            return when(monday + timedelta(DAYS[e.part("weekday")])) if self.exact else None
        if e.kind == "month":
            first = self._nearest_year(e.month("month"), 1, future, done)
            return month_of(first.year, first.month) if first else None
        if not self.exact:
            return None  # "today" needs the day of publication itself
        days: dict[str, Callable[[], date]] = {
            "today": lambda: anchor,
            "overnight": lambda: anchor,
            "yesterday": lambda: anchor - timedelta(1),
            "tomorrow": lambda: anchor + timedelta(1),
            "beforelast": lambda: anchor + timedelta(2 if e.part("rel") else -2),
        }
        if e.kind in days:
            return when(days[e.kind]())
        if e.kind == "ago":
            n = e.count
            if e.part("unit") == "day":
                return when(anchor - timedelta(n))
            return self._coarse(anchor, -n, e.part("unit"), evidence)
        if e.kind == "lastunit":
            step = {"last": -1, "this": 0, "next": 1}[e.part("rel") or "this"]
            if e.part("unit") == "weekend":
                saturday = anchor - timedelta(anchor.weekday()) + timedelta(5)
                if step <= 0 and saturday > anchor:
                    saturday -= timedelta(7)
                return when(saturday, saturday + timedelta(1))
            if e.part("unit") == "week":
                monday = anchor - timedelta(anchor.weekday()) + timedelta(weeks=step)
                return when(monday, monday + timedelta(6))
            return self._coarse(anchor, step, e.part("unit"), evidence)
        return None

    def _year_of(self, month: int) -> int | None:
        """The one year in which the text puts a month: "the offensive of May 2021 … On 12 May a bridge was hit"."""
        years = {
            e.part("year")
            for e in self.expressions
            if e.kind in {"full", "monthyear"} and e.month("month") == month
        }
        return int(years.pop()) if len(years) == 1 else None

    def _coarse(self, anchor: date, step: int, unit: str, span: Span) -> When | None:
        if unit == "month":
            months = anchor.year * 12 + anchor.month - 1 + step
            return When(
                PartialDate(f"{months // 12:04d}-{months % 12 + 1:02d}"), None, DateBasis.RESOLVED, span
            )
        if unit == "year":
            return When(PartialDate(f"{anchor.year + step:04d}"), None, DateBasis.RESOLVED, span)
        if unit == "week":
            return None  # "two weeks ago" names no week in particular
        return None

    def _weekday(self, weekday: int, future: bool) -> date:
        assert self.anchor is not None
        back = (self.anchor.weekday() - weekday) % 7
        if not self.exact:  # the anchor is only near the day of publication: the nearest such weekday
            return self.anchor - timedelta(back) if back <= 3 else self.anchor + timedelta(7 - back)
        if future and back:
            return self.anchor + timedelta(7 - back)
        return self.anchor - timedelta(back)

    def _relative_weekday(self, weekday: int, rel: str) -> date | None:
        if self.anchor is None or not self.exact:
            return None
        back = (self.anchor.weekday() - weekday) % 7
        if rel == "last":
            return self.anchor - timedelta(back or 7)
        if rel in {"next", "this coming"}:
            return self.anchor + timedelta((weekday - self.anchor.weekday()) % 7 or 7)
        monday = self.anchor - timedelta(self.anchor.weekday())
        return monday + timedelta(weekday)

    def _nearest_year(self, month: int, day: int, future: bool, done: bool = False) -> date | None:
        assert self.anchor is not None
        anchor = self.anchor
        late = timedelta(1 if done and self.exact else 31)
        candidates = [d for y in (-1, 0, 1) if (d := day_of(anchor.year + y, month, day))]
        nearest = min(candidates, key=lambda d: abs((d - anchor).days), default=None)
        if not self.exact and nearest is not None and nearest > anchor + late:
            return None  # the article may have come out months after the last day that it names, or may not
        if not future:
            candidates = [d for d in candidates if d <= anchor + late] or candidates
        return min(candidates, key=lambda d: abs((d - anchor).days), default=None)

    def evidence(self, e: TimeExpression) -> Span:
        """Where the expression stands."""
        return Span(e.begin, e.end, self._text[e.begin : e.end])


def _last_day(first: date | None, month: int, day: int) -> date | None:
    """The last day of a range that begins on `first`, over the turn of the year where it is near.

    None where that day would lie before the first: "on May 10 and 5 …" counts something else.
    """
    if first is None:
        return None
    days = (day_of(first.year + n, month, day) for n in (0, 1))
    return next((d for d in days if d is not None and timedelta(0) <= d - first <= _LONGEST), None)


def _weekday_from(base: date, weekday: int, rel: str) -> date:
    """The weekday next to a day: "the Monday after", "the previous Friday"."""
    if rel in {"before", "previous", "preceding"}:
        return base - timedelta((base.weekday() - weekday) % 7 or 7)
    return base + timedelta((weekday - base.weekday()) % 7 or 7)


def as_day(partial: PartialDate | None) -> date | None:
    """The day that a date names; None for no date, a month or a year."""
    return date.fromisoformat(partial.iso) if partial is not None and partial.precision == "day" else None
