"""When: what day a time expression means for an article, against the article's own date, and when an event was.

No expression falls back to the publication date. An article without a date of its own is anchored by a full
date in its text ("January 18 2024" under a photograph); without that too, "Tuesday" stays unresolved. The
expressions are found in `kg.extract.expressions`; which of them is an event's own is told by `kg.extract.hanging`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.expressions import DATELINE, DAYS, FEASTS, MONTHS, TimeExpression, day_of, find_expressions
from kg.extract.hanging import expression_of
from kg.extract.lexicon import words
from kg.extract.syntax import auxiliaries, is_definite_noun, is_verbal, raw_subjects
from kg.model import Article, BlockKind, DateBasis, PartialDate, Span, When

# "an attempt to strike fifteen towns on Wednesday" is over.
_TRIED = frozenset(
    {"attempt", "effort", "bid", "try", "fail", "manage", "seek", "begin", "start", "continue"}
)
# The time above an entry of a live blog: "17:10", "08.02 GMT".
_ENTRY = re.compile(r"^\d{1,2}[:.]\d\d(?: ?[A-Z]{2,4})?$", re.MULTILINE)
# "by Tuesday the toll had risen": that is not when anything happened.
_BY = re.compile(r"\b(?:by|until|till|since)\s+$", re.IGNORECASE)
# How many characters before "two days later" the day that it counts from may stand.
_REACH = 250
# Auxiliaries of a clause that tells of another time than the one it hangs on.
_LATER = frozenset({"will", "would", "had", "’d", "'d", "’ll", "'ll", "may", "might", "could"})
# How long a range between two days of the year may be.
_LONGEST = timedelta(183)


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
            return when(e.named_day, basis=DateBasis.STATED)
        if e.kind == "monthyear":
            return When(
                PartialDate(f"{e.part('year')}-{e.month('month'):02d}"),
                None,
                DateBasis.STATED,
                evidence,
            )
        if e.kind == "year":
            return When(PartialDate(e.part("year")), None, DateBasis.STATED, evidence)
        if e.kind == "offset" or e.part("adj") in {"next", "following", "previous", "before", "after"}:
            base = _as_day(told.start) if told and not told.end else None
            return when(base + e.offset) if base else None
        if e.kind == "adjacent":
            return told
        if e.kind == "thatyear":
            years = [o.part("year") for o in self.expressions if o.end <= e.begin and o.part("year")]
            return when(day_of(int(years[-1]), e.month("month"), int(e.part("day")))) if years else None
        if self.anchor is None:
            return None
        anchor = self.anchor
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
        if e.kind == "relweek":
            return when(self._relative_weekday(DAYS[e.part("weekday")], e.part("rel")))
        if e.kind == "weekdayweek":
            monday = (
                anchor - timedelta(anchor.weekday()) + timedelta(weeks=-1 if "last" in e.part("rel") else 1)
            )
            return when(monday + timedelta(DAYS[e.part("weekday")])) if self.exact else None
        if e.kind == "month":
            first = self._nearest_year(e.month("month"), 1, future, done)
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
            n = e.count
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
        if not future:
            candidates = [d for d in candidates if d <= anchor + late] or candidates
        return min(candidates, key=lambda d: abs((d - anchor).days), default=None)

    def at(self, trigger: Token, partners: Iterable[Token] = (), told: When | None = None) -> When | None:
        """The time of the event at `trigger`: an expression that hangs on it, on its light verb, or on its clause.

        `partners` are further tokens of the same predicate ("launched" for "launched an attack").
        """
        e = expression_of(trigger, partners, self.expressions)
        if e is None:
            return None
        # "will meet on Monday", "to hold talks on Monday" lie ahead; "to send troops after Monday's raid" does not.
        carriers = [t for t in (trigger, *partners) if is_verbal(t)]
        if (clause := self._opened_by(e, trigger)) is not None:
            return self._day_before(e, clause, trigger, told)
        if self._counts_from_clause(e) and (is_definite_noun(trigger) or _of_known(trigger)):
            return (
                None  # "The raid came two days after …": that tells the day of what follows, not of the raid
            )
        future = any(
            auxiliaries(v) & {"will", "shall", "’ll", "'ll"}
            or (
                v.head.lemma_ not in _TRIED
                and any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in v.children)
            )
            for v in carriers
        )
        done = not future and any(v.tag_ in {"VBD", "VBN"} for v in carriers)
        when = self.resolve(e, future=future, done=done, told=self._reference(e, told))
        return self._through(when, e)

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

    def of_same_breath(self, verb: Token, told: When | None = None) -> When | None:
        """The time that a clause shares with the one that it hangs on.

        "On Thursday it replied in kind, shutting its airspace": what the participle tells happened then; "on Monday
        Chad expelled the consul and closed the border", "cut ties the next day: it closed the border": so did what
        a time that stands before them all covers.
        """
        current = verb
        for _ in range(4):
            head = current.head
            if head.i == current.i or not is_verbal(head) or not is_verbal(current):
                return None
            within = current.dep_ == "advcl" and current.tag_ == "VBG" and not _opener(current)
            beside = current.dep_ in {"conj", "parataxis"} and current.i > head.i
            if not (within or beside) or current.tag_ == "VB" or auxiliaries(current) & _LATER:
                return None
            for e in self.expressions:
                span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
                if span is None or span.root.i in range(verb.left_edge.i, verb.right_edge.i + 1):
                    continue
                leads = span.start < head.i
                if (
                    self._governor(e) == head
                    and span.end <= current.i
                    and (within or leads or e.kind == "adjacent")
                ):
                    if e.kind in {"since", "year"}:
                        continue
                    return self.resolve(e, told=self._reference(e, told))
            current = head
        return None

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
                and not _BY.search(self._doc.text, max(0, other.begin - 8), other.begin)
            ):
                named = self.resolve(other)
                if named is not None and named.end is None and named.start.precision == "day":
                    return named
        if e.kind == "adjacent":
            # "on the same day" may take up the main event from far above; else the day named last
            return told or self._named_last_before(e)
        near = told is not None and (told.span is None or e.begin - told.span.end < 2 * _REACH)
        return told if near else None

    def _named_last_before(self, e: TimeExpression) -> When | None:
        """The day named last before an expression, within a few sentences."""
        for other in reversed(self.expressions):
            if other.end <= e.begin and e.begin - other.end < 2 * _REACH:
                named = self.resolve(other) if other.kind not in {"offset", "adjacent"} else None
                if named is not None and named.end is None and named.start.precision == "day":
                    return named
        return None

    @staticmethod
    def _after_dateline(sent: DocSpan) -> int:
        """Where the sentence begins behind "ISLAMABAD, Jan 19 (Agency) -"."""
        opening = DATELINE.match(sent.text)
        return sent.start_char + (opening.end() if opening else 0)

    def _dates(self, e: TimeExpression, verb: Token) -> bool:
        """True when the expression hangs on this verb, or on one that reports: not on what is planned for Friday."""
        governor = self._governor(e)
        if governor is None:
            return False
        done = governor == verb and governor.tag_ != "VB"
        return done or governor.lemma_.lower() in words("statements", "report")

    def _governor(self, e: TimeExpression) -> Token | None:
        """The verb that the expression hangs on."""
        span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
        token = span.root.head if span is not None else None
        while token is not None and not is_verbal(token):
            token = token.head if token.head.i != token.i else None
        return token

    def _opened_by(self, e: TimeExpression, trigger: Token) -> Token | None:
        """The phrase or clause that "two days after" opens, when it tells of the event at `trigger`."""
        opened = self._counts_from_clause(e)
        return (
            opened if opened is not None and (opened.i == trigger.i or opened.is_ancestor(trigger)) else None
        )

    def _counts_from_clause(self, e: TimeExpression) -> Token | None:
        """The head of the phrase or clause that "two days after" opens."""
        if (
            e.kind != "offset"
            or e.part("dir") not in {"after", "before"}
            or e.part("unit") not in {"day", "week"}
        ):
            return None
        span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
        opener = span[-1] if span is not None else None
        return opener.head if opener is not None and opener.dep_ in {"mark", "case"} else None

    def _day_before(self, e: TimeExpression, clause: Token, trigger: Token, told: When | None) -> When | None:
        """ "Sources said on Thursday, a day after jets hit a camp": the clause behind "after" tells the earlier day."""
        named = [
            w
            for other in self.expressions
            if self._after_dateline(trigger.sent) <= other.begin < e.begin
            and other.kind != "offset"
            and self._dates(other, clause.head)
            and (w := self.resolve(other)) is not None
        ]
        if not named and told is not None and _of_known(clause.head):
            # "It came three days after the group's attack on the town": before what was just told
            named = [told]
        base = _as_day(named[-1].start) if named and not named[-1].end else None
        if base is None:
            return None
        shift = e.offset
        return When(PartialDate((base - shift).isoformat()), None, DateBasis.RESOLVED, self._evidence(e))

    def _evidence(self, e: TimeExpression) -> Span:
        return Span(e.begin, e.end, self._doc.text[e.begin : e.end])


def _opener(verb: Token) -> bool:
    """ "After closing the border": the participle tells of another time."""
    return any(c.dep_ in {"mark", "case"} for c in verb.children)


def _of_known(verb: Token) -> bool:
    """ "The bombardment came …", "It followed …": the clause is about an event that was told before."""
    return is_verbal(verb) and any(
        is_definite_noun(s) or s.lower_ in {"it", "this", "that"} for s in raw_subjects(verb)
    )


def _last_day(first: date | None, month: int, day: int) -> date | None:
    """The last day of a range that begins on `first`, over the turn of the year where it is near.

    None where that day would lie before the first: "on May 10 and 5 …" counts something else.
    """
    if first is None:
        return None
    days = (day_of(first.year + n, month, day) for n in (0, 1))
    return next((d for d in days if d is not None and timedelta(0) <= d - first <= _LONGEST), None)


def _as_day(partial: PartialDate | None) -> date | None:
    return date.fromisoformat(partial.iso) if partial is not None and partial.precision == "day" else None
