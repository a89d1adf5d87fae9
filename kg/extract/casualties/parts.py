"""Parts of a toll: who some of the dead or injured were. "Eight of its nationals were among the dead".

They count beside the toll, never against it: such a number says "at least so many of these", and the claim names who
they were.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.casualties.losses import Loss
from kg.extract.lexicon import words
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.counts import VAGUE, count_of
from kg.extract.words.syntax import MODAL, auxiliaries, children, negated, preposition, under
from kg.model import Count

# Of whom somebody is a part; True for the dead.
_WHOLES = {"dead": True, "killed": True, "slain": True, "wounded": False, "injured": False}
# "among the dead", "among those killed"
_POINTING = frozenset({"the", "those", "these"})
# Who counts nobody by himself: "three others were among the dead" were they what they may.
_ANYBODY = words("strikes", "toll", "anybody")


def parts(token: Token) -> Iterator[Loss]:
    """The part of a toll that the word for the dead stands beside: "named five farmers among the dead"."""
    if token.lower_ not in _WHOLES or not _is_the_whole(token):
        return
    if any(t.lower_ == "among" for t in token.doc[max(token.sent.start, token.i - 2) : token.i]):
        yield from _among(token)
    elif token.doc[token.i - 2].lower_ == "of":
        yield from _of_the_dead(token)


def _is_the_whole(token: Token) -> bool:
    return token.i >= token.sent.start + 2 and token.doc[token.i - 1].lower_ in _POINTING


def _among(token: Token) -> Iterator[Loss]:
    """ "Among the dead were three monks", "two of its men were among those killed", "named five among the dead"."""
    whole = token if preposition(token) == "among" else token.head
    verb = whole if children(whole, "cop") or children(whole, "nsubj") else whole.head
    if negated(verb) or auxiliaries(verb) & MODAL:
        return
    named = [verb] if verb.pos_ == "NOUN" else children(verb, "obj", "xcomp")
    for noun in (named or raw_subjects(verb))[:1]:
        yield from _part(token, noun, _WHOLES[token.lower_])


def _of_the_dead(token: Token) -> Iterator[Loss]:
    """ "22 of the dead were civilians and nine were soldiers": as many as they are said to be."""
    for who in token.sent:
        if who.pos_ != "NOUN" or who.i < token.i or not children(who, "cop") or negated(who):
            continue
        told = [s for s in children(who, "nsubj") if s.pos_ == "NUM"]
        beside = who.dep_ == "conj" and any(
            token.i in {t.i for t in s.subtree} for s in raw_subjects(who.head)
        )
        if any(token in under(s, "of") for s in told) or (told and beside):
            count = count_of(told[0])
            if count is not None and who.lemma_.lower() not in _ANYBODY:
                yield Loss(who, who, Count(count.low, count.high, True), _WHOLES[token.lower_])


def _part(trigger: Token, noun: Token, dead: bool) -> Iterator[Loss]:
    """So many of a kind, where a number and the kind are both said: "five farmers", "eight of its nationals"."""
    whose = [t for t in under(noun, "of") if t.pos_ == "NOUN"] if noun.pos_ == "NUM" else [noun]
    count = count_of(noun)
    if count is None or noun.lower_ in VAGUE or any(c.lower_ in VAGUE for c in noun.children):
        return
    for kind in whose[:1]:
        lemma = kind.lemma_.lower()
        if kind.pos_ == "NOUN" and lemma not in _ANYBODY | words("strikes", "casualties", "not_people"):
            yield Loss(trigger, kind, Count(count.low, count.high, True), dead)


__all__ = ["parts"]
