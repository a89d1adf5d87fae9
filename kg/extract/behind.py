"""Who was behind an attack told before: "its men had done it", "officials blame the rebels"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.arguments import logical_objects, logical_subjects, raw_subjects
from kg.extract.scene import Scene
from kg.extract.syntax import children, is_definite_noun, is_passive, under
from kg.extract.triggers import (
    ARMED,
    Trigger,
    is_armed,
    is_attack_noun,
)
from kg.extract.weapons import weapons_in

# What is blamed on somebody though the word alone says no attack.
_INCIDENT = frozenset(
    ["blast", "explosion", "fire", "blaze", "death", "incident", "violence", "killing", "it", "this"]
)


# "That shell had come from rebel positions", "the drones were launched by the group".
_SENT = frozenset({"come", "launch", "fire", "originate", "send"})


def owned(verb: Token, scene: Scene) -> Trigger | None:
    """ "the group said its men had done it", "a unit of the TTP carried it out": who was behind it."""
    lemma = verb.lemma_.lower()
    out = lemma == "carry" and any(c.lower_ == "out" for c in verb.children)
    if not out and lemma != "do":
        return None
    if not any(o.lower_ in {"it", "this", "that"} for o in children(verb, "obj")) or is_passive(verb):
        return None
    subjects = [
        s
        for s in logical_subjects(verb)
        if is_armed(s, scene) or any(o.cls in ARMED for o in scene.denotation.owners(s))
    ]
    return Trigger(verb, "strike.owned", (verb,), tuple(subjects)) if subjects else None


def blamed(verb: Token, scene: Scene) -> Trigger | None:
    """ "officials blame the RSF", "the police pointed to the gang": for an attack told before."""
    lemma = verb.lemma_.lower()
    if lemma == "blame":
        if any(c.lower_ == "for" for v in children(verb, "advcl") for c in children(v, "mark")):
            return None  # "blamed Kabul for giving them a free hand"
        what = under(verb, "for", "on")
        if any(is_attack_noun(w, scene) for w in what) or (
            what and not any(w.lemma_.lower() in _INCIDENT for w in what)
        ):
            return None  # what for is said: the noun there is the trigger
        blamed = logical_objects(verb)
    elif lemma == "point":
        blamed = under(verb, "to", "at")
    elif lemma in _SENT and any(weapons_in([s]) and is_definite_noun(s) for s in raw_subjects(verb)):
        blamed = under(verb, "by", "from")
    else:
        return None
    armed = [
        b
        for b in blamed
        if any(scene.cast.figures[k].cls in ARMED for k in scene.denotation.of(b))
        or any(o.cls in ARMED for o in scene.denotation.owners(b))
    ]
    return Trigger(verb, "strike.blamed", (verb,), tuple(armed)) if armed else None
