"""The day of an act that goes on from what its doer said or did in the sentence before.

"The minister said on Sunday that it was a lie. She accused Togo of …", "They met on Friday. They agreed …": the same
occasion, as long as nothing in the sentence turns to another time.
"""

from __future__ import annotations

from kg.extract.diplomacy.political import VERBAL
from kg.extract.diplomacy.retold import Reading
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import auxiliaries
from kg.model import ActionType, When

_TALKS = frozenset({ActionType.MEETING, ActionType.PHONE_CALL, ActionType.VISIT, ActionType.NEGOTIATION})
_OUTCOMES = frozenset({ActionType.AGREEMENT, ActionType.PLEDGE})
_PRONOUNS = frozenset({"he", "she", "it", "they", "both"})
_SIDES = frozenset({"side", "party", "country", "leader", "minister", "president", "government"})
# Words by which a sentence turns to another time.
_ELSEWHEN = frozenset(
    "earlier previously once first last ago since recently before ever often already previous later then repeatedly"
    " long always now still after when separately".split()
)


def carried_on(scene: Scene, reading: Reading, before: list[tuple[Reading, When | None]]) -> When | None:
    """The day of what the doers of a spoken act just said or did; `before`: the acts before it with their days."""
    match, verb = reading.match, reading.match.anchor
    sent, kind = verb.sent, ActionType(match.frame.type)
    subjects = raw_subjects(verb)
    if kind not in VERBAL or verb.tag_ != "VBD" or auxiliaries(verb) or sent.start == 0:
        return None
    last = sent.doc[sent.start - 1]
    if "\n" in last.text_with_ws or scene.times.named_in(sent) or _ELSEWHEN & {t.lower_ for t in sent}:
        return None
    previous = last.sent
    doers = set(reading.initiator_keys)
    sides = any(s.lemma_.lower() in _SIDES and s.tag_ == "NNS" for s in subjects)
    if not (sides or any(s.lower_ in _PRONOUNS for s in subjects)):
        return None
    for other, when in reversed(before):
        if other.match.trigger.sent.start != previous.start:
            break
        same = set(other.initiator_keys) == doers and len(doers) > 1
        if kind in _OUTCOMES and same and ActionType(other.match.frame.type) in _TALKS and _is_day(when):
            return when
    root = previous.root
    if sides or root.tag_ != "VBD" or auxiliaries(root):
        return None
    speaking = root.lemma_.lower() in words("statements", "report") or any(
        r.match.anchor == root and ActionType(r.match.frame.type) in VERBAL | _TALKS for r, _ in before
    )
    spoke = scene.denotation.all_of(list(raw_subjects(root)))
    if not speaking or not {scene.cast.side_of(k) for k in doers} & {scene.cast.side_of(k) for k in spoke}:
        return None
    when = scene.times.at(root) or scene.times.of_subject(root)
    return when if _is_day(when) else None


def _is_day(when: When | None) -> bool:
    return when is not None and when.end is None and when.start.precision == "day"
