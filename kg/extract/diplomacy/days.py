"""The day of an act: of its own words, else of what it is told with, done by or goes on from.

What hangs on the act itself or on its clause is told by `kg.extract.dates.times`. Told here is what acts add to that:
who speaks does so when he is said to be speaking, a ministry's release does what it says on its own day, and the day of
what is condemned, or for which somebody is invited, is not that of condemning and inviting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.dates.calendar import as_day
from kg.extract.dates.expressions import TimeExpression
from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.political import VERBAL
from kg.extract.diplomacy.retold import Reading, is_both
from kg.extract.diplomacy.unreal import is_recalled
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.document import text_of
from kg.extract.words.syntax import auxiliaries, children, in_simple_past, is_verbal, negated, preposition
from kg.model import ActionType, DateBasis, PartialDate, When

_ON_A_DAY = frozenset({"weekday", "monthday", "full", "iso", "yesterday", "monthdaylast"})
_CONVERSING = words("dates", "conversing")
# Acts in which somebody speaks, from which he may go on to speak.
_SPEECH = (VERBAL - {ActionType.AGREEMENT, ActionType.ENDORSEMENT}) | {
    ActionType.PHONE_CALL,
    ActionType.MEETING,
    ActionType.NEGOTIATION,
    ActionType.MEDIATION,
}
_NEXT = frozenset({"then", "afterwards", "thereupon"})
# Words by which a sentence turns to another time than that of the sentence before.
_ELSEWHEN = frozenset(
    "later afterwards subsequently since before earlier previously already then ago once recently meanwhile often "
    "repeatedly always again long when last".split()
)
_RELEASE = re.compile(
    r"\b(?:press (?:release|statement|office|service)|statement|communiqu[eé]|media office|ministry of)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\bfor (?:late |early )?$")
_ANNOUNCING = frozenset({"announce", "order"})
_INVITING = frozenset({"invite", "convene", "schedule"})


@dataclass(frozen=True, slots=True)
class _Told:
    """Somebody said something on a day: by which word he is told to have, who, and when."""

    word: Token
    who: frozenset[str]
    when: When
    borrowed: bool = False  # the day is that of the sentence before


def _is_within(when: When | None, noun: Token) -> bool:
    """True for a day that is given in the noun's own phrase."""
    if when is None or when.span is None:
        return when is None
    return noun.idx < when.span.begin <= noun.right_edge.idx


class ActDays:
    """The days of the acts of one article, asked for in the order of its text."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._times, self._calendar = scene, scene.times, scene.calendar
        self._told: _Told | None = None
        self.latest: When | None = None  # from which "the next day" counts; not from the day of a release

    def of(self, reading: Reading, told: When | None) -> When | None:
        """The day of an act; `told` is that of the event before, from which "the next day" counts."""
        before = self._told, self.latest
        when = self._of(reading, told)
        if reading.match.is_of_clause and not _is_within(when, reading.match.trigger):
            when, self.latest = (
                None,
                before[1],
            )  # "on Friday suspended the accord that it had signed with Mali"
        if reading.echo:
            self._told, self.latest = before  # nothing goes on from what is only taken up
        return when

    def _of(self, reading: Reading, told: When | None) -> When | None:
        match, type_ = reading.match, ActionType(reading.match.frame.type)
        if is_recalled(match):
            return self._of_noun(match.trigger)
        partners = [t for t in match.tokens if t.i != match.trigger.i]
        own = self._times.at(match.trigger, partners, told)
        if own is not None and self._is_of_its_matter(own, match):
            own = None
        when = (
            own
            or self._times.of_same_breath(match.anchor, told)
            or self._times.of_subject(match.anchor)
            or self._times.of_announcement(match.anchor)
            or self._times.of_carrier(match.anchor, told, spoken=type_ in VERBAL)
            or self._before_what_is_asked(next((t for t in match.tokens if is_verbal(t)), match.anchor))
            or self._announced_next(match.anchor)
            or self._of_entry(match)
        )
        if (
            when is not None
            and told is not None
            and _came_before(match.anchor)
            and when.start.iso > told.start.iso
        ):
            when = None  # "recalled them on Sunday. It had already withdrawn the one in Kigali on Wednesday"
        if when is None and (type_ in VERBAL or match.anchor.lemma_.lower() in _ANNOUNCING):
            when = self._of_talk(match.anchor) or self._going_on(reading)
        self.latest = when or self.latest
        if when is None and type_ in VERBAL:
            when = self._of_release(reading)
        if when is not None and type_ in _SPEECH:
            borrowed = when.span is not None and when.span.end <= match.anchor.sent.start_char
            self._told = _Told(match.anchor, frozenset(reading.initiator_keys), when, borrowed)
        return when

    def _of_noun(self, noun: Token) -> When | None:
        """ "Turned down Monday's offer", "the offer made on Monday": the day within the noun's own phrase.

        What stands last, "rejected the offer of mediation on Friday", may be the day of the verb.
        """
        when = self._times.at(noun, [])
        if when is None or when.span is None or when.span.begin < noun.left_edge.idx:
            return None
        ends = noun.i + 1 if noun.head.i < noun.i else noun.right_edge.i + 1
        made = [t.right_edge.i + 1 for t in children(noun, "acl") if t.tag_ == "VBN"]
        end = max(ends, *made) if made else ends
        return when if when.span.begin < noun.doc[end - 1].idx else None

    def _of_entry(self, match: Match) -> When | None:
        """The day of the entry of a live blog or a chronicle in which the act is told."""
        entries = self._times.entries
        keeps = _holds_always(match) and not entries.is_headed(match.anchor)
        return None if keeps else entries.day_of([match.anchor])

    def _is_of_its_matter(self, when: When, match: Match) -> bool:
        """True for the day of what is condemned or for which somebody is invited, though it hang on the act.

        "Condemned the bombing on 3 May of a hospital", "condemns the attack launched … on the morning of 11 May",
        "called a meeting for Friday".
        """
        trigger, span = match.anchor, when.span
        if span is None or span.begin < trigger.idx:
            return False
        text, doc = text_of(self._scene.doc), self._scene.doc
        if _AHEAD.search(text, max(0, span.begin - 12), span.begin) or trigger.lemma_.lower() in _INVITING:
            return True
        if ActionType(match.frame.type) not in VERBAL:
            return False
        anchor = self._calendar.anchor
        if trigger.tag_ in {"VBZ", "VBP"} and anchor is not None and self._calendar.exact:
            return when.start.iso < anchor.isoformat()[: len(when.start.iso)]
        found = doc.char_span(span.begin, span.end, alignment_mode="expand")
        before = found.start - 2 if found is not None else -1
        of = re.match(r" of (?!this|last|next)", text[span.end :]) is not None
        return of and before > trigger.i and doc[before].pos_ == "NOUN" and doc[before].dep_ == "obj"

    def _before_what_is_asked(self, verb: Token) -> When | None:
        """ "Was told to leave on Tuesday", said on the day after: then he was told, for Tuesday is over."""
        anchor = self._calendar.anchor
        if anchor is None or not self._calendar.exact or not in_simple_past(verb):
            return None
        matters = [
            m
            for c in (verb, *children(verb, "obl", "obj"))
            for m in children(c, "xcomp", "acl")
            if m.tag_ in {"VB", "VBG"}
        ]
        days = [e for e in self._calendar.expressions if e.kind in _ON_A_DAY and self._hangs_on(e, matters)]
        when = self._calendar.resolve(days[0], done=True) if len(days) == 1 else None
        day = as_day(when.start) if when is not None and when.end is None else None
        if day is None or not any(matters):
            return None
        back = (anchor - day).days
        return when if back in {1, 2} or (back > 2 and days[0].kind not in {"weekday"}) else None

    def _hangs_on(self, e: TimeExpression, verbs: Sequence[Token]) -> bool:
        span = self._scene.doc.char_span(e.begin, e.end, alignment_mode="expand")
        return span is not None and span.root.head in verbs and preposition(span.root) in {"", "on"}

    def _of_release(self, reading: Reading) -> When | None:
        """ "The Ministry condemns …", in a release of the ministry's own: that does what it says."""
        verb, issued = reading.match.anchor, as_day(self._calendar.issued)
        if (
            verb.tag_ not in {"VBZ", "VBP"}
            or auxiliaries(verb)
            or issued is None
            or verb.dep_ not in {"ROOT", "conj"}
        ):
            return None
        article, figures = self._scene.article, self._scene.cast.figures
        lines = takewhile(lambda line: not line.rstrip().endswith("."), article.text.splitlines())
        head = " ".join(filter(None, (article.publisher, article.title, *lines)))
        who = {*reading.initiator_keys, *self._states(reading.initiator_keys)}
        own = any(figures[k].name.casefold() in head.casefold() for k in who if k in figures)
        if not own or not _RELEASE.search(head):
            return None
        return When(PartialDate(issued.isoformat()), None, DateBasis.RESOLVED, None)

    def _of_talk(self, verb: Token) -> When | None:
        """ "Spoke on Friday with Tusk, who promised two helicopters": he did so when they spoke."""
        if verb.dep_ != "acl:relcl" or verb.tag_ != "VBD" or auxiliaries(verb) or self._turns(verb):
            return None
        talk = next((a for a in verb.ancestors if is_verbal(a)), None)
        if (
            talk is None
            or talk.tag_ != "VBD"
            or talk.lemma_.lower() not in _CONVERSING
            or talk.i > verb.head.i
        ):
            return None
        return self._times.at(talk)

    def _going_on(self, reading: Reading) -> When | None:
        """ "Ruto telephoned Kagame on Monday. He urged Rwanda to …": who goes on speaking does so on that day."""
        verb = reading.match.anchor
        if verb.tag_ != "VBD" or auxiliaries(verb) or negated(verb) or self._turns(verb):
            return None
        main = verb.head if _is_told_by(verb) else verb  # "He asked her to help, his office said"
        if main.dep_ != "ROOT" and not (main.dep_ == "conj" and main.head.dep_ == "ROOT"):
            return None
        last = self._told
        if (
            last is not None
            and verb.dep_ == "conj"
            and verb.head == last.word
            and not children(verb, "nsubj")
        ):
            return last.when if last.who == frozenset(reading.initiator_keys) and last.borrowed else None
        before = self._sentence_before(verb)
        if before is None or ActionType(reading.match.frame.type) is ActionType.ENDORSEMENT:
            return None
        told = self._told if self._told is not None and self._told.word.sent == before else None
        for speech in (told, self._said_in(before.root)):
            if speech is None or speech.when.end is not None or speech.when.start.precision != "day":
                continue
            if self._is_same_speaker(speech, reading):
                return speech.when
        return None

    def _announced_next(self, verb: Token) -> When | None:
        """ "The council met on Sunday. The minister then announced that Chad was recalling …": on that day too."""
        while verb.dep_ == "conj" and is_verbal(verb.head):
            verb = verb.head
        telling = verb.head
        if verb.dep_ != "ccomp" or verb.tag_ != "VBG" or not auxiliaries(verb) & {"was", "were"}:
            return None
        if (
            telling.dep_ != "ROOT"
            or telling.tag_ != "VBD"
            or not _NEXT & {c.lower_ for c in telling.children}
        ):
            return None
        before = self._sentence_before(verb)
        when = self._times.at(before.root) if before is not None and in_simple_past(before.root) else None
        return when if when is not None and when.end is None and when.start.precision == "day" else None

    def _sentence_before(self, verb: Token) -> DocSpan | None:
        """The sentence before that of a verb in its paragraph, where the verb's own names no time."""
        sent = verb.sent
        if sent.start == 0 or any(not self._is_ahead(e, verb) for e in self._times.expressions_in(sent)):
            return None
        before = self._scene.doc[sent.start - 1].sent
        he = sent[0].lower_ in {"he", "she"} and sent[0].head in (verb, verb.head)
        apart = "\n" in text_of(self._scene.doc)[before.start_char : verb.idx].strip()
        return None if apart and not he else before

    def _is_ahead(self, e: TimeExpression, verb: Token) -> bool:
        """ "He promised that troops would leave by June": the time is that of what he promised."""
        span = self._scene.doc.char_span(e.begin, e.end, alignment_mode="expand")
        if span is None or span.start < verb.i:
            return False
        clause = next((a for a in span.root.ancestors if is_verbal(a)), None)
        return clause is not None and clause != verb and verb in clause.ancestors

    def _is_same_speaker(self, speech: _Told, reading: Reading) -> bool:
        """ "He", "it", "the two sides" or the same name: one of those who spoke, or who speaks for the same state."""
        if set(reading.initiator_keys) <= speech.who:
            return bool(reading.initiator_keys)
        subjects = raw_subjects(reading.match.anchor)
        same = len(subjects) == 1 and (subjects[0].lower_ in {"he", "she", "it"} or is_both(subjects[0]))
        return same and self._states(reading.initiator_keys) == self._states(speech.who)

    def _states(self, keys: Iterable[str]) -> frozenset[str]:
        return frozenset(self._scene.cast.side_of(k) for k in keys)

    def _said_in(self, verb: Token) -> _Told | None:
        """ "In a statement on Monday, Kenya called …", "the minister said on Monday that …"."""
        if verb.tag_ != "VBD" or verb.lemma_.lower() not in words("statements", "report"):
            return None
        subjects = raw_subjects(verb)
        when = self._times.at(verb)
        if when is None or len(subjects) != 1:
            return None
        return _Told(verb, frozenset(self._scene.denotation.of(subjects[0])), when)

    @staticmethod
    def _turns(verb: Token) -> bool:
        return bool(_ELSEWHEN & {t.lower_ for t in verb.sent})


def _is_told_by(verb: Token) -> bool:
    """ "He asked her to help, his office said": what is told before the words for who tells it."""
    return (
        verb.dep_ == "ccomp"
        and verb.head.i > verb.i
        and verb.head.lemma_.lower() in words("statements", "report")
    )


def _came_before(verb: Token) -> bool:
    """ "Had already withdrawn": before what was told before."""
    return "had" in auxiliaries(verb) and any(c.lower_ == "already" for c in verb.children)


def _holds_always(match: Match) -> bool:
    """ "Ghana blames Togo", "which denies it": what somebody keeps saying is no news of the day."""
    return ActionType(match.frame.type) in VERBAL and not auxiliaries(match.anchor)
