"""Shots: weapons fired at somebody, and those brought down on their way."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.strikes.belligerents import attackers_of
from kg.extract.strikes.triggers import (
    AGAINST,
    HARMING,
    Trigger,
    bears_arms,
    can_be_hit,
    is_armed,
    is_attack_noun,
    owner_tokens,
    wielders,
)
from kg.extract.words.almanac import TIMES
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.syntax import children, is_passive, is_subject, preposition, under
from kg.extract.words.weapons import last_named, weapons_in
from kg.model import ActorClass

_TOWARD = frozenset({"toward", "towards"})
_CREWED = words("strikes", "shots", "crewed")
_MISSILES = words("strikes", "shots", "projectiles")
_GROUNDED = words("strikes", "shots", "grounded")
_DRONES = words("strikes", "shots", "drones")
_SENT_TO_HIT = words("strikes", "shots", "sent_to_hit")
_NOBODY_THERE = words("strikes", "shots", "nobody_there")


def aim(verb: Token) -> list[Token]:
    """What the verb's shots are aimed at: "at a base", "in the direction of a village"."""
    ways = [t for t in verb.doc[verb.i : verb.sent.end] if t.lower_ == "direction" and preposition(t) == "in"]
    hit = [
        t
        for t in under(verb, *AGAINST)
        if t.lemma_.lower() not in TIMES and (t.pos_ != "NUM" or under(t, "of"))
    ]
    # "fired two missiles from areas they control toward a ship", where the parse has them control toward it
    toward = [t.head for t in verb.doc[verb.i : verb.sent.end] if t.lower_ in _TOWARD and t.dep_ == "case"]
    return [*(hit or toward[:1]), *(t for w in ways[:1] for t in under(w, "of"))]


def downed(verb: Token, scene: Scene) -> Trigger | None:
    """ "shot down twelve Russian drones": their owner attacked."""
    lemma = verb.lemma_.lower()
    if lemma in {"shoot", "bring", "knock"} and not _down(verb):
        return None
    if lemma in {"shoot", "bring", "down"} and any(weapons_in([s]) for s in logical_subjects(verb)):
        return _brought_down(verb)
    # "a swarm of drones", no store of them
    objects = [o for o in logical_objects(verb) if o.lemma_.lower() not in _GROUNDED]
    weapons = [o for o in objects or under(verb, "down") if weapons_in([o])]
    weapons += [t for o in objects for t in under(o, "of") if weapons_in([t])]
    if not weapons or all(_unarmed(w) or w.lemma_.lower() in _GROUNDED for w in weapons):
        return None
    if all(w.lemma_.lower() in _CREWED or _is_a_states_drone(w, scene) for w in weapons):
        # who brings down an aircraft with people in it, or one drone of another state, attacks it
        shooters = tuple(logical_subjects(verb))
        return Trigger(verb, "strike.down", (verb,), shooters, tuple(weapons)) if shooters else None
    attackers = [t for w in weapons for t in owner_tokens(w)]
    launched = [a for w in weapons for c in children(w, "acl") for a in logical_subjects(c)]
    defenders = logical_subjects(verb)
    over = scene.places.of_event([verb], []) if is_passive(verb) else ()
    if not attackers and not launched and not defenders and not over:
        return None
    hostile = [
        a
        for a in (*attackers, *launched)
        if not set(scene.denotation.of(a)) & set(scene.denotation.all_of(defenders))
    ]
    if not hostile and attackers:
        return None
    launches = [c for w in weapons for c in children(w, "acl")]
    return Trigger(
        verb,
        "strike.down",
        (*launches, verb),
        tuple(hostile),
        tuple(defenders),
        tuple(weapons),
        "intercepted",
    )


def _of_state(shooters: list[Token], scene: Scene) -> bool:
    """ "Thai gunners", "the Indian army"."""
    keys = {k for t in shooters for k in attackers_of(t, scene)}
    return any(scene.cast.figures[k].cls is ActorClass.STATE for k in keys)


def _is_a_states_drone(weapon: Token, scene: Scene) -> bool:
    """ "a Malian drone", "a US Reaper drone": on its way to nobody, as far as is told; not "an attack drone"."""
    kinds = {c.lower_ for c in children(weapon, "compound", "amod", "nmod")}
    if weapon.tag_ != "NN" or weapon.lemma_.lower() not in _DRONES or kinds & _SENT_TO_HIT:
        return False
    owners = [k for t in owner_tokens(weapon) for k in attackers_of(t, scene)]
    return bool(owners) and all(scene.cast.figures[k].cls is ActorClass.STATE for k in owners)


def _down(verb: Token) -> bool:
    """ "shot down", wherever the parse hangs the particle."""
    return any(c.lower_ == "down" for c in (*verb.children, *verb.doc[verb.i + 1 : verb.i + 2]))


def _brought_down(verb: Token) -> Trigger | None:
    """ "a drone brought down a police helicopter": here the weapon strikes the aircraft."""
    weapons, hit = logical_subjects(verb), logical_objects(verb)
    if not hit:
        return None
    owners = [w for weapon in weapons for w in wielders(weapon)]
    return Trigger(verb, "strike.verb", (verb,), (*weapons, *owners), tuple(hit), tuple(weapons))


def fired(verb: Token, scene: Scene) -> Trigger | None:
    """ "fired two missiles at X", "opened fire on X", "dropped bombs on X": a weapon sent against somebody."""
    objects = logical_objects(verb)
    if any(is_attack_noun(o, scene) for o in (*objects, *children(verb, "obj"))):
        return None  # "launched a missile and drone attack": the noun is the trigger
    weapons = [o for o in objects if (weapons_in([o]) or _is_loaded(o)) and not _unarmed(o)]
    if (
        not weapons
        and any(o.lower_ in {"it", "them"} for o in objects)
        and verb.lemma_.lower() in {"fire", "launch"}
    ):
        named = last_named(verb)  # "a missile from Yemen … They had fired it at an airport"
        weapons = [named] if named is not None and named.lemma_.lower() in _MISSILES else []
    if verb.dep_ == "acl" and verb.head in weapons and is_subject(verb.head):
        return None  # "a bomb planted by rebels destroyed a bus": told by the verb that says what it hit
    if not weapons:
        return _opened_fire(verb, scene) or _fired_at(verb, scene)
    if verb.doc[max(verb.i - 2, 0) : verb.i].text.lower() == "test-":
        return None  # "test-fired a missile"
    targets = [
        *aim(verb),
        *under(verb, "across", "over", "into"),
        *(t for w in weapons for t in under(w, *AGAINST)),
    ]
    subjects = logical_subjects(verb) or [t for w in weapons for t in wielders(w)]
    if not subjects and not targets:
        return None
    if any(t.lemma_.lower() in _NOBODY_THERE for t in targets):
        return None
    if (
        verb.lemma_.lower() in {"use", "send", "launch", "drop", "detonate", "plant", "lay"}
        and not targets
        and verb.lemma_.lower() != "detonate"
    ):
        return None  # a test launch, a deployment: nobody is aimed at
    if (
        not targets
        and verb.lemma_.lower() in {"fire", "shoot", "unleash", "lob", "rain"}
        and not scene.places.of_event([verb, *weapons], [])
    ):
        return None
    return Trigger(verb, "strike.fire", (verb, *weapons), tuple(subjects), tuple(targets), tuple(weapons))


def _is_loaded(vehicle: Token) -> bool:
    """ "two vehicles packed with explosives"."""
    return any(
        t.lemma_.lower() == "explosive"
        for c in children(vehicle, "acl", "amod")
        for t in (c, *under(c, "with"))
    )


def _unarmed(weapon: Token) -> bool:
    """ "a surveillance drone", "a test missile": nothing that hits anybody."""
    kinds = {c.lower_ for c in children(weapon, "compound", "amod", "nmod")}
    return bool(kinds & words("strikes", "shots", "harmless"))


def _fired_at(verb: Token, scene: Scene) -> Trigger | None:
    """ "a tank fired at a watchtower", "the rebels fired on a convoy": no weapon is the object."""
    if verb.lemma_.lower() not in {"fire", "shoot"}:
        return None
    if is_passive(verb):
        return _fired_upon(verb, scene)
    if logical_objects(verb):
        return None
    subjects = [s for s in logical_subjects(verb) if is_armed(s, scene)]
    sure = any(weapons_in([s]) or s.lemma_.lower() in words("actors", "force") for s in subjects)
    targets = [t for t in aim(verb) if sure or can_be_hit(t, scene)]
    if targets and all(weapons_in([t]) and t.lemma_.lower() not in _CREWED for t in targets):
        return None  # "fired on a drone": a defence, and whose drone it was is not said
    if not subjects or not targets:
        return None
    owners = [w for s in subjects for w in wielders(s) if weapons_in([s])]
    return Trigger(verb, "strike.fire", (verb,), (*subjects, *owners), tuple(targets), tuple(subjects))


def _fired_upon(verb: Token, scene: Scene) -> Trigger | None:
    """ "A bus was fired upon by masked men", "was rammed and shot at": the particle right behind tells who was hit."""
    after = verb.doc[verb.i + 1 : verb.i + 2].text.lower()
    stranded = after in {"upon", "on", "at"} and not any(
        t.lower_ == after and t.dep_ == "case" and t.head.i > t.i for t in verb.doc[verb.i + 1 : verb.i + 2]
    )
    hit = [o for o in logical_objects(verb) if can_be_hit(o, scene)]
    if not stranded or not hit:
        return None
    shooters = [s for s in logical_subjects(verb) if bears_arms(s, scene)]
    return Trigger(verb, "strike.fire", (verb,), tuple(shooters), tuple(hit), tuple(shooters))


def _opened_fire(verb: Token, scene: Scene) -> Trigger | None:
    """ "opened fire on X", "returned fire": gunfire unless another weapon is named."""
    fire = next((o for o in children(verb, "obj") if o.lemma_.lower() in {"fire", "gunfire"}), None)
    if fire is None or verb.lemma_.lower() not in {"open", "return", "direct"}:
        return None
    subjects = logical_subjects(verb)
    # "opened fire from small arms at positions": the parse may hang what was aimed at on the arms
    arms = under(verb, "with", "from")
    targets = [*aim(verb), *under(fire, *AGAINST), *(t for a in arms for t in under(a, *AGAINST))]
    if not subjects:
        return None
    if not (targets or scene.places.of_event([verb, fire], [])):
        # "opened fire from a monastery, killing an officer", "opened fire with mortars and killed nine"
        targets = [
            o
            for c in children(verb, "advcl", "conj")
            if c.lemma_.lower() in HARMING and not is_passive(c)
            for o in logical_objects(c)
        ]
        if not targets and not (verb.lemma_.lower() == "return" and _of_state(subjects, scene)):
            return None  # "Thai gunners returned fire": at whoever had fired
    means = [t for t in (*under(verb, "with", "from"), *under(fire, "with", "from")) if weapons_in([t])]
    return Trigger(
        verb, "strike.fire", (verb, fire), tuple(subjects), tuple(targets), tuple(means or subjects)
    )
