"""Whose claim, demand or offer is turned down where the rejection does not say: "Santiago has refused"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.political import BETWEEN_STATES, VERBAL, for_whom, is_actor, is_political
from kg.extract.diplomacy.retold import Reading, close, told_just_before
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import children, clause_verbs, is_passive, possessors, under
from kg.model import ActionType

# What somebody puts forward, and another turns down.
_PUT_FORWARD = frozenset(
    t.value
    for t in (
        ActionType.APPEAL, ActionType.DEMAND, ActionType.ULTIMATUM, ActionType.ACCUSATION, ActionType.CONDEMNATION,
        ActionType.PLEDGE, ActionType.MEDIATION_OFFER, ActionType.THREAT, ActionType.COMPLAINT, ActionType.MEDIATION,
    )
)  # fmt: skip
_ANSWERED = frozenset(k.value for k in (VERBAL | BETWEEN_STATES) - {ActionType.ENDORSEMENT})
_LATELY = 3  # sentences
# What is turned down takes up something said; "any truce", "a ceasefire" does not.
_OPEN = frozenset({"a", "an", "any", "all", "every", "such", "no"})
_THAT = frozenset({"it", "this", "that", "them", "these", "those"})
_SAID = words("diplomacy", "refused", "said")
_PROPOSING = words("diplomacy", "refused", "proposing")


def whose_it_was(
    scene: Scene, match: Match, keys: tuple[str, ...], states: tuple[str, ...], before: list[Reading]
) -> tuple[str, ...]:
    """Who put forward what `keys` turn down; `states` are whose bodies or officials they are."""
    objects = [t for t in children(match.anchor, "obj", "nsubj:pass") if t.lower_ not in _THAT]
    told = objects if is_passive(match.anchor) else [*objects, match.anchor]
    if any(under(o, "from", "by") or possessors(o) for o in told if o.pos_ in {"NOUN", "VERB"}):
        return ()  # "rejected a demand from Fujian province": whose it was is told, though nothing is known of him
    found = _of_main_clause(scene, match, keys)
    if found or any(c.lower_ in _OPEN for o in objects for c in o.children):
        return found
    return (
        told_just_before(before, match, keys, _ANSWERED, False, states)
        or _put_forward(scene, before, match, keys)
        or _said_just_before(scene, match, objects, keys)
    )


def _put_forward(scene: Scene, before: list[Reading], match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Who made the offer, the demand or the accusation that is turned down: the last to make one in a few sentences."""
    mine = {scene.cast.side_of(k) for k in keys}
    for reading in before:
        if reading.dropped or reading.match.trigger.i > match.trigger.i:
            continue
        if not close(reading.match.trigger, match.trigger, _LATELY):
            return ()
        if reading.match.frame.type not in _PUT_FORWARD:
            continue
        if {scene.cast.side_of(k) for k in reading.initiator_keys} & mine:
            continue
        theirs = {scene.cast.side_of(k) for k in reading.recipient_keys}
        return reading.initiator_keys if not theirs or theirs & mine else ()
    return ()


def _of_main_clause(scene: Scene, match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """ "Eritrea offered a truce, which Ethiopia rejected": who acts in the clause that "which" takes up."""
    verb = match.anchor
    which = any(c.lower_ == "which" and c.i < verb.i for c in children(verb, "obj"))
    if verb.dep_ != "acl:relcl" or not which:
        return ()
    for above in clause_verbs(verb.head):
        if found := _others(scene, raw_subjects(above), keys):
            return found
    return ()


def _said_just_before(
    scene: Scene, match: Match, objects: Sequence[Token], keys: tuple[str, ...]
) -> tuple[str, ...]:
    """ "Kenya's minister said the stones had been moved. Kampala rejected the claim": who said so."""
    sentence = match.anchor.sent
    if any(o.lemma_.lower() not in _SAID for o in objects):
        return ()
    if objects and (found := _said_in_sentence(scene, match, keys)):
        return found
    if sentence.start == 0:
        return ()
    said = match.anchor.doc[sentence.start - 1].sent.root
    lemma = said.lemma_.lower()
    if lemma not in _PROPOSING and not (
        lemma in words("statements", "report") and children(said, "ccomp", "parataxis")
    ):
        return ()
    return _others(scene, raw_subjects(said), keys)


def _said_in_sentence(scene: Scene, match: Match, keys: tuple[str, ...]) -> tuple[str, ...]:
    """ "Two men were shot, Gabon said; Malabo rejected the claim": who said so in the part before the semicolon."""
    sentence, anchor = match.anchor.sent, match.anchor
    stop = next(
        (t.i for t in reversed(anchor.doc[sentence.start : anchor.i]) if t.text == ";"), sentence.start
    )
    saying = [
        t for t in anchor.doc[sentence.start : stop] if t.lemma_.lower() in words("statements", "report")
    ]
    return _others(scene, raw_subjects(saying[-1]), keys) if saying else ()


def _others(scene: Scene, subjects: list[Token], keys: tuple[str, ...]) -> tuple[str, ...]:
    """The political actors among subjects, unless one is on the side of `keys`."""
    figures = scene.cast.figures
    found = tuple(
        dict.fromkeys(
            for_whom(scene, k)
            for k in scene.denotation.all_of(subjects)
            if is_actor(figures[k]) and is_political(figures[k], scene)
        )
    )
    mine = {scene.cast.side_of(k) for k in keys}
    return () if {scene.cast.side_of(k) for k in found} & mine else found
