"""Blasts: what goes off, is rammed into a gate or driven onto, and the company that makes a passive an attack."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.syntax import under
from kg.extract.triggers import (
    Trigger,
    is_armed,
    wielders,
)
from kg.extract.weapons import weapon_words, weapons_in
from kg.model import Weapon

_BLASTS = frozenset(["explosion", "blast", "bomb", "bombing"])


def ran_onto(verb: Token, subjects: list[Token], objects: list[Token]) -> Trigger | None:
    """ "their vehicle hit an explosive device": who laid it struck the vehicle."""
    laid = [o for o in (*objects, *under(verb, "over", "onto")) if weapons_in([o]) == (Weapon.BOMB,)]
    if not laid or any(weapons_in([s]) for s in subjects):
        return None
    return Trigger(verb, "strike.verb", (verb,), tuple(wielders(laid[0])), tuple(subjects), tuple(laid))


def rammed(verb: Token, subjects: list[Token], objects: list[Token], scene: Scene) -> Trigger | None:
    """ "a car full of explosives rammed the gate", "drove a lorry into a crowd": an attack where people die of it."""
    loaded = [s for s in (*subjects, *objects) if any(t.lemma_.lower() == "explosive" for t in s.subtree)]
    if verb.lemma_.lower() in {"drive", "plough", "plow"}:
        hit = under(verb, "into", "through") if objects else []
    else:
        hit = [*(o for o in objects if o not in loaded), *under(verb, "into")]
    violent = words("strikes", "casualties", "kill") | words("strikes", "casualties", "injure")
    bomber = any(Weapon.BOMB in weapons_in([s]) for s in subjects)
    deadly = bool(loaded) or bomber or any(t.lemma_.lower() in violent for t in verb.subtree)
    if not hit or not deadly:
        return None
    armed = [s for s in subjects if is_armed(s, scene)]
    return Trigger(verb, "strike.verb", (verb,), tuple(armed), tuple(hit), tuple(loaded))


def blew_up(verb: Token, subjects: list[Token], objects: list[Token]) -> Trigger | None:
    """ "blew himself up near a mosque", "detonated her vest": a bombing, whoever it was."""
    lemma = verb.lemma_.lower()
    oneself = any(o.lower_ in {"himself", "herself", "themselves"} for o in objects)
    if not (lemma == "blow" and oneself and any(c.lower_ == "up" for c in verb.children)):
        return None
    hit = under(verb, "in", "inside", "near", "among", "outside", "at", "beside", "amid")
    return Trigger(verb, "strike.explosion", (verb,), tuple(subjects), tuple(hit), tuple(subjects))


def exploded(verb: Token, subjects: list[Token], objects: list[Token], scene: Scene) -> Trigger | None:
    """ "a roadside bomb went off", "an explosion tore through a minibus": a bombing when somebody was hurt or hit."""
    lemma = verb.lemma_.lower()
    if any(s.lemma_.lower() in {"strike", "raid", "attack", "barrage"} for s in subjects):
        return None  # "a drone strike tore through a mosque": the noun is the trigger
    bombs = [
        s
        for s in subjects
        if weapons_in([s])
        or s.lemma_.lower() in {"explosion", "blast"}
        or any(t.lemma_.lower() == "explosive" for t in s.subtree)
    ]
    if not bombs or (lemma == "go" and not any(c.lower_ == "off" for c in verb.children)):
        return None
    if lemma in {"rock", "shake"} and not any(s.lemma_.lower() in _BLASTS for s in bombs):
        return None
    if lemma in {"tear", "rip"}:
        objects = [*objects, *under(verb, "through", "into")]
    if not (
        (lemma in {"rock", "shake"} or violent_company(verb))
        and (objects or scene.places.of_event([verb], []))
    ):
        return None
    return Trigger(
        verb,
        "strike.explosion",
        (verb,),
        (*(b for b in bombs if weapons_in([b])), *(w for b in bombs for w in wielders(b))),
        tuple(objects),
        tuple(bombs),
    )


def violent_before(verb: Token) -> bool:
    """ "The hospital, also struck on Thursday": the attack is told in the sentence before."""
    start = verb.sent.start
    for _ in range(3):
        if start == 0:
            return False
        before = verb.doc[start - 1]
        if violent_company(before):
            return True
        start = before.sent.start
    return False


def violent_company(verb: Token) -> bool:
    """A passive without agent is an attack when the dead, a weapon or a war stand beside it."""
    near = {t.lemma_.lower() for t in verb.sent if t.i != verb.i}
    return bool(
        near
        & (
            words("strikes", "nouns", "sure")
            | {"attack", "raid", "salvo", "barrage", "assault"}
            | words("strikes", "casualties", "kill")
            | words("strikes", "casualties", "die")
            | words("strikes", "casualties", "dead")
            | words("strikes", "casualties", "injure")
            | set(weapon_words())
        )
    )
