"""The day of an attack that the sentences before it have told.

"Fighting broke out on Tuesday morning. … Around noon a jet bombed a post": an hour without a day is one of the day
that is being told. "The attack took place on Sunday in Dutse. Gunmen shot eleven farmers", "Ethiopia struck back the
same night. Its drones hit a depot": what a sentence has announced with its day, the next one fills.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.casualties.told_first import goes_on_from_deaths, tells_deaths
from kg.extract.dates.entries import has_hour
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.strikes.belligerents import attackers_of
from kg.extract.strikes.later_days import INCIDENTS, OCCUR
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import MODAL, auxiliaries, in_simple_past, is_definite_noun, is_verbal
from kg.model import When

# How many sentences and characters behind its day an hour may be told.
_SENTENCES, _REACH = 5, 800
# How many words a sentence has at most that tells nothing but when it was.
_CLOCK = 16
_RETURN_FIRE = frozenset({"hit", "strike", "fire", "fight"})
_RETALIATE = frozenset({"retaliate", "respond", "reply", "answer"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "worst", "latest", "last", "other"})
# Words of a sentence that turns to another time than that of the one before it.
_ELSEWHEN = frozenset(
    "earlier previously once ago since recently ever often already previous last years months weeks days".split()
)


def day_told_before(deed: Token, attackers: tuple[str, ...], scene: Scene, told: When | None) -> When | None:
    """The day of the attack at `deed`, by `attackers`, where the sentences before it leave no doubt.

    `told` is the time of the attack told last. None where the sentence of the deed names a time itself.
    """
    n = next((n for n, s in enumerate(scene.sentences) if s.start == deed.sent.start), 0)
    if n == 0 or not is_verbal(deed) or deed.dep_.startswith("acl"):
        return None
    if (when := _clock_before(n, deed, scene)) is not None:
        return when
    if not in_simple_past(deed):
        return None
    if scene.times.expressions_in(deed.sent) or _ELSEWHEN & {t.lower_ for t in deed.sent}:
        return None
    if has_hour(deed.sent) or any(c.lower_ == "later" for c in deed.children):
        return _running_day(n, scene, told)
    before = scene.sentences[n - 1]
    goes_on = goes_on_from_deaths(deed)
    announcing = next(
        (v for v in before if _announces(v, attackers, scene) or (goes_on and tells_deaths(v))), None
    )
    if announcing is None:
        return None
    if scene.times.expressions_in(before):
        return _a_day(scene.times.at(announcing, (), told))
    return _running_day(n - 1, scene, told) if has_hour(before) else None


def _clock_before(n: int, deed: Token, scene: Scene) -> When | None:
    """ "It was just after nine on the evening of 3 May. A jet had come in low and dropped two bombs": then it did."""
    before, here = scene.sentences[n - 1], scene.sentences[n]
    told = [t for t in before if not t.is_space and t.text not in {"“", '"'}]
    sets_the_clock = [t.lower_ for t in told[:2]] == ["it", "was"] and len(told) <= _CLOCK
    if not sets_the_clock or any(is_verbal(t) and t.lemma_.lower() != "be" for t in told):
        return None
    if deed.tag_ not in {"VBD", "VBN"} or auxiliaries(deed) & MODAL or scene.times.expressions_in(here):
        return None
    if _ELSEWHEN & {t.lower_ for t in here}:
        return None
    days = [_a_day(scene.times.meant_by(e)) for e in scene.times.expressions_in(before)]
    known = {d.start.iso: d for d in days if d is not None}
    return next(iter(known.values())) if len(known) == 1 and None not in days else None


def tells_occurrence(verb: Token) -> bool:
    """True for "The attack took place …", "The second came …", "The incident happened …": an attack, not yet which."""
    lemma = verb.lemma_.lower()
    if lemma not in OCCUR or (lemma == "take" and not any(c.lower_ == "place" for c in verb.children)):
        return False
    return any(
        (s.lemma_.lower() in INCIDENTS and is_definite_noun(s))
        or (s.lower_ in _ORDINALS and s.i > 0 and s.nbor(-1).lower_ == "the")
        for s in raw_subjects(verb)
    )


def _a_day(when: When | None) -> When | None:
    return when if when is not None and when.end is None and when.start.precision == "day" else None


def _announces(verb: Token, attackers: tuple[str, ...], scene: Scene) -> bool:
    """ "The attack took place on Sunday", "The second came at noon"; "Chad hit back that night", where it is Chad's."""
    if not is_verbal(verb) or not (in_simple_past(verb) or verb.text == "hit"):
        return False  # "Iraq hit back" may be taken for the present
    if tells_occurrence(verb):
        return True
    lemma, subjects = verb.lemma_.lower(), raw_subjects(verb)
    back = lemma in _RETURN_FIRE and any(c.lower_ == "back" for c in verb.children)
    if not (back or lemma in _RETALIATE):
        return False
    return bool({k for s in subjects for k in attackers_of(s, scene)} & set(attackers))


def _running_day(n: int, scene: Scene, told: When | None) -> When | None:
    """The day on which the sentences before sentence `n` tell that something happened; None when they tell of two."""
    here = scene.sentences[n]
    for sent in reversed(scene.sentences[max(0, n - _SENTENCES) : n]):
        if here.start_char - sent.end_char > _REACH:
            return None
        days = {d.start.iso: d for v in sent if _happened(v) and (d := _a_day(scene.times.at(v, (), told)))}
        if days:
            return next(iter(days.values())) if len(days) == 1 else None
        if scene.times.names_day(sent):
            return None  # "officials said on Tuesday", "since Friday"
    return None


def _happened(verb: Token) -> bool:
    return (
        is_verbal(verb)
        and verb.tag_ in {"VBD", "VBN"}
        and not verb.dep_.startswith("acl")
        and not auxiliaries(verb) & MODAL
        and verb.lemma_.lower() not in words("statements", "report")
    )
