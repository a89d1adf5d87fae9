"""Losses of no attack in particular: those of a whole war, and those of floods, crashes and fires."""

from __future__ import annotations

import re
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.casualties.losses import Loss
from kg.extract.lexicon import words
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import PERFECT, SUBJECT, auxiliaries, children, is_verbal

# As many "have been killed" in a war, not in an attack.
_WAR_DEAD = 5000
# How many characters behind the loss may say that a whole war is meant.
_BESIDE = 60
# What kills and is no fight.
_MISHAPS = words("strikes", "casualties", "accident") - words("strikes", "casualties", "warfare") - {
    "fire", "since", "total", "overall", "battle", "shootout", "riot", "protest",
}  # fmt: skip
_WAR = re.compile(
    r"\bon both sides\b|\bsince (?:the )?(?:latest )?(?:fighting|war|conflict|hostilities|clashes|violence|invasion|"
    r"insurgency|coup)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\bsince (?:early |mid-?|late |last |the (?:start|beginning|outbreak|truce|ceasefire) |(?:january|february|"
    r"march|april|may|june|july|august|september|october|november|december)\b|(?:19|20)\d\d)|\bsince(?: then)?[.,;]|"
    r"\bsince then\b|\bby (?:january|february|march|april|june|july|august|september|october|november|december)\b|"
    r"\b(?:so far )?this (?:year|month)\b|"
    r"\b(?:over|in|during) the (?:past|last) (?:\w+ )?(?:days|weeks|months|years|year|month)\b",
    re.IGNORECASE,
)

# "The strike, one of the deadliest this year, has left 33 dead": the year is not what the dead are of.
_WORST = re.compile(
    r"\bthe (?:\w+est|worst|most \w+) (?:[^,.;]{0,40} )?(?:since|this|in|of|for)\b[^,.;]*", re.IGNORECASE
)


def clause_of(trigger: Token) -> Token:
    """The verb of the clause that tells the loss: "left" of "left 36 dead", "saw" of "saw 66 deaths"."""
    if is_verbal(trigger) and trigger.dep_ != "xcomp":
        return trigger
    return next((t for t in (trigger.head, trigger.head.head) if is_verbal(t)), trigger)


def is_of_whole_war(loss: Loss) -> bool:
    """ "killed on both sides", "have been killed since October", "the war has killed": of no attack in particular."""
    subjects = logical_subjects(loss.trigger) if is_verbal(loss.trigger) else []
    if any(map(is_the_war, subjects)):
        return True
    killers = {s.lemma_.lower() for s in subjects}
    said = loss.trigger.sent.text
    near = said[: max(0, loss.trigger.idx - loss.trigger.sent.start_char) + _BESIDE]
    if killers & words("strikes", "casualties", "warfare") or _WAR.search(near) is not None:
        return True
    lasting = bool(auxiliaries(clause_of(loss.trigger)) & PERFECT)
    near = _WORST.sub("", near)
    return lasting and (_TOTAL.search(near) is not None or loss.count.low >= _WAR_DEAD)


def is_the_war(subject: Token) -> bool:
    """ "The war began in 2011. It has killed thousands": what "it" means there is no party and no attack."""
    before = subject.sent.start - 1
    if subject.lower_ != "it" or before < 0:
        return False
    root = subject.doc[before].sent.root
    return any(
        s.lemma_.lower() in words("strikes", "casualties", "warfare") for s in children(root, *SUBJECT)
    )


def is_of_mishap(trigger: Token) -> bool:
    """ "A truce declared after the floods of April, which killed 400": what the clause tells of is no attack."""
    if trigger.dep_ != "acl:relcl" or not any(
        s.lower_ in {"which", "that"} for s in children(trigger, *SUBJECT)
    ):
        return False
    told_of = takewhile(lambda t: not is_verbal(t), (trigger.head, *trigger.head.ancestors))
    return any(t.lemma_.lower() in _MISHAPS for t in told_of)


def is_accident(trigger: Token, *, wide: bool) -> bool:
    """ "20 people died when floods hit the north"; `wide`: also in fights that may be none of the attack told."""
    mishaps = words("strikes", "casualties", "accident")
    if not wide:
        mishaps = (
            mishaps
            - words("strikes", "casualties", "warfare")
            - {"fire", "since", "total", "overall", "battle"}
        )
    return any(t.lemma_.lower() in mishaps for t in trigger.subtree)
