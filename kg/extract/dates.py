"""When: time expressions and what day they mean, against the article's own date.

No expression falls back to the publication date. An article without a date of its own is anchored by a full
date in its text ("January 18 2024" under a photograph); without that too, "Tuesday" stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from kg.extract.counts import number
from kg.extract.syntax import auxiliaries, clause_verbs, is_verbal
from kg.model import Article, BlockKind, DateBasis, PartialDate, Span, When

_MONTHS = {
    m: i
    for i, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for m in names.split()
}
_DAYS = {
    d: i
    for i, names in enumerate(
        [
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ]
    )
    for d in names.split()
}
_M = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_M2 = _M.replace("<month>", "<month2>")
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?P<year>(?:19|20)\d\d)"
_W = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_N = r"(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of)"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<monthno>\d\d)-(?P<dayno>\d\d)\b"),
    ("full", rf"\b{_M}\s+{_D},?\s+{_Y}\b"),
    ("full", rf"\b{_D}(?:\s+of)?\s+{_M},?\s+{_Y}\b"),
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
    ("monthday", rf"\b{_M}\s+{_D}\b(?!\s*(?:people|dead|percent|,\d))"),
    ("monthday", rf"\b{_D}(?:\s+of)?\s+{_M}\b"),
    ("monthyear", rf"\b{_M},?\s+(?:of\s+)?{_Y}\b"),
    ("relweek", rf"\b(?P<rel>last|next|this|this past|this coming)\s+{_W}\b"),
    ("weekdayweek", rf"\b{_W}\s+(?P<rel>last week|of last week|next week)\b"),
    ("intoday", rf"\bovernight\s+(?:into|to|on|from \w+ (?:in)?to)\s+{_W}\b"),
    ("weekday", rf"\b(?:early |late )?{_W}\b"),
    ("today", rf"\b{_N}\s+(?:hour|minute)s?\s+ago\b"),
    ("ago", rf"\b{_N}\s+(?P<unit>day|week|month|year)s?\s+ago\b"),
    (
        "adjacent",
        r"\b(?:earlier|later) (?:in|that|on) the (?P<adj>same )?(?P<unit>day)\b|"
        r"\b(?:earlier|later) that day\b|\bon the (?P<adj2>same) day\b",
    ),
    (
        "offset",
        rf"\b{_N}\s+(?P<unit>day|week|month|year)s?\s+(?P<dir>earlier|before|later|after|afterwards|previously)\b",
    ),
    (
        "adjacent",
        r"\bthe\s+(?:very\s+)?(?P<adj>next|following|previous|same)\s+(?P<unit>day|morning|evening|night)\b",
    ),
    ("adjacent", r"\bthe\s+(?P<unit>day)\s+(?P<adj>before|after)\b"),
    (
        "today",
        r"\b(?:earlier |later )?(?:today|tonight)\b|\bthis (?:morning|afternoon|evening)\b|"
        r"\bin the early hours of (?:today|this morning)\b",
    ),
    ("yesterday", r"\byesterday\b|\blast night\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("overnight", r"\bovernight\b"),
    ("lastunit", r"\b(?P<rel>last|next|this)\s+(?P<unit>week|weekend|month|year)\b"),
    ("month", rf"\b(?:(?i:in|since|during|last|of|by|until|early|late|mid)[- ]){_M}(?!\s*\d)\b"),
    ("year", rf"\b(?:in|since|during|of|by|until|early|late)\s+{_Y}\b"),
)
_COMPILED = tuple(
    (
        kind,
        re.compile(
            pattern,
            re.IGNORECASE
            if kind not in {"month", "monthyear", "monthday", "full", "dayrange", "months"}
            else 0,
        ),
    )
    for kind, pattern in _PATTERNS
)
# The time above an entry of a live blog: "17:10", "08.02 GMT".
_ENTRY = re.compile(r"^\d{1,2}[:.]\d\d(?: ?[A-Z]{2,4})?$", re.MULTILINE)
# Expressions that yield to one that names a day.
_VAGUER = frozenset({"offset", "lastunit", "year", "month", "monthyear"})
# How many characters before "two days later" the day that it counts from may stand.
_REACH = 250
_DATELINE = re.compile(
    rf"^[A-Z][\w .,'’/-]{{2,60}}?[,(]\s*{_M}\s+{_D}(?:,?\s+(?P<year>(?:19|20)\d\d))?\)?\s*(?:\([^)]+\))?\s*[-—–:]"
)


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


def find_expressions(text: str) -> tuple[TimeExpression, ...]:
    """All time expressions of a text, longest and leftmost, none overlapping."""
    found: list[TimeExpression] = []
    taken: set[int] = set()
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
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


class Calendar:
    """The time expressions of one article and the days they mean.

    `issued` is the article's date when it carries one; `anchor` the day that weekdays are counted from, which
    may come from a full date in the text; `exact` says that the anchor is the day of publication.
    """

    def __init__(self, article: Article, doc: Doc) -> None:
        self._doc = doc
        self.expressions = find_expressions(article.text)
        self.issued, self.basis = article.issued, article.issued_basis
        self.exact = True
        self._live = len(_ENTRY.findall(article.text)) >= 3
        self.anchor: date | None = _as_day(article.issued)
        if self.anchor is None:
            self._infer(article)

    def _infer(self, article: Article) -> None:
        """Take the date of a dateline, or the latest full date that stands in the text."""
        years = [int(e.part("year")) for e in self.expressions if e.kind in {"iso", "full"}]
        for block in article.blocks:
            if block.kind is BlockKind.BODY:
                match = _DATELINE.match(article.text[block.begin : block.end])
                year = (
                    (match and match["year"])
                    or (self.issued.iso[:4] if self.issued else None)
                    or (str(max(years)) if years else None)
                )
                if match and year:
                    self.anchor = _day(
                        int(year), _MONTHS[match["month"].lower().rstrip(".")], int(match["day"])
                    )
                    if self.anchor:
                        self.issued, self.basis = PartialDate(self.anchor.isoformat()), DateBasis.INFERRED
                        return
                break
        explicit = [
            d for e in self.expressions if e.kind in {"iso", "full"} and (d := self._explicit(e)) is not None
        ]
        latest = max((int(e.part("year")) for e in self.expressions if e.part("year")), default=0)
        # "On 15 August 1984 …, in October 2024 …": the only full date belongs to the history it tells.
        if explicit and max(explicit).year >= latest:
            self.anchor, self.exact = max(explicit), False
            if self.issued is None:
                self.issued, self.basis = PartialDate(self.anchor.isoformat()[:7]), DateBasis.INFERRED

    def _explicit(self, e: TimeExpression) -> date | None:
        month = int(e.part("monthno")) if e.part("monthno") else _MONTHS.get(e.part("month").rstrip("."), 0)
        return _day(int(e.part("year")), month, int(e.part("dayno") or e.part("day")))

    def resolve(self, e: TimeExpression, *, future: bool = False, told: When | None = None) -> When | None:
        """The time that `e` means, or None when nothing fixes it. `told` is the event just told ("two days later")."""
        evidence = self._evidence(e)

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

        if e.kind in {"iso", "full"}:
            return when(self._explicit(e), basis=DateBasis.STATED)
        if e.kind == "monthyear":
            return When(
                PartialDate(f"{e.part('year')}-{_MONTHS[e.part('month').rstrip('.')]:02d}"),
                None,
                DateBasis.STATED,
                evidence,
            )
        if e.kind == "year":
            return When(PartialDate(e.part("year")), None, DateBasis.STATED, evidence)
        if e.kind == "offset" or e.part("adj") in {"next", "following", "previous", "before", "after"}:
            base = _as_day(told.start) if told and not told.end else None
            return when(base + self._offset(e)) if base else None
        if e.kind == "adjacent":
            return told
        if self.anchor is None:
            return None
        anchor = self.anchor
        if e.kind == "months":
            first = self._nearest_year(
                _month(e, "month", "month3"), int(e.part("day") or e.part("day3")), future
            )
            last = (
                _day(first.year, _month(e, "month2", "month4"), int(e.part("day2") or e.part("day4")))
                if first
                else None
            )
            return when(first, last)
        if e.kind in {"monthday", "dayrange"}:
            month = _MONTHS[e.part("month").rstrip(".")]
            first = self._nearest_year(month, int(e.part("day")), future)
            last = _day(first.year, month, int(e.part("day2"))) if first and e.part("day2") else None
            return when(first, last)
        if e.kind in {"weekday", "intoday"}:
            return when(self._weekday(_DAYS[e.part("weekday")], future))
        if e.kind == "relweek":
            return when(self._relative_weekday(_DAYS[e.part("weekday")], e.part("rel")))
        if e.kind == "weekdayweek":
            monday = (
                anchor - timedelta(anchor.weekday()) + timedelta(weeks=-1 if "last" in e.part("rel") else 1)
            )
            return when(monday + timedelta(_DAYS[e.part("weekday")])) if self.exact else None
        if e.kind == "month":
            first = self._nearest_year(_MONTHS[e.part("month").rstrip(".")], 1, future)
            return (
                When(PartialDate(first.isoformat()[:7]), None, DateBasis.RESOLVED, evidence)
                if first
                else None
            )
        if not self.exact:
            return None  # "today" needs the day of publication itself
        days: dict[str, Callable[[], date]] = {
            "today": lambda: anchor,
            "overnight": lambda: anchor,
            "yesterday": lambda: anchor - timedelta(1),
            "tomorrow": lambda: anchor + timedelta(1),
        }
        if e.kind in days:
            return when(days[e.kind]())
        if e.kind == "ago":
            n = _number(e.part("n"))
            if e.part("unit") == "day":
                return when(anchor - timedelta(n))
            return self._coarse(anchor, -n, e.part("unit"), evidence)
        if e.kind == "lastunit":
            step = {"last": -1, "this": 0, "next": 1}[e.part("rel")]
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

    def _offset(self, e: TimeExpression) -> timedelta:
        if e.part("adj"):
            return timedelta(-1 if e.part("adj") in {"previous", "before"} else 1)
        n, unit = _number(e.part("n")), e.part("unit")
        days = {"day": 1, "week": 7}.get(unit, 0) * n
        return timedelta(-days if e.part("dir") in {"earlier", "before", "previously"} else days)

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

    def _nearest_year(self, month: int, day: int, future: bool) -> date | None:
        assert self.anchor is not None
        anchor = self.anchor
        candidates = [d for y in (-1, 0, 1) if (d := _day(anchor.year + y, month, day))]
        if not future:
            candidates = [d for d in candidates if d <= anchor + timedelta(31)] or candidates
        return min(candidates, key=lambda d: abs((d - anchor).days), default=None)

    def at(self, trigger: Token, partners: Iterable[Token] = (), told: When | None = None) -> When | None:
        """The time of the event at `trigger`: an expression that hangs on it, on its light verb, or on its clause.

        `partners` are further tokens of the same predicate ("launched" for "launched an attack").
        """
        hooks = {trigger.i, *(t.i for t in partners)}
        best: tuple[int, TimeExpression] | None = None
        verb = trigger if is_verbal(trigger) else next(clause_verbs(trigger), trigger)
        if verb.dep_ == "advcl" and any(c.lower_ in {"when", "as", "while"} for c in verb.children):
            hooks |= {verb.head.i, *(c.i for c in verb.head.children if c.dep_ == "conj")}
            # "two people died on Thursday when shells hit …": one and the same time
        sent = trigger.sent
        opener = next(
            (c for c in verb.children if c.lower_ in {"when", "as", "while"} and c.i < verb.i), None
        )
        for e in self.expressions:
            if not (sent.start_char <= e.begin < sent.end_char):
                continue
            if (
                opener is not None
                and self._doc.text[e.end : opener.idx].strip(" ,") == ""
                and e.end <= opener.idx
            ):
                best = (0, e)  # "on March 15, when warships struck …"
                break
            distance = self._distance(e, trigger, hooks)
            if distance is not None and e.kind in _VAGUER:
                distance += 6  # "two weeks after gunmen shot 26 men on April 22": the day itself is said
            if distance is None and self._stands_within(e, trigger, verb):
                distance = 12
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, e)
        if best is None:
            return None
        # "will meet on Monday", "to hold talks on Monday" lie ahead; "to send troops after Monday's raid" does not.
        carriers = [t for t in (trigger, *partners) if is_verbal(t)]
        if (before := self._day_before(best[1], trigger, told)) is not None:
            return before
        future = any(
            auxiliaries(v) & {"will", "shall", "’ll", "'ll"}
            or any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in v.children)
            for v in carriers
        )
        when = self.resolve(best[1], future=future, told=self._reference(best[1], told))
        return self._through(when, best[1])

    def _through(self, when: When | None, e: TimeExpression) -> When | None:
        """ "late on Friday night and again on Saturday morning": from the one day to the other."""
        later = next((o for o in self.expressions if o.begin >= e.end), None)
        if when is None or when.end is not None or later is None or when.start.precision != "day":
            return when
        between = self._doc.text[e.end : later.begin]
        if not re.fullmatch(r"(?: night| evening| morning)?,? and (?:then |again )*(?:on )?", between):
            return when
        second = self.resolve(later)
        if second is None or second.end is not None or second.start.iso <= when.start.iso:
            return when
        return When(when.start, second.start, when.basis, when.span)

    def between(self, first: Token, end: int) -> When | None:
        """The day named between a token and the token at `end`, when exactly one is."""
        until = first.doc[end - 1].idx + len(first.doc[end - 1].text)
        named = [e for e in self.expressions if first.idx < e.begin and e.end <= until]
        return self._through(self.resolve(named[0]), named[0]) if len(named) == 1 else None

    def of_entry(self, predicates: Iterable[Token]) -> When | None:
        """The day of a live blog's entry, for what it tells in the perfect or present: "a drone has struck a depot"."""
        verb = next((t for t in predicates if is_verbal(t)), None)
        if not (self._live and self.exact and self.issued is not None and verb is not None):
            return None
        fresh = auxiliaries(verb) & {"has", "have", "’ve", "'ve", "is", "are"} or "Pres" in verb.morph.get(
            "Tense", []
        )
        if not fresh or self.anchor is None:
            return None
        return When(PartialDate(self.anchor.isoformat()), None, DateBasis.RESOLVED, None)

    def _reference(self, e: TimeExpression, told: When | None) -> When | None:
        """The day that "two days later" counts from: the day named last before it, else that of the event just told.

        What was told long before it is not counted from.
        """
        if e.kind not in {"offset", "adjacent"}:
            return told
        for other in reversed(self.expressions):
            if (
                other.end <= e.begin
                and e.begin - other.end < _REACH
                and other.kind not in {"offset", "adjacent"}
            ):
                named = self.resolve(other)
                if named is not None and named.end is None and named.start.precision == "day":
                    return named
        if e.kind == "adjacent":
            return told  # "on the same day" may take up the main event from far above
        near = told is not None and (told.span is None or e.begin - told.span.end < 2 * _REACH)
        return told if near else None

    def _day_before(self, e: TimeExpression, trigger: Token, told: When | None) -> When | None:
        """ "Sources said on Thursday, a day after jets hit a camp": the clause behind "after" tells the earlier day."""
        if (
            e.kind != "offset"
            or e.part("dir") not in {"after", "before"}
            or e.part("unit") not in {"day", "week"}
        ):
            return None
        span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
        if span is None:
            return None
        opener = span[-1]
        clause = opener.head
        if opener.dep_ not in {"mark", "case"} or not (clause.i == trigger.i or clause.is_ancestor(trigger)):
            return None
        named = [
            w
            for other in self.expressions
            if trigger.sent.start_char <= other.begin < e.begin
            and other.kind != "offset"
            and (w := self.resolve(other)) is not None
        ]
        if not named and told is not None and opener.dep_ == "case":
            named = [told]  # "It came three days after the group's attack on the town": after what was just told
        base = _as_day(named[-1].start) if named and not named[-1].end else None
        if base is None:
            return None
        shift = self._offset(e)
        return When(PartialDate((base - shift).isoformat()), None, DateBasis.RESOLVED, self._evidence(e))

    def _evidence(self, e: TimeExpression) -> Span:
        return Span(e.begin, e.end, self._doc.text[e.begin : e.end])

    def _stands_within(self, e: TimeExpression, trigger: Token, verb: Token) -> bool:
        """True when the expression stands amid the event's own clause though the parse hangs it on "said" behind.

        "Fighters overran a post on Thursday and killed eleven soldiers, sources said."
        """
        span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
        if span is None or verb.head.i <= span.end or verb.dep_ not in {"ccomp", "parataxis"}:
            return False
        hung = span.root.head
        while not is_verbal(hung) and hung.head.i != hung.i:
            hung = hung.head
        between = self._doc[min(trigger.i, verb.i) + 1 : span.start]
        return hung == verb.head and verb.i < span.start and not any(is_verbal(t) for t in between)

    def _distance(self, e: TimeExpression, trigger: Token, hooks: set[int]) -> int | None:
        """How closely the expression hangs on the event; None when it belongs to another predicate."""
        span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
        if span is None:
            return None
        head = span.root
        steps = 0
        while head.i not in hooks:
            if head.head.i == head.i or steps > 4:
                return None
            if head.i not in range(span.start, span.end) and is_verbal(head):
                # The expression belongs to that verb. It dates the trigger when the trigger is that verb's own noun.
                return 5 + steps if _is_argument(trigger, head) else None
            head = head.head
            steps += 1
        return steps


def _is_argument(noun: Token, verb: Token) -> bool:
    """True when `noun` stands in `verb`'s clause and the verb does not merely report or respond."""
    if verb.lemma_ in {
        "say",
        "tell",
        "announce",
        "report",
        "add",
        "condemn",
        "urge",
        "call",
        "describe",
        "confirm",
        "deny",
        "warn",
        "accuse",
        "discuss",
        "blame",
        "recall",
        "respond",
        "follow",
        "mourn",
        "investigate",
        "vow",
        "denounce",
        "criticise",
        "criticize",
        "summon",
        "claim",
    }:
        return False
    current = noun
    for _ in range(4):
        if current.i == verb.i:
            return True
        together = current.dep_ == "conj" and noun.dep_ == "obl:agent"
        if is_verbal(current) and current.i != noun.i and not together:
            return False  # "were killed and wounded on Friday by shelling" is one deed
        current = current.head
    return False


def _month(e: TimeExpression, *names: str) -> int:
    return next(_MONTHS[part.rstrip(".")] for name in names if (part := e.part(name)))


def _as_day(partial: PartialDate | None) -> date | None:
    return date.fromisoformat(partial.iso) if partial is not None and partial.precision == "day" else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """How many days or weeks: "three", "12", "a", "a couple of"."""
    if text == "a couple of":
        return 2
    return number(text) or 1  # "a day ago"
