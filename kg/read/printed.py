"""The date that an article prints above its text, where no header or record gives one: "Tuesday 24 June 2025"."""

from __future__ import annotations

import re

from kg.model import PartialDate
from kg.read.header import parse_date

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?:{_MONTH} {_DAY},? (?:19|20)\d\d|{_DAY} {_MONTH},? (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|"
    r"[0-3]\d(?P<sep>[/.-])[01]\d(?P=sep)(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "17/02/2024": a day of the month that is no month, so that it can be read in one way only.
_NUMBERS = re.compile(r"(1[3-9]|2\d|3[01])[/.-](0[1-9]|1[0-2])[/.-](\d{4})")
# "Evening programme, Friday 5 January 2024", "Current events: Tuesday, March 18, 2025": what came out that day.
_OF_THE_DAY = re.compile(r"^(?:\S+ ){0,5}\S+[,:] (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? $")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
# What may stand beside the date in its line; anything else in small letters is a sentence.
_BESIDE = frozenset(
    "a am and at by correspondent correspondents desk edition first for from in last modified of on our p.m pm posted "
    "published reporter reporters staff the updated writer writers agencies press release statement issued date".split()
)
# "Published 24 September 2025 (covering 18-24 September)"
_ASIDE = re.compile(r"\([^()]*\)")
_FIRST = re.compile(r"\b(?:published|posted|issued|date)\b", re.IGNORECASE)
# The lines above the text are few and short; a line as long as this is the text itself.
_LINES, _LONGEST, _BESIDE_AT_MOST = 10, 25, 8


def printed_date(text: str, begin: int) -> PartialDate | None:
    """The day in a line of its own above the first paragraph of `text[begin:]`; None when two lines disagree.

    A line counts when nothing but names, a byline, a clock or words such as "Published" stand beside the date, or
    when it ends a short heading with its weekday: the date in a caption or a sentence is another's. Of "Published …"
    and "Updated …" the first holds.
    """
    found: dict[PartialDate, bool] = {}
    lines = [line.strip() for line in text[begin:].splitlines() if line.strip()]
    for line in lines[:_LINES]:
        if len(line.split()) >= _LONGEST:
            break
        match = _DATE.search(line)
        date = _date(match[0]) if match is not None else None
        if match is None or date is None:
            continue
        if _OF_THE_DAY.match(line[: match.start()]) and match.end() == len(line):
            found[date] = found.get(date, False)
            continue
        beside = _WORD.findall(_ASIDE.sub(" ", line[: match.start()] + " " + line[match.end() :]))
        if len(beside) <= _BESIDE_AT_MOST and all(_is_furniture(word) for word in beside):
            found[date] = found.get(date, False) or _FIRST.search(line) is not None
    stated = [date for date, first in found.items() if first] or list(found)
    return stated[0] if len(stated) == 1 else None


def _date(stated: str) -> PartialDate | None:
    numbers = _NUMBERS.fullmatch(stated)
    return parse_date("-".join(reversed(numbers.groups())) if numbers else stated)


def _is_furniture(word: str) -> bool:
    return not word[0].islower() or word.lower() in _BESIDE
