"""With what: the weapons that the words of an attack name, and those that its verb says by itself.

"shelled", "gunned down", "used drones to attack", "sent jets to bomb"; what a drone carries is no bomb beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.lexicon import table
from kg.extract.strikes.blasts import is_charge
from kg.extract.strikes.triggers import Trigger, armed_with
from kg.extract.words.arguments import logical_objects, logical_subjects, raw_subjects
from kg.extract.words.syntax import children, is_plural, is_verbal, under
from kg.extract.words.weapons import FROM_AFAR, weapons_in
from kg.model import StrikeReport, Weapon

_SHOOTS = frozenset({"shoot", "gun"})
_OPENS_FIRE = frozenset({"open", "fire"}) | _SHOOTS
_SHELLED_WITH = {Weapon.ROCKET, Weapon.MISSILE, Weapon.DRONE}
_TROOPS = frozenset({"force", "troop", "soldier", "army", "jet", "plane"})
_LETS_GO = frozenset({"drop", "fire", "launch", "release"})
# What is put to an attack: "used drones to …"; and the fire of which people die.
_EMPLOYS = frozenset({"use", "send", "deploy", "employ", "launch", "scramble"})
_FIRE = frozenset({"shelling", "shellfire", "mortar", "bombing", "gunfire", "shooting"})


def weapons_of(trigger: Trigger) -> tuple[Weapon, ...]:
    """The weapons of an attack, each once, as far as its own clause tells them."""
    # "A fighter jet dropped bombs on a market": the jet as well as the bombs
    bearers = trigger.attackers if trigger.frame == "strike.fire" else ()
    phrases = [t for t in (*trigger.weapons, *bearers) if t.pos_ in {"NOUN", "PROPN"}]
    phrases += [*_fire(trigger.token), *(t for w in phrases for t in _let_go_by(w))]
    phrases += [t for who in trigger.attackers for t in armed_with(who)]
    named = (
        weapons_in(phrases) or weapons_in(_employed(trigger.token)) or weapons_in(_taken_up(trigger.token))
    )
    if Weapon.DRONE in named and not any(_is_dropped_bomb(t) for t in phrases):
        named = tuple(w for w in named if w is not Weapon.BOMB)
    by_verb = [
        Weapon(w)
        for w, verbs in table("strikes")["verb_weapons"].items()
        # "shelled the camp with rockets"
        if trigger.token.lemma_.lower() in verbs and not set(named) & _SHELLED_WITH
    ]
    by_verb += [Weapon.BOMB] if _is_blown_up(trigger.token) and not set(named) & FROM_AFAR else []
    found = tuple(dict.fromkeys((*named, *by_verb)))
    if not found and (trigger.frame == "strike.explosion" or any(map(is_charge, trigger.weapons))):
        return (Weapon.BOMB,)  # "a motorcycle loaded with explosives went off", "a device killed a policeman"
    return found or ((Weapon.SMALL_ARMS,) if _is_gunfire(trigger) else ())


def _let_go_by(weapon: Token) -> list[Token]:
    """ "A grenade dropped by a drone", "missiles fired from a jet": what let go of them is a weapon as well."""
    verbs = [v for v in children(weapon, "acl") if v.lemma_.lower() in _LETS_GO]
    return [t for v in verbs for t in under(v, "by", "from") if t.pos_ in {"NOUN", "PROPN"}]


def _taken_up(verb: Token) -> list[Token]:
    """ "The aircraft came back. They bombed the village": the weapon that the sentence before is about."""
    start = verb.sent.start
    doers = raw_subjects(verb) if is_verbal(verb) and start else []
    if not any(d.i == start and d.lower_ in {"they", "it"} for d in doers):
        return []
    before = [s for s in raw_subjects(verb.doc[start - 1].sent.root) if weapons_in([s])]
    return before if len(before) == 1 else []


def told_again_with(report: StrikeReport, before: Sequence[StrikeReport]) -> StrikeReport:
    """ "Jets struck Sinjar. Iraq condemned the bombing": a word for the attack told, and no bomb beside the jets."""
    known = {w for r in before for w in r.weapons}
    if (
        report.definite
        and report.weapons == (Weapon.BOMB,)
        and known & FROM_AFAR
        and Weapon.BOMB not in known
    ):
        return replace(report, weapons=())
    return report


def _employed(deed: Token) -> list[Token]:
    """ "used drones to attack a station", "sent jets to bomb two posts": what was put to it."""
    if not is_verbal(deed) or deed.dep_ not in {"xcomp", "advcl", "acl"} or deed.tag_ != "VB":
        return []
    verb = deed.head if is_verbal(deed.head) else deed.head.head
    return logical_objects(verb) if verb.lemma_.lower() in _EMPLOYS else []


def _fire(deed: Token) -> Iterator[Token]:
    """ "Shelling from across the border killed four": the fire that kills."""
    if is_verbal(deed):
        yield from (s for s in children(deed, "nsubj", "csubj") if s.lower_ in _FIRE)


def _is_blown_up(deed: Token) -> bool:
    """ "Gunmen blew up a railway", "a pipeline was blown up": with explosives, unless an army did."""
    if (
        deed.lemma_.lower() != "blow"
        or not is_verbal(deed)
        or not any(c.lower_ == "up" for c in deed.children)
    ):
        return False
    doers = logical_subjects(deed)
    people = all(s.pos_ == "NOUN" and is_plural(s) and s.lemma_.lower() not in _TROOPS for s in doers)
    return bool(logical_objects(deed)) and people


def _is_dropped_bomb(noun: Token) -> bool:
    return noun.lemma_.lower() == "bomb"


def _is_gunfire(trigger: Trigger) -> bool:
    """ "gunned down nine farmers", "shot at guests", "soldiers opened fire on a bus": people, and no other weapon."""
    deed = trigger.token
    if not is_verbal(deed) or deed.lemma_.lower() not in _OPENS_FIRE or trigger.outcome == "intercepted":
        return False
    if deed.lemma_.lower() in _SHOOTS and trigger.frame == "strike.kill":
        return True
    shooters = logical_subjects(deed)
    return trigger.frame == "strike.fire" and any(is_plural(s) and not weapons_in([s]) for s in shooters)
