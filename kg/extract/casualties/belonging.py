"""Which attack a count of dead or injured belongs to.

The words of its own sentence decide first. A count whose sentence tells of no attack belongs to the one told before
it, as long as nothing in its words speaks of another place, another day or something that is no attack. Where that
cannot be told, the count belongs to none: a toll on the wrong attack misleads more than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.casualties.losses import WOUNDS, Loss
from kg.extract.casualties.told_first import goes_on_from_deaths, tells_deaths
from kg.extract.casualties.unfought import clause_of, is_accident, is_of_mishap, is_of_whole_war
from kg.extract.dates.calendar import is_period, one_night
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.words.arguments import logical_subjects, raw_subjects
from kg.extract.words.syntax import (
    children,
    is_definite_noun,
    is_passive,
    is_verbal,
    possessors,
    preposition,
    under,
)
from kg.extract.words.weapons import weapons_in
from kg.model import LocalPlace, PlaceKind, StrikeReport, When

# What an attack is said to be of another one.
_ANSWERS = frozenset(
    {
        "response",
        "retaliation",
        "revenge",
        "reprisal",
        "answer",
        "reply",
        "retribution",
        "retaliate",
        "payback",
    }
    | {"vengeance", "avenge", "punishment", "counterstrike"}
)
# What a side has of its own dead.
_TOLLS = frozenset({"toll", "dead", "death", "casualty", "loss", "fatality"})
# How many sentences before the count its attack may be told: freely, and where nothing speaks of another.
_NEAR, _FAR = 2, 8
# How many sentences one more count may stand behind the last of the same attack.
REACH = 5
_NARROW = frozenset({PlaceKind.CITY, PlaceKind.FACILITY})

# What adds up the dead of all that was told.
_IN_ALL = re.compile(
    r"\b(?:in (?:all|total)|altogether|combined|taken together|between them|(?:in|over|within) (?:the |these |those )?"
    r"(?:two|three|four|five|six|seven) (?:days|nights))\b",
    re.IGNORECASE,
)


class Belonging:
    """The attacks of one article, and which of them a count belongs to."""

    def __init__(self, scene: Scene, strikes: Sequence[StrikeReport]) -> None:
        self.scene = scene
        self.strikes = strikes
        self.told = [
            [s for s in strikes if sent.start_char <= s.mention.span.begin < sent.end_char]
            for sent in scene.sentences
        ]
        self._places: dict[str, LocalPlace] = {}

    def of(self, group: Sequence[Loss], n: int, last: tuple[int, tuple[str, ...]]) -> tuple[str, ...]:
        """The keys of the attacks that the losses of one clause in sentence `n` belong to; empty for none.

        `last` is the sentence of the count told last, and its attacks.
        """
        loss = group[0]
        if is_of_whole_war(loss) or is_of_mishap(loss.trigger) or self._is_of_several(loss, n):
            return ()
        here = self.told[n]
        governing = [s for s in here if governs(s, loss.trigger) or does_it(s, loss.trigger)]
        if not governing and is_verbal(loss.trigger) and is_period(self.scene.times.at(loss.trigger)):
            return ()  # "91 had been killed between May 2 and May 9": in many attacks
        if governing or any(s.mention.is_told and not s.habitual for s in here):
            found = self._in_sentence(loss.trigger, here, governing)
            strike = self._anchored(found, n) if found is not None else None
        elif (
            last[1] and n - last[0] <= REACH and not self._is_of_other(loss.trigger, self._by_key(last[1][0]))
        ):
            # one count after the other, of the same attack; no "nine were killed in two days of fighting"
            return () if is_accident(loss.trigger, wide=n - last[0] > 1) else last[1]
        else:
            strike = self._told_before(loss.trigger, n) or self._told_next(loss.trigger, n)
        return self._with_those_of_its_verb(strike, loss) if strike is not None else ()

    def _is_of_several(self, loss: Loss, n: int) -> bool:
        """ "In all, 21 were killed in the two days", "27 have died in them": of none alone where several were told."""
        them = any(t.lower_ in {"them", "these", "those"} for t in under(loss.trigger, "in"))
        if not them and _IN_ALL.search(loss.trigger.sent.text) is None:
            return False
        told = {(s.when, s.places) for t in self.told[max(0, n - _FAR) : n] for s in t if s.mention.is_told}
        return them or len(told) > 1

    def _with_those_of_its_verb(self, strike: StrikeReport, loss: Loss) -> tuple[str, ...]:
        """The attack and those that its own words tell besides: "strikes on Chad and Niger killed 12" in all.

        But nine are of the first alone in "killed nine in Diffa on Friday and four in Bosso on Sunday".
        """
        told = [s for s in self.strikes if s.mention.span == strike.mention.span]
        dated = [s.when.span.begin for s in told[1:] if s.when is not None and s.when.span is not None]
        apart = len({s.when for s in told}) > 1 and any(loss.noun.idx < begin for begin in dated)
        return (strike.key,) if apart else tuple(s.key for s in told)

    def is_own_side(self, loss: Loss, linked: tuple[str, ...]) -> bool:
        """ "Thailand's toll rose to 20": the dead of a side are not of its own attack on another."""
        held = (loss.noun, loss.trigger, *loss.trigger.children)
        toll = next((t for t in held if t.lemma_.lower() in _TOLLS), None)
        denoted = self.scene.denotation
        owners = {k for p in possessors(toll) for k in denoted.of(p)} if toll is not None else set()
        return bool(owners) and all(
            owners <= set(s.attackers) and not owners & set(s.targets)
            for s in self.strikes
            if s.key in linked
        )

    def _in_sentence(
        self, trigger: Token, here: list[StrikeReport], governing: list[StrikeReport]
    ) -> StrikeReport | None:
        if _of_another(trigger, here) or _by_another_weapon(trigger, here):
            return None
        if governing:
            return min(
                governing, key=lambda s: (self._is_compared(s), not does_it(s, trigger), steps(s, trigger))
            )
        nearest = sorted(here, key=lambda s: abs(s.mention.span.begin - trigger.idx))
        return next((s for s in nearest if not self._elsewhere(trigger, s)), None)

    def _told_before(self, trigger: Token, n: int) -> StrikeReport | None:
        """The attack told last before sentence `n`, unless the words of the count speak of another."""
        clause = clause_of(trigger)
        if any(map(_is_some_attack, logical_subjects(clause))) and not is_passive(clause):
            return None  # "a grenade explosion left 36 dead": of an attack of its own
        for back in range(1, _FAR + 1):
            if n < back:
                return None
            before = [s for s in self.told[n - back] if s.mention.is_told and not s.habitual]
            if not before:
                continue
            if back > _NEAR and is_accident(trigger, wide=True):
                return None
            if is_accident(trigger, wide=False):
                return None
            first = [s for s in before if not self._in_background(s)]
            if not first and back > _NEAR:
                continue
            first = [s for s in first or before if not self._is_measured_by(trigger, s)]
            if not first:
                continue
            fitting = [s for s in first if not self._elsewhere(trigger, s)]
            return (
                self._anchored(fitting[-1], n - back) if fitting else self._at_same_place(trigger, n - back)
            )
        return None

    def _told_next(self, trigger: Token, n: int) -> StrikeReport | None:
        """ "Two soldiers were killed near Gao on Monday. A bomb hit their truck": the attack that is told next."""
        after = self.told[n + 1] if n + 1 < len(self.told) else []
        if not tells_deaths(clause_of(trigger)) or not after or after[0].definite:
            return None
        strike = after[0]
        goes_on = any(map(goes_on_from_deaths, _heads(strike, self.scene)))
        known = strike.mention.is_told and not strike.habitual
        return strike if goes_on and known and not self._elsewhere(trigger, strike) else None

    def _is_of_other(self, trigger: Token, strike: StrikeReport) -> bool:
        """Whether the count goes on telling another attack than the one whose dead were told last.

        "It was the worst since a bomb killed 13 in May. By nightfall the toll had risen to 12": not of that bomb.
        """
        return self._is_measured_by(trigger, strike) or self._elsewhere(trigger, strike)

    def _is_measured_by(self, trigger: Token, strike: StrikeReport) -> bool:
        """ "The deadliest since May, when a bomb killed 13. The toll had risen to 12": not that of the bomb."""
        chain = (t for head in _heads(strike, self.scene) for t in (head, *head.ancestors))
        return clause_of(trigger).lemma_.lower() in _RISES and any(map(_is_since, chain))

    def _at_same_place(self, trigger: Token, n: int) -> StrikeReport | None:
        """The last attack told before sentence `n` at the very place where the count puts its dead."""
        places = set(self.scene.places.of_event(_predicates(trigger), []))
        for told in reversed(self.told[max(0, n - _FAR) : n]):
            for strike in reversed(told):
                if places & set(strike.places) and strike.mention.is_told:
                    return strike if not self._elsewhere(trigger, strike) else None
        return None

    def _anchored(self, strike: StrikeReport, n: int) -> StrikeReport:
        """The attack that a bare "they opened fire" goes on telling: the last one before it with a place or a day."""
        if strike.places or strike.when or strike.definite or strike.attackers:
            return strike
        for verb in _heads(strike, self.scene):
            if not all(t.pos_ == "PRON" or is_definite_noun(t) for t in logical_subjects(verb)):
                return strike
        for told in reversed(self.told[max(0, n - REACH) : n]):
            for other in reversed(told):
                if not other.mention.is_told or other.habitual:
                    continue
                if other.places and not self._in_background(other):
                    return other
        return strike

    def _elsewhere(self, trigger: Token, strike: StrikeReport) -> bool:
        """Whether the count's own words put its dead at another place or on another day than the attack's."""
        places = self.scene.places.of_event(_predicates(trigger), [])
        if places and strike.places and not any(self._alike(p, q) for p in places for q in strike.places):
            return True
        if died_later(trigger):
            return False
        clause = clause_of(trigger)
        when = self.scene.times.at(clause) if is_verbal(clause) else None
        if when is None or strike.when is None or {trigger.lemma_.lower(), clause.lemma_.lower()} & _MOVING:
            return False
        if strike.when.end is not None or when.end is not None:
            return _are_apart(when, strike.when)
        day, other = when.start, strike.when.start
        if day.precision == other.precision == "day":
            # the dead of a night may be told under either day
            return abs((date.fromisoformat(day.iso) - date.fromisoformat(other.iso)).days) > 1
        return not (day.contains(other) or other.contains(day))

    def _alike(self, left: str, right: str) -> bool:
        """Whether one place is the other, lies in it, or is too wide to tell."""
        if left == right or right in self._around(left) or left in self._around(right):
            return True
        one, two = self._place(left), self._place(right)
        if one is None or two is None or one.name == two.name:
            return True
        states = {p.entry if p.kind is PlaceKind.COUNTRY else p.state for p in (one, two)} - {None}
        return not {one.kind, two.kind} <= _NARROW and len(states) < 2

    def _place(self, key: str) -> LocalPlace | None:
        if key not in self._places:
            self._places = {p.key: p for p in self.scene.places.places()}
        return self._places.get(key)

    def _around(self, key: str) -> set[str]:
        found: set[str] = set()
        place = self._place(key)
        while place is not None and place.within is not None and place.within not in found:
            found.add(place.within)
            place = self._place(place.within)
        return found

    def _in_background(self, strike: StrikeReport) -> bool:
        """ "…, a day after a bombing in Quetta", "in reply to a raid": an attack told only beside another."""
        for token in _heads(strike, self.scene):
            for t in (token, *token.ancestors):
                marks = {c.lower_ for c in children(t, "mark", "case")}
                if t.dep_ == "acl:relcl" or (t.dep_ == "advcl" and marks & {"after", "before", "since"}):
                    return True
                if preposition(t) in {"after", "following", "since", "before"} or _is_since(t):
                    return True
                beside = children(t.head, "obl") if preposition(t) in {"for", "to"} else ()
                if any(a.lemma_.lower() in _ANSWERS for a in (t, *beside)):
                    return True  # "in what it called payback for the strike on Homs"
        return False

    def _is_compared(self, strike: StrikeReport) -> bool:
        """ "… in a raid on Hodeidah, in the deadliest attack since March": the other attacks that it is measured by."""
        return any(
            c.tag_ in {"JJS", "RBS"} and c.lower_ not in {"least", "most"}
            for t in _heads(strike, self.scene)
            for c in t.subtree
            if c.i < t.i
        )

    def _by_key(self, key: str) -> StrikeReport:
        return next(s for s in self.strikes if s.key == key)


def _is_since(clause: Token) -> bool:
    """ "The deadliest since 2 May, when a bomb hit a bus": what happened on the day that a later one is measured by."""
    when = next((c for c in children(clause, "advmod", "mark") if c.lower_ == "when"), None)
    if when is None:
        return False
    before = takewhile(lambda t: not is_verbal(t), reversed(clause.doc[clause.sent.start : when.i]))
    return any(t.lower_ == "since" for t in before)


def _are_apart(one: When, other: When) -> bool:
    """ "Between 9 and 21 July" beside "8 July": a stretch of days that ends before the other begins."""
    if any(w.start.precision != "day" or one_night(w) for w in (one, other)):
        return False
    first, last = sorted((one, other), key=lambda w: w.start.iso)
    return (first.end or first.start).iso < last.start.iso


def died_later(trigger: Token) -> bool:
    """ "Five more died of their wounds on Friday", "two of the wounded died": of the attack told, whatever the day."""
    if trigger.lemma_.lower() not in {"die", "succumb"}:
        return False
    wounds = {t.lemma_.lower() for t in under(trigger, "of", "from", "to")}
    dead = [t for s in raw_subjects(trigger) for t in (s, *under(s, "of", "among"))]
    hurt = any(t.lower_ in {"wounded", "injured"} and t.pos_ in {"NOUN", "ADJ", "VERB"} for t in dead)
    return bool(wounds & WOUNDS) or hurt


def _predicates(trigger: Token) -> list[Token]:
    return list(dict.fromkeys((trigger, clause_of(trigger))))


# What is done with a count days after the attack that it is of.
_TOLD_LATER = words("strikes", "toll", "told_later").union(
    *(words("statements", kind) for kind in ("report", "counts", "confirms"))
)
_RISES = frozenset({"rise", "climb", "increase", "grow", "mount"})
_MOVING = words("statements", "tolls") | _TOLD_LATER


def _heads(strike: StrikeReport, scene: Scene) -> Iterator[Token]:
    span = strike.mention.span
    words_of = scene.doc.char_span(span.begin, span.end, alignment_mode="expand") or ()
    yield from [t for t in words_of if _is_word_of(strike, t)][:1]


def governs(strike: StrikeReport, trigger: Token) -> bool:
    """True when the loss hangs on the attack's words, or the attack on the loss's verb."""
    return any(_is_word_of(strike, t) for t in (*trigger.ancestors, *trigger.subtree))


def does_it(strike: StrikeReport, trigger: Token) -> bool:
    """ "The raid came a day after a drone attack killed four": the attack that is the subject of the loss itself.

    Or whose toll it is: "revised the toll of Thursday's attack to eleven".
    """
    tolls = [t for t in children(trigger, "obj", "nsubj", "nsubj:pass") if t.lemma_.lower() in _TOLLS]
    held = [*children(trigger, "nsubj"), *(t for toll in tolls for t in under(toll, "of", "from", "in"))]
    if trigger.dep_ in {"conj", "parataxis"} and not children(trigger, "cc", "nsubj", "nsubj:pass"):
        # "came a day after a drone attack on Garissa killed four", where the parse has the raid kill them
        before = (t for t in children(trigger.head, "obl") if trigger.head.i < t.i < trigger.i)
        held += [t for t in before if t.right_edge.i + 1 == trigger.i]
    return any(_is_word_of(strike, t) for t in (trigger, *held) if t.pos_ != "PRON")


def steps(strike: StrikeReport, trigger: Token) -> int:
    """How far from the loss the attack's words stand in the parse, upwards or downwards.

    "bombed a base, after rockets hit a shop and killed nine"; "on the day when two were hurt as a tank fired".
    """
    chain = [trigger, *trigger.ancestors]
    ways = [n for n, t in enumerate(chain) if _is_word_of(strike, t)][:1]
    for token in trigger.subtree:
        if _is_word_of(strike, token):
            ways.append(next(n for n, t in enumerate([token, *token.ancestors]) if t.i == trigger.i))
    return min(ways, default=len(chain) + len(trigger.sent))


def _is_word_of(strike: StrikeReport, token: Token) -> bool:
    """True for the verbs and nouns that the attack's mention spans."""
    span = strike.mention.span
    return span.begin <= token.idx < span.end and (is_verbal(token) or token.pos_ in {"NOUN", "PROPN"})


def _of_another(trigger: Token, here: Sequence[StrikeReport]) -> bool:
    """ "hit a camp in response to the killing of 21", "in revenge for a raid that killed one": another's dead."""
    for token in (trigger, *trigger.ancestors):
        if any(s.mention.span.begin <= token.idx < s.mention.span.end for s in here):
            return False
        answered = preposition(token) in {"to", "for"} and token.head.lemma_.lower() in _ANSWERS
        if answered and token.pos_ == "NOUN":
            return True
    return False


def _by_another_weapon(trigger: Token, here: Sequence[StrikeReport]) -> bool:
    """ "A shell killed 11 in October, and on Sunday drones hit a clinic": a weapon of its own, and no attack told."""
    if not is_verbal(trigger):
        return False
    summed_up = under(trigger, "in", "during")  # "a bomber killed 12 in an attack that was blamed on rebels"
    for subject in logical_subjects(trigger):
        if any(_is_word_of(s, t) for s in here for t in (subject, subject.head, trigger, *summed_up)):
            return False
        if _is_some_attack(subject):
            return True
    return False


def _is_some_attack(noun: Token) -> bool:
    """ "a shell", "another explosion": one of which nothing was told yet."""
    some = any(c.lower_ in {"a", "an", "another"} for c in children(noun, "det"))
    known = words("strikes", "nouns", "open") | words("strikes", "nouns", "sure") | {"explosion", "blast"}
    return some and (bool(weapons_in([noun])) or noun.lemma_.lower() in known)
