"""When an event was: the day of the time expression that belongs to it, in the tree or in the word order.

Which expression is an event's own is told by `kg.extract.dates.hanging`, what day it means by
`kg.extract.dates.calendar`. Told here is what the words around it make of that day: ahead or over, before or after
another, shared with the clause that this one hangs on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.dates.calendar import NEXT_TO, Calendar, as_day, one_night
from kg.extract.dates.clauses import goes_on, is_told_in, lies_ahead, of_known, opener, takes_up_weapons
from kg.extract.dates.closeness import DEEDS, hangs_on_deed
from kg.extract.dates.entries import Entries
from kg.extract.dates.expressions import COUNTED, DATELINE, TimeExpression
from kg.extract.dates.hanging import expression_of
from kg.extract.dates.other_days import stands_behind
from kg.extract.lexicon import words
from kg.extract.words.document import text_of
from kg.extract.words.syntax import (
    LATER,
    auxiliaries,
    in_simple_past,
    is_definite_noun,
    is_subject,
    is_verbal,
    preposition,
)
from kg.model import DateBasis, PartialDate, When

# "by Tuesday the toll had risen": that is not when anything happened.
_BY = re.compile(r"\b(?:by|until|till|since)\s+$", re.IGNORECASE)
# How many characters before "two days later" the day that it counts from may stand.
_REACH = 250
# Words of a sentence that turns back.
_BACK = frozenset(
    "earlier previously once first last ago since recently before ever often already previous".split()
)
# Kinds of expressions that name a day.
_DAYS = frozenset(
    {"weekday", "relweek", "weekdayweek", "today", "yesterday", "monthday", "full", "iso", "intoday"}
)
_DECLARING = words("dates", "declaring")
_SPEAKING = words("dates", "speaking")
_BY_DECREE = words("dates", "by_decree")


class EventTimes:
    """When the events of one article were. `doc` is its parse, `calendar` what its time expressions mean."""

    def __init__(self, calendar: Calendar, doc: Doc) -> None:
        self._calendar = calendar
        self._expressions = calendar.expressions
        self._doc = doc
        self.entries = Entries(calendar, text_of(doc))

    def at(self, trigger: Token, partners: Iterable[Token] = (), told: When | None = None) -> When | None:
        """The time of the event at `trigger`: an expression that hangs on it, on its light verb, or on its clause.

        `partners` are further tokens of the same predicate ("launched" for "launched an attack").
        """
        e = expression_of(trigger, partners, self._expressions)
        if e is None:
            return None
        # "will meet on Monday", "to hold talks on Monday" lie ahead; "to send troops after Monday's raid" does not.
        carriers = [t for t in (trigger, *partners) if is_verbal(t)]
        if (clause := self._opened_by(e, trigger)) is not None:
            return self._day_before(e, clause, trigger, told)
        if self._counts_from_clause(e) and (is_definite_noun(trigger) or of_known(trigger)):
            return (
                None  # "The raid came two days after …": that tells the day of what follows, not of the raid
            )
        future = any(lies_ahead(v) for v in carriers)
        done = not future and any(v.tag_ in {"VBD", "VBN"} for v in carriers)
        if e.kind == "offset" and (head := self.entries.headed_by(e)) is not None:
            e = head
        if e.kind == "overnight" and (teller := self._telling_day(trigger)) is not None:
            e = teller  # "India said on Wednesday its jets had struck overnight": not before the day of printing
        when = self._calendar.resolve(e, future=future, done=done, told=self._reference(e, told))
        if trigger.tag_ == "VBD" and self._calendar.is_ahead(when):
            return None  # "offered to host talks next week": that is when the talks would be
        return self._through(when, e)

    def _telling_day(self, trigger: Token) -> TimeExpression | None:
        """The weekday on which somebody told of an event in its own sentence: "said on Wednesday"."""
        telling = [t for t in (*trigger.ancestors, *trigger.children) if t.lemma_.lower() in _DECLARING]
        days = [o for o in self._expressions if o.kind == "weekday"]
        found = [o for o in days if any(self._hangs_on(o, t) or stands_behind(o, t) for t in telling)]
        return found[0] if len(found) == 1 else None

    def _through(self, when: When | None, e: TimeExpression) -> When | None:
        """ "late on Friday night and again on Saturday morning": from the one day to the other."""
        later = next((o for o in self._expressions if o.begin >= e.end), None)
        if when is None or when.end is not None or later is None or when.start.precision != "day":
            return when
        between = text_of(self._doc)[e.end : later.begin]
        if not re.fullmatch(r"(?: night| evening| morning)?,? and (?:then |again )*(?:on )?", between):
            return when
        second = self._calendar.resolve(later)
        if second is None or second.end is not None or second.start.iso <= when.start.iso:
            return when
        return When(when.start, second.start, when.basis, when.span)

    def between(self, first: Token, end: int) -> When | None:
        """The day named between a token and the token at `end`, when exactly one is."""
        named = self.named_between(first.idx + 1, first.doc[end - 1].idx + len(first.doc[end - 1].text))
        return self.meant_by(named[0]) if len(named) == 1 else None

    def named_between(self, begin: int, end: int) -> list[TimeExpression]:
        """The time expressions that stand between two characters of the text."""
        return [e for e in self._expressions if begin <= e.begin and e.end <= end]

    def meant_by(self, e: TimeExpression, told: When | None = None) -> When | None:
        """The time that an expression means of something done; `told` is what "two days later" counts from."""
        return self._through(self._calendar.resolve(e, told=told), e)

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
            within = current.dep_ == "advcl" and current.tag_ == "VBG" and not opener(current)
            beside = current.dep_ in {"conj", "parataxis"} and current.i > head.i
            own = auxiliaries(current) - auxiliaries(
                head
            )  # "had announced and accused": the one "had" is of both
            if not (within or beside) or current.tag_ == "VB" or own & LATER:
                return None
            for e in self._expressions:
                span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
                if span is None or span.root.i in range(verb.left_edge.i, verb.right_edge.i + 1):
                    continue
                leads = span.start < head.i
                if beside and head.tag_ == "VBD" and auxiliaries(current) & {"has", "have"}:
                    return None  # "recalled its envoy on Monday and has barred Peru's": whenever since
                alike = current.tag_ == "VBD" or current.tag_ == head.tag_ == "VBN"
                shared = alike and goes_on(current) and e.kind in _DAYS
                if (
                    self._governor(e) == head
                    and span.end <= current.i
                    and (within or leads or shared or e.kind == "adjacent")
                ):
                    if e.kind in {"since", "year"}:
                        continue
                    return self._calendar.resolve(e, told=self._reference(e, told))
            current = head
        return None

    def carried_on(self, deed: Token, subjects: Sequence[Token], told: When | None) -> When | None:
        """The day of the attack just told, for what its weapons go on to do: "One of them hit a hotel in Odesa"."""
        if told is None or told.span is None or told.start.precision != "day":
            return None
        sent = deed.sent
        own = [e for e in self._expressions if told.span.end <= e.begin < sent.end_char]
        between = [s for s in self._doc.sents if told.span.end <= s.start_char < sent.start_char]
        if own or len(between) > 1 or told.span.begin >= sent.start_char or not in_simple_past(deed):
            return None
        takes_up = any(takes_up_weapons(t) for t in subjects)
        return told if takes_up and not _BACK & {t.lower_ for t in sent} else None

    def of_subject(self, verb: Token) -> When | None:
        """The day of what the subject was doing: "Sharaa, addressing the nation on Thursday, accused Israel".

        "Speaking in Lima on Sunday, Boluarte accused Chile": so too.
        """
        if verb.tag_ != "VBD":
            return None
        doing = [
            c
            for s in verb.children
            if is_subject(s)
            for c in s.children
            if c.dep_ == "acl" and c.tag_ == "VBG" and c.i < verb.i
        ]
        doing += [
            c for c in verb.children if c.dep_ == "advcl" and c.lemma_.lower() in _SPEAKING and c.i < verb.i
        ]
        days = [e for e in self._expressions if e.kind in _DAYS and self._governor(e) in doing]
        return self._calendar.resolve(days[0], done=True) if len(days) == 1 else None

    def of_announcement(self, verb: Token) -> When | None:
        """The day on which somebody said that he was doing what is done by saying so.

        "Mali said on Monday it was recalling its ambassador", "would expel the consul", "did not recognise the
        decision": that was on Monday.
        """
        head = verb.head
        while verb.dep_ == "conj" and is_verbal(head):
            verb, head = head, head.head
        if verb.dep_ != "ccomp" or head.lemma_.lower() not in _DECLARING or auxiliaries(head):
            return None
        helped = auxiliaries(verb)
        done_by_it = (verb.tag_ == "VBG" and helped & {"was", "were", "is", "are"}) or (
            verb.tag_ == "VB" and helped & {"would", "will"} and verb.lemma_.lower() in _BY_DECREE
        )
        days = [e for e in self._expressions if e.kind in _DAYS and self._hangs_on(e, head)]
        refused = (
            verb.tag_ == "VB"
            and helped & {"did", "does", "do"}
            and any(c.dep_ == "advmod" and c.lower_ in {"not", "n't", "n’t"} for c in verb.children)
        )
        if not (done_by_it or refused) or len(days) != 1:
            return None
        return self._calendar.resolve(days[0], done=True)

    def of_carrier(self, act: Token, told: When | None, *, spoken: bool) -> When | None:
        """The day of the verb by which an act is brought about: "reacted on Monday by expelling the consul".

        And, of what is `spoken`, that of "said on Monday that it was a crime and urged Peru to stop".
        """
        if act.dep_ == "conj" and act.tag_ == act.head.tag_ == "VBG":
            act = act.head  # "by calling home its envoy and closing its airspace"
        verb = act.head
        if spoken and act.dep_ == "conj" and act.tag_ == "VBD" and verb.dep_ == "ccomp" and goes_on(act):
            verb = verb.head
        elif not (
            (act.tag_ == "VBG" and any(c.lower_ == "by" and c.i < act.i for c in act.children))
            or (act.pos_ == "NOUN" and preposition(act) in {"with", "by"})
        ):
            return None
        days = [
            e
            for e in self._expressions
            if (e.kind in _DAYS or e.kind == "adjacent") and self._hangs_on(e, verb)
        ]
        if verb.tag_ != "VBD" or auxiliaries(verb) or len(days) != 1:
            return None
        return self._calendar.resolve(days[0], done=True, told=self._reference(days[0], told))

    def _hangs_on(self, e: TimeExpression, verb: Token) -> bool:
        return verb.sent.start_char <= e.begin < verb.sent.end_char and self._governor(e) == verb

    def expressions_in(self, sentence: DocSpan) -> list[TimeExpression]:
        """The times that a sentence names."""
        return [e for e in self._expressions if sentence.start_char <= e.begin < sentence.end_char]

    def names_day(self, sentence: DocSpan) -> bool:
        """True when a sentence names a time other than in relation to one told before."""
        here = (e for e in self._expressions if sentence.start_char <= e.begin < sentence.end_char)
        return any(e.kind not in COUNTED for e in here)

    def _reference(self, e: TimeExpression, told: When | None) -> When | None:
        """The day that "two days later" counts from: the day named last before it, else that of the event just told.

        What was told long before it is not counted from.
        """
        if e.kind not in COUNTED:
            return told
        if (named := self._named_last_before(e, _REACH, past_bounds=True)) is not None:
            return named
        if e.kind == "adjacent":
            # "on the same day" may take up the main event from far above; else the day named last
            return told or self._named_last_before(e, 2 * _REACH)
        near = told is not None and (told.span is None or e.begin - told.span.end < 2 * _REACH)
        return told if near else None

    def _named_last_before(self, e: TimeExpression, reach: int, *, past_bounds: bool = False) -> When | None:
        """The day named last before an expression, at most `reach` characters; `past_bounds` skips "by Tuesday"."""
        for other in reversed(self._expressions):
            if other.end > e.begin or e.begin - other.end >= reach:
                continue
            if other.kind in COUNTED:
                if e.kind == "adjacent" and other.kind == "adjacent" and other.part("adj") in NEXT_TO:
                    # "On Monday …. The next day …. In the evening …": the evening of that next day
                    base = self._named_last_before(other, reach, past_bounds=past_bounds)
                    return self._calendar.resolve(other, told=base)
                continue
            if past_bounds and _BY.search(text_of(self._doc), max(0, other.begin - 8), other.begin):
                continue
            if past_bounds and (self._is_aside(other, e) or self._is_of_telling(other, counting=e)):
                continue
            named = self._calendar.resolve(other)
            if (
                named is not None
                and named.start.precision == "day"
                and (named.end is None or one_night(named))
            ):
                return named
        return None

    def _is_aside(self, other: TimeExpression, e: TimeExpression) -> bool:
        """ "… a nurse, who died on January 18. The next evening": what is told goes on from the main clause."""
        span = self._doc.char_span(other.begin, other.end, alignment_mode="expand")
        if span is not None and span.root.dep_ == "nmod:poss" and span.root.head.lemma_.lower() in DEEDS:
            return (
                e.begin > span.root.sent.end_char
            )  # "… was revenge for Monday's strike. Shortly afterwards"
        governor = self._governor(other)
        if governor is None or governor.dep_ != "acl:relcl" or e.begin < governor.sent.end_char:
            return False
        if governor.head.tag_ == "JJS" or governor.head.lower_ == "last":
            return False  # "raids, the latest of which hit a camp on Sunday"
        return governor.head.lemma_.lower() not in DEEDS  # "a raid in which twelve died on Sunday"

    def _is_of_telling(self, e: TimeExpression, *, counting: TimeExpression) -> bool:
        """ "Rebels raided Boni on May 9, the army said on Sunday. The next day": what is told goes on from the raid.

        In `counting`, "the shelling of Boni two days later", it is later than no telling.
        """
        span = self._doc.char_span(e.begin, e.end, alignment_mode="expand")
        if span is None or not any(
            stands_behind(e, t) for t in self._doc[max(0, span.start - 3) : span.start]
        ):
            return False
        sent = span.root.sent
        return hangs_on_deed(counting, self._doc) or any(
            o.kind in _DAYS and sent.start_char <= o.begin and o.end <= e.begin for o in self._expressions
        )

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
        done = governor.tag_ != "VB" and (governor == verb or is_told_in(governor, verb))
        return done or governor.lemma_.lower() in words("statements", "report")

    def _is_of_what_was_told(self, e: TimeExpression, teller: Token) -> bool:
        """ "A grenade was thrown on Sunday, police said, five days after …": it hangs on what is told."""
        told, governor = teller.head, self._governor(e)
        if teller.dep_ != "parataxis" or teller.lemma_.lower() not in words("statements", "report"):
            return False
        return governor is not None and (governor == told or governor.head == told) and e.end <= teller.idx

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
        if opener is None or opener.dep_ not in {"mark", "case"}:
            return None
        head = opener.head
        # "five days after a bomb shook the city", where the parse takes the opener for a preposition of the bomb
        opens_clause = (
            opener.dep_ == "case" and is_subject(head) and is_verbal(head.head) and head.i < head.head.i
        )
        return head.head if opens_clause else head

    def _day_before(self, e: TimeExpression, clause: Token, trigger: Token, told: When | None) -> When | None:
        """ "Sources said on Thursday, a day after jets hit a camp": the clause behind "after" tells the earlier day."""
        end = (
            e.begin if clause.i > clause.head.i else trigger.sent.end_char
        )  # "A day after jets hit …, it met on Friday"
        named = [
            w
            for other in self._expressions
            if self._after_dateline(trigger.sent) <= other.begin < end
            and other.kind != "offset"
            and (self._dates(other, clause.head) or self._is_of_what_was_told(other, clause.head))
            and (w := self._calendar.resolve(other)) is not None
        ]
        if not named and told is not None and of_known(clause.head):
            # "It came three days after the group's attack on the town": before what was just told
            named = [told]
        base = as_day(named[-1].start) if named and not named[-1].end else None
        if base is None or e.offset is None or (e.part("unit") == "week" and e.count > 1):
            return None  # "two weeks after gunmen shot 26 people": a fortnight, give or take a day or two
        return When(
            PartialDate((base - e.offset).isoformat()), None, DateBasis.RESOLVED, self._calendar.evidence(e)
        )
