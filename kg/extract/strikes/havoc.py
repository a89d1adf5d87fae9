"""Attacks told by what they did: "flattened a block", "raked with gunfire", "a drone dived onto a van"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.strikes.clauses import Clause
from kg.extract.strikes.triggers import HARM, Trigger, bears_arms, is_attack_noun, stands_beside, wielders
from kg.extract.words.almanac import TIMES
from kg.extract.words.syntax import children, under
from kg.extract.words.weapons import weapons_in
from kg.model import Weapon

ARRIVING = words("strikes", "clause", "arriving")
_ONTO = (
    "in", "on", "onto", "into", "near", "among", "across", "outside", "inside", "at", "over", "through", "upon",
)  # fmt: skip
_BLOODY = HARM | {"shoot", "spray", "fire", "torch", "hack"}
_RUIN = words("strikes", "clause", "ruin")


def fell_on(clause: Clause) -> Trigger | None:
    """ "Shells landed in a camp", "a drone dived onto a van": what comes down is a weapon, no crewed aircraft."""
    verb, lemma = clause.verb, clause.lemma
    if lemma not in ARRIVING:
        return None
    # "when shells fired from X crashed into houses", where the parse gives the shells to "fired"
    fired = [s for c in children(verb, "advcl") if c.i < verb.i for s in children(c, "nsubj", "nsubj:pass")]
    weapons = [s for s in clause.subjects or fired if any(w is not Weapon.AIRCRAFT for w in weapons_in([s]))]
    down = clause.has_particle("down")  # "two shells came down in Gatumba"
    where: tuple[str, ...] = ("through", "down") if lemma == "come" and not down else _ONTO
    if lemma == "crash" and not _is_bloody(verb):
        where = ("into", "onto", "through")  # "a drone crashed near the town" was no attack
    beside = ("to",) if clause.has_particle("next", "close") else ()  # "landed next to a clinic"
    nowhere = TIMES | words("strikes", "shots", "nobody_there")  # "the other missile fell into the water"
    # where the parse hangs the clinic on "next"
    astray = [t for c in children(verb, "advmod") if c.lower_ == "next" for t in under(c, "to")]
    hit = [t for t in (*under(verb, *where, *beside), *astray) if t.lemma_.lower() not in nowhere]
    if not weapons or not hit:
        return None
    return clause.trigger(weapons, hit, weapons)


def wrought(clause: Clause) -> Trigger | None:
    """ "Warplanes flattened a block", "gunmen torched the clinic", "the car was riddled with bullets"."""
    verb, scene = clause.verb, clause.scene
    if any(is_attack_noun(s, scene) for s in clause.subjects):
        return None  # "the strike wrecked a school": the noun is the trigger
    armed = [s for s in clause.subjects if bears_arms(s, scene)]
    means = [t for t in under(verb, "with", "by", "using") if _is_weapon(t)]
    harmless = words("strikes", "not_hit") | (words("strikes", "not_objects") - words("strikes", "physical"))
    hit = [o for o in clause.objects if o.lemma_.lower() not in harmless]
    if not hit or not (armed or means):
        return None
    if clause.lemma in {"pepper", "pelt", "spray", "blanket", "plaster", "besiege"} and not means:
        return None
    owners = [w for m in means for w in wielders(m)]
    return clause.trigger([*armed, *owners], hit, [*armed, *means])


def wrought_by_fire(clause: Clause) -> Trigger | None:
    """Set phrases: "reduced to rubble by", "laid waste to", "set upon", "opened up on", "scored a hit on"."""
    verb, lemma = clause.verb, clause.lemma
    armed = [s for s in clause.subjects if bears_arms(s, clause.scene)]
    if lemma == "reduce":
        return _reduced(clause, armed)
    if lemma == "lay":
        waste = [o for o in children(verb, "obj") if o.lemma_.lower() == "waste"]
        hit = [*(t for w in waste for t in under(w, "to")), *(under(verb, "to") if waste else [])]
    elif lemma == "set":
        hit = under(verb, "upon")
    elif lemma == "open":
        up = any(c.dep_ == "compound:prt" and c.lower_ == "up" for c in verb.children)
        hit = under(verb, "on", "at") if up else []
    elif lemma in {"sweep", "descend", "burst", "fall"}:
        armed = [a for a in armed if _is_manned(a) or not _is_weapon(a)]
        hit = under(verb, "into", "on", "upon", "through") if _is_bloody(verb) else []
        hit = [t for t in hit if t.lemma_.lower() not in TIMES]
    elif lemma == "score":
        score = [o for o in children(verb, "obj") if o.lemma_.lower() == "hit"]
        hit = [*(t for o in score for t in under(o, "on")), *(under(verb, "on") if score else [])]
        armed = [a for a in armed if _is_weapon(a)]
    else:
        return None
    return clause.trigger(armed, hit, armed) if armed and hit else None


def _reduced(clause: Clause, armed: list[Token]) -> Trigger | None:
    """ "The block was reduced to rubble by Syrian shells"."""
    ruins = [t for t in under(clause.verb, "to") if t.lemma_.lower() in _RUIN]
    by = (t for r in ruins for t in under(r, "by"))
    means = [t for t in (*clause.subjects, *by) if _is_weapon(t)]
    doers = [*armed, *(w for m in means for w in wielders(m))]
    return (
        clause.trigger(doers, clause.objects, means)
        if ruins and clause.objects and (doers or means)
        else None
    )


def _is_weapon(token: Token) -> bool:
    return bool(weapons_in([token])) or token.lemma_.lower() in {"gunfire", "fire", "shrapnel", "machete"}


def _is_manned(token: Token) -> bool:
    """ "gunmen": whom their noun arms, though it tells the weapon too."""
    return token.lemma_.lower() in words("actors", "violent") | words("strikes", "assailants")


def _is_bloody(verb: Token) -> bool:
    """The dead, or shots, stand in the same sentence."""
    return stands_beside(verb, _BLOODY)
