"""Time expressions: the words of a text that say when, and what their parts are, before any article is asked.

What an expression means depends on the article's own date and stands in `kg.extract.dates.calendar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.extract.words.almanac import MONTHS
from kg.extract.words.counts import number

_M = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_M2 = _M.replace("<month>", "<month2>")
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?P<year>(?:19|20)[0-9]{2})"
_W = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
# A date says its weekday too: "Sunday, 24 September", "Friday (9 May)" is one day, and the date tells which.
_WD = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:,? the|,| \(?)? ?)?"
_D2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
_TO = r"(?:-|–|to|and|into|until|through)"
_W2 = _W.replace("<weekday>", "<weekday2>")
_LAST_YEAR, _THAT_YEAR = r"\blast year\b", r"\b(?:that|same) year\b"
# "That Sunday" opens a sentence, where "said that Sunday …" names no day.
_THAT = r"\bThat\s+(?P<weekday3>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
# "Less than a week after", "some two days ago": that is no day.
_HOUR = r"(?:\s+(?:night|evening|morning|afternoon))?"
_ABOUT = (
    r"(?P<about>(?:less than|more than|fewer than|not even|just over|just under|over|under|nearly|almost|about|around|"
    r"roughly|some|at least|barely|within)\s+)?"
)
_N = (
    _ABOUT
    + r"\b(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of)"
)

# Kind and pattern, of what stands in the text in lower case, but for `_CASED`. Patterns that take long to find nothing
# come with another that must be found besides.
_PATTERNS: tuple[tuple[str, ...], ...] = (
    ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<monthno>\d\d)-(?P<dayno>\d\d)\b"),
    ("full", rf"\b{_WD}{_M}\s+{_D},?\s+{_Y}\b"),
    ("full", rf"\b{_WD}{_D}(?:\s+of)?\s+{_M},?\s+{_Y}\b"),
    ("thatyear", rf"\b{_M}\s+{_D},?\s+(?:of\s+)?(?:that|the same) year\b", _THAT_YEAR),
    ("thatyear", rf"\b{_D}\s+{_M},?\s+(?:of\s+)?(?:that|the same) year\b", _THAT_YEAR),
    (
        "months",
        rf"\b{_D}\s+{_M}\s*(?:-|–|to|and)\s*(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\s+{_M2}\b|"
        rf"\b{_M.replace('month', 'month3')}\s+{_D.replace('day', 'day3')}\s*(?:-|–|to|and)\s*"
        rf"{_M2.replace('month2', 'month4')}\s+(?P<day4>[0-3]?\d)\b",
    ),
    (
        "dayrange",
        rf"\b{_M}\s+{_D}\s*(?:-|–|to|and)\s*(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*(?:people|dead))",
    ),
    ("dayrange", rf"\b(?i:from|between|night of|overnight on)\s+{_D}\s*{_TO}\s*{_D2}(?:\s+of)?\s+{_M}\b"),
    ("dayrange", rf"\b{_D}\s?[-–]\s?{_D2}\s+{_M}\b"),
    ("monthdaylast", rf"\b{_M}\s+{_D},?\s+last year\b", _LAST_YEAR),
    ("monthdaylast", rf"\b{_D}(?:\s+of)?\s+{_M},?\s+last year\b", _LAST_YEAR),
    ("monthlast", rf"\b(?:(?i:in)\s+)?{_M}(?:\s+of)?\s+last year\b", _LAST_YEAR),
    ("monththat", rf"\b(?:(?i:in)\s+)?{_M}\s+(?:of\s+)?(?:that|the same) year\b", _THAT_YEAR),
    ("monthday", rf"\b{_WD}{_M}\s+{_D}\b(?!\s*(?:people|dead|percent|,\d))"),
    ("monthday", rf"\b{_WD}{_D}(?:\s+of)?\s+{_M}\b"),
    ("monthyear", rf"\b{_M},?\s+(?:of\s+)?{_Y}\b"),
    # "the Monday after the vote", "the following Tuesday": counted from what was just told
    ("weekdayafter", rf"\bthe\s+(?P<rel>previous|preceding|following|next)\s+{_W}\b"),
    ("weekdayafter", rf"\b(?:the|that)\s+{_W}\s+(?P<rel>before|after)\b"),
    # "in the early hours of that Sunday": the day just told, where it was one
    (
        "thatweekday",
        rf"(?:(?<=\bof )|(?<=\bon )|(?<=\blate )|(?<=\bearly ))that\s+{_W}\b",
        rf"\bthat\s+{_W}\b",
    ),
    ("thatweekday", _THAT),
    (
        "weekdays",
        rf"\b(?:from|between|(?<=night )of)\s+(?:early |late )?{_W}{_HOUR}\s+{_TO}\s+(?:early |late )?{_W2}\b",
    ),
    ("relweek", rf"\b(?P<rel>last|next|this|this past|this coming)\s+{_W}\b"),
    ("weekdayweek", rf"\b{_W}\s+(?P<rel>last week|of last week|next week)\b"),
    ("intoday", rf"\bovernight\s+(?:into|to|on|from \w+ (?:in)?to)\s+{_W}\b"),
    ("weekday", rf"\b(?:early |late )?{_W}\b"),
    ("beforelast", r"\bthe (?:day before yesterday|night before last|(?P<rel>day after tomorrow))\b"),
    ("today", rf"{_N}\s+(?:hour|minute)s?\s+ago\b", r"\bago\b"),
    ("ago", rf"{_N}\s+(?P<unit>day|week|month|year)s?\s+ago\b", r"\bago\b"),
    (
        "adjacent",
        r"\b(?:earlier|later) (?:in|that|on) the (?P<adj>same )?(?P<unit>day)\b|"
        r"\b(?:earlier|later) that day\b|\bon the (?P<adj2>same) day\b|"
        r"(?<!said )(?<!says )(?<!say )\bthat (?:same )?(?:day|morning|afternoon|evening|night)\b|"
        r"\b(?:(?:just |only |a few |some |several )*(?:minutes|moments|hours)|an hour|shortly|soon) "
        r"(?:later|afterwards?)\b|\bwithin (?:minutes|hours|the hour)\b|"
        r"\b(?:(?:just|only|a few|some|several|two|three|four) )*hours earlier\b|\ban hour earlier\b",
        r"\b(?:later|earlier|afterwards?|within|same|that (?:day|morning|afternoon|evening|night))\b",
    ),
    (
        "adjacent",
        r"(?<!hours )\bin the (?:course of the )?(?P<unit>morning|afternoon|evening)\b"
        r"(?!,? (?:late |early )?(?:of|on|hours|and)\b)",
    ),
    (
        "offset",
        rf"{_N}\s+(?P<unit>day|night|week|month|year)s?\s+(?P<dir>earlier|before|later|after|afterwards|previously)\b",
        r"(?:day|night|week|month|year)s?\s+(?:earlier|before|later|after|previously)",
    ),
    (
        "adjacent",
        r"\bthe\s+(?:very\s+)?(?P<adj>next|following|previous|same)\s+(?P<unit>day|morning|afternoon|evening|night)\b",
    ),
    ("adjacent", r"\bthe\s+(?P<unit>day|night|evening|morning)\s+(?P<adj>before|after)\b"),
    ("feast", r"\b(?P<feast>christmas (?:day|eve)|boxing day|new year[’']s (?:day|eve))\b"),
    (
        "today",
        r"\b(?:earlier |later )?(?:today|tonight)\b|\bthis (?:morning|afternoon|evening)\b|"
        r"\bin the early hours of (?:today|this morning)\b",
    ),
    ("yesterday", r"\byesterday\b|\blast (?:night|evening)\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("overnight", r"\bovernight\b"),
    ("lastunit", r"\b(?P<rel>last|next|this)\s+(?P<unit>week|weekend|month|year)\b"),
    ("lastunit", r"\b(?:over|during|at) the (?P<unit>weekend)\b"),
    ("lastunit", r"\b(?:at the (?:beginning|start) of|early in|earlier in) the (?P<unit>month|year)\b"),
    ("month", rf"\b(?:(?i:in|since|during|last|of|by|until|early|late|mid)[- ]){_M}(?!\s*\d)\b"),
    ("year", rf"\b(?:in|since|during|of|by|until|early|late)\s+{_Y}\b"),
)
# Kinds in which "may" and "march" in lower case are other words.
_CASED = frozenset(
    "month monthyear monthday monthdaylast monthlast monththat thatyear full dayrange months".split()
)
_COMPILED = tuple(
    (kind, re.compile(pattern), kind in _CASED or pattern == _THAT, tuple(map(re.compile, needs)))
    for kind, pattern, *needs in _PATTERNS
)
# Kinds that count from a day told before: "two days later", "the same night", "the following Tuesday".
COUNTED = frozenset({"offset", "adjacent", "weekdayafter", "thatweekday"})
# "KHARTOUM, April 20, 2023 (Agency) -", "GAROWE, 4 March 2025 -" at the beginning of a body block.
DATELINE = re.compile(
    rf"^[A-Z][\w .,'’/-]{{2,60}}?[,(]\s*(?:{_M}\s+{_D}|{_D2}\s+{_M2})"
    rf"(?:,?\s+(?P<year>(?:19|20)[0-9]{{2}}))?\)?\s*(?:\([^)]+\))?\s*[-—–:]"
)
# "Vilnius, 13 March 2025", alone on its line: the day of a release.
DATED_LINE = re.compile(rf"[A-Z][\w .'’-]{{2,40}}, (?:{_D} {_M}|{_M2} {_D2}),? {_Y}")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression at characters [begin, end) of the article; `kind` names its pattern."""

    begin: int
    end: int
    kind: str
    parts: tuple[tuple[str, str], ...]

    def part(self, name: str) -> str:
        """The named part of the expression, lower case; "" when it has none."""
        return dict(self.parts).get(name, "")

    def month(self, *names: str) -> int:
        """The number of the month in the first of the named parts that there is: month("month", "month3")."""
        return next(MONTHS[part.rstrip(".")] for name in names if (part := self.part(name)))

    @property
    def named_day(self) -> date | None:
        """The day of an expression that names its year too ("iso", "full"); None when there is no such day."""
        month = (
            int(self.part("monthno"))
            if self.part("monthno")
            else MONTHS.get(self.part("month").rstrip("."), 0)
        )
        return day_of(int(self.part("year")), month, int(self.part("dayno") or self.part("day")))

    @property
    def count(self) -> int:
        """How many days or weeks: of "three", "12", "a", "a couple of"."""
        text = self.part("n")
        if text == "a couple of":
            return 2
        return number(text) or 1  # "a day ago"

    @property
    def steps(self) -> int:
        """How many of its units "two months later" or "the previous day" lies from what it counts from; 2, -1."""
        if self.part("adj"):
            return -1 if self.part("adj") in {"previous", "before"} else 1
        return -self.count if self.part("dir") in {"earlier", "before", "previously"} else self.count

    @property
    def offset(self) -> timedelta | None:
        """How far "two weeks later" or "the previous day" lies from the day that it counts from.

        None for months and years, after which no day is meant.
        """
        days = 7 if self.part("unit") == "week" else 1
        return None if self.part("unit") in {"month", "year"} else timedelta(days * self.steps)


def find_expressions(text: str) -> tuple[TimeExpression, ...]:
    """All time expressions of a text, longest and leftmost, none overlapping."""
    found: list[TimeExpression] = []
    taken: set[int] = set()
    lower = text.replace("İ", "I").lower()  # of which every character stands where it stood
    for kind, pattern, cased, needs in _COMPILED:
        if any(need.search(lower) is None for need in needs):
            continue
        for match in pattern.finditer(text if cased else lower):
            if any(i in taken for i in range(*match.span())):
                continue
            if (
                kind == "monthday"
                and match["month"] == "May"
                and match.start()
                and text[match.start() - 1 : match.start()] == " "
                and not match["day"]
            ):
                continue
            parts = tuple((k, v.lower()) for k, v in match.groupdict().items() if v)
            found.append(TimeExpression(match.start(), match.end(), kind, parts))
            taken.update(range(*match.span()))
    return tuple(sorted(found, key=lambda e: e.begin))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of these numbers; None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
