"""Blasts: what goes off, is rammed into a gate or driven onto, and the company that makes a passive an attack."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.strikes.blame import who_answers
from kg.extract.strikes.clauses import Clause
from kg.extract.strikes.triggers import HARM, HARMING, Trigger, can_be_hit, stands_beside, wielders
from kg.extract.words.almanac import TIMES
from kg.extract.words.syntax import children, under
from kg.extract.words.weapons import weapon_words, weapons_in
from kg.model import Weapon

_GOES_OFF = frozenset({"blow", "explode", "detonate"})
_AT = (
    "at",
    "outside",
    "near",
    "in",
    "inside",
    "beside",
    "among",
    "next to",
    "close to",
    "in front of",
    "under",
)
_VIOLENT = (
    HARM
    | words("strikes", "nouns", "sure")
    | {"attack", "raid", "salvo", "barrage", "assault"}
    | set(weapon_words())
)
_BLASTS = frozenset(["explosion", "blast", "bomb", "bombing"])


def ran_onto(clause: Clause) -> Trigger | None:
    """ "their vehicle hit an explosive device": who laid it struck the vehicle."""
    struck = (
        clause.objects if clause.lemma in {"hit", "strike"} else ()
    )  # "ran over a mine", "drove onto one"
    laid = [o for o in (*struck, *under(clause.verb, "over", "onto")) if weapons_in([o]) == (Weapon.BOMB,)]
    if not laid or clause.by_weapon:
        return None
    return clause.trigger(wielders(laid[0]), clause.subjects, laid)


def rammed(clause: Clause) -> Trigger | None:
    """ "a car full of explosives rammed the gate", "drove a lorry into a crowd": an attack where people die of it."""
    verb = clause.verb
    loaded = [s for s in (*clause.subjects, *clause.objects) if _is_loaded(s)]
    if clause.lemma in {"drive", "plough", "plow"}:
        hit = under(verb, "into", "through") if clause.objects else []
    else:
        # "rammed a car packed with explosives into a gate", where the parse packs them into the gate
        packed = [p for o in loaded for c in children(o, "acl") for p in under(c, "into")]
        hit = [*(o for o in clause.objects if o not in loaded), *under(verb, "into"), *packed]
    bomber = any(
        Weapon.BOMB in weapons_in([s]) or s.lemma_.lower() in words("strikes", "ramming")
        for s in clause.subjects
    )
    deadly = bool(loaded) or bomber or any(t.lemma_.lower() in HARMING for t in verb.subtree)
    charges = [t for o in loaded for t in o.subtree if t.lemma_.lower() == "explosive"]
    return clause.trigger(clause.armed, hit, [*loaded, *charges]) if hit and deadly else None


def blew_up(clause: Clause) -> Trigger | None:
    """ "blew himself up near a mosque": a bombing, whoever it was."""
    oneself = any(o.lower_ in {"himself", "herself", "themselves"} for o in clause.objects)
    if not (clause.lemma == "blow" and oneself and clause.has_particle("up")):
        return None
    hit = under(clause.verb, "in", "inside", "near", "among", "outside", "at", "beside", "amid")
    return clause.trigger(clause.subjects, hit, clause.subjects, "strike.explosion")


def loaded_vehicle(clause: Clause) -> Trigger | None:
    """ "a car packed with explosives was blown up at the gate", "a car bomb was detonated outside a bank"."""
    if clause.lemma not in _GOES_OFF or (clause.lemma == "blow" and not clause.has_particle("up")):
        return None
    bombs = [
        b
        for b in (clause.objects or clause.subjects)
        if _is_loaded(b) or weapons_in([b]) == (Weapon.BOMB,) or is_charge(b) or _is_parked(b, clause)
    ]
    aboard = [t for t in under(clause.verb, "on", "aboard") if can_be_hit(t, clause.scene)]
    hit = [
        t for t in (*under(clause.verb, *_AT), *aboard) if t.lemma_.lower() not in TIMES and t.pos_ != "NUM"
    ]
    if not bombs or not hit:
        return None
    armed = [s for s in clause.armed if s not in bombs]
    return clause.trigger([*armed, *_senders(bombs, clause)], hit, bombs, "strike.explosion")


def _senders(bombs: list[Token], clause: Clause) -> list[Token]:
    """Whose bombs they are; "was responsible for the bomb which exploded in Cali": who answers for it."""
    relative = clause.verb.dep_ == "acl:relcl"
    answer = who_answers(clause.verb.head, clause.scene) if relative else []
    return [*(w for b in bombs for w in wielders(b)), *answer]


def _is_loaded(noun: Token) -> bool:
    """ "a car full of explosives", "a lorry packed with explosives"."""
    return any(t.lemma_.lower() == "explosive" for t in noun.subtree)


def _is_parked(vehicle: Token, clause: Clause) -> bool:
    """ "A car blew up outside a police station, killing four officers": no engine does so there."""
    if vehicle.lemma_.lower() not in words("strikes", "vehicles"):
        return False
    guarded = words("strikes", "guarded")
    mishaps = words("strikes", "killing", "mishaps") | words("strikes", "casualties", "accident")
    said = {t.lemma_.lower() for t in clause.verb.sent}
    if not said.isdisjoint(mishaps) or said.isdisjoint(HARMING):
        return False
    if not said.isdisjoint(words("strikes", "nobodys")):
        return False  # "a gas lorry"
    return any(
        u.lemma_.lower() in guarded
        for t in under(clause.verb, *_AT)
        for u in (t, *under(t, "of", "to"), *children(t, "compound"))
    )


def is_charge(noun: Token) -> bool:
    """ "a second device exploded": of the things called devices those that go off are bombs."""
    return noun.lemma_.lower() == "device" and not any(
        c.lemma_.lower() in words("strikes", "gadgets") for c in children(noun, "amod", "compound", "nmod")
    )


def is_made_safe(clause: Clause) -> bool:
    """ "the police detonated the bomb", "engineers blew up an old bridge"."""
    by = {t.lemma_.lower() for s in clause.subjects for t in s.subtree}
    return clause.lemma in _GOES_OFF and bool(by & words("strikes", "defusers"))


def exploded(clause: Clause) -> Trigger | None:
    """ "a roadside bomb went off", "an explosion tore through a minibus": a bombing when somebody was hurt or hit."""
    verb, lemma, objects = clause.verb, clause.lemma, clause.objects
    if any(s.lemma_.lower() in {"strike", "raid", "attack", "barrage"} for s in clause.subjects):
        return None  # "a drone strike tore through a mosque": the noun is the trigger
    bombs = [
        s
        for s in clause.subjects
        if weapons_in([s]) or s.lemma_.lower() in {"explosion", "blast"} or _is_loaded(s) or is_charge(s)
    ]
    if not bombs or (lemma == "go" and not clause.has_particle("off")):
        return None
    if lemma in {"rock", "shake"} and not any(s.lemma_.lower() in _BLASTS for s in bombs):
        return None
    if lemma in {"tear", "rip"}:
        objects = [*objects, *under(verb, "through", "into")]
    violent = lemma in {"rock", "shake"} or violent_company(verb)
    if not violent or not (objects or clause.scene.places.of_event([verb], [])):
        return None
    attackers = [*(b for b in bombs if weapons_in([b])), *_senders(bombs, clause)]
    return clause.trigger(attackers, objects, bombs, "strike.explosion")


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


def taken_up_as_attack(verb: Token) -> bool:
    """ "Kaya was hit on 5 May. Nine people died in that strike": what the next sentence calls one."""
    end = verb.sent.end
    if end >= len(verb.doc):
        return False
    known = words("strikes", "nouns", "sure") | words("strikes", "nouns", "open")
    return any(
        t.lemma_.lower() in known
        and t.tag_ == "NN"
        and any(c.lower_ in {"the", "that", "this"} for c in children(t, "det"))
        and not children(t, "amod", "compound", "nmod:poss")
        for t in verb.doc[end].sent
    )


def violent_company(verb: Token) -> bool:
    """A passive without agent is an attack when the dead, a weapon or a war stand beside it."""
    return stands_beside(verb, _VIOLENT)
