"""How a mention stands to its attack: a new one, a look back, a habit, several at once, or a story in a story."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.strikes.foremost import is_foremost
from kg.extract.strikes.triggers import HARMING, Trigger, owner_tokens
from kg.extract.words.almanac import DAY_NAMES, MONTHS
from kg.extract.words.arguments import logical_objects, raw_subjects
from kg.extract.words.syntax import (
    PERFECT,
    auxiliaries,
    children,
    is_definite_noun,
    is_plural,
    is_verbal,
    possessors,
    preposition,
)
from kg.model import ActorClass

# "From November 2023 until January the rebels fired on ships": a campaign.
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_OVER_MONTHS = re.compile(rf"\b(?:from|between) {_MONTH}\b[^.;]{{0,12}}? (?:until|till|to|and) {_MONTH}\b")
_MUTUAL = ("each other", "one another", "tit-for-tat", "their respective")
_EXCHANGED = frozenset({"exchange", "exchanged", "exchanging", "trade", "traded", "trading"})
_LASTING = ("since", "throughout", "for years", "for months", "for weeks", "decades", "in recent")
_MORE = frozenset({"more", "further", "fresh", "new", "other", "additional"})
_REPEATED = (
    "repeatedly",
    "regularly",
    "frequently",
    "routinely",
    "almost daily",
    "near-daily",
    "often ",
    "every day",
    "for decades",
)


def is_collective(trigger: Trigger, attackers: tuple[str, ...], scene: Scene) -> bool:
    """One mention of several attacks in both directions: "tit-for-tat strikes", "each other's territory"."""
    near = {t.lower_ for t in trigger.token.subtree} | {
        t.lower_ for h in trigger.heads for t in h.subtree if abs(t.i - trigger.token.i) < 14
    }
    text = trigger.token.sent.text.lower()
    mutual = any(m in text for m in _MUTUAL) or bool(near & (_EXCHANGED | {"mutual"}))
    plural = is_plural(trigger.token) or is_verbal(trigger.token) or bool(near & _EXCHANGED)
    sides = [k for k in attackers if scene.cast.figures[k].cls in {ActorClass.STATE, ActorClass.ARMED_GROUP}]
    return plural and (
        (mutual and len(sides) != 1) or (not attackers and "both" in text and "collective" in text)
    )


def is_presupposed(trigger: Trigger) -> bool:
    """ "the groups which Islamabad targeted": a relative clause recalls an attack, it does not tell a new one."""
    verb = next((h for h in trigger.heads if is_verbal(h)), None)
    return (
        verb is not None
        and verb.dep_ == "acl:relcl"
        and verb.head.lower_ != "what"
        and is_definite_noun(verb.head)
        and not is_foremost(verb)
    )


def is_look_back(token: Token) -> bool:
    """ "the raid", "Tuesday's attack", "these strikes": a look back at an attack already told."""
    if is_verbal(token):
        return False
    if is_superlative(token) and not any(
        c.lower_ in {"this", "that", "these", "those"} for c in token.children
    ):
        return False  # "the deadliest raid of the year": told here for the first time
    return is_definite_noun(token) or any(
        p.lemma_.lower() in DAY_NAMES or p.lower_ in {"its", "their", "his"} for p in possessors(token)
    )


def is_fiction(token: Token) -> bool:
    """ "In the film, commandos raid an embassy": a story within the story."""
    return any(t.lemma_.lower() in words("strikes", "fiction") for t in token.sent)


def is_made_known(noun: Token) -> bool:
    """ "Made the attack public two days later": the attack was there before."""
    return noun.dep_ == "obj" and noun.head.lemma_.lower() == "make" and is_definite_noun(noun)


def is_superlative(noun: Token) -> bool:
    """ "the deadliest attack this year": the year is what it is compared with, not when it was."""
    return any(
        "Sup" in c.morph.get("Degree", []) or c.lower_ in {"first", "latest", "worst"}
        for c in children(noun, "amod")
    )


def names_rank(noun: Token) -> bool:
    """ "…, in the deadliest raid since March", "in one of the deadliest assaults in May": its rank among others."""
    among = noun.head if noun.head.lower_ == "one" else noun
    return is_superlative(noun) and preposition(among) in {"in", "amid"}


def is_counted(noun: Token) -> bool:
    """ "the third attack on the port in a week": one of a series."""
    return any(
        c.lower_ in {"second", "third", "fourth", "fifth", "sixth", "seventh"} for c in children(noun, "amod")
    )


def is_announcement(noun: Token) -> bool:
    """ "More raids followed on Tuesday: a drone struck a convoy": what comes after the colon tells of them."""
    return _announcing(noun) is not None


def _announcing(noun: Token) -> Token | None:
    if is_verbal(noun) or not any(c.lower_ in _MORE for c in noun.children) or not is_plural(noun):
        return None
    colon = next((t.i for t in noun.doc[noun.i : noun.sent.end] if t.text == ":"), None)
    verbs = (noun.head, *children(noun, "acl"))
    wanted = {"follow", "come", "continue"}
    return next((v for v in verbs if v.lemma_.lower() in wanted and colon and noun.i < v.i < colon), None)


def announcement_of(verb: Token) -> Token | None:
    """The verb of the announcement that a clause after a colon fills: "followed" in "More raids followed: …"."""
    colon = next((t.i for t in verb.sent if t.text == ":"), verb.sent.end)
    if colon > verb.i:
        return None
    return next((v for t in verb.doc[verb.sent.start : colon] if (v := _announcing(t)) is not None), None)


def is_habitual(trigger: Trigger, scene: Scene) -> bool:
    """Repeated attacks with no day of their own: "have attacked shipping since May", "attacks against citizens"."""
    verb = next((h for h in trigger.heads if is_verbal(h)), None)
    text = trigger.token.sent.text.lower()
    plural = is_plural(trigger.token) or is_verbal(trigger.token)
    if verb is not None and plural and auxiliaries(verb) & PERFECT and any(w in text for w in _LASTING):
        return True
    if verb is not None and auxiliaries(verb) & {"have", "has", "’ve"} and _in_masses(verb):
        return True  # "have killed thousands of people": in many attacks
    if verb is not None and verb.dep_ == "acl:relcl" and verb.tag_ in {"VBP", "VBZ"}:
        # "bombers of the kind that launch missiles at cities"; "the raid of 3 May, in which forces hit a camp"
        return verb.lower_ != "hit" or scene.times.at(trigger.token, trigger.heads) is None
    if any(w in text for w in _REPEATED) or _OVER_MONTHS.search(text):
        return True
    bare = (
        verb is None
        and not owner_tokens(trigger.token)
        and is_plural(trigger.token)
        and not any(c.dep_ in {"det", "nummod", "nmod:poss"} for c in trigger.token.children)
    )
    return bare and not _killed_in(trigger.token) and scene.times.at(trigger.token, trigger.heads) is None


def _in_masses(verb: Token) -> bool:
    """ "killed thousands", "killed hundreds of people"."""
    return verb.lemma_.lower() in HARMING and any(
        o.lower_ in {"thousands", "hundreds"} and not children(o, "nummod") for o in children(verb, "obj")
    )


def is_fatal(verb: Token) -> bool:
    """ "killed", "died", "wounded": a verb that tells of victims."""
    return verb.lemma_.lower() in HARMING | words("strikes", "casualties", "die")


def _killed_in(noun: Token) -> bool:
    """ "53 people were killed in raids on Sanaa": those raids happened once."""
    verb = next((a for a in noun.ancestors if is_verbal(a)), None)
    return (
        verb is not None
        and verb.tag_ in {"VBD", "VBN"}
        and is_fatal(verb)
        and any(children(s, "nummod") for s in logical_objects(verb) or raw_subjects(verb))
    )
