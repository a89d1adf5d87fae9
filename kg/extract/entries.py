"""Live blogs and lists of the day's events: what an entry that names no day tells of is of the day of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.dates import Calendar
from kg.extract.hanging import is_planned
from kg.extract.syntax import auxiliaries, in_simple_past, is_verbal
from kg.model import DateBasis, PartialDate, When

# The time above an entry of a live blog: "17:10", "08.02 GMT".
_ENTRY = re.compile(
    r"^\d{1,2}[:.]\d\d(?: ?[A-Z]{2,4})?(?:$|:?[ \t]+(?:[-–—][ \t]+)?(?=[A-Z“\"‘']))", re.MULTILINE
)
# The hour of a sentence that names no day: "at about 7 p.m.", "around midday", "before dawn".
_HOUR = re.compile(
    r"\b(?:at|around|about|before|after|near|by|towards?)\s+(?:(?:about|around|nearly)\s+)?(?:\d{1,2}(?:[:.]\d\d)?\s*"
    r"(?:[ap]\.?m\b\.?|o['’]clock|GMT|hours\b|local time)|\d{1,2}[:.]\d\d\b|noon|midday|midnight|dawn|dusk|sunrise|"
    r"sunset|daybreak|nightfall)\b|\bin the (?:early |late )?(?:morning|afternoon|evening|hours)\b",
    re.IGNORECASE,
)
# "A summary of the day", "Here is what has happened so far".
_OF_DAY = re.compile(r"\b(?:summary|recap|round-?up) of (?:the day|the main events)\b", re.IGNORECASE)
_BULLET = re.compile(r"\s*[-–—•*]+\s")


class Entries:
    """Whether an article is made of entries, and the day that they tell of. `calendar` is the article's."""

    def __init__(self, calendar: Calendar, text: str) -> None:
        self._calendar, self._text = calendar, text
        self._live = len(_ENTRY.findall(text)) >= 3
        lines = [line for line in text.splitlines() if len(line.split()) > 8]
        bullets = sum(_BULLET.match(line) is not None for line in lines)
        self._chronicle = bullets >= 5 and 2 * bullets > len(lines)

    def day_of(self, predicates: Iterable[Token]) -> When | None:
        """The day of a live blog's entry, for what it tells in the perfect or present: "a drone has struck a depot".

        So is that of a list of the day's events for what it tells in the present alone: "Gunmen attack a village".
        """
        verb = next((t for t in predicates if is_verbal(t)), None)
        calendar = self._calendar
        if verb is None or not (self._live or self._chronicle):
            return None
        if not calendar.exact or calendar.issued is None or calendar.anchor is None:
            return None
        today = When(PartialDate(calendar.anchor.isoformat()), None, DateBasis.RESOLVED, None)
        if self._live and (has_hour(verb.sent) or _OF_DAY.search(verb.sent.text)) and self._is_undated(verb):
            return today
        if not self._live and verb.tag_ not in {"VBZ", "VBP"}:
            return None
        perfect = auxiliaries(verb) & {"has", "have", "’ve", "'ve", "is", "are"}
        return today if perfect or "Pres" in verb.morph.get("Tense", []) else None

    def _is_undated(self, verb: Token) -> bool:
        """ "13:15 The ministry says troops shelled a village before dawn": past, in an entry that names no day."""
        begin = max((m.start() for m in _ENTRY.finditer(self._text, 0, verb.idx)), default=None)
        if begin is None or not in_simple_past(verb):
            return False
        named = (e for e in self._calendar.expressions if begin <= e.begin < verb.sent.end_char)
        return all(e.kind == "today" or is_planned(e, verb) for e in named)


def has_hour(sentence: DocSpan) -> bool:
    """True for a sentence that tells an hour or a part of a day: "at 7 p.m.", "around midday"."""
    return _HOUR.search(sentence.text) is not None
