"""What is only feared, planned or possible by the words around it: "strikes must not happen", "a possible raid"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.denials import is_open
from kg.extract.lexicon import words
from kg.extract.words.syntax import CONDITIONAL, MODAL, auxiliaries, is_subject, is_verbal, negated

_MODALS = MODAL | {"’d", "'d"}


def must_not_be(noun: Token) -> bool:
    """ "strikes on the town must not happen", "an attack could follow"."""
    verb = noun.head
    happens = verb.lemma_.lower() in words("statements", "happening")
    return is_subject(noun) and happens and is_unreal_verb(verb) and is_open(noun)


def would_not(noun: Token) -> bool:
    """ "Would not support an attack": none is told of, nor is it denied that there was one."""
    verb = noun.head
    if is_verbal(noun) or noun.dep_ != "obj" or not negated(verb):
        return False
    return bool(auxiliaries(verb) & _MODALS) and is_open(noun)


def is_unlikely(noun: Token) -> bool:
    """ "an attack was never near", "a strike is possible"."""
    return is_subject(noun) and noun.head.lemma_.lower() in words("statements", "prospect")


def is_unreal_verb(verb: Token) -> bool:
    """A predicate that its auxiliaries or its conjunction keep from being real."""
    if not is_verbal(verb):
        return False
    if auxiliaries(verb) & _MODALS:
        return True
    return any(c.lower_ in CONDITIONAL for c in verb.children if c.dep_ == "mark")


def is_unreal_noun(noun: Token) -> bool:
    """A noun of something feared, planned or possible: "a possible strike", "the threat of an attack", "any attack"."""
    if is_verbal(noun):
        return False
    done = is_subject(noun) and noun.head.tag_ == "VBD"  # "further raids wounded four"
    for child in noun.children:
        if child.dep_ in {"amod", "det", "compound"} and child.lower_ in words(
            "statements", "unreal_adjectives"
        ):
            return not (done and child.lower_ in {"further", "new"})
    head = noun.head
    if head.lemma_.lower() in {"confirmation", "evidence", "sign", "indication", "word"} and negated(head):
        return True  # "no confirmation of an attack"
    return noun.dep_.split(":")[0] == "nmod" and head.lemma_.lower() in words("statements", "unreal_nouns")
