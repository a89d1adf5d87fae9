"""What day a time expression means for an article, counted from the article's own date.

No expression falls back to the publication date. An article without a date of its own is anchored by a full
date in its text ("January 18 2024" under a photograph); without that too, "Tuesday" stays unresolved. The
expressions are found in `kg.extract.dates.expressions`; when an event was is told by `kg.extract.dates.times`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.extract.dates.expressions import (
    COUNTED,
    DATED_LINE,
    DATELINE,
    TimeExpression,
    day_of,
    find_expressions,
)
from kg.extract.words.almanac import DAYS, FEASTS, MONTHS
from kg.model import Article, BlockKind, DateBasis, PartialDate, Span, When

# Kinds of expression by what they are counted from: their own year, the year named last, the day of publication.
_WITH_YEAR = frozenset({"iso", "full", "monthyear", "year"})
_OF_THAT_YEAR = frozenset({"thatyear", "monththat"})
_STEPS = {"today": 0, "overnight": 0, "yesterday": -1, "tomorrow": 1}
_FROM_PUBLICATION = frozenset({*_STEPS, "beforelast", "weekdayweek", "ago", "lastunit"})
# "the following day", "the night before"; all others of the kind are the day just told: "the same evening".
NEXT_TO = frozenset({"next", "following", "previous", "before", "after"})
_HEADING = 8  # lines in which a release says where and when it came out
_TITLE = 90  # characters of a first line that is a title
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
                    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
                    self.anchor = day_of(int(year), MONTHS[month.lower().rstrip(".")], int(day))
                    if self.anchor:
                        self.issued, self.basis = PartialDate(self.anchor.isoformat()), DateBasis.INFERRED
                        return
                break
        if (day := self._of_dated_line()) is not None:
            self.anchor = day
            self.issued, self.basis = PartialDate(day.isoformat()), DateBasis.INFERRED
            return
        explicit = [
            d for e in self.expressions if e.kind in {"iso", "full"} and (d := e.named_day) is not None
        ]
        latest = max((int(e.part("year")) for e in self.expressions if e.part("year")), default=0)
        # "On 15 August 1984 …, in October 2024 …": the only full date belongs to the history it tells.
        if explicit and max(explicit).year >= latest:
            self.anchor, self.exact = max(explicit), False
            if self.issued is None:
                self.issued, self.basis = PartialDate(self.anchor.isoformat()[:7]), DateBasis.INFERRED

    def _of_dated_line(self) -> date | None:
        """The day of "Vilnius, 13 March 2025", where that is all that one of the first lines says."""
        lines = [line for line in self._text.splitlines() if line.strip()][:_HEADING]
        found = [m for line in lines if (m := DATED_LINE.fullmatch(line.strip()))]
        if len(found) != 1:
            return None
        month, day = found[0]["month"] or found[0]["month2"], found[0]["day"] or found[0]["day2"]
        return day_of(int(found[0]["year"]), MONTHS[month.lower().rstrip(".")], int(day))

    def resolve(
        self, e: TimeExpression, *, future: bool = False, done: bool = False, told: When | None = None
    ) -> When | None:
        """The time that `e` means, or None when nothing fixes it. `told` is the event just told ("two days later").

        `future`: it lies ahead; `done`: it is over on the day of publication, so that "9 June" in May is last year's.
        """
        if e.part("about"):
            return None
        if e.kind in _WITH_YEAR:
            return self._stated(e)
        if e.kind in _OF_THAT_YEAR:
            return self._in_the_year_told_last(e)
        if e.kind in COUNTED:
            return self._after_what_was_told(e, told, future)
        if self.anchor is None:
            return self._in_the_year_of_its_month(e)
        if e.kind in _FROM_PUBLICATION:
            return self._from_publication(e, self.anchor, future, done) if self.exact else None
        return self._near(e, self.anchor, future, done)

    def is_ahead(self, when: When | None) -> bool:
        """True for a time that begins after the day of publication, where the article gives that day."""
        if when is None or self.anchor is None or not self.exact:
            return False
        return when.start.iso > self.anchor.isoformat()[: len(when.start.iso)]

    def _stated(self, e: TimeExpression) -> When | None:
        """The day, month or year that the text writes out."""
        if e.kind == "year":
            return When(PartialDate(e.part("year")), None, DateBasis.STATED, self.evidence(e))
        if e.kind == "monthyear":
            return self._month(e, int(e.part("year")), e.month("month"), DateBasis.STATED)
        return self._days(e, e.named_day, basis=DateBasis.STATED)

    def _in_the_year_told_last(self, e: TimeExpression) -> When | None:
        """ "May of that year", "28 September of that year"."""
        years = [o.part("year") for o in self.expressions if o.end <= e.begin and o.part("year")]
        if not years:
            return None
        year, month = int(years[-1]), e.month("month")
        if e.kind == "monththat":
            return self._month(e, year, month)
        return self._days(e, day_of(year, month, int(e.part("day"))))

    def _after_what_was_told(self, e: TimeExpression, told: When | None, future: bool) -> When | None:
        """ "the same day", "two days later", "the Monday after": counted from the event just told."""
        if e.kind == "thatweekday":
            weekday = DAYS[e.part("weekday") or e.part("weekday3")]
            begun = as_day(told.start) if told else None
            if begun is not None and begun.weekday() == weekday:
                return self._days(e, begun)
            return self._days(e, self._weekday(weekday, future)) if self.anchor is not None else None
        if e.kind == "adjacent" and e.part("adj") not in NEXT_TO:
            return told
        base = as_day(told.start) if told and (not told.end or one_night(told)) else None
        if base is None:
            return None
        if told is not None and told.end is not None and e.part("unit") == "night" and e.steps > 0:
            base += timedelta(1)  # "overnight on May 8–9 … The following night"; the next day is May 9
        if e.kind == "weekdayafter":
            return self._days(e, _weekday_from(base, DAYS[e.part("weekday")], e.part("rel")))
        return self._days(e, base + e.offset) if e.offset is not None else self._coarse(e, base, e.steps)

    def _in_the_year_of_its_month(self, e: TimeExpression) -> When | None:
        """A day of an article without a date, where the text puts its month in one year alone."""
        if e.kind not in {"monthday", "dayrange"}:
            return None
        year = self._year_of(e.month("month")) or self._year_of_title()
        return self._range(e, day_of(year, e.month("month"), int(e.part("day"))) if year else None)

    def _near(self, e: TimeExpression, anchor: date, future: bool, done: bool) -> When | None:
        """A weekday, or a day or month without its year: the one near the anchor that may be meant."""
        if e.kind == "monthlast":
            return self._month(e, anchor.year - 1, e.month("month"))
        if e.kind == "monthdaylast":
            return self._days(e, day_of(anchor.year - 1, e.month("month"), int(e.part("day"))))
        if e.kind == "feast":
            return self._days(e, self._nearest_year(*FEASTS[e.part("feast").replace("’", "'")], future))
        if e.kind == "months":
            begins, ends = e.part("day") or e.part("day3"), e.part("day2") or e.part("day4")
            first = self._nearest_year(e.month("month", "month3"), int(begins), future, done)
            return self._days(e, first, _last_day(first, e.month("month2", "month4"), int(ends)))
        if e.kind in {"monthday", "dayrange"}:
            return self._range(e, self._nearest_year(e.month("month"), int(e.part("day")), future, done))
        if e.kind == "month":
            first = self._nearest_year(e.month("month"), 1, future, done)
            return self._month(e, first.year, first.month) if first else None
        if e.kind in {"weekday", "intoday"}:
            return self._days(e, self._weekday(DAYS[e.part("weekday")], future))
        if e.kind == "weekdays":
            last = self._weekday(DAYS[e.part("weekday2")], future)
            return self._days(e, last - timedelta((last.weekday() - DAYS[e.part("weekday")]) % 7), last)
        if e.kind == "relweek":
            return self._days(e, self._relative_weekday(DAYS[e.part("weekday")], e.part("rel")))
        return None

    def _from_publication(self, e: TimeExpression, issued: date, future: bool, done: bool) -> When | None:
        """ "yesterday", "three days ago", "last weekend": counted from the day of publication itself."""
        if e.kind in _STEPS:
            return self._days(e, issued + timedelta(_STEPS[e.kind]))
        if e.kind == "beforelast":
            return self._days(e, issued + timedelta(2 if e.part("rel") else -2))
        monday = issued - timedelta(issued.weekday())
        if e.kind == "weekdayweek":
            week = monday + timedelta(weeks=-1 if "last" in e.part("rel") else 1)
            return self._days(e, week + timedelta(DAYS[e.part("weekday")]))
        unit = e.part("unit")
        if e.kind == "ago":
            if unit == "day":
                return self._days(e, issued - timedelta(e.count))
            return self._coarse(e, issued, -e.count)
        step = {"last": -1, "this": 0, "next": 1}[e.part("rel") or "this"]
        if unit == "weekend":
            saturday = monday + timedelta(5)
            if step <= 0 and saturday > issued and not future:
                saturday -= timedelta(7)
            return self._days(e, saturday, saturday + timedelta(1))
        if unit == "week":
            first, last = monday + timedelta(weeks=step), monday + timedelta(weeks=step, days=6)
            # "Earlier this week", printed on a Thursday, is no Friday
            over = done or self._text[: e.begin].lower().endswith("earlier ")
            return self._days(e, first, min(last, issued) if over else last)
        return self._coarse(e, issued, step)

    def _days(
        self,
        e: TimeExpression,
        start: date | None,
        end: date | None = None,
        basis: DateBasis = DateBasis.RESOLVED,
    ) -> When | None:
        """The time from the one day to the other, or of the one alone."""
        if start is None:
            return None
        last = PartialDate(end.isoformat()) if end and end != start else None
        return When(PartialDate(start.isoformat()), last, basis, self.evidence(e))

    def _range(self, e: TimeExpression, first: date | None) -> When | None:
        """The days "4-6 May" from the first on; that day alone where the expression names no other."""
        last = _last_day(first, e.month("month"), int(e.part("day2"))) if e.part("day2") else None
        return self._days(e, first, last)

    def _month(self, e: TimeExpression, year: int, month: int, basis: DateBasis = DateBasis.RESOLVED) -> When:
        return When(PartialDate(f"{year:04d}-{month:02d}"), None, basis, self.evidence(e))

    def _coarse(self, e: TimeExpression, anchor: date, step: int) -> When | None:
        """The month or year so many steps from the anchor's; "two weeks ago" names no week in particular."""
        if e.part("unit") == "month":
            months = anchor.year * 12 + anchor.month - 1 + step
            return self._month(e, months // 12, months % 12 + 1)
        if e.part("unit") == "year":
            return When(PartialDate(f"{anchor.year + step:04d}"), None, DateBasis.RESOLVED, self.evidence(e))
        return None

    def _year_of(self, month: int) -> int | None:
        """The one year in which the text puts a month: "the offensive of May 2021 … On 12 May a bridge was hit"."""
        years = {
            e.part("year")
            for e in self.expressions
            if e.kind in {"full", "monthyear"} and e.month("month") == month
        }
        return int(years.pop()) if len(years) == 1 else None

    def _year_of_title(self) -> int | None:
        """The one year that the first line names: "2019 Lake Albert clashes"; others are named where they are meant."""
        title = self._text.lstrip().split("\n", 1)[0]
        years = set(re.findall(r"(?<![\d–-])(?:19|20)\d\d(?![\d–-])", title))
        return int(years.pop()) if len(years) == 1 and len(title) < _TITLE else None

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


def one_night(when: When) -> bool:
    """True for a stretch of two days running: "overnight on May 8–9"."""
    first, last = as_day(when.start), as_day(when.end)
    return first is not None and last is not None and last - first == timedelta(1)


def is_period(when: When | None) -> bool:
    """True for more days than one attack lasts: "between May 2 and May 9"."""
    first, last = (as_day(when.start), as_day(when.end)) if when is not None else (None, None)
    return first is not None and last is not None and last - first > timedelta(3)


def as_day(partial: PartialDate | None) -> date | None:
    """The day that a date names; None for no date, a month or a year."""
    return date.fromisoformat(partial.iso) if partial is not None and partial.precision == "day" else None
