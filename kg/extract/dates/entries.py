"""Live blogs, lists of the day's events and chronicles: the day of an entry is that of what it tells without one.

An entry of a live blog is of the day of the article; one of a chronicle is of the day that it opens with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.dates.calendar import Calendar
from kg.extract.dates.expressions import TimeExpression
from kg.extract.dates.other_days import is_planned
from kg.extract.words.syntax import auxiliaries, in_simple_past, is_verbal
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
# "4 January: A drone struck …", "Monday – Shells fell on …", a day that is alone on its line.
_HEAD = re.compile(r"[ \t]*(?::|[-–—][ \t]|\n|\.[ \t]+[-–—][ \t])")
# "12 January (Monday), Kaya, Burkina Faso: Gunmen …", "3 May, near Gao – A drone …": with the place behind the day.
_PLACED_HEAD = re.compile(
    r"[ \t]*(?:\([A-Z][a-z]+\))?(?:,[ \t]*(?P<where>[^:;.\n–—]{2,90}?))?(?::|[ \t][-–—])[ \t]"
)
_HEADING_DAYS = frozenset({"monthday", "full", "iso", "weekday"})
# Words that turn back to another day than the entry's, and clauses that do.
_BACK = frozenset("earlier previously before ago since recently after once last first".split())
_ASIDE = frozenset({"advcl", "acl", "acl:relcl"})
_BULLET = re.compile(r"\s*[-–—•*]+\s")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a chronicle: its day, and where what it tells begins and ends."""

    day: TimeExpression
    opens: int
    end: int


class Entries:
    """Whether an article is made of entries, and the day that they tell of. `calendar` is the article's."""

    def __init__(self, calendar: Calendar, text: str) -> None:
        self._calendar, self._text = calendar, text
        self._live = is_live(text)
        lines = [line for line in text.splitlines() if len(line.split()) > 8]
        bullets = sum(_BULLET.match(line) is not None for line in lines)
        self._chronicle = bullets >= 5 and 2 * bullets > len(lines)
        self._headed = _headed(calendar, text)

    def day_of(self, predicates: Iterable[Token]) -> When | None:
        """The day of a live blog's entry, for what it tells in the perfect or present: "a drone has struck a depot".

        So is that of a list of the day's events for what it tells in the present alone: "Gunmen attack a village".
        """
        verb = next((t for t in predicates if is_verbal(t)), None)
        calendar = self._calendar
        if verb is not None and self.is_headed(verb) and (head := self.head_of(verb)) is not None:
            return calendar.resolve(head, done=True)
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

    def head_of(self, token: Token) -> TimeExpression | None:
        """The day that opens the chronicle's entry in which a token stands."""
        entry = self._entry_of(token)
        return entry.day if entry is not None else None

    def heading_of(self, token: Token) -> tuple[int, int] | None:
        """Where the words behind the day stand that head the entry: "4 May, Kaya, Burkina Faso: …"; None without."""
        entry = self._entry_of(token)
        if entry is None or "," not in self._text[entry.day.end : entry.opens]:
            return None
        return entry.day.end, entry.opens

    def _entry_of(self, token: Token) -> _Entry | None:
        return next((n for n in self._headed if n.day.begin <= token.idx < n.end), None)

    def headed_by(self, e: TimeExpression) -> TimeExpression | None:
        """The day on a line of its own right above "Five days later, a drone hit a tent": the day that this one is."""
        *earlier, before = [None, *(o for o in self._calendar.expressions if o.end <= e.begin)]
        if (
            before is None
            or len(earlier) < 2
            or before.kind not in _HEADING_DAYS
            or "\n" not in self._text[before.end : e.begin]
        ):
            return None
        line = self._text[self._text.rfind("\n", 0, before.begin) + 1 : before.begin]
        return None if (line + self._text[before.end : e.begin]).strip(" \t\n:") else before

    def is_headed(self, verb: Token) -> bool:
        """True for what an entry of a chronicle tells of the day that opens it, in the past or in the present.

        "12 January: Troops shelled a village", "shell a village"; not what an entry recalls, nor what it names another
        day for.
        """
        sent, entry = verb.sent, self._entry_of(verb)
        if entry is None:
            return False
        head, begin = entry.day, max(sent.start_char, entry.opens)
        named = [e for e in self._calendar.expressions if begin <= e.begin < sent.end_char]
        aside = any(t.dep_ in _ASIDE and not _hangs_on_day(t, head) for t in (verb, *verb.ancestors))
        return (
            (in_simple_past(verb) or _in_simple_present(verb))
            and not aside
            and not _BACK & {t.lower_ for t in sent}
            and not named
        )

    def _is_undated(self, verb: Token) -> bool:
        """ "13:15 The ministry says troops shelled a village before dawn": past, in an entry that names no day."""
        begin = max((m.start() for m in _ENTRY.finditer(self._text, 0, verb.idx)), default=None)
        if begin is None or not in_simple_past(verb):
            return False
        named = (e for e in self._calendar.expressions if begin <= e.begin < verb.sent.end_char)
        return all(e.kind == "today" or is_planned(e, verb) for e in named)


def _in_simple_present(verb: Token) -> bool:
    """True for "strikes", "are killed": the present in which a chronicle tells; not for "is striking", "has struck"."""
    helped = auxiliaries(verb)
    if verb.tag_ in {"VBZ", "VBP"}:
        return not helped
    passive = any(c.dep_ == "aux:pass" and c.lower_ in {"is", "are"} for c in verb.children)
    return verb.tag_ == "VBN" and passive and helped <= {"is", "are"}


def _hangs_on_day(verb: Token, day: TimeExpression) -> bool:
    """ "12 March – Egypt's envoy mediates": the main clause, though the parse hangs it on the day or its subject."""
    near = verb.head.idx < day.end or verb.head.head.idx < day.end
    return near and not any(c.tag_ in {"WDT", "WP", "WRB", "IN"} for c in verb.children)


def _headed(calendar: Calendar, text: str) -> tuple[_Entry, ...]:
    """The entries of a chronicle, each opened by its day; none where fewer than three are."""
    heads = [
        e
        for e in calendar.expressions
        if e.kind in _HEADING_DAYS
        and not _BULLET.sub("", text[text.rfind("\n", 0, e.begin) + 1 : e.begin]).strip()
        and (_HEAD.match(text, e.end) or _PLACED_HEAD.match(text, e.end))
    ]
    if len({text[e.begin : e.end] for e in heads}) < 3:
        return ()
    found = []
    for e, after in zip_longest(heads, heads[1:]):
        alone = not text[e.end :].split("\n", 1)[0].strip(" \t:")
        begin = len(text) - len(text[e.end :].lstrip(" \t:\n")) if alone else e.end
        line = text.find("\n", begin)
        end = len(text) if line < 0 else line
        placed = None if _HEAD.match(text, e.end) else _PLACED_HEAD.match(text, e.end)
        opens = placed.end() if placed is not None else e.end
        found.append(_Entry(e, opens, after.begin if alone and after is not None else end))
    return tuple(found)


def is_live(text: str) -> bool:
    """True for the text of a live blog: hours stand above its entries."""
    return len(_ENTRY.findall(text)) >= 3


def has_hour(sentence: DocSpan) -> bool:
    """True for a sentence that tells an hour or a part of a day: "at 7 p.m.", "around midday"."""
    return _HOUR.search(sentence.text) is not None
