"""Attacks told by what they did: "flattened a block", "raked with gunfire", "a drone dived onto a van"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.expressions import TIMES
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.syntax import children, under
from kg.extract.triggers import Trigger, bears_arms, is_attack_noun, wielders
from kg.extract.weapons import weapons_in
from kg.model import Weapon

# What a weapon does when it arrives, and where.
ARRIVING = frozenset(
    ["land", "crash", "slam", "fall", "explode", "rain", "plough", "plow", "smash", "plunge", "dive", "thud", "swoop",
     "burst", "hurtle", "come"]
)  # fmt: skip
_ONTO = (
    "in", "on", "onto", "into", "near", "among", "across", "outside", "inside", "at", "over", "through", "upon",
)  # fmt: skip
_RUIN = frozenset({"rubble", "ruin", "ash", "dust", "wreckage", "cinder", "debris"})


def fell_on(verb: Token, subjects: list[Token]) -> Trigger | None:
    """ "Shells landed in a camp", "a drone dived onto a van": what comes down is a weapon, no crewed aircraft."""
    if verb.lemma_.lower() not in ARRIVING:
        return None
    # "when shells fired from X crashed into houses", where the parse gives the shells to "fired"
    fired = [s for c in children(verb, "advcl") if c.i < verb.i for s in children(c, "nsubj", "nsubj:pass")]
    several = [t for s in subjects if s.pos_ == "NUM" for t in under(s, "of")]  # "one of the missiles"
    weapons = [
        s for s in several or subjects or fired if any(w is not Weapon.AIRCRAFT for w in weapons_in([s]))
    ]
    down = any(c.lower_ == "down" for c in verb.children)  # "two shells came down in Gatumba"
    where: tuple[str, ...] = ("through", "down") if verb.lemma_.lower() == "come" and not down else _ONTO
    if verb.lemma_.lower() == "crash" and not _bloody(verb):
        where = ("into", "onto", "through")  # "a drone crashed near the town" was no attack
    hit = [t for t in under(verb, *where) if t.lemma_.lower() not in TIMES]
    if not weapons or not hit:
        return None
    return Trigger(verb, "strike.verb", (verb,), tuple(weapons), tuple(hit), tuple(weapons))


def wrought(verb: Token, subjects: list[Token], objects: list[Token], scene: Scene) -> Trigger | None:
    """ "Warplanes flattened a block", "gunmen torched the clinic", "the car was riddled with bullets"."""
    if any(is_attack_noun(s, scene) for s in subjects):
        return None  # "the strike wrecked a school": the noun is the trigger
    armed = [s for s in subjects if bears_arms(s, scene)]
    means = [t for t in under(verb, "with", "by", "using") if _is_weapon(t)]
    hit = [
        o
        for o in objects
        if o.lemma_.lower()
        not in words("strikes", "not_hit") | (words("strikes", "not_objects") - words("strikes", "physical"))
    ]
    if not hit or not (armed or means):
        return None
    if verb.lemma_.lower() in {"pepper", "pelt", "spray", "blanket", "plaster", "besiege"} and not means:
        return None
    owners = [w for m in means for w in wielders(m)]
    return Trigger(verb, "strike.verb", (verb,), (*armed, *owners), tuple(hit), (*armed, *means))


def wrought_by_fire(verb: Token, subjects: list[Token], objects: list[Token], scene: Scene) -> Trigger | None:
    """Set phrases: "reduced to rubble by", "laid waste to", "set upon", "opened up on", "scored a hit on"."""
    lemma = verb.lemma_.lower()
    armed = [s for s in subjects if bears_arms(s, scene)]
    if lemma == "reduce":
        ruins = [t for t in under(verb, "to") if t.lemma_.lower() in _RUIN]
        means = [t for t in (*subjects, *(t for r in ruins for t in under(r, "by"))) if _is_weapon(t)]
        armed = [*armed, *(w for m in means for w in wielders(m))]
        hit = objects if ruins and (armed or means) else []
        return Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(hit), tuple(means)) if hit else None
    if lemma == "lay":
        waste = [o for o in children(verb, "obj") if o.lemma_.lower() == "waste"]
        hit = [*(t for w in waste for t in under(w, "to")), *(under(verb, "to") if waste else [])]
    elif lemma == "set":
        hit = under(verb, "upon")
    elif lemma == "open":
        up = any(c.dep_ == "compound:prt" and c.lower_ == "up" for c in verb.children)
        hit = under(verb, "on", "at") if up else []
    elif lemma in {"sweep", "descend", "burst", "fall"}:
        armed = [a for a in armed if not _is_weapon(a)]
        hit = under(verb, "into", "on", "upon", "through") if _bloody(verb) else []
        hit = [t for t in hit if t.lemma_.lower() not in TIMES]
    elif lemma == "score":
        score = [o for o in children(verb, "obj") if o.lemma_.lower() == "hit"]
        hit = [*(t for o in score for t in under(o, "on")), *(under(verb, "on") if score else [])]
        armed = [a for a in armed if _is_weapon(a)]
    else:
        return None
    return (
        Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(hit), tuple(armed))
        if armed and hit
        else None
    )


def _is_weapon(token: Token) -> bool:
    return bool(weapons_in([token])) or token.lemma_.lower() in {"gunfire", "fire", "shrapnel", "machete"}


def _bloody(verb: Token) -> bool:
    """The dead, or shots, stand in the same sentence."""
    violent = (
        words("strikes", "casualties", "kill")
        | words("strikes", "casualties", "die")
        | words("strikes", "casualties", "dead")
        | words("strikes", "casualties", "injure")
        | {"shoot", "spray", "fire", "torch", "behead", "hack", "slaughter"}
    )
    return any(t.lemma_.lower() in violent for t in verb.sent if t.i != verb.i)
